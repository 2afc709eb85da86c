"""What one change does: the table of effects applied to its operation, its properties and its options, each with where it was seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from socle.access import Reach, gained
from socle.characters import deceives
from socle.diff import ABSENT, Certainty, Change, Op, PropertyChange, Remark, value_at
from socle.facts import UNREADABLE
from socle.facts.effects import (
    HARMLESS,
    NOT_KNOWN,
    Effect,
    Effects,
    changed,
    component_changed,
    created,
    deleted,
    option_effects,
    unseen,
    worst,
)
from socle.plan import SECRET, UNKNOWN, loss, parse, said_in, texts_in

_NEW = frozenset({Op.CREATE, Op.IMPORT})
_UNCLEAR = frozenset(
    {
        Remark.EXTERNAL,
        Remark.NOT_SENT,
        Remark.UNKNOWN_OP,
        Remark.UNSEEN,
        Remark.HOOKED,
        Remark.UNLIKE,
        Remark.CONTRADICTS,
        Remark.REMOTE,
    }
)
"""What is said of a change whose effects only the engine, or the host, could tell."""


@dataclass(frozen=True)
class Seen:
    """Effects of one change, and the property, option or operation that they come from. `old` and `new` as in the plan."""

    effects: Effects
    path: str = ""
    old: Any = ABSENT
    new: Any = ABSENT

    @property
    def worst(self) -> Effect:
        return worst(self.effects)


def seen(change: Change) -> tuple[Seen, ...]:
    """Everything that a change does, the worst first. Never empty: what nobody knows is not known."""
    found: list[Seen] = []
    try:
        for one in _seen(change):
            found.append(one)  # noqa: PERF402 - what was seen before a value that cannot be read counts
    except UNREADABLE:
        found.append(Seen(NOT_KNOWN))
    found = found or [Seen(HARMLESS)]
    return tuple(sorted(found, key=lambda one: (list(Effect).index(one.worst), not one.path)))


def effects_of(change: Change) -> Effects:
    """The effects of a change, without harmless where there is any other."""
    found = frozenset[Effect]().union(*(one.effects for one in seen(change)))
    return found - {Effect.HARMLESS} or HARMLESS


def _seen(change: Change) -> Iterator[Seen]:
    yield from _operation(change)
    if not change.resource.custom:
        yield from _component(change)
    else:
        told = list(_properties(change))
        yield from told
        yield from _gains(change, frozenset[Effect]().union(*(one.effects for one in told)))
    for option in change.options:
        old, new = (None if value is ABSENT else value for value in (option.old, option.new))
        effects = option_effects(option.path, old, new)
        if option.path in ("ignore_changes", "hide_diffs") and Effect.WEAKENS in effects:
            effects = unseen(change.resource.type, set(new or ()) - set(old or ()), change.resource.inputs)
        yield Seen(effects, option.path, option.old, option.new)
    yield from _deceiving(change)
    if (
        change.op is Op.CREATE and "*" in change.resource.ignore_changes
    ):  # from now on nothing of it is held against the program
        yield Seen(NOT_KNOWN, "ignore_changes")


def _deceiving(change: Change) -> Iterator[Seen]:
    """What a reviewer does not see as it is: a name, or a value that is new, with characters that steer what is shown."""
    if deceives(change.resource.urn):
        yield Seen(NOT_KNOWN)
    if change.before is None and change.after is not None:
        told = [(name, ABSENT, value) for name, value in change.after.inputs.items()]
    else:
        told = [(one.path, one.old, one.new) for one in change.properties]
    for path, old, new in told:
        if any(map(deceives, (path, *said_in(new)))):
            yield Seen(NOT_KNOWN, path, old, new)


def _operation(change: Change) -> Iterator[Seen]:
    words = {remark for remark, _ in change.remarks}
    if is_uncertain(change):
        yield Seen(NOT_KNOWN)
    if words & _UNCLEAR:
        yield Seen(NOT_KNOWN)
    if words & {Remark.LEFT, Remark.FORGOTTEN}:
        yield Seen(frozenset({Effect.WEAKENS, Effect.NOT_KNOWN}))
    if Remark.PROTECTED in words:
        yield Seen(frozenset({Effect.WEAKENS}))
    if change.retained:
        yield Seen(frozenset({Effect.COSTS, Effect.NOT_KNOWN}))
    if change.deletes:
        if change.before is not None and loss(change.before):
            yield Seen(frozenset({Effect.LOSES}))
        yield Seen(deleted(change.resource.type, change.before.inputs if change.before else {}))
    elif change.op in (Op.DELETE, Op.REPLACE) and change.resource.custom and not change.retained:
        yield Seen(frozenset({Effect.INTERRUPTS}))
    if change.op in (Op.DISCARD, Op.IMPORT, Op.UNKNOWN) or (
        change.op is Op.READ and change.resource.custom and not _is_reference(change)
    ):
        yield Seen(NOT_KNOWN)


def is_uncertain(change: Change) -> bool:
    """Whether what becomes of a change is not known: not where all that may come of it is known, and harmless either way."""
    if change.certainty is Certainty.CERTAIN:
        return False
    before, after = change.before, change.after
    doubted = [one for one in change.properties if one.certainty is not Certainty.CERTAIN]
    if before is None or after is None or change.op is not Op.SAME or change.options or change.caused_by or not doubted:
        return True
    return any(
        one.replaces
        or _unreadable(one.old, one.new)
        or changed(after.type, parse(one.path), before.inputs, after.inputs)[1] != HARMLESS
        for one in doubted
    )


def _is_reference(change: Change) -> bool:
    """A reference to another stack is read anew in each run; what it answers shows in what uses it."""
    return change.before is None and change.resource.type == "pulumi:pulumi:StackReference"


def _component(change: Change) -> Iterator[Seen]:
    before, after = change.before, change.after
    if before is None or after is None:
        return
    for name in dict.fromkeys(p.top for p in change.properties):
        told = component_changed(name, before.inputs, after.inputs)
        yield Seen(told, name)


def _properties(change: Change) -> Iterator[Seen]:
    before, after = change.before, change.after
    if after is not None and (before is None or change.op in _NEW):
        if not after.external:
            for name, effects in created(after.type, after.inputs):
                yield Seen(effects, name, ABSENT, after.inputs.get(name, ABSENT))
        return
    if before is None or after is None:
        if change.op in (Op.UPDATE, Op.REPLACE):
            yield Seen(NOT_KNOWN)
        return
    told: set[str] = set()
    effective = [one for one in change.properties if one.effective]
    if change.op is Op.UPDATE and not effective:  # the engine says so, and not what it is that changes
        yield Seen(NOT_KNOWN)
    for one in effective:
        path, effects = changed(after.type, parse(one.path), before.inputs, after.inputs)
        same = one.why == "engine" and (
            one.old == one.new or _stays(one, before.inputs, after.inputs)
        )  # then it is an output that differs
        if same or _unreadable(one.old, one.new):
            effects |= NOT_KNOWN
        if path not in told or effects != HARMLESS:
            told.add(path)
            yield Seen(effects, one.path, one.old, one.new)


def _stays(one: PropertyChange, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether the engine says that something comes or goes which both sides have alike."""
    if ABSENT not in (one.old, one.new):
        return False
    was, will = (value_at(side, parse(one.path)) for side in (before, after))
    return was is not ABSENT and was == will


def gained_by(change: Change, names: Mapping[str, str]) -> list[Reach]:
    """The rights and openings that a change brings: none where it only looks at what is there, nor where a name alone is new."""
    before, after = change.before, change.after
    if change.looks:
        return []
    return gained(replace(before, urn=after.urn) if before and after else before, after, names)


def _unreadable(*values: Any) -> bool:
    return any(text in (UNKNOWN, SECRET) for value in values for text in texts_in(value))


_SAYS_AS_MUCH = {
    Effect.EXPOSES: frozenset({Effect.EXPOSES}),
    Effect.GRANTS: frozenset({Effect.GRANTS, Effect.WEAKENS, Effect.NOT_KNOWN}),
}
"""What the table says of the properties, beside which a reach adds nothing."""


def _gains(change: Change, told: Effects) -> Iterator[Seen]:
    """Rights and openings by their readers: what they call public is exposed, whatever the property is called.

    An import opens nothing, and is told where what it takes over is open: from now on that is the estate's own.
    """
    imported = change.op is Op.IMPORT
    reaches = [reach for reach in gained(None, change.after, {}) if reach.public] if imported else gained_by(change, {})
    public = [reach.public for reach in reaches]
    found = {Effect.EXPOSES} if any(public) else {Effect.GRANTS} if public else set[Effect]()
    yield from (Seen(frozenset({effect})) for effect in Effect if effect in found and not told & _SAYS_AS_MUCH[effect])
