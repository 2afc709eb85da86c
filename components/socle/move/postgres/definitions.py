"""The schema of a database as text by kind and name: equal where the objects are. Rights and comments are left out: roles differ.

Two majors may write one view or expression differently; then the definitions differ, which is a finding and never a silence.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .connect import Connection, rows
from .names import OWN_SCHEMA

OF_THE_DATABASE = f"n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '{OWN_SCHEMA}')"
"""What is in a schema `n` that is neither the server's nor the mover's own."""
_ALONE = (
    "NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = '{}'::regclass AND d.objid = {}.oid AND d.deptype = 'e')"
)

_QUERIES: Mapping[str, Any] = {
    "schema": f"SELECT n.nspname, '' FROM pg_namespace n WHERE {OF_THE_DATABASE}",
    "extension": "SELECT extname, extversion FROM pg_extension",
    "table": f"""
        SELECT n.nspname || '.' || c.relname, c.relkind::text || c.relpersistence::text || c.relreplident::text
          || coalesce(pg_get_partkeydef(c.oid), '') || coalesce(pg_get_expr(c.relpartbound, c.oid), '') || E'\n'
          || coalesce(string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attnotnull,
               a.attidentity::text, a.attgenerated::text, pg_get_expr(ad.adbin, ad.adrelid), co.collname), E'\n'
               ORDER BY a.attname), '')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef ad ON ad.adrelid = c.oid AND ad.adnum = a.attnum
        LEFT JOIN pg_collation co ON co.oid = a.attcollation
        WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND {OF_THE_DATABASE} AND {_ALONE.format("pg_class", "c")}
        GROUP BY n.nspname, c.oid, c.relname""",
    "constraint": f"""
        SELECT n.nspname || '.' || c.relname || '.' || k.conname, pg_get_constraintdef(k.oid) || k.convalidated
          || coalesce((SELECT string_agg(t.tgenabled::text, '' ORDER BY t.tgenabled) FROM pg_trigger t WHERE t.tgconstraint = k.oid), '')
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype <> 'n' AND {OF_THE_DATABASE}""",
    "index": f"""
        SELECT n.nspname || '.' || c.relname, pg_get_indexdef(c.oid) || i.indisvalid
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OF_THE_DATABASE}""",
    "sequence": f"""
        SELECT n.nspname || '.' || c.relname, concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement,
          s.seqmin, s.seqmax, s.seqcycle)
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OF_THE_DATABASE}""",
    "view": f"""
        SELECT n.nspname || '.' || c.relname, c.relkind::text || pg_get_viewdef(c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm') AND {OF_THE_DATABASE} AND {_ALONE.format("pg_class", "c")}""",
    "function": f"""
        SELECT n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
          CASE WHEN p.prokind = 'a' THEN 'aggregate' ELSE pg_get_functiondef(p.oid) END
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OF_THE_DATABASE} AND {_ALONE.format("pg_proc", "p")}""",
    "trigger": f"""
        SELECT n.nspname || '.' || c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND {OF_THE_DATABASE}""",
    "rule": f"""
        SELECT n.nspname || '.' || c.relname || '.' || r.rulename, pg_get_ruledef(r.oid) || r.ev_enabled::text
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.rulename <> '_RETURN' AND {OF_THE_DATABASE}""",
    "policy": f"""
        SELECT n.nspname || '.' || c.relname || '.' || p.polname, concat_ws(' ', p.polcmd::text, p.polpermissive,
          pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OF_THE_DATABASE}""",
    "type": f"""
        SELECT n.nspname || '.' || t.typname, concat_ws(' ', t.typtype::text, format_type(t.typbasetype, t.typtypmod),
          t.typnotnull, t.typdefault, (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder)
          FROM pg_enum e WHERE e.enumtypid = t.oid), (SELECT string_agg(pg_get_constraintdef(k.oid), ',' ORDER BY k.conname)
          FROM pg_constraint k WHERE k.contypid = t.oid))
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('e', 'd', 'r') AND {OF_THE_DATABASE} AND {_ALONE.format("pg_type", "t")}""",
}  # fmt: skip
"""By kind: name, and text that is equal where the objects are."""


def definitions(connection: Connection) -> dict[str, str]:
    """Every object of the schema, `table public.people` to its text."""
    return {f"{kind} {name}": str(text) for kind, query in _QUERIES.items() for name, text in rows(connection, query)}


@dataclass(frozen=True)
class SchemaDigest:
    """What two schemas are beside each other: their digests, and the names that are missing, extra or different on the other side."""

    source: str
    target: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def differences(self) -> int:
        """How many objects are not the same."""
        return len(self.missing) + len(self.extra) + len(self.different)


def schema_digest(definitions_: Mapping[str, str]) -> str:
    """The SHA-256 over every name and text, in the order of names."""
    whole = hashlib.sha256()
    for name, text in sorted(definitions_.items()):
        for part in (name.encode(), text.encode()):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def schemas(source: Mapping[str, str], target: Mapping[str, str]) -> SchemaDigest:
    """Two schemas beside each other."""
    return SchemaDigest(
        schema_digest(source),
        schema_digest(target),
        tuple(sorted(source.keys() - target.keys())),
        tuple(sorted(target.keys() - source.keys())),
        tuple(sorted(each for each in source.keys() & target.keys() if source[each] != target[each])),
    )
