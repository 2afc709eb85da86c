"""Addresses, ranges and ports as the estate writes them: IPv4 in its canonical form, since the provider gives IPv6 itself."""

import ipaddress
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
                    f"{text!r} is not a range of addresses",
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
