"""The cut-over in French: what it and its movers refuse, and what its commands ask and say."""

from .movers import MOVERS
from .refused import CUTOVER
from .typed import CUTOVER_TYPED

__all__ = ["CUTOVER", "CUTOVER_TYPED", "MOVERS"]
