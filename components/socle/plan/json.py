"""Reading the JSON form of a plan back: strictly, since it may come from another machine or another release.

What is not understood is refused, and what an older release let through is masked.
"""

import json
from typing import Any, cast

from socle.origin import Origin

from .credentials import without_credentials
from .masking import masked
from .model import Plan, Resource
from .scrubbing import scrubbed
from .written import ALWAYS, ANY, ATTRIBUTES, KINDS, TEXTS, VERSION


class PlanFormatError(ValueError):
    """A text is not a plan of this version."""


def from_json(text: str) -> Plan:
    """Read what `to_json` wrote.

    Raises:
        PlanFormatError: not JSON, another version, or not a plan; the message says where.
    """
    try:
        form = json.loads(text)
    except ValueError as error:
        raise PlanFormatError(f"this is not a plan: not valid JSON ({error})") from error
    return from_dict(form)


def from_dict(form: object) -> Plan:
    """Read a plan that is plain data already, one of several in a file.

    Raises:
        PlanFormatError: another version, or not a plan; the message says where.
    """
    top = _object(form, "the plan")
    if top.get("version") != VERSION:
        raise PlanFormatError(
            f"version: a plan of version {top.get('version')!r} cannot be read, this release reads version {VERSION}; "
            "capture the plan again with this release"
        )
    rows = _kind(top.get("resources"), list, "resources")
    plan = Plan(
        stack=_kind(top.get("stack"), str, "stack"),
        project=_kind(top.get("project"), str, "project"),
        resources=tuple(_resource(row, f"resources[{index}]") for index, row in enumerate(rows)),
        outputs=without_credentials(_object(top.get("outputs", {}), "outputs")),
        plain_secrets=_texts(top.get("plainSecrets", []), "plainSecrets"),
    )
    if len(plan.by_urn) != len(plan.resources):
        raise PlanFormatError("resources: a URN occurs twice; a plan names each resource once")
    return scrubbed(plan)


def _resource(row: object, where: str) -> Resource:
    fields = dict(_object(row, where))
    origin = fields.pop("estate", None)
    for key in ALWAYS:
        if key not in fields:
            raise PlanFormatError(f"{where}.{key}: missing")
    values: dict[str, Any] = {}
    for key, value in fields.items():
        if key not in KINDS:
            raise PlanFormatError(f"{where}.{key}: unknown key; known are {', '.join(sorted(KINDS))}, estate")
        values[ATTRIBUTES[key]] = _value(key, value, f"{where}.{key}")
    for key in ("inputs", "outputs"):
        values[key] = masked(values["type"], values.get(key, {}))
    values["replacement_trigger"] = without_credentials(values.get("replacement_trigger"))
    return Resource(**values, origin=None if origin is None else _origin(origin, f"{where}.estate"))


def _value(key: str, value: object, where: str) -> object:
    if key in ANY:
        return value
    checked = _kind(value, KINDS[key], where)
    if key in TEXTS:
        return _texts(checked, where)
    if key in ("propertyDependencies", "resourceHooks"):
        return {name: _texts(urns, f"{where}.{name}") for name, urns in cast("dict[str, Any]", checked).items()}
    return checked


def _texts(value: object, where: str) -> tuple[str, ...]:
    return tuple(_kind(item, str, f"{where}[{i}]") for i, item in enumerate(_kind(value, list, where)))


def _origin(value: object, where: str) -> Origin:
    fields = _object(value, where)
    return Origin(
        file=_kind(fields.get("file"), str, f"{where}.file"),
        line=_kind(fields.get("line"), int, f"{where}.line"),
        key=_kind(fields.get("key"), str, f"{where}.key"),
    )


def _object(value: object, where: str) -> dict[str, Any]:
    return _kind(value, dict, where)


def _kind(value: object, kind: type, where: str) -> Any:
    if type(value) is not kind:
        raise PlanFormatError(f"{where}: expected {_WORDS[kind]}, found {_WORDS.get(type(value), 'nothing')}")
    return value


_WORDS: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    int: "a whole number",
    float: "a number",
}
