"""The part of the Common Expression Language that conditions of the host are written in, as a tree.

Left out on purpose: arithmetic, macros but `has`, maps, and the choice `a ? b : c`. What is not read is not understood, and no more
is said of it.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

FIELDS = ("request.ip", "request.time", "request.user_agent", "resource.id", "resource.name", "resource.locality")
"""What the host knows of a call (documentation of request-level and resource-level conditions, July 2026)."""
TEXT_METHODS = ("startsWith", "endsWith", "contains", "matches")
TIME_METHODS = (
    "getFullYear",
    "getMonth",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getHours",
    "getMinutes",
    "getSeconds",
)
DEEPEST = 200
"""Expressions inside one another; more is no condition that anybody wrote."""

_TOKENS = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<number>[0-9]+)(?![\w.])|(?P<name>[A-Za-z_]\w*)|(?P<sign>\|\||&&|[=!<>]=|[!<>().,\[\]])|(?P<end>\Z))"""
)
_COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")


class NotUnderstood(ValueError):
    """An expression, or a part of one, that is not among those that are read here."""


@dataclass(frozen=True)
class Field:
    """Something of the call, such as `request.ip`."""

    name: str


@dataclass(frozen=True)
class Literal:
    """A text, a whole number, true or false, or a list of such."""

    value: "str | int | bool | tuple[str | int | bool, ...]"


@dataclass(frozen=True)
class Call:
    """A function or method with its arguments; operators are written as their sign."""

    name: str
    arguments: "tuple[Expression, ...]"


Expression = Field | Literal | Call


def parse(text: str) -> Expression:
    """The tree of a condition.

    Raises:
        NotUnderstood: it is none, or uses more of the language than is read here.
    """
    reader = _Reader(list(_tokens(text)))
    found = reader.either()
    reader.expect("")
    return found


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it."""
    yield expression
    if isinstance(expression, Call):
        for argument in expression.arguments:
            yield from walk(argument)


def fields_of(expression: Expression) -> frozenset[str]:
    """What of the call an expression depends on."""
    return frozenset(each.name for each in walk(expression) if isinstance(each, Field))


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while True:
        found = _TOKENS.match(text, place)
        if not found or found.lastgroup is None:
            raise NotUnderstood(f"nothing is read from {text[place : place + 20]!r} on")
        yield _Token(found.lastgroup, found[found.lastgroup])
        if found.lastgroup == "end":
            return
        place = found.end()


class _Reader:
    """Reads an expression from left to right; each method is one level of precedence, the loosest first."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._place, self._depth = tokens, 0, 0

    def either(self) -> Expression:
        return self._chain("||", lambda: self._chain("&&", self._compared))

    def expect(self, sign: str) -> None:
        if self._next.text != sign or self._next.kind == "text":
            raise NotUnderstood(f"{self._next.text or 'the end'} stands where {sign or 'the end'} is expected")
        self._place += 1

    @property
    def _next(self) -> _Token:
        return self._tokens[min(self._place, len(self._tokens) - 1)]

    def _takes(self, *signs: str) -> str:
        found = self._next
        if found.kind == "text" or found.text not in signs:
            return ""
        self._place += 1
        return found.text

    def _chain(self, sign: str, part: Callable[[], Expression]) -> Expression:
        found = part()
        while self._takes(sign):
            found = Call(sign, (found, part()))
        return found

    def _compared(self) -> Expression:
        left = self._negated()
        sign = self._takes(*_COMPARISONS, "in")
        return Call(sign, (left, self._negated())) if sign else left

    def _negated(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotUnderstood("it is nested too deeply")
        found = Call("!", (self._negated(),)) if self._takes("!") else self._method(self._value())
        self._depth -= 1
        return found

    def _method(self, of: Expression) -> Expression:
        while self._takes("."):
            name = self._take("name").text
            if name not in (*TEXT_METHODS, *TIME_METHODS):
                raise NotUnderstood(f"{name} is no function that is read here")
            self.expect("(")
            of = Call(name, (of, *self._list(")")))
        return of

    def _value(self) -> Expression:
        if self._takes("("):
            inside = self.either()
            self.expect(")")
            return inside
        if self._takes("["):
            return Literal(tuple(_plain(each) for each in self._list("]")))
        token = self._next
        self._place += 1
        if token.kind == "text":
            return Literal(_unquoted(token.text))
        if token.kind == "number":
            return Literal(int(token.text))
        if token.kind != "name":
            raise NotUnderstood(f"{token.text or 'the end'} stands where a value is expected")
        return self._named(token.text)

    def _named(self, name: str) -> Expression:
        if name in ("true", "false"):
            return Literal(name == "true")
        if name in ("request", "resource"):
            self.expect(".")
            return _field(f"{name}.{self._take('name').text}")
        if name in ("has", "inIpRange", "timestamp"):
            self.expect("(")
            return _function(name, tuple(self._list(")")))
        raise NotUnderstood(f"{name} is nothing that a condition knows")

    def _take(self, kind: str) -> _Token:
        token = self._next
        if token.kind != kind:
            raise NotUnderstood(f"{token.text or 'the end'} stands where a {kind} is expected")
        self._place += 1
        return token

    def _list(self, end: str) -> Iterator[Expression]:
        if self._takes(end):
            return
        while True:
            yield self.either()
            if self._takes(end):
                return
            self.expect(",")


def _field(name: str) -> Field:
    if name not in FIELDS:
        raise NotUnderstood(f"{name} is nothing that the host knows of a call")
    return Field(name)


def _function(name: str, arguments: tuple[Expression, ...]) -> Call:
    form = {"has": (Field,), "inIpRange": (Field, Literal), "timestamp": (Literal,)}[name]
    if len(arguments) != len(form) or not all(map(isinstance, arguments, form)):
        raise NotUnderstood(f"{name} is given what it does not take")
    return Call(name, arguments)


def _plain(item: Expression) -> str | int | bool:
    if not isinstance(item, Literal) or isinstance(item.value, tuple):
        raise NotUnderstood("a list holds more than plain values")
    return item.value


def _unquoted(text: str) -> str:
    inside = text[1:-1]
    if "\\" not in inside:
        return inside
    double = inside if text[0] == '"' else inside.replace('"', '\\"').replace("\\'", "'")
    try:
        found = json.loads(f'"{double}"')
    except ValueError:
        raise NotUnderstood(f"{text} is no text that is read here") from None
    return str(found)
