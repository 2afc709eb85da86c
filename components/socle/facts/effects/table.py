"""The one table of effects: a type, a property, a direction give what a change does. What is in no table is not known."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from ..kubernetes import is_list, is_patch, listed, patched
from ..lookup import usual
from .azure import AZURE
from .effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from .judges import READ_TAGS, TAGS, data_class
from .kubernetes import KUBERNETES
from .others import PROVIDER, QUIET_PROVIDER_SETTINGS, RANDOM, provider_setting
from .scaleway import SCALEWAY

_PROVIDER = "pulumi:providers:"
_PACKAGES: Mapping[str, Mapping[str, TypeEffects]] = {
    "scaleway": SCALEWAY,
    "azure-native": AZURE,
    "kubernetes": KUBERNETES,
    "random": RANDOM,
}
_ONLY_OF_WHAT_WAS = frozenset({Effect.REVOKES, Effect.INTERRUPTS})
"""A new resource takes nothing away from anyone."""

_WORDS = ("description", "name", "tags")

Step = str | int
Steps = tuple[Step, ...]


def type_effects(type_: str) -> TypeEffects | None:
    """The row of a resource type; nothing for one that nobody measured."""
    if type_.startswith(_PROVIDER):
        return PROVIDER
    package, _, rest = patched(usual(type_)).partition(":")
    row = _PACKAGES.get(package, {}).get(rest)
    return _of_patch(row) if row and is_patch(type_) else row


def _of_patch(row: TypeEffects) -> TypeEffects:
    """What a patch names is judged as in the whole object. What is there already, and comes back when it goes, nobody says."""
    quiet = {path: replace(judge, absent=HARMLESS) for path, judge in row.properties.items()}
    return TypeEffects(quiet, created=NOT_KNOWN, deleted=NOT_KNOWN)


def changed(type_: str, steps: Steps, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, Effects]:
    """What a difference at a path does, and the path that the table judges, with the inputs of both sides."""
    if is_list(type_) and steps[:1] == ("items",):
        return "items", _objects_changed(type_, before, after)
    return _changed(type_, steps, before, after)


def _changed(type_: str, steps: Steps, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, Effects]:
    name = str(steps[0]) if steps else ""
    found = _judge_of(type_, steps)
    if found is not None:
        prefix, judge = found
        if (
            not (judge.whole or type_.startswith(_PROVIDER))
            and _at(before, prefix) is None
            and _at(after, prefix) is None
        ):
            return _written(prefix), HARMLESS  # null is as good as absent
        sides = (before, after) if judge.whole else (_at(before, prefix), _at(after, prefix))
        told = judge.change(*sides)
        if _at(before, steps) is None:
            told |= _parts_born(type_, steps, _at(after, steps), len(prefix)) - _ONLY_OF_WHAT_WAS
        elif _at(after, steps) is not None:
            told |= _parts_changed(type_, steps, before, after, len(prefix))
        if told == HARMLESS and len(steps) > len(prefix) and any(_below(type_, prefix)):
            told = NOT_KNOWN
        return _written(prefix), told
    below = list(_below(type_, steps))
    if below:
        old, new = _at(before, steps), _at(after, steps)
        leaves = set(_leaves(old, steps)) | set(_leaves(new, steps))
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            leaves -= {steps}  # an empty block has no parts
        told: Effects = frozenset()
        for leaf in leaves:
            if _at(before, leaf) != _at(after, leaf):
                told |= changed(type_, leaf, before, after)[1] if _judge_of(type_, leaf) else NOT_KNOWN
        return _written(steps), told or NOT_KNOWN
    return name, NOT_KNOWN


def created(type_: str, inputs: Mapping[str, Any]) -> Iterator[tuple[str, Effects]]:
    """What a new resource brings by itself, under the empty path, and by each input that it is given or not given."""
    if is_list(type_):
        for kind, item in listed(type_, inputs):
            yield "items", frozenset[Effect]().union(*(found for _, found in created(kind, item)))
    row = type_effects(type_)
    if row is None:
        yield "", NOT_KNOWN
        return
    yield "", row.created(inputs) if callable(row.created) else row.created
    for name, value in inputs.items():
        yield name, _born(type_, (name,), value) - _ONLY_OF_WHAT_WAS or HARMLESS
    for path, judge in row.properties.items():
        if "." not in path and path not in inputs:
            yield path, judge.absent - _ONLY_OF_WHAT_WAS or HARMLESS


def deleted(type_: str, inputs: Mapping[str, Any]) -> Effects:
    """What the going of a resource does, beside the loss of what it holds."""
    row = type_effects(type_)
    if row is None:
        return NOT_KNOWN.union(*(deleted(*each) for each in listed(type_, inputs) if is_list(type_)))
    return row.deleted(inputs) if callable(row.deleted) else row.deleted


def _objects_changed(type_: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Effects:
    """What becomes of the objects of a list, each held against the one of its kind and name. A list has no table of its own."""
    old, new = ({_named(kind, item): (kind, item) for kind, item in listed(type_, side)} for side in (before, after))
    told = NOT_KNOWN
    for key in old.keys() | new.keys():
        if key not in new:
            told |= deleted(*old[key])
        elif key not in old:
            told = told.union(*(found for _, found in created(*new[key])))
        else:
            kind, was, will = new[key][0], old[key][1], new[key][1]
            differing = [name for name in was.keys() | will.keys() if was.get(name) != will.get(name)]
            told = told.union(*(changed(kind, (name,), was, will)[1] for name in differing))
    return told - HARMLESS


def _named(kind: str, item: Mapping[str, Any]) -> tuple[str, str]:
    return kind, str([_at(item, ("metadata", key)) for key in ("namespace", "name")])


def unseen(type_: str, paths: Iterable[str], inputs: Mapping[str, Any] | None = None) -> Effects:
    """What it does to ignore or to hide paths: a word is a word, a safeguard may then go unseen.

    A tag is a safeguard where a rule, a machine or a cluster reads it: by its own name, or because the resource has one such.
    """
    if type_effects(type_) is None:
        return NOT_KNOWN
    words = all(_is_word(type_, path, inputs or {}) for path in paths)
    return NOT_KNOWN if words else frozenset({Effect.WEAKENS})


def _is_word(type_: str, path: str, inputs: Mapping[str, Any]) -> bool:
    steps = [step for step in re.split(r"[.\[\]\"']+", path) if step]
    if not steps or steps[0] not in _WORDS:
        return False
    if steps[0] != "tags":
        return True
    row = type_effects(type_)
    judge = row.properties.get("tags") if row else None
    if judge is not None and judge is not TAGS:
        return False
    tags: Any = inputs.get("tags")
    kept = READ_TAGS & (tags.keys() if isinstance(tags, Mapping) else set(map(str, tags or ())))
    return not READ_TAGS.intersection(steps) and not (kept and steps[1:] in ([], ["*"]))


def component_changed(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Effects:
    """A component only records intent; what it makes speaks for itself. A data class that sinks takes its floors away."""
    old, new = (_classes({name: inputs.get(name)}) for inputs in (before, after))
    found: Effects = HARMLESS
    for key in old.keys() | new.keys():
        if old.get(key) != new.get(key) and key in old:
            found |= data_class(old[key], new.get(key))
    return found


def _classes(value: Any, path: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    if isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            if key in ("data_class", "dataClass"):
                found[path] = item
            else:
                found |= _classes(item, f"{path}.{key}")
    return found


def _born(type_: str, steps: Steps, value: Any) -> Effects:
    found = _judge_of(type_, steps)
    if found is not None:
        return found[1].born(value) | _parts_born(type_, steps, value, len(found[0]))
    return HARMLESS | _parts_born(type_, steps, value, 0) if list(_below(type_, steps)) else NOT_KNOWN


def _parts_changed(
    type_: str, steps: Steps, before: Mapping[str, Any], after: Mapping[str, Any], depth: int
) -> Effects:
    """What the parts of a value do that differ: a block that has rows of its own for its parts says nothing of those without one."""
    told: Effects = frozenset()
    if not any(_below(type_, steps[:depth])):
        return told
    for leaf in {*_leaves(_at(before, steps), steps), *_leaves(_at(after, steps), steps)} - {steps}:
        if _at(before, leaf) != _at(after, leaf):
            told |= changed(type_, leaf, before, after)[1]
    return told


def _parts_born(type_: str, steps: Steps, value: Any, depth: int) -> Effects:
    """What the parts of a new value bring, of which the table judges more than their first `depth` steps."""
    told: Effects = frozenset()
    for leaf in _leaves(value, steps):
        judged = _judge_of(type_, leaf)
        if judged is None:
            told |= NOT_KNOWN
        elif len(judged[0]) > depth:
            told |= judged[1].born(_at_value(value, judged[0][len(steps) :]))
        elif len(leaf) > len(judged[0]) and any(_below(type_, judged[0])):
            told |= NOT_KNOWN
    return told


def _judge_of(type_: str, steps: Steps) -> tuple[Steps, Judge] | None:
    """The judge of a path, or of the nearest one above it that the table names."""
    if type_.startswith(_PROVIDER):
        name = str(steps[0])
        return steps[:1], QUIET_PROVIDER_SETTINGS.get(name) or provider_setting(name, type_.removeprefix(_PROVIDER))
    row = type_effects(type_)
    if row is None:
        return None
    for length in range(len(steps), 0, -1):
        judge = row.properties.get(_written(steps[:length]))
        if judge is not None:
            return steps[:length], judge
    return None


def _below(type_: str, steps: Steps) -> Iterator[str]:
    row = type_effects(type_)
    prefix = _written(steps)
    yield from (path for path in (row.properties if row else ()) if path.startswith((f"{prefix}.", f"{prefix}[")))


def _written(steps: Iterable[Step]) -> str:
    text = ""
    for step in steps:
        text += "[]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _leaves(value: Any, path: Steps) -> Iterator[Steps]:
    if isinstance(value, dict) and value:
        for key, item in cast("dict[str, Any]", value).items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _leaves(item, (*path, index))
    elif value is not None:
        yield path


def _at(inputs: Mapping[str, Any], steps: Steps) -> Any:
    return _at_value(inputs, steps)


def _at_value(value: Any, steps: Steps) -> Any:
    for step in steps:
        if isinstance(value, Mapping):
            value = cast("Mapping[Any, Any]", value).get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(cast("list[Any]", value)):
            value = cast("list[Any]", value)[step]
        else:
            return None
    return value
