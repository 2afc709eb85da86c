"""The driver is killed with signal 9 at random points of a whole switch and way back: the same commands, run again, end it."""

import os
import random

import pytest

from socle.move.postgres import armed_direction, close, verify
from tests.rehearsal.parts.driver import Operator
from tests.rehearsal.parts.postgres import missing, pair, servers
from tests.rehearsal.parts.schema import filled

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

KILLS = 20
FIRST_SECONDS = 2.5
"""Within which a step is killed until it is known how long it takes here."""
STEPS = (
    ("fence", "--side", "source"),
    ("turn", "--direction", "forward"),
    ("unfence", "--side", "target"),
    ("fence", "--side", "target"),
    ("turn", "--direction", "reverse", "--paused"),
    ("unfence", "--side", "source"),
    ("arm", "--no-copy"),
)


def test_a_driver_that_is_killed_at_random_points_goes_on() -> None:
    seed = int(os.environ.get("SEED", "") or random.randrange(10**6))
    drawn, killed = random.Random(seed), 0
    with servers() as (source, target):
        filled(source, target, rows=1_000)
        operator, sides = Operator(source, target), pair(source, target)
        operator.must("fence", "--side", "target")
        operator.must("arm")
        round_, took = 0, dict[tuple[str, ...], float]()
        while killed < KILLS:
            round_ += 1
            for step in STEPS:
                for _ in range(2):
                    ran = operator.run(*step, killed_after=drawn.uniform(0.1, 1) * took.get(step, FIRST_SECONDS))
                    killed += ran.code == -9
                    assert ran.code in (0, -9), (seed, step, ran)
                took[step] = max(took.get(step, 0), operator.must(*step).seconds)
            with source.connect() as connection:
                connection.execute("INSERT INTO care.people (name) VALUES (%s)", [f"round {round_}"])
        assert armed_direction(sides) == "forward"
        close(sides.source, sides.keepers("source"))
        operator.must("drain")
        assert verify(sides, "forward").equal, seed
