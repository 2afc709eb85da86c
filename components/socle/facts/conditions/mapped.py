"""Addresses of version 4 that are written as ones of version 6 (`::ffff:203.0.113.5`): whether the host takes them for the one or the other
is documented nowhere, so what depends on it is undecided.
"""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from .syntax import Call, Expression, Literal, NotUnderstood

_MAPPED = IPv6Network("::ffff:0:0/96")


def readings(tree: Expression, known: Mapping[str, Any]) -> Iterator[tuple[Expression, Mapping[str, Any]]]:
    """A condition and what is known of a call as they are written, and as they are where mapped addresses count as those of version 4.

    Raises:
        NotUnderstood: the address of the call is none.
    """
    yield tree, known
    address = known.get("request.ip")
    other = (_in_tree(tree), {**known, "request.ip": _address(address)} if isinstance(address, str) else known)
    if other != (tree, known):
        yield other


def _in_tree(tree: Expression) -> Expression:
    if not isinstance(tree, Call):
        return tree
    if tree.name != "inIpRange":
        return Call(tree.name, tuple(_in_tree(each) for each in tree.arguments))
    field, subnet = tree.arguments
    if not isinstance(subnet, Literal) or not isinstance(subnet.value, str):
        return tree
    return Call(tree.name, (field, Literal(_range(subnet.value))))


def _address(text: str) -> str:
    try:
        found = ip_address(text)
    except ValueError:
        raise NotUnderstood(f"{text!r} is no address such as 203.0.113.5") from None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


def _range(text: str) -> str:
    try:
        found = ip_network(text, strict=False)
    except ValueError:
        return text
    if not isinstance(found, IPv6Network) or not found.subnet_of(_MAPPED):
        return text
    return str(IPv4Network((int(found.network_address) & 0xFFFF_FFFF, found.prefixlen - _MAPPED.prefixlen)))
