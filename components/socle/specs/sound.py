"""What the sound parts of a refused estate contradict among themselves, so that all is repaired in one go.

A part is built without its refused values. A check that needs one of them raises `Undecided` and says nothing: a missed
problem shows up on the next run, a false one would send the reader after something that is not there.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import Any, cast, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from socle.messages import Refusal, each

from .spec import Spec
from .vocabulary import Slot, slot_of
from .yaml import Path_


def sound_refusals(
    root: type[BaseModel], data: dict[str, Any], unsound: Iterable[Path_]
) -> list[tuple[Path_, Refusal]]:
    """Refusals of specs and between specs that do not depend on any value at the given paths."""
    building = _Building(set(unsound))
    building.spec(root, data, ())
    return [(path, refusal) for path, refusal in building.found if not building.depends(path, data)]


def dotted_parts(at: str) -> Path_:
    """`gateway.networks.1` as keys and indexes."""
    return tuple(int(part) if part.isdecimal() and len(part) < 10 else part for part in at.split(".")) if at else ()


class _Unsound(Exception):
    """There is no value here."""


class _Building:
    """Specs made of what is sound, what they refuse, and which entries of maps had to be left out."""

    def __init__(self, unsound: set[Path_]) -> None:
        self.found: list[tuple[Path_, Refusal]] = []
        self._unsound = unsound
        self._around = {path[:end] for path in unsound for end in range(len(path) + 1)}
        self._left_out: set[str] = set()

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
        with suppress(LookupError):  # an entry that was left out
            for refusal in each(made.refusals()):
                self.found.append((path + dotted_parts(refusal.at), refusal))

    def depends(self, path: Path_, data: Any) -> bool:
        """Whether a refusal may come from a value or entry that is not there: it is about one, or names one."""
        if path in self._around or any(path[:end] in self._unsound for end in range(1, len(path))):
            return True
        value = _at(data, path)
        names = [path[-1] if path else "", *(cast("list[Any]", value) if isinstance(value, list) else [value])]
        return any(isinstance(name, str) and name in self._left_out for name in names)

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
        for name, value in data.items():
            here = (*path, name)
            try:
                made = self._value(slot.entry or slot, value, here)
            except _Unsound:
                made = None
            if here in self._around:
                self._left_out.add(name)
            else:
                entries[name] = made
        return entries


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _at(data: Any, path: Path_) -> Any:
    for part in path:
        try:
            data = data[part]
        except (LookupError, TypeError):
            return None
    return data
