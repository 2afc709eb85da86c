"""One short file a layer. A package of its own, since a top-level `platform.py` would shadow Python's own module."""

import pulumi

from socle.estate import LAYERS, Estate, StackName


def stack_read(estate: Estate, reader: str, layer: str) -> pulumi.StackReference:
    """The stack of another layer of the same estate, one that the table of layers lets the reader read.

    Raises:
        RunError: the table does not say so, and the pipelines would apply the two in any order.
    """
    if layer not in LAYERS[reader].reads:
        raise pulumi.RunError(f"the layer {reader} does not read {layer}: add it to reads in socle.estate.LAYERS")
    return pulumi.StackReference(f"organization/{pulumi.get_project()}/{StackName(estate.name, layer)}")
