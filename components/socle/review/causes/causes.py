"""What somebody changed, each once with all that follows: a component whose entry in the estate differs, or changes that are alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.diff import Change, Comparison
from socle.origin import Origin
from socle.plan import Resource

from ..danger import Danger, dangers, rank
from ..grouping import Group
from .entries import Entry, entries_of, fields_of

Written = Callable[[str, str], Origin | None]
"""The line of a dotted key of the estate that a stack belongs to."""


@dataclass(frozen=True)
class Cause:
    """One cause, with every change that it brings, the worst first.

    `component` is the one that the estate declares and whose entry differs, comes or goes; without it the changes are alike and
    nobody says what they come from. `renamed` is the component that goes where this one comes, with the same inside.
    """

    changes: tuple[Change, ...]
    dangers: tuple[Danger, ...]
    component: Change | None = None
    entries: tuple[Entry, ...] = ()
    key: str = ""
    origin: Origin | None = None
    renamed: Change | None = None
    loses: str = ""

    @property
    def first(self) -> Change:
        return self.changes[0]

    @property
    def spec(self) -> Mapping[str, Any]:
        """What the estate says of the component now, or said before it goes."""
        return fields_of((self.component or self.first).resource.inputs.get("spec"))


@dataclass
class _Stack:
    """The parents of a stack's resources, before and after, and the components that differ."""

    comparison: Comparison
    rows: dict[str, Resource] = field(default_factory=dict[str, Resource])
    differing: dict[str, Change] = field(default_factory=dict[str, Change])

    def __post_init__(self) -> None:
        changes = self.comparison.changes
        self.rows = {resource.urn: resource for resource in (*self.comparison.formerly, *self.comparison.plan)}
        self.rows |= {change.urn: change.resource for change in changes if change.after is None}
        self.differing = {change.urn: change for change in changes if _differs(change)}

    def cause_of(self, change: Change) -> str:
        """The outermost component above a change whose entry differs, or the change itself; empty where there is none."""
        found, urn, seen = "", change.urn, set[str]()
        while urn and urn not in seen:
            seen.add(urn)
            found = urn if urn in self.differing else found
            row = self.rows.get(urn)
            urn = row.parent if row else ""
        return found


def _differs(change: Change) -> bool:
    if change.resource.custom:
        return False
    return (
        change.before is None
        or change.after is None
        or change.before.inputs.get("spec") != change.after.inputs.get("spec")
    )


def causes_of(
    comparisons: Iterable[Comparison], groups: Iterable[Group], written: Written | None = None
) -> tuple[Cause, ...]:
    """Every cause, the worst first; each change of a cloud's resource belongs to exactly one."""
    made: list[Cause] = []
    told: set[tuple[str, str]] = set()
    for comparison in comparisons:
        stack = _Stack(comparison)
        below: dict[str, list[Change]] = {urn: [] for urn in stack.differing if _outermost(stack, urn)}
        for change in comparison.changes:
            urn = stack.cause_of(change)
            if urn:
                below[urn].append(change)
                told.add((change.stack, change.urn))
        made += _of_components(stack, below, written)
    for group in groups:
        rest = [change for change in group.changes if (change.stack, change.urn) not in told]
        if rest and rest[0].resource.custom:
            made.append(Cause(tuple(rest), group.dangers, loses=group.loses, origin=rest[0].origin))
    return tuple(sorted(made, key=_rank))


def _outermost(stack: _Stack, urn: str) -> bool:
    return stack.cause_of(stack.differing[urn]) == urn


def _of_components(stack: _Stack, below: Mapping[str, list[Change]], written: Written | None) -> Iterator[Cause]:
    come = {urn: c for urn, c in stack.differing.items() if urn in below and c.before is None}
    gone = {urn: c for urn, c in stack.differing.items() if urn in below and c.after is None}
    former = {urn: other for urn, change in come.items() if (other := _former(change, gone.values()))}
    hidden = {change.urn for change in former.values()}
    for urn, changes in below.items():
        if urn not in hidden:
            also = below[former[urn].urn] if urn in former else []
            yield _cause(stack, stack.differing[urn], [*changes, *also], former.get(urn), written)


def _former(come: Change, gone: Iterable[Change]) -> Change | None:
    """What goes where the same comes under another name."""
    alike = [
        other
        for other in gone
        if other.resource.type == come.resource.type
        and other.resource.inputs.get("spec") == come.resource.inputs.get("spec")
    ]
    return alike[0] if len(alike) == 1 else None


def _cause(
    stack: _Stack, component: Change, changes: list[Change], renamed: Change | None, written: Written | None
) -> Cause:
    own = [change for change in changes if change.resource.custom] or changes
    found = {danger for change in changes for danger in dangers(change)}
    before, after = component.before, component.after
    entries = entries_of(before.inputs.get("spec"), after.inputs.get("spec")) if before and after else ()
    origin = component.origin
    key = origin.key if origin else ""
    line = _line(stack.comparison.stack, key, entries, written) or origin
    ranked = sorted(own, key=lambda change: rank(dangers(change)))
    return Cause(
        tuple(ranked), tuple(danger for danger in Danger if danger in found), component, entries, key, line, renamed
    )


def _line(stack: str, key: str, entries: tuple[Entry, ...], written: Written | None) -> Origin | None:
    """The line of the entry that differs, or of what is nearest above it and still written."""
    if written is None or not key:
        return None
    path = entries[0].path if entries else ()
    fields = entries[0].fields[:1] if entries else ()
    parts = (*path, *fields)
    for length in range(len(parts), -1, -1):
        found = written(stack, ".".join((key, *parts[:length])))
        if found:
            return found
    return None


def _rank(cause: Cause) -> tuple[Any, ...]:
    return rank(cause.dangers), -len(cause.changes), cause.first.stack, cause.key


def counted(changes: Iterable[Change]) -> list[Change]:
    """Changes without the components that only mirror what changes below them."""
    changes = list(changes)
    own = [change for change in changes if change.resource.custom or change.resource.remote]
    return own or changes
