"""Faults on two real servers: each is stopped by the check that should stop it, and by none before. The table is a page of the docs.

What a host alone can break (its disk, its failover, its 24 hours) is not injected here.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from socle.messages import Refused
from socle.move.collect import closed, drained, in_sync, parity, sequences
from socle.move.postgres import (
    CaughtUp,
    Endpoint,
    Pair,
    Sample,
    arm,
    catch_up,
    close,
    connected,
    disarm,
    draining,
    lint,
    look,
    new_session,
    open_session,
    opened,
    read,
    sessions,
    stops,
    verify,
    watched,
)
from tests.rehearsal.parts.postgres import PASSWORDS, Server, missing, servers
from tests.rehearsal.parts.schema import filled
from tests.rehearsal.writing import until

from ..fault_pages import fault_page, hold

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

PAGE = Path(__file__).parents[3] / "docs/reference/faults-database.md"
CHECKS = ("lint", "arm", "in-sync", "source-closed", "drained", "parity", "sequences")
"""The checks in the order in which a move meets them."""


@dataclass
class Move:
    """One database that moves between two servers, and what an attacker, an accident or a colleague may do to it."""

    source: Server
    target: Server
    name: str
    password: str | None = None
    in_use: tuple[tuple[str, str, str], ...] = (("role", "app", ""),)

    @property
    def sides(self) -> Pair:
        return Pair(
            self.source.endpoint(database=self.name, password=self.password), self.target.endpoint(database=self.name)
        )

    def at_source(self, text: str) -> None:
        self.source.administer(text, self.name)

    def at_target(self, text: str) -> None:
        self.target.administer(text, self.name)

    def counted(self) -> bool:
        """Whether every session of the host's has ended: a server counts what one wrote before it is gone from the list."""
        query = "SELECT 1 FROM pg_stat_activity WHERE usename = 'postgres' AND datname = %s AND backend_type = 'client backend'"
        for side in (self.source, self.target):
            with side.connect("postgres", "postgres") as connection:
                if connection.execute(query, [self.name]).fetchone():
                    return False
        return True

    def credential(self, user: str, password: str) -> Endpoint:
        return self.source.endpoint(user, self.name, password or PASSWORDS[user])


Inject = Callable[[Move], object]


@dataclass(frozen=True)
class Fault:
    """What is broken, when, and which check says so. rule: of the pre-flight check, or a part of what is said."""

    what: str
    when: str
    inject: Inject
    stopped_by: str
    rule: str = ""


def source(text: str) -> Inject:
    return lambda move: move.at_source(text)


def target(text: str) -> Inject:
    return lambda move: move.at_target(text)


def _failing(inject: Inject) -> Inject:
    """A fault that the copy meets: whoever goes on sees that it met it."""

    def injected(move: Move) -> None:
        before = look(move.sides, "forward").errors or 0
        inject(move)
        until(lambda: (look(move.sides, "forward").errors or 0) > before)

    return injected


def _conflict(move: Move) -> None:
    move.at_target("INSERT INTO care.codes VALUES ('late', 'by hand')")
    move.at_source("INSERT INTO care.codes VALUES ('late', 'by the application')")


def _disabled(move: Move) -> None:
    move.at_target(f"ALTER SUBSCRIPTION socle_forward_{move.name} DISABLE")
    until(lambda: not look(move.sides, "forward").active)


def _dead_slot(move: Move) -> None:
    _disabled(move)
    move.at_source(f"SELECT pg_drop_replication_slot('socle_forward_{move.name}')")


def _paused(move: Move) -> None:
    _disabled(move)
    move.at_source("INSERT INTO care.people (name) SELECT 'p' FROM generate_series(1, 100)")


def _prepared(move: Move) -> None:
    with move.source.connect(database=move.name) as connection:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO care.people (name) VALUES ('prepared')")
        connection.execute("PREPARE TRANSACTION 'left open'")


def _cut(move: Move) -> None:
    _failing(source("SELECT pg_terminate_backend(pid) FROM pg_stat_replication"))(move)
    move.at_source("INSERT INTO care.people (name) SELECT 'after the cut' FROM generate_series(1, 100)")
    until(lambda: look(move.sides, "forward").active)


def _skewed(move: Move) -> None:
    class Slow(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # noqa: ARG003 - the parameter of what it stands for
            return datetime.now(UTC) - timedelta(minutes=10)

    draining.datetime = Slow  # pyright: ignore[reportPrivateImportUsage]


FAULTS = (
    Fault("a table without a key", "before", source("CREATE TABLE care.free (a int)"), "lint", "no-replica-identity"),
    Fault("a table that is not logged", "before", source("ALTER TABLE care.logs SET UNLOGGED"), "lint", "unlogged-table"),
    Fault("a column of another collation", "before", target('ALTER TABLE care.codes ALTER label TYPE text COLLATE "C"'), "lint", "column-collation-differs"),
    Fault("a column of another type", "before", target("ALTER TABLE care.codes ALTER label TYPE varchar(9)"), "lint", "column-type-differs"),
    Fault("a column that the target lacks", "before", source("ALTER TABLE care.codes ADD later text"), "lint", "target-column-missing"),
    Fault("a column that must have a value on the target", "before", target("ALTER TABLE care.codes ADD must text NOT NULL"), "lint", "target-column-strict"),
    Fault("a table that the target lacks", "before", target("DROP TABLE care.logs"), "lint", "target-table-missing"),
    Fault("rows on the target already", "before", target("INSERT INTO care.codes VALUES ('a', 'b')"), "lint", "target-not-empty"),
    Fault("a trigger that fires while changes are applied", "before", target(
        "CREATE FUNCTION care.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        " CREATE TRIGGER t BEFORE INSERT ON care.codes EXECUTE FUNCTION care.f(); ALTER TABLE care.codes ENABLE ALWAYS TRIGGER t"), "lint", "trigger-fires"),
    Fault("a role that the target lacks", "before", source("CREATE ROLE analyst; GRANT SELECT ON care.codes TO analyst"), "lint", "role-missing"),
    Fault("a sequence without room", "before", source("ALTER SEQUENCE care.visits_id_seq MAXVALUE 600"), "lint", "sequence-ends"),
    Fault("a large object that the mover may not read", "before", source("SELECT lo_from_bytea(0, 'x')"), "lint", "large-object-unreadable"),
    Fault("row security that hides rows", "before", source(
        "ALTER ROLE mover NOBYPASSRLS; ALTER TABLE care.codes ENABLE ROW LEVEL SECURITY; ALTER TABLE care.codes FORCE ROW LEVEL SECURITY"), "lint", "row-security"),
    Fault("a prepared transaction that stands open", "before", _prepared, "lint", "prepared-transaction"),
    Fault("a constraint that the target lacks", "before", target("ALTER TABLE care.visits DROP CONSTRAINT visits_person_fkey"), "lint", "schema-missing"),
    Fault("a password that has expired", "before", lambda move: setattr(move, "password", "of last week"), "lint", "password authentication failed"),
    Fault("a server that logs the statement with the password", "before", target("ALTER ROLE mover SET log_statement = 'ddl'"), "arm", "password of the subscription"),
    Fault("a target that others may write to", "before", target("DELETE FROM socle_move.fenced"), "arm", "target is not closed"),
    Fault("a schema that drifts while the copy runs", "syncing", _failing(source(
        "ALTER TABLE care.codes ADD COLUMN later text; INSERT INTO care.codes VALUES ('x', 'y', 'z')")), "in-sync"),
    Fault("a row that somebody wrote on the target", "syncing", _failing(_conflict), "in-sync"),
    Fault("a slot that is dropped", "syncing", _dead_slot, "in-sync"),
    Fault("a key that still writes: a superuser's", "syncing", lambda move: setattr(move, "in_use", (*move.in_use, ("administrator", "postgres", ""))), "source-closed"),
    Fault("a credential that nobody could try", "syncing", lambda move: setattr(move, "in_use", (*move.in_use, ("token", "app", "expired"))), "source-closed"),
    Fault("a copy that is paused", "syncing-late", _paused, "drained"),
    Fault("a transaction that was prepared before the fence", "syncing-late", _prepared, "drained"),
    Fault("a late writer after the fence", "fenced", source("INSERT INTO care.people (name) VALUES ('late')"), "drained", "behind the fence"),
    Fault("a late change of a large object", "fenced", source("SELECT lo_from_bytea(0, 'late')"), "drained", "behind the fence"),
    Fault("counters that began anew before the drain", "fenced", source("SELECT pg_stat_reset()"), "drained", "began anew behind the fence"),
    Fault("a late writer after the drain", "drained", source("UPDATE care.codes SET label = 'late'"), "parity"),
    Fault("a row that is changed on the target", "drained", target("UPDATE care.people SET name = 'other' WHERE id = 7"), "parity"),
    Fault("a row that is missing on the target", "drained", target("DELETE FROM care.logs WHERE ctid = (SELECT min(ctid) FROM care.logs)"), "parity"),
    Fault("a row that is doubled on the target", "drained", target("INSERT INTO care.logs SELECT * FROM care.logs LIMIT 1"), "parity"),
    Fault("a large object that is missing on the target", "drained", target("SELECT lo_unlink(oid) FROM pg_largeobject_metadata"), "parity"),
    Fault("a large object that is changed on the target", "drained", target("SELECT lo_put(oid, 0, 'X') FROM pg_largeobject_metadata"), "parity"),
    Fault("an index that is gone on the target", "drained", target("DROP INDEX care.visits_person"), "parity"),
    Fault("a trigger that is switched off on the target", "drained", target("ALTER TABLE care.visits DISABLE TRIGGER ALL"), "parity"),
    Fault("counters of the server that began anew", "drained", source("SELECT pg_stat_reset()"), "parity"),
    Fault("a sequence that is not ahead", "drained", target("SELECT setval('care.visits_id_seq', 3)"), "sequences"),
    Fault("a sequence that runs the other way", "drained", target("ALTER SEQUENCE care.visits_id_seq CYCLE"), "parity"),
    Fault("a connection that was cut while somebody watched", "syncing", _cut, "in-sync"),
    Fault("nothing", "syncing", lambda _: None, "nothing"),
)  # fmt: skip


@pytest.fixture(scope="module")
def both() -> Generator[tuple[Server, Server]]:
    with servers() as found:
        yield found


@pytest.fixture
def move(both: tuple[Server, Server], request: pytest.FixtureRequest) -> Generator[Move]:
    one, other = both
    name = f"f{FAULTS.index(request.param)}"
    for each in both:
        each.administer(f"CREATE DATABASE {name} OWNER owner", "postgres")
    filled(one, other, rows=300, database=name)
    moving = Move(one, other, name)
    yield moving
    draining.datetime = datetime  # pyright: ignore[reportPrivateImportUsage]
    _cleared(Move(one, other, name))


def _cleared(move: Move) -> None:
    """Both servers as they were: what a fault leaves behind would break the next one."""
    with move.source.connect("postgres", move.name) as connection:
        for (name,) in connection.execute("SELECT gid FROM pg_prepared_xacts WHERE database = current_database()"):
            connection.execute(f"ROLLBACK PREPARED '{name}'")
    disarm(move.sides, "forward")
    move.target.administer("ALTER ROLE mover RESET log_statement", "postgres")
    for each in (move.source, move.target):
        each.administer(f"DROP DATABASE {move.name} WITH (FORCE)", "postgres")
    move.source.administer("DROP ROLE IF EXISTS analyst; ALTER ROLE mover BYPASSRLS", "postgres")


def first_stop(move: Move, fault: Fault) -> tuple[str, str]:
    """The first check that stops a move with a fault in it, and what it said."""
    sides = move.sides
    close(sides.target, sides.keepers("target"))
    if fault.when == "before":
        fault.inject(move)
    sides = move.sides
    try:
        with connected(sides.source) as one, connected(sides.target) as other:
            found = stops(lint(read(one), read(other)))
    except Refused as refused:
        return "lint", str(refused)
    if found:
        return "lint", " ".join(each.rule for each in found)
    try:
        arm(sides, "forward", copy=True)
    except Refused as refused:
        return "arm", str(refused)
    return _synced(move, sides, fault)


def copied(seen: Sample) -> bool:
    return seen.tables > 0 and seen.ready == seen.tables


def _synced(move: Move, sides: Pair, fault: Fault) -> tuple[str, str]:
    until(lambda: copied(look(sides, "forward")))
    seen = look(sides, "forward")
    if fault.when == "syncing":
        fault.inject(move)
    last = watched([seen, look(sides, "forward")])
    sight = in_sync([last])
    if not last.alive or sight.values.get("errors") != 0:
        return "in-sync", repr(last)
    if fault.when == "syncing-late":
        fault.inject(move)
    return _fenced(move, sides, fault)


def _fenced(move: Move, sides: Pair, fault: Fault) -> tuple[str, str]:
    in_use = [(kind, move.credential(user, password)) for kind, user, password in move.in_use]
    with opened(in_use) as before:
        fence = close(sides.source, sides.keepers("source"), patience_seconds=5)
        probes = [
            each
            for kind, where in in_use
            for each in (new_session("d", kind, where), open_session("d", f"{kind}-s", before[kind]))
        ]
        declared = [("d", each) for kind, _ in in_use for each in (kind, f"{kind}-s")]
        with connected(sides.source) as connection:
            left = len(sessions(connection, sides.keepers("source")))
        sight = closed("source", probes, declared, connections=left, since=fence.at, at=datetime.now(UTC))
    if sight.values["refused"] != sight.values["kinds"] or sight.values["accepted"] or left:
        return "source-closed", repr(sight)
    if fault.when == "fenced":
        fault.inject(move)
        until(move.counted)
    try:
        done = catch_up(sides, "forward", patience_seconds=3)
    except Refused as refused:
        return "drained", str(refused)
    return _compared(move, sides, fault, done)


def _compared(move: Move, sides: Pair, fault: Fault, done: CaughtUp) -> tuple[str, str]:
    assert drained([done.drained]).values["outstanding"] == 0
    if fault.when == "drained":
        fault.inject(move)
        until(move.counted)
    found = verify(sides, "forward")
    sight = parity([found])
    if sight.values["differences"] or sight.values["unverified"]:
        return "parity", repr(sight)
    if sequences([found]).values["behind"]:
        return "sequences", repr(found.behind)
    return "nothing", ""


@pytest.mark.parametrize(
    ("fault", "move"),
    [(each, each) for each in FAULTS],
    ids=lambda each: each.what.replace(" ", "-"),
    indirect=["move"],
)
def test_a_fault_is_stopped_by_the_check_that_should(fault: Fault, move: Move) -> None:
    stopped, said = first_stop(move, fault)
    assert stopped == fault.stopped_by, said
    assert fault.rule in said
    SEEN[fault.what] = stopped


SEEN: dict[str, str] = {}


def test_a_clock_that_is_wrong_closes_nothing(both: tuple[Server, Server]) -> None:
    from socle.cli.commands.move.database import fences

    one, other = both
    sides = Pair(one.endpoint(), other.endpoint())
    _skewed(Move(one, other, "studies"))
    try:
        with pytest.raises(Refused, match="600 seconds from the one here"):
            fences._clocks(sides)
    finally:
        draining.datetime = datetime  # pyright: ignore[reportPrivateImportUsage]


WHEN = {
    "before": "before the copy is armed",
    "syncing": "while the copy runs",
    "syncing-late": "just before the fence",
    "fenced": "behind the fence",
    "drained": "after the drain",
}


def page(seen: dict[str, str]) -> str:
    """The page of faults, by what was seen."""
    rows = [(each.what, WHEN[each.when], seen[each.what], each.rule) for each in FAULTS]
    here = "tests/move/postgres/test_faults.py"
    return fault_page("a database that moves", "two real PostgreSQL servers", CHECKS, rows, here)


def test_the_page_of_faults_is_what_the_run_saw() -> None:
    if SEEN.keys() != {each.what for each in FAULTS}:
        pytest.skip("not every fault ran in this process")
    hold(PAGE, page(SEEN))
