"""A package's door that opens a room on first use: an SDK is imported by whoever needs it, and by nobody else."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from .extras import Extra


def on_first_use(package: str, homes: Mapping[str, str], needs: Extra | None = None) -> Callable[[str], Any]:
    """The module-level `__getattr__` (PEP 562) of a package.

    `homes` maps a public name to the module that has it; `needs` is the extra without which none of them can be imported.
    """

    def opened(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if needs:
            needs.demand()
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return opened
