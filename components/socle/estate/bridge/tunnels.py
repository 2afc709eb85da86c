"""The tunnels of the bridge: where each ends on both sides, and the addresses inside it.

Each tunnel has a gateway of ours of its own. Azure tells its peers apart by their public address and by their BGP address, both
of which must be unique (Azure documentation, highly available connectivity), so two tunnels of one gateway could not be told
apart (docs/decisions/0006).
"""

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from socle.messages import Refusal, each
from socle.specs import Spec

from ..platform import TUNNEL_RANGES, Address, Zone, not_public
from ..shared import in_zone

TUNNEL_PREFIX = 30
"""Two addresses a tunnel, and one BGP session between them (Scaleway documentation, multi-site configurations)."""

_SIZES = {"vpn": (1, 4), "self-hosted": (2,), "none": (0,)}

_OF_A_TUNNEL = in_zone(
    "the tunnel ends in {name}, which is", "traffic would enter through a place that nobody agreed to"
)


class TunnelSpec(Spec):
    """One tunnel. Its addresses are written, never assigned: what the host would choose lies outside what Azure accepts."""

    zone: Annotated[Zone, _OF_A_TUNNEL]
    """Where our end is."""
    azure_instance: Literal[0, 1] = 0
    """Which instance of Azure's gateway is at the other end; 1 exists only in an active-active gateway."""
    scaleway_address: Address
    """Our address inside the tunnel, from 169.254.21.0 to 169.254.22.255; our side opens BGP from it."""
    azure_address: Address
    """Azure's address inside the tunnel, in the same /30."""
    public_address: Address | None = None
    """The public address of our gateway, where it is to be reviewed or cannot be looked up; nothing means that the host is asked
    for it when it is deployed. Only for transport `vpn`."""

    @property
    def range(self) -> ipaddress.IPv4Network:
        """The addresses of the tunnel."""
        return ipaddress.IPv4Network((self.scaleway_address, TUNNEL_PREFIX), strict=False)

    def refusals(self) -> Iterator[Refusal]:
        for at in ("scaleway_address", "azure_address"):
            address = ipaddress.IPv4Address(getattr(self, at))
            if not any(address in tunnel for tunnel in TUNNEL_RANGES):
                yield Refusal(
                    f"{address} is not between 169.254.21.0 and 169.254.22.255",
                    "Azure accepts no other address inside a tunnel, so BGP would never come up",
                    "choose one of that range",
                    at=at,
                )
            elif address in (self._around(address).network_address, self._around(address).broadcast_address):
                yield Refusal(
                    f"{address} is the first or the last address of its /30",
                    "nothing can answer there, so BGP would never come up",
                    f"write {self._around(address)[1]} or {self._around(address)[2]}",
                    at=at,
                )
        if self.azure_address == self.scaleway_address:
            yield Refusal(
                f"both ends have the address {self.azure_address}",
                "neither would open a session with itself, so BGP would never come up",
                f"write the other one of {self.range}",
                at="azure_address",
            )
        elif ipaddress.IPv4Address(self.azure_address) not in self.range:
            yield Refusal(
                f"{self.azure_address} is not in {self.range}, where our end is",
                "the two ends would not see each other, so BGP would never come up",
                f"write {self._other()}",
                at="azure_address",
            )
        yield from self._public()

    def _public(self) -> Iterator[Refusal]:
        if self.public_address and not_public(self.public_address):
            yield Refusal(
                f"{self.public_address} is not a public address",
                "Azure would call a machine of its own network in place of our gateway",
                "write the gateway's public address, or nothing",
                at="public_address",
            )

    def _around(self, address: ipaddress.IPv4Address) -> ipaddress.IPv4Network:
        return ipaddress.IPv4Network((address, TUNNEL_PREFIX), strict=False)

    def _other(self) -> ipaddress.IPv4Address:
        first, second = self.range[1], self.range[2]
        return second if ipaddress.IPv4Address(self.scaleway_address) == first else first


def tunnel_refusals(transport: str, tunnels: Mapping[str, TunnelSpec]) -> Iterator[Refusal]:
    """Everything that tunnels contradict among themselves."""
    if transport != "none" and tunnels:
        yield from each(_number(transport, tunnels), _pairs(transport, tunnels), _overlaps(tunnels))
        yield from each(_public_twice(tunnels), _pinned(transport, tunnels))


def _number(transport: str, tunnels: Mapping[str, TunnelSpec]) -> Iterator[Refusal]:
    if len(tunnels) not in _SIZES[transport]:
        wanted = " or ".join(map(str, _SIZES[transport]))
        yield Refusal(
            f"{len(tunnels)} tunnels for transport: {transport}",
            "one end would fail without another to take over, and still be paid for",
            f"declare {wanted}: for four, each of two zones with each instance of Azure's gateway",
            at="tunnels",
        )


def _pairs(transport: str, tunnels: Mapping[str, TunnelSpec]) -> Iterator[Refusal]:
    """Four tunnels are every pair of two zones and two instances; fewer use instance 0, and machines stand in two zones."""
    if len(tunnels) not in _SIZES[transport]:
        return
    zones = {tunnel.zone for tunnel in tunnels.values()}
    seen: dict[tuple[str, int], str] = {}
    for key, tunnel in tunnels.items():
        first = seen.setdefault((tunnel.zone, tunnel.azure_instance), key)
        if first != key:
            yield Refusal(
                f"{first} joins {tunnel.zone} and instance {tunnel.azure_instance} already",
                "both would fail together",
                "give each tunnel its own pair of a zone and an instance",
                at=f"tunnels.{key}",
            )
        if len(tunnels) < 4 and tunnel.azure_instance == 1:
            yield Refusal(
                "instance 1 of a gateway that has only one",
                "the tunnel would have nobody at its other end",
                "write azure_instance: 0, or declare four tunnels",
                at=f"tunnels.{key}.azure_instance",
            )
    if len(tunnels) > 1 and len(zones) != 2:
        yield Refusal(
            f"{len(tunnels)} tunnels in {len(zones)} zones",
            "they are there so that the loss of one zone is survived",
            "place them in two zones",
            at="tunnels",
        )


def _overlaps(tunnels: Mapping[str, TunnelSpec]) -> Iterator[Refusal]:
    seen: dict[ipaddress.IPv4Network, str] = {}
    for key, tunnel in tunnels.items():
        first = seen.setdefault(tunnel.range, key)
        if first != key:
            yield Refusal(
                f"{tunnel.range} is inside {first} already",
                "Azure refuses addresses that two connections share",
                "give each tunnel its own /30",
                at=f"tunnels.{key}.scaleway_address",
            )


def _public_twice(tunnels: Mapping[str, TunnelSpec]) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for key, tunnel in tunnels.items():
        first = tunnel.public_address and seen.setdefault(tunnel.public_address, key)
        if first and first != key:
            yield Refusal(
                f"{tunnel.public_address} is the address of {first} already",
                "Azure tells its peers apart by their public address, and refuses two with the same",
                "write the address of this tunnel's own gateway",
                at=f"tunnels.{key}.public_address",
            )


def _pinned(transport: str, tunnels: Mapping[str, TunnelSpec]) -> Iterator[Refusal]:
    for key, tunnel in tunnels.items():
        if transport == "self-hosted" and tunnel.public_address:
            yield Refusal(
                "a public address for a machine that gets its own",
                "Azure would call an address that nobody answers at",
                "remove it: the program knows the machine's address",
                at=f"tunnels.{key}.public_address",
            )
