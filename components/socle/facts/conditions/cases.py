"""The values that make a difference to an expression, for each part of a call that is not known."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from .syntax import TEXT_METHODS, TIME_METHODS, Call, Expression, Field, Literal, fields_of, walk
from .values import Absent, moment

OTHER = "\u2400"
"""A text that no condition names, and the end of one that begins as a condition says."""
_NOT_PUBLIC = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
        "::/8", "fc00::/7", "fe80::/10", "ff00::/8",
    )
)  # fmt: skip
"""Ranges that are never the public source of a call (RFC 6890). Those of documentation count as public: examples are written in them."""
_WEEKS = (datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 7, 5, tzinfo=UTC))
"""The beginnings of one in winter and one in summer: time zones differ by season."""
_PERIODIC = ("getDayOfWeek", "getHours")
"""What every week has every value of: the cases of one week are all there are."""


def cases_of(tree: Expression, known: Mapping[str, Any], *, present: bool) -> tuple[dict[str, list[Any]], bool]:
    """By field, the values that make a difference, for what is not known; and whether no other value could make one.

    present: whether the call is known to have a resource.
    """
    asked = fields_of(tree) - known.keys()
    if any(name.startswith("resource.") for name in fields_of(tree)) and not present and "resource.id" not in known:
        asked |= {"resource.id"}  # whether there is a resource at all
    cases: dict[str, list[Any]] = {}
    for name in sorted(asked):
        values = list(_FIELDS[name](tree, name))
        cases[name] = [*values, *([] if present or not name.startswith("resource.") else [Absent()])]
    return cases, all(_whole(tree, name) for name in asked)


def _texts(tree: Expression, name: str) -> Iterator[str]:
    yield OTHER
    for said in _said_of(tree, name):
        yield said
        yield said + OTHER
        yield OTHER + said


def _addresses(tree: Expression, name: str) -> Iterator[str]:
    """The edges of every range that is named, and what is beside them. Public addresses alone: the host sees no others."""
    borders: dict[IPv4Address | IPv6Address, None] = {ip_address("9.9.9.9"): None, ip_address("2620:fe::fe"): None}
    for network in (*_ranges(_said_of(tree, name)), *_NOT_PUBLIC):
        for border, step in ((network[0], -1), (network[-1], 1)):
            borders[border] = None
            if 0 <= int(border) + step < 2**border.max_prefixlen:
                borders[border + step] = None
    yield from (str(address) for address in borders if not any(address in network for network in _NOT_PUBLIC))


def _ranges(texts: Iterable[str]) -> Iterator[IPv4Network | IPv6Network]:
    for text in texts:
        with suppress(ValueError):  # what is no range fails whatever the address
            yield ip_network(text, strict=False)


def _moments(tree: Expression, _name: str) -> Iterator[str]:
    """Before, at and after each moment that is named; where hours or days are asked, every hour of a week around, and of two others."""
    named = sorted({moment(each) for each in _named_moments(tree)})
    for when in named or _WEEKS:
        yield from ((when + timedelta(seconds=seconds)).isoformat() for seconds in (-1, 0, 1))
    if any(isinstance(each, Call) and each.name in TIME_METHODS for each in walk(tree)):
        for when in (*named, *_WEEKS):
            yield from ((when + timedelta(hours=hours)).isoformat() for hours in range(-24 * 7, 24 * 7))


def _named_moments(tree: Expression) -> Iterator[str]:
    for each in walk(tree):
        if isinstance(each, Call) and each.name == "timestamp":
            (argument,) = each.arguments
            yield from [argument.value] if isinstance(argument, Literal) and isinstance(argument.value, str) else ()


def _said_of(tree: Expression, name: str) -> Iterator[str]:
    """Texts that a field is compared with."""
    for call in walk(tree):
        if isinstance(call, Call) and Field(name) in call.arguments:
            for argument in call.arguments:
                value = argument.value if isinstance(argument, Literal) else ()
                yield from (each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, str))


def _whole(tree: Expression, name: str) -> bool:
    """Whether the cases of a field are all there are.

    Texts: they are for equality and beginnings. Moments: for comparisons; with hours of the day or days of the week only where no moment
    is named too, since a window may be shorter than a week.
    """
    asked = [each for each in walk(tree) if isinstance(each, Call) and Field(name) in each.arguments]
    if name == "request.time":
        methods = {each.name for each in asked} & set(TIME_METHODS)
        return not methods or (methods <= set(_PERIODIC) and not list(_named_moments(tree)))
    if any(each.name in ("<", "<=", ">", ">=") for each in asked):
        return False  # texts in their order
    methods = {each.name for each in asked} & set(TEXT_METHODS)
    return methods <= ({"startsWith"} if name != "request.ip" else set())


_FIELDS = {
    "request.ip": _addresses,
    "request.time": _moments,
    "request.user_agent": _texts,
    "resource.id": _texts,
    "resource.name": _texts,
    "resource.locality": _texts,
}
