"""Where two values differ, leaf by leaf, at the paths where the engine would name a difference."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

from socle.plan import Path, dotted

from .change import ABSENT
from .equality import form, forms


class Difference(NamedTuple):
    """Two values that differ; `ABSENT` where one side has none."""

    path: Path
    old: Any
    new: Any


IsSet = Callable[[str], bool]
"""Whether the list at a dotted path is a set, in which order does not count."""


def differences(old: Any, new: Any, is_set: IsSet, path: Path = ()) -> Iterator[Difference]:
    """Every leaf that differs. What is added or removed whole is one difference."""
    if old is new or (type(old) is type(new) and old == new and not isinstance(old, dict | list)):
        return  # an object that holds True equals one that holds 1
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _objects(cast("dict[str, Any]", old), cast("dict[str, Any]", new), is_set, path)
    elif isinstance(old, list) and isinstance(new, list):
        before, after = cast("list[Any]", old), cast("list[Any]", new)
        walk = _sets if is_set(dotted(path)) else _lists
        yield from walk(before, after, is_set, path)
    elif not _same_number(old, new):
        yield Difference(path, old, new)


def _objects(old: dict[str, Any], new: dict[str, Any], is_set: IsSet, path: Path) -> Iterator[Difference]:
    for key in sorted(old.keys() | new.keys()):
        yield from differences(old.get(key, ABSENT), new.get(key, ABSENT), is_set, (*path, key))


def _lists(old: list[Any], new: list[Any], is_set: IsSet, path: Path) -> Iterator[Difference]:
    for index in range(max(len(old), len(new))):
        before = old[index] if index < len(old) else ABSENT
        after = new[index] if index < len(new) else ABSENT
        yield from differences(before, after, is_set, (*path, index))


def _sets(old: list[Any], new: list[Any], is_set: IsSet, path: Path) -> Iterator[Difference]:
    """Members that only one side has. Where one member was edited, the difference is inside it."""
    known_before, known_after = forms(old), forms(new)
    gone = [(index, member) for index, member in enumerate(old) if form(member) not in known_after]
    come = [(index, member) for index, member in enumerate(new) if form(member) not in known_before]
    if len(gone) == len(come) == 1 and isinstance(gone[0][1], dict):
        yield from differences(gone[0][1], come[0][1], is_set, (*path, come[0][0]))
        return
    for index, member in gone:
        yield Difference((*path, index), member, ABSENT)
    for index, member in come:
        yield Difference((*path, index), ABSENT, member)


def _same_number(old: Any, new: Any) -> bool:
    """1 and 1.0 are one number; True and 1 are not one value."""
    numbers = isinstance(old, int | float) and isinstance(new, int | float)
    return numbers and not isinstance(old, bool) and not isinstance(new, bool) and old == new
