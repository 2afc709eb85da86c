"""The configuration of a stack: what Pulumi.yaml declares, what the stack's file gives, and where the two disagree.

The rules are the engine's own (Pulumi 3.260, its package `workspace`). Encrypted values stay closed: `SEALED` stands
for them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from socle.facts import misspelt, redirected, shown
from socle.messages import Refusal
from socle.plan import SEALED

from .yaml import Document

_TYPES = ("string", "integer", "boolean", "array", "object")


@dataclass(frozen=True)
class Setting:
    """One key that Pulumi.yaml declares, as `namespace:name`. `type` is empty for a bare value of another namespace."""

    key: str
    type: str = ""
    items: dict[str, Any] = field(default_factory=dict[str, Any])
    default: Any = None
    secret: bool = False
    required: bool = False


def declared_settings(document: Document, project: str) -> Iterator[Setting]:
    """What a Pulumi.yaml declares. A key of the project without a default is needed in every stack."""
    if document.value.get("config") is None or isinstance(document.value["config"], str):
        return
    for key, value in document.mapping("config").items():
        full = _full_key(document, project, key)
        ours = full.startswith(f"{project}:")
        if isinstance(value, dict):
            yield _typed(document, full, key, cast("dict[str, Any]", value), ours=ours)
        else:
            yield Setting(full, type=_type_of(value) if ours else "", default=value, required=ours and value is None)


def given_settings(document: Document, project: str) -> dict[str, Any]:
    """What a stack's file gives, by `namespace:name`."""
    given = {} if document.value.get("config") is None else document.mapping("config")
    return {_full_key(document, project, key): value for key, value in given.items()}


def breaches(setting: Setting, given: dict[str, Any], document: Document) -> Iterator[Refusal]:
    """Where a stack does not keep to what its project declares: the engine refuses each of these."""
    value = given.get(setting.key)
    if setting.key not in given:
        if setting.required:
            yield document.problem(
                f"the stack does not set {setting.key}",
                "Pulumi.yaml declares it without a default, so the engine refuses the stack",
                f"add {setting.key}: <{setting.type}> under config",
                "config",
            )
    elif setting.secret and not is_secret(value):
        yield document.problem(
            f"{setting.key} is a secret and is written in plain text",
            "whoever reads the repository has it",
            f"replace the secret, then run: pulumi config set --secret {setting.key}",
            "config",
            _as_written(setting, document),
        )
    elif setting.type and not is_secret(value) and not _fits_as_read(setting, value):
        yield document.problem(
            f"{setting.key} is not of type {setting.type}",
            "the engine refuses the stack",
            f"write a value of type {setting.type}, as Pulumi.yaml declares",
            "config",
            _as_written(setting, document),
        )


def redirections(values: dict[str, Any], document: Document) -> Iterator[Refusal]:
    """Settings that would send a provider, with its credentials, to a stranger, that show a credential of it in plain, or that it has not.

    Args:
        values: what the stack is given, by `namespace:name`; `document` is the file of the stack, where they are said.
    """
    given = document.mapping("config") if isinstance(document.value.get("config"), dict) else {}
    written = {full_key(each, ""): each for each in given}
    for key, value in values.items():
        shows = shown(key, value) if not is_secret(value) else ()
        for refusal in (*redirected(key, value), *shows) or misspelt(key, value):
            yield document.problem(refusal.what, refusal.consequence, refusal.remedy, "config", written.get(key, key))


def is_secret(value: Any) -> bool:
    """Whether a value is encrypted, or holds an encrypted one."""
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        return _is_sealed(entries) or any(is_secret(v) for v in entries.values())
    return isinstance(value, list) and any(is_secret(v) for v in cast("list[Any]", value))


def as_text(value: Any) -> str:
    """How the engine hands a value to a program: text as it is, anything else as compact JSON."""
    value = _opened(value)
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _typed(document: Document, full: str, key: str, value: dict[str, Any], *, ours: bool) -> Setting:
    default = value.get("default", value.get("value"))
    kind = value.get("type", _type_of(default) if ours else "")
    if kind not in (*_TYPES, ""):
        what, remedy = f"{kind} is not a type", f"write one of {', '.join(_TYPES)}"
        raise document.refused(what, "the engine refuses the project", remedy, "config", key, "type")
    items = value.get("items")
    return Setting(
        full,
        type=kind,
        items=cast("dict[str, Any]", items) if isinstance(items, dict) else {},
        default=default,
        secret=value.get("secret") is True,
        required=ours and default is None,
    )


def full_key(written: str, project: str) -> str:
    """`namespace:name`; a bare name is the project's own, and `namespace:config:name` is the old spelling. Empty for any other."""
    parts = written.split(":")
    if len(parts) == 1:
        return f"{project}:{written}"
    if len(parts) == 3 and parts[1] == "config":
        return f"{parts[0]}:{parts[2]}"
    return written if len(parts) == 2 and all(parts) else ""


def _full_key(document: Document, project: str, key: str) -> str:
    found = full_key(key, project)
    if found:
        return found
    raise document.refused(
        f"{key} is not a configuration key", "the engine refuses the file", "write namespace:name", "config", key
    )


def _as_written(setting: Setting, document: Document) -> str:
    name = setting.key.partition(":")[2]
    return setting.key if setting.key in document.mapping("config") else name


def _fits_as_read(setting: Setting, value: Any) -> bool:
    """The engine reads a plain value as text before it checks it: `true` fits a string, and `"7"` an integer."""
    return _fits(
        setting.type, setting.items, value if value is None or isinstance(value, dict | list) else as_text(value)
    )


def _fits(kind: str, items: dict[str, Any], value: Any) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "integer":
            return type(value) is int or (isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]+", value) is not None)
        case "boolean":
            return isinstance(value, bool) or value in ("true", "false")
        case "object":
            return isinstance(value, dict)
        case _:
            inner = cast("dict[str, Any]", items.get("items") or {})
            return isinstance(value, list) and all(
                _fits(items.get("type", ""), inner, v) for v in cast("list[Any]", value)
            )


def _type_of(value: Any) -> str:
    kinds: dict[type, str] = {bool: "boolean", int: "integer", list: "array"}
    return kinds.get(cast("type[Any]", type(value)), "string")


def _is_sealed(value: dict[str, Any]) -> bool:
    return len(value) == 1 and isinstance(value.get("secure"), str)


def _opened(value: Any) -> Any:
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        return SEALED if _is_sealed(entries) else {str(key): _opened(v) for key, v in entries.items()}
    return [_opened(v) for v in cast("list[Any]", value)] if isinstance(value, list) else value
