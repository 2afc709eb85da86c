"""Stack references whose outputs are known one by one.

The SDK holds all outputs of a stack as one value, unknown as soon as one of them is. Of a deployed stack all are known,
so it does not matter to the engine; of a captured plan some are unknown, and secrets are not in it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pulumi
from pulumi.output import UNKNOWN as UNKNOWN_VALUE
from pulumi.stack_reference import StackReferenceOutputDetails

from .references import is_known, is_secret

_Outputs = Mapping[str, Mapping[str, Any]]  # by the URN of the reference


def answer_one_by_one(reference: pulumi.StackReference, read: _Outputs) -> None:
    """Make this reference look its outputs up in what was read for it, instead of in one value."""

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
