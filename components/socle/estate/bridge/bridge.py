"""The bridge between the clouds, as `bridge.yaml` declares it: how it is carried, what it announces, and names that move.

Left out on purpose: a default route through the tunnel, static routes (the host's gateways speak BGP only), and every switch of
the cut-over (what is announced may pass only once the posture opens it). What a tunnel is made of is in tunnels.py; what the
bridge contradicts elsewhere in the estate, in bridge_checks.py.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal, each
from socle.specs import Form, Key, Reason, Refers, Spec, Unbound, within

from ..legacy import Reference
from ..platform import TIME_SERVERS, Address, HostName, not_public
from ..shared import attached, encrypts, knows
from .tunnels import TunnelSpec, tunnel_refusals
from .vpn_profile import VpnProfileSpec

BRIDGE_FILE = "bridge.yaml"
"""The file of an estate's folder that holds its `bridge` part: those who review it answer for both clouds."""

Transport = Literal["vpn", "self-hosted", "none"]

SCALEWAY_ASN = 12_876
"""The host's own (Scaleway documentation, Site-to-Site VPN FAQ). It cannot be chosen, and nothing else may use it."""

PRIVATE_ASNS = range(64_512, 65_535)
"""Private autonomous systems (RFC 6996)."""

AZURE_DEFAULT_ASN = 65_515
"""What Azure's gateways have where nothing else is written; never that of a peer (Azure documentation, VPN Gateway FAQ)."""

AZURE_RESERVED_ASNS = range(65_517, 65_521)
"""Azure keeps these for itself (Azure documentation, About BGP with VPN Gateway)."""

REGULAR_TTL_SECONDS = 3_600
_DOMAIN = Form("a domain in lower-case letters", "plateforme.example")
LOWERED_TTL_SECONDS = 60
"""The host's shortest TTL (the provider's range is 60 to 2,592,000)."""


_NOWHERE = "Azure's gateway would stand nowhere"
_SUBNET = Refers("legacy.networks", "there is no subnet {name} in the legacy estate", _NOWHERE, inner="subnets")
_GROUP = Refers("legacy.resource_groups", "there is no resource group {name} in the legacy estate", _NOWHERE)
_SPOKE = Refers(
    "legacy.networks",
    "{name} is not a network of the legacy estate",
    "its ranges would be accepted without anything behind them",
)
_ZONE = Refers(
    "legacy.dns_zones", "there is no DNS zone {name} in the legacy estate", "the names would not exist on Azure"
)
_TUNNEL = Refers("bridge.tunnels", "there is no tunnel {name}", "the platform's routes would lead nowhere")
_OUTSIDE = Refers(
    "network.outside",
    "{name} is no range of network.outside",
    "routes of others would be learned through the tunnel",
)


class AzureEndSpec(Spec):
    """The gateway on Azure, in the network that already reaches what moves. It takes 45 minutes to make."""

    subnet: Annotated[Reference, _SUBNET]
    """Where it stands: `<network>.<subnet>` of the legacy estate. Azure asks for a subnet named GatewaySubnet, /27 or larger."""
    resource_group: Annotated[Key, _GROUP]
    """The entry of the legacy estate's resource_groups that it is made in, in the subscription of the network."""
    sku: Literal["VpnGw1AZ", "VpnGw2AZ", "VpnGw3AZ", "VpnGw4AZ", "VpnGw5AZ"] = "VpnGw2AZ"
    """Its size. 1: 650 Mbit/s, 2: 1 Gbit/s, 3: 1.25 Gbit/s, 4: 5 Gbit/s, 5: 10 Gbit/s in all (Azure documentation, gateway SKUs);
    1 Gbit/s carries some 10 TB a day at best."""
    asn: int = AZURE_DEFAULT_ASN
    """Its autonomous system, private; 65515 is Azure's default."""
    public_addresses: tuple[Address, ...] = ()
    """The public address of each instance, where they are to be reviewed once they exist; nothing means those that Azure gives. An
    address that turns out to be another one stops the deployment."""
    spokes: tuple[Annotated[Key, _SPOKE], ...] = ()
    """Further networks of the legacy estate that reach the gateway through a peering with gateway transit. The peering belongs to
    whoever runs the hub: it is neither made nor changed here."""

    def refusals(self) -> Iterator[Refusal]:
        yield from _private_asn(self.asn, 65_515)


class MachinesSpec(Spec):
    """The two machines of transport `self-hosted`, one a zone, that end the tunnels with strongSwan in place of the host's gateways.

    Both keep their tunnel up; the routes of the platform lead to one of them, and moving them is one edit of `active`.
    """

    type: str = "POP2-2C-8G"
    """The machine type of both."""
    image: Literal["debian_bookworm", "debian_trixie"] = "debian_bookworm"
    """A Debian with strongSwan 5.9 and BIRD 2 in its archive. Another one replaces the machines."""
    active: Annotated[Key, _TUNNEL]
    """The tunnel whose machine the platform's routes lead to."""
    asn: int = 64_512
    """Our autonomous system, private and another one than Azure's; 64512 is the first private one. The host's own belongs to
    the host's gateways. Another one replaces the machines."""

    time_servers: tuple[HostName, ...] = Field(default=TIME_SERVERS, min_length=1)
    """Time servers. Where all of them are addresses, time is asked of them alone; with one name, of anybody. Others replace both."""

    def refusals(self) -> Iterator[Refusal]:
        if self.asn == AZURE_DEFAULT_ASN:
            yield Refusal(
                f"{self.asn} is the autonomous system of Azure's gateways",
                "Azure refuses it for whoever is at the other end",
                "write another, such as 64512",
                at="asn",
            )
        yield from _private_asn(self.asn, 64_512)


class MovingNameSpec(Spec):
    """The name of a service that moves, the same on both clouds. The posture says where it leads and how long an answer lasts."""

    legacy: Address
    """Where it answers before the switch: an address of the legacy estate."""
    platform: Address
    """Where it answers after: an address in a private network of the platform."""
    reason: Reason
    """Who uses the name."""


class NamesSpec(Spec):
    """Names of moving services in a zone of each cloud.

    Azure has private zones. The host has public zones only, so a name there is readable by anyone who knows it, and its private
    address is reachable by nobody outside: choose names that say nothing.
    """

    legacy_zone: Annotated[Key, _ZONE]
    """The entry of the legacy estate's dns_zones."""
    domain: Annotated[
        str, StringConstraints(pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$", max_length=200), _DOMAIN
    ]
    """A domain that the host serves for the estate's owner."""
    subdomain: Annotated[Key, Unbound("a zone that the bridge makes")]
    """The zone under it that the bridge makes, for these names alone."""
    services: dict[Key, MovingNameSpec] = Field(min_length=1)
    """Services by the name that they have in both zones."""


class BridgeSpec(Spec):
    """How the two clouds reach each other while both run. The same flows are declared whatever carries them (`network.flows`)."""

    transport: Transport = "vpn"
    """`vpn`: the host's gateways. `self-hosted`: two machines of ours with strongSwan. `none`: no tunnel, only TLS to object
    storage, so that no flow may need one."""
    network: Annotated[Key, attached("our ends of the tunnels would stand nowhere")] | None = None
    """The private network that our ends stand in. It holds nothing else: the filter does not act inside a private network."""
    key: Annotated[Key, encrypts("pre-shared keys")] | None = None
    """The entry of `keys` that encrypts the pre-shared keys in Secret Manager."""
    announce: tuple[Annotated[Key, knows("Azure would learn a route to nothing")], ...] = ()
    """Our private networks that Azure learns: exactly those that a flow from or to Azure names."""
    accept: tuple[Annotated[Key, _OUTSIDE], ...] = ()
    """Ranges of `network.outside` that the platform learns: exactly those that a flow names, each a whole range of Azure's."""
    profile: VpnProfileSpec = Field(default_factory=VpnProfileSpec)
    """The cryptography of every tunnel."""
    initiation: Literal["scaleway", "azure"] = "scaleway"
    """Who opens the tunnel; the other side waits. BGP is opened from our side in any case: Azure never does with these addresses."""
    gateway_type: Literal["VGW-S", "VGW-M", "VGW-L"] = "VGW-S"
    """The size of the host's gateways. Another one replaces them: the provider would not send the change."""
    shared_keys: Literal["generated", "given"] = "generated"
    """`generated`: one random key a tunnel. `given`: the secret config `socle:psk-<tunnel>` of the bridge's stack."""
    rotation: int = Field(default=1, ge=1, le=10_000)
    """Add one to make new pre-shared keys, on both sides in one deployment. Only for generated keys."""
    tunnels: dict[Key, TunnelSpec] = Field(default_factory=dict[Key, TunnelSpec])
    """One tunnel, or four: two zones of ours times the two instances of Azure's gateway. Two for `self-hosted`."""
    azure: AzureEndSpec | None = None
    """The end on Azure; needed for every transport but `none`."""
    machines: MachinesSpec | None = None
    """The machines of transport `self-hosted`."""
    names: NamesSpec | None = None
    """Names of the services that move."""

    @property
    def secret_count(self) -> int:
        """How many secrets it makes: one pre-shared key a tunnel."""
        return len(self.tunnels)

    @property
    def address_count(self) -> int:
        """How many addresses of its network it takes: one for our end of each tunnel."""
        return len(self.tunnels)

    def refusals(self) -> Iterator[Refusal]:
        yield from each(_parts(self), tunnel_refusals(self.transport, self.tunnels), _rotation(self))
        yield from each(within(self, "bridge"), _asns(self), _instances(self))


_NEEDED = ("network", "key", "announce", "accept", "tunnels", "azure")
"""What a tunnel is made of."""


def _parts(spec: BridgeSpec) -> Iterator[Refusal]:
    for name in _NEEDED:
        written = bool(getattr(spec, name))
        if spec.transport == "none" and written:
            yield Refusal(
                f"{name} beside transport: none",
                "it would be taken for a tunnel that nobody makes",
                f"remove {name}, or write transport: vpn",
                at=name,
            )
        if spec.transport != "none" and not written:
            yield Refusal(
                f"no {name} for transport: {spec.transport}",
                "there would be no tunnel, or nothing could pass through it",
                f"write {name}, or transport: none",
                at="transport",
            )
    if (spec.machines is None) == (spec.transport == "self-hosted"):
        yield Refusal(
            f"{'no machines' if spec.machines is None else 'machines'} for transport: {spec.transport}",
            "it is unclear who would end the tunnels",
            "write machines exactly for transport: self-hosted",
            at="transport" if spec.machines is None else "machines",
        )


def _instances(spec: BridgeSpec) -> Iterator[Refusal]:
    given = spec.azure.public_addresses if spec.azure else ()
    instances = {tunnel.azure_instance for tunnel in spec.tunnels.values()}
    if given and len(set(given)) != len(instances):
        yield Refusal(
            f"{len(set(given))} public addresses for {len(instances)} instances of Azure's gateway",
            "a tunnel would be opened with nobody, or two with one instance",
            "write one for each instance, instance 0 first, or none",
            at="azure.public_addresses",
        )
    for index, address in enumerate(given):
        if not_public(address):
            yield Refusal(
                f"{address} is not a public address",
                "our gateways would call a machine of the platform in place of Azure's",
                "write the address of Azure's gateway, or nothing",
                at=f"azure.public_addresses.{index}",
            )


def _rotation(spec: BridgeSpec) -> Iterator[Refusal]:
    if spec.shared_keys == "given" and spec.rotation != 1:
        yield Refusal(
            "rotation of keys that are given",
            "nothing would rotate: their values are not made here",
            "remove rotation, and give other values instead",
            at="rotation",
        )


def _asns(spec: BridgeSpec) -> Iterator[Refusal]:
    if spec.machines and spec.azure and spec.machines.asn == spec.azure.asn:
        yield Refusal(
            f"both sides have the autonomous system {spec.azure.asn}",
            "each would drop the other's routes as its own",
            "write another for our machines, such as 64512",
            at="machines.asn",
        )


def _private_asn(asn: int, example: int) -> Iterator[Refusal]:
    if asn == SCALEWAY_ASN:
        yield Refusal(
            f"{asn} is the host's own autonomous system",
            "each side would drop the other's routes as its own, and the host refuses it",
            f"write a private one, such as {example}",
            at="asn",
        )
    elif asn not in PRIVATE_ASNS:
        yield Refusal(
            f"{asn} is not a private autonomous system",
            "it is, or may become, somebody else's on the Internet",
            f"write one from 64512 to 65534, such as {example}",
            at="asn",
        )
    elif asn in AZURE_RESERVED_ASNS:
        yield Refusal(
            f"Azure keeps {asn} for itself",
            "it would refuse the gateway after 45 minutes",
            f"write another, such as {example}",
            at="asn",
        )
