"""What a review says of waves whose desired phase changes, a file a language."""

from .en import SHIFTS_IN_ENGLISH
from .fr import SHIFTS_IN_FRENCH

__all__ = ["SHIFTS_IN_ENGLISH", "SHIFTS_IN_FRENCH"]
