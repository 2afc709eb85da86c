"""The reference documentation of the estate, from the specs themselves: what every key is, its default and what it decides."""

import json
from collections.abc import Iterator
from dataclasses import fields
from inspect import cleandoc
from typing import Any, cast, get_origin

from pydantic import BaseModel

from socle.estate import DataClass, Estate, Floor
from socle.messages import each
from socle.specs import Slot, Spec, bounds, refers_to, slot_of, specs, words

_HEAD = """# The estate

Every key of `stacks/estates/<name>/`, generated from the specs of `socle.estate`. An unknown key is refused, and so is a value that
a part's data class does not allow; a key without default must be written.
"""


def reference() -> str:
    """The page as Markdown; the same text for the same specs."""
    parts = [_HEAD, _floors(), *(_section(place, model) for place, model in specs(Estate))]
    return "\n".join(parts)


def _floors() -> str:
    """Every demand of every data class. A class is a floor: a spec may be stricter, never weaker."""
    said = dict(_floor_words())
    rows = [
        f"| {said[field.name]} | "
        + " | ".join(_floor(getattr(each_class.floor, field.name)) for each_class in DataClass)
        + " |"
        for field in fields(Floor)
    ]
    classes = " | ".join(f"`{each_class}`" for each_class in DataClass)
    return "\n".join(
        ["## Data classes", "", cleandoc(DataClass.__doc__ or ""), "", f"| | {classes} |", _rule(5), *rows, ""]
    )


def _floor_words() -> Iterator[tuple[str, str]]:
    """Each field of a floor as its docstring explains it."""
    name = ""
    said: dict[str, str] = {}
    for line in cleandoc(Floor.__doc__ or "").split("\n")[2:]:
        head, colon, rest = line.partition(": ")
        if colon and head.isidentifier():
            name, line = head, rest  # noqa: PLW2901 - the line without the name that it explains
        said[name] = f"{said.get(name, '')} {line.strip()}".strip()
    yield from said.items()


def _floor(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(f"`{choice}`" for choice in cast("tuple[object, ...]", value)) or "any"
    return str(value)


def _section(place: str, model: type[BaseModel]) -> str:
    title = f"`{place}`" if place else "The top of the file"
    rows = [_row(model, slot_of(model, name), _default(model, name)) for name in model.model_fields]
    head = ["| key | what it looks like | default | floor | what it decides |", _rule(5)]
    return "\n".join([f"## {title}", "", cleandoc(model.__doc__ or ""), "", *head, *rows, ""])


def _row(model: type[BaseModel], slot: Slot, default: str) -> str:
    cells = [f"`{slot.name}`", _looks(slot), default, _demanded(model, slot), slot.description]
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"


def _looks(slot: Slot) -> str:
    refers = refers_to(slot)
    named = refers and slot.key_of_entries is None
    return f"{_form(slot)}; of `{refers.said}`" if refers and named else _form(slot)


def _form(slot: Slot) -> str:
    null = " or `null`" if slot.nullable else ""
    if slot.choices:
        return ", ".join(f"`{choice}`" for choice in slot.choices) + null
    if get_origin(slot.annotation) is dict and slot.entry:
        return "named entries, below" if slot.entry.model else f"names, each with {words(slot.entry)}"
    return "keys and values, below" + null if slot.model else words(slot) + null


def _default(model: type[BaseModel], name: str) -> str:
    field = model.model_fields[name]
    if field.is_required():
        return "must be written"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "its own defaults"
    plain = list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value
    return f"`{json.dumps(plain, default=str, ensure_ascii=False)}`"


def _demanded(model: type[BaseModel], slot: Slot) -> str:
    """What a data class refuses here and class `open` would take, found by asking the spec itself."""
    if not issubclass(model, Spec) or "data_class" not in model.model_fields or slot.name == "data_class":
        return ""
    said: dict[str, list[str]] = {}
    for data_class in DataClass:
        for demand in (*_listed(model, slot, data_class), *_numbers(model, slot, data_class)):
            said.setdefault(demand, []).append(f"`{data_class}`")
    return "; ".join(f"{demand} for {', '.join(classes)}" for demand, classes in said.items())


def _listed(model: type[Spec], slot: Slot, data_class: DataClass) -> Iterator[str]:
    choices = [False, True] if slot.annotation is bool else slot.choices
    for value in (*choices, *([None] if slot.nullable else [])):
        if _refused(model, slot.name, value, data_class):
            yield f"not `{json.dumps(value)}`"


def _numbers(model: type[Spec], slot: Slot, data_class: DataClass) -> Iterator[str]:
    """The bound of a number, by bisection: refusals of numbers are of too small or of too large ones."""
    low, high = bounds(slot)
    if slot.annotation is not int or low is None or high is None:
        return
    at_low, at_high = (_refused(model, slot.name, value, data_class) for value in (low, high))
    if at_low and at_high:
        yield "no number"
    elif at_low or at_high:
        while high - low > 1:
            middle = (low + high) // 2
            same = _refused(model, slot.name, middle, data_class) == at_low
            low, high = (middle, high) if same else (low, middle)
        yield f"at least {high}" if at_low else f"at most {low}"


def _refused(model: type[Spec], name: str, value: Any, data_class: DataClass) -> bool:
    """Whether a spec that has nothing else is refused for this value, and would not be in class `open`."""
    found = {each_class: _said(model, name, value, each_class) for each_class in (data_class, DataClass.OPEN)}
    return found[data_class] and not found[DataClass.OPEN]


def _said(model: type[Spec], name: str, value: Any, data_class: DataClass) -> bool:
    values: dict[str, Any] = {"data_class": data_class, name: value}
    return any(refusal.at == name for refusal in each(model.model_construct(**values).refusals()))


def _rule(columns: int) -> str:
    return f"|{' --- |' * columns}"
