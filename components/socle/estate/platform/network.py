"""The private network of an estate, as the estate declares it: ranges by name, flows with a reason, everything else dropped.

Left out on purpose: public load balancers (the cluster's controller owns them) and VPC peering (nothing may join two networks
but a declared flow). Whether the ranges can live side by side is in addresses.py, whether flows and ways out agree in paths.py.
"""

import datetime
import ipaddress
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Key, Line, Reason, Spec, Unbound

from ..shared import IN_ZONE, attached, in_zone, joins, knows
from .ranges import BROADEST_PREFIX, PRIVATE, Address, Ports, Range

Purpose = Literal["admin", "platform", "data", "services"]
Protocol = Literal["tcp", "udp", "icmp", "any"]

WITH_EGRESS: tuple[Purpose, ...] = ("platform", "services")
"""Purposes that may reach the Internet. Administration and data may not: SNDS security reference 2024, 5.2; CNIL SEC-RES."""


class PrivateNetworkSpec(Spec):
    """One private network. Its range is identity: another range replaces the network and all that hangs on it."""

    BECOMES: ClassVar[str] = "scaleway:network/privateNetwork:PrivateNetwork"

    purpose: Purpose
    """What the network is for; decides whether it may reach the Internet."""
    range: Range
    """Its IPv4 addresses, explicit so that they never depend on the order of the file."""

    @property
    def network(self) -> ipaddress.IPv4Network:
        """The range, for arithmetic."""
        return ipaddress.IPv4Network(self.range)


class OutsideSpec(Spec):
    """A range that is not ours but that a flow may name: the legacy estate, an office behind the VPN."""

    range: Range
    """Its IPv4 addresses; they may not overlap with ours."""
    cloud: Literal["azure", "office", "partner"]
    """Where it is."""

    @property
    def network(self) -> ipaddress.IPv4Network:
        """The range, for arithmetic."""
        return ipaddress.IPv4Network(self.range)


class FlowSpec(Spec):
    """Traffic that may pass between two networks. What no flow declares is dropped, in both directions, IPv4 and IPv6.

    The filter acts between private networks and towards routed ranges. It acts neither inside one private network nor on
    managed databases (Scaleway documentation, VPC network ACLs): those have their own guards.
    """

    source: Annotated[Key, joins()]
    """Who opens the connection: an entry of private_networks or outside."""
    destination: Annotated[Key, joins()]
    """Who answers: an entry of private_networks or outside."""
    protocol: Protocol = "tcp"
    """The protocol of the connection; `any` and `icmp` take no ports."""
    ports: tuple[Ports, ...] = ()
    """Ports that answer, each as text; needed for tcp and udp."""
    reason: Reason
    """Why the flow exists; printed in the flow matrix that an auditor signs."""
    owner: Annotated[Line, StringConstraints(min_length=3, max_length=100)] | None = None
    """Who answers for the flow, as a team or a role; nothing means the owner of the estate."""
    since: datetime.date | None = None
    """The day on which the flow was first agreed; nothing is shown as unknown in the flow matrix."""

    def refusals(self) -> Iterator[Refusal]:
        if self.source == self.destination:
            yield Refusal(
                f"a flow from {self.source} to itself",
                "the filter does not act inside one private network, so the flow would promise what nothing holds",
                "remove it, or split the network in two",
                at="destination",
            )
        if self.protocol in {"tcp", "udp"} and not self.ports:
            yield Refusal(
                f"a {self.protocol} flow without ports",
                "every port would be open",
                'list them, such as ports: ["5432"]',
                at="ports",
            )
        if self.protocol in {"icmp", "any"} and self.ports:
            yield Refusal(
                f"ports on a flow of protocol {self.protocol}",
                "the provider ignores them",
                "remove ports, or write protocol: tcp",
                at="ports",
            )


class BastionSpec(Spec):
    """An SSH entry on the gateway. Add it once the gateway runs: the provider closes a new bastion only after it is up."""

    allowed_ranges: tuple[Range, ...] = Field(min_length=1)
    """Public ranges that may connect, /24 or narrower each: an open bastion is the provider's default and is refused."""
    port: int | None = Field(default=None, ge=1_024, le=59_999)
    """TCP port of the bastion, 1024 to 59999 (the provider's range); nothing means the provider's default, 61000."""

    def refusals(self) -> Iterator[Refusal]:
        for index, text in enumerate(self.allowed_ranges):
            network, at = ipaddress.IPv4Network(text), f"allowed_ranges.{index}"
            if network.prefixlen < 24:
                yield Refusal(
                    f"the bastion is open to {text}",
                    "it would be reachable from a large part of the Internet",
                    "name the administrators' own ranges, /24 or narrower",
                    at=at,
                )
            elif any(network.overlaps(private) for private in PRIVATE):
                yield Refusal(
                    f"{text} is private",
                    "the bastion sees public addresses only, so the entry would admit nobody",
                    "write the public address that these administrators come from",
                    at=at,
                )


Region = Literal["fr-par", "nl-ams", "pl-waw"]
"""The host's regions (Scaleway documentation, product availability, December 2025)."""

Zone = Annotated[
    Literal["fr-par-1", "fr-par-2", "fr-par-3", "nl-ams-1", "nl-ams-2", "nl-ams-3", "pl-waw-1", "pl-waw-2", "pl-waw-3"],
    IN_ZONE,
]
"""The host's zones (Scaleway documentation, product availability, December 2025)."""

ZONES: tuple[str, ...] = get_args(get_args(Zone)[0])

GATEWAY_ZONES: tuple[Zone, ...] = (
    "fr-par-1", "fr-par-2", "nl-ams-1", "nl-ams-2", "nl-ams-3", "pl-waw-1", "pl-waw-2", "pl-waw-3"
)  # fmt: skip
"""Zones with public gateways. Paris as documented in December 2025; fr-par-3 has none."""


_OF_THE_GATEWAY = in_zone(
    "the gateway is in {name}, which is", "traffic would leave through a place that nobody agreed to"
)


class GatewaySpec(Spec):
    """A public gateway: the one way out to the Internet, with a fixed address. Nothing comes in through it."""

    zone: Annotated[Zone, _OF_THE_GATEWAY]
    """A zone that has gateways: in Paris fr-par-1 and fr-par-2 only (Scaleway documentation, product availability)."""
    type: Literal["VPC-GW-S", "VPC-GW-M", "VPC-GW-L", "VPC-GW-XL"] = "VPC-GW-S"
    """Its size, which sets its bandwidth and its price."""
    networks: tuple[Annotated[Key, knows("nothing would go out")], ...] = Field(min_length=1)
    """Private networks that go out through it; each must be of purpose platform or services."""
    bastion: BastionSpec | None = None
    """An SSH entry; off by default."""

    def refusals(self) -> Iterator[Refusal]:
        if self.zone not in GATEWAY_ZONES:
            yield Refusal(
                f"no public gateway is offered in {self.zone}",
                "the deployment would fail half-way",
                f"use one of {', '.join(zone for zone in GATEWAY_ZONES if zone[:-2] == self.zone[:-2])}",
                at="zone",
            )


class RouteSpec(Spec):
    """A route of the VPC. A default route is refused: egress goes through the gateway alone."""

    destination: Range
    """Where the traffic goes."""
    next_hop: Annotated[Key, Unbound("a private network, or what a program wires in under this name")]
    """An entry of private_networks, or a resource that the program wires in under this name (a VPN gateway)."""
    reason: Reason
    """Why the route exists."""

    def refusals(self) -> Iterator[Refusal]:
        if ipaddress.IPv4Network(self.destination).prefixlen < BROADEST_PREFIX:
            yield Refusal(
                f"a route for {self.destination}, a large part of the Internet",
                "traffic would leave the platform past the gateway",
                f"name the ranges that are meant, /{BROADEST_PREFIX} or narrower",
                at="destination",
            )


class AddressSpec(Spec):
    """An address reserved in a private network, so that what is built later always answers there."""

    network: Annotated[Key, attached("the address could not be reserved")]
    """The private network it belongs to."""
    address: Address
    """The address itself."""
    holder: Annotated[Line, StringConstraints(min_length=3, max_length=100)]
    """What will answer there."""


class NetworkParts(Spec):
    """What a `NetworkSpec` says, before it is held to itself."""

    supernet: Range
    """The one range that holds every private network; give another to each environment."""
    private_networks: dict[Key, PrivateNetworkSpec] = Field(min_length=1)
    """Private networks by the owner's own names."""
    outside: dict[Key, OutsideSpec] = Field(default_factory=dict[Key, OutsideSpec])
    """Ranges of others that flows may name."""
    flows: dict[Key, FlowSpec] = Field(default_factory=dict[Key, FlowSpec])
    """What may pass; everything else is dropped."""
    gateway: GatewaySpec | None = None
    """The way out to the Internet; nothing means none."""
    routes: dict[Key, RouteSpec] = Field(default_factory=dict[Key, RouteSpec])
    """Further routes of the VPC."""
    addresses: dict[Key, AddressSpec] = Field(default_factory=dict[Key, AddressSpec])
    """Reserved addresses by name."""
    pod_range: Range = "100.64.0.0/15"
    """Addresses of Kubernetes pods; the provider's default. Changing it replaces the cluster."""
    service_range: Range = "10.32.0.0/20"
    """Addresses of Kubernetes services; the provider's default. Changing it replaces the cluster."""
