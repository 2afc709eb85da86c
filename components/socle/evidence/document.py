"""A document of a bundle: rows that each name their sources by id, and the gaps of what nobody here can know. Plain data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from socle.cutover.evidence import Level
from socle.messages import Said, Text


@dataclass(frozen=True)
class Line:
    """One line that stands in both languages where it arises: of a control, whose wording is data."""

    en: str
    fr: str


@dataclass(frozen=True)
class Title:
    """The title of a rule, which the rule has in English and the catalogue in other languages."""

    rule: str
    en: str


Cell = Text | Line | Title | int | float | bool | date | None | tuple[Text, ...]
"""What a row says in one column; None is not known."""


@dataclass(frozen=True)
class Row:
    """What is claimed, and where it comes from: ids of `sources`, with a part of it after `#` where it has parts."""

    cells: Mapping[str, Cell]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """One file of a bundle.

    name: of the file, and of its title. level: the weakest of what its rows rest on. gaps: what is missing, each by its key in the
    catalogue of sentences; a gap is named and never filled.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    level: Level = "declared"
    gaps: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain data, its sentences in English."""
        return {
            "version": 1,
            "document": self.name,
            "level": self.level,
            "rows": [
                {**{name: plain(value) for name, value in row.cells.items()}, "sources": list(row.sources)}
                for row in self.rows
            ],
            "gaps": list(self.gaps),
        }


def plain(value: Cell) -> Any:
    """A cell as JSON."""
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Line | Title):
        return value.en
    if isinstance(value, Said | StrEnum):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def rows(made: Iterable[tuple[Mapping[str, Cell], Iterable[str]]]) -> tuple[Row, ...]:
    """Rows from pairs of cells and sources."""
    return tuple(Row(cells, tuple(sources)) for cells, sources in made)


@dataclass
class Sources:
    """What rows may rest on, by id: its kind, its digest and the file of the bundle that has it, where one has."""

    found: dict[str, tuple[str, str, str]] = field(default_factory=dict[str, tuple[str, str, str]])

    def add(self, id_: str, kind: str, digest: str = "", file: str = "") -> None:
        """Note a source."""
        self.found[id_] = (kind, digest, file)

    def document(self) -> Document:
        """All of them."""
        return Document("sources", ("id", "kind", "digest", "file"), tuple(self._rows()))

    def _rows(self) -> Iterator[Row]:
        for id_, (kind, digest, file) in sorted(self.found.items()):
            yield Row({"id": id_, "kind": kind, "digest": digest, "file": file}, (id_,))
