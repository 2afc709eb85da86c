"""Rows of an Azure export as specs of `legacy.yaml`: which types have one, and who reads their rows."""

from .network import maps, plain
from .stores import UNNAMED_HOLD
from .types import EMBEDDED, ENTRIES, FOLDED, PARTS, WHOLE

__all__ = ["EMBEDDED", "ENTRIES", "FOLDED", "PARTS", "UNNAMED_HOLD", "WHOLE", "maps", "plain"]
