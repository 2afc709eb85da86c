"""The formats and limits that the provider checks before any call, as predicates over one known value.

Each takes a value and says in words what it should be, or nothing. What the provider checks only in its own words has
no predicate here.
"""

import ipaddress
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

_UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_is_uuid = re.compile(_UUID).fullmatch
_is_located_uuid = re.compile(rf"([a-z]{{2}}-[a-z]{{3}}(-\d)?/)?{_UUID}").fullmatch
_is_mac = re.compile(r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}").fullmatch
_is_email = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").fullmatch
_HIGHEST_PORT = 65535


def _parses(parse: Callable[[Any], Any]) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return check


def _network(value: str) -> None:
    if "/" not in value:
        raise ValueError(value)
    ipaddress.ip_network(value, strict=False)  # host bits may be set, as Go's net.ParseCIDR allows


def _rfc3339(value: str) -> None:
    if datetime.fromisoformat(value).tzinfo is None or "T" not in value:
        raise ValueError(value)


_FORMATS: dict[str, tuple[Callable[[Any], object], str]] = {
    "uuid": (_is_uuid, "a UUID"),
    "uuid, or locality/uuid": (_is_located_uuid, "a UUID, alone or after a region or zone and a slash"),
    "cidr": (_parses(_network), "an address range such as 10.0.0.0/22"),
    "ip": (_parses(ipaddress.ip_address), "an IP address"),
    "rfc3339": (_parses(_rfc3339), "a date and time such as 2027-01-01T00:00:00Z"),
    "mac": (_is_mac, "a MAC address"),
    "email": (_is_email, "an e-mail address"),
    "url": (lambda value: urlsplit(str(value)).hostname, "a URL with a host"),
}


def expected(check: dict[str, Any], value: Any) -> str | None:
    """What the provider wants instead of a known value, in words; None if it accepts the value."""
    return (
        _expected_format(check.get("format"), value)
        or _expected_choice(check.get("one_of"), value)
        or _expected_size(check, len(value) if isinstance(value, str) else value, isinstance(value, str))
    )


def _expected_format(name: str | None, value: Any) -> str | None:
    if name == "port":
        fits = isinstance(value, int) and 0 <= value <= _HIGHEST_PORT
        return None if fits else f"a port from 0 to {_HIGHEST_PORT}"
    if name is None or not isinstance(value, str):
        return None
    accepts, words = _FORMATS[name]
    return None if accepts(value) else words


def _expected_choice(choices: list[Any] | None, value: Any) -> str | None:
    if choices is None or value in choices:
        return None
    return "one of " + ", ".join(str(choice) for choice in choices)


def _expected_size(check: dict[str, Any], size: Any, is_text: bool) -> str | None:
    if not isinstance(size, int | float):
        return None
    unit = " characters" if is_text else ""
    low, high = check.get("range", (None, None))
    if low is not None and not low <= size <= high:
        return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"
    if "min" in check and size < check["min"]:
        return f"{check['min']} or more{unit}"
    if "divisible_by" in check and size % check["divisible_by"]:
        return f"a multiple of {check['divisible_by']}"
    return None
