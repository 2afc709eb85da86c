"""Pre-flight checks of tables: what names a row, what is not written to the log, what the apply worker would do twice or may not do."""

from collections.abc import Iterable, Iterator

from ..catalogue import Catalogue, Table
from .finding import Finding, Weight, found

STOPS, WARNS, STEP = Weight


def table_findings(source: Catalogue) -> Iterator[Finding]:
    """Everything about the source's own tables."""
    yield from _identities(source)
    yield from _not_logged(source)
    yield from _generated(source)
    yield from _shapes(source)
    yield from _rights(source)


def pair_findings(source: Catalogue, target: Catalogue, *, seeded: bool) -> Iterator[Finding]:
    """Everything about the source's tables beside the target's. seeded: the target holds the copy already."""
    yield from _counterparts(source, target)
    yield from _columns(source, target)
    yield from _applying(source, target)
    if not seeded:
        filled = (each.name for each in moved(target) if not each.empty and each.name in source.tables)
        yield from found(
            "target-not-empty", STOPS, "tables of the target that hold rows", filled,
            "the first copy would fail on the first equal key, or double every row",
            "empty them, or say that the copy is there already",
        )  # fmt: skip


def moved(side: Catalogue) -> Iterator[Table]:
    """Tables whose rows move: not foreign ones, not those of an extension."""
    return (each for each in side.tables.values() if each.kind != "foreign" and not each.of_extension)


def rows_of(side: Catalogue) -> Iterator[Table]:
    """Tables that hold rows of their own."""
    return (each for each in moved(side) if each.kind == "table")


def names_a_row(table: Table) -> bool:
    """Whether a changed row of a table can be named to the other side."""
    return bool(table.identity == "full" or table.identity_columns)


def _identities(source: Catalogue) -> Iterator[Finding]:
    tables = [each for each in rows_of(source) if each.logged]
    yield from found(
        "no-replica-identity", STOPS, "tables without replica identity",
        (each.name for each in tables if not names_a_row(each)),
        "once they are published, every UPDATE and DELETE fails for the application",
        "give them a primary key that is not deferrable, or ALTER TABLE ... REPLICA IDENTITY FULL",
    )  # fmt: skip
    yield from found(
        "full-replica-identity", WARNS, "tables whose rows are named by all their columns",
        (each.name for each in tables if each.identity == "full"),
        "each change is looked for in the whole table, and equal rows cannot be told apart",
        "give them a primary key where they are large",
    )  # fmt: skip
    yield from found(
        "no-primary-key", WARNS, "tables without primary key",
        (each.name for each in tables if not each.key and names_a_row(each)),
        "they are compared whole, by one reader, inside the fence",
        "give them a primary key where they are large",
    )  # fmt: skip


def _not_logged(source: Catalogue) -> Iterator[Finding]:
    yield from found(
        "unlogged-table", STOPS, "tables that are not logged",
        (each.name for each in rows_of(source) if not each.logged),
        "none of their rows follows, and nothing says so",
        "ALTER TABLE ... SET LOGGED, or drop them",
    )  # fmt: skip
    yield from found(
        "foreign-table", WARNS, "foreign tables",
        (each.name for each in source.tables.values() if each.kind == "foreign"),
        "their rows are elsewhere and do not follow",
        "move what they point to, and make them anew on the target",
    )  # fmt: skip
    yield from found(
        "table-of-extension", WARNS, "tables that an extension owns",
        (each.name for each in source.tables.values() if each.of_extension and not each.empty),
        "they are in no publication, so what was written into them stays behind",
        "dump and restore them by hand, or say why they are made anew",
    )  # fmt: skip


def _generated(source: Catalogue) -> Iterator[Finding]:
    computed = [(table, column) for table in rows_of(source) for column in table.columns if column.generated]
    yield from found(
        "generated-column", STEP, "generated columns",
        (f"{table.name}.{column.name}" for table, column in computed),
        "their values are computed anew on the target, by the expression that stands there",
        "compare schemas and contents, which both cover them",
    )  # fmt: skip
    yield from found(
        "generated-identity", STOPS, "generated columns that name a row",
        (f"{table.name}.{column.name}" for table, column in computed if column.name in table.identity_columns),
        "the publication refuses UPDATE and DELETE, since they are not sent",
        "name rows by another unique index",
    )  # fmt: skip


def _shapes(source: Catalogue) -> Iterator[Finding]:
    foreign = {each.name for each in source.tables.values() if each.kind == "foreign"}
    yield from found(
        "foreign-partition", STOPS, "partitions that are foreign tables",
        (each for each in foreign if source.tables[each].partition_of),
        "the partitioned table cannot be published",
        "detach them, and move what they point to",
    )  # fmt: skip
    yield from found(
        "partitioned-table", STEP, "partitioned tables",
        (each.name for each in moved(source) if each.kind == "partitioned"),
        "each partition must be there on the target before the copy, and so must each that is added later",
        "freeze the schema, and make the next partitions on both sides beforehand",
    )  # fmt: skip
    yield from found(
        "invalid-index", WARNS, "indexes that are invalid",
        source.invalid_indexes,
        "a unique one holds nothing unique, so equal keys may stop the copy",
        "REINDEX or drop them",
    )  # fmt: skip


def _rights(source: Catalogue) -> Iterator[Finding]:
    yield from found(
        "unreadable-table", STOPS, "tables that the mover may not read",
        (each.name for each in rows_of(source) if not each.readable),
        "the first copy of them fails",
        "grant the mover's role SELECT on them",
    )  # fmt: skip
    yield from found(
        "not-owner", STOPS, "tables that the mover does not own",
        (each.name for each in moved(source) if not each.owned),
        "they cannot be published: only their owner may",
        "make the mover's role a member of their owner",
    )  # fmt: skip


def _counterparts(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    names = {each.name for each in moved(source)}
    yield from found(
        "target-table-missing", STOPS, "tables that the target does not have",
        names - target.tables.keys(),
        "nothing applies: the first change of one stops all of them",
        "make the schema on the target first",
    )  # fmt: skip
    yield from found(
        "target-table-extra", WARNS, "tables that only the target has",
        (each.name for each in moved(target) if each.name not in source.tables),
        "nobody knows what they are, and the schemas are never equal",
        "drop them, or make them on the source",
    )  # fmt: skip


def _columns(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    pairs = [(each, target.tables[each.name]) for each in moved(source) if each.name in target.tables]
    missing, types, strict, collations = list[str](), list[str](), list[str](), list[str]()
    for one, other in pairs:
        theirs = {each.name: each for each in other.columns}
        ours = {each.name: each for each in one.columns}
        missing += [f"{one.name}.{name}" for name in ours.keys() - theirs.keys()]
        types += [f"{one.name}.{name}" for name in ours.keys() & theirs.keys() if ours[name].type != theirs[name].type]
        collations += [
            f"{one.name}.{name}"
            for name in ours.keys() & theirs.keys()
            if ours[name].collation != theirs[name].collation
        ]
        strict += [
            f"{one.name}.{name}"
            for name, column in theirs.items()
            if column.not_null
            and not column.default
            and not column.generated
            and not (name in ours and ours[name].not_null)
        ]
    yield from found(
        "target-column-missing", STOPS, "columns that the target does not have", missing,
        "apply stops at once: target relation is missing replicated column",
        "bring both schemas together, and freeze them",
    )  # fmt: skip
    yield from found(
        "column-type-differs", STOPS, "columns of another type on the target", types,
        "a value that does not fit stops apply, and one that fits may be another value",
        "bring both schemas together, and freeze them",
    )  # fmt: skip
    yield from found(
        "column-collation-differs", STOPS, "columns of another collation on the target", collations,
        "text is ordered and told apart otherwise: unique keys and ranges no longer mean the same",
        "make the column with the collation of the source",
    )  # fmt: skip
    yield from found(
        "target-column-strict", STOPS, "columns that must have a value on the target alone", strict,
        "the first row without one stops apply",
        "bring both schemas together, and freeze them",
    )  # fmt: skip


def _applying(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    tables: Iterable[Table] = [each for each in moved(target) if each.name in source.tables]
    yield from found(
        "trigger-fires", STOPS, "triggers that fire while changes are applied",
        (f"{table.name}.{name}" for table in tables for name in table.always_triggers),
        "what they do was done on the source already, and is done twice",
        "ALTER TABLE ... ENABLE TRIGGER (the default, which apply passes by)",
    )  # fmt: skip
    yield from found(
        "owner-not-applicable", STOPS, "tables whose owner the applying role may not become",
        (each.name for each in tables if not each.applicable),
        "apply stops at their first change",
        "GRANT their owner TO the role, WITH SET TRUE",
    )  # fmt: skip
    guarded = [each for each in tables if each.row_security and not _passes_security(target)]
    yield from found(
        "row-security-forced", STOPS, "tables with row security that their owner does not pass",
        (each.name for each in guarded if each.forced_security),
        "apply refuses to write into them",
        "ALTER TABLE ... NO FORCE ROW LEVEL SECURITY until the switch",
    )  # fmt: skip
    yield from _hidden(source)
    full = (each.name for each in tables if not each.key and source.tables[each.name].identity == "full")
    yield from found(
        "no-index-on-target", WARNS, "tables where each change is looked for by reading all of them", full,
        "apply falls behind without bound when they change often",
        "give them a primary key on both sides",
    )  # fmt: skip


def _hidden(source: Catalogue) -> Iterator[Finding]:
    if source.user.superuser or source.user.bypasses_security:
        return
    yield from found(
        "row-security", STOPS, "tables whose row security hides rows from the mover",
        (each.name for each in rows_of(source) if each.row_security and (each.forced_security or not each.owned)),
        "the first copy lacks the hidden rows, and so does every comparison",
        "give the mover's role BYPASSRLS",
    )  # fmt: skip


def _passes_security(target: Catalogue) -> bool:
    return target.user.superuser or target.user.bypasses_security
