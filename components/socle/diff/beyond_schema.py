"""What no schema shows: replacements by a provider's own plan logic, changes that are never sent, changes that fail late.

The facts are the rows' (`socle.facts`), each with its proof: where in the provider it was read, or what a real engine answered.
Here is what each means for a change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from socle.facts import Logic, When, kind, kinds, usual
from socle.plan import Resource

from .change import ABSENT, Certainty, Remark

Test = Callable[[Any, Any, Resource], bool]

META = "__meta"
"""The engine's reason for a replacement that the provider's plan logic asks for: it names no input."""


@dataclass(frozen=True)
class Beyond:
    """One fact about one input (dotted path; empty: any input) of one type, which holds when `when(old, new, after)` does."""

    type: str
    input: str
    proof: str
    when: Test
    replaces: bool = False
    ignored: bool = False
    certainty: Certainty = Certainty.CERTAIN
    remark: Remark | None = None
    detail: str = ""


def _always(_old: Any, _new: Any, _after: Resource) -> bool:
    return True


def _shrinks(old: Any, new: Any, _after: Resource) -> bool:
    return isinstance(old, int | float) and isinstance(new, int | float) and new < old


def _switched_off(old: Any, new: Any, _after: Resource) -> bool:
    return old is True and new is not True


def _leaves_network(old: Any, _new: Any, after: Resource) -> bool:
    """Only a Kapsule cluster that already is in a network; Kosmos clusters have none."""
    kind = after.inputs.get("type", "")
    return old not in (ABSENT, "") and not str(kind).startswith("multicloud")


def _loses_one(old: Any, new: Any, _after: Resource) -> bool:
    return isinstance(old, list) and not set(cast("list[Any]", old)) <= set(
        cast("list[Any]", new) if isinstance(new, list) else []
    )


def _on_request(_old: Any, _new: Any, after: Resource) -> bool:
    return after.inputs.get("replaceOnTypeChange") is True


def _not_on_request(old: Any, new: Any, after: Resource) -> bool:
    return not _on_request(old, new, after)


def _no_difference(_old: Any, _new: Any, _after: Resource) -> bool:
    return False


_WHEN: dict[When, Test] = {
    "always": _always,
    "shrinks": _shrinks,
    "switched off": _switched_off,
    "leaves its network": _leaves_network,
    "loses one": _loses_one,
    "replacing on request": _on_request,
    "not on request": _not_on_request,
    "switched on at birth": _no_difference,
}
_PROVIDER_SOURCE = "Terraform provider 2.81, internal/services/"
_UNSENT = (
    ", the update function does not send it; `up` reports an update, and the next refresh a difference "
    "where the provider reads it back"
)


def _known(type_: str, logic: Logic) -> Beyond:
    """A row's logic as the diff applies it."""
    asks = logic.effect in ("may replace", "provider decides")
    remarks = {"recomputes": Remark.RECOMPUTES, "fails": Remark.WILL_FAIL}
    return Beyond(
        type_,
        logic.input,
        logic.source,
        _WHEN[logic.when],
        replaces=logic.effect in ("replaces", "may replace"),
        ignored=logic.effect == "ignored",
        certainty=Certainty.PROVIDER if asks else Certainty.CERTAIN,
        remark=remarks.get(logic.effect),
        detail=logic.detail,
    )


def _never_sent() -> list[Beyond]:
    """One row says what components must make loud and what the diff must call not sent."""
    return [
        Beyond(row.type, name, f"{_PROVIDER_SOURCE}{row.silent.source}{_UNSENT}", _always, remark=Remark.NOT_SENT)
        for row in kinds()
        if row.silent
        for name in row.silent.inputs
    ]


BEYOND_SCHEMA: tuple[Beyond, ...] = (
    *(_known(row.type, logic) for row in kinds() for logic in row.logic),
    *_never_sent(),
)


_BY_TYPE = {
    type_: [entry for entry in BEYOND_SCHEMA if entry.type == type_] for type_ in {e.type for e in BEYOND_SCHEMA}
}


def beyond(path: str, before: Resource, after: Resource) -> list[Beyond]:
    """What the table says of a difference at a dotted path; an entry holds for everything below its input."""
    return [
        entry
        for entry in _BY_TYPE.get(usual(after.type), ())
        if (path == entry.input or path.startswith(f"{entry.input}."))
        and entry.when(_value(before, entry.input), _value(after, entry.input), after)
    ]


def failing_at_birth(after: Resource) -> list[str]:
    """The inputs with which a resource can be changed, and neither made nor replaced."""
    known = kind(after.type)
    at_birth = (logic.input for logic in (known.logic if known else ()) if logic.when == "switched on at birth")
    return [name for name in at_birth if _value(after, name) is True]


def _value(resource: Resource, dotted: str) -> Any:
    value: Any = resource.inputs
    for name in dotted.split("."):
        if not isinstance(value, dict):
            return ABSENT
        value = cast("dict[str, Any]", value).get(name, ABSENT)
    return value
