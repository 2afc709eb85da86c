"""What the values of specs refer to, said once by their types; and the one walk that finds every spec and every reference.

A kind of spec is known to a guard because of what its fields are, never because a list names it: whoever adds one cannot
forget the guard.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from socle.messages import Refusal, Undecided, choose

from .partial import PartialMap, sound_entries
from .spec import Spec
from .vocabulary import Slot, slot_of


@dataclass(frozen=True)
class Refers:
    """The value names an entry of the estate; part of an `Annotated` type.

    to: the dotted key of the map, or of the list of values, from the root; `*` is the name at that place of the value's own key.
    what: what is wrong where there is no such entry, with `{name}`. otherwise: what that would lead to. holder: what the spec with
    the value is, in the words of messages. stands: whether that spec stands inside what it names, as a machine in a network.
    also: another map that may have it. besides: names that need no entry. inner: the map in each entry that the second part of a
    name `<entry>.<inner>` is of. instead: what may be done in place of naming another.
    """

    to: str
    what: str
    otherwise: str
    holder: str = ""
    stands: bool = False
    also: str = ""
    besides: tuple[str, ...] = ()
    inner: str = ""
    instead: str = ""

    @property
    def said(self) -> str:
        """Where the entry is, for people: `keys`, or `legacy.networks.<name>.subnets`."""
        first = f"{self.to}.<name>.{self.inner}" if self.inner else self.to
        return " or ".join(place.replace("*", "<name>") for place in (first, self.also) if place)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "$comment": f"one of {self.said}"}


@dataclass(frozen=True)
class Unbound:
    """The value looks like the name of an entry and is none; part of an `Annotated` type.

    why: what it is instead, for whoever reads the spec.
    """

    why: str


class Part(NamedTuple):
    """A spec, and the dotted key where it stands; empty for the root."""

    at: str
    spec: Spec


class Reference(NamedTuple):
    """A value that names something else: where it stands, the spec that holds it, the name, and what it refers to."""

    at: str
    part: Part
    name: str
    refers: Refers


def parts(root: Spec, at: str = "") -> Iterator[Part]:
    """Every spec of an estate, the root first. What was refused is left out."""
    yield Part(at, root)
    for name in _nesting(type(root)):
        for key, item in _items(vars(root).get(name), f"{at}.{name}" if at else name):
            if isinstance(item, Spec):
                yield from parts(item, key)


def references(among: Iterable[Part]) -> Iterator[Reference]:
    """Every value of these specs that refers to something."""
    for part in among:
        for name, refers, of_keys in _referring(type(part.spec)):
            value, at = vars(part.spec).get(name), f"{part.at}.{name}" if part.at else name
            if of_keys:
                yield from (Reference(f"{at}.{key}", part, key, refers) for key in cast("dict[str, Any]", value or {}))
            else:
                yield from (Reference(key, part, item, refers) for key, item in _items(value, at) if item is not None)


def unresolved(root: Spec, found: Iterable[Reference], under: str = "") -> Iterator[Refusal]:
    """References to what is not there. What the root does not say at all (a refused part) decides nothing.

    under: where the root itself stands in an estate; what is referred to outside of it decides nothing either.
    """
    known: dict[tuple[Refers, tuple[str, ...]], Collection[str] | None] = {}
    for at, _, name, refers in found:
        place = _place(refers.to, at, under)
        if (refers, place) not in known:
            known[refers, place] = _names(root, refers, place, under)
        names = known[refers, place]
        if names is not None and name not in names:
            instead = f"{choose(name, names)}{refers.instead and f', or {refers.instead}'}"
            yield Refusal(refers.what.format(name=name), refers.otherwise, instead, at=at)


def within(root: Spec, under: str) -> Iterator[Refusal]:
    """References of a spec to its own parts that are not there; `under` is where it stands in an estate."""
    return unresolved(root, references(parts(root)), under)


def leads_to(root: Spec, reference: Reference) -> str:
    """The dotted key of the entry that a value names; empty where it names none."""
    refers, name = reference.refers, reference.name
    if refers.inner:
        name = name.replace(".", f".{refers.inner}.", 1)
    for to in filter(None, (refers.to, refers.also)):
        place = (*_place(to, reference.at, ""), *name.split("."))
        if _entries(root, place) is not None:
            return ".".join(place)
    return ""


def entries(root: Spec, to: str) -> Collection[str] | None:
    """The names that a reference may have; None where the part that would declare them is not there."""
    return _entries(root, tuple(to.split(".")))


def _place(to: str, at: str, under: str) -> tuple[str, ...]:
    """The key of the map from the root, with the names that stand for `*`; empty where it is outside of the root."""
    keys, own, above = to.split("."), at.split("."), under.split(".") if under else []
    if keys[: len(above)] != above:
        return ()
    inside = keys[len(above) :]
    return tuple(own[index] if key == "*" else key for index, key in enumerate(inside))


def _names(root: Spec, refers: Refers, place: tuple[str, ...], under: str) -> Collection[str] | None:
    """What may be named there; None where the part that says it, or one that is on the way to it, was refused."""
    with suppress(Undecided):
        found = _entries(root, place) if place else None
        if found is None:
            return None
        if refers.inner:
            maps = cast("Mapping[str, Spec]", found)
            return [f"{key}.{name}" for key, entry in maps.items() for name in getattr(entry, refers.inner)]
        also = _entries(root, _place(refers.also, "", under)) if refers.also else None
        return {*_every(found), *_every(also or ()), *refers.besides}
    return None


def _every(found: Collection[str]) -> Collection[str]:
    return found.names() if isinstance(found, PartialMap) else found


def _entries(root: Spec, place: tuple[str, ...]) -> Collection[str] | None:
    here: Any = root
    for part in place:
        if isinstance(here, BaseModel):
            here = getattr(here, part, None)
        else:
            here = cast("Mapping[str, Any]", here).get(part) if isinstance(here, Mapping) else None
    return cast("Collection[str] | None", here)


def refers_to(slot: Slot) -> Refers | None:
    """What the value of a place refers to, itself or each of its entries."""
    inner = [one for one in (slot, slot.entry, slot.key_of_entries) if one]
    return next((mark for one in inner for mark in one.metadata if isinstance(mark, Refers)), None)


@cache
def _nesting(model: type[Spec]) -> tuple[str, ...]:
    """Fields in which further specs stand."""
    slots = {name: slot_of(model, name) for name in model.model_fields}
    return tuple(name for name, slot in slots.items() if (slot.entry or slot).model)


@cache
def _referring(model: type[Spec]) -> tuple[tuple[str, Refers, bool], ...]:
    """Fields that refer to something, and whether the names of their entries do. Of several marks the outermost counts."""
    found: list[tuple[str, Refers, bool]] = []
    for name in model.model_fields:
        slot = slot_of(model, name)
        for one, of_keys in ((slot, False), (slot.entry, False), (slot.key_of_entries, True)):
            marks = [mark for mark in (one.metadata if one else ()) if isinstance(mark, Refers)]
            found += [(name, mark, of_keys) for mark in marks[-1:]]
    return tuple(dict.fromkeys(found))


def _items(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    """The value itself, or what stands in it, each with its dotted key."""
    if isinstance(value, Mapping):
        yield from ((f"{at}.{key}", item) for key, item in sound_entries(cast("Mapping[str, Any]", value)).items())
    elif isinstance(value, tuple):
        yield from ((f"{at}.{index}", item) for index, item in enumerate(cast("tuple[Any, ...]", value)))
    else:
        yield at, value
