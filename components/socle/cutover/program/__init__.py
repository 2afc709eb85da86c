"""What a program is deployed by: where the waves stand, what it must not forget, and what it is not to run ahead of."""

from .ahead import ahead_refusals, unbegun, uncommitted
from .standing import LEDGERS, Noted, Standing, forgotten, hand_of, of_no_wave, standing
from .supposed import Supposed, supposed

__all__ = [
    "LEDGERS",
    "Noted",
    "Standing",
    "Supposed",
    "ahead_refusals",
    "forgotten",
    "hand_of",
    "of_no_wave",
    "standing",
    "supposed",
    "unbegun",
    "uncommitted",
]
