"""Who may what after a change, as a page shows it stack by stack: the rows of the access matrix, the same ones as `socle access` draws."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from socle.access import Row
from socle.messages import Text
from socle.review import Standing

from ..rights import answers, besides, who
from ..words import Draw, Words

MOST_ROWS = 400
"""Rows of one table of a page; the JSON has all of them."""
_MOST_TARGETS = 12


@dataclass(frozen=True)
class AccessRow:
    """One row in words. `answers` are the five, none where it gives rights of other kinds alone; `new`: the change adds to it."""

    who: str
    targets: tuple[Text, ...]
    more: str
    answers: tuple[str, ...]
    beside: str
    public: bool
    new: bool


@dataclass(frozen=True)
class Access:
    """What one stack gives; `more` says how many rows are left out."""

    stack: str
    rows: tuple[AccessRow, ...]
    more: str = ""


def access_of(standing: Standing, words: Words, draw: Draw, said: Callable[[str], str] = str) -> list[Access]:
    """One table a stack: what the change adds to first, then what everybody holds.

    Args:
        draw: how foreign text is fenced off. said: how a sentence with such parts is put on the page.
    """
    rows = sorted(standing.matrix.rows, key=lambda row: row.stack)
    return [
        _access(stack, list(of_stack), standing, words, draw, said)
        for stack, of_stack in groupby(rows, lambda row: row.stack)
    ]


def _access(
    stack: str, rows: list[Row], standing: Standing, words: Words, draw: Draw, said: Callable[[str], str]
) -> Access:
    def drawn(row: Row) -> AccessRow:
        more = len(row.targets) - _MOST_TARGETS
        return AccessRow(
            said(who(row, standing.matrix, words, draw)),
            row.targets[:_MOST_TARGETS],
            words.count("count.more", more) if more > 0 else "",
            tuple(answers(row.cells, words)) if row.answers else (),
            said(besides(row, words, draw)),
            standing.matrix.holder(row.holder).kind == "anyone",
            not standing.gaining.isdisjoint(row.by),
        )

    found = sorted(map(drawn, rows), key=lambda row: (not row.new, not row.public))
    left = len(found) - MOST_ROWS
    return Access(stack, tuple(found[:MOST_ROWS]), words.count("count.more", left) if left > 0 else "")
