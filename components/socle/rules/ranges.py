"""How wide a range of addresses is, in every form in which the clouds take one."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network, summarize_address_range

from socle.facts.effects import routed

from .view import Unknown

_EVERYWHERE = frozenset({"", "*", "any", "internet", "0/0", "azurecloud"})
"""Words for every address, and for those of all customers of a cloud."""
_FEW = (16, 48)
"""The widest range that is few addresses, in bits: an operator's /16, and the /48 that one site has of IPv6 (RFC 6177)."""
_MANY = (8, 16)
"""What is wider than this is a part of everybody: two halves of all addresses are all of them."""


def is_wide(text: str) -> bool:
    """Whether a range has more addresses than one party's.

    Raises:
        Unknown: it cannot be read.
    """
    return _shorter(text, _FEW)


def is_everybody(text: str) -> bool:
    """Whether a range is every address, or so much of the Internet that it stands for it.

    Raises:
        Unknown: it cannot be read.
    """
    return _shorter(text, _MANY) and is_routed(text)


def is_routed(text: str) -> bool:
    """Whether the Internet routes any of a range.

    Raises:
        Unknown: it cannot be read.
    """
    return _is_word(text) or any(map(routed, _networks(text)))


def is_everything(text: str) -> bool:
    """Whether a prefix is a default route, or a part of one, inside private networks too.

    Raises:
        Unknown: it cannot be read.
    """
    return _shorter(text, _MANY)


def _is_word(text: str) -> bool:
    return text.strip().lower() in _EVERYWHERE


def _shorter(text: str, bits: tuple[int, int]) -> bool:
    return _is_word(text) or any(each.prefixlen < bits[each.version == 6] for each in _networks(text))


def _networks(text: str) -> list[IPv4Network | IPv6Network]:
    """A range in its parts: an address, a prefix, or a first and a last address.

    Raises:
        Unknown: it cannot be read.
    """
    try:
        first, dash, last = text.strip().partition("-")
        return (
            list(summarize_address_range(ip_address(first), ip_address(last)))
            if dash
            else [ip_network(first, strict=False)]
        )
    except (ValueError, TypeError):
        raise Unknown(text) from None
