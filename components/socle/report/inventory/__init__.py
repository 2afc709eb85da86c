"""The inventory of what stands in the way of leaving Azure, in a terminal, as a page, as JSON."""

from .json import as_data
from .page import headline, page, told_when
from .terminal import show_table

__all__ = ["as_data", "headline", "page", "show_table", "told_when"]
