"""What the provider would refuse in a registration's inputs: unknown keys, wrong types, missing fields, bad values.

Pulumi's mocks accept all of these. Values that are unknown or secret pass: nothing can be said about them. Each nested
type is walked by the provider's facts, so a key is checked at any depth.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, cast

from socle.facts.scaleway import Input, ResourceFacts, nested_type
from socle.messages import Refusal, nearest
from socle.plan import SECRET, UNKNOWN

from .formats import expected

_SCALARS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_WORDS: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a fraction",
    list: "a list",
    dict: "an object",
}


def faults(facts: ResourceFacts, inputs: dict[str, Any]) -> list[Refusal]:
    """Everything in known inputs that the provider would refuse before any call to the cloud, by the input's path."""
    found = list(_object(facts.inputs, inputs, ""))
    for path, check in facts.checks.items():
        first, *rest = path.split(".")
        if first in inputs:
            found.extend(_values(check, inputs[first], tuple(rest), first))
    return found


def _object(fields: dict[str, Input], value: dict[str, Any], prefix: str) -> Iterator[Refusal]:
    for name, given in value.items():
        field = fields.get(name)
        path = prefix + name
        if field is None:
            yield _unknown_key(path, name, fields)
        elif given is None:
            continue
        else:
            yield from _typed(field.type, given, path)
    for name, field in fields.items():
        if field.required and value.get(name) is None:
            yield Refusal(
                "missing", "the provider refuses to plan without it", f"give {_python(name)} a value", prefix + name
            )


def _typed(type_: str, value: Any, path: str) -> Iterator[Refusal]:
    if _is_hidden(value) or type_ == "unknown":
        return
    fits = _SCALARS.get(type_)
    if fits is not None:
        if not fits(value):
            yield _wrong_type(path, value, type_)
        return
    shape, inner = _shape(type_)
    if not isinstance(value, list if shape == "list" else dict):
        yield _wrong_type(path, value, "list" if shape == "list" else "object")
    elif shape == "list":
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _typed(inner, item, f"{path}[{index}]")
    elif shape == "map":
        for key, item in cast("dict[str, Any]", value).items():
            yield from _typed(inner, item, f"{path}.{key}")
    else:
        yield from _object(nested_type(inner) or {}, cast("dict[str, Any]", value), f"{path}.")


def _is_hidden(value: Any) -> bool:
    """Whether a value is not known here, or not all of it."""
    return isinstance(value, str) and (value == UNKNOWN or SECRET in value)


@cache
def _shape(type_: str) -> tuple[str, str]:
    container = re.fullmatch(r"(list|map)<(.+)>", type_)
    return (container[1], container[2]) if container else ("object", type_)


def _values(check: dict[str, Any], value: Any, rest: tuple[str, ...], path: str) -> Iterator[Refusal]:
    if _is_hidden(value) or value is None:
        return
    if isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _values(check, item, rest, f"{path}[{index}]")
    elif rest:
        if isinstance(value, dict) and rest[0] in value:
            yield from _values(check, value[rest[0]], rest[1:], f"{path}.{rest[0]}")
    elif wanted := expected(check, value):
        yield Refusal(f"{value!r} is not accepted", "the provider refuses it in the preview", f"write {wanted}", path)


def _unknown_key(path: str, name: str, fields: dict[str, Input]) -> Refusal:
    near = nearest(name, fields, n=1)
    remedy = f"write {_python(near[0])}" if near else f"known are {', '.join(sorted(map(_python, fields)))}"
    return Refusal("unknown key", "the provider does not know it and the preview stops", remedy, path)


def _wrong_type(path: str, value: Any, wanted: str) -> Refusal:
    found = _WORDS.get(value.__class__, "another value")
    words = {"string": "a text", "boolean": "True or False", "integer": "a whole number", "list": "a list"}
    return Refusal(
        f"{found} where the provider wants {words.get(wanted, 'an object' if wanted == 'object' else 'a number')}",
        "the provider refuses or silently converts it",
        f"pass {words.get(wanted, 'an object' if wanted == 'object' else 'a number')}",
        path,
    )


def _python(name: str) -> str:
    """The provider's name as a Python argument: `retentionDays` is `retention_days`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
