"""What `ignore_changes` does to new inputs: at each of its paths the old value is put back, as far as both sides have the place.

Members of an object come and go with the old one. A list keeps the length that it has in the program, so what is added or
removed at its end is seen even behind `[*]`. Source: `PropertyPath.Reset` of the engine; measured with the engine 3.260.
"""

from collections.abc import Iterable
from typing import Any, cast

from socle.plan import Path, parse

_MISSING = object()


def put_back(new: dict[str, Any], old: dict[str, Any], patterns: Iterable[str]) -> dict[str, Any]:
    """The new inputs with the old values at every ignored path; both arguments stay as they are."""
    for path in filter(None, map(parse, patterns)):
        new = _object(new, old, path)
    return new


def _reset(new: Any, old: Any, path: Path) -> Any:
    if not path:
        return old
    if isinstance(new, list):
        return _list(cast("list[Any]", new), old, path)
    if isinstance(new, dict):
        return _object(cast("dict[str, Any]", new), old, path)
    return new


def _list(new: list[Any], old: Any, path: Path) -> list[Any]:
    first, rest = path[0], path[1:]
    before = cast("list[Any]", old) if isinstance(old, list) else []
    return [
        _reset(item, before[index], rest) if index < len(before) and first in ("*", index) else item
        for index, item in enumerate(new)
    ]


def _object(new: dict[str, Any], old: Any, path: Path) -> dict[str, Any]:
    first, rest = path[0], path[1:]
    before = cast("dict[str, Any]", old) if isinstance(old, dict) else {}
    names = {**new, **before} if first == "*" else [str(first)]
    found = dict(new)
    for name in names:
        kept = before.get(name, _MISSING)
        value = kept if not rest else _reset(found[name], kept, rest) if name in found else _MISSING
        if value is not _MISSING:
            found[name] = value
        else:
            found.pop(name, None)
    return found
