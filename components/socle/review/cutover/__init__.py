"""What a reviewer is told of the cut-over, and whether a state bears out what a ledger is to say of a deployment."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .announced import Labelled, labelled
from .shifts import Shift, Step, shifts_of

if TYPE_CHECKING:
    from .proof import Proof, proof_of

__all__ = ["Labelled", "Proof", "Shift", "Step", "labelled", "proof_of", "shifts_of"]

__getattr__ = on_first_use(__name__, {"Proof": "proof", "proof_of": "proof"})
