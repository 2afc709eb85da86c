"""A deployment that is cut off anywhere is finished by the next one, or by the runbook's way out.

Not shown: an interruption inside one call of the cloud; those are the lost answers of test_faults.
"""

import os
import random
import signal
import time
from collections.abc import Callable

import pytest

from .cloud import Emulation
from .estates import configure
from .processes import kill
from .recovery import converge, strangers, way_out
from .seed import seed
from .tally import CUT_OFF, ENDED
from .workplace import Workplace

STACK = "rehearsal-platform"
CHANGES = ("POST", "PUT", "PATCH")
LONGEST_SECONDS = 120  # for an engine to finish what it has begun
MOST_CALLS = 60  # that change something; a whole deployment makes 75


@pytest.mark.parametrize("point", range(10))
def test_an_up_that_is_cut_off_at_a_random_point_is_finished_by_the_next(
    point: int, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(f"{seed()} interruption {point}")
    after, how = chance.randrange(1, MOST_CALLS), (signal.SIGINT, signal.SIGKILL)[point % 2]
    with Emulation() as emulation, Workplace(emulation) as place:
        configure(place, STACK)
        place.run(STACK, "stack", "ls").ok()

        was_running = _cut_off(place, after, how)
        done = converge(place, STACK)

        record_property(ENDED, f"interruption {point}: {how.name} after {after} calls: {way_out(done)}")
        record_property(CUT_OFF, 1)
        assert was_running, f"it had ended before {after} calls"
        assert strangers(place, STACK) == [], f"seed {seed()}, {how.name} after {after} calls, then {done}"


def test_a_state_that_was_cut_off_in_a_local_folder_is_made_readable_again() -> None:
    """The state itself, and the attributes beside it: with either one empty, nothing that the engine is asked succeeds."""
    with Emulation() as emulation, Workplace(emulation) as place:
        configure(place, STACK)
        place.up(STACK).ok()
        (state,) = (place.folder / "state").rglob(f"{STACK}.json")
        state.with_suffix(".json.attrs").write_bytes(b"")
        place.preview(STACK).refused("failed to load checkpoint: EOF")

        assert converge(place, STACK)[0] == "delete the attributes of the state"

        state.write_bytes(b"")

        assert converge(place, STACK)[0] == "restore the backup of the state"


def _cut_off(place: Workplace, after: int, how: signal.Signals) -> bool:
    """End an `up` with a signal as soon as it has made so many calls that change something; whether it ran that long."""
    process = place.start(STACK, "up", "--yes", "--skip-preview", "--stack", STACK)
    while process.poll() is None and _changing(place) < after:
        time.sleep(0.02)
    if process.poll() is not None:
        return False
    if how is signal.SIGINT:
        os.kill(process.pid, how)  # as Ctrl-C does: the engine finishes what it has begun
        place.wait(process, STACK, ("up",), LONGEST_SECONDS)
    else:
        kill(process)
    return True


def _changing(place: Workplace) -> int:
    return sum(call.method in CHANGES for call in list(place.emulation.calls))
