"""One review: what all renderings say, decided once. A rendering only draws; nothing is computed after this."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from socle.access import OPENINGS, RIGHTS, Reach, gained, names_of
from socle.diff import Change, Comparison, Level, Op
from socle.messages import order

from .danger import Danger
from .grouping import Group, grouped

if TYPE_CHECKING:
    from socle.cost import CostChange
    from socle.reach import PathChange


class Verdict(StrEnum):
    """What a reviewer is told first. Safe is only what is certain and asks for nothing."""

    SAFE = "safe"
    ATTENTION = "attention"
    REFUSED = "refused"


@dataclass(frozen=True)
class Gain:
    """One permission or path that is new, with the changes that bring it."""

    reach: Reach
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Review:
    """A whole review. `failed` says by stack why it could not be captured, `unbased` why it has nothing to compare with.

    `gone` are stacks that the baseline has and the project no longer: nothing deletes what they deployed.
    """

    level: Level
    baseline: str
    stacks: tuple[Comparison, ...]
    groups: tuple[Group, ...]
    rights: tuple[Gain, ...] = ()
    paths: tuple[Gain, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict[str, str])
    unbased: Mapping[str, str] = field(default_factory=dict[str, str])
    gone: tuple[str, ...] = ()
    cost: "CostChange | None" = None
    reachable: "tuple[PathChange, ...]" = ()
    """Paths between two places that opened or closed, where all stacks of an estate are known in both revisions."""

    @property
    def verdict(self) -> Verdict:
        if self.failed or any(c.errors or c.refused for c in self.stacks):
            return Verdict.REFUSED
        return Verdict.ATTENTION if self.reasons else Verdict.SAFE

    @property
    def reasons(self) -> dict[str, int]:
        """Why the verdict is not safe: how often each danger occurs, the worst first."""
        found = Counter(danger for group in self.groups for danger in group.dangers for _ in group.changes)
        reasons: dict[str, int] = {danger.value: found[danger] for danger in Danger if found[danger]}
        extra = {
            "failed": len(self.failed),
            "errors": sum(len(c.errors) for c in self.stacks),
            "rights": len(self.rights),
            "paths": len(self.paths),
            "reachable": sum(change.change == "opened" for change in self.reachable),
            "secrets": sum(len(inputs) for c in self.stacks for inputs in c.uncompared.values()),
            "unbased": len(self.unbased),
            "gone": len(self.gone),
            "outputs": sum(o.kind == "delete" for c in self.stacks for o in c.outputs),
        }
        return reasons | {name: number for name, number in extra.items() if number}

    @property
    def changed(self) -> tuple[Comparison, ...]:
        """The stacks in which something changes."""
        return tuple(c for c in self.stacks if c.changes or c.outputs or c.errors)

    @property
    def unchanged(self) -> int:
        return len(self.stacks) - len(self.changed)

    def counts(self) -> dict[Op, int]:
        """How many resources meet each operation, over all stacks."""
        found = Counter(change.op for c in self.stacks for change in c.changes)
        return {op: found[op] for op in Op if found[op]}

    def dangerous(self) -> list[Group]:
        return [group for group in self.groups if group.dangers]


def review(
    comparisons: Sequence[Comparison],
    *,
    baseline: str,
    failed: Mapping[str, str] | None = None,
    unbased: Mapping[str, str] | None = None,
    gone: Iterable[str] = (),
    cost: "CostChange | None" = None,
    reachable: "Iterable[PathChange]" = (),
) -> Review:
    """Everything that is to be said of some compared stacks.

    Args:
        baseline: what they were compared with, in words that need no translation, such as `main (3035ce2)`.
    """
    stacks = tuple(sorted(comparisons, key=lambda c: c.stack))
    changes = [change for comparison in stacks for change in comparison.changes]
    names = names_of(*(comparison.plan for comparison in stacks))
    reaches: dict[Reach, list[Change]] = {}
    for change in changes:
        for reach in gained(RIGHTS | OPENINGS, change.before, change.after, names):
            reaches.setdefault(reach, []).append(change)
    gains = [Gain(reach, tuple(found)) for reach, found in reaches.items()]
    gains.sort(key=lambda g: (not g.reach.public, *map(order, (g.reach.source, g.reach.target, g.reach.action))))
    return Review(
        level=stacks[0].level if stacks else Level.INTENT,
        baseline=baseline,
        stacks=stacks,
        groups=tuple(grouped(changes)),
        rights=tuple(gain for gain in gains if gain.reach.kind == "right"),
        paths=tuple(gain for gain in gains if gain.reach.kind == "path"),
        failed=dict(failed or {}),
        unbased=dict(unbased or {}),
        gone=tuple(sorted(gone)),
        cost=cost,
        reachable=tuple(reachable),
    )
