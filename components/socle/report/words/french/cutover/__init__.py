"""The cut-over in French: what it refuses, and what its commands ask and say."""

from .refused import CUTOVER
from .typed import CUTOVER_TYPED

__all__ = ["CUTOVER", "CUTOVER_TYPED"]
