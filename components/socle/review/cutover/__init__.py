"""What a reviewer is told of the cut-over, and whether a state bears out what a ledger is to say of a deployment."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .announced import Labelled, labelled
from .shifts import Shift, Step, shifts_of

if TYPE_CHECKING:
    from .expected import NO_STACK, UNASKED, Expected, expected_of
    from .proof import Proof, proof_of

__all__ = [
    "NO_STACK",
    "UNASKED",
    "Expected",
    "Labelled",
    "Proof",
    "Shift",
    "Step",
    "expected_of",
    "labelled",
    "proof_of",
    "shifts_of",
]

__getattr__ = on_first_use(
    __name__,
    {
        **dict.fromkeys(("Proof", "proof_of"), "proof"),
        **dict.fromkeys(("NO_STACK", "UNASKED", "Expected", "expected_of"), "expected"),
    },
)
