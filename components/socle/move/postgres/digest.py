"""Digests of what tables hold: SHA-256 over the SHA-256 of each row, by ranges of the key, all readers of a side in one snapshot.

A row is its columns in the order of their names, each as text under fixed settings behind its length, so that no two rows are written
alike. Rows are put in order by their own digests: no collation, plan or reader has a say. What could not be read is unverified,
and never equal.
"""

import hashlib
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from socle.messages import Refused

from .catalogue import Catalogue, Table
from .connect import Connection, Endpoint, connected, named
from .preflight import rows_of

RANGE_ROWS = 200_000
"""Rows of one range: 32 bytes each while they are put in order."""

_RANGED = (
    "smallint", "integer", "bigint", "uuid", "date", "timestamp without time zone", "timestamp with time zone", "oid",
)  # fmt: skip
"""Types of a key whose order is the same on every server."""


@dataclass(frozen=True)
class Range:
    """Part of a table by the first column of its key: above one bound, up to another; None where there is no bound."""

    table: str
    column: str = ""
    above: str | None = None
    upto: str | None = None


@dataclass(frozen=True)
class Content:
    """What a range holds: the number of rows, and the digest over them."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Parity:
    """What the tables of both sides are beside each other.

    rows: of the source. compared: ranges. different: ranges that do not hold the same. unverified: tables or ranges that could not
    be read on a side, and why. digest: over every range of the source, in their order.
    """

    rows: int
    compared: int
    different: tuple[Range, ...]
    unverified: tuple[str, ...]
    digest: str

    @property
    def equal(self) -> bool:
        """Whether everything was compared and is the same."""
        return bool(self.compared) and not self.different and not self.unverified


@dataclass(frozen=True)
class Side:
    """A side as its first connection saw it, for every reader."""

    where: Endpoint
    first: Connection
    snapshot: str


@contextmanager
def snapshot(where: Endpoint) -> Generator[Side]:
    """A side as it is at one moment; it stays so for whoever reads it in this block."""
    with connected(where) as first:
        first.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = first.execute("SELECT pg_export_snapshot()").fetchone()
        yield Side(where, first, found[0] if found else "")
        first.execute("COMMIT")


def compare(
    source: Endpoint, target: Endpoint, catalogue: Catalogue, *, readers: int = 2, range_rows: int = RANGE_ROWS
) -> Parity:
    """Compare every table of the source with the target's, each side in one snapshot.

    Args:
        catalogue: the source's. Tables that it may not read are unverified.
        readers: connections to each side.
        range_rows: rows of one range.
    """
    tables = sorted(rows_of(catalogue), key=lambda each: each.name)
    with snapshot(source) as one, snapshot(target) as other:
        ranges = [each for table in tables if table.readable for each in ranges_of(one.first, table, range_rows)]
        ours, theirs = _read(one, ranges, catalogue, readers), _read(other, ranges, catalogue, readers)
    unread = [f"{each.name}: not readable" for each in tables if not each.readable]
    return parity(ranges, ours, theirs, unread)


def recompare(source: Endpoint, target: Endpoint, catalogue: Catalogue, before: Parity, *, readers: int = 2) -> Parity:
    """Compare again only the ranges that were different: while people write, one that lags is not yet one that is lost."""
    with snapshot(source) as one, snapshot(target) as other:
        ours = _read(one, before.different, catalogue, readers)
        theirs = _read(other, before.different, catalogue, readers)
    again = parity(before.different, ours, theirs, before.unverified)
    return Parity(before.rows, before.compared, again.different, again.unverified, before.digest)


def parity(
    ranges: Sequence[Range],
    ours: Mapping[Range, Content | str],
    theirs: Mapping[Range, Content | str],
    unread: Iterable[str] = (),
) -> Parity:
    """What was read of both sides, beside each other. Pure. A text in place of a content says why it could not be read."""
    unverified, different, whole, count = [*unread], list[Range](), hashlib.sha256(), 0
    for each in ranges:
        one, other = ours.get(each, "not read"), theirs.get(each, "not read")
        if isinstance(one, str) or isinstance(other, str):
            unverified.append(f"{each.table}: {one if isinstance(one, str) else other}")
            continue
        count += one.rows
        whole.update(f"{each.table} {each.above} {each.upto} {one.rows} {one.digest}\n".encode())
        if one != other:
            different.append(each)
    return Parity(count, len(ranges), tuple(different), tuple(unverified), whole.hexdigest())


def ranges_of(connection: Connection, table: Table, range_rows: int) -> list[Range]:
    """The ranges of a table, walked along the index of its key; the whole where the order of its key is not everywhere the same."""
    column = next((each for each in table.columns if table.key and each.name == table.key[0]), None)
    if column is None or column.type not in _RANGED:
        return [Range(table.name)]
    bounds: list[str | None] = [None]
    key = sql.Identifier(column.name)
    while True:
        last = bounds[-1]
        above = (
            sql.SQL("WHERE {} > {}::{}").format(key, sql.Literal(last), sql.SQL(column.type)) if last else sql.SQL("")
        )  # pyright: ignore[reportArgumentType]
        query = sql.SQL("SELECT {}::text FROM ONLY {} {} ORDER BY {} OFFSET {} LIMIT 1").format(
            key, named(table.name), above, key, sql.Literal(range_rows - 1)
        )
        found = connection.execute(query).fetchone()
        if found is None:
            break
        bounds.append(str(found[0]))
    ends = [*bounds[1:], None]
    return [Range(table.name, column.name, above, upto) for above, upto in zip(bounds, ends, strict=True)]


def row_digest(table: Table) -> sql.Composed:
    """The digest of one row as the server computes it; columns that the other side may have made otherwise count as well."""
    parts = [
        sql.SQL("coalesce(octet_length({0}::text)::text || ':' || {0}::text, '-')").format(sql.Identifier(each.name))
        for each in sorted(table.columns, key=lambda each: each.name)
    ]
    text = sql.SQL(" || ").join(parts) if parts else sql.SQL("''")
    return sql.SQL("sha256(convert_to({}, 'UTF8'))").format(text)


def content_query(table: Table, part: Range) -> sql.Composed:
    """What gives the number of rows of a range, and the digest over them."""
    key, column = sql.Identifier(part.column or "-"), next((c for c in table.columns if c.name == part.column), None)
    kind = sql.SQL(column.type if column else "text")  # pyright: ignore[reportArgumentType]
    bounds = [
        sql.SQL("{} {} {}::{}").format(key, sign, sql.Literal(bound), kind)
        for sign, bound in ((sql.SQL(">"), part.above), (sql.SQL("<="), part.upto))
        if bound is not None
    ]
    where = sql.SQL(" WHERE {}").format(sql.SQL(" AND ").join(bounds)) if bounds else sql.SQL("")
    return sql.SQL(
        "SELECT count(*), encode(sha256(coalesce(string_agg(h, ''::bytea ORDER BY h), ''::bytea)), 'hex')"
        " FROM (SELECT {} AS h FROM ONLY {}{}) hashed"
    ).format(row_digest(table), named(table.name), where)


def _read(side: Side, ranges: Sequence[Range], catalogue: Catalogue, readers: int) -> dict[Range, Content | str]:
    """Every range of a side, read by some connections at once in its snapshot."""
    shares = [ranges[start::readers] for start in range(readers)]
    found: dict[Range, Content | str] = {}
    with ThreadPoolExecutor(readers) as pool:
        work = [pool.submit(_read_share, side, share, catalogue) for share in shares if share]
        for each in work:
            found.update(each.result())
    return found


def _read_share(side: Side, share: Sequence[Range], catalogue: Catalogue) -> dict[Range, Content | str]:
    found: dict[Range, Content | str] = {}
    try:
        with connected(side.where) as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(side.snapshot)))
            for each in share:
                found[each] = _content(connection, catalogue.tables[each.table], each)
            connection.execute("COMMIT")
    except Refused as refused:
        why = refused.refusals[0].what
        found |= {each: why for each in share if each not in found}
    return found


def _content(connection: Connection, table: Table, part: Range) -> Content | str:
    try:
        with connection.transaction():
            row: Any = connection.raw(content_query(table, part)).fetchone()
    except (
        psycopg.errors.UndefinedTable,
        psycopg.errors.UndefinedColumn,
        psycopg.errors.InsufficientPrivilege,
    ) as error:
        return " ".join(str(error).split())[:200]
    return Content(int(row[0]), str(row[1]))


def view_contents(connection: Connection, names: Iterable[str]) -> dict[str, Content]:
    """What materialised views hold, each whole."""
    found: dict[str, Content] = {}
    for name in names:
        query = sql.SQL(
            "SELECT count(*), encode(sha256(coalesce(string_agg(h, ''::bytea ORDER BY h), ''::bytea)), 'hex')"
            " FROM (SELECT sha256(convert_to(to_jsonb(v)::text, 'UTF8')) AS h FROM {} v) hashed"
        ).format(named(name))
        row: Any = connection.execute(query).fetchone()
        found[name] = Content(int(row[0]), str(row[1]))
    return found
