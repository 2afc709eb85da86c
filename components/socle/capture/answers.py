"""What the monitor answers to a registration: the id and state that the engine would come back with.

In a preview what only the cloud knows is unknown, unless an exported state has the resource. In mode `up` ids and the
computed properties whose shape is known are made up, deterministically; everything else stays unknown, so that a test
cannot pass on a value that nobody gave.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
from google.protobuf.struct_pb2 import Struct, Value

from socle.facts.scaleway import ResourceFacts
from socle.plan import UNKNOWN, Resource, triggers

from . import prior as state_before
from .cloud_values import cloud_id, computed_values, derived_uuid, made_values
from .ignore_changes import put_back
from .output_types import mark_unknown
from .prior import Prior
from .wire import secret, wire

Mode = Literal["preview", "up"]


@dataclass(frozen=True)
class Asked:
    """One managed resource as the program registers it."""

    resource: Resource
    given: Struct
    facts: ResourceFacts | None
    resource_class: "type[pulumi.Resource] | None"
    deleted_first: bool | None  # the option delete_before_replace, None where the program does not say

    @property
    def secret_outputs(self) -> tuple[str, ...]:
        """What the program's options and the provider's facts name as secret."""
        named = self.facts.secret_outputs if self.facts else ()
        return tuple(dict.fromkeys((*self.resource.additional_secret_outputs, *named)))


@dataclass(frozen=True)
class Answer:
    """The id (empty: unknown), the state, and the inputs that the engine goes on with."""

    id: str
    state: Struct
    inputs: dict[str, Any]


class Answers:
    """Answers the registrations of one program, in their order."""

    def __init__(self, mode: Mode, prior: Prior) -> None:
        self._mode: Mode = mode
        self._prior = prior
        self._deleted_first: set[str] = set()

    def to(self, asked: Asked) -> Answer:
        """Answer one registration of a managed resource."""
        resource = asked.resource
        existing = self._prior.find(resource.urn, resource.aliases)
        if existing is None:
            return self._created(asked, resource.inputs, asked.given)
        inputs = put_back(resource.inputs, existing.inputs, resource.ignore_changes)
        given = asked.given if inputs is resource.inputs else _restored(asked, inputs)
        changed = state_before.replaced(inputs, existing, asked.facts, resource.replace_on_changes)
        triggered = triggers(existing.replacement_trigger, resource.replacement_trigger)
        if changed or triggered or self._cascades(asked):
            if _is_deleted_first(asked):
                self._deleted_first.add(resource.urn)
            return self._created(asked, inputs, given)
        state = state_before.known_state(existing, given, asked.facts)
        _keep_secret(state, asked.secret_outputs)
        return Answer(existing.id, state, inputs)

    def _cascades(self, asked: Asked) -> bool:
        """Whether a resource that is deleted before its replacement takes this one with it.

        Source: `calculateDependentReplacements` of the engine (pkg/resource/deploy/step_generator.go).
        """
        if not self._deleted_first or asked.facts is None:
            return False
        deps: Mapping[str, tuple[str, ...]] = asked.resource.property_dependencies
        return any(self._deleted_first.intersection(deps.get(name, ())) for name in asked.facts.replacing)

    def _created(self, asked: Asked, inputs: dict[str, Any], given: Struct) -> Answer:
        state = Struct()
        state.CopyFrom(given)
        if asked.resource_class is not None:
            mark_unknown(state, asked.resource_class)
        made = ""
        if self._mode == "up":
            made = _identity(asked, inputs)
            _fill_in(state, asked, made, inputs)
        _keep_secret(state, asked.secret_outputs)
        return Answer(made, state, inputs)


def _is_deleted_first(asked: Asked) -> bool:
    """A name that the program fixes is taken until the old resource is gone, so the provider asks for its deletion first.

    Source: `nameRequiresDeleteBeforeReplace` of pulumi-terraform-bridge (pkg/tfbridge/schema.go).
    """
    return "name" in asked.resource.inputs if asked.deleted_first is None else asked.deleted_first


def _identity(asked: Asked, inputs: dict[str, Any]) -> str:
    if asked.resource.type.startswith("pulumi:providers:"):
        return derived_uuid(asked.resource.urn)
    return cloud_id(asked.resource.type, asked.resource.urn, inputs, asked.facts)


def _fill_in(state: Struct, asked: Asked, id_: str, inputs: dict[str, Any]) -> None:
    type_, urn = asked.resource.type, asked.resource.urn
    made = computed_values(type_, urn, id_, inputs, asked.facts) if asked.facts else made_values(type_, urn, inputs)
    for name, value in made.items():
        state.fields[name].CopyFrom(wire(value))


def _restored(asked: Asked, inputs: dict[str, Any]) -> Struct:
    """The wire form of inputs some of which were put back to those of the state."""
    given = Struct()
    for name, value in inputs.items():
        same = name in asked.given.fields and asked.resource.inputs.get(name) == value
        given.fields[name].CopyFrom(asked.given.fields[name] if same else wire(value))
    return given


def _keep_secret(state: Struct, names: tuple[str, ...]) -> None:
    """The SDK leaves this to the engine: without it `ApiKey.secret_key` would go on as plain text."""
    for name in names:
        value = state.fields[name] if name in state.fields else Value(string_value=UNKNOWN)
        wrapped = Value()
        wrapped.CopyFrom(secret(value))
        state.fields[name].CopyFrom(wrapped)
