"""Whether a stack's name, its configuration and its estate mean the same deployment."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from socle.messages import Refusal

from .estate import Layer


@dataclass(frozen=True)
class StackName:
    """What a stack's configuration says it deploys: one layer of one estate."""

    estate: str
    layer: str

    def __str__(self) -> str:
        return f"{self.estate}-{self.layer}"


def stack_refusals(stack: str, declared: StackName) -> Iterator[Refusal]:
    """Refuse a stack whose name says another thing than its configuration: state of one estate would meet resources of another."""
    if declared.layer not in get_args(Layer):
        yield Refusal(
            f"there is no layer {declared.layer}",
            "the program would not know what to deploy",
            f"write one of: {', '.join(get_args(Layer))}",
            at="socle:layer",
        )
    elif stack != str(declared):
        yield Refusal(
            f"the stack {stack} is configured as {declared}",
            f"the resources of {declared} would be compared with the state of {stack}, and replace or delete what is in it",
            f"select the stack {declared}, or correct socle:estate and socle:layer in Pulumi.{stack}.yaml",
            at="socle:estate",
        )
