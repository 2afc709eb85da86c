"""The keys of a spec and what their values look like, in words: for messages and for the reference documentation."""

import difflib
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from socle.messages import nearest

from .described import descriptions
from .spec import Form
from .yaml import Path_

_UNITS = ("days", "hours", "minutes", "seconds", "gb", "percent")
_PLAIN: dict[Any, str] = {bool: "true or false", date: "a date such as 2027-01-31"}


@dataclass(frozen=True)
class Slot:
    """A place in the estate where a value can stand: a field, an entry of a map, an item of a list."""

    annotation: Any
    """The type, without `Annotated` and without `| None`."""
    metadata: tuple[Any, ...] = ()
    """Constraints and forms."""
    nullable: bool = False
    """Whether `null` can stand here."""
    required: bool = True
    """Whether it has no default."""
    name: str = ""
    """The field's name; for entries and items that of the field around them."""
    within: type[BaseModel] | None = None
    """The spec whose field it is; for entries and items that of the field around them."""

    @property
    def description(self) -> str:
        """What the field decides; for entries and items that of the field around them."""
        return descriptions(self.within).get(self.name, "") if self.within else ""

    @property
    def model(self) -> type[BaseModel] | None:
        """The spec that stands here."""
        here = self.annotation
        return here if isinstance(here, type) and issubclass(here, BaseModel) else None

    @property
    def choices(self) -> list[str]:
        """The words that can stand here, where they can be listed."""
        here = self.annotation
        if get_origin(here) is Literal:
            return [str(choice) for choice in get_args(here)]
        return [str(choice.value) for choice in here] if isinstance(here, type) and issubclass(here, Enum) else []

    @property
    def entry(self) -> "Slot | None":
        """What stands for every entry of this map or item of this list."""
        kinds = get_args(self.annotation) if get_origin(self.annotation) in {dict, tuple} else ()
        return _bare(kinds[-1] if get_origin(self.annotation) is dict else kinds[0], self) if kinds else None

    @property
    def key_of_entries(self) -> "Slot | None":
        """What the names of this map's entries look like."""
        return _bare(get_args(self.annotation)[0], self) if get_origin(self.annotation) is dict else None

    def key(self, name: str) -> "Slot | None":
        """What stands under a key of this spec."""
        return slot_of(self.model, name) if self.model and name in self.model.model_fields else None


def slot_of(model: type[BaseModel], name: str) -> Slot:
    """The place of a field.

    Raises:
        KeyError: the spec has no such field.
    """
    field = model.model_fields[name]
    around = Slot(None, name=name, required=field.is_required(), within=model)
    return _bare(field.annotation, around, tuple(field.metadata))


def slot_at(root: type[BaseModel], path: Path_) -> Slot | None:
    """The place that a path of keys and indexes leads to."""
    here: Slot | None = Slot(root)
    for part in path:
        here = here and (here.key(str(part)) if here.model else here.entry)
    return here


def words(slot: Slot) -> str:
    """What a value looks like: `a whole number, 1 to 365 days`."""
    form = next((each for each in slot.metadata if isinstance(each, Form)), None)
    if slot.choices:
        said = f"one of {', '.join(slot.choices)}"
    elif form:
        said = form.said + _limits(slot, " characters")
    elif slot.model:
        said = f"keys and values ({', '.join(slot.model.model_fields)})"
    elif get_origin(slot.annotation) is dict:
        said = "named entries"
    elif slot.entry:
        said = f"a list; each item is {words(slot.entry)}"
    elif slot.annotation in {int, float}:
        said = ("a whole number" if slot.annotation is int else "a number") + _limits(slot, _unit(slot.name))
    else:
        said = _PLAIN.get(slot.annotation) or f"text{_limits(slot, ' characters')}"
    return said


def example(slot: Slot) -> str:
    """A value that could stand here, as YAML; empty where no short one says anything."""
    if slot.choices:
        return slot.choices[0]
    return next((each.example for each in slot.metadata if isinstance(each, Form)), "")


def known_keys(root: type[BaseModel], path: Path_) -> list[str]:
    """The keys that there are where one is written."""
    around = slot_at(root, path[:-1])
    return list(around.model.model_fields) if around and around.model else []


def nearest_key(root: type[BaseModel], path: Path_) -> tuple[str, str]:
    """The remedy for an unknown key, and the key of the same spec that was probably meant (empty if none is near)."""
    known = known_keys(root, path)
    written = str(path[-1]).lower().replace("-", "_").replace(" ", "_")
    near, elsewhere = _nearest(written, known, 0.65), _nearest(written, list(_everywhere(root)), 0.8)
    if near and _likeness(written, near) >= _likeness(written, elsewhere):
        return f"did you mean {near}?", near
    if elsewhere:
        first, *more = [place or "the top of the file" for place in _everywhere(root)[elsewhere]]
        others = f" (or {' or '.join(more[:2])})" if more else ""
        return f"did you mean {elsewhere}? It belongs under {first}{others}", ""
    return f"known keys here: {', '.join(known)}", ""


def _nearest(written: str, known: list[str], cutoff: float) -> str:
    return next(iter(nearest(written, known, n=1, cutoff=cutoff)), "")


def _likeness(written: str, known: str) -> float:
    return difflib.SequenceMatcher(None, written, known).ratio()


def specs(root: type[BaseModel]) -> list[tuple[str, type[BaseModel]]]:
    """Every spec with the first dotted key that leads to it, `<name>` for an entry of a map; the root itself first."""
    found: dict[type[BaseModel], str] = {}
    for place, model in _nested(root, ""):
        found.setdefault(model, place)
    return [(place, model) for model, place in found.items()]


@cache
def _everywhere(root: type[BaseModel]) -> dict[str, list[str]]:
    """For every key, the sections that know it."""
    found: dict[str, list[str]] = {}
    for place, model in specs(root):
        for name in model.model_fields:
            found.setdefault(name, []).append(place)
    return found


def _nested(model: type[BaseModel], place: str) -> Iterator[tuple[str, type[BaseModel]]]:
    yield place, model
    for name in model.model_fields:
        slot, here = slot_of(model, name), f"{place}.{name}" if place else name
        if slot.entry:
            slot, here = slot.entry, f"{here}.<name>" if get_origin(slot.annotation) is dict else here
        if slot.model:
            yield from _nested(slot.model, here)


def _bare(annotation: Any, around: Slot, metadata: tuple[Any, ...] = ()) -> Slot:
    """A place without the wrappings of its type."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _bare(inner, around, (*more, *metadata))
    if get_origin(annotation) in {Union, types.UnionType}:
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        return replace(_bare(kinds[0], around, metadata), nullable=len(kinds) < len(get_args(annotation)))
    return replace(around, annotation=annotation, metadata=metadata)


def bounds(slot: Slot) -> tuple[int | None, int | None]:
    """The least and the most that a number may be, or that a text may have of characters."""
    return _first(slot.metadata, ("ge", "min_length")), _first(slot.metadata, ("le", "max_length"))


def _limits(slot: Slot, unit: str) -> str:
    """`, 1 to 365 days`."""
    low, high = bounds(slot)
    step = _first(slot.metadata, ("multiple_of",))
    every = f", in steps of {step}" if step else ""
    if low is not None and high is not None:
        return f", {low} to {high}{unit}{every}"
    if low is not None:
        return f", {low}{unit} or more{every}"
    return (f", {high}{unit} at the most" if high is not None else "") + every


def _first(metadata: Iterable[Any], names: tuple[str, ...]) -> int | None:
    return next(
        (found for each in metadata for name in names if (found := getattr(each, name, None)) is not None), None
    )


def _unit(name: str) -> str:
    unit = name.rpartition("_")[2]
    return "" if unit not in _UNITS else f" {'GB' if unit == 'gb' else unit}"
