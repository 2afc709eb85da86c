"""A wave with its ledger, as of a time: what commands ask about it, and the records that they may add to it. Writes nothing itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from socle.estate import Estate, WaveSpec
from socle.extras import DISTRIBUTION
from socle.messages import Place, Refusal, Refused, choose

from .arrows import ARROWS, Arrow, Condition, Hand, arrow
from .declared import known_of
from .evidence import (
    Draft,
    Entry,
    Found,
    Head,
    Known,
    Level,
    Line,
    Value,
    entries,
    head_of,
    ledger_file,
    read_ledger,
    verify,
)
from .gates import KINDS, Answer, Asked, Gate, State, asked_of, gate, lapses
from .position import Position, begin, no_step, prove
from .reached import DEPLOYED, HELD, Reached, proven, reached
from .requirements import REQUIREMENTS
from .stages import Stage
from .unfit import strange_texts, unfit
from .window import ADOPTED, TRANSITION, WINDOW, Window, window_now

APPROVAL = KINDS[Condition.APPROVED]
PRODUCER = "socle-cutover"


@dataclass(frozen=True)
class Book:
    """One wave of an estate and the lines of its ledger.

    at: the time of the question. heads: ends of the ledger that others have noted. file: where the ledger is.
    """

    estate: Estate
    wave: str
    lines: tuple[Line, ...]
    at: datetime
    heads: Sequence[Head] = ()
    file: Path = Path()

    @property
    def spec(self) -> WaveSpec:
        """The wave as it is declared."""
        waves: Mapping[str, WaveSpec] = self.estate.cutover.waves if self.estate.cutover else {}
        return waves[self.wave]

    @cached_property
    def asked(self) -> Asked:
        """What its gates ask on behalf of."""
        return asked_of(self.estate, self.wave)

    @cached_property
    def reached(self) -> Reached:
        """Where the wave stands, and why the ledger is not believed further."""
        return reached(self.lines, self.asked, known_of(self.estate, self.wave, self.at, heads=self.heads))

    @property
    def position(self) -> Position:
        """Where the wave stands."""
        return self.reached.position

    @cached_property
    def known(self) -> Known:
        """What the ledger is held against now."""
        return known_of(self.estate, self.wave, self.at, heads=self.heads, epoch=self.position.epoch)

    @cached_property
    def flaws(self) -> tuple[Found, ...]:
        """Everything that is wrong with the ledger's lines, harmless or not."""
        return tuple(verify(self.lines, self.known))

    @property
    def unknown(self) -> tuple[Entry, ...]:
        """Records of a kind that nothing here reads: they count for nothing, whoever signed them."""
        known = {*KINDS.values(), TRANSITION, ADOPTED, DEPLOYED, HELD}
        return tuple(each for each in entries(self.lines) if each.record.kind not in known)

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """Everything that is wrong with the ledger, harmless or not, each once."""
        flaws = (each.refusal(self.known.file) for each in self.flaws)
        return tuple(dict.fromkeys((*self.reached.refusals, *flaws)))

    @cached_property
    def window(self) -> Window | None:
        """The newest window that was signed."""
        return window_now(self.lines, self.known)

    @property
    def steps(self) -> tuple[Arrow, ...]:
        """The steps that there are from here, forward first."""
        return tuple(each for each in ARROWS if each.origin == self.position.stage)

    def gate(self, step: Arrow) -> Gate:
        """What the gate of a step says now."""
        return gate(step, self.lines, self.asked, self.known)

    def lapses(self, found: Gate) -> datetime | None:
        """When the first thing lapses that a gate rests on."""
        return lapses(found, self.lines, self.asked)

    @cached_property
    def transitions(self) -> tuple[Entry, ...]:
        """The steps that were begun, the last at the end."""
        return tuple(each for each in entries(self.lines) if each.record.kind == TRANSITION)

    def head(self) -> Head:
        """The end of the ledger.

        Raises:
            Refused: its last line cannot be read.
        """
        return head_of(self.lines)


def open_book(estate: Estate, folder: Path, wave: str, at: datetime, heads: Sequence[Head] = ()) -> Book:
    """A wave with the ledger in an estate's folder.

    Raises:
        Refused: the estate has no cut-over, or no such wave.
    """
    waves = estate.cutover.waves if estate.cutover else {}
    if wave not in waves:
        raise Refused([_no_wave(wave, waves, estate.name)])
    file = ledger_file(folder, wave)
    return Book(estate, wave, read_ledger(file), at, tuple(heads), file)


def open_books(estate: Estate, folder: Path, at: datetime) -> tuple[Book, ...]:
    """Every wave of an estate with the ledger in its folder; of an estate without a cut-over, none."""
    return tuple(open_book(estate, folder, wave, at) for wave in (estate.cutover.waves if estate.cutover else ()))


def end_of(day: date) -> datetime:
    """The last second of a day, in UTC: who asks of a day is told of all that was recorded on it."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def step_to(book: Book, goal: Stage) -> Arrow:
    """The step from where a wave stands to a stage.

    Raises:
        Refused: there is none.
    """
    step = arrow(book.position.stage, goal)
    if step is None:
        raise Refused([no_step(book.position.stage, goal)])
    return step


def transition(book: Book, goal: Stage) -> Draft:
    """The record by which a step begins, with what its gate said and rests on.

    Raises:
        Refused: the ledger is not believed, there is no such step, it is not its time, or something is not shown.
    """
    _believed(book)
    found = book.gate(step_to(book, goal))
    begin(book.position, goal, found.met)
    lapse = book.lapses(found)
    values: dict[str, Value] = {"goal": goal.value, "gate": found.state.value, "as-of": f"{book.at:%Y-%m-%dT%H:%M:%SZ}"}
    if lapse:
        values["lapses"] = f"{lapse:%Y-%m-%dT%H:%M:%SZ}"
    return draft(book, TRANSITION, "declared", values, inputs=_rests_on(found, open_alone=True))


def approval(book: Book, goal: Stage) -> Draft:
    """The record that both roles sign before a step that asks for it: it names what the gate rests on.

    Raises:
        Refused: the step asks for no approval, or what it would name is not shown.
    """
    _believed(book)
    step = step_to(book, goal)
    if Condition.APPROVED not in step.needs:
        raise Refused([_not_asked(step, book.wave)])
    found = book.gate(step)
    missing = [each for each in step.missing(found.met) if each is not Condition.APPROVED]
    if missing:
        raise Refused([_not_yet(step, missing)])
    others = replace(found, answers=tuple(each for each in found.answers if each.condition is not Condition.APPROVED))
    return draft(book, APPROVAL, "declared", {"goal": goal.value}, inputs=_rests_on(others))


def adoption(book: Book, goal: Stage) -> Draft:
    """The record that both roles sign of a wave that was on its way before it had a ledger: at which phase it goes on.

    Whether it proves that phase is asked where the ledger is read; what it rests on is named here.

    Raises:
        Refused: the ledger is not believed.
    """
    _believed(book)
    _, rests_on = proven(goal, book.lines, book.asked, replace(book.known, heads=()))
    return draft(book, ADOPTED, "declared", {"goal": goal.value}, inputs=rests_on)


def deployment(book: Book, hand: Hand, inputs: tuple[str, ...] = ()) -> Draft:
    """The record that a hand shows what it was told.

    Args:
        inputs: addresses of the exported states that show it.

    Raises:
        Refused: it is not the hand's turn.
    """
    _believed(book)
    turn = book.position.waiting[0] if book.position.waiting else None
    if turn != hand:
        prove(book.position, hand)  # refuses: it is not its turn
    values: dict[str, Value] = {
        "hand": hand,
        "position": book.position.serial,
        "shows": book.position.shows(hand).value,
    }
    return draft(book, DEPLOYED, "deployed", values, inputs=inputs)


def held(book: Book, *, stop: bool) -> Draft:
    """The record that stops a wave, or lets it go on."""
    return draft(book, HELD, "declared", {"held": stop})


def observation(
    book: Book, kind: str, values: Mapping[str, Value], *, level: Level | None = None, fence: str | None = None,
    expires: datetime | None = None, inputs: tuple[str, ...] = (),
) -> Draft:  # fmt: skip
    """A record of what was seen, computed or decided.

    Args:
        level: how it is known. Default: as its condition asks.
        fence: the address of the record that proved the fence. Default: the newest of this epoch, where the condition asks for one.

    Raises:
        Refused: there is no such kind, or another command writes it.
    """
    conditions = [each for each, name in KINDS.items() if name == kind]
    if not conditions or kind in _WRITTEN_BY:
        raise Refused([_no_kind(kind, book.wave)])
    asked = REQUIREMENTS[conditions[0]]
    at_fence = fence if fence is not None else _fence(book, asked.after)
    made = draft(book, kind, level or asked.level, values, fence=at_fence, expires=expires, inputs=inputs)
    if wrong := [*(unfit(made, book.estate, book.position.stage) if kind == WINDOW else strange_texts(asked, values))]:
        raise Refused(wrong)
    return made


def draft(
    book: Book, kind: str, level: Level, values: Mapping[str, Value], *, fence: str = "", expires: datetime | None = None,
    inputs: tuple[str, ...] = (),
) -> Draft:  # fmt: skip
    """A record of this wave, epoch and time."""
    return Draft(
        kind=kind, level=level, estate=book.estate.name, lifetime=book.estate.lifetime, wave=book.wave, epoch=book.position.epoch,
        at=book.at, producer=PRODUCER, version=version(DISTRIBUTION), expires=expires, fence=fence, inputs=inputs,
        values=dict(values),
    )  # fmt: skip


def answer_of(book: Book, kind: str) -> Iterator[tuple[Arrow, Answer]]:
    """What the gates from here say of the condition that a kind of record is for."""
    for step in book.steps:
        for each in book.gate(step).answers:
            if KINDS[each.condition] == kind:
                yield step, each


_WRITTEN_BY = {APPROVAL: "approve"}


def _fence(book: Book, after: Sequence[Condition]) -> str:
    kinds = {KINDS[each] for each in after}
    found = [
        each for each in entries(book.lines) if each.record.kind in kinds and each.record.epoch == book.position.epoch
    ]
    return found[-1].digest if found else ""


def _rests_on(found: Gate, *, open_alone: bool = False) -> tuple[str, ...]:
    kept = (each for each in found.answers if each.record and (each.state is State.OPEN or not open_alone))
    return tuple(dict.fromkeys(each.record for each in kept))


def _believed(book: Book) -> None:
    """Refuse to build on a ledger that is not believed."""
    if book.reached.refusals:
        raise Refused(book.reached.refusals)


def _no_wave(wave: str, known: Mapping[str, WaveSpec], estate: str) -> Refusal:
    return Refusal(
        f"there is no wave {wave} in {estate}",
        "nothing is known of it, and nothing was written",
        choose(wave, known) if known else "write cutover.yaml first",
        place=Place(f"{estate}/cutover.yaml"),
    )


def _not_asked(step: Arrow, wave: str) -> Refusal:
    return Refusal(
        f"the step from {step.origin} to {step.goal} asks for no approval",
        "a signature would stand for nothing",
        f"see what it asks for: socle cutover check {wave}",
    )


def _not_yet(step: Arrow, missing: Sequence[Condition]) -> Refusal:
    return Refusal(
        f"the step from {step.origin} to {step.goal} lacks: {', '.join(missing)}",
        "an approval names what the gate rests on, and that is not there yet",
        "collect the evidence and record it",
    )


def _no_kind(kind: str, wave: str) -> Refusal:
    kinds = sorted({*KINDS.values()} - _WRITTEN_BY.keys())
    if kind in (TRANSITION, HELD, APPROVAL, DEPLOYED):
        other = {
            TRANSITION: f"advance {wave}",
            HELD: f"hold {wave}",
            APPROVAL: f"approve {wave}",
            DEPLOYED: f"record {wave} deployment hand=HAND",
        }[kind]
        return Refusal(
            f"a record of kind {kind} is written by another command",
            "its gate, its position or its signatures would be missing",
            f"use socle cutover {other}",
        )
    return Refusal(f"there is no kind of record {kind}", "no gate would ever look at it", choose(kind, kinds))
