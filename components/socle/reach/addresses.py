"""Addresses as the plans write them, as ranges of numbers, and back as text. What is not an address is None, never nothing."""

import ipaddress
from collections.abc import Iterable
from functools import reduce
from typing import Any

from socle.messages import Text, said

from .traffic import ALL4, ALL6, FAMILY6, LAST4, Interval, joined, without


def interval(text: Any) -> Interval | None:
    """The range of `10.20.0.0/22`, of one address, or of Azure's `10.0.0.1-10.0.0.9`; None when it is no address."""
    if not isinstance(text, str):
        return None
    low, dash, high = text.partition("-")
    try:
        if dash:
            return _number(ipaddress.ip_address(low)), _number(ipaddress.ip_address(high))
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    return _number(network.network_address), _number(network.broadcast_address)


def _number(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> int:
    return int(address) + (FAMILY6 if address.version == 6 else 0)


def _known(*texts: str) -> tuple[Interval, ...]:
    return tuple(found for text in texts if (found := interval(text)))


PRIVATE4 = _known("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
"""Addresses that nobody on the Internet has (RFC 1918)."""
LOCAL6 = _known("fc00::/7")
"""Local IPv6 addresses (RFC 4193): the host gives each private network a /64 of these that no program knows."""
_NOT_PUBLIC = (
    *PRIVATE4, *_known("0.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"),
)  # fmt: skip
PUBLIC4 = tuple(without((ALL4,), _NOT_PUBLIC))
PUBLIC6 = _known("2000::/3")
"""Addresses of the Internet (RFC 4291)."""
INTERNET = PUBLIC4 + PUBLIC6
EVERY_ADDRESS = (ALL4, ALL6)


def is_public(address: Interval) -> bool:
    """Whether all of a range is of the Internet."""
    return any(low <= address[0] and address[1] <= high for low, high in INTERNET)


def text_of(ranges: Iterable[Interval]) -> Text:
    """Ranges as a person writes them; all of a family by its name."""
    found = [part for low, high in joined(ranges) for part in _by_family(low, high)]
    public = [each for each in found if each in PUBLIC4]
    if len(public) == len(PUBLIC4):
        found = [each for each in found if each not in INTERNET]
        return reduce(_comma, map(_text, found), said("address.any_public"))
    return reduce(_comma, map(_text, found)) if found else said("address.none")


def _by_family(low: int, high: int) -> list[Interval]:
    """A range of numbers that goes on from the last IPv4 address to the first of IPv6 is one of each."""
    return [(low, LAST4), (FAMILY6, high)] if low <= LAST4 < high else [(low, high)]


def _comma(first: Text, rest: Text) -> Text:
    plain = isinstance(first, str) and isinstance(rest, str)
    return f"{first}, {rest}" if plain else said("list.comma", first=first, rest=rest)


def _text(found: Interval) -> Text:
    if found in (ALL4, ALL6):
        return said("address.any_ipv4" if found == ALL4 else "address.any_ipv6")
    first, last = _address(found[0]), _address(found[1])
    if first == last:
        return str(first)
    networks = list(ipaddress.summarize_address_range(first, last))  # pyright: ignore[reportArgumentType]
    return str(networks[0]) if len(networks) == 1 else f"{first}-{last}"


def _address(number: int) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return ipaddress.IPv4Address(number) if number <= LAST4 else ipaddress.IPv6Address(number - FAMILY6)
