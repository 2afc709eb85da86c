"""A plan against its baseline: what changes, what stays, and what could not be compared."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from socle.plan import UNKNOWN, Plan, Resource, render

from .baseline import Baseline, Level, nothing
from .change import Change, Op, PropertyChange
from .match import Matching, match
from .renewed import put_back_ids, renamed_ids
from .simulation import Simulation
from .walk import differences

_UNREAD = "the state says {what}, which is not known here: what the engine makes of it cannot be told"


@dataclass(frozen=True)
class Comparison:
    """One stack compared: what changes, how many resources stay as they are, and what could not be compared.

    `uncompared` are inputs whose secret values nobody can compare without the engine, by URN. `errors` are what the
    engine itself said when it stopped, where it was asked, `warnings` what it said and went on. `pending` are deletions and
    operations that a state has not finished: the next deployment carries them out, or trips over them.
    """

    plan: Plan
    level: Level
    changes: tuple[Change, ...]
    unchanged: int = 0
    uncompared: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    outputs: tuple[PropertyChange, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    formerly: tuple[Resource, ...] = ()
    """The components of the baseline, with what they recorded."""
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    """What goes on under another name: its URN and its made-up ids as they were, with those of now."""

    @property
    def stack(self) -> str:
        return self.plan.stack

    def counts(self) -> dict[Op, int]:
        """How many resources meet each operation, in the order of `Op`."""
        found = Counter(change.op for change in self.changes)
        return {op: found[op] for op in Op if found[op]}

    @property
    def refused(self) -> tuple[Change, ...]:
        """The changes for which the engine would stop."""
        return tuple(change for change in self.changes if change.refusal)


def diff(plan: Plan, baseline: "Plan | Baseline | None" = None) -> list[Change]:
    """Every resource that the engine would not leave alone, or whose protection changes; see `compare`."""
    return list(compare(plan, baseline).changes)


def compare(
    plan: Plan, baseline: "Plan | Baseline | None" = None, *, renamed: Mapping[str, str] | None = None
) -> Comparison:
    """Compare a plan with another plan, with an exported state (`baseline_of_state`), or with nothing.

    Against a state the plan should be captured with `prior=` that state, so that what exists is known.

    Args:
        renamed: made-up ids of other stacks that go on under another name (`renamed_ids_of`), which this one may refer to.

    Raises:
        ValueError: the baseline is of another stack or project: nothing in it would be recognised.
    """
    before = nothing(plan) if baseline is None else Baseline(baseline) if isinstance(baseline, Plan) else baseline
    if len(before.plan) and (before.plan.stack, before.plan.project) != (plan.stack, plan.project):
        raise ValueError(
            f"the plan is of {plan.project}/{plan.stack} and what it is compared with of "
            f"{before.plan.project}/{before.plan.stack}: everything would look deleted and created; compare the same stack"
        )
    simulation = Simulation(plan, before, dict(renamed or {}))
    simulation.run()
    return Comparison(
        plan=plan,
        level=before.level,
        changes=tuple(sorted(simulation.changes, key=lambda change: (list(Op).index(change.op), change.urn))),
        unchanged=simulation.unchanged,
        uncompared=simulation.uncompared,
        pending=before.pending,
        warnings=tuple(_UNREAD.format(what=what) for what in before.unread),
        formerly=tuple(resource for resource in before.plan if not resource.custom),
        outputs=_outputs(plan, before.plan, simulation.renamed),
        renamed=_renamed(plan, before.plan, simulation.matching),
    )


def renamed_ids_of(plan: Plan, baseline: Plan) -> dict[str, str]:
    """The made-up ids of what goes on under another name, by alias, and those that it had: other stacks refer to them."""
    return renamed_ids(plan, baseline, match(plan, baseline))


def _renamed(plan: Plan, baseline: Plan, matching: Matching) -> dict[str, str]:
    ids = {old: new for new, old in renamed_ids(plan, baseline, matching).items()}
    return ids | {former: urn for urn, former in matching.former.items() if urn != former}


def _outputs(plan: Plan, before: Plan, renamed: Mapping[str, str]) -> tuple[PropertyChange, ...]:
    """The stack's own outputs, which no preview of the engine shows and other stacks may rely on."""
    after = put_back_ids(plan.outputs, renamed) if renamed else plan.outputs
    found = differences(before.outputs, after, lambda _path: False)
    return tuple(PropertyChange(render(d.path), d.old, d.new) for d in found if d.new != UNKNOWN)
