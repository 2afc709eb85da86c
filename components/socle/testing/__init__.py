"""The test kit for programs built from Socle, or from plain Pulumi resources of the same clouds.

The pytest plugin (`socle.testing.plugin`) comes with the package and needs no import: its fixtures are
`capture_component`, `capture_program` and `mode`. `StrictMocks` is for tests that use Pulumi's own mocks.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .mocks import StrictMocks

__all__ = ["StrictMocks"]


def __getattr__(name: str) -> Any:
    if name != "StrictMocks":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .mocks import StrictMocks  # noqa: PLC0415 - Pulumi is imported by those who use it

    return StrictMocks
