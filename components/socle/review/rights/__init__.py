"""Who may what, in the two forms that people read: the pairs of a review, and the access matrix of stacks."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .pairs import Pair, Standing, pairs_of, standing

if TYPE_CHECKING:
    from .matrix import Accessible, access_of_stacks

__all__ = ["Accessible", "Pair", "Standing", "access_of_stacks", "pairs_of", "standing"]

__getattr__ = on_first_use(__name__, {"Accessible": "matrix", "access_of_stacks": "matrix"})
