"""Rows of a move by ranges of keys, so that what is compared fits in memory whatever its size, and nothing is spilt to a disk.

Files of a listing cover narrow ranges of keys, and so do those of the shards that were cut from it. A range takes from each file that
may hold a key of it. Whether files are sorted decides how fast that is, and never whether it is right.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from .control import Altered, Lost
from .layout import Piece
from .listed import Table, arrow, table_of

compute: Any = import_module("pyarrow.compute")

ROWS = 250_000
"""Of one side in a range, about."""


@dataclass(frozen=True)
class Range:
    """Keys from one on, up to another; an empty end: to the last."""

    begin: str
    end: str

    def meets(self, piece: Piece) -> bool:
        return piece.last >= self.begin and (not self.end or piece.first < self.end)


def ranges(pieces: Sequence[Piece], rows: int = ROWS) -> Iterator[Range]:
    """Ranges with about so many rows of these files each; together they are all keys."""
    begin, count, last = "", 0, ""
    for piece in sorted(pieces, key=lambda each: each.first):
        if count and count + piece.rows > rows and piece.first > last:
            yield Range(begin, piece.first)
            begin, count = piece.first, 0
        count, last = count + piece.rows, max(last, piece.first)
    yield Range(begin, "")


@dataclass(frozen=True)
class Rows:
    """Rows of one kind in several files, the oldest first; each row has the number of its file."""

    pieces: Sequence[Piece]
    schema: Any
    get: Callable[[str], bytes | None]

    def within(self, keys: Range) -> Table:
        """Those of a range.

        Raises:
            Lost: a file that a record names is not there.
            Altered: it is no such file any more.
        """
        found = [self._of(piece, keys, number) for number, piece in enumerate(self.pieces) if keys.meets(piece)]
        return arrow.concat_tables([_numbered(self.schema.empty_table(), 0), *found])

    def _of(self, piece: Piece, keys: Range, number: int) -> Table:
        data = self.get(piece.name)
        if data is None:
            raise Lost
        try:
            table = table_of(data).cast(self.schema)
        except (ValueError, OSError) as error:  # of Arrow
            raise Altered from error
        if keys.begin > piece.first:
            table = table.filter(compute.greater_equal(table["key"], keys.begin))
        if keys.end and piece.last >= keys.end:
            table = table.filter(compute.less(table["key"], keys.end))
        return _numbered(table, number)


def _numbered(table: Table, number: int) -> Table:
    return table.append_column("number", arrow.array([number] * len(table), arrow.int64()))
