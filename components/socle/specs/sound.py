"""What the sound parts of a refused estate contradict among themselves, so that all is repaired in one go.

A part is built without its refused values. A check that needs one of them raises `Undecided` and says nothing: a missed
problem shows up on the next run, a false one would send the reader after something that is not there. A map without one of its entries
is a `PartialMap`.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import Any, cast, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from socle.messages import Refusal, each

from .partial import PartialMap
from .spec import Spec
from .vocabulary import Slot, slot_of
from .yaml import Path_

REFUSED_NAME = "[key]"
"""The validating library's mark, after an entry, for what is wrong with its name."""


def sound_refusals(
    root: type[BaseModel], data: dict[str, Any], unsound: Iterable[Path_]
) -> list[tuple[Path_, Refusal]]:
    """Refusals of specs and between specs that do not depend on any value at the given paths."""
    building = _Building(set(unsound))
    building.spec(root, data, ())
    return [(path, refusal) for path, refusal in building.found if not building.depends(path)]


def dotted_parts(at: str) -> Path_:
    """`gateway.networks.1` as keys and indexes."""
    return tuple(int(part) if part.isdecimal() and len(part) < 10 else part for part in at.split(".")) if at else ()


class _Unsound(Exception):
    """There is no value here."""


class _Building:
    """Specs made of what is sound, and what they refuse."""

    def __init__(self, unsound: set[Path_]) -> None:
        self.found: list[tuple[Path_, Refusal]] = []
        self._unsound = unsound
        self._around = {path[:end] for path in unsound for end in range(len(path) + 1)}

    def spec(self, model: type[BaseModel], data: dict[str, Any], path: Path_) -> BaseModel:
        values: dict[str, Any] = {}
        absent: list[str] = []
        for name in model.model_fields:
            here = (*path, name)
            try:
                if name in data:
                    values[name] = self._value(slot_of(model, name), data[name], here)
                elif here in self._unsound:
                    absent.append(name)
            except _Unsound:
                absent.append(name)
        made = model.model_construct(**values)
        for name in absent:
            vars(made).pop(name, None)
        if isinstance(made, Spec):
            self._ask(made, path)
        return made

    def _ask(self, made: Spec, path: Path_) -> None:
        with suppress(LookupError):  # a name that leads nowhere, and is refused where it is checked
            for refusal in each(made.refusals()):
                self.found.append((path + dotted_parts(refusal.at), refusal))

    def depends(self, path: Path_) -> bool:
        """Whether a refusal is about a value that is not there, or about one that it is in."""
        return path in self._around or any(path[:end] in self._unsound for end in range(1, len(path)))

    def _value(self, slot: Slot, data: Any, path: Path_) -> Any:
        if path in self._unsound:
            raise _Unsound
        if isinstance(data, dict) and slot.model:
            return self.spec(slot.model, cast("dict[str, Any]", data), path)
        if isinstance(data, dict) and get_origin(slot.annotation) is dict:
            return self._entries(slot, cast("dict[str, Any]", data), path)
        if path in self._around:
            raise _Unsound
        try:
            return None if data is None else _adapter(slot.annotation).validate_python(data)
        except ValidationError:
            raise _Unsound from None

    def _entries(self, slot: Slot, data: dict[str, Any], path: Path_) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        left_out: set[str] = set()
        for name, value in data.items():
            here = (*path, name)
            try:
                made = self._value(slot.entry or slot, value, here)
            except _Unsound:
                made = None
            if here in self._around:
                left_out.add(name)
            else:
                entries[name] = made
        misnamed = any((*path, name, REFUSED_NAME) in self._unsound for name in left_out)
        return PartialMap(entries, left_out, misnamed=misnamed) if left_out else entries


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)
