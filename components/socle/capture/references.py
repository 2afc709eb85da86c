"""Stack references: answered with the outputs of another stack's plan, given outputs, or the exported state's last answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import pulumi
from google.protobuf.struct_pb2 import Struct, Value
from pulumi.output import UNKNOWN as UNKNOWN_VALUE
from pulumi.stack_reference import StackReferenceOutputDetails

from socle.plan import SECRET, SIGNATURE, UNKNOWN, Plan, plain_inputs

from .elsewhere import UNKNOWN_OUTPUTS, UnknownOutputs, UnknownStackError
from .prior import Prior
from .wire import OUTPUT_SIGNATURE, wire

Outputs = Plan | Mapping[str, Any]


@dataclass(frozen=True)
class Stack:
    """The three parts of a stack's full name."""

    organization: str
    project: str
    name: str

    def __str__(self) -> str:
        return f"{self.organization}/{self.project}/{self.name}"


class References:
    """The stacks that a program may refer to, under full (`organization/project/stack`) or shorter names."""

    def __init__(self, given: Mapping[str, Outputs] | None, home: Stack, prior: Prior) -> None:
        self._home = home
        self._prior = prior
        self._known = {self._full(key): outputs for key, outputs in (given or {}).items()}

    def outputs(self, name: str, urn: str) -> dict[str, Any]:
        """The outputs of the stack that a program calls `name` and registers as `urn`.

        Raises:
            UnknownStackError: nothing is known of that stack.
        """
        found = self._known.get(self._full(name))
        if found is UNKNOWN_OUTPUTS:
            return UnknownOutputs()
        if found is not None:
            return dict(found.outputs if isinstance(found, Plan) else found)
        existing = self._prior.find(urn)
        if existing is not None:
            return dict(plain_inputs(existing.outputs.get("outputs") or {}))
        known = ", ".join(sorted(map(str, self._known))) or "none"
        raise UnknownStackError(
            f"unknown stack {name!r}: it was neither deployed nor captured, so none of its outputs is known and the "
            f"engine would stop here; capture that stack first and pass references={{{name!r}: its plan or outputs}} "
            f"(known: {known})",
            stack=str(self._full(name)),
        )

    def _full(self, name: str) -> Stack:
        parts = name.split("/")
        match parts:
            case [organization, project, stack]:
                return Stack(organization, project, stack)
            case [project, stack]:
                return Stack(self._home.organization, project, stack)
            case _:
                return Stack(self._home.organization, self._home.project, name)


def secret_names(outputs: Mapping[str, Any]) -> list[str]:
    """The outputs that are secret, wholly or in a part."""
    return sorted(name for name, value in outputs.items() if is_secret(value))


def is_secret(value: Any) -> bool:
    """Whether an output is secret, wholly or in a part."""
    return _holds(SECRET, value)


def is_known(value: Any) -> bool:
    """Whether nothing in an output is unknown."""
    return not _holds(UNKNOWN, value)


def wire_outputs(outputs: Mapping[str, Any]) -> Value:
    """Outputs for the SDK. One that is not known is an output of its own, or all the others would be unknown with it."""
    if isinstance(outputs, UnknownOutputs):
        return wire(UNKNOWN)
    fields = {name: _wire_output(value) for name, value in outputs.items() if value is not None}
    return Value(struct_value=Struct(fields=fields))


def _wire_output(value: Any) -> Value:
    if is_known(value) and not is_secret(value):
        return wire(value)
    fields = {SIGNATURE: Value(string_value=OUTPUT_SIGNATURE), "secret": Value(bool_value=is_secret(value))}
    return Value(struct_value=Struct(fields=fields))


def _holds(mark: str, value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_holds(mark, item) for item in cast("Mapping[str, Any]", value).values())
    if isinstance(value, list | tuple):
        return any(_holds(mark, item) for item in cast("list[Any]", value))
    return value == mark


_Outputs = Mapping[str, Mapping[str, Any]]  # by the URN of the reference


def answer_one_by_one(reference: pulumi.StackReference, read: _Outputs) -> None:
    """Make this reference look its outputs up in what was read for it, instead of in one value.

    The SDK holds all outputs of a stack as one value, unknown as soon as one of them is. Of a deployed stack all are known,
    so it does not matter to the engine; of a captured plan some are unknown, and secrets are not in it.
    """

    def look_up(name: pulumi.Input[str], required: bool) -> pulumi.Output[Any]:
        def found(at: list[str]) -> pulumi.Output[Any]:
            outputs = read[at[1]]
            return _output(outputs[at[0]] if required else outputs.get(at[0]))

        return pulumi.Output.all(name, reference.urn).apply(found)

    async def details(name: str) -> StackReferenceOutputDetails:
        output = look_up(name, required=False)
        value = await output.future()
        if await output.is_secret():
            return StackReferenceOutputDetails(secret_value=value)
        return StackReferenceOutputDetails(value=value)

    vars(reference).update(
        get_output=partial(look_up, required=False),
        require_output=partial(look_up, required=True),
        get_output_details=details,
    )


def _output(value: Any) -> pulumi.Output[Any]:
    if is_secret(value):
        return pulumi.Output.secret(UNKNOWN_VALUE)
    return pulumi.Output.from_input(value if is_known(value) else UNKNOWN_VALUE)
