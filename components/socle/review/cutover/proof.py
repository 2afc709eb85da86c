"""Whether an exported state shows all that its stack's program asks for at this checkout.

A deployment that failed half-way, or was of a target, notes the ledgers as a whole one does: only what is deployed tells them apart.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from socle.cutover import LEDGERS
from socle.diff import Change, Op, baseline_of_state, compare
from socle.plan import STACK_TYPE
from socle.project import Project, capture_stacks, read_state

Said = Callable[[Exception], str]
"""Why a stack cannot be captured, in words."""


@dataclass(frozen=True)
class Proof:
    """An exported state held against the plan of its stack.

    failed: why the program gives no plan; empty where it does. changes: what the next deployment would still do, the note of the
    ledgers left aside, which goes on with every record. pending: what an earlier one left unfinished. unread: what the state says and
    nobody here knows. compared, uncompared: resources that were held against the state, and inputs whose secrets nobody can compare.
    """

    failed: str = ""
    changes: tuple[Change, ...] = ()
    pending: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    compared: int = 0
    uncompared: int = 0

    def differing(self) -> Iterator[str]:
        """Each resource that the next deployment would still touch, with the inputs and options by which it differs."""
        for each in self.changes:
            paths = dict.fromkeys(one.path for one in (*each.properties, *each.options))
            inputs = f" ({', '.join(paths)})" if paths and each.before and each.after else ""
            yield f"{each.op} {each.resource.type} {each.resource.name}{inputs}"


def differs(change: Change) -> bool:
    """Whether more than the provider's own answer is open: after a refresh a state does not say which inputs were defaults."""
    return change.op is not Op.SAME or bool(change.properties or change.options)


def proof_of(project: Project, stack: str, file: Path, said: Said = str) -> Proof:
    """What a state lacks of the plan of its stack, by the program of this checkout and the working tree.

    Raises:
        Refused: the file is not the state of the stack.
    """
    baseline = baseline_of_state(read_state(file, stack, project.name))
    run = capture_stacks(project, [stack], "preview", file)
    if stack in run.failures:
        return Proof(said(run.failures[stack]))
    found = compare(run.plans[stack], baseline)
    return Proof(
        changes=tuple(
            each for each in found.changes if differs(each) and each.resource.type not in (LEDGERS, STACK_TYPE)
        ),
        pending=found.pending,
        unread=baseline.unread,
        compared=sum(1 for each in found.plan if each.type not in (LEDGERS, STACK_TYPE)),
        uncompared=sum(map(len, found.uncompared.values())),
    )
