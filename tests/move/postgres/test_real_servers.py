"""A database moves between two real servers, comes back and moves again: nothing lost, nothing doubled.

What a managed server does on top (its own roles, failovers, the 24 h rule) is not shown here.
"""

import time
from collections.abc import Generator

import psycopg
import pytest

from socle.messages import Refused
from socle.move.postgres import (
    Direction,
    Pair,
    arm,
    armed_direction,
    catch_up,
    close,
    connected,
    drain,
    lint,
    look,
    open_again,
    read,
    standing,
    stops,
    turn,
    verify,
    written_since,
)
from tests.rehearsal.parts.postgres import Server, missing, pair, servers
from tests.rehearsal.parts.schema import filled

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]


@pytest.fixture
def both() -> Generator[tuple[Server, Server]]:
    with servers() as (source, target):
        filled(source, target)
        yield source, target


def ready(sides: Pair, direction: Direction = "forward") -> None:
    until = time.monotonic() + 30
    while (seen := look(sides, direction)).ready < seen.tables or not seen.tables:
        assert time.monotonic() < until, seen
        time.sleep(0.2)


def written(server: Server, name: str) -> None:
    with server.connect() as connection:
        connection.execute("INSERT INTO care.people (name) SELECT %s || i FROM generate_series(1, 500) i", [name])
        connection.execute("DELETE FROM care.visits WHERE id % 97 = 3")


def people(server: Server) -> int:
    with server.connect("postgres") as connection:
        found = connection.execute("SELECT count(*) FROM care.people").fetchone()
    return int(str(found[0])) if found else -1


def test_a_database_goes_comes_back_and_goes_again(both: tuple[Server, Server]) -> None:
    source, target = both
    sides = pair(source, target)
    with connected(sides.source) as one, connected(sides.target) as other:
        assert stops(lint(read(one), read(other))) == ()
    first = people(source)
    close(sides.target, sides.keepers("target"))
    made = arm(sides, "forward", copy=True)
    assert made.made == ("publication", "slot", "subscription", "start", "copy")
    assert arm(sides, "forward", copy=True).made == ()
    ready(sides)
    written(source, "before")

    close(sides.source, sides.keepers("source"))
    with pytest.raises(psycopg.OperationalError, match="CONNECT privilege"):
        source.connect()
    there = turn(sides, "forward", patience_seconds=30)
    assert there.verified is not None
    assert there.verified.equal
    assert there.caught_up is not None
    assert there.caught_up.drained.outstanding == 0
    assert there.caught_up.sequences == there.verified.sequences > 0
    assert armed_direction(sides) == "reverse"

    assert open_again(sides.target)
    written(target, "there")
    close(sides.target, sides.keepers("target"))
    back = turn(sides, "reverse", patience_seconds=30, enabled=False)
    assert back.verified is not None
    assert back.verified.equal
    assert open_again(sides.source)
    written(source, "back")  # kept by the slot, until the direction goes on
    arm(sides, "forward", copy=False)
    close(sides.source, sides.keepers("source"))
    catch_up(sides, "forward", patience_seconds=30)
    assert verify(sides, "forward").equal
    assert people(source) == people(target) == first + 1_500


def test_a_fence_gives_back_exactly_what_it_took(both: tuple[Server, Server]) -> None:
    source, target = both
    sides = pair(source, target)
    source.administer(
        "REVOKE CONNECT ON DATABASE studies FROM PUBLIC; GRANT CONNECT ON DATABASE studies TO app WITH GRANT OPTION"
    )
    with source.connect("postgres", "postgres") as connection:
        query = "SELECT array(SELECT unnest(datacl)::text ORDER BY 1) FROM pg_database WHERE datname = 'studies'"
        before = connection.execute(query).fetchone()
        session = source.connect()
        close(sides.source, sides.keepers("source"))
        with pytest.raises(psycopg.OperationalError):
            session.execute("SELECT 1")
        session.close()
        kept = close(sides.source, sides.keepers("source"))
        with connected(sides.source) as mover:
            assert standing(mover) is not None
            assert kept.lsn == getattr(standing(mover), "lsn", "")
        assert open_again(sides.source)
        assert connection.execute(query).fetchone() == before
    assert not open_again(sides.source)
    source.connect().close()


def test_who_writes_behind_the_fence_is_seen_and_nothing_turns(both: tuple[Server, Server]) -> None:
    source, target = both
    sides = pair(source, target)
    close(sides.target, sides.keepers("target"))
    arm(sides, "forward", copy=True)
    ready(sides)
    fence = close(sides.source, sides.keepers("source"))
    assert fence.outside == ("postgres",)
    source.administer("INSERT INTO care.people (name) VALUES ('late')")
    with connected(sides.source) as connection:
        assert written_since(connection, fence) == 1
    with pytest.raises(Refused, match="written behind the fence"):
        turn(sides, "forward", patience_seconds=5)
    assert armed_direction(sides) == "forward"


def test_nothing_is_armed_without_a_copy_while_the_publisher_is_open(both: tuple[Server, Server]) -> None:
    """What arrives for a table that the subscription does not know yet is passed by: a row was lost so."""
    source, target = both
    sides = pair(source, target)
    with pytest.raises(Refused, match="target is not closed"):
        arm(sides, "forward", copy=True)
    close(sides.target, sides.keepers("target"))
    with pytest.raises(Refused, match="nothing is to be copied first"):
        arm(sides, "forward", copy=False)


def test_a_drain_that_cannot_end_says_what_is_outstanding(both: tuple[Server, Server]) -> None:
    source, target = both
    sides = pair(source, target)
    close(sides.target, sides.keepers("target"))
    arm(sides, "forward", copy=True)
    ready(sides)
    target.administer("ALTER SUBSCRIPTION socle_forward_studies DISABLE")
    written(source, "kept")
    fence = close(sides.source, sides.keepers("source"))
    assert drain(sides, "forward", fence.lsn, patience_seconds=1).bytes > 0
