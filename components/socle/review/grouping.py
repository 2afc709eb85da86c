"""The same change over many resources and stacks as one: what it does once, where it does it as a list."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from socle.diff import ABSENT, Change, PropertyChange

from .danger import Danger, dangers, lost, rank


@dataclass(frozen=True)
class Group:
    """Changes that a reviewer reads as one. `shown` are its properties, with values only where all have the same."""

    changes: tuple[Change, ...]
    dangers: tuple[Danger, ...]
    shown: tuple[PropertyChange, ...]
    loses: str = ""

    @property
    def first(self) -> Change:
        return self.changes[0]

    @property
    def stacks(self) -> tuple[str, ...]:
        """The stacks that it happens in, each once."""
        return tuple(dict.fromkeys(change.stack for change in self.changes))

    def __len__(self) -> int:
        return len(self.changes)


VARIES = "varies"
"""Stands for values that are not the same in all changes of a group."""


def grouped(changes: Iterable[Change]) -> list[Group]:
    """Changes by what they do: the most dangerous first, causes before what follows from them, then the most frequent."""
    alike: dict[str, list[Change]] = {}
    for change in changes:
        alike.setdefault(_kind(change), []).append(change)
    groups = [_group(members) for members in alike.values()]
    return sorted(
        groups, key=lambda g: (rank(g.dangers), bool(g.first.caused_by), -len(g), g.first.resource.type, g.first.urn)
    )


def _group(members: list[Change]) -> Group:
    ordered = sorted(members, key=lambda change: (change.stack, change.urn))
    first = ordered[0]
    others = [{p.path: p for p in change.properties} for change in ordered[1:]]
    shown = tuple(_common(one, [other[one.path] for other in others if one.path in other]) for one in first.properties)
    return Group(tuple(ordered), dangers(first), shown, lost(first))


def _common(one: PropertyChange, others: Iterable[PropertyChange]) -> PropertyChange:
    old, new = one.old, one.new
    for other in others:
        old = old if old is ABSENT or old == other.old else VARIES
        new = new if new is ABSENT or new == other.new else VARIES
    return replace(one, old=old, new=new)


def _kind(change: Change) -> str:
    """Everything that makes two changes different to a reviewer, except where they are and which values they have."""
    parts: list[Any] = [
        change.op,
        change.resource.type,
        change.certainty,
        change.reasons,
        [(p.path, p.kind, p.replaces, p.effective, p.certainty) for p in change.properties],
        [(o.path, o.old, o.new) for o in change.options if o.old is not ABSENT and o.new is not ABSENT],
        (change.refusal.kind, change.refusal.what, change.refusal.remedy) if change.refusal else "",
        bool(change.caused_by),
        change.remarks,
        change.retained,
        dangers(change),
    ]
    return json.dumps(parts, default=str)
