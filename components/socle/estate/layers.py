"""The layers of an estate, in one table: what a stack deploys, in which order, on which clouds, and what it is called.

The program, the check of the credentials, the commands, the pipelines and the documentation take layers from here. To add
one: a row, and `infra/layers/<name>.py`; then `make ci`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from socle.messages import Refusal

from .bridge import BRIDGE_FILE
from .foundation import FOUNDATION_FILE
from .legacy import LEGACY_FILE

Cloud = Literal["scaleway", "azure"]


@dataclass(frozen=True)
class Layer:
    """What one stack deploys.

    `clouds` are those whose credentials it needs, `project` the entry of `scaleway.projects` that it deploys to. It refers to
    the stacks of the layers that it `reads`, so it is applied after them. `needs` is the file of the estate without which
    there is nothing to deploy. An estate has one stack of it, or one a space. What is `by_hand` is deployed by a person, since no
    pipeline may hold the rights that it needs: no ring has it.
    """

    name: str
    clouds: tuple[Cloud, ...]
    project: str = ""
    reads: tuple[str, ...] = ()
    needs: str = ""
    per: Literal["estate", "space"] = "estate"
    by_hand: bool = False


LAYERS: Mapping[str, Layer] = {
    layer.name: layer
    for layer in (
        Layer("bootstrap", ("scaleway",), needs=FOUNDATION_FILE, by_hand=True),
        Layer("foundation", ("scaleway",), reads=("bootstrap",), needs=FOUNDATION_FILE, by_hand=True),
        Layer("platform", ("scaleway",), project="platform", reads=("foundation",)),
        Layer("cluster", ("scaleway",), project="platform", reads=("platform",)),
        Layer("legacy", ("azure",), needs=LEGACY_FILE),
        Layer(
            "bridge",
            ("scaleway", "azure"),
            project="platform",
            reads=("foundation", "platform", "legacy"),
            needs=BRIDGE_FILE,
        ),
    )
}
"""By name, in the order in which they are applied: no layer reads one that comes after it."""


@dataclass(frozen=True)
class StackName:
    """What a stack's configuration says it deploys: one layer of one estate, or of one space of it.

    A stack's name is never taken apart: estates and spaces may have dashes in theirs.
    """

    estate: str
    layer: str
    space: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.estate, self.layer, self.space) if part)


def stack_refusals(stack: str, declared: StackName, layers: Mapping[str, Layer] = LAYERS) -> Iterator[Refusal]:
    """Refuse a stack whose name says another thing than its configuration: state of one estate would meet resources of another."""
    layer = layers.get(declared.layer)
    if layer is None:
        yield Refusal(
            f"there is no layer {declared.layer}",
            "the program would not know what to deploy",
            f"write one of: {', '.join(layers)}",
            at="socle:layer",
        )
    elif layer.per == "space" and not declared.space:
        yield Refusal(
            f"the stack {stack} is of the layer {layer.name} and names no space",
            "the program would not know whose network, keys and people to deploy",
            f"write socle:space in Pulumi.{stack}.yaml",
            at="socle:space",
        )
    elif layer.per == "estate" and declared.space:
        yield Refusal(
            f"the stack {stack} names the space {declared.space}, and the layer {layer.name} is of the whole estate",
            "the stack would deploy what all spaces share under the name of one",
            f"remove socle:space from Pulumi.{stack}.yaml",
            at="socle:space",
        )
    elif stack != str(declared):
        yield Refusal(
            f"the stack {stack} is configured as {declared}",
            f"the resources of {declared} would be compared with the state of {stack}, and replace or delete what is in it",
            f"select the stack {declared}, or correct socle:estate and socle:layer in Pulumi.{stack}.yaml",
            at="socle:estate",
        )
