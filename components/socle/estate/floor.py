"""Which values a data class demands: found by trying the weaker ones against the spec's own refusals.

Nothing here knows a rule: what the specs refuse is the rule. Only choices that can be listed are tried (true and false,
one of several words, something or nothing); how low a number may go is said by the refusal itself when it is written.
"""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from socle.specs import Spec

from .data_class import DataClass
from .load import Declared


def demanded(declared: Declared, key: str) -> str:
    """Why the value of a key may not be weaker: the refusal that another value would meet; empty if none would.

    A value counts as demanded by the data class if another one is refused, and is not refused for class `open`.
    """
    owner, path = _classified(declared, key)
    if owner is None or not path:
        return ""
    open_data = owner.model_copy(update={"data_class": DataClass.OPEN})
    for other in _others(owner, path):
        tolerated = set(_said(_changed(open_data, path, other)))
        refused = [what for what in _said(_changed(owner, path, other)) if what not in tolerated]
        if refused:
            return refused[0]
    return ""


def _classified(declared: Declared, key: str) -> tuple[Spec | None, list[str]]:
    """The nearest spec above a key that has a data class, and the rest of the path."""
    parts = key.split(".")
    for end in range(len(parts) - 1, -1, -1):
        owner = declared.value(".".join(parts[:end]))
        if isinstance(owner, Spec) and "data_class" in type(owner).model_fields:
            return owner, parts[end:]
    return None, []


def _others(owner: Spec, path: list[str]) -> Iterator[Any]:
    """Every other value that can be listed."""
    holder: Any = owner
    for part in path[:-1]:
        holder = getattr(holder, part, None)
    field = type(holder).model_fields.get(path[-1]) if isinstance(holder, Spec) else None
    if field is None:
        return
    now = getattr(holder, path[-1])
    for other in _choices(field.annotation):
        if other != now:
            yield other


def _choices(annotation: Any) -> Iterator[Any]:
    if annotation is bool:
        yield from (False, True)
    elif annotation is type(None):
        yield None
    elif annotation is int:
        yield 1
    elif get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for inner in get_args(annotation):
            yield from _choices(inner)


def _changed(owner: Spec, path: list[str], value: Any) -> Spec:
    if len(path) > 1:
        value = _changed(getattr(owner, path[0]), path[1:], value)
    return owner.model_copy(update={path[0]: value})


def _said(spec: Spec) -> Iterator[str]:
    for refusal in spec.refusals():
        yield f"{refusal.what}: {refusal.consequence}"
