"""Judges by direction: shorter or longer, on or off, fewer or more, wider or narrower, up or down a ladder, or simply another value."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, cast

from .effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge

_ON = frozenset({"true", "on", "enabled", "1"})
_OFF = frozenset({"false", "off", "disabled", "0", "none"})
_UNITS = {
    "": 1.0,
    "m": 1e-3,
    "k": 1e3,
    "Ki": 2.0**10,
    "M": 1e6,
    "Mi": 2.0**20,
    "G": 1e9,
    "Gi": 2.0**30,
    "T": 1e12,
    "Ti": 2.0**40,
}
_SECONDS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0}
_PRIVATE = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "fc00::/7",
        "fe80::/10",
    )
)
CLASSES = ("open", "internal", "health", "health-identifying")
"""Data classes, the least guarded first; `estate` gives each its floors."""


def effects(*found: Effect) -> Effects:
    """Some effects; none is harmless."""
    return frozenset(found) or HARMLESS


def always(*found: Effect, born: Effects | None = None, absent: Effects = HARMLESS) -> Judge:
    """Another value, whatever it is. Of one of which nothing else is known, nobody knows what it brings to a new resource either."""
    told = effects(*found)
    brings = (NOT_KNOWN if told == NOT_KNOWN else HARMLESS) if born is None else born
    return Judge(lambda _old, _new: told, lambda _value: brings, absent)


HARMLESS_VALUE = always()
IDENTITY = always(Effect.INTERRUPTS, Effect.NOT_KNOWN)
"""What says which thing is meant, or where it stands: another value means another thing."""
UNKNOWN_VALUE = always(Effect.NOT_KNOWN)


def number(
    *,
    less: Effects,
    more: Effects,
    least: float | None = None,
    default: float | None = None,
    read: "Callable[[Any], float | None] | None" = None,
) -> Judge:
    """A number or a quantity of Kubernetes, or what `read` makes of a text. `least`: a new resource below it is weakened."""
    amount_of = read or quantity

    def change(old: Any, new: Any) -> Effects:
        was = default if old is None else amount_of(old)
        will = default if new is None else amount_of(new)
        if was is None or will is None:
            return less | more | NOT_KNOWN
        return less if will < was else more if will > was else HARMLESS

    def born(value: Any) -> Effects:
        amount = amount_of(value)
        if amount is None:
            return NOT_KNOWN
        return effects(Effect.WEAKENS) if least is not None and amount < least else HARMLESS

    return Judge(change, born)


def switch(*, on: Effects, off: Effects, default: bool | None = False, at_birth: bool = True) -> Judge:
    """Something that is on or off; `default` where nobody says so, nothing where that depends on the host.

    `at_birth`: a new resource is judged by it too.
    """

    def change(old: Any, new: Any) -> Effects:
        was, will = (default if value is None else truth(value) for value in (old, new))
        if default is None and None in (old, new):
            return NOT_KNOWN | ((on if will else off) if will is not None else NOT_KNOWN)
        if was is None or will is None:
            return on | off | NOT_KNOWN
        return HARMLESS if was == will else on if will else off

    def born(value: Any) -> Effects:
        will = truth(value)
        return NOT_KNOWN if will is None else on if will else off

    if not at_birth:
        return Judge(change, lambda _value: HARMLESS)
    return Judge(change, born, NOT_KNOWN if default is None else on if default else off)


def ladder(*steps: str, up: Effects, down: Effects, least: str = "", default: str = "") -> Judge:
    """One of some values of which each is stronger than those before it. `least`: a new resource below it is weakened."""

    def change(old: Any, new: Any) -> Effects:
        was, will = (str(default if value is None else value).lower() for value in (old, new))
        if was not in steps or will not in steps:
            return down | NOT_KNOWN
        return (
            up if steps.index(will) > steps.index(was) else down if steps.index(will) < steps.index(was) else HARMLESS
        )

    def born(value: Any) -> Effects:
        will = str(value).lower()
        if will not in steps:
            return NOT_KNOWN
        return down if least and steps.index(will) < steps.index(least) else HARMLESS

    return Judge(change, born)


Weigh = Callable[[Any], Effects]


def members(*, more: "Effects | Weigh", fewer: Effects, other: Effects | None = None) -> Judge:
    """A list whose order does not count, or one value: what comes is weighed, what goes is told. `other`: only its order differs."""

    def weighed(rows: Iterable[str]) -> Effects:
        found: Effects = frozenset()
        for row in rows:
            found |= more(json.loads(row)) if callable(more) else more
        return found

    def change(old: Any, new: Any) -> Effects:
        was, will = _rows(old), _rows(new)
        found = weighed(row for row in will if row not in set(was))
        if set(was) - set(will):
            found |= fewer
        return found or (other or HARMLESS)

    return Judge(change, lambda value: weighed(_rows(value)) or HARMLESS)


def _rows(value: Any) -> list[str]:
    rows = cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]
    return [json.dumps(row, sort_keys=True, default=str) for row in rows]


def members_in(value: Any) -> set[str]:
    """The members of a list as texts; none where it is no list."""
    return set(map(str, cast("list[Any]", value))) if isinstance(value, list) else set()


def objects_in(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or the one that stands by itself."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)]


def range_weighed(public: Effects, private: Effects) -> Weigh:
    """A range of addresses: one that the internet routes, or one of private networks."""

    def weigh(row: Any) -> Effects:
        found: Effects = frozenset()
        for text in texts_in(row):
            network = _network(text)
            if network is not None:
                found |= public if is_public(network) else private
        return found or private

    return weigh


def is_public(network: "IPv4Network | IPv6Network") -> bool:
    """Whether the internet routes any of it."""
    return not any(is_part(network, private) for private in _PRIVATE)


def is_part(network: "IPv4Network | IPv6Network", other: "IPv4Network | IPv6Network") -> bool:
    """Whether a range is a part of another one; no range of one version is a part of the other's."""
    if isinstance(network, IPv4Network):
        return isinstance(other, IPv4Network) and network.subnet_of(other)
    return isinstance(other, IPv6Network) and network.subnet_of(other)


def _network(text: str) -> "IPv4Network | IPv6Network | None":
    if text in ("*", "Internet", "Any"):
        return ip_network("0.0.0.0/0")
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def texts_in(value: Any) -> Iterable[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in cast("Mapping[str, Any]", value).values():
            yield from texts_in(item)
    elif isinstance(value, Sequence):
        for item in cast("Sequence[Any]", value):
            yield from texts_in(item)


def quantity(value: Any) -> float | None:
    """A number with or without a unit of Kubernetes, of which `m` is a thousandth; nothing where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([a-zA-Z]*)", str(value))
    return float(found[1]) * _UNITS[found[2]] if found and found[2] in _UNITS else None


def seconds(value: Any) -> float | None:
    """A duration such as `1h30m` in seconds, of which `m` is a minute; nothing where it is none."""
    text = str(value)
    parts = re.findall(r"(\d+(?:\.\d+)?)(d|h|m|s)", text)
    whole = "".join(amount + unit for amount, unit in parts) == text
    return sum(float(amount) * _SECONDS[unit] for amount, unit in parts) if parts and whole else None


def truth(value: Any) -> bool | None:
    """Whether something is on; nothing where that is not known."""
    text = str(value).lower()
    return True if text in _ON else False if text in _OFF else None


def by_key(judged: Callable[[str, Any, Any], Effects]) -> Judge:
    """A map, or a list of `key=value`: every key whose value differs is judged by itself."""

    def change(old: Any, new: Any) -> Effects:
        was, will = keyed(old), keyed(new)
        found: Effects = frozenset()
        for key in was.keys() | will.keys():
            if was.get(key) != will.get(key):
                found |= judged(key, was.get(key), will.get(key))
        return found or HARMLESS

    return Judge(change, lambda value: change({}, value))


def keyed(value: Any) -> dict[str, Any]:
    """A map as it is, a list of `key=value` as one."""
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    rows = cast("list[Any]", value) if isinstance(value, list) else []
    pairs = (str(row).partition("=") for row in rows)
    return {key: rest if sign else True for key, sign, rest in pairs}


def data_class(old: Any, new: Any) -> Effects:
    """A lower class takes its floors away; a class of its own making is not known."""
    if old is None and new in CLASSES:
        return HARMLESS
    if old not in CLASSES or new not in CLASSES:
        return effects(Effect.WEAKENS)
    return effects(Effect.WEAKENS) if CLASSES.index(str(new)) < CLASSES.index(str(old)) else HARMLESS


_CLASS_TAGS = frozenset({"data-class", "data_class"})
_ENCRYPTION_TAG = "client-encryption"
READ_TAGS = frozenset({*_CLASS_TAGS, _ENCRYPTION_TAG})
"""Tags that rules read, whatever they are on."""


def _tag(key: str, old: Any, new: Any) -> Effects:
    if key in _CLASS_TAGS:
        return data_class(old, new)
    if key == _ENCRYPTION_TAG and old is not None:
        return effects(Effect.WEAKENS)
    return HARMLESS


TAGS = by_key(_tag)
"""Free labels that the cloud does not read. Those that say how data is guarded are read by rules."""
