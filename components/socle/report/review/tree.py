"""The resources of a page as a tree: what belongs to what, what happens to it, and which of its values change."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from socle.diff import Change, Comparison, Op
from socle.plan import Resource, loss
from socle.review import Group, dangers

from ..counts import listed
from ..places import Where
from ..text import class_of, dotted_type
from ..words import Words
from .sentences import properties
from .values import Value

_MOST_VALUES = 12
_DEEPEST = 8
"""Levels of the tree. What is deeper is drawn at the last one: a plan may nest as deep as it likes."""
_MOST_OPEN = 10
"""Stacks that are open when the page opens. Of more, each is closed until someone asks for it."""


@dataclass
class Row:
    """One resource in the tree. `op` is what happens to it, `changed` whether anything does, `danger` whether it needs a look."""

    name: str
    type: str
    label: str
    op: str
    component: bool
    changed: bool
    danger: bool
    marks: tuple[str, ...]
    place: str
    values: tuple[tuple[str, Value, Value], ...] = ()
    more: int = 0
    children: list["Row"] = field(default_factory=list["Row"])


@dataclass(frozen=True)
class StackTree:
    """All resources of one stack. `said` counts what happens in it; `open` where it is shown at once."""

    name: str
    rows: list[Row]
    said: str
    open: bool


def trees(stacks: tuple[Comparison, ...], words: Words, place: Where) -> list[StackTree]:
    """Every stack as a tree; a stack in which nothing happens is closed, unless nothing happens anywhere."""
    changed = [c for c in stacks if c.changes]
    opened = {c.stack for c in (changed or stacks)[:_MOST_OPEN]} if len(changed) <= _MOST_OPEN else set[str]()
    return [StackTree(c.stack, _roots(c, words, place), _said(c, words), c.stack in opened) for c in stacks]


def _said(comparison: Comparison, words: Words) -> str:
    counts = [f"{words.number(n)} {words(f'op.{op}')}" for op, n in comparison.counts().items() if op is not Op.SAME]
    number = words.count("count.resources", sum(r.custom for r in listed(comparison.plan)))
    return ", ".join([number, *counts])


def _roots(comparison: Comparison, words: Words, place: Where) -> list[Row]:
    """The tree of one stack, with what goes under what it belonged to."""
    changes = {change.urn: change for change in comparison.changes}
    gone = [change.before for change in comparison.changes if change.after is None and change.before]
    everything = [*listed(comparison.plan), *gone]
    known = {resource.urn for resource in everything}
    below: dict[str, list[Resource]] = {}
    for resource in everything:
        below.setdefault(resource.parent if resource.parent in known else "", []).append(resource)
    roots: list[Row] = []
    waiting: list[tuple[Resource, list[Row], int]] = [(r, roots, 0) for r in reversed(below.get("", []))]
    while waiting:
        resource, into, depth = waiting.pop()
        row = _row(resource, changes.get(resource.urn), comparison, words, place)
        into.append(row)
        under = row.children if depth < _DEEPEST else into
        waiting += [(child, under, min(depth + 1, _DEEPEST)) for child in reversed(below.get(resource.urn, []))]
    return roots


def _row(resource: Resource, change: Change | None, comparison: Comparison, words: Words, place: Where) -> Row:
    origin = comparison.plan.origin_of(resource) or (change.origin if change else None)
    found = dangers(change) if change else ()
    values = tuple(_values(change, words)) if change else ()
    marks = {"mark.protected": resource.protect, "mark.data": bool(loss(resource))}
    return Row(
        name=resource.name,
        type=dotted_type(resource.type),
        label=class_of(resource.type),
        op=str(change.op) if change else str(Op.READ if resource.external else Op.SAME),
        component=not resource.custom,
        changed=change is not None,
        danger=bool(found),
        marks=tuple(name for name, held in marks.items() if held),
        place=place(origin) if origin else "",
        values=values[:_MOST_VALUES],
        more=max(0, len(values) - _MOST_VALUES),
    )


def _values(change: Change, words: Words) -> Iterator[tuple[str, Value, Value]]:
    for said in properties(Group((change,), dangers(change), change.properties), words):
        yield said.path, said.old, said.new
