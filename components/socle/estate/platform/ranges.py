"""Addresses, ranges and ports as the estate writes them: IPv4 in its canonical form, since the provider gives IPv6 itself."""

import ipaddress
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from socle.messages import Refusal, Refused
from socle.specs import Form

PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""Addresses that no one on the Internet has (RFC 1918); the host recommends no others for private networks."""

BROADEST_PREFIX = 8
"""No range of one body is broader; what is broader holds a large part of the Internet. A choice of ours."""


def _range(text: str) -> str:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise Refused(
            [
                Refusal(
                    f"{text[:40]!r} is not a range of addresses",
                    "no network could be made from it",
                    "write it as 10.20.0.0/22",
                )
            ]
        ) from None
    if network.version != 4:
        raise Refused(
            [Refusal(f"{text} is not an IPv4 range", "the provider gives IPv6 ranges itself", "write an IPv4 range")]
        )
    if "/" not in text:
        raise Refused(
            [
                Refusal(
                    f"{text} is one address, not a range",
                    "it is unclear how many addresses were meant",
                    f"write its size too: {text}/24 is 256 addresses, {text}/32 is one",
                )
            ]
        )
    if str(network) != text:
        raise Refused(
            [
                Refusal(
                    f"{text} is not the start of a range",
                    "it is unclear which addresses were meant",
                    f"write {network}",
                )
            ]
        )
    return text


def _address(text: str) -> str:
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        raise Refused(
            [Refusal(f"{text!r} is not an IPv4 address", "nothing could be pinned to it", "write it as 10.20.8.10")]
        ) from None


def _ports(text: str) -> str:
    low, _, high = text.partition("-")
    if not 1 <= int(low) <= int(high or low) <= 65_535:
        raise Refused(
            [
                Refusal(
                    f"{text} is not a range of ports",
                    "the rule would match nothing",
                    "write ports between 1 and 65535, the lower first",
                )
            ]
        )
    return text


Range = Annotated[str, AfterValidator(_range), Form("an IPv4 range", "10.20.0.0/22")]
"""An IPv4 range in its canonical form, such as `10.20.0.0/22`."""
Address = Annotated[str, AfterValidator(_address), Form("an IPv4 address", "10.20.8.10")]
"""One IPv4 address."""
Ports = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?$"),
    AfterValidator(_ports),
    Form('a port or a range of ports in quotes, such as "5432" or "8000-8010"', "5432"),
]
"""One port or a range of ports, as text: `"5432"` or `"8000-8010"`."""


def not_public(address: str) -> bool:
    """Whether an address cannot be that of a gateway on the Internet: one of a private network, or of one link."""
    found = ipaddress.IPv4Address(address)
    return found.is_link_local or any(found in private for private in PRIVATE)


LINK_LOCAL = ipaddress.IPv4Network("169.254.0.0/16")
"""Where the host answers machines about themselves, credentials among it (Scaleway documentation, 169.254.42.42)."""

WIDEST_FLOW, WIDEST_PRIVATE_FLOW = 8, 12
"""Bits of the widest prefix that a flow of pods or of a machine may name: of public addresses, and of private ones. What is wider is
nobody's in particular: 10.0.0.0/8 is every private network of both clouds, and more. A choice of ours. What is public and wider than
/16 can be declared, is told as dangerous in a review, and fails `network-policy-narrow`."""


def wide_refusals(text: str, consequence: str) -> Iterator[Refusal]:
    """What is wrong with the other side of a flow: it is nobody's in particular, or the host's own answers to machines.

    Args:
        consequence: what asking the host about the machine would lead to.
    """
    other = ipaddress.IPv4Network(text)
    widest = WIDEST_PRIVATE_FLOW if any(other.overlaps(private) for private in PRIVATE) else WIDEST_FLOW
    if other.prefixlen < widest:
        yield Refusal(
            f"a flow with {other}",
            "it holds what nobody meant, so the flow would undo what is closed otherwise",
            f"name the ranges that are meant, /{widest} or narrower; to go out to the Internet, name the proxy",
            at="range",
        )
    elif other.overlaps(LINK_LOCAL):
        yield Refusal(
            f"a flow with {other}, where the host answers machines about themselves",
            consequence,
            "remove the flow: what is needed from there is open already",
            at="range",
        )
