"""What a rule sees of a resource: each value is known, unknown before the deployment, or absent.

A rule reads with `get`, which raises `Unknown` where nothing can be said yet; the run makes that `undetermined`, unless another
part of the same resource already breaks the rule.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, Protocol, TypeVar, cast

from socle.facts import usual
from socle.messages import Text
from socle.plan import SECRET, UNKNOWN, Plan, Resource

from .context import Context

Row = TypeVar("Row")
Spoken = TypeVar("Spoken")
_QUOTED = 60
"""Characters of a text that a message quotes at the most."""


class State(Enum):
    """Whether a value can be read."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    ABSENT = "absent"


class Unknown(Exception):
    """A rule needs a value that nobody knows before the deployment, or that is a secret."""

    def __init__(self, what: Text) -> None:
        super().__init__()
        self.what = what


@dataclass(frozen=True)
class Value:
    """A value in one of three states; `value` means something in the state known alone."""

    state: State
    value: Any = None


class Surroundings(Protocol):
    """What a view needs of the graph that it stands in."""

    context: Context

    def all(self, *types: str) -> "list[View]": ...
    def view(self, urn: str) -> "View | None": ...
    def named(self, identifier: str) -> set[str]: ...
    def plan_of(self, resource: Resource) -> Plan: ...
    def referring(self, type_: str, key: str, target: Resource) -> "list[View]": ...
    def saying(self, type_: str, path: str, text: str) -> "tuple[list[View], bool]": ...
    def data_class(self, resource: Resource) -> str: ...


def type_of(type_: str) -> str:
    """A type token as rules name it: the SDK's present name, and Azure's without an API version."""
    return usual(type_)


class View:
    """One resource, or one object inside its inputs, with the graph that it stands in."""

    __slots__ = ("graph", "inputs", "resource")

    def __init__(self, resource: Resource, graph: Surroundings, inputs: Any = None) -> None:
        self.resource = resource
        self.graph = graph
        self.inputs: Any = resource.inputs if inputs is None else inputs

    @property
    def type(self) -> str:
        """The type token under its present name."""
        return type_of(self.resource.type)

    def value(self, path: str) -> Value:
        """The value at a dotted path: unknown as soon as one step is."""
        value: Any = self.inputs
        for key in path.split(".") if path else ():
            if _hidden(value):
                return Value(State.UNKNOWN)
            value = cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None
            if value is None:
                return Value(State.ABSENT)
        return Value(State.UNKNOWN) if _hidden(value) else Value(State.KNOWN, value)

    def get(self, path: str, default: Any = None) -> Any:
        """The known value at a path; the default (the provider's) where it is absent.

        Raises:
            Unknown: it is not known before the deployment.
        """
        found = self.value(path)
        if found.state is State.UNKNOWN:
            raise Unknown(path)
        return default if found.state is State.ABSENT else found.value

    def has(self, path: str) -> bool:
        """Whether anything is given at a path; an unknown value is given. An empty text or list is nothing."""
        found = self.value(path)
        return found.state is State.UNKNOWN or found.value not in (None, "", [], {})

    def text(self, path: str) -> str:
        """A value as text, empty where it is absent."""
        return str(self.get(path, ""))

    def rows(self, path: str) -> "list[View]":
        """The objects of a list (or the one object), each a view; an object that is unknown is one that answers nothing."""
        value = self.get(path)
        rows = cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]
        return [View(self.resource, self.graph, row) for row in rows]

    def each(self, path: str, judge: "Callable[[View], Iterable[Spoken]]") -> "Iterator[Spoken]":
        """What a judge says of each object of a list, as `over` does.

        Raises:
            Unknown: the list, or one of its objects, is not known; raised after the others were judged.
        """
        yield from over(self.rows(path), judge)

    def on(self, path: str, *, default: bool = False) -> bool:
        """Whether a switch is on; the default (the provider's) where it is absent.

        Raises:
            Unknown: it is not known before the deployment.
        """
        return self.get(path, default) is True

    def is_on(self, *paths: str) -> Iterator[bool]:
        """Whether each of these switches is on, those that are known first; one that is absent is off.

        Raises:
            Unknown: one of them is not known; raised after the others were given.
        """
        return apart(*(partial(self._switch, path) for path in paths))

    def _switch(self, path: str) -> list[bool]:
        return [self.on(path)]

    def texts(self, path: str) -> Iterator[str]:
        """The texts of a list, or the one text, those that are known first.

        Raises:
            Unknown: one of them is not known; raised after the others were given.
        """
        return self.each(path, lambda row: [row.text("")])

    def json(self, path: str) -> Any:
        """A value that is JSON in a text.

        Raises:
            Unknown: it is not known, or cannot be read.
        """
        value = self.get(path)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise Unknown(path) from None

    def inside(self, value: Any) -> "View":
        """A view of a value that belongs to this resource."""
        return View(self.resource, self.graph, value)

    def referring(self, type_: str, key: str) -> "list[View]":
        """The resources of a type whose input refers to this one.

        Raises:
            Unknown: there is none, but one of that type refers to something that is not known.
        """
        return self.graph.referring(type_, key, self.resource)

    def data_class(self) -> str:
        """The class of its data, by its own tags, the specification of its component, or its bucket; empty where nobody says.

        Raises:
            Unknown: the tags that would say are not known.
        """
        return self.graph.data_class(self.resource)

    def holds_health(self) -> bool:
        """Whether it is declared to hold health data."""
        return self.data_class().startswith("health")


def quoted(text: str) -> str:
    """A text as a message quotes it: its beginning, where it is long."""
    return text[:_QUOTED]


def over(rows: Iterable[Row], judge: Callable[[Row], Iterable[Spoken]]) -> Iterator[Spoken]:
    """What a judge says of each row. A row that is unknown never hides what is wrong with another.

    Raises:
        Unknown: a row is not known; raised after the others were judged.
    """
    unknown: Unknown | None = None
    try:
        for row in rows:
            try:
                yield from judge(row)
            except Unknown as error:
                unknown = error
    except Unknown as error:  # of the rows themselves, which give first what is known
        unknown = error
    if unknown:
        raise unknown


def apart(*parts: Callable[[], Iterable[Spoken]]) -> Iterator[Spoken]:
    """What each part says of facts that have nothing to do with each other: an unknown in one hides nothing of another.

    Raises:
        Unknown: one of them needs a value that is not known; raised after the others have spoken.
    """
    return over(parts, lambda part: part())


def _hidden(value: Any) -> bool:
    return isinstance(value, str) and (value == SECRET or UNKNOWN in value)
