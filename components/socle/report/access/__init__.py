"""The access matrix: on a terminal, as Markdown, as CSV, as JSON. A cell says yes, no, or that it is not known; none is empty."""

from .json import access_json
from .tables import access_csv, access_markdown
from .terminal import show_access

__all__ = ["access_csv", "access_json", "access_markdown", "show_access"]
