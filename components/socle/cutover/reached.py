"""Where a wave stands by its ledger: the signed transitions in it, each judged once, at the time that it was written.

No clock is asked: what opened a gate may expire between two stacks without tearing anything. A record that the machine or a gate
does not bear out is refused where it stands, and nothing after it is believed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from socle.messages import Place, Refusal, Refused

from .arrows import ARROWS, HANDS, Arrow, Condition, Hand, arrow
from .evidence import HARMLESS, Entry, Known, Line, verify
from .gates import Asked, State, gate
from .position import Position, adopt, begin, hold, prove, start
from .stages import PHASES, STAGES, Stage
from .window import ADOPTED, TRANSITION

DEPLOYED, HELD = "deployment", "hold"
"""Kinds of records that move a position, beside a step that begins and an adoption: a hand that is proven, a wave that is held or let
go on."""

_OF_A_MOMENT = frozenset({Condition.WINDOW, Condition.APPROVED})
"""What was asked for when a step was taken, and is not afterwards: both roles sign the adoption itself."""


@dataclass(frozen=True)
class Reached:
    """Where a wave stands after its last record, and what stopped the reading before, if anything."""

    position: Position
    refusals: tuple[Refusal, ...] = ()


def reached(lines: Sequence[Line], asked: Asked, known: Known) -> Reached:
    """Where a wave stands.

    Args:
        known: what the ledger is held against; its epoch is not asked for, since it follows.
    """
    position, so_far = start(), list[Line]()
    for number, line in enumerate(lines, 1):
        so_far.append(line)
        if not isinstance(line, Entry):
            return Reached(position, (_unread(number, known),))
        try:
            position = _moved(position, line, so_far, asked, known)
        except Refused as refused:
            return Reached(position, tuple(_placed(refused, number, known)))
    flaws = [each for each in verify(lines, replace(known, epoch=position.epoch)) if each.flaw not in HARMLESS]
    return Reached(position, tuple(each.refusal(known.file) for each in flaws))


def _moved(position: Position, line: Entry, so_far: Sequence[Line], asked: Asked, known: Known) -> Position:
    record = line.record
    if record.kind == TRANSITION:
        return _begun(position, line, so_far, asked, known)
    if record.kind == ADOPTED:
        return _adopted(position, line, so_far, asked, known)
    if record.kind == DEPLOYED:
        return prove(position, _hand(line, position))
    if record.kind == HELD:
        return hold(position, held=record.values.get("held") is not False)
    return position


def _begun(position: Position, line: Entry, so_far: Sequence[Line], asked: Asked, known: Known) -> Position:
    record = line.record
    goal = next((each for each in Stage if each == record.values.get("goal")), None)
    step = arrow(position.stage, goal) if goal else None
    if goal is None or step is None:
        return begin(position, goal or position.stage)  # refuses: no step leads there
    then = replace(known, epoch=position.epoch, at=record.at, heads=())
    found = gate(step, so_far[:-1], asked, then)
    after = begin(position, goal, found.met)
    rests_on = {each.record for each in found.answers if each.record and each.state is State.OPEN}
    _refuse_unsound(line, so_far, rests_on, goal, then)
    return after


def _adopted(position: Position, line: Entry, so_far: Sequence[Line], asked: Asked, known: Known) -> Position:
    record = line.record
    goal = next((each for each in Stage if each == record.values.get("goal")), Stage.INVENTORIED)
    after = adopt(position, goal)
    then = replace(known, epoch=position.epoch, at=record.at, heads=())
    missing, rests_on = proven(goal, so_far[:-1], asked, then)
    if missing:
        raise Refused([_unproven(goal, missing)])
    _refuse_unsound(line, so_far, set(rests_on), goal, then)
    return after


def proven(
    goal: Stage, lines: Sequence[Line], asked: Asked, known: Known
) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """What a wave that was on its way before it had a ledger lacks to be adopted at a phase, and the records that show the rest.

    Before the switch that is what every step so far asks for, after it what the steps from the switch on do: how the copy came about
    can no longer be shown then, that it is whole must be.
    """
    met, rests_on, wanted = set[Condition](), dict[str, None](), set[Condition]()
    for step, conditions in _proofs(goal):
        found = gate(step, lines, asked, known)
        wanted |= conditions
        met |= found.met & conditions
        shown = (each.record for each in found.answers if each.condition in conditions and each.state is State.OPEN)
        rests_on.update(dict.fromkeys(filter(None, shown)))
    return tuple(each for each in Condition if each in wanted - met), tuple(rests_on)


def _proofs(goal: Stage) -> Iterator[tuple[Arrow, frozenset[Condition]]]:
    steps = [each for each in ARROWS if each.kind == "forward" and PHASES.index(each.goal) <= PHASES.index(goal)]
    for step in steps:
        after_switch = STAGES[goal].writes == "scaleway" and PHASES.index(step.goal) < PHASES.index(Stage.SWITCHED)
        yield step, step.needs & {Condition.LEGAL} if after_switch else step.needs - _OF_A_MOMENT


def _refuse_unsound(line: Entry, so_far: Sequence[Line], rests_on: set[str], goal: Stage, then: Known) -> None:
    """Refuse a record that does not name what it rests on, at the wave's epoch, or that nobody who may has signed."""
    if line.record.epoch != then.epoch or not rests_on <= set(line.record.inputs):
        raise Refused([_of_other_evidence(goal)])
    if flaws := [each for each in verify(so_far, then) if each.line == len(so_far) and each.flaw not in HARMLESS]:
        raise Refused([flaws[0].refusal(then.file)])


def _hand(line: Entry, position: Position) -> Hand:
    """The hand that a record says was deployed, at the serial that the position has: a proof of an older step is none."""
    found: Hand | None = next((each for each in HANDS if each == line.record.values.get("hand")), None)
    if found is None or line.record.level == "declared" or line.record.values.get("position") != position.serial:
        raise Refused([_no_proof()])
    return found


def _placed(refused: Refused, number: int, known: Known) -> Iterator[Refusal]:
    return (each.placed(Place(known.file, number)) for each in refused.refusals)


def _unread(number: int, known: Known) -> Refusal:
    return Refusal(
        "a record that cannot be read",
        "where the wave stands is known up to here only",
        "restore the ledger from the base revision or the locked bucket",
        place=Place(known.file, number),
    )


def _of_other_evidence(goal: Stage) -> Refusal:
    return Refusal(
        f"the transition to {goal} does not name what its gate rested on",
        "nobody could say why the step was taken",
        "write it anew with the addresses of the records, at the wave's epoch",
    )


def _no_proof() -> Refusal:
    return Refusal(
        "a deployment that proves nothing",
        "a stack could show another stage than is believed",
        "export the stack's state after its deployment, and record that",
    )


def _unproven(goal: Stage, missing: Sequence[Condition]) -> Refusal:
    return Refusal(
        f"the wave does not prove that it is at {goal}; it lacks: {', '.join(missing)}",
        "it would go on from where it is not",
        "collect the evidence, or adopt it at the phase that it proves",
    )
