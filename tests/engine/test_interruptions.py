"""A deployment that is cut off anywhere is finished by the next one, or by the runbook's way out.

Not shown: an interruption inside one call of the cloud; those are the lost answers of test_faults.
"""

import os
import random
import signal
import time

import pytest

from .cloud import Emulation
from .estates import configure
from .processes import kill
from .recovery import converge, strangers
from .seed import seed
from .workplace import Workplace

STACK = "rehearsal-platform"
CHANGES = ("POST", "PUT", "PATCH")
MOST_CALLS = 110  # of a whole deployment, that change something


@pytest.mark.parametrize("point", range(10))
def test_an_up_that_is_cut_off_at_a_random_point_is_finished_by_the_next(point: int) -> None:
    chance = random.Random(f"{seed()} interruption {point}")
    after, how = chance.randrange(1, MOST_CALLS), (signal.SIGINT, signal.SIGKILL)[point % 2]
    with Emulation() as emulation, Workplace(emulation) as place:
        configure(place, STACK)
        place.run(STACK, "stack", "ls").ok()

        _cut_off(place, after, how)
        done = converge(place, STACK)

        assert strangers(place, STACK) == [], f"seed {seed()}, {how.name} after {after} calls, then {done}"


def _cut_off(place: Workplace, after: int, how: signal.Signals) -> None:
    """End an `up` with a signal as soon as it has made so many calls that change something."""
    process = place.start(STACK, "up", "--yes", "--skip-preview", "--stack", STACK)
    while process.poll() is None and _changing(place) < after:
        time.sleep(0.02)
    if process.poll() is None and how is signal.SIGINT:
        os.kill(process.pid, how)  # as Ctrl-C does: the engine finishes what it has begun
        process.wait(120)
    elif process.poll() is None:
        kill(process)


def _changing(place: Workplace) -> int:
    return sum(call.method in CHANGES for call in list(place.emulation.calls))
