"""What the removal of a tunnel would do while routes pass through it. Pure."""

from collections.abc import Iterator

from .warned import Inputs, Warned


def tunnel_removal(old: Inputs, new: Inputs) -> Iterator[Warned]:
    """`new` are the inputs of what takes its place, empty where nothing does.

    The order is propagation off, connections, gateways (Scaleway documentation, manage VPN connections).
    """
    if old.get("enableRoutePropagation") is True and new.get("enableRoutePropagation", True) is not False:
        yield Warned(
            "it still carries routes: traffic on its way would be lost",
            "deploy once with the bridge closed (route propagation off), then remove it",
        )
