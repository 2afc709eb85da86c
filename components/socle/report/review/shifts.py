"""What is said of the cut-over: what stacks do in a signed window, and waves of which another phase is desired, with the way there."""

from collections.abc import Iterator

from socle.review import Labelled, Review, Shift, Step

from ..places import Where
from ..words import Draw, Words

_DIGITS = 12
"""Digits of a record's address that tell it from the others of its ledger."""

Line = tuple[int, str]
"""How deep a line stands below the first one, and what it says."""


def cutover_lines(review: Review, words: Words, draw: Draw, place: Where | None = None) -> list[list[Line]]:
    """All that is said of the cut-over: what stacks do in a window that was signed, then each wave of which another phase is desired."""
    labels = [[(0, label_line(each, words, draw))] for each in review.announced]
    return [*labels, *(shift_lines(each, words, draw, place) for each in review.shifts)]


def label_line(each: Labelled, words: Words, draw: Draw) -> str:
    """What a stack does in a window, beside what was announced."""
    turn = each.turn
    return words(f"shift.label.{turn.label}", stack=draw(each.stack), wave=draw(turn.wave), goal=draw(turn.goal))


def shift_lines(shift: Shift, words: Words, draw: Draw, place: Where | None = None) -> list[Line]:
    """Everything that is said of one wave, the change first."""
    where = f" ({draw(place(shift.origin))})" if place and shift.origin else ""
    return [(0, _first(shift, words, draw) + where), *((depth, said) for depth, said in _below(shift, words, draw))]


def _first(shift: Shift, words: Words, draw: Draw) -> str:
    kind = "unread" if shift.unread else "gone" if shift.new is None else "new" if shift.old is None else "changed"
    names = {"wave": draw(shift.wave), "estate": draw(shift.estate)}
    return words(f"shift.{kind}", **names, old=draw(shift.old or ""), new=draw(shift.new or ""))


def _below(shift: Shift, words: Words, draw: Draw) -> Iterator[Line]:
    if shift.new is None:
        return
    yield 1, words("shift.moves-nothing")
    if shift.reached is None:
        yield 1, words("shift.unknown")
        return
    yield 1, words("shift.reached", stage=draw(shift.reached))
    if shift.steps is None:
        yield 1, words("shift.no-way", stage=draw(shift.reached), new=draw(shift.new))
    elif not shift.steps:
        yield 1, words("shift.there")
    for number, step in enumerate(shift.steps or (), 1):
        yield 1, words(_kind(step), number=number, goal=draw(step.goal))
        yield from ((2, said) for said in _of_step(step, words, draw))


def _kind(step: Step) -> str:
    return "shift.step" if step.kind == "forward" else f"shift.step.{step.kind}"


def _of_step(step: Step, words: Words, draw: Draw) -> Iterator[str]:
    if step.deletes:
        yield words("shift.deletes", goal=draw(step.goal))
    elif step.final:
        yield words("shift.final", goal=draw(step.goal))
    yield from _gate(step, words, draw)
    for hand in step.hands:
        turns = [
            words(f"switch.{each.switch}.{'on' if each.on else 'off'}", entries=", ".join(map(draw, each.entries)))
            for each in step.turns
            if each.hand == hand
        ]
        cloud = words(f"shift.cloud.{hand}")
        yield words("shift.turn", hand=draw(hand), cloud=cloud, turns="; ".join(turns) or words("shift.as-it-is"))
    if not step.hands:
        yield words("shift.nothing")


def _gate(step: Step, words: Words, draw: Draw) -> Iterator[str]:
    if step.state is None or not step.answers:
        return
    missing = ", ".join(
        f"{draw(each.condition)} ({words(f'why.{each.why}')})" if each.why else draw(each.condition)
        for each in step.missing
    )
    yield words(f"shift.gate.{step.state}", missing=missing)
    records = [f"{draw(each.condition)} {draw(each.record[:_DIGITS])}" for each in step.shown if each.record]
    if records:
        yield words("shift.evidence", records=", ".join(records))
    if any(each.condition.value == "approved" for each in step.answers):
        people = ", ".join(map(draw, step.signed))
        yield words("shift.signed", people=people) if people else words("shift.unsigned")
