"""The legacy Azure estate as Pulumi components: observed, adopted and frozen, or in a rehearsal made anew.

Loaded on first use: the SDK of Azure is slow to import, and nobody who only needs a refusal should pay for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .last import LegacyRefused, last_deployment
from .tenancy import AzureTenancy

if TYPE_CHECKING:
    from .estate import LegacyEstate

__all__ = ["AzureTenancy", "LegacyEstate", "LegacyRefused", "last_deployment"]


def __getattr__(name: str) -> Any:
    if name != "LegacyEstate":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.estate").LegacyEstate
