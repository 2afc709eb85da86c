"""A table for a spreadsheet: comma-separated and quoted. Names and reasons are foreign text, and a spreadsheet must not run them."""

import csv
import io
from collections.abc import Iterable, Sequence

from .text import printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula (OWASP, CSV injection)."""


def sheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A header of ours and rows. A cell that a spreadsheet would run begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(text: str) -> str:
    plain = printable(text)
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA) else plain
