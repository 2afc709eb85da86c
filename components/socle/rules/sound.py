"""Inputs with what cannot be read as it is written taken for not known: the text "true" is neither true nor false to a rule."""

from typing import Any, cast

from socle.facts.scaleway import Input, facts, nested_type
from socle.plan import PLAIN, SECRET, UNKNOWN, Resource

_TRUTH = frozenset({"true", "false"})


def sound_inputs(resource: Resource) -> dict[str, Any]:
    """The inputs of a resource; a value of another type than its provider's schema has is `UNKNOWN`."""
    known = facts(resource.type)
    if known is not None:
        return _object(resource.inputs, known.inputs)
    if resource.type.startswith("azure-native:"):
        return {name: value if name == "tags" else _truth(value) for name, value in resource.inputs.items()}
    return resource.inputs


def _object(value: dict[str, Any], fields: dict[str, Input]) -> dict[str, Any]:
    made = {name: _sound(item, fields[name].type) if name in fields else item for name, item in value.items()}
    return value if all(made[name] is value[name] for name in value) else made


def _sound(value: Any, type_: str) -> Any:
    if value is None or (isinstance(value, str) and (value in (SECRET, PLAIN) or UNKNOWN in value)):
        return value
    if type_.startswith("list<"):
        return _list(value, type_.removeprefix("list<").removesuffix(">"))
    fields = nested_type(type_)
    if fields is not None:
        return _object(cast("dict[str, Any]", value), fields) if isinstance(value, dict) else UNKNOWN
    return value if _fits(value, type_) else UNKNOWN


def _fits(value: Any, type_: str) -> bool:
    if type_ == "boolean":
        return isinstance(value, bool)
    if type_ in ("integer", "number"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type_ != "string" or not isinstance(value, dict | list)


def _list(value: Any, type_: str) -> Any:
    if not isinstance(value, list):
        return UNKNOWN
    rows = cast("list[Any]", value)
    made = [_sound(row, type_) for row in rows]
    return rows if all(new is old for new, old in zip(made, rows, strict=True)) else made


def _truth(value: Any) -> Any:
    """A truth that is written as a text, where no schema says what is meant."""
    if isinstance(value, str):
        return UNKNOWN if value.lower() in _TRUTH else value
    if isinstance(value, dict):
        return {name: _truth(item) for name, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_truth(item) for item in cast("list[Any]", value)]
    return value
