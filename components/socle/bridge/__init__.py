"""The bridge between the two clouds: tunnels, routes and names, for as long as both run.

Loaded on first use: whoever only renders a profile should not pay for the SDK of Azure.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bridge import Bridge
    from .wiring import Ends

__all__ = ["Bridge", "Ends"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{'wiring' if name == 'Ends' else 'bridge'}"), name)
