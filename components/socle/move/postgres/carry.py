"""Carries what does not follow: sequences are set ahead, large objects copied, materialised views refreshed.

Inside the fence, any number of times: what is done already is passed by.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psycopg import sql

from socle.messages import Refusal, Refused

from .catalogue import Sequence
from .connect import Connection, named, rows, value
from .digest import Content, view_contents
from .preflight import SEQUENCE_GAP, ahead, room
from .reading import sequences_of

_PIECE = 8 * 2**20
"""Bytes of a large object that are read at once."""


def set_ahead(giver: Connection, taker: Connection, gap: int = SEQUENCE_GAP) -> int:
    """Set the sequences of the side that takes over ahead of the other's; one that is ahead already stays. Returns how many were set.

    Raises:
        Refused: one has no room, or is not there.
    """
    given, there = sequences_of(giver), sequences_of(taker)
    used_up = [each for each in given.values() if not each.cycles and not room(each, gap)]
    if used_up or given.keys() - there.keys():
        raise Refused(
            [_no_room(each.name) for each in used_up]
            + [_no_sequence(each) for each in sorted(given.keys() - there.keys())]
        )
    late = behind(given, there, gap)
    for name in (each for each in late if room(given[each], gap)):
        taker.execute("SELECT setval(%s::regclass, %s, true)", [_quoted(name), ahead(given[name], gap)])
    return len(late)


def behind(given: Mapping[str, Sequence], taken: Mapping[str, Sequence], gap: int = SEQUENCE_GAP) -> tuple[str, ...]:
    """Sequences of the side that takes over that are not `gap` values ahead in their own direction, or not there. Pure."""
    return tuple(sorted(name for name, each in given.items() if not _is_ahead(each, taken.get(name), gap)))


def _is_ahead(giver: Sequence, taker: Sequence | None, gap: int) -> bool:
    if taker is None or taker.last is None or taker.increment != giver.increment:
        return False
    if not room(giver, gap):
        return giver.cycles  # its numbers come again anyway
    goal = ahead(giver, gap)
    return taker.last >= goal if giver.increment > 0 else taker.last <= goal


def _quoted(name: str) -> str:
    return ".".join('"' + each.replace('"', '""') + '"' for each in name.split(".", 1))


def refresh_views(connection: Connection) -> tuple[str, ...]:
    """Refresh every materialised view, those that others read first. Returns their names in that order."""
    names = [
        str(each[0])
        for each in rows(
            connection,
            "WITH RECURSIVE needs AS (SELECT DISTINCT r.ev_class AS view, d.refobjid AS on_view FROM pg_depend d"
            " JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class c ON c.oid = d.refobjid"
            " WHERE d.classid = 'pg_rewrite'::regclass AND c.relkind IN ('m', 'v') AND d.refobjid <> r.ev_class),"
            " depth AS (SELECT oid AS view, 0 AS level FROM pg_class WHERE relkind IN ('m', 'v')"
            " UNION ALL SELECT needs.view, level + 1 FROM needs JOIN depth ON depth.view = needs.on_view)"
            " SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN depth ON depth.view = c.oid WHERE c.relkind = 'm' GROUP BY n.nspname, c.relname ORDER BY max(level), 1",
        )
    ]
    for name in names:
        connection.execute(sql.SQL("REFRESH MATERIALIZED VIEW {}").format(named(name)))
    return tuple(names)


def fresh_views(connection: Connection, names: Iterable[str]) -> dict[str, Content]:
    """What materialised views of a closed side would hold if they were refreshed now; nothing stays changed."""
    connection.execute("BEGIN")
    try:
        refresh_views(connection)
        return view_contents(connection, names)
    finally:
        connection.execute("ROLLBACK")


@dataclass(frozen=True)
class LargeObjects:
    """What the large objects of both sides are beside each other: numbers of those missing, extra or different on the other side."""

    compared: int
    missing: tuple[int, ...]
    extra: tuple[int, ...]
    different: tuple[int, ...]

    @property
    def differences(self) -> int:
        """How many are not the same."""
        return len(self.missing) + len(self.extra) + len(self.different)


def large_objects(giver: Connection, taker: Connection) -> LargeObjects:
    """Compare all large objects by their content."""
    ours, theirs = numbers(giver), numbers(taker)
    both = sorted(ours & theirs)
    different = tuple(each for each in both if digest(giver, each) != digest(taker, each))
    return LargeObjects(len(ours | theirs), tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours)), different)


def carry_large_objects(giver: Connection, taker: Connection) -> int:
    """Make the large objects of the other side the same, under the same numbers. Returns how many were written or removed."""
    found = large_objects(giver, taker)
    for each in (*found.extra, *found.different):
        taker.execute("SELECT lo_unlink(%s)", [each])
    for each in (*found.missing, *found.different):
        with taker.transaction():
            _copy(giver, taker, each)
    return found.differences


def numbers(connection: Connection) -> set[int]:
    """The numbers of all large objects."""
    return {int(each[0]) for each in rows(connection, "SELECT oid FROM pg_largeobject_metadata")}


def digest(connection: Connection, number: int) -> str:
    """The SHA-256 of a large object, read in pieces."""
    whole = hashlib.sha256()
    for piece in _pieces(connection, number):
        whole.update(piece)
    return whole.hexdigest()


def _pieces(connection: Connection, number: int) -> Iterable[bytes]:
    at = 0
    while piece := value(connection, "SELECT lo_get(%s, %s, %s)", number, at, _PIECE):
        yield bytes(piece)
        at += len(piece)


def _copy(giver: Connection, taker: Connection, number: int) -> None:
    taker.execute("SELECT lo_create(%s)", [number])
    at = 0
    for piece in _pieces(giver, number):
        taker.execute("SELECT lo_put(%s, %s, %s)", [number, at, piece])
        at += len(piece)
    owner = value(
        giver,
        "SELECT rolname FROM pg_largeobject_metadata m JOIN pg_roles r ON r.oid = lomowner WHERE m.oid = %s",
        number,
    )
    if value(taker, "SELECT pg_has_role(oid, 'USAGE') FROM pg_roles WHERE rolname = %s", owner):
        taker.execute(sql.SQL("ALTER LARGE OBJECT {} OWNER TO {}").format(sql.Literal(number), sql.Identifier(owner)))


def _no_room(name: str) -> Refusal:
    return Refusal(
        f"the sequence {name} has no room to be set ahead",
        "the side that takes over could not give a number",
        "ALTER SEQUENCE ... AS bigint, and the column with it",
    )


def _no_sequence(name: str) -> Refusal:
    return Refusal(
        f"the side that takes over has no sequence {name}",
        "its first insert fails",
        "bring both schemas together, and freeze them",
    )
