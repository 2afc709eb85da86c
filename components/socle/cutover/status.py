"""The screen that is read at three in the morning: who may write, how long there is, what was done, what to type next, whom to call.

Pure: as of a given time, from the estate and the ledgers alone. What is not known is not guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from socle.estate import SIGNING, ApproverSpec

from .arrows import MOVERS_IN, Arrow, Condition, Hand
from .book import Book
from .evidence import COLLECTOR, SIGNERS, Entry, entries
from .gates import KINDS, Answer, Gate, assessment_due
from .position import Position, writers
from .stages import PHASES, STAGES, Stage, past_return
from .window import ADOPTED, TRANSITION, Announced


class Loss(StrEnum):
    """What is lost by stopping now."""

    UNKNOWN = "unknown"
    NOTHING = "nothing"
    WAITING = "waiting"
    COPIED_BACK = "copied-back"
    WRITTEN_SINCE = "written-since"
    NO_WAY_BACK = "no-way-back"
    SIGNED = "signed"


class Do(StrEnum):
    """What to do next."""

    VERIFY = "verify"
    UNFENCE = "unfence"
    DESIRE = "desire"
    DEPLOY = "deploy"
    TURN = "turn"
    RELEASE = "release"
    APPROVE = "approve"
    ADVANCE = "advance"
    COLLECT = "collect"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Owed:
    """What a step still lacks, and who owes it: roles, or a collector."""

    answer: Answer
    by: tuple[str, ...]


@dataclass(frozen=True)
class Countdown:
    """A time that comes, or has passed, and what it is: a key of ours, with a name of the owner's where it has one."""

    key: str
    at: datetime
    name: str = ""


@dataclass(frozen=True)
class Called:
    """Whom to call: an entry of `approvers`, its role, and where the number stands; of an office its name alone."""

    name: str
    role: str = ""
    number: str = ""


@dataclass(frozen=True)
class Next:
    """What to do next: `hand` whose turn it is, `goal` where it leads, `commands` to type in their order."""

    do: Do
    commands: tuple[str, ...] = ()
    goal: Stage | None = None
    hand: Hand | None = None


@dataclass(frozen=True)
class Status:
    """What is known of one wave at a time.

    may_write: the clouds whose clients may be able to write, each dataset alike: one wave, one authority.
    step: the step that the wave is on its way to, and its gate; None where there is none. announced: what its turns in a window are
    beside what was announced, where somebody who knows the other waves has asked.
    """

    book: Book
    may_write: tuple[str, ...]
    step: Arrow | None
    gate: Gate | None
    owed: tuple[Owed, ...]
    countdowns: tuple[Countdown, ...]
    last: Entry | None
    loss: Loss
    lost: tuple[str, ...]
    calls: tuple[Called, ...]
    next: Next
    announced: tuple[Announced, ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether somebody waits: nobody may write, the time to go back has come, or the ledger is not believed."""
        return (
            bool(self.book.reached.refusals)
            or self.next.do is Do.UNFENCE
            or not STAGES[self.book.position.stage].writes
        )


def status(book: Book) -> Status:
    """What is known of a wave at the time of its book."""
    step = leading(book)
    found = book.gate(step) if step else None
    owed = tuple(_owed(step, found)) if step and found else ()
    loss, lost = _loss(book)
    return Status(
        book=book,
        may_write=tuple(sorted(writers(book.position.shown))),
        step=step,
        gate=found,
        owed=owed,
        countdowns=tuple(sorted(_countdowns(book, found), key=lambda each: each.at)),
        last=book.transitions[-1] if book.transitions else None,
        loss=loss,
        lost=lost,
        calls=tuple(_calls(book)),
        next=_next(book, step, owed),
    )


def leading(book: Book) -> Arrow | None:
    """The step that a wave is on its way to: forward, or, where it is falling back or aborted, the way back to its end."""
    if book.position.stage in (Stage.FALLING_BACK, Stage.ABORTED):
        return next(each for each in book.steps if each.kind == "back")
    return next((each for each in book.steps if each.kind != "back"), None)


def past_abort(book: Book) -> bool:
    """Whether a wave is fenced, or its switch not finished, after the time by which it must go back."""
    position, window = book.position, book.window
    open_still = position.stage is Stage.FENCED or (position.stage is Stage.SWITCHED and not position.settled)
    return open_still and window is not None and book.at > window.abort_by


def _wished_early(book: Book) -> bool:
    """Whether more is desired than the ledger has led to before the first proof: no stack would be deployed, and no step begun."""
    if book.position.settled or any(each.record.kind in (TRANSITION, ADOPTED) for each in entries(book.lines)):
        return False
    return PHASES.index(Stage(book.spec.desired)) > PHASES.index(book.position.stage)


def _owed(step: Arrow, found: Gate) -> Iterator[Owed]:
    missing = step.missing(found.met)
    for each in found.answers:
        if each.condition in missing:
            yield Owed(each, owed_by(each.condition))


def owed_by(condition: Condition) -> tuple[str, ...]:
    """Who signs what a condition asks for: each of the roles, or a collector."""
    asked = SIGNERS.get(KINDS[condition], (frozenset({COLLECTOR}),))
    return tuple(min(each) for each in asked)


def _countdowns(book: Book, found: Gate | None) -> Iterator[Countdown]:
    window, spec = book.window, book.spec
    if window and window.end >= book.at - timedelta(days=1):
        for key, at in (
            ("start", window.start),
            ("last-go", window.last_go),
            ("abort-by", window.abort_by),
            ("end", window.end),
        ):
            yield Countdown(key, at)
    lapse = book.lapses(found) if found else None
    if lapse:
        yield Countdown("evidence", lapse)
    if book.position.lossy:
        begun = next(each for each in reversed(book.transitions) if each.record.values.get("goal") == Stage.ROLLED_BACK)
        yield Countdown("breach", assessment_due(begun.record.at))
    stage = book.position.stage
    not_switched = stage not in PHASES or PHASES.index(stage) < PHASES.index(Stage.SWITCHED)
    if spec.switch_by and not_switched:
        yield Countdown("switch-by", _end_of(spec.switch_by))
    if spec.leave_by and stage is not Stage.RETIRED:
        yield Countdown("leave-by", _end_of(spec.leave_by))
    for name, deadline in spec.deadlines.items():
        yield Countdown("deadline", _end_of(deadline.day), name)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max.replace(microsecond=0), UTC)


def _loss(book: Book) -> tuple[Loss, tuple[str, ...]]:
    """What stopping now would lose: of a wave that has moved, what was written since and may not go back."""
    position = book.position
    kept = tuple(sorted(name for name, each in book.spec.datasets.items() if each.reverse == "restore-only"))
    if book.reached.refusals:
        return Loss.UNKNOWN, ()
    if position.lossy:
        return Loss.SIGNED, ()
    if past_return(position.stage):
        return Loss.NO_WAY_BACK, tuple(sorted(book.spec.datasets))
    if position.stage in (Stage.SWITCHED, Stage.STABILISED, Stage.FALLING_BACK):
        return (Loss.WRITTEN_SINCE, kept) if kept else (Loss.COPIED_BACK, ())
    return (Loss.WAITING, ()) if STAGES[position.stage].writes is None else (Loss.NOTHING, ())


def _calls(book: Book) -> Iterator[Called]:
    """Who is on call by the window; where there is none, everybody whose key may sign for the two roles today."""
    people = book.estate.cutover.approvers if book.estate.cutover else {}
    if book.window and book.at <= book.window.end:
        for name in book.window.on_call:
            yield _called(name, people.get(name))
        return
    for role in SIGNING:
        for name, each in people.items():
            if each.role == role and each.valid_from <= book.at.date() <= each.valid_until:
                yield _called(name, each)


def _called(name: str, person: ApproverSpec | None) -> Called:
    return Called(name, person.role, person.call or "") if person else Called(name)


def _next(book: Book, step: Arrow | None, owed: tuple[Owed, ...]) -> Next:
    """One thing to do. A ledger that is not believed comes before all else, then the way back once its time has come."""
    position = book.position
    if book.reached.refusals:
        return Next(Do.VERIFY, (typed(book, "verify"),))
    if past_abort(book):
        back = next(each for each in book.steps if each.kind == "back")
        return Next(Do.UNFENCE, (typed(book, "rollback"),), back.goal)
    if position.waiting:
        early = Next(Do.DESIRE, (typed(book, "status"),), position.stage)
        return early if _wished_early(book) else deploying(book, position.waiting[0])
    if step is None:
        return Next(Do.NOTHING)
    if position.held and step.kind != "back":
        return Next(Do.RELEASE, (typed(book, "hold", "--release"),))
    return _stepping(book, step, owed)


def _stepping(book: Book, step: Arrow, owed: tuple[Owed, ...]) -> Next:
    """What leads to a step that nothing else stands before."""
    if owed and all(each.answer.condition is Condition.APPROVED for each in owed):
        return Next(Do.APPROVE, (typed(book, "approve"),), step.goal)
    if owed:
        return Next(Do.COLLECT, (typed(book, "check"),), step.goal)
    if step.kind == "back":
        return Next(Do.UNFENCE, (typed(book, "rollback"),), step.goal)
    return Next(Do.ADVANCE, (typed(book, "advance"),), step.goal)


def deploying(book: Book, hand: Hand, position: Position | None = None) -> Next:
    """What a hand does in its turn, and how that is recorded.

    Args:
        position: in which it is the hand's turn. Default: where the wave stands.
    """
    goal = (position or book.position).shows(hand)
    if hand == "movers":
        own = book.estate.cutover and book.estate.cutover.mover_clusters
        deployed = (f"pulumi up --stack {book.estate.name}-{MOVERS_IN}",) if own else ()
        recorded = typed(book, "record", "deployment", "hand=movers", *_key(book))
        return Next(Do.TURN, (*deployed, recorded), goal, hand)
    stack = f"{book.estate.name}-{hand}"
    state = f"{stack}.json"
    return Next(
        Do.DEPLOY,
        (
            f"pulumi up --stack {stack}",
            f"pulumi stack export --stack {stack} --file {state}",
            typed(book, "record", "deployment", f"hand={hand}", f"--state {state}", *_key(book)),
        ),
        goal,
        hand,
    )


def _key(book: Book) -> tuple[str, ...]:
    """Whose key records a deployment today: a collector's, which lies under the name of its entry. Nothing where none of them may."""
    programs = book.estate.cutover.collectors if book.estate.cutover else {}
    for name, each in programs.items():
        if "deployed" in each.levels and each.valid_from <= book.at.date() <= each.valid_until:
            return (f"--key ~/.ssh/{name}",)
    return ()


def typed(book: Book, command: str, *more: str) -> str:
    """A command of ours as it is typed."""
    return " ".join((f"socle cutover {command} {book.wave}", *more, f"--estate {book.estate.name}"))
