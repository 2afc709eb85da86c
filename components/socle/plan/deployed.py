"""An exported state as a plan of what is deployed: the last answer of the cloud counts where it differs from what was asked for."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .masking import masked
from .model import SECRET, UNKNOWN, Plan, Resource
from .state import plain_inputs, plan_of_rows, read_resource, state_rows
from .texts import texts_in


def read_deployed(state: "Mapping[str, Any] | str | Path") -> Plan:
    """An exported state as what is deployed; `state` is the export itself, or the path of one.

    Raises:
        ValueError: it is not an exported state.
    """
    return plan_of_rows([_deployed(row) for row in state_rows(state)])


def _deployed(row: Mapping[str, Any]) -> Resource:
    resource = read_resource(row)
    if not resource.custom or resource.external:
        return resource
    outputs = masked(resource.type, plain_inputs(row.get("outputs") or {}), row.get("additionalSecretOutputs") or ())
    switches = {name: value for name, value in outputs.items() if isinstance(value, bool)}
    return replace(resource, inputs=switches | _fields(resource.inputs, outputs))


def _answered(asked: Any, answer: Any) -> Any:
    """What was asked for with the answer where that differs. Secrets cannot be compared, and an id may be written with its place."""
    kinds = (_kind(asked), _kind(answer))
    if kinds == ("object", "object"):
        return _fields(asked, answer)
    if kinds == ("list", "list"):
        return _listed(asked, answer)
    if SECRET in texts_in(asked) or SECRET in texts_in(answer) or UNKNOWN in texts_in(answer):
        return asked
    if kinds != ("", ""):
        return UNKNOWN
    return asked if _same(asked, answer) else answer


def _kind(value: Any) -> str:
    return "object" if isinstance(value, dict) else "list" if isinstance(value, list) else ""


def _fields(asked: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    return {key: _answered(item, answer[key]) if key in answer else item for key, item in asked.items()}


def _listed(asked: list[Any], answer: list[Any]) -> list[Any]:
    """Two lists, of which one may be a set in another order."""
    if len(asked) != len(answer):
        return answer
    if sorted(map(str, asked)) == sorted(map(str, answer)):
        return asked
    return [_answered(one, other) for one, other in zip(asked, answer, strict=True)]


def _same(asked: Any, answer: Any) -> bool:
    if isinstance(asked, bool) or isinstance(answer, bool):
        return asked is answer
    one, other = str(asked), str(answer)
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")
