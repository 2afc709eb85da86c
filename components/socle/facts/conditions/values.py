"""The value of an expression for one call of which everything is known, as the language defines it: errors among them.

`false && error` is false and `true || error` is true, in either order (Common Expression Language, logical operators); what fails
otherwise is an error, and a rule whose condition fails grants nothing.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from ipaddress import ip_address, ip_network
from typing import Any
from zoneinfo import ZoneInfo

from .syntax import TEXT_METHODS, TIME_METHODS, Call, Expression, Field, Literal, NotUnderstood


class Absent:
    """What a call does not have: the resource of a listing."""


class Error:
    """The value of what cannot be evaluated."""


ERROR = Error()


def value_of(expression: Expression, call: Mapping[str, Any]) -> Any:
    """The value; `ERROR` where there is none.

    Raises:
        NotUnderstood: a part of it is of no kind that the part around it takes, whatever the call.
    """
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Field):
        return _field(expression, call)
    if expression.name in ("&&", "||"):
        return _joined(expression, call, neutral=expression.name == "&&")
    if expression.name == "has":
        return not isinstance(call[_name(expression)], Absent)
    values = [value_of(argument, call) for argument in expression.arguments]
    if ERROR in values:
        return ERROR
    return _FUNCTIONS[expression.name](expression.name, *values)


def moment(text: str) -> datetime:
    """A moment as the language writes it (RFC 3339).

    Raises:
        NotUnderstood: it is none, or names no zone.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise NotUnderstood(f"{text!r} is no moment such as 2027-01-31T00:00:00Z") from None
    if found.tzinfo is None or "T" not in text:
        raise NotUnderstood(f"{text!r} is no moment such as 2027-01-31T00:00:00Z")
    return found


def _name(expression: Call) -> str:
    (argument,) = expression.arguments
    return argument.name if isinstance(argument, Field) else ""


def _field(field: Field, call: Mapping[str, Any]) -> Any:
    value = call[field.name]
    if isinstance(value, Absent):
        return ERROR
    return moment(value) if field.name == "request.time" and isinstance(value, str) else value


def _joined(expression: Call, call: Mapping[str, Any], *, neutral: bool) -> Any:
    values = [value_of(argument, call) for argument in expression.arguments]
    if any(not isinstance(value, bool | Error) for value in values):
        raise NotUnderstood(f"{expression.name} joins what is neither true nor false")
    if any(value is (not neutral) for value in values):
        return not neutral
    return ERROR if ERROR in values else neutral


def _not(_sign: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise NotUnderstood("! stands before what is neither true nor false")
    return not value


def _same(sign: str, one: Any, other: Any) -> bool:
    _alike(sign, one, other)
    return (one == other) == (sign == "==")


def _ordered(sign: str, one: Any, other: Any) -> bool:
    _alike(sign, one, other)
    if isinstance(one, bool):
        raise NotUnderstood(f"{sign} compares true and false")
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign]


def _alike(sign: str, one: Any, other: Any) -> None:
    if type(one) is not type(other):
        raise NotUnderstood(f"{sign} compares values of two kinds")


def _among(_sign: str, one: Any, many: Any) -> bool:
    if not isinstance(many, tuple):
        raise NotUnderstood("in is followed by no list")
    return any(type(one) is type(each) and one == each for each in many)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _in_range(_name: str, ip: Any, subnet: Any) -> Any:
    if not isinstance(ip, str) or not isinstance(subnet, str):
        raise NotUnderstood("inIpRange takes two texts")
    try:
        inside = ip_network(subnet, strict=False)
        return ip_address(ip) in inside
    except ValueError:
        return ERROR


def _timestamp(_name: str, text: Any) -> datetime:
    if not isinstance(text, str):
        raise NotUnderstood("timestamp takes a text")
    return moment(text)


def _of_text(name: str, text: Any, *arguments: Any) -> bool:
    if not isinstance(text, str) or len(arguments) != 1 or not isinstance(arguments[0], str):
        raise NotUnderstood(f"{name} is asked of what is no text")
    if name == "matches":
        raise NotUnderstood("matches takes regular expressions of another dialect than is at hand")
    return {"startsWith": text.startswith, "endsWith": text.endswith, "contains": text.__contains__}[name](arguments[0])


def _of_time(name: str, when: Any, *arguments: Any) -> int:
    if not isinstance(when, datetime) or len(arguments) > 1:
        raise NotUnderstood(f"{name} is asked of what is no moment")
    local = when.astimezone(_zone(arguments[0]) if arguments else UTC)
    return {
        "getFullYear": local.year,
        "getMonth": local.month - 1,  # from 0, as the language counts
        "getDate": local.day,
        "getDayOfMonth": local.day - 1,
        "getDayOfWeek": local.isoweekday() % 7,  # Sunday is 0
        "getHours": local.hour,
        "getMinutes": local.minute,
        "getSeconds": local.second,
    }[name]


def _zone(name: Any) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError):
        raise NotUnderstood(f"{name!r} is no time zone") from None


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "!": _not,
    **dict.fromkeys(("==", "!="), _same),
    **dict.fromkeys(("<", "<=", ">", ">="), _ordered),
    "in": _among,
    "inIpRange": _in_range,
    "timestamp": _timestamp,
    **dict.fromkeys(TEXT_METHODS, _of_text),
    **dict.fromkeys(TIME_METHODS, _of_time),
}
