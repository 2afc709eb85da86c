"""Running a program in process, without an engine, a credential or the network, and what it registered as a plan.

Loaded on first use: whoever only reads a plan should not pay for Pulumi.
"""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

if TYPE_CHECKING:
    from .checks import faults
    from .cloud_values import cloud_id, computed_values
    from .elsewhere import UNKNOWN_OUTPUTS, UnknownStackError
    from .ignore_changes import put_back
    from .run import capture
    from .watch import of_the_program, place_of, sealed_in

__all__ = [
    "UNKNOWN_OUTPUTS",
    "UnknownStackError",
    "capture",
    "cloud_id",
    "computed_values",
    "faults",
    "of_the_program",
    "place_of",
    "put_back",
    "sealed_in",
]

__getattr__ = on_first_use(
    __name__,
    {
        "UNKNOWN_OUTPUTS": "elsewhere",
        "UnknownStackError": "elsewhere",
        "capture": "run",
        "cloud_id": "cloud_values",
        "computed_values": "cloud_values",
        "faults": "checks",
        "of_the_program": "watch",
        "place_of": "watch",
        "put_back": "ignore_changes",
        "sealed_in": "watch",
    },
)
