"""What a checkout may not ask of a stack: a step forward that nobody has reviewed, or one that nobody has begun.

A way back is asked for nothing here. What is under way is finished or taken back, whatever is wished for meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from socle.estate import Estate
from socle.messages import Place, Refusal

from ..arrows import ARROWS, Arrow, Condition, arrow
from ..declared import known_of
from ..evidence import Entry, Line, entries, ledger_file, lines_of, read_ledger
from ..gates import asked_of, gate
from ..position import Position
from ..stages import PHASES, Stage
from ..window import ADOPTED, TRANSITION, windows_of
from .standing import START, Standing, hand_of
from .supposed import supposed_of


def uncommitted(estate: Estate, folder: Path, committed: Mapping[str, str]) -> Iterator[Refusal]:
    """Why ledgers may not be followed as they are here, held against the last commit.

    Args:
        committed: by wave, the text of its ledger as the last commit has it; a wave that is left out has none there.
    """
    for wave in estate.cutover.waves if estate.cutover else ():
        lines = read_ledger(ledger_file(folder, wave))
        yield from ahead_refusals(lines_of(committed.get(wave, "")), lines, f"{estate.name}/cutover/{wave}.jsonl")


def ahead_refusals(committed: Sequence[Line], lines: Sequence[Line], file: str) -> Iterator[Refusal]:
    """What a ledger may not be, that is ahead of the committed one: another history, an adoption, or a step forward outside of a signed
    window.

    Inside a window nobody opens merge requests: what is added there is committed afterwards. Who signed what was added is `verify`'s,
    and a way back is asked for nothing.
    """
    if list(lines[: len(committed)]) != list(committed):
        yield _another(file)
        return
    windows = list(windows_of(committed))
    stage = Stage.INVENTORIED
    for number, line in enumerate(lines, 1):
        goal = _goal(line)
        if goal is None or not isinstance(line, Entry):
            continue
        if number > len(committed):
            step = arrow(stage, goal)
            if line.record.kind == ADOPTED:
                yield _adopted(goal, file, number)
            elif step and step.kind != "back" and not any(each.start <= line.record.at <= each.end for each in windows):
                yield _outside(step.goal, file, number)
        stage = goal


def unbegun(estate: Estate, folder: Path, stands: Standing, layer: str) -> Iterator[Refusal]:
    """Refuse a step forward that `cutover.yaml` wishes for and no transition has begun, with what its gate lacks by the last record.

    Only stacks that carry out steps are asked. While any wave is under way, held, or beside its phases none is: a step that has begun is
    finished or taken back, and a wave that has gone back stays where its owner wished it before. Nor is one of which somebody only
    supposes where its waves stand.
    """
    waves = estate.cutover.waves if estate.cutover else {}
    late = [name for name, wave in waves.items() if _after(Stage(wave.desired), stands.positions[name].stage)]
    if not late or hand_of(layer) is None or supposed_of(folder):
        return
    ledgers = {wave: read_ledger(ledger_file(folder, wave)) for wave in waves}
    if any(_under_way(stands.positions[wave], lines) for wave, lines in ledgers.items()):
        return
    for wave in late:
        desired, reached = Stage(waves[wave].desired), _reached(ledgers[wave])
        if all(_after(desired, each) for each in reached):
            yield _unbegun(estate, wave, desired, stands.positions[wave], ledgers[wave])


def _after(one: Stage, other: Stage) -> bool:
    """Whether a phase comes after another; beside the phases nothing does."""
    return other in PHASES and PHASES.index(one) > PHASES.index(other)


def _under_way(position: Position, lines: Sequence[Line]) -> bool:
    begun = any(True for _ in _reached(lines))
    return position.held or position.stage not in PHASES or (begun and not position.settled)


def _reached(lines: Sequence[Line]) -> Iterator[Stage]:
    """Every stage that a ledger has led to."""
    return (goal for each in lines if (goal := _goal(each)))


def _goal(line: Line) -> Stage | None:
    if not isinstance(line, Entry) or line.record.kind not in (TRANSITION, ADOPTED):
        return None
    return next((each for each in Stage if each == line.record.values.get("goal")), None)


def _lacks(estate: Estate, wave: str, step: Arrow, position: Position, lines: Sequence[Line]) -> tuple[Condition, ...]:
    at = max((each.record.at for each in entries(lines)), default=START)
    found = gate(step, lines, asked_of(estate, wave), known_of(estate, wave, at, epoch=position.epoch))
    return step.missing(found.met)


def _unbegun(estate: Estate, wave: str, desired: Stage, position: Position, lines: Sequence[Line]) -> Refusal:
    step = next(each for each in ARROWS if each.origin is position.stage and each.kind == "forward")
    missing = _lacks(estate, wave, step, position, lines)
    lacks = f"it lacks: {', '.join(missing)}" if missing else "its gate lacks nothing"
    return Refusal(
        f"{desired} is desired of {wave}, which stands at {position.stage} without a transition to {step.goal}; {lacks}",
        "the stack would show none of it, and be taken for one that does; of a wave that is further than its ledger it would undo what "
        "that wave has closed or moved",
        f"begin the step: socle cutover advance {wave}; for a patch before it, desire {position.stage}; a wave that is further is adopted"
        if position.settled
        else f"desire {position.stage} until its first proof is recorded, which no step begins before; a wave that is further is adopted",
        place=Place(f"{estate.name}/cutover.yaml", key=f"cutover.waves.{wave}.desired"),
    )


def _another(file: str) -> Refusal:
    return Refusal(
        "the ledger does not continue the committed one",
        "steps that somebody reviewed could be gone, or others taken in their place",
        "restore the ledger from the base revision, and record anew what it lacks",
        place=Place(file),
    )


def _adopted(goal: Stage, file: str, line: int) -> Refusal:
    return Refusal(
        f"the adoption at {goal} is in no commit",
        "nobody would have reviewed from where the wave goes on before it is deployed",
        "commit the ledger and have it reviewed",
        place=Place(file, line),
    )


def _outside(goal: Stage, file: str, line: int) -> Refusal:
    return Refusal(
        f"the step to {goal} is in no commit, and no committed window covers its time",
        "nobody would have reviewed it before it is deployed",
        "commit the ledger and have it reviewed, or wait for the window",
        place=Place(file, line),
    )
