"""What a run must have counted: drawn edits that were compared with the engine, and violations that it refused in a preview.

A test says its number by `record_property`; the end of the run adds them up, whatever process each was counted in.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

DRAWN_EDITS = "drawn edits compared with the engine"
REFUSED = "violations refused in a preview"
CUT_OFF = "deployments cut off and finished"
FAULTS = "faults of the platform met and overcome"
ENDED = "ended"
"""The property in which a test says how a fault or an interruption ended, in a line."""

LEAST = {DRAWN_EDITS: 200, REFUSED: 15, CUT_OFF: 10, FAULTS: 10}
"""Of a whole run, which fails where it counted fewer."""


def too_few(counted: Mapping[str, int]) -> list[str]:
    """What a whole run has promised and did not do, in a line each."""
    return [
        f"{counted.get(name, 0)} {name}, and a whole run promises {least}"
        for name, least in LEAST.items()
        if counted.get(name, 0) < least
    ]


def added_up(properties: Iterable[tuple[str, object]]) -> Counter[str]:
    """The sum of what was counted, by what was counted."""
    total = Counter[str]()
    for name, number in properties:
        if name in LEAST and isinstance(number, int):
            total[name] += number
    return total
