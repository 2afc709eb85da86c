"""What a condition answers to a call of which some is known: allowed, denied, or undecided; and whether any call can meet it.

What is not known takes every value that makes a difference: the edges of each range and window, each text that is compared, and one
that is none of them. Those are all cases there are for comparisons, so an answer over them is an answer over every call. Where an
expression asks more of a value (its end, its minutes), not finding a case proves nothing, and the answer is undecided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product
from typing import Any

from .cases import cases_of
from .mapped import readings
from .syntax import Expression, NotUnderstood, parse
from .values import ERROR, Absent, value_of

_OF_RESOURCE: tuple[str, ...] = ("resource.id", "resource.name", "resource.locality")
MOST_CASES = 50_000
"""Cases of one condition that are tried; beyond, it is undecided."""


class Answer(StrEnum):
    """What a rule with the condition does for a call."""

    ALLOWED = "allowed"
    DENIED = "denied"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Request:
    """What is known of a call: its public source address, its time (RFC 3339, with a zone), its user agent. None is not known."""

    ip: str | None = None
    time: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True)
class Resource:
    """What is known of the resource of a call. None is not known."""

    id: str | None = None
    name: str | None = None
    locality: str | None = None


def answer(condition: str, request: Request | None = None, resource: Resource | Absent | None = None) -> Answer:
    """What a condition answers. Without a `resource`, nothing is known of it; `Absent` is a call that has none, such as a listing.

    Raises:
        NotUnderstood: the condition, or what is said of the call, cannot be read.
    """
    tree = parse(condition)
    known = {f"request.{name}": value for name, value in vars(request or Request()).items() if value is not None}
    if isinstance(resource, Absent):
        known |= dict.fromkeys(_OF_RESOURCE, resource)
    elif resource:
        known |= {f"resource.{name}": value for name, value in vars(resource).items() if value is not None}
    found = {_answer(*reading, present=isinstance(resource, Resource)) for reading in readings(tree, known)}
    return found.pop() if len(found) == 1 else Answer.UNDECIDED


def _answer(tree: Expression, known: Mapping[str, Any], *, present: bool) -> Answer:
    seen, whole = _outcomes(tree, known, present=present)
    if whole and seen == {True}:
        return Answer.ALLOWED
    return Answer.DENIED if whole and True not in seen else Answer.UNDECIDED


def possible(condition: str, *, resources: bool = True) -> bool | None:
    """Whether any call can meet a condition; None where that is undecided.

    resources: whether the product says which resource a call is for; else a condition on one meets none.

    Raises:
        NotUnderstood: the condition cannot be read.
    """
    known = {} if resources else dict.fromkeys(_OF_RESOURCE, Absent())
    found = {_possible(*reading) for reading in readings(parse(condition), known)}
    return found.pop() if len(found) == 1 else None


def _possible(tree: Expression, known: Mapping[str, Any]) -> bool | None:
    seen, whole = _outcomes(tree, known, present=False)
    if True in seen:
        return True
    return False if whole else None


def survives_listing(condition: str) -> bool | None:
    """Whether a listing, which has no resource, can still pass; None where that is undecided.

    Raises:
        NotUnderstood: the condition cannot be read.
    """
    return possible(condition, resources=False)


def _outcomes(tree: Expression, known: Mapping[str, Any], *, present: bool) -> tuple[set[Any], bool]:
    """Every outcome over the cases that are not known, and whether those are all there can be."""
    cases, whole = cases_of(tree, known, present=present)
    tried = list(islice(_calls(cases, known), MOST_CASES + 1))
    outcomes = {_outcome(tree, call) for call in tried[:MOST_CASES]}
    return outcomes, whole and len(tried) <= MOST_CASES


def _calls(cases: Mapping[str, list[Any]], known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every call; a resource is there with all of its fields, or not at all."""
    names = list(cases)
    for values in product(*cases.values()):
        call = {**known, **dict(zip(names, values, strict=True))}
        parts = [value for name, value in call.items() if name.startswith("resource.")]
        if not parts or len({isinstance(value, Absent) for value in parts}) == 1:
            yield call


def _outcome(tree: Expression, call: Mapping[str, Any]) -> Any:
    found = value_of(tree, call)
    if found is ERROR or isinstance(found, bool):
        return found
    raise NotUnderstood("it answers neither true nor false")
