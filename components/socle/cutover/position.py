"""Where one wave stands, and the only ways in which that changes. Pure: no clock, no cloud, no evidence but conditions that are met.

Between the stacks of a step each of them may show its former stage or the new one, and nobody knows which before its deployment
is proven. So a position holds, for each, every stage that it may show, and no position exists in which two could write.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from socle.messages import Refusal, Refused

from .arrows import HANDS, Arrow, Condition, Hand, arrow
from .stages import PHASES, STAGES, Cloud, Direction, Stage, clash

ADOPTABLE: tuple[Stage, ...] = tuple(each for each in PHASES[1:] if STAGES[each].writes and not STAGES[each].deletes)
"""Where a wave may be adopted: not behind a fence, where nobody writes, and not where something may be deleted."""

Shown = tuple[Stage, ...]
"""The stages that a hand may show, the one that it was told last at the end."""


@dataclass(frozen=True)
class Position:
    """Where one wave stands.

    stage: the stage that it has reached, or goes to while `waiting` names someone.
    epoch: grows whenever somebody else may write, or nobody: evidence of another epoch proves nothing.
    serial: grows with every change, so that an older position is told from a newer one.
    waiting: who has not yet proven the step, in the order of their turns; the first one's turn it is.
    shown: what each hand may show.
    held: nothing goes forward. lossy: authority went back with a loss that was signed, not over an equal copy.

    Raises:
        ValueError: two could write.
    """

    stage: Stage = Stage.INVENTORIED
    epoch: int = 1
    serial: int = 1
    waiting: tuple[Hand, ...] = ()
    shown: Mapping[Hand, Shown] = field(
        default_factory=lambda: MappingProxyType(dict.fromkeys(HANDS, (Stage.INVENTORIED,)))
    )
    held: bool = False
    lossy: bool = False

    def __post_init__(self) -> None:
        if two_writers(self.shown):
            raise ValueError(f"two could write: {dict(self.shown)}")

    @property
    def settled(self) -> bool:
        """Whether every hand of the last step is proven."""
        return not self.waiting

    def shows(self, hand: Hand) -> Stage:
        """The stage that a hand is to show when it is deployed now: the goal only when its turn has come."""
        return self.shown[hand][-1]


def start(stage: Stage = Stage.INVENTORIED) -> Position:
    """A wave that has just been declared, or adopted at a stage: every hand is to prove that it shows it, the platform's fence first."""
    shown = MappingProxyType(dict.fromkeys(HANDS, (stage,)))
    return Position(stage, waiting=("platform", "legacy", "bridge"), shown=shown)


def writers(shown: Mapping[Hand, Shown]) -> set[Cloud]:
    """The clouds whose clients may be able to write."""
    azure: Iterator[Cloud] = ("azure" for stage in shown["legacy"] if STAGES[stage].writes == "azure")
    platform: Iterator[Cloud] = ("scaleway" for stage in shown["platform"] if STAGES[stage].writes == "scaleway")
    return {*azure, *platform}


def moving(shown: Mapping[Hand, Shown]) -> set[Direction]:
    """What the movers may be doing."""
    return {STAGES[stage].movers for stage in shown["movers"]}


def two_writers(shown: Mapping[Hand, Shown]) -> bool:
    """Whether two may be able to write: clients of both clouds, or clients of one and the movers into its copy."""
    clouds, directions = writers(shown), moving(shown)
    return len(clouds) > 1 or any(clash(cloud, each) for cloud in clouds for each in directions)


def begin(position: Position, goal: Stage, met: frozenset[Condition] = frozenset()) -> Position:
    """Begin the step to a stage, with the conditions that are met now and at this epoch.

    A step back may answer one that is not finished; nothing else may.

    Raises:
        Refused: there is no such step, it is not its time, or something is not shown.
    """
    step = arrow(position.stage, goal)
    if step is None:
        raise Refused([no_step(position.stage, goal)])
    if refusals := list(step_refusals(position, step, met)):
        raise Refused(refusals)
    return _turn(
        replace(
            position,
            stage=goal,
            epoch=position.epoch + step.moves_authority,
            serial=position.serial + 1,
            waiting=_turns(position, step),
            lossy=_lossy(position, step, met),
        )
    )


def step_refusals(position: Position, step: Arrow, met: frozenset[Condition]) -> Iterator[Refusal]:
    """Why a step from this position may not begin."""
    back = step.kind == "back"
    if not position.settled and not back:
        yield Refusal(
            f"the step to {position.stage} is not finished: {', '.join(position.waiting)} is not proven",
            "nobody knows what a stack shows, so the next step could let two write",
            f"deploy {position.waiting[0]} and record it, or take a step back",
        )
    if position.held and not back:
        yield Refusal(
            "the wave is held",
            "a step forward could rest on what no longer holds",
            "repair what it is held for and record it; the way back is open",
        )
    if missing := step.missing(met):
        yield Refusal(
            f"the step from {step.origin} to {step.goal} lacks: {', '.join(missing)}",
            "data could be lost, or written by two",
            "collect the evidence and record it",
        )
    if _lets_two_write(position, step):
        yield Refusal(
            f"the step from {step.origin} to {step.goal} would let two write",
            "what one of them writes would be lost",
            f"deploy {', '.join(position.waiting)} and record it first",
        )


def _lets_two_write(position: Position, step: Arrow) -> bool:
    """Whether two could write at any moment of a step, if each hand did as it is told, one after the other."""
    shown = position.shown
    for hand in _turns(position, step):
        told = _told(shown, hand, step.goal)
        if two_writers(told):
            return True
        shown = _proven(told, hand)
    return False


def _turns(position: Position, step: Arrow) -> tuple[Hand, ...]:
    """Who carries a step out, in order: its hands, then those of whom an unfinished step left unknown what they show."""
    return (*step.hands, *(hand for hand in HANDS if len(position.shown[hand]) > 1 and hand not in step.hands))


def prove(position: Position, hand: Hand) -> Position:
    """What a hand shows is proven by its deployment: it shows what it was told last, and the next one's turn has come.

    Raises:
        Refused: it is not the hand's turn.
    """
    turn = position.waiting[0] if position.waiting else None
    if turn != hand:
        raise Refused([_not_its_turn(hand, turn)])
    shown = _proven(position.shown, hand)
    return _turn(replace(position, serial=position.serial + 1, waiting=position.waiting[1:], shown=shown))


def hold(position: Position, *, held: bool = True) -> Position:
    """Stop a wave from going forward, or let it go on: a monitor broke, evidence expired, somebody said stop."""
    return replace(position, serial=position.serial + 1, held=held)


def adopt(position: Position, goal: Stage) -> Position:
    """Let a wave go on at a phase at which it was before it had a ledger; that it is there is for `reached` to ask.

    Raises:
        Refused: the wave has begun, or nobody may be adopted there.
    """
    if goal not in ADOPTABLE or position != start():
        raise Refused([_not_adopted(goal)])
    return replace(start(goal), serial=position.serial + 1)


def _turn(position: Position) -> Position:
    """Tell the hand whose turn has come what to show."""
    told = _told(position.shown, position.waiting[0], position.stage) if position.waiting else position.shown
    return replace(position, shown=told)


def _told(shown: Mapping[Hand, Shown], hand: Hand, goal: Stage) -> Mapping[Hand, Shown]:
    return MappingProxyType({**shown, hand: (*(each for each in shown[hand] if each is not goal), goal)})


def _proven(shown: Mapping[Hand, Shown], hand: Hand) -> Mapping[Hand, Shown]:
    return MappingProxyType({**shown, hand: shown[hand][-1:]})


def _lossy(position: Position, step: Arrow, met: frozenset[Condition]) -> bool:
    """A loss stays with the wave until its platform's copy is set right."""
    if step.or_loss:
        return bool(step.needs - met)
    return position.lossy and step.goal not in (Stage.SYNCING, Stage.BRIDGED)


def no_step(origin: Stage, goal: Stage) -> Refusal:
    """That no step leads from one stage to another."""
    return Refusal(
        f"there is no step from {origin} to {goal}",
        "a phase would be skipped, or what is gone would be counted on",
        "take one of the steps of the table",
    )


def _not_its_turn(hand: Hand, turn: Hand | None) -> Refusal:
    return Refusal(
        f"it is not the turn of {hand}",
        "it would show a stage that another is not ready for",
        f"deploy {turn} first" if turn else "begin a step first",
    )


def _not_adopted(goal: Stage) -> Refusal:
    adoptable = goal in ADOPTABLE
    return Refusal(
        "an adoption of a wave that has begun" if adoptable else "an adoption at no phase that can be adopted",
        "steps would be skipped of which nothing was shown",
        "take the steps of the table" if adoptable else f"name one of {', '.join(ADOPTABLE)}",
    )
