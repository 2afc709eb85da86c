"""The access matrix on a terminal, holder by holder. Of many things in a row the first are named, and how many more there are."""

import sys
from collections.abc import Iterable
from itertools import groupby

from rich.table import Table
from rich.text import Text

from socle.access import Row
from socle.review import Accessible

from ..rights import answers, besides, heads, things, who
from ..terminal import console
from ..text import printable
from ..words import Words
from .cells import not_known, shift_lines, unchanged

_FEW = 6
"""Things that a row names."""


def show_access(found: Accessible, words: Words) -> None:
    """Draw who may what; with a base what became of rights comes last, where a reader's eye is."""
    output = console(sys.stdout)
    for _, rows in groupby(found.matrix.rows, key=lambda row: row.holder):
        of_holder = list(rows)
        output.print(Text(who(of_holder[0], found.matrix, words, printable), style="bold"), soft_wrap=True)
        answered = [row for row in of_holder if row.answers]
        if answered:
            output.print(_table(answered, words))
        for row in of_holder:
            if not row.answers:
                said = words("access.right", what=besides(row, words, printable), where=_few(row, words))
                output.print(Text(f"  {said}"), soft_wrap=True)
        output.print()
    _lines(words("access.not_known"), not_known(found, words, printable))
    if found.base:
        changed = list(shift_lines(found.shifts, words, printable))
        _lines(words("access.since", base=printable(found.base)), changed or [unchanged(found, words)])


def _table(rows: Iterable[Row], words: Words) -> Table:
    table = Table("", *heads(words), words("column.where"), box=None, pad_edge=False, padding=(0, 1, 0, 0))
    width = max(len(words(f"access.{each}")) for each in ("yes", "no", "unknown"))
    for column in table.columns[1:-1]:
        column.min_width = width
    table.columns[-1].overflow = "fold"
    for row in rows:
        beside = besides(row, words, printable)
        where = words("access.where", where=_few(row, words), beside=beside) if beside else _few(row, words)
        table.add_row(" ", *map(Text, answers(row.cells, words)), Text(where))
    return table


def _few(row: Row, words: Words) -> str:
    more = len(row.targets) - _FEW
    said = things(row.targets[:_FEW], words, printable)
    return f"{said} {words.count('count.more', more)}" if more > 0 else said


def _lines(title: str, lines: Iterable[str]) -> None:
    output = console(sys.stdout)
    output.print(Text(title, style="bold"), soft_wrap=True)
    for line in lines:
        output.print(Text(f"  {line}"), soft_wrap=True)
    output.print()
