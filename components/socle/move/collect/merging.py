"""Sights of one condition from several tools as one: a wave has one record of a condition, and buckets and databases are seen apart.

A count that one of them does not know is known to nobody.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from .sight import Level, Sight, Value

_MOST = ("lag-seconds", "slot-gb", "ttl-seconds", "old-ttl-left-seconds")
_LEAST = ("watched-hours", "minutes", "free-percent", "days")
_LEVELS: tuple[Level, ...] = ("declared", "deployed", "observed")


def merged(sights: Iterable[Sight]) -> list[Sight]:
    """One sight a kind: counts are added, of a lag the longest counts, of a time watched the shortest, of levels the lowest."""
    by_kind: dict[str, list[Sight]] = {}
    for each in sights:
        by_kind.setdefault(each.kind, []).append(each)
    return [_one(kind, found) for kind, found in sorted(by_kind.items())]


def sight_from(data: Any) -> Sight:
    """A sight from its JSON.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(data, dict):
        raise ValueError("no sight of a collector")  # noqa: TRY004 - one kind of error for one kind of fault
    fields = cast("dict[str, Any]", data)
    values, unseen = fields.get("values"), fields.get("unseen")
    plain = isinstance(values, dict) and isinstance(unseen, list) and isinstance(fields.get("kind"), str)
    if not plain or fields.get("level") not in _LEVELS or fields.keys() != {"kind", "level", "values", "unseen"}:
        raise ValueError("no sight of a collector")
    kept = {name: each for name, each in cast("dict[str, Value]", values).items() if name != "unseen"}
    return Sight(fields["kind"], kept, fields["level"], tuple(str(each) for each in cast("list[object]", unseen)))


def _one(kind: str, found: list[Sight]) -> Sight:
    names = set[str]().union(*(each.values for each in found))
    known_to_all = [name for name in sorted(names) if all(name in each.values for each in found)]
    values = {name: _together(name, [each.values[name] for each in found]) for name in known_to_all}
    lost = [f"{name} is not known of all" for name in sorted(names - set(known_to_all))]
    lowest = min(_LEVELS.index(each.level) for each in found)
    return Sight(kind, _plain(values), _LEVELS[lowest], (*(what for each in found for what in each.unseen), *lost))


def _plain(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def _together(name: str, values: list[Value]) -> Value | None:
    if all(isinstance(each, bool) for each in values):
        return all(values)
    if any(isinstance(each, str | bool) for each in values):
        return values[0] if len(set(values)) == 1 else None
    numbers = [int(each) for each in values]
    return max(numbers) if name in _MOST else min(numbers) if name in _LEAST else sum(numbers)
