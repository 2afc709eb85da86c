"""What a ledger could hold and nobody should write: texts that may name something, and windows in which no gate would ever open.

It is said where it is typed, days before, and not in the night in which the gate stays shut.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

from socle.estate import CutoverSpec, Estate
from socle.messages import Refusal

from .arrows import HANDS
from .evidence import GENESIS, Draft, Head, Value, placed
from .requirements import Requirement
from .stages import Stage
from .window import ANNOUNCED, BLACKOUT, ON_CALL, TIMES, Window, window_of

_PLAIN = re.compile(r"[0-9]+|[0-9a-f]{64}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z)?")
"""A count too large for a number, a digest, a day or a time."""


LONGEST = timedelta(days=7)
"""From start to end. Who is on call for longer is not, and who was told has forgotten."""

_KNOWN = re.compile(
    rf"notices|notices-sent|{'|'.join(TIMES)}|({ON_CALL}|{BLACKOUT})[1-9][0-9]?|{ANNOUNCED}({'|'.join(HANDS)})"
)
"""Names of a window's values. Another one is a time or a blackout that nobody would heed."""


def strange_texts(asked: Requirement, values: Mapping[str, Value]) -> Iterator[Refusal]:
    """Refuse texts under names that take none: an object or a person could be named by them."""
    texts = {*asked.until, *(["goal"] if asked.goal else [])}
    for name, value in values.items():
        if isinstance(value, str) and name not in texts and not _PLAIN.fullmatch(value):
            yield Refusal(
                f"{name} is a text that may name something",
                "it would stand in the ledger for ever, in every checkout",
                "write a count, true or false, a date or a digest",
            )


def unfit(made: Draft, estate: Estate, stage: Stage) -> Iterator[Refusal]:
    """Refuse a window that could open no gate, in which nobody can be called, or that begins before it is signed.

    Args:
        stage: where the wave stands. From the fence on a window that is open may be signed anew, to prolong it.
    """
    try:
        window = window_of(placed(made, Head(0, GENESIS)))
        _said_well(window, made.values)
    except ValueError as wrong:
        yield Refusal(
            f"the window does not say {wrong} as it must",
            "no gate would open in it, or nobody would heed it, and that would show in the night alone",
            "write start, last-go, abort-by and end in this order, in UTC, such as 2027-02-08T00:00:00Z, seven days at most; "
            "on-call-1 and further, each another; blackout-1=FROM/UNTIL; as many notices-sent as notices",
        )
        return
    if window.start < made.at and stage not in (Stage.FENCED, Stage.SWITCHED):
        yield Refusal(
            f"the window begins on {window.start:%Y-%m-%dT%H:%M:%SZ}, before it is signed",
            "nobody was told of it beforehand, and whoever is on call may not be there",
            "sign it before it begins",
        )
    if estate.cutover:
        yield from _unreachable(window, estate.cutover)


def _said_well(window: Window, values: Mapping[str, Value]) -> None:
    """Refuse a name that no window has, a window of weeks, notices that were not sent, and one person who is called twice.

    Raises:
        ValueError: the name of the value that is wrong.
    """
    if strange := [name for name in values if not _KNOWN.fullmatch(name)]:
        raise ValueError(strange[0])
    if not window.start < window.end <= window.start + LONGEST:
        raise ValueError("end")
    told, sent = values.get("notices"), values.get("notices-sent")
    if not isinstance(told, int) or told < 1 or told is True or sent != told:
        raise ValueError("notices-sent")
    if len({*window.on_call}) < len(window.on_call):
        raise ValueError(f"{ON_CALL}{len(window.on_call)}")


def _unreachable(window: Window, cutover: CutoverSpec) -> Iterator[Refusal]:
    """Programs that are on call, and people of whom none has a number; of an office its name alone is known."""
    programs = [name for name in window.on_call if name in cutover.collectors]
    people = [cutover.approvers.get(name) for name in window.on_call]
    if programs or not any(each is None or each.call for each in people):
        yield Refusal(
            f"{', '.join(programs or window.on_call)} is on call, and nobody knows by which number",
            "nobody would answer at three in the morning",
            "name somebody else, or write call of the approver in cutover.yaml",
        )
