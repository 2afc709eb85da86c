"""Lists and documents of a change item by item: what was added, removed or changed in them, whatever its position."""

import json
from collections.abc import Iterator
from typing import Any, TypeGuard, cast

from socle.diff import ABSENT, Change
from socle.facts import identities, paired_items

Told = tuple[str, Any, Any]
"""A path with its two values."""
_MOST = 40
"""Items of one list that are compared; a longer list is told whole by its positions."""
_NAMES = ("Sid", "description", "name", "id", "key", "ip")
_LONGEST_NAME = 48


def items_of(change: Change, name: str) -> list[Told] | None:
    """What differs in a list of objects, or in a text that is a JSON document; nothing where it is neither."""
    before, after = change.before, change.after
    if before is None or after is None or name not in before.inputs or name not in after.inputs:
        return None
    old, new = before.inputs[name], after.inputs[name]
    if isinstance(old, str) and isinstance(new, str):
        return document_items(old, new, name) or None
    if not (_is_list(old) and _is_list(new)):
        return None
    return list(_of_list(name, old, new, change.resource.type)) or None


def rows_move(change: Change, name: str) -> bool:
    """Whether the rows of a list of objects do not stand where they stood, one for one."""
    old, new = (side.inputs.get(name) if side else None for side in (change.before, change.after))
    if not (_is_list(old) and _is_list(new)):
        return False
    pairs = paired_items(old, new, identities(change.resource.type, name))
    before, after = ({id(row): index for index, row in enumerate(rows)} for rows in (old, new))
    return len(old) != len(new) or any(
        before.get(id(was)) != after.get(id(will)) for was, will in pairs if was and will
    )


def document_items(old: Any, new: Any, name: str) -> list[Told]:
    """What differs between two JSON documents; empty where one of them is none."""
    before, after = (_document(value) if isinstance(value, str) else None for value in (old, new))
    return [] if before is None or after is None else list(_inside(name, before, after, ""))


def _document(text: str) -> Any:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text, object_pairs_hook=_each_once)
    except ValueError:
        return None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _is_list(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    rows = cast("list[Any]", value) if isinstance(value, list) else None
    return rows is not None and len(rows) <= _MOST and all(isinstance(row, dict) for row in rows)


def _of_list(path: str, old: list[Any], new: list[Any], type_: str) -> Iterator[Told]:
    for was, will in paired_items(old, new, identities(type_, path)):
        if was is None or will is None:
            yield path, ABSENT if was is None else was, ABSENT if will is None else will
        else:
            yield from _inside(f"{path}[{_name(was, will)}]", was, will, type_)


def _name(was: dict[str, Any], will: dict[str, Any]) -> str:
    """What an item is called, where it has a name that stays."""
    for field in _NAMES:
        if isinstance(was.get(field), str) and was.get(field) == will.get(field):
            name = str(was[field])
            return json.dumps(
                name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…", ensure_ascii=False
            )
    return "…"


def _inside(path: str, old: Any, new: Any, type_: str) -> Iterator[Told]:
    """The differences of two values, lists of objects by their items and other lists by their members."""
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        was, will = cast("dict[str, Any]", old), cast("dict[str, Any]", new)
        for key in sorted(was.keys() | will.keys()):
            yield from _inside(f"{path}.{key}", was.get(key, ABSENT), will.get(key, ABSENT), type_)
    elif _is_list(old) and _is_list(new) and old and new:
        yield from _of_list(path, old, new, type_)
    elif isinstance(old, list) and isinstance(new, list):
        before, after = cast("list[Any]", old), cast("list[Any]", new)
        gone, come = ([m for m in one if m not in other] for one, other in ((before, after), (after, before)))
        yield path, gone or ABSENT, come or ABSENT
    else:
        yield path, old, new
