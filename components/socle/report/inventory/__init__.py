"""The inventory of what stands in the way of leaving Azure, in a terminal, as a page, as JSON."""

from .json import as_data
from .page import FATES, page, when
from .terminal import show_table

__all__ = ["FATES", "as_data", "page", "show_table", "when"]
