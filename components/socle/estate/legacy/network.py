"""Networks of the legacy estate: resource groups, virtual networks, security groups, private endpoints, private DNS.

VPN gateways and peerings are left out: the bridge between the clouds owns the first, and the second are `generic`.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from socle.specs import Key, Spec, Unbound

from ..platform import Range
from ..shared import of_legacy
from .entry import AzureName, LegacyChild, LegacyEntry, Reference
from .ids import RESOURCE_GROUP, ArmId


class ResourceGroupSpec(LegacyEntry):
    """A resource group. Deleting one deletes all that is in it, which is why the freeze locks groups."""

    AZURE_TYPE: ClassVar[str] = RESOURCE_GROUP


class SubnetSpec(LegacyChild):
    """A subnet. Subnets are declared here only: inside the network as well they would undo each other at every deployment."""

    range: Range
    """Its IPv4 addresses."""
    security_group: Annotated[Key, of_legacy("security_groups")] | None = None
    """The entry of `security_groups` that filters it."""
    delegated_to: str | None = Field(default=None, pattern=r"^Microsoft\.[A-Za-z]+/[A-Za-z]+$")
    """The service that alone may use it, such as `Microsoft.DBforPostgreSQL/flexibleServers`."""


class VirtualNetworkSpec(LegacyEntry):
    """A virtual network and its subnets."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.Network/virtualNetworks"

    address_space: tuple[Range, ...] = Field(min_length=1)
    """Its IPv4 ranges; none may overlap with the platform, or the tunnel could not route."""
    subnets: dict[Key, SubnetSpec] = Field(default_factory=dict[Key, SubnetSpec])
    """Subnets by name; write `name: GatewaySubnet` where Azure's name is not a key."""


class SecurityRuleSpec(Spec):
    """One rule of a security group."""

    name: AzureName | None = None
    """The name as Azure spells it; nothing means the key."""
    priority: int = Field(ge=100, le=4096)
    """100 to 4096, the lowest first (Azure documentation, network security groups)."""
    direction: Literal["Inbound", "Outbound"]
    """Whether it judges what comes in or what goes out."""
    access: Literal["Allow", "Deny"]
    """What happens to what matches."""
    protocol: Literal["*", "Tcp", "Udp", "Icmp", "Esp", "Ah"] = "*"
    """The protocol that matches."""
    source: Annotated[str, Unbound("a range or a tag, in the words of Azure")] = "*"
    """An address, a range, a service tag, or `*`."""
    source_ports: tuple[str, ...] = ("*",)
    """Ports or ranges of ports, as text."""
    destination: Annotated[str, Unbound("a range or a tag, in the words of Azure")] = "*"
    """An address, a range, a service tag, or `*`."""
    destination_ports: tuple[str, ...] = ("*",)
    """Ports or ranges of ports, as text."""


class SecurityGroupSpec(LegacyEntry):
    """A network security group with its rules, in one piece as Azure keeps it."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.Network/networkSecurityGroups"

    rules: dict[Key, SecurityRuleSpec] = Field(default_factory=dict[Key, SecurityRuleSpec])
    """Rules by name; the rules that Azure adds to every group are not written."""


class PrivateEndpointSpec(LegacyEntry):
    """A private address in front of a service."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.Network/privateEndpoints"

    subnet: Annotated[Reference, of_legacy("networks", "subnets")]
    """Where the address is: `<network>.<subnet>`. Azure refuses to move an endpoint."""
    target: ArmId
    """The id of the service behind it."""
    groups: tuple[str, ...] = Field(min_length=1)
    """Parts of the service that are reached: `blob`, `dfs`, `vault`, `postgresqlServer`."""
    dns_zone: Annotated[Key, of_legacy("dns_zones")] | None = None
    """The entry of `dns_zones` that answers with its address."""
    dns_zone_group: AzureName = "default"
    """Azure's name of the tie between the endpoint and its zone."""


class DnsLinkSpec(LegacyChild):
    """A network whose machines resolve names in a private zone."""

    network: Annotated[Key, of_legacy("networks")]
    """The entry of `networks` that is linked."""
    registration: bool = False
    """Whether machines of the network register their own names."""


class DnsRecordSpec(LegacyChild):
    """One set of records of a private zone. Its TTL is lowered before a switch: one of the few changes that the freeze allows."""

    type: Literal["A", "CNAME"] = "A"
    """The type of the records; other types are left to `observe` through `generic`."""
    ttl_seconds: int = Field(default=3600, ge=1, le=2_147_483_647)
    """How long a resolver may keep an answer."""
    values: tuple[str, ...] = Field(min_length=1)
    """Addresses, or the one name of a CNAME."""


class PrivateZoneSpec(LegacyEntry):
    """A private DNS zone, the networks that see it, and the records that people wrote."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.Network/privateDnsZones"

    links: dict[Key, DnsLinkSpec] = Field(default_factory=dict[Key, DnsLinkSpec])
    """Linked networks by name."""
    records: dict[Key, DnsRecordSpec] = Field(default_factory=dict[Key, DnsRecordSpec])
    """Sets of records by name; what endpoints register by themselves is not written."""
