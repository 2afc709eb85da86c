"""What the values of specs refer to, said once by their types; and the one walk that finds every spec and every reference.

A kind of spec is known to a guard because of what its fields are, never because a list names it: whoever adds one cannot
forget the guard.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from socle.messages import Refusal, choose

from .spec import Spec
from .vocabulary import Slot, slot_of


@dataclass(frozen=True)
class Refers:
    """The value names an entry of the estate; part of an `Annotated` type.

    to: the dotted key of the map, or of the list of values, from the root. what: what is wrong where there is no such entry,
    with `{name}`. otherwise: what that would lead to. holder: what the spec with the value is, in the words of messages.
    stands: whether that spec stands inside what it names, as a machine in a network.
    """

    to: str
    what: str
    otherwise: str
    holder: str = ""
    stands: bool = False

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "$comment": f"one of {self.to}"}


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


def unresolved(root: Spec, found: Iterable[Reference]) -> Iterator[Refusal]:
    """References to what is not there. What the root does not say at all (a refused part) decides nothing."""
    known: dict[str, Collection[str] | None] = {}
    for at, _, name, refers in found:
        if refers.to not in known:
            known[refers.to] = entries(root, refers.to)
        names = known[refers.to]
        if names is not None and name not in names:
            yield Refusal(refers.what.format(name=name), refers.otherwise, choose(name, names), at=at)


def entries(root: Spec, to: str) -> Collection[str] | None:
    """The names that a reference may have; None where the part that would declare them is not there."""
    here: Any = root
    for part in to.split("."):
        here = vars(here).get(part) if isinstance(here, BaseModel) else None
    return cast("Collection[str] | None", here)


def refers_to(slot: Slot) -> Refers | None:
    """What the value of a place refers to, itself or each of its entries."""
    inner = [one for one in (slot, slot.entry, slot.key_of_entries) if one]
    return next((mark for one in inner for mark in one.metadata if isinstance(mark, Refers)), None)


@cache
def _nesting(model: type[Spec]) -> tuple[str, ...]:
    """Fields in which further specs stand."""
    slots = {name: slot_of(name, field) for name, field in model.model_fields.items()}
    return tuple(name for name, slot in slots.items() if (slot.entry or slot).model)


@cache
def _referring(model: type[Spec]) -> tuple[tuple[str, Refers, bool], ...]:
    """Fields that refer to something, and whether the names of their entries do. Of several marks the outermost counts."""
    found: list[tuple[str, Refers, bool]] = []
    for name, field in model.model_fields.items():
        slot = slot_of(name, field)
        for one, of_keys in ((slot, False), (slot.entry, False), (slot.key_of_entries, True)):
            marks = [mark for mark in (one.metadata if one else ()) if isinstance(mark, Refers)]
            found += [(name, mark, of_keys) for mark in marks[-1:]]
    return tuple(dict.fromkeys(found))


def _items(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    """The value itself, or what stands in it, each with its dotted key."""
    if isinstance(value, Mapping):
        yield from ((f"{at}.{key}", item) for key, item in cast("Mapping[str, Any]", value).items())
    elif isinstance(value, tuple):
        yield from ((f"{at}.{index}", item) for index, item in enumerate(cast("tuple[Any, ...]", value)))
    else:
        yield at, value
