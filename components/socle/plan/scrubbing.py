"""A plan without what its program wrapped as a secret, wherever it turns up again: in another input, a name, an output.

Names and URNs lose only what is a credential by its form, or was wrapped; every mention of a URN changes alike.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache
from typing import Any, cast

from .credentials import PLAIN, without_forms
from .masking import redacted, spellings
from .model import SECRET, UNKNOWN, Plan, Resource

_URN_FIELDS = ("urn", "parent", "deleted_with", "provider", "id", "import_id")
_URN_LISTS = ("dependencies", "aliases", "replace_with", "notes")
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{12,}|%[0-9A-Fa-f]{2}")

Hide = Callable[[str], str]


def scrubbed(plan: Plan, wrapped: Collection[str] = ()) -> Plan:
    """A plan that says none of the texts that were wrapped as secrets, and has no name that is a credential."""
    hide, name = _hiding(frozenset(wrapped)), _naming(frozenset(wrapped))
    resources = tuple(_resource(resource, hide, name) for resource in plan.resources)
    outputs = _values(plan.outputs, hide) if hide else plan.outputs
    if outputs is plan.outputs and all(new is old for new, old in zip(resources, plan.resources, strict=True)):
        return plan
    return replace(plan, resources=resources, outputs=outputs)


def _resource(resource: Resource, hide: Hide | None, name: Hide) -> Resource:
    new: dict[str, Any] = {}
    for key in _URN_FIELDS:
        new[key] = name(getattr(resource, key))
    for key in _URN_LISTS:
        new[key] = tuple(map(name, getattr(resource, key)))
    new["property_dependencies"] = {key: tuple(map(name, urns)) for key, urns in resource.property_dependencies.items()}
    if hide:
        for key in ("inputs", "outputs", "replacement_trigger"):
            new[key] = _values(getattr(resource, key), hide)
    changed = {key: value for key, value in new.items() if value != getattr(resource, key)}
    return replace(resource, **changed) if changed else resource


def _hiding(wrapped: frozenset[str]) -> Hide | None:
    if not wrapped:
        return None
    written = sorted({each for text in wrapped for each in spellings(text)}, key=len, reverse=True)
    anywhere = re.compile("|".join(map(re.escape, written)))

    @cache
    def hide(text: str) -> str:
        if text in (UNKNOWN, SECRET, PLAIN):
            return text
        if text in wrapped:
            return PLAIN
        return redacted(text, wrapped) if anywhere.search(text) or _PACKED.search(text) else text

    return hide


def _naming(wrapped: frozenset[str]) -> Hide:
    hide = _hiding(wrapped)

    @cache
    def name(text: str) -> str:
        if text in ("", UNKNOWN):
            return text
        head, sep, own = text.rpartition("::") if text.startswith("urn:pulumi:") else ("", "", text)
        return head + sep + without_forms(hide(own) if hide else own)

    return name


def _values(value: Any, hide: Hide) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        made = {key: _values(item, hide) for key, item in fields.items()}
        return fields if all(made[key] is item for key, item in fields.items()) else made
    if isinstance(value, list):
        rows = cast("list[Any]", value)
        new = [_values(item, hide) for item in rows]
        return rows if all(a is b for a, b in zip(new, rows, strict=True)) else new
    if isinstance(value, int | float) and not isinstance(value, bool):
        return PLAIN if hide(str(value)) == PLAIN else value
    return value
