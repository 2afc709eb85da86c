"""A newer export against what stands in `legacy.yaml`, field by field: what to write, and what to leave to the person who wrote it.

Three sides: the file, the export, and a digest of what the last export said. A field that still is what an export wrote follows
Azure. A field that a person changed, added or removed stays, and is told when Azure disagrees. Nothing that vanished from the
export is removed: an export that could not see a resource looks like one in which it is gone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from socle.estate.legacy import DECIDING

from .adoption import stated
from .typed import UNNAMED_HOLD

Path_ = tuple[str, ...]
Digests = Mapping[str, str]
"""Digests of leaves by their path inside an entry, slashes between parts."""


@dataclass(frozen=True)
class Change:
    """One thing that the file will say otherwise, or (`kept`) that it says and Azure does not."""

    kind: Literal["add", "set", "remove", "kept"]
    path: Path_
    old: Any = None
    new: Any = None


def merged(
    ours: Mapping[str, Any],
    whole: Mapping[str, Any],
    read: Mapping[str, Digests],
    theirs: Mapping[str, dict[str, Any]],
) -> Iterator[Change]:
    """Changes that bring a file's sections up to an export's entries (by dotted key); `read` is the memory of the last one.

    `whole` is what the file means, defaults included: what a person left to a default that Azure confirms is not written out, but for
    what decides when Azure can end.
    """
    for key, fields in theirs.items():
        section, name = key.split(".", 1)
        there = cast("dict[str, Any]", ours.get(section) or {}).get(name)
        if there is None:
            yield Change("add", (section, name), new=stated(fields))
        else:
            yield from _fields(_Sides(there, whole[section][name], fields), read.get(key, {}), (section, name), ())


@dataclass(frozen=True)
class _Sides:
    """One mapping as it is written, as it is meant, and as Azure has it."""

    ours: dict[str, Any]
    whole: dict[str, Any]
    theirs: dict[str, Any]

    def below(self, name: str) -> "_Sides | None":
        """The same of a mapping inside, where it is written and Azure has it."""
        sides = self.ours.get(name), self.whole.get(name), self.theirs[name]
        return _Sides(*cast("tuple[Any, Any, Any]", sides)) if all(isinstance(side, dict) for side in sides) else None


def _fields(sides: _Sides, read: Digests, entry: Path_, inside: Path_) -> Iterator[Change]:
    for name, new in sides.theirs.items():
        here, below = (*inside, name), sides.below(name)
        if below:
            yield from _fields(below, read, entry, here)
        elif name not in sides.ours:
            unread = new == {} or name in DECIDING or sides.whole.get(name) != new
            if new is not None and unread and not _was_read(read, here):
                yield Change("add", (*entry, *here), new=stated({name: new})[name])
        elif not _same(sides.ours[name], new) and not (new == [UNNAMED_HOLD] and sides.ours[name]):
            yield _changed(read, entry, here, sides.ours[name], new)


def _changed(read: Digests, entry: Path_, here: Path_, old: Any, new: Any) -> Change:
    """What stands there is Azure's if each of its leaves still is what an export wrote."""
    azures = all(read.get("/".join((*here, *below))) == digest(value) for below, value in _leaves(old))
    kind = "kept" if not azures else "remove" if new is None else "set"
    return Change(kind, (*entry, *here), old, new)


def _was_read(read: Digests, path: Path_) -> bool:
    text = "/".join(path)
    return text in read or any(known.startswith(f"{text}/") for known in read)


def digests(fields: dict[str, Any]) -> dict[str, str]:
    """What to remember of an entry's fields for the next export."""
    return {"/".join(path): digest(value) for path, value in _leaves(stated(fields))}


def digest(value: Any) -> str:
    """Eight characters: enough to tell an edit, and nothing to read back."""
    text = value.lower() if _is_id(value) else json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    if isinstance(value, dict) and value:
        for name, item in cast("dict[str, Any]", value).items():
            yield from _leaves(item, (*path, name))
    else:
        yield path, value


def _same(one: Any, other: Any) -> bool:
    return one == other or (_is_id(one) and _is_id(other) and one.lower() == other.lower())


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("/subscriptions/")


def applied(data: Mapping[str, Any], changes: Iterator[Change] | list[Change]) -> dict[str, Any]:
    """Data with changes applied: what a file must say after it was edited."""
    result = cast("dict[str, Any]", json.loads(json.dumps(data)))
    for change in changes:
        here = result
        for part in change.path[:-1]:
            here = here.setdefault(part, {})
        if change.kind == "remove":
            del here[change.path[-1]]
        elif change.kind != "kept":
            here[change.path[-1]] = change.new
    return result
