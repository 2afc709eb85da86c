"""Who may what, as a page shows it: a matrix of holders and targets for each stack, or a list where a matrix would be too wide."""

from collections.abc import Sequence
from dataclasses import dataclass

from socle.messages import Text
from socle.review import Pair

_MOST_HOLDERS = 7
"""Columns of a matrix. What is wider is read by nobody, and is drawn as a list."""
MOST_ROWS = 400
"""Rows of one table of a page; the JSON has all of them."""


@dataclass(frozen=True)
class Matrix:
    """Holders across, targets down; a cell has the actions of one holder on the targets of its row, or nothing."""

    holders: tuple[Text, ...]
    rows: tuple[tuple[tuple[Text, ...], tuple[Pair | None, ...]], ...]


@dataclass(frozen=True)
class Access:
    """The permissions that one stack gives, in one of the two forms."""

    stack: str
    matrix: Matrix | None
    pairs: tuple[Pair, ...] = ()
    more: int = 0


def access_of(rights: dict[str, list[Pair]]) -> list[Access]:
    """One matrix a stack."""
    return [_access(stack, pairs) for stack, pairs in rights.items()]


def _access(stack: str, pairs: list[Pair]) -> Access:
    holders = tuple(dict.fromkeys(pair.source for pair in pairs))
    if len(holders) <= _MOST_HOLDERS:
        matrix = _matrix(pairs, holders)
        if len(matrix.rows) <= MOST_ROWS:
            return Access(stack, matrix)
    return Access(stack, None, tuple(pairs[:MOST_ROWS]), max(0, len(pairs) - MOST_ROWS))


def _matrix(pairs: Sequence[Pair], holders: tuple[Text, ...]) -> Matrix:
    """Targets with the same cells share a row."""
    cells: dict[Text, dict[Text, Pair]] = {}
    for pair in pairs:
        for target in pair.targets:
            cells.setdefault(target, {})[pair.source] = pair
    alike: dict[tuple[Pair | None, ...], list[Text]] = {}
    for target, by_holder in cells.items():
        alike.setdefault(tuple(by_holder.get(holder) for holder in holders), []).append(target)
    return Matrix(holders, tuple((tuple(targets), row) for row, targets in alike.items()))
