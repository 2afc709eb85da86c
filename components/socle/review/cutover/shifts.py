"""What an owner asks of the cut-over: a wave whose desired phase changes, with the way there, its next gate, and what cannot be taken back.

A change of `desired` moves nothing by itself. What it asks for is told as of a day, by the ledger of the revision that is reviewed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from socle.cutover import (
    KINDS,
    Answer,
    Arrow,
    Condition,
    Stage,
    Standing,
    State,
    Switched,
    asked_of,
    deletes,
    end_of,
    final,
    gate,
    known_of,
    standing,
    switched,
    way,
)
from socle.cutover.evidence import Entry, Known, Line, entries, ledger_file, parse, read_ledger, verifies
from socle.estate import CUTOVER_FILE, Estate
from socle.extras import ExtraMissing
from socle.messages import Refused
from socle.origin import Origin
from socle.project import ChangedFile, Project, document_of

from ..judged import declared_by


@dataclass(frozen=True)
class Step:
    """One step of the way. `state`, `answers` and `signed` are of the next one alone: the others' evidence is of later.

    answers: each condition of the gate with the record that was looked at. signed: who has signed an approval of it, by entry.
    """

    goal: Stage
    kind: str
    turns: tuple[Switched, ...]
    hands: tuple[str, ...]
    final: bool = False
    deletes: bool = False
    state: State | None = None
    answers: tuple[Answer, ...] = ()
    signed: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Answer, ...]:
        """The conditions that are not met."""
        return tuple(each for each in self.answers if each.state is not State.OPEN)

    @property
    def shown(self) -> tuple[Answer, ...]:
        """The conditions that are met, with their records."""
        return tuple(each for each in self.answers if each.state is State.OPEN)


@dataclass(frozen=True)
class Shift:
    """A wave whose desired phase is another one: `old` is None of a wave that is new or was not read, `new` of one that is gone.

    reached: where its ledger says that it stands; None where that is not known. steps: None where no way leads there.
    """

    estate: str
    wave: str
    old: str | None
    new: str | None
    reached: Stage | None = None
    steps: tuple[Step, ...] | None = ()
    unread: bool = False
    origin: Origin | None = None

    @property
    def final(self) -> bool:
        """Whether a part of it cannot be taken back, or that is not known."""
        return self.new is not None and (self.reached is None or any(each.final for each in self.steps or ()))


def shifts_of(project: Project, changed: Iterable[ChangedFile], as_of: date | None) -> list[Shift]:
    """Every wave whose desired phase a change moves, in the order of the estates."""
    estates = project.estates.resolve()
    files = [
        each for each in changed if each.file.name == CUTOVER_FILE and each.file.parent.parent.resolve() == estates
    ]
    return [shift for each in files for shift in _of_file(project, each, as_of)]


def _of_file(project: Project, changed: ChangedFile, as_of: date | None) -> Iterator[Shift]:
    name = changed.file.parent.name
    before, declared = _desired(changed), declared_by(project, name)
    if declared is None:
        return  # why is told with the stacks, which have no plan then
    waves = declared.estate.cutover.waves if declared.estate.cutover else {}
    old: Mapping[str, str | None] = before or {}
    new = {wave: waves[wave].desired if wave in waves else None for wave in sorted({*old, *waves})}
    moved = [wave for wave, desired in new.items() if before is None or old.get(wave) != desired]
    folder = project.estates / name
    stands = _standing(declared.estate, folder) if moved else None
    for wave in moved:
        origin = declared.nearest(f"cutover.waves.{wave}.desired")
        bare = Shift(declared.estate.name, wave, old.get(wave), new[wave], unread=before is None, origin=origin)
        yield _reaching(bare, declared.estate, folder, stands, as_of or date.today()) if stands else bare


def _standing(estate: Estate, folder: Path) -> Standing | None:
    """Where the waves of an estate stand; nothing where the packages that read ledgers are not installed."""
    try:
        return standing(estate, folder)
    except ExtraMissing:
        return None


def _desired(changed: ChangedFile) -> dict[str, str | None] | None:
    """What was desired of each wave; nothing where the file cannot be read."""
    text = changed.old
    if text is None:
        return {}
    try:
        waves: Any = document_of(changed.file, text).value.get("waves")
    except Refused:
        return None
    if not isinstance(waves, dict):
        return None
    found: dict[str, str | None] = {}
    for name, wave in cast("dict[Any, Any]", waves).items():
        desired: Any = (
            cast("dict[str, Any]", wave).get("desired", Stage.INVENTORIED) if isinstance(wave, dict) else None
        )
        found[str(name)] = str(desired) if isinstance(desired, str) else None
    return found


def _reaching(bare: Shift, estate: Estate, folder: Path, stands: Standing, as_of: date) -> Shift:
    """A shift with where its wave stands, and the way from there."""
    if bare.new is None:
        return bare
    reached = stands.positions[bare.wave].stage
    path = way(reached, Stage(bare.new))
    lines = read_ledger(ledger_file(folder, bare.wave))
    steps = None if path is None else tuple(_steps(estate, bare.wave, path, stands, lines, as_of))
    return replace(bare, reached=reached, steps=steps)


def _steps(
    estate: Estate, wave: str, path: tuple[Arrow, ...], stands: Standing, lines: tuple[Line, ...], as_of: date
) -> Iterator[Step]:
    for number, step in enumerate(path):
        turns = switched(step, wave, estate.posture, stands.cutover, stands.positions)
        later = Step(step.goal, step.kind, turns, step.hands, final(step), deletes(step))
        yield later if number else _next(later, step, estate, wave, stands, lines, as_of)


def _next(
    step: Step, arrow: Arrow, estate: Estate, wave: str, stands: Standing, lines: tuple[Line, ...], as_of: date
) -> Step:
    """The step that could be taken now, with what its gate says at the end of the day."""
    known = known_of(estate, wave, end_of(as_of), epoch=stands.positions[wave].epoch)
    found = gate(arrow, lines, asked_of(estate, wave), known)
    signed = {
        name
        for each in entries(lines)
        if each.record.kind == KINDS[Condition.APPROVED]
        and each.record.values.get("goal") == arrow.goal
        and each.record.epoch == known.epoch
        for name in _signers(each, known)
    }
    return replace(step, state=found.state, answers=found.answers, signed=tuple(sorted(signed)))


def _signers(approval: Entry, known: Known) -> Iterator[str]:
    """The entries of the people who have signed a record."""
    by_key = {person.key: name for name, person in known.approvers.items()}
    for armoured in approval.signatures:
        try:
            signature = parse(armoured)
        except ValueError:
            continue
        if signature.key in by_key and verifies(signature, approval.record.digest):
            yield by_key[signature.key]
