"""The review of a change, drawn on a terminal, in a comment, on a page, as JSON. The page is loaded on first use, with its templates."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .json import change_data, review_json
from .markdown import markdown
from .markdown_text import code, table
from .terminal import show_groups, show_review

if TYPE_CHECKING:
    from .html import page

__all__ = ["change_data", "code", "markdown", "page", "review_json", "show_groups", "show_review", "table"]

__getattr__ = on_first_use(__name__, {"page": "html"})
