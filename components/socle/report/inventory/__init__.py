"""The inventory of what stands in the way of leaving Azure, as a page, as JSON."""

from .json import as_data
from .page import FATES, page, when

__all__ = ["FATES", "as_data", "page", "when"]
