"""A window: the hours in which a wave may be fenced and switched, signed by both roles beforehand, with who was told and who is called.

Nothing here stops a way back: no step back asks for a window.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from .arrows import HANDS, Hand
from .evidence import HARMLESS, Entry, Known, Line, Record, verify
from .stages import Stage

TRANSITION = "transition"
"""The kind of the record by which a step begins."""

ADOPTED = "adoption"
"""The kind of the record by which a wave goes on that was on its way before it had a ledger."""

WINDOW = "window"
"""The kind of its record."""

TIMES = ("start", "last-go", "abort-by", "end")
"""Its times in their order: the fence may be closed from the start to the last go, the switch begun until abort-by."""

ON_CALL = "on-call-"
BLACKOUT = "blackout-"
ANNOUNCED = "announced-"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Window:
    """A window as it was signed. Times are UTC.

    record: its address. blackouts: from and until, in which nothing begins although the window is open. on_call: entries of
    `approvers` or offices that are called. announced: by hand, the address of the changes that its deployment was announced to make.
    """

    record: str
    start: datetime
    last_go: datetime
    abort_by: datetime
    end: datetime
    blackouts: tuple[tuple[datetime, datetime], ...] = ()
    on_call: tuple[str, ...] = ()
    announced: Mapping[Hand, str] = field(default_factory=dict[Hand, str])

    def last(self, goal: Stage) -> datetime:
        """Until when the step to a stage may begin."""
        return self.last_go if goal is Stage.FENCED else self.abort_by

    def blacked_out(self, at: datetime) -> bool:
        """Whether nothing begins at a time although the window is open."""
        return any(first <= at < last for first, last in self.blackouts)


def window_of(record: Record) -> Window:
    """The window that a record declares.

    Raises:
        ValueError: it declares none; the message is the name of the value that is missing or wrong.
    """
    times = [_time(record, name) for name in TIMES]
    for name, earlier, later in zip(TIMES[1:], times, times[1:], strict=False):
        if later < earlier:
            raise ValueError(name)
    on_call = tuple(str(value) for _, value in _named(record, ON_CALL))
    if not on_call:
        raise ValueError(f"{ON_CALL}1")
    announced: dict[Hand, str] = {
        hand: str(record.values[f"{ANNOUNCED}{hand}"]) for hand in HANDS if f"{ANNOUNCED}{hand}" in record.values
    }
    blackouts = tuple(_span(name, value) for name, value in _named(record, BLACKOUT))
    return Window(record.digest, *times, blackouts=blackouts, on_call=on_call, announced=announced)


def _named(record: Record, start: str) -> Iterator[tuple[str, object]]:
    return ((name, value) for name, value in sorted(record.values.items()) if name.startswith(start))


def _time(record: Record, name: str) -> datetime:
    return _parsed(name, record.values.get(name, ""))


def _parsed(name: str, text: object) -> datetime:
    try:
        return datetime.strptime(str(text), _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(name) from None


def _span(name: str, value: object) -> tuple[datetime, datetime]:
    """A blackout, written as `<from>/<until>`."""
    first, _, last = str(value).partition("/")
    span = _parsed(name, first), _parsed(name, last)
    if span[1] <= span[0]:
        raise ValueError(name)
    return span


def windows_of(lines: Sequence[Line]) -> Iterator[Window]:
    """Every window that a ledger declares. Who signed it is not asked."""
    return (each for each in map(_told, filter(_is_window, lines)) if each)


def window_now(lines: Sequence[Line], known: Known) -> Window | None:
    """The newest window that was signed as it must be, whether it is open or not; none where the newest is flawed or says none."""
    newest = max((number for number, each in enumerate(lines, 1) if _is_window(each)), default=0)
    if not newest or any(each.line == newest and each.flaw not in HARMLESS for each in verify(lines, known)):
        return None
    return _told(lines[newest - 1])


def _is_window(line: Line) -> bool:
    return isinstance(line, Entry) and line.record.kind == WINDOW


def _told(line: Line) -> Window | None:
    try:
        return window_of(line.record) if isinstance(line, Entry) else None
    except ValueError:
        return None


Label = Literal["as-announced", "deviates", "not-announced"]


@dataclass(frozen=True)
class Announced:
    """What a hand's turn in a step that has begun is called beside what the window announced of it."""

    wave: str
    goal: Stage
    hand: Hand
    label: Label


def label(window: Window | None, hand: Hand, changes: str, at: datetime) -> Label:
    """What a deployment inside a window is called beside what was announced for it.

    Args:
        changes: the address of the changes that it makes.
        at: when it is made; outside of the window nothing is as announced.
    """
    if window is None or not window.start <= at <= window.end or hand not in window.announced:
        return "not-announced"
    return "as-announced" if window.announced[hand] == changes else "deviates"
