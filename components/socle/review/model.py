"""One review: what all renderings say, decided once. A rendering only draws; nothing is computed after this."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from socle.access import Reach, names_of
from socle.diff import Change, Comparison, Level, Op, uncovers
from socle.messages import order
from socle.plan import Plan

from .broken import NOTHING_BROKEN, Broken
from .causes import Cause, Written, causes_of, counted, estate_words, in_words
from .cutover import Labelled, Shift
from .danger import Danger, dangers
from .effects import gained_by
from .files import FileChange
from .freeze import Freeze
from .grouping import Group, grouped
from .verdict import NAMES, Reason, Verdict, of_all, of_changes, ordered, worst

if TYPE_CHECKING:
    from socle.cost import CostChange
    from socle.reach import PathChange


_OF_CHANGES = ("public", "rights", "paths", "reachable")
"""Reasons that changes already count under their own dangers."""


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
    files: tuple[FileChange, ...] = ()
    """Files that changed and that no plan shows."""
    prose: tuple[str, ...] = ()
    """Files that changed and that only people read."""
    broken: Broken = NOTHING_BROKEN
    """Rules that are broken now and were not before."""
    causes: tuple[Cause, ...] = ()
    """What somebody changed, each once, the worst first."""
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the estate calls ids, ranges and names of the cloud."""
    owners: Mapping[str, str] = field(default_factory=dict[str, str])
    """Who owns the estate of each stack."""
    frozen: tuple[Freeze, ...] = ()
    """What the freeze of the legacy estate refuses, and the stacks for which nobody could ask it."""
    shifts: tuple[Shift, ...] = ()
    """Waves of which another phase is desired."""
    announced: tuple[Labelled, ...] = ()
    """What stacks are to do in a signed window, beside what it announced."""

    @property
    def verdict(self) -> Verdict:
        return worst(self._reasons)

    @property
    def reasons(self) -> dict[str, int]:
        """Why the verdict is what it is: how often each danger occurs, the worst first; empty where no risk was found."""
        return {reason.name: reason.number for reason in self._reasons}

    @property
    def cause(self) -> "tuple[Group, Danger] | str | None":
        """What the first line names: the worst change with its worst danger, or the name of a reason beside the changes."""
        if not self._reasons:
            return None
        first = self._reasons[0]
        if first.name in {str(danger) for danger in Danger}:
            danger = Danger(first.name)
            return next(group for group in self.groups if danger in group.dangers), danger
        return first.name

    @cached_property
    def _reasons(self) -> list[Reason]:
        found = Counter(danger for group in self.groups for danger in group.dangers for _ in group.changes)
        extra = {
            "failed": len(self.failed),
            "errors": sum(len(c.errors) for c in self.stacks),
            "frozen": sum(len(each.refusals) for each in self.frozen),
            "refused-files": sum(f.number for f in self.files if f.verdict is Verdict.REFUSED),
            "public": sum(g.reach.public for g in (*self.rights, *self.paths))
            + sum(c.change == "opened" and c.public for c in self.reachable),
            "pending": sum(len(c.pending) for c in self.stacks),
            "deviates": sum(each.deviates for each in self.announced),
            "final": sum(each.final for each in self.shifts),
            "dangerous-files": sum(f.number for f in self.files if f.verdict is Verdict.DANGEROUS),
            "broken": sum(each.blocks for each in self.broken.failed),
            "warnings": sum(len(c.warnings) for c in self.stacks),
            "unannounced": sum(each.turn.label == "not-announced" for each in self.announced),
            "shifts": sum(not each.final for each in self.shifts),
            "rights": len(self.rights),
            "paths": len(self.paths),
            "reachable": sum(c.change == "opened" and not c.answers for c in self.reachable),
            "secrets": sum(len(inputs) for c in self.stacks for inputs in c.uncompared.values()),
            "unbased": len(self.unbased),
            "gone": len(self.gone),
            "uncovered": sum(uncovers(o) for c in self.stacks for o in c.outputs),
            "outputs": sum(o.kind != "add" and not uncovers(o) for c in self.stacks for o in c.outputs),
            "freeze": sum(not each.known for each in self.frozen),
            "files": sum(f.number for f in self.files if f.verdict is Verdict.LOOK),
            "lesser": sum(not each.blocks for each in self.broken.failed),
            "undecided": len(self.broken.undecided),
        }
        changes = of_changes((danger, found[danger]) for danger in Danger)
        return ordered([*changes, *of_all(extra.items())])

    @property
    def failures(self) -> list[tuple[tuple[str, ...], str]]:
        """Why stacks could not be captured, each once with all stacks that fail with it."""
        found: dict[str, list[str]] = {}
        for stack, why in self.failed.items():
            found.setdefault(why, []).append(stack)
        return [(tuple(stacks), why) for why, stacks in found.items()]

    @property
    def changed(self) -> tuple[Comparison, ...]:
        """The stacks in which something changes."""
        return tuple(c for c in self.stacks if c.changes or c.outputs or c.errors)

    @property
    def unchanged(self) -> int:
        return len(self.stacks) - len(self.changed)

    @property
    def first_cause(self) -> Cause | None:
        """The cause of what the first line names; nothing where that is beside the changes."""
        if not isinstance(self.cause, tuple):
            return None
        first = self.cause[0].first
        return next((cause for cause in self.causes if first in (*cause.changes, cause.component)), None)

    @cached_property
    def others(self) -> dict[str, int]:
        """What there is beside the first cause: each resource once under the worst of it, then what is no change of one."""
        first = self.first_cause
        rest = [c for cause in self.causes if cause is not first for c in counted(cause.changes)]
        found = Counter(str(told[0]) for change in rest if (told := dangers(change)))
        beside = {r.name: r.number for r in self._reasons if r.name not in {*Danger} and r.name not in _OF_CHANGES}
        if isinstance(self.cause, str) and self.cause in beside:
            beside[self.cause] -= self._named
        return {name: number for name in (*map(str, Danger), *NAMES) if (number := found[name] or beside.get(name, 0))}

    @property
    def _named(self) -> int:
        """How many of its kind the reason is that the first line names."""
        if self.cause in ("refused-files", "dangerous-files", "files"):
            return self.files[0].number
        return len(self.failures[0][0]) if self.cause == "failed" else 1

    def counts(self, *stacks: Comparison) -> dict[Op, int]:
        """How many resources meet each operation, over all stacks or some; components that mirror what is in them are none."""
        found = Counter(change.op for c in stacks or self.stacks for change in counted(c.changes))
        return {op: found[op] for op in Op if found[op]}

    @property
    def number(self) -> int:
        """How many resources change; components only where nothing else does."""
        return len(counted(change for c in self.stacks for change in c.changes))

    def dangerous(self) -> list[Group]:
        return [group for group in self.groups if group.dangers]

    def calm(self) -> list[Group]:
        """The groups that need no reviewer; components only where nothing else changes."""
        own = any(group.first.resource.custom for group in self.groups)
        return [group for group in self.groups if not group.dangers and (group.first.resource.custom or not own)]


def review(
    comparisons: Sequence[Comparison],
    *,
    baseline: str,
    failed: Mapping[str, str] | None = None,
    unbased: Mapping[str, str] | None = None,
    gone: Iterable[str] = (),
    cost: "CostChange | None" = None,
    reachable: "Iterable[PathChange]" = (),
    files: Iterable[FileChange] = (),
    prose: Iterable[str] = (),
    broken: Broken = NOTHING_BROKEN,
    frozen: Iterable[Freeze] = (),
    shifts: Iterable[Shift] = (),
    announced: Iterable[Labelled] = (),
    written: Written | None = None,
    owners: Mapping[str, str] | None = None,
    known_as: Mapping[str, str] | None = None,
) -> Review:
    """Everything that is to be said of some compared stacks.

    Args:
        baseline: what they were compared with, in words that need no translation, such as `main (3035ce2)`.
        written: the line of a key of the estate, for lines of entries; without it those of components are told.
        owners: who owns the estate of each stack.
        known_as: what the estate calls further ids, such as that of who deploys.
    """
    stacks = tuple(sorted(comparisons, key=lambda c: c.stack))
    changes = [change for comparison in stacks for change in comparison.changes]
    plans = [*(comparison.plan for comparison in stacks), *(Plan(c.stack, c.plan.project, c.formerly) for c in stacks)]
    words = {**estate_words(plans), **(known_as or {})}
    names = dict(names_of(*(comparison.plan for comparison in stacks)))
    names |= {old: names[new] for c in stacks for old, new in c.renamed.items() if new in names}
    reaches: dict[Reach, list[Change]] = {}
    for change in changes:
        for reach in gained_by(change, names):
            by = reaches.setdefault(_said(reach, words), [])
            if change not in by[-1:]:
                by.append(change)
    gains = [Gain(reach, tuple(found)) for reach, found in reaches.items()]
    gains.sort(key=lambda g: (not g.reach.public, *map(order, (g.reach.source, g.reach.target, g.reach.action))))
    groups = tuple(grouped(changes))
    return Review(
        level=stacks[0].level if stacks else Level.INTENT,
        baseline=baseline,
        stacks=stacks,
        groups=groups,
        causes=causes_of(stacks, groups, written),
        words=words,
        owners=dict(owners or {}),
        rights=tuple(gain for gain in gains if gain.reach.kind == "right"),
        paths=tuple(gain for gain in gains if gain.reach.kind == "path"),
        failed=dict(failed or {}),
        unbased=dict(unbased or {}),
        gone=tuple(sorted(gone)),
        cost=cost,
        reachable=tuple(reachable),
        files=tuple(sorted(files, key=lambda f: (list(Verdict).index(f.verdict), f.file))),
        prose=tuple(prose),
        broken=broken,
        frozen=tuple(frozen),
        shifts=tuple(shifts),
        announced=tuple(announced),
    )


def _said(reach: Reach, words: Mapping[str, str]) -> Reach:
    """A reach with both ends in the estate's words; told apart by their ids before, since two may have one word."""
    ends = {
        name: in_words(text, words)
        for name, text in (("source", reach.source), ("target", reach.target))
        if isinstance(text, str)
    }
    return replace(reach, **ends)
