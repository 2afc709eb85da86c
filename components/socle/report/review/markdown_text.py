"""Foreign text in Markdown: it fills its own cell and changes nothing else, whatever is in it.

Everything that is not ours goes into a code span, in which neither Markdown, HTML, mentions nor links mean anything, after
what steers a terminal or reorders text has been written out.
"""

import re

from ..text import printable
from .values import Value

_RUNS = re.compile(r"`+")


def code(text: str) -> str:
    """Foreign text as a code span that ends nowhere but at its end, also inside a table."""
    flat = printable(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in _RUNS.findall(flat)), default=0) + 1)
    room = " " if not flat.strip() or flat[0] in "` " or flat[-1] in "` " else ""
    return f"{fence}{room}{flat or ' '}{room}{fence}"


def outside(text: str) -> str:
    """A code span for use outside a table, where a pipe needs no escape."""
    return code(text).replace("\\|", "|")


def shown(value: Value) -> str:
    """A value: foreign text in a code span, words of ours in italics."""
    return code(value.text) if value.literal else f"*{value.text}*"


def table(header: list[str], rows: list[list[str]], numeric: frozenset[int] = frozenset()) -> str:
    """A table of cells that are Markdown already."""
    rule = ["---:" if index in numeric else "---" for index in range(len(header))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))


def folded(summary: str, body: str) -> str:
    """A part that is closed until someone opens it. The summary is HTML, so it holds words of ours alone."""
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"
