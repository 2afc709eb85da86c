"""What differs between two specs of a component, entry by entry: the owner's own words for what somebody changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from socle.diff import ABSENT


@dataclass(frozen=True)
class Entry:
    """One entry that differs. `path` leads to it in the spec, empty for the fields of the spec itself; a side may be absent.

    Where both sides are there, they hold only the fields that differ.
    """

    path: tuple[str, ...]
    old: Any = ABSENT
    new: Any = ABSENT
    formerly: str = ""
    """What the entry was called, where only its name is another."""

    @property
    def sides(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The fields of both sides; none of a side that is absent."""
        return fields_of(self.old), fields_of(self.new)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, where both sides have the entry."""
        if not (isinstance(self.old, dict) and isinstance(self.new, dict)):
            return ()
        old, new = self.sides
        return tuple(sorted(key for key in old.keys() | new.keys() if old.get(key, ABSENT) != new.get(key, ABSENT)))


def entries_of(old: Any, new: Any) -> tuple[Entry, ...]:
    """Every entry of a collection that comes, goes or changes, and then the other fields as one.

    A spec may be a collection itself, as that of the keys is.
    """
    was, will = fields_of(old), fields_of(new)
    found: list[Entry] = []
    own: list[str] = []
    named = _is_collection(was, will)
    for key in sorted(was.keys() | will.keys()):
        before, after = was.get(key, ABSENT), will.get(key, ABSENT)
        if before == after:
            continue
        if _is_collection(before, after):
            found += _members((key,), fields_of(before), fields_of(after))
        elif named:
            continue
        else:
            own.append(key)
    found += _members((), was, will) if named else ()
    if own:
        before, after = ({key: side[key] for key in own if key in side} for side in (was, will))
        found.insert(0, Entry((), before, after))
    return tuple(found)


def _members(path: tuple[str, ...], was: Mapping[str, Any], will: Mapping[str, Any]) -> Iterator[Entry]:
    renamed = _renamed(was, will)
    for key in sorted(was.keys() | will.keys()):
        before, after = was.get(key, ABSENT), will.get(key, ABSENT)
        if key in renamed:
            yield Entry((*path, key), after, after, formerly=renamed[key])
        elif before != after and key not in renamed.values():
            yield Entry((*path, key), before, after)


def _renamed(was: Mapping[str, Any], will: Mapping[str, Any]) -> dict[str, str]:
    """By its new name what an entry was called: it comes where the same goes, and nothing else is like it."""
    gone, come = ({key: one[key] for key in one if key not in other} for one, other in ((was, will), (will, was)))
    found = {key: [name for name, old in gone.items() if old == new] for key, new in come.items()}
    return {key: names[0] for key, names in found.items() if len(names) == 1 and [*come.values()].count(come[key]) == 1}


def _is_collection(*sides: Any) -> bool:
    """Whether it is a map of entries: each of them is an object of its own."""
    there = [cast("dict[str, Any]", side) for side in sides if isinstance(side, dict)]
    values = [value for side in there for value in side.values()]
    return (
        bool(values) and len(there) == sum(s is not ABSENT for s in sides) and all(isinstance(v, dict) for v in values)
    )


def fields_of(value: Any) -> dict[str, Any]:
    """A spec or an entry of it, by its fields; none where it is something else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
