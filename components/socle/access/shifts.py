"""Whose rights grew and shrank between two matrices: for each holder, thing and word, the conditions under which it held and holds."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from socle.messages import Text, order

from .matrix import Matrix, Row
from .verbs import Verb


class Direction(StrEnum):
    """What became of a right. What is under another condition, or could not be read on one side, may be either."""

    GREW = "grew"
    SHRANK = "shrank"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Shift:
    """One holder and the things on which the same became of the same rights; `further` are rights of other kinds, by their own words."""

    direction: Direction
    stack: str
    holder: Text
    targets: tuple[Text, ...]
    verbs: tuple[Verb, ...]
    further: tuple[Text, ...] = ()


@dataclass(frozen=True)
class _Held:
    """The conditions under which one right holds (an empty one: always), and whether there may be more than was read."""

    conditions: frozenset[Text] = frozenset()
    whole: bool = True

    @property
    def always(self) -> bool:
        return "" in self.conditions


_What = tuple[str, Text, Text, Text]
"""A stack, a holder, a thing, and a word of the five or a right in its own words."""


def shifts(before: Matrix, after: Matrix, uncompared: Collection[str] = ()) -> list[Shift]:
    """What became of rights.

    Args:
        uncompared: stacks of which one side is not known. They are left out here, and whoever tells the rest names them.
    """
    old, new = _held(before), _held(after)
    hidden = {Direction.GREW: _unread(before), Direction.SHRANK: _unread(after)}
    alike: dict[tuple[str, Text, Text, Direction], list[Text]] = {}
    for what in sorted({*old, *new}, key=lambda key: [*map(order, key)]):
        stack, holder, target, right = what
        found = None if stack in uncompared else _direction(_of(old, what), _of(new, what))
        if found and (stack, holder) in hidden.get(found, ()):
            found = Direction.UNKNOWN
        if found:
            alike.setdefault((stack, holder, target, found), []).append(right)
    return sorted(_joined(alike), key=lambda each: (each.direction, order(each.holder), each.stack))


def _unread(matrix: Matrix) -> set[tuple[str, Text]]:
    """Holders of whom something could not be read: it may be the very right that is seen on the other side alone."""
    return {(row.stack, row.holder) for row in matrix.rows if not row.cells.whole}


def _joined(alike: Mapping[tuple[str, Text, Text, Direction], list[Text]]) -> Iterator[Shift]:
    """Things of one holder with the same rights in one."""
    found: dict[tuple[str, Text, Direction, tuple[Text, ...]], list[Text]] = {}
    for (stack, holder, target, direction), rights in alike.items():
        found.setdefault((stack, holder, direction, tuple(rights)), []).append(target)
    for (stack, holder, direction, rights), targets in found.items():
        words = tuple(verb for verb in Verb if verb in rights)
        further = tuple(right for right in rights if not isinstance(right, Verb))
        yield Shift(direction, stack, holder, tuple(targets), words, further)


def _held(matrix: Matrix) -> dict[_What, _Held]:
    """Each right of a matrix; what could not be read of a holder is true of all five words."""
    found: dict[_What, _Held] = {}
    for row in matrix.rows:
        for target in row.targets:
            for right in (*Verb, *row.cells.further):
                key = (row.stack, row.holder, target, right)
                found[key] = _with(found.get(key, _Held()), row, right)
    return {key: held for key, held in found.items() if held != _Held()}


def _with(held: _Held, row: Row, right: Text) -> _Held:
    may = row.cells.may(right) if isinstance(right, Verb) else True
    conditions = held.conditions | {row.condition} if may else held.conditions
    return _Held(conditions, held.whole and may is not None)


def _of(held: Mapping[_What, _Held], what: _What) -> _Held:
    return held.get(what, _Held())


def _direction(old: _Held, new: _Held) -> Direction | None:
    """A condition fewer is a right less, unless it held always; another condition may let in more or fewer."""
    if old == new or (old.always and new.always):
        return None
    if not (old.whole and new.whole):
        return Direction.UNKNOWN
    if new.always or old.conditions < new.conditions:
        return Direction.GREW
    if old.always or new.conditions < old.conditions:
        return Direction.SHRANK
    return Direction.UNKNOWN
