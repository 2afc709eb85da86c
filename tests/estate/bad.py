"""One refused estate: what is written, and what must be said about it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .written import edited, marked_line


@dataclass(frozen=True)
class Bad:
    """An estate that must be refused with one problem, at one line, in these words.

    `text` is the whole file, or `make` builds the folder. `line` is that of the mark in the text where it is not given.
    `also` counts further problems that are right but not the point.
    """

    id: str
    text: str | bytes
    key: str
    what: str
    consequence: str
    remedy: str
    line: int = -1
    also: int = 0
    make: Callable[[Path], None] | None = None

    @property
    def expected_line(self) -> int:
        return self.line if self.line >= 0 or isinstance(self.text, bytes) else marked_line(self.text)


def bad(id_: str, *edits: tuple[str, str], key: str, said: tuple[str, str, str], line: int = -1, also: int = 0) -> Bad:
    """The sound estate with edits, one of them marked; `said` are words of what, consequence and remedy."""
    return Bad(id_, edited(*edits), key, *said, line=line, also=also)


def whole(
    id_: str, text: str | bytes, *, key: str = "", said: tuple[str, str, str], line: int = -1, also: int = 0
) -> Bad:
    """A file of its own."""
    return Bad(id_, text, key, *said, line=line, also=also)


def built(id_: str, make: Callable[[Path], None], *, said: tuple[str, str, str]) -> Bad:
    """A folder made by a function, whose problem has no line."""
    return Bad(id_, "", "", *said, line=0, make=make)
