"""The platform's own SDK read as a description: every route it calls, and the shape of every object it answers with.

The routes are read from source, so that nothing of the SDK runs but its type definitions.
"""

import ast
import copy
import dataclasses
import datetime
import enum
import importlib
import importlib.util
import re
import sys
import types
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_LIVE = (
    *("ready", "active", "available", "enabled", "running", "up", "activated", "valid", "done", "in_sync", "created"),
    *("attached", "online"),
)
"""States in which an object may be used: the default of a field that is an enumeration of states."""

_DEEPEST = 4  # levels of nested objects that a default fills in


@dataclasses.dataclass(frozen=True)
class Route:
    """One call of the API: `vpc`, `vpc.v2`, `create_vpc`, POST, its path, and the name of the type it answers with."""

    product: str
    module: str
    name: str
    method: str
    path: str
    answer: str | None = None

    @property
    def parameters(self) -> list[str]:
        """Names of what the path is filled in with, in order."""
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def pattern(self) -> re.Pattern[str]:
        """What a request's path must match."""
        parts = ("([^/]+)" if part[0] == "{" else re.escape(part) for part in self.path.strip("/").split("/"))
        return re.compile("/" + "/".join(parts) + "$")


@cache
def routes() -> tuple[Route, ...]:
    """Every route of the installed SDK."""
    spec = importlib.util.find_spec("scaleway")
    assert spec
    assert spec.origin
    root = Path(spec.origin).parent
    return tuple(
        route
        for file in sorted(root.glob("*/v*/api.py"))
        for route in _routes_of(".".join(file.relative_to(root).parts[:-1]), file)
    )


def _routes_of(module: str, file: Path) -> Iterator[Route]:
    classes = ast.parse(file.read_text("utf-8")).body
    functions = (node for each in classes for node in getattr(each, "body", []) if isinstance(node, ast.FunctionDef))
    for function in functions:
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        request = next((call for call in calls if getattr(call.func, "attr", "") == "_request"), None)
        if request is None:
            continue
        names = (getattr(call.func, "id", "") for call in calls)
        answer = next((name.removeprefix("unmarshal_") for name in names if name.startswith("unmarshal_")), None)
        method = typing.cast("ast.Constant", request.args[0]).value
        yield Route(module.split(".", maxsplit=1)[0], module, function.name, method, _template(request.args[1]), answer)


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts = typing.cast("ast.JoinedStr", node).values
    return "".join(str(part.value) if isinstance(part, ast.Constant) else f"{{{_parameter(part)}}}" for part in parts)


def _parameter(part: ast.expr) -> str:
    return ast.unparse(typing.cast("ast.FormattedValue", part).value).replace("param_", "")


def sdk_class(module: str, name: str | None) -> Any:
    """The SDK's type of an object: `sdk_class("vpc.v2", "VPC")`; None where it has none of that name."""
    return getattr(importlib.import_module(f"scaleway.{module}.types"), name, None) if name else None


@cache
def fields(cls: Any) -> dict[str, Any]:
    """The types of an object's fields, by the names that the API spells."""
    found = typing.get_type_hints(cls, vars(sys.modules[cls.__module__]))
    return {name.removesuffix("_"): hint for name, hint in found.items()}


def bare(hint: Any) -> Any:
    """A type without its None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return bare(next(each for each in typing.get_args(hint) if each is not type(None)))
    return hint


def is_object(hint: Any) -> bool:
    """Whether a type has fields."""
    return isinstance(hint, type) and dataclasses.is_dataclass(hint)


def is_list(hint: Any) -> bool:
    """Whether a type is a list, optional or not."""
    return typing.get_origin(bare(hint)) is list


def element(hint: Any) -> Any:
    """The type of a list's elements, or the type itself."""
    inner = typing.get_args(bare(hint))
    return inner[0] if is_list(hint) and inner else bare(hint)


def is_enumeration(hint: Any) -> bool:
    """Whether a type is one of a few names."""
    return isinstance(hint, type) and issubclass(hint, enum.Enum)


def default(hint: Any, depth: int = 0) -> Any:
    """What a field holds that nobody set."""
    if bare(hint) is not hint:
        return None
    origin = typing.get_origin(hint)
    if origin in (list, dict):
        return origin()
    if is_enumeration(hint):
        values = [each.value for each in hint]
        return next((state for state in _LIVE if state in values), values[0])
    if is_object(hint):
        inner = fields(hint).items()
        return {name: default(each, depth + 1) for name, each in inner} if depth < _DEEPEST else None
    return now() if hint is datetime.datetime else {str: "", bool: False, int: 0, float: 0}.get(hint)


def shaped(value: Any, hint: Any) -> Any:
    """A value of a request as the answer spells it: every field of the type, unset ones with their default."""
    inner = bare(hint)
    if value is None or (isinstance(value, str) and is_enumeration(inner) and _unset(value)):
        return default(hint)
    if is_object(inner) and isinstance(value, dict):
        return {
            name: shaped(value[name], each) if name in value else default(each) for name, each in fields(inner).items()
        }
    if is_list(inner) and isinstance(value, list) and typing.get_args(inner):
        return [shaped(each, element(inner)) for each in value]
    return copy.deepcopy(value)


def _unset(value: str) -> bool:
    return value == "" or value.startswith("unknown")


def merge(item: dict[str, Any], body: dict[str, Any], cls: Any) -> None:
    """A change to an object: null leaves a value alone; `enable_x` and `x` set `x_enabled` where the object spells it so."""
    known = fields(cls)
    for name, value in body.items():
        if value is None or name in ("id", "created_at", "updated_at") or name.startswith("_"):
            continue
        if name in known:
            _set(item, name, value, known[name])
        elif isinstance(value, bool):
            plain = name.removeprefix("enable_")
            spelt = next((each for each in (f"{plain}_enabled", f"{name}_enabled", plain) if each in known), None)
            item.update({spelt: value} if spelt else {})
        if name == "enable" and "enabled" in known:
            item["enabled"] = value


def _set(item: dict[str, Any], name: str, value: Any, hint: Any) -> None:
    if isinstance(value, str) and value.startswith("unknown_") and is_enumeration(bare(hint)):
        return
    if is_object(bare(hint)) and isinstance(value, dict) and isinstance(item.get(name), dict):
        merge(item[name], value, bare(hint))
    else:
        item[name] = shaped(value, hint)


def now(in_seconds: float = 0) -> str:
    """A time as the API writes it."""
    when = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=in_seconds)
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def snake(name: str) -> str:
    """`PrivateNetwork` as `private_network`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
