"""What is known of the Scaleway provider: inputs, replacement, checks and computed properties of each resource type.

The facts are dated data in `resources.json`, measured on the provider itself. No other provider is described: a type that
is not here is accepted unchecked.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from .flat_names import current_type


@dataclass(frozen=True)
class Input:
    """One input of a resource, or one field of a nested type.

    `type` is `string`, `boolean`, `integer`, `number`, `list<T>`, `map<T>`, the token of a nested type, or `unknown`.
    """

    type: str
    required: bool = False
    replace: bool = False
    replace_source: str = ""
    secret: bool = False
    deprecated: bool = False
    newer: bool = False


@dataclass(frozen=True)
class ResourceFacts:
    """One resource type of the provider.

    `checks` maps a dotted input path (lists are passed through) to what the provider refuses: `one_of`, `range`, `min`,
    `divisible_by`, `format`. `plan_logic` are inputs whose change the provider's own plan logic may turn into a
    replacement, without the schema saying so.
    """

    type: str
    inputs: dict[str, Input]
    computed: frozenset[str] = frozenset()
    secret_outputs: tuple[str, ...] = ()
    checks: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    plan_logic: frozenset[str] = frozenset()

    @property
    def required(self) -> tuple[str, ...]:
        """The inputs that must be given."""
        return tuple(name for name, fact in self.inputs.items() if fact.required)

    @property
    def replacing(self) -> frozenset[str]:
        """The top-level inputs whose change replaces the resource, always."""
        return frozenset(name for name, fact in self.inputs.items() if fact.replace)


def facts(resource_type: str) -> ResourceFacts | None:
    """What is known of a resource type, or None: another provider's, or one that the measured provider did not have.

    A flat type of an older SDK has the facts of its successor.
    """
    return _all().get(current_type(resource_type))


def nested_type(token: str) -> dict[str, Input] | None:
    """The fields of a nested type, such as `scaleway:object/BucketVersioning:BucketVersioning`."""
    return _nested().get(token)


def known_types() -> tuple[str, ...]:
    """Every resource type with facts, sorted."""
    return tuple(sorted(_all()))


def about() -> str:
    """When and how the facts were measured."""
    return _data()["about"]


@cache
def _data() -> dict[str, Any]:
    text = files("socle.facts.scaleway").joinpath("resources.json").read_text(encoding="utf-8")
    return json.loads(text)


@cache
def _all() -> dict[str, ResourceFacts]:
    return {token: _facts(token, row) for token, row in _data()["resources"].items()}


@cache
def _nested() -> dict[str, dict[str, Input]]:
    return {token: _inputs(fields) for token, fields in _data()["types"].items()}


def _facts(token: str, row: dict[str, Any]) -> ResourceFacts:
    return ResourceFacts(
        type=token,
        inputs=_inputs(row["inputs"]),
        computed=frozenset(row["computed"]),
        secret_outputs=tuple(row.get("secret_outputs", ())),
        checks=row.get("checks", {}),
        plan_logic=frozenset(row.get("plan_logic", ())),
    )


def _inputs(rows: dict[str, dict[str, Any]]) -> dict[str, Input]:
    return {name: Input(**row) for name, row in rows.items()}
