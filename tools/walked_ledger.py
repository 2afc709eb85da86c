"""Ledgers of waves that have gone some way, with all that their gates ask for: for the demo and tests. Nobody saw what they say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from socle.cutover import (
    KINDS,
    REQUIREMENTS,
    Arrow,
    Asked,
    Book,
    Condition,
    Stage,
    approval,
    deployment,
    observation,
    step_to,
    transition,
)
from socle.cutover.evidence import Draft, Entry, Record, Signer, Value, entry, placed, signers_of
from socle.estate import Estate

PACE = timedelta(minutes=1)
"""Time between two records."""

FENCES = (Condition.SOURCE_CLOSED, Condition.TARGET_CLOSED)
Sign = Callable[[Signer, Record], str]
"""From who signs, and a record, to the signature."""


def begun_book(estate: Estate, wave: str, at: datetime) -> Book:
    """A wave whose ledger is empty."""
    return Book(estate, wave, (), at)


def walked(
    book: Book, goals: Sequence[Stage], sign: Sign, values: Mapping[Condition, Mapping[str, Value]] | None = None
) -> Book:
    """The wave after steps to stages, each finished.

    Args:
        values: what records of a condition say beside what is asked for.
    """
    book = finished(book, sign)
    for goal in goals:
        book = finished(begun(shown(book, goal, sign, values or {}), goal, sign), sign)
    return book


def shown(
    book: Book,
    goal: Stage,
    sign: Sign,
    values: Mapping[Condition, Mapping[str, Value]],
    left_out: Sequence[Condition] = (),
) -> Book:
    """The wave with a record of everything that the step to a stage asks for, the approval last."""
    step = step_to(book, goal)
    wanted = [each for each in Condition if each in step.needs and each not in (*left_out, Condition.APPROVED)]
    for condition in sorted(wanted, key=lambda each: each not in FENCES):
        said = {**asked_values(book, condition, step), **values.get(condition, {})}
        book = added(book, observation(book, KINDS[condition], said), sign)
    if Condition.APPROVED in step.needs and Condition.APPROVED not in left_out:
        book = added(book, approval(book, goal), sign)
    return book


def begun(book: Book, goal: Stage, sign: Sign) -> Book:
    """The wave with a step begun."""
    return added(book, transition(book, goal), sign)


def finished(book: Book, sign: Sign) -> Book:
    """The wave with every hand proven in its turn."""
    while book.position.waiting:
        book = added(book, deployment(book, book.position.waiting[0]), sign)
    return book


def added(book: Book, what: Draft, sign: Sign) -> Book:
    """The wave with a record more, and the next one's time."""
    record = placed(what, book.head())
    signatures = (sign(min(each), record) for each in signers_of(record))
    line: Entry = entry(record, *signatures)
    return replace(book, lines=(*book.lines, line), at=book.at + PACE)


def asked_values(book: Book, condition: Condition, step: Arrow) -> dict[str, Value]:
    """What a record of a condition must at least say."""
    return least_values(book.asked, condition, step, book.at)


def least_values(asked_on: Asked, condition: Condition, step: Arrow, at: datetime) -> dict[str, Value]:
    """What a record of a condition must at least say, of a wave with these counts and thresholds."""
    asked = REQUIREMENTS[condition]
    found: dict[str, Value] = {
        name: asked_on.bound(bound) for name, bound in (*asked.most.items(), *asked.least.items())
    }
    found |= {other: found[one] for one, other in asked.equal} | dict.fromkeys(asked.holds, True)
    found |= dict.fromkeys(asked.until, (at + timedelta(days=365)).date().isoformat())
    if asked.goal:
        found["goal"] = step.goal.value
    return found | (window_values(at) if condition is Condition.WINDOW else {})


def window_values(start: datetime, on_call: Sequence[str] = ("operations", "quality")) -> dict[str, Value]:
    """A window of six hours: last go after two, abort-by after four."""
    times = {"start": 0, "last-go": 2, "abort-by": 4, "end": 6}
    found: dict[str, Value] = {
        name: f"{start + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for name, hours in times.items()
    }
    found |= {f"on-call-{number}": name for number, name in enumerate(on_call, 1)}
    return found | {"notices": 3, "notices-sent": 3}


__all__ = [
    "added",
    "asked_values",
    "begun",
    "begun_book",
    "finished",
    "least_values",
    "shown",
    "walked",
    "window_values",
]
