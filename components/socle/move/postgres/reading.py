"""Reads a catalogue from a server: once, with queries that an ordinary role may ask. What it may not see is said, never taken for none."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from psycopg import sql

from .catalogue import Catalogue, Column, Identity, Role, Sequence, Slot, Table
from .connect import Connection, named, rows, value
from .definitions import OF_THE_DATABASE, definitions
from .names import OWN_SCHEMA

_SETTINGS = (
    "wal_level", "max_replication_slots", "max_wal_senders", "max_worker_processes", "max_logical_replication_workers",
    "max_active_replication_origins", "max_slot_wal_keep_size", "idle_replication_slot_timeout", "sync_replication_slots",
    "hot_standby_feedback", "log_statement", "log_min_duration_statement", "default_transaction_read_only", "max_prepared_transactions",
)  # fmt: skip

_KINDS = {"r": "table", "p": "partitioned", "f": "foreign"}
_IDENTITIES: Mapping[str, Identity] = {"d": "default", "f": "full", "i": "index", "n": "nothing"}


def read(connection: Connection) -> Catalogue:
    """The catalogue of the database of a connection, as its role sees it."""
    version = int(value(connection, "SHOW server_version_num"))
    unseen: list[str] = []
    user = _user(connection)
    text = _text(connection, version)
    return Catalogue(
        version=version,
        user=user,
        settings=_settings(connection),
        **text,
        in_recovery=value(connection, "SELECT pg_is_in_recovery()"),
        may_create=value(connection, "SELECT has_database_privilege(current_database(), 'CREATE')"),
        may_close=_may_close(connection, version),
        may_subscribe=_may_subscribe(connection, version),
        tables=_tables(connection, version),
        sequences=sequences_of(connection),
        views=_names(connection, "SELECT schemaname || '.' || matviewname FROM pg_matviews"),
        extensions=dict(rows(connection, "SELECT extname, extversion FROM pg_extension")),
        available=dict(rows(connection, "SELECT name, default_version FROM pg_available_extensions")),
        roles={each.name: each for each in _roles(connection)},
        named_roles=_names(connection, _NAMED_ROLES),
        collations=_names(connection, _COLLATIONS),
        slots=_slots(connection, version),
        subscriptions=_names(
            connection,
            "SELECT subname FROM pg_subscription JOIN pg_database d ON d.oid = subdbid"
            " WHERE datname = current_database() AND subname !~ '^socle_'",
        ),
        publications=_names(connection, "SELECT pubname FROM pg_publication"),
        event_triggers=_names(connection, "SELECT evtname FROM pg_event_trigger WHERE evtenabled <> 'D'"),
        invalid_indexes=_names(
            connection, "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready)"
        ),
        definers=_names(connection, _DEFINERS),
        large_objects=value(connection, "SELECT count(*) FROM pg_largeobject_metadata"),
        unreadable_objects=value(connection, _UNREADABLE),
        prepared=value(connection, "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()"),
        long_transactions=_long(connection, user, unseen),
        definitions=definitions(connection),
        unseen=tuple(unseen),
    )


def _names(connection: Connection, query: Any) -> tuple[str, ...]:
    return tuple(sorted(str(each[0]) for each in rows(connection, query)))


def _user(connection: Connection) -> Role:
    found = rows(
        connection,
        "SELECT rolname, rolsuper, rolcanlogin, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user",
    )
    return Role(*found[0])


def _roles(connection: Connection) -> Iterator[Role]:
    query = "SELECT rolname, rolsuper, rolcanlogin, rolreplication, rolbypassrls FROM pg_roles"
    return (Role(*each) for each in rows(connection, query))


def _settings(connection: Connection) -> dict[str, str]:
    """Settings by name, in the unit of the server; not those that this version does not have."""
    return dict(rows(connection, "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", list(_SETTINGS)))


def _text(connection: Connection, version: int) -> dict[str, Any]:
    """How text is stored and ordered."""
    encoding, collation = rows(
        connection,
        "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()",
    )[0]
    found: dict[str, Any] = {"encoding": encoding, "collation": collation}
    if version < 150_000:
        return found
    named = "datlocale" if version >= 170_000 else "daticulocale"
    query: Any = (
        f"SELECT datlocprovider, coalesce({named}, ''), coalesce(datcollversion, ''), oid"
        " FROM pg_database WHERE datname = current_database()"
    )
    provider, locale, made, oid = rows(connection, query)[0]
    now = value(connection, "SELECT coalesce(pg_database_collation_actual_version(%s), '')", oid)
    name = {"c": "libc", "i": "icu", "b": "builtin"}.get(provider, provider)
    return {**found, "provider": name, "locale": locale, "collation_version": (made, now)}


def _may_close(connection: Connection, version: int) -> bool:
    """Whether the role may act as the database's owner, who alone grants and takes the right to connect."""
    query = "SELECT pg_has_role(datdba, %s) FROM pg_database WHERE datname = current_database()"
    return bool(value(connection, query, "SET" if version >= 160_000 else "MEMBER"))


def _may_subscribe(connection: Connection, version: int) -> bool:
    if version < 160_000:
        return bool(value(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
    return bool(value(connection, "SELECT pg_has_role('pg_create_subscription', 'MEMBER')"))


def _long(connection: Connection, user: Role, unseen: list[str]) -> int:
    """Transactions that have been open for an hour; others' are seen by who may read all statistics."""
    if not (user.superuser or value(connection, "SELECT pg_has_role('pg_read_all_stats', 'USAGE')")):
        unseen.append("transactions of other roles")
    query = "SELECT count(*) FROM pg_stat_activity WHERE xact_start < now() - interval '1 hour' AND backend_type = 'client backend'"
    return int(value(connection, query))


_TABLES: Any = f"""
SELECT n.nspname || '.' || c.relname, r.rolname, c.relkind::text, c.relpersistence = 'p', c.relreplident::text,
  coalesce(parent.relnamespace::regnamespace::text || '.' || parent.relname, ''), c.relrowsecurity, c.relforcerowsecurity,
  c.reltuples::bigint, CASE WHEN c.relkind = 'r' THEN pg_relation_size(c.oid) ELSE 0 END, coalesce(e.extname, ''),
  has_table_privilege(c.oid, 'SELECT'), pg_has_role(c.relowner, 'USAGE'), c.oid
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition LEFT JOIN pg_class parent ON parent.oid = i.inhparent
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
LEFT JOIN pg_extension e ON e.oid = d.refobjid
WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND {OF_THE_DATABASE}
"""

_COLUMNS: Any = """
SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL, a.attgenerated::text,
  CASE WHEN a.attcollation <> t.typcollation THEN coalesce(cn.nspname || '.' || co.collname, '') ELSE '' END
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_collation co ON co.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
WHERE a.attrelid = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum
"""

_KEYS: Any = """
SELECT i.indrelid, i.indisprimary, NOT i.indimmediate, i.indisreplident AND i.indisvalid,
  array(SELECT a.attname::text FROM unnest(i.indkey::smallint[]) WITH ORDINALITY k(num, at) JOIN pg_attribute a
        ON a.attrelid = i.indrelid AND a.attnum = k.num WHERE k.at <= i.indnkeyatts ORDER BY k.at)
FROM pg_index i WHERE i.indrelid = ANY(%s) AND (i.indisprimary OR i.indisreplident)
"""

_TRIGGERS: Any = """
SELECT tgrelid, tgname FROM pg_trigger WHERE tgrelid = ANY(%s) AND NOT tgisinternal AND tgenabled IN ('A', 'R')
UNION ALL SELECT ev_class, rulename FROM pg_rewrite WHERE ev_class = ANY(%s) AND rulename <> '_RETURN' AND ev_enabled IN ('A', 'R')
"""

_DEFINERS: Any = f"""
SELECT n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND {OF_THE_DATABASE}
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
"""

_NAMED_ROLES: Any = f"""
WITH acls AS (
  SELECT c.relowner AS owner, c.relacl AS acl FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OF_THE_DATABASE}
  UNION ALL SELECT n.nspowner, n.nspacl FROM pg_namespace n WHERE {OF_THE_DATABASE}
  UNION ALL SELECT p.proowner, p.proacl FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OF_THE_DATABASE}
)
SELECT DISTINCT r.rolname FROM (
  SELECT owner AS id FROM acls UNION SELECT (aclexplode(acl)).grantee FROM acls WHERE acl IS NOT NULL
) used JOIN pg_roles r ON r.oid = used.id WHERE r.rolname !~ '^pg_'
"""

_UNREADABLE: Any = """
SELECT count(*) FROM pg_largeobject_metadata m WHERE NOT pg_has_role(m.lomowner, 'USAGE')
  AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
  AND NOT EXISTS (SELECT 1 FROM aclexplode(m.lomacl) a WHERE a.privilege_type = 'SELECT'
    AND (a.grantee = 0 OR pg_has_role(a.grantee, 'USAGE')))
"""

_COLLATIONS: Any = f"""
SELECT DISTINCT cn.nspname || '.' || co.collname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_collation co ON co.oid = a.attcollation JOIN pg_namespace cn ON cn.oid = co.collnamespace
WHERE a.attcollation <> t.typcollation AND a.attnum > 0 AND {OF_THE_DATABASE}
"""


def _tables(connection: Connection, version: int) -> dict[str, Table]:
    heads = rows(connection, _TABLES)
    ids = [each[-1] for each in heads]
    columns = _grouped(connection, _COLUMNS, _column, ids)
    keys = _grouped(connection, _KEYS, lambda each: each, ids)
    triggers = _grouped(connection, _TRIGGERS, lambda each: str(each[0]), ids, ids)
    settable = _settable(connection, version)
    found = (
        _table(each, tuple(columns[each[-1]]), keys[each[-1]], tuple(sorted(triggers[each[-1]])), settable)
        for each in heads
    )
    return {each.name: _with_emptiness(connection, each) for each in found}


def _table(
    head: tuple[Any, ...],
    columns: tuple[Column, ...],
    keys: list[tuple[Any, ...]],
    triggers: tuple[str, ...],
    settable: Callable[[str], bool],
) -> Table:
    name, owner, kind, logged, identity, parent, secure, forced, count, size, extension, readable, owned, _ = head
    primary = next((each for each in keys if each[0]), None)
    named = next((each for each in keys if each[2]), None)
    identities = {
        "default": tuple(primary[3]) if primary and not primary[1] else (),
        "index": tuple(named[3]) if named else (),
        "full": tuple(each.name for each in columns),
        "nothing": (),
    }
    said = _IDENTITIES[identity]
    return Table(
        name=name, owner=owner, kind=_KINDS[kind], logged=logged, identity=said,  # pyright: ignore[reportArgumentType]
        key=tuple(primary[3]) if primary else (), key_deferrable=bool(primary and primary[1]),
        identity_columns=identities[said], columns=columns, partition_of=parent, row_security=secure, forced_security=forced,
        rows=count, size_bytes=size, of_extension=extension, always_triggers=triggers, readable=readable, owned=owned,
        applicable=settable(owner),
    )  # fmt: skip


def _with_emptiness(connection: Connection, table: Table) -> Table:
    """Whether there is a row: asked, since the planner's estimate is none."""
    if table.kind != "table" or not table.readable:
        return replace(table, empty=table.kind != "table")
    query = sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(named(table.name))
    found = connection.execute(query).fetchone()
    return replace(table, empty=not (found and found[0]))


def _settable(connection: Connection, version: int) -> Callable[[str], bool]:
    """Whether the role may act as another, which apply does for the owner of each table."""
    right = "SET" if version >= 160_000 else "MEMBER"
    query = "SELECT rolname FROM pg_roles WHERE pg_has_role(oid, %s)"
    may = {str(each[0]) for each in rows(connection, query, right)}
    return may.__contains__


def _column(each: tuple[Any, ...]) -> Column:
    generated = {"s": "stored", "v": "virtual"}.get(each[4], "")
    return Column(each[0], each[1], each[2], each[3], generated, each[5])  # pyright: ignore[reportArgumentType]


def _grouped(
    connection: Connection, query: Any, made: Callable[[tuple[Any, ...]], Any], *values: object
) -> defaultdict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for first, *rest in rows(connection, query, *values):
        found[first].append(made(tuple(rest)))
    return found


def sequences_of(connection: Connection) -> dict[str, Sequence]:
    """Every sequence with where it stands."""
    query: Any = (
        "SELECT schemaname || '.' || sequencename, last_value, increment_by, min_value, max_value, cycle FROM pg_sequences"
        f" WHERE schemaname <> '{OWN_SCHEMA}'"
    )
    return {each[0]: Sequence(*each) for each in rows(connection, query)}


def _slots(connection: Connection, version: int) -> dict[str, Slot]:
    since = "extract(epoch FROM now() - inactive_since)::bigint" if version >= 170_000 else "NULL"
    here = "CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END"
    query: Any = (
        "SELECT slot_name, coalesce(database, ''), active, coalesce(wal_status, 'lost'),"
        f" coalesce(pg_wal_lsn_diff({here}, restart_lsn), 0)::bigint, {since} FROM pg_replication_slots"
    )
    return {each[0]: Slot(*each) for each in rows(connection, query)}
