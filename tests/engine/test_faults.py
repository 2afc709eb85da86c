"""A platform that answers wrongly, late or not at all: the next deployment converges, or the runbook's way out is followed.

Which call meets which fault is drawn from the calls of an undisturbed deployment.
"""

import random
import re
from collections.abc import Callable, Sequence
from functools import cache

import pytest

from .cloud import Emulation, Fault
from .estates import configure
from .recovery import converge, delete_strangers, strangers, way_out
from .seed import seed
from .tally import ENDED, FAULTS
from .workplace import Workplace

STACK = "rehearsal-platform"
KINDS = (
    {"status": 429, "times": 3},
    {"status": 500, "times": 2},
    {"status": 500, "times": 1, "lost": True},
    {"hang_seconds": 6, "close": True},
    {"close": True, "lost": True},
)
"""Too many requests, a failure, a failure after it was done, no answer for a while, and no answer though it was done."""


@cache
def calls() -> Sequence[tuple[str, str]]:
    """Method and pattern of the path of every call that changes something in an undisturbed deployment."""
    with Emulation() as emulation, Workplace(emulation) as place:
        configure(place, STACK)
        place.up(STACK).ok()
        made = {
            (call.method, _pattern(call.path)) for call in emulation.calls if call.method in ("POST", "PUT", "PATCH")
        }
    return sorted(made)


def _pattern(path: str) -> str:
    """A path whatever the ids in it are."""
    return "^" + re.sub(r"[0-9a-f]{8}(?:\\?-[0-9a-f]{4}){3}\\?-[0-9a-f]{12}", "[^/]+", re.escape(path)) + "$"


@pytest.mark.parametrize("number", range(10))
def test_after_a_fault_of_the_platform_the_next_up_converges(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(f"{seed()} fault {number}")
    method, path = chance.choice(calls())
    fault = Fault(path, method, **KINDS[number % len(KINDS)])  # type: ignore[arg-type]
    with Emulation() as emulation, Workplace(emulation) as place:
        configure(place, STACK)
        emulation.order(fault)

        first = place.up(STACK)
        done = converge(place, STACK) if first.code else []
        outside = strangers(place, STACK)
        gone = delete_strangers(place, STACK)
        way = way_out(done, gone) if first.code or gone else "the same up went through"
        record_property(ENDED, f"fault {number}: {_told(fault)}: {way}")
        place.preview(STACK, "--refresh", "--expect-no-changes").ok()

        record_property(FAULTS, 1)
        assert fault.times < KINDS[number % len(KINDS)].get("times", 1), f"{fault} was never met"
        assert not outside or fault.lost, f"seed {seed()}: {fault}, then {done}, and {outside} is outside the state"


def _told(fault: Fault) -> str:
    """A fault in a few words: what, and which call met it."""
    late = f" for {fault.hang_seconds:.0f} s" if fault.hang_seconds else ""
    what = f"{fault.status}" if fault.status else f"no answer{late}"
    lost = ", though it was done" if fault.lost else ""
    return f"{what}{lost}, to {fault.method} {fault.path.strip('^$').replace(chr(92), '')}"
