"""Gates: whether a step may begin, as a pure function of evidence, thresholds and a given time.

Open, closed, or undetermined: what nobody has seen, or not lately, is not known, and what is not known opens nothing. The same
records at the same time give the same answer for ever.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeGuard

from socle.estate import Estate, ThresholdsSpec, may_hold_health

from .arrows import Arrow, Condition
from .evidence import CLOCK_SKEW, LEVELS, Entry, Known, Line, Record, broken, entries, verify
from .requirements import REQUIREMENTS, Bound, Requirement
from .stages import Stage
from .window import TRANSITION, WINDOW, window_of

BREACH_HOURS = 72
"""Hours within which a loss of health data is told to the authority (GDPR art. 33); counted from the step that agrees to it."""


class State(StrEnum):
    """What a gate, or one condition of it, says."""

    OPEN = "open"
    CLOSED = "closed"
    UNDETERMINED = "undetermined"


class Why(StrEnum):
    """Why a condition is not met."""

    NOT_SEEN = "not-seen"
    LEVEL = "level"
    TOO_OLD = "too-old"
    INCOMPLETE = "incomplete"
    EXCEEDED = "exceeded"
    ENDED = "ended"
    TOO_SOON = "too-soon"
    OTHER_FENCE = "other-fence"
    OTHER_GOAL = "other-goal"
    NOT_NAMED = "not-named"
    OUTSIDE = "outside"
    LEDGER = "ledger"


_UNKNOWN = {Why.NOT_SEEN, Why.LEVEL, Why.TOO_OLD, Why.INCOMPLETE, Why.OTHER_FENCE, Why.NOT_NAMED, Why.LEDGER}
"""What is not known; the rest is known not to hold."""


@dataclass(frozen=True)
class Asked:
    """What a gate asks on behalf of: counts of the wave, and its thresholds.

    health: whether the wave may hold health data; what nobody has classed may.
    """

    datasets: int
    returning: int
    services: int
    health: bool
    thresholds: ThresholdsSpec

    def bound(self, bound: Bound) -> int:
        """A bound as a number."""
        if isinstance(bound, int):
            return bound
        return int(getattr(self if bound in ("datasets", "returning", "services") else self.thresholds, bound))


@dataclass(frozen=True)
class Answer:
    """What is known of one condition: its state, why it is not met, of which value, and the record that was looked at."""

    condition: Condition
    state: State
    why: Why | None = None
    about: str = ""
    record: str = ""


@dataclass(frozen=True)
class Gate:
    """What a gate says, condition by condition."""

    step: Arrow
    state: State
    answers: tuple[Answer, ...]

    @property
    def met(self) -> frozenset[Condition]:
        """The conditions that are met."""
        return frozenset(each.condition for each in self.answers if each.state is State.OPEN)


def gate(step: Arrow, lines: Sequence[Line], asked: Asked, known: Known) -> Gate:
    """Whether a step may begin at the time of `known`, by a ledger that is held against it first.

    Of a broken ledger nothing counts: every condition is undetermined, and only what asks for nothing is open. Evidence of
    another epoch than `known.epoch` proves nothing.
    """
    wanted = [each for each in Condition if each in step.needs or (step.or_loss and each is Condition.LOSS_SIGNED)]
    if broken(verify(lines, known)):
        found = tuple(Answer(each, State.UNDETERMINED, Why.LEDGER) for each in wanted)
        return Gate(step, _state(step, found), found)
    counting = [each for each in entries(lines) if _counts(each.record, known)]
    here = _Question(step, counting, asked, known.at, _begun(lines))
    answers: dict[Condition, Answer] = {}
    for condition in sorted(wanted, key=lambda each: each is Condition.APPROVED):  # it names what the others rest on
        answers[condition] = _answer(condition, here, answers)
    found = tuple(answers[each] for each in wanted)
    return Gate(step, _state(step, found), found)


@dataclass(frozen=True)
class _Question:
    """What is asked: of which step, on which records, on behalf of what, when; `begun` says when each stage was last gone to."""

    step: Arrow
    lines: Sequence[Entry]
    asked: Asked
    at: datetime
    begun: Mapping[str, datetime]

    def of(self, condition: Condition) -> list[Entry]:
        """The records of a condition's kind, the newest last."""
        return [each for each in self.lines if each.record.kind == KINDS[condition]]


def _begun(lines: Sequence[Line]) -> dict[str, datetime]:
    steps = (each.record for each in entries(lines) if each.record.kind == TRANSITION)
    return {str(each.values.get("goal")): each.at for each in steps}


def _state(step: Arrow, answers: Iterable[Answer]) -> State:
    by_condition = {each.condition: each.state for each in answers}
    missing = step.missing(frozenset(each for each, state in by_condition.items() if state is State.OPEN))
    if not missing:
        return State.OPEN
    return State.CLOSED if any(by_condition[each] is State.CLOSED for each in missing) else State.UNDETERMINED


def _counts(record: Record, known: Known) -> bool:
    """A record of this epoch; a window is signed before the fence and holds for the switch, whose epoch is another."""
    of_now = record.epoch == known.epoch or (record.kind == WINDOW and record.epoch < known.epoch)
    return of_now and record.at <= known.at + CLOCK_SKEW


def _answer(condition: Condition, here: _Question, others: Mapping[Condition, Answer]) -> Answer:
    if not _needed(condition, here.asked):
        return Answer(condition, State.OPEN)
    requirement = REQUIREMENTS[condition]
    found = here.of(condition)
    high = [each for each in found if LEVELS.index(each.record.level) >= LEVELS.index(requirement.level)]
    if not high:
        return Answer(condition, State.UNDETERMINED, Why.LEVEL if found else Why.NOT_SEEN)
    lacks = list(_lacks(condition, high[-1].record, here, others))
    why, about = next((each for each in lacks if each[0] not in _UNKNOWN), lacks[0] if lacks else (None, ""))
    state = State.OPEN if why is None else State.UNDETERMINED if why in _UNKNOWN else State.CLOSED
    return Answer(condition, state, why, about, high[-1].digest)


def _needed(condition: Condition, asked: Asked) -> bool:
    if condition is Condition.LEGAL:
        return asked.health
    return condition is not Condition.REVERSE_READY or asked.returning > 0


def _lacks(
    condition: Condition, record: Record, here: _Question, others: Mapping[Condition, Answer]
) -> Iterator[tuple[Why, str]]:
    """Everything that a record lacks of its requirement."""
    requirement = REQUIREMENTS[condition]
    if _too_old(requirement, record, here.asked, here.at):
        yield Why.TOO_OLD, ""
    yield from _numbers(requirement, record, here.asked)
    yield from _dates(requirement, record, here.at)
    if requirement.since and _too_soon(requirement.since, record, here.begun):
        yield Why.TOO_SOON, "days"
    if condition is Condition.WINDOW:
        yield from _window(record, here.step.goal, here.at)
    if requirement.goal and record.values.get("goal") != here.step.goal:
        yield Why.OTHER_GOAL, str(record.values.get("goal", ""))
    fences = [each for each in requirement.after if each in here.step.needs]
    if fences and not any(_fenced(record, each, here) for each in fences):
        yield Why.OTHER_FENCE, ""
    if condition is Condition.APPROVED:
        rests_on = {each.record for each in others.values() if each.record}
        yield from ((Why.NOT_NAMED, each) for each in sorted(rests_on - set(record.inputs)))


def _fenced(record: Record, fence: Condition, here: _Question) -> bool:
    """Whether a record was measured at a fence that was proven before and has held since, each time that it was tried."""
    tried = here.of(fence)
    since = [
        number
        for number, each in enumerate(tried)
        if each.digest == record.fence and each.record.serial < record.serial
    ]
    return bool(since) and not any(
        list(_numbers(REQUIREMENTS[fence], each.record, here.asked)) for each in tried[since[0] :]
    )


def _too_old(requirement: Requirement, record: Record, asked: Asked, at: datetime) -> bool:
    if record.expires and record.expires <= at:
        return True
    return bool(requirement.fresh) and _stale_at(requirement, record, asked) <= at


def _stale_at(requirement: Requirement, record: Record, asked: Asked) -> datetime:
    count, unit = asked.bound(requirement.fresh), requirement.fresh.rpartition("_")[2]
    return record.at + timedelta(**{unit: count})


def _numbers(requirement: Requirement, record: Record, asked: Asked) -> Iterator[tuple[Why, str]]:
    values = record.values
    for name, bound in requirement.most.items():
        yield from _held(name, values.get(name), lambda value, bound=bound: value <= asked.bound(bound))
    for name, bound in requirement.least.items():
        yield from _held(name, values.get(name), lambda value, bound=bound: value >= asked.bound(bound))
    for one, other in requirement.equal:
        if _number(values.get(one)):
            yield from _held(other, values.get(other), lambda value, one=one: value == values[one])
    for name in requirement.holds:
        if values.get(name) is not True:
            yield Why.EXCEEDED if values.get(name) is False else Why.INCOMPLETE, name


def _held(name: str, value: object, holds: Callable[[int], bool]) -> Iterator[tuple[Why, str]]:
    if not _number(value):
        yield Why.INCOMPLETE, name
    elif not holds(value):
        yield Why.EXCEEDED, name


def _number(value: object) -> TypeGuard[int]:
    """Whether a value is a count."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _dates(requirement: Requirement, record: Record, at: datetime) -> Iterator[tuple[Why, str]]:
    for name in requirement.until:
        try:
            last = date.fromisoformat(str(record.values.get(name, "")))
        except ValueError:
            yield Why.INCOMPLETE, name
            continue
        if last < at.date():
            yield Why.ENDED, name


def _too_soon(since: Stage, record: Record, begun: Mapping[str, datetime]) -> bool:
    """Whether a record counts more days since a stage than the ledger does, the begun one included. Of an adopted wave it is not known."""
    days, start = record.values.get("days"), begun.get(since)
    return start is not None and _number(days) and days > (record.at - start) // timedelta(days=1) + 1


def _window(record: Record, goal: Stage, at: datetime) -> Iterator[tuple[Why, str]]:
    """The fence may be closed until the last go, the switch begin until abort-by; before its start and in a blackout neither."""
    try:
        window = window_of(record)
    except ValueError as wrong:
        yield Why.INCOMPLETE, str(wrong)
        return
    if not window.start <= at <= window.last(goal):
        yield Why.OUTSIDE, "last-go" if goal is Stage.FENCED else "abort-by"
    elif window.blacked_out(at):
        yield Why.OUTSIDE, "blackout"


KINDS: Mapping[Condition, str] = {
    **{each: each.value for each in Condition},
    Condition.APPROVED: "approval",
    Condition.LOSS_SIGNED: "loss",
    Condition.PROTECTION_APPROVED: "protection-approval",
}
"""The kind of record that each condition looks at; those that people sign are called like what they sign."""


def asked_of(estate: Estate, wave: str) -> Asked:
    """What the gates of a wave ask on behalf of.

    Raises:
        KeyError: there is no such wave.
    """
    waves = estate.cutover.waves if estate.cutover else {}
    spec = waves[wave]
    returning = sum(each.reverse == "replicate" for each in spec.datasets.values())
    health = may_hold_health(spec, estate.legacy)
    return Asked(len(spec.datasets), returning, len(spec.services), health, spec.thresholds)


def lapses(found: Gate, lines: Sequence[Line], asked: Asked) -> datetime | None:
    """When the first thing lapses that a gate rests on; None where nothing does."""
    by_address = {each.digest: each.record for each in entries(lines)}
    rests_on = [
        (each.condition, by_address[each.record]) for each in found.answers if each.state is State.OPEN and each.record
    ]
    ends = (end for condition, record in rests_on for end in _ends(condition, record, found.step.goal, asked))
    return min(ends, default=None)


def _ends(condition: Condition, record: Record, goal: Stage, asked: Asked) -> Iterator[datetime]:
    requirement = REQUIREMENTS[condition]
    if record.expires:
        yield record.expires
    if requirement.fresh:
        yield _stale_at(requirement, record, asked)
    for name in requirement.until:
        last = date.fromisoformat(str(record.values[name]))
        yield datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    if condition is Condition.WINDOW:
        yield window_of(record).last(goal)


def assessment_due(begun: datetime) -> datetime:
    """When the authority must have been told, where a step began that agrees to a loss."""
    return begun + timedelta(hours=BREACH_HOURS)
