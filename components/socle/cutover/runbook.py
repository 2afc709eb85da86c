"""The runbook of a wave's next step: whose turn comes when, what each types, and which switches move with it. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from socle.estate import Posture

from .arrows import ARROWS, Arrow, Condition, Hand, arrow
from .book import Book
from .declared import declared
from .gates import Gate
from .position import Position, begin, prove
from .stages import Stage, past_return
from .status import Next, deploying, leading
from .switches import posture
from .window import ANNOUNCED, Announced, label


@dataclass(frozen=True)
class Turn:
    """What one hand does: what it is to show, what is typed, and every switch that moves with it.

    address: of these changes, for a window to announce them. before, after: where the wave stands for the hand, before its turn and in it.
    """

    hand: Hand
    shows: Stage
    doing: Next
    changes: tuple[str, ...]
    before: Position
    after: Position

    @property
    def address(self) -> str:
        """What a window announces of this turn: `announced-<hand>`."""
        return hashlib.sha256("\n".join(self.changes).encode()).hexdigest()


@dataclass(frozen=True)
class Runbook:
    """How a wave takes its next step, or finishes the one that has begun.

    step: None where the wave has none left. gate: of the step, where it has not begun. back: the way back from where it leads.
    announce: before a fence, what its window announces, as values of its record.
    """

    book: Book
    step: Arrow | None
    gate: Gate | None
    turns: tuple[Turn, ...]
    back: Arrow | None
    announce: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether the step has begun and is not finished."""
        return not self.book.position.settled

    @property
    def no_return(self) -> bool:
        """Whether the step leads past the point from which authority can return."""
        return past_return(self.step.goal if self.step else self.book.position.stage)


def runbook(book: Book, positions: Mapping[str, Position], goal: Stage | None = None) -> Runbook:
    """The runbook of the step that has begun, or of the next one; to `goal` where it is named.

    Args:
        positions: where the other waves stand: shared switches depend on them.

    Raises:
        Refused: no step leads to `goal`.
    """
    position = book.position
    if not position.settled:
        return Runbook(book, None, None, tuple(_turns(book, position, position, positions)), _back(position.stage))
    step = arrow(position.stage, goal) if goal else leading(book)
    if step is None:
        return Runbook(book, None, None, (), _back(position.stage))
    after = begin(replace(position, held=False), step.goal, frozenset(Condition))
    announce = to_announce(book, positions) if step.goal is Stage.FENCED else {}
    values = tuple(f"{ANNOUNCED}{hand}={address}" for hand, address in announce.items())
    return Runbook(
        book, step, book.gate(step), tuple(_turns(book, position, after, positions)), _back(step.goal), values
    )


def announced(book: Book, positions: Mapping[str, Position]) -> tuple[Announced, ...]:
    """What each turn that is still to come, of a step forward that has begun in a signed window, is beside what the window announced.

    Of a way back nothing is announced and nothing asked.

    Args:
        positions: where the other waves stand: shared switches depend on them.
    """
    window, step = book.window, _begun(book)
    if window is None or step is None or step.kind != "forward":
        return ()
    at = book.transitions[-1].record.at
    if not window.start <= at <= window.end:
        return ()
    turns = _turns(book, book.position, book.position, positions)
    return tuple(
        Announced(book.wave, step.goal, each.hand, label(window, each.hand, each.address, at))
        for each in turns
        if each.changes
    )


def to_announce(book: Book, positions: Mapping[str, Position]) -> dict[Hand, str]:
    """What the window before a fence announces: the address of what each turn moves, at the fence and at the switch."""
    found, position = dict[Hand, str](), replace(book.position, held=False)
    for goal in (Stage.FENCED, Stage.SWITCHED):
        step = arrow(position.stage, goal)
        if step is None or not position.settled:
            return {}
        after = begin(position, goal, frozenset(Condition))
        found |= {each.hand: each.address for each in _turns(book, position, after, positions) if each.changes}
        for hand in after.waiting:
            after = prove(after, hand)
        position = after
    return found


def _begun(book: Book) -> Arrow | None:
    """The step that has begun and is not finished."""
    if book.position.settled or not book.transitions:
        return None
    before = replace(book, lines=book.lines[: book.transitions[-1].record.serial - 1])
    return arrow(before.position.stage, book.position.stage)


def _turns(book: Book, before: Position, after: Position, positions: Mapping[str, Position]) -> Iterator[Turn]:
    """The turns of a step in their order; of each what moves beside what the hand showed, of the part of the posture that is its own."""
    shown = before
    while after.waiting:
        hand = after.waiting[0]
        earlier = replace(shown, shown={**shown.shown, hand: before.shown[hand][:1]})
        one, other = (_posture(book, each, positions, hand) for each in (earlier, after))
        moved = tuple(_moved(getattr(one, hand), getattr(other, hand), f"{hand}."))
        yield Turn(hand, after.shows(hand), deploying(book, hand, after), moved, earlier, after)
        after = prove(after, hand)
        shown = replace(shown, shown=after.shown)


def _posture(book: Book, position: Position, positions: Mapping[str, Position], hand: Hand) -> Posture:
    return posture(book.estate.posture, declared(book.estate), {**positions, book.wave: position}, hand)


def _moved(before: Any, after: Any, at: str = "") -> Iterator[str]:
    """Every switch that differs, what comes with `+` and what goes with `-`."""
    for each in fields(before):
        one, other, name = getattr(before, each.name), getattr(after, each.name), f"{at}{each.name}"
        if is_dataclass(one):
            yield from _moved(one, other, f"{name}.")
        elif isinstance(one, frozenset):
            yield from (f"+ {name}: {key}" for key in sorted(other - one))
            yield from (f"- {name}: {key}" for key in sorted(one - other))
        elif one != other:
            yield f"~ {name}: {one} -> {other}"


def _back(stage: Stage) -> Arrow | None:
    return next((each for each in ARROWS if each.origin is stage and each.kind == "back"), None)
