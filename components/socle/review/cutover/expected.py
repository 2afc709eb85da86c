"""What the turns of a step would change in each stack, by its own program: captured before the step and after it, offline.

No state is asked: what differs between the checkout and what is deployed is a review's. What cannot be captured is not known, and said so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from socle.cutover import HANDS, LEDGERS, MOVERS_IN, Hand, Position, Runbook, supposed
from socle.diff import Change, compare
from socle.estate import remembered
from socle.messages import Refused
from socle.plan import STACK_TYPE, Plan
from socle.project import Project, Watch, capture_stacks, layer_of, stacks_of_estate, unwatched

from .proof import differs

Said = Callable[[Exception], str]
"""Why a stack cannot be captured, in words."""

UNASKED = "unasked"
"""Nothing is known though nothing failed: the program never asked where the waves stand."""
NO_STACK = "no-stack"
"""Nothing is known: no stack has the hand's layer."""


@dataclass(frozen=True)
class Expected:
    """What a turn changes in one stack, the note of the ledgers left aside, which every deployment writes.

    stack: empty where the hand has none here. unknown: why it is not known: `UNASKED`, `NO_STACK`, or the words of a failure.
    uncompared: inputs whose secrets nobody can compare.
    """

    hand: Hand
    stack: str
    changes: tuple[Change, ...] = ()
    unknown: str = ""
    uncompared: int = 0


@dataclass(frozen=True)
class _Run:
    """Plans of one standing of the waves, and why there is none, by stack. asked: whether the program followed it."""

    plans: dict[str, Plan]
    failed: dict[str, str]
    asked: bool


def expected_of(
    project: Project, folder: Path, made: Runbook, said: Said = str, watch: Watch = unwatched
) -> tuple[Expected, ...]:
    """What each turn of a step changes in the stacks that carry it out, in their order. Movers outside of a cluster of ours have none.

    Args:
        folder: of the estate, in the project.
    """
    if not made.turns:
        return ()
    by_hand = _stacks(project, made)
    stacks = [stack for found in by_hand.values() for stack in found]
    wave = made.book.wave
    with remembered():
        before, after = (
            _run(project, folder, {wave: position}, stacks, said, watch)
            for position in (made.turns[0].before, made.turns[-1].after)
        )
    none = (Expected(hand, "", unknown=NO_STACK) for hand, found in by_hand.items() if not found)
    each = (_expected(hand, stack, before, after) for hand, found in by_hand.items() for stack in found)
    order = {turn.hand: number for number, turn in enumerate(made.turns)}
    return tuple(sorted((*none, *each), key=lambda one: order[one.hand]))


def _stacks(project: Project, made: Runbook) -> dict[Hand, list[str]]:
    """The stacks of each hand whose turn comes; the movers only where the estate has them in a cluster."""
    estate = made.book.estate
    ours = estate.cutover is not None and bool(estate.cutover.mover_clusters)
    hands: list[Hand] = [
        hand for hand in HANDS if any(turn.hand == hand for turn in made.turns) and (hand != "movers" or ours)
    ]
    layers = {stack: layer_of(project, stack) for stack in stacks_of_estate(project, estate.name)}
    found: dict[Hand, list[str]] = {
        hand: [stack for stack, layer in layers.items() if layer == (MOVERS_IN if hand == "movers" else hand)]
        for hand in hands
    }
    return found


def _run(
    project: Project, folder: Path, positions: dict[str, Position], stacks: list[str], said: Said, watch: Watch
) -> _Run:
    with supposed(folder, positions) as scope:
        try:
            run = capture_stacks(project, stacks, "up", watch=watch)
        except Refused as error:
            return _Run({}, dict.fromkeys(stacks, said(error)), asked=True)
    return _Run(run.plans, {stack: said(error) for stack, error in run.failures.items()}, scope.asked)


def _expected(hand: Hand, stack: str, before: _Run, after: _Run) -> Expected:
    failed = after.failed.get(stack) or before.failed.get(stack)
    if failed or not (before.asked and after.asked):
        return Expected(hand, stack, unknown=failed or UNASKED)
    found = compare(after.plans[stack], before.plans[stack])
    changes = tuple(each for each in found.changes if differs(each) and each.resource.type not in (LEDGERS, STACK_TYPE))
    return Expected(hand, stack, changes, uncompared=sum(map(len, found.uncompared.values())))
