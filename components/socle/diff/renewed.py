"""Values that change with the resource they come from: ids and computed values of what is created, replaced or renamed."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from socle.plan import UNKNOWN, Plan, Resource, texts_in

from .match import Matching

_SHORTEST = 16
"""Characters from which on a computed text is recognised inside another one. A UUID has 36."""
_SHARED = ("projectId", "organizationId", "region", "zone")
"""Outputs that many resources share: a new resource has them too."""

Inputs = dict[str, Any]


def cloud_values(before: Resource | None, after: Resource, outputs: Mapping[str, Any]) -> frozenset[str]:
    """The texts that only the cloud can have given to a resource, and that a new one will not have."""
    own = set(texts_in(after.inputs))
    computed = {name: value for name, value in outputs.items() if name not in _SHARED}
    found = {text for text in texts_in(computed) if len(text) >= _SHORTEST and text != UNKNOWN}
    for resource in (before, after):
        if resource is not None and resource.id and resource.id != UNKNOWN:
            found |= {resource.id, resource.id.rsplit("/", 1)[-1]}
    return frozenset(found - own)


def substituted(value: Any, gone: frozenset[str]) -> Any:
    """A value with every text that holds one of the given ones turned unknown."""
    if isinstance(value, str):
        return UNKNOWN if any(text in value for text in gone) else value
    if isinstance(value, dict):
        return {key: substituted(item, gone) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [substituted(item, gone) for item in cast("list[Any]", value)]
    return value


def renamed_ids(plan: Plan, baseline: Plan, matching: Matching) -> dict[str, str]:
    """The made-up ids of what continues under another name, and those that it had.

    A plan captured in mode `up` derives ids from URNs. What continues under another name keeps its real id, so its made-up
    one must not look like a change to those that depend on it.
    """
    return {
        new: old
        for urn, former in matching.former.items()
        if urn != former
        for new, old in _ids(plan.by_urn[urn].id, baseline.by_urn[former].id)
    }


def _ids(new: str, old: str) -> Iterator[tuple[str, str]]:
    if new and old and new != old:
        yield new, old
        yield new.rsplit("/", 1)[-1], old.rsplit("/", 1)[-1]


def put_back_ids(value: Any, names: Mapping[str, str]) -> Any:
    """A value with made-up ids put back to those of the baseline."""
    if isinstance(value, str):
        for new, old in names.items():
            value = value.replace(new, old)
        return value
    if isinstance(value, dict):
        return {key: put_back_ids(item, names) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [put_back_ids(item, names) for item in cast("list[Any]", value)]
    return value
