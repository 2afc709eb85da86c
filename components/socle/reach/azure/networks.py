"""Azure's networks as hops: virtual networks, subnets and their security groups, peerings, private endpoints, public addresses.

Security groups keep state and decide by priority (Azure documentation, network security groups). By default they accept what
comes from the virtual network, which to Azure includes peered networks and everything behind a VPN gateway, so our side too.
"""

from dataclasses import dataclass, field

from socle.messages import said
from socle.plan import Resource

from ..addresses import INTERNET, PRIVATE4, interval
from ..graph import INTERNET_KEY, Hop, Network, Place
from ..index import Index, inner, objects, texts
from ..traffic import ALL4, ALL6, TCP, Interval, Traffic, boxes, meet, minus
from .groups import group_of

VNET = "azure-native:network:VirtualNetwork"
SUBNET = "azure-native:network:Subnet"
PEERING = "azure-native:network:VirtualNetworkPeering"
TABLE = "azure-native:network:RouteTable"
NIC = "azure-native:network:NetworkInterface"
ENDPOINT = "azure-native:network:PrivateEndpoint"
POSTGRES = "azure-native:dbforpostgresql:Server"
FIREWALL = "azure-native:dbforpostgresql:FirewallRule"

_EVERY = (ALL4, ALL6)


@dataclass
class Azure:
    """Virtual networks and subnets, by ARM id in lower case."""

    index: Index
    net: Network
    vnets: dict[str, Place] = field(default_factory=dict[str, Place])
    subnets: dict[str, Place] = field(default_factory=dict[str, Place])

    def vnet(self, identifier: str) -> Place | None:
        return self.vnets.get(identifier.lower())

    def subnet(self, identifier: object) -> Place | None:
        return self.subnets.get(identifier.lower()) if isinstance(identifier, str) else None


def read_azure(index: Index, net: Network) -> Azure:
    """Everything of Azure that opens or closes a way. What is only read has no inputs, and is named as not known."""
    azure = Azure(index, net)
    for vnet in index.all(VNET):
        _vnet(azure, vnet)
    for subnet in index.all(SUBNET):
        _subnet(azure, subnet)
    for nic in index.all(NIC):
        _nic(azure, nic)
    for endpoint in index.all(ENDPOINT):
        _endpoint(azure, endpoint)
    for server in index.all(POSTGRES):
        _postgres(azure, server)
    for peering in index.all(PEERING):
        _peering(azure, peering)
    return azure


def _vnet(azure: Azure, vnet: Resource) -> None:
    texts_ = texts(inner(vnet.inputs, "addressSpace", "addressPrefixes"))
    ranges = tuple(found for text in texts_ if (found := interval(text)))
    written = azure.index.written(vnet)
    if not ranges:
        azure.net.unknown.append(said("unknown.vnet", name=vnet.name))
        return
    key = vnet.urn
    place = azure.net.add(Place(key, "way", vnet.name, "azure", ranges, written=written, names=azure.index.names(vnet)))
    azure.net.add(Place(f"{key}#in", "way", vnet.name, "azure", written=written))
    azure.vnets[vnet.id.lower()] = place


def _subnet(azure: Azure, subnet: Resource) -> None:
    inputs = subnet.inputs
    found = [interval(text) for text in [*texts(inputs.get("addressPrefix")), *texts(inputs.get("addressPrefixes"))]]
    ranges = tuple(each for each in found if each)
    vnet = azure.vnet(subnet.id.lower().partition("/subnets/")[0])
    if not ranges or vnet is None:
        azure.net.unknown.append(said("unknown.subnet", name=subnet.name))
        return
    place = azure.net.add(
        Place(
            subnet.urn,
            "network",
            subnet.name,
            "azure",
            ranges,
            written=azure.index.written(subnet),
            names=(*azure.index.names(subnet), *_short(subnet)),
            starts=True,
        )
    )
    azure.subnets[subnet.id.lower()] = place
    _attach(azure, subnet, place, vnet)


def _short(subnet: Resource) -> list[str]:
    return texts(subnet.inputs.get("subnetName"))


def _attach(azure: Azure, subnet: Resource, place: Place, vnet: Place) -> None:
    group = group_of(azure.index, subnet, azure.vnets)
    by = (azure.index.written(subnet), *group.by)
    out = minus(group.outbound, boxes(_EVERY, _dropped(azure, subnet)))
    azure.net.link(Hop(place.key, vnet.key, said("hop.out_of_subnet"), out, by))
    if subnet.inputs.get("defaultOutboundAccess") is not False or subnet.inputs.get("natGateway"):
        public = meet(out, boxes(_EVERY, INTERNET))
        azure.net.link(Hop(place.key, INTERNET_KEY, said("hop.azure_outbound"), public, by, opening=True))
    passes = meet(group.inbound, boxes(_EVERY, place.ranges))
    for router in (vnet.key, f"{vnet.key}#in"):
        azure.net.link(
            Hop(
                router,
                place.key,
                said("hop.into_subnet"),
                passes,
                by,
                tuple(group.clauses),
                closed="" if passes else said("closed.group"),
                remedy=said("remedy.group_rule"),
                opening=True,
            )
        )


def _dropped(azure: Azure, subnet: Resource) -> list[Interval]:
    """Destinations that the subnet's route table sends nowhere."""
    table = azure.index.by_id(inner(subnet.inputs, "routeTable", "id"), TABLE)
    rows = objects(table.inputs.get("routes")) if table else []
    found = [interval(row.get("addressPrefix")) for row in rows if row.get("nextHopType") == "None"]
    return [each for each in found if each]


def _nic(azure: Azure, nic: Resource) -> None:
    """A network card; one with a public address is reachable as both its own and its subnet's security group allow."""
    own = group_of(azure.index, nic, azure.vnets)
    for row in objects(nic.inputs.get("ipConfigurations")):
        subnet = azure.subnet(inner(row, "subnet", "id"))
        if subnet is None:
            continue
        address = interval(row.get("privateIPAddress"))
        ranges = (address,) if address else subnet.ranges
        written = azure.index.written(nic)
        azure.net.add(
            Place(
                nic.urn, "service", azure.index.title(nic), "azure", ranges, subnet.key, written, azure.index.names(nic)
            )
        )
        azure.net.link(
            Hop(subnet.key, nic.urn, said("hop.inside_subnet"), boxes(_EVERY, ranges), (written,), inside=True)
        )
        if row.get("publicIPAddress"):
            passes = meet(meet(own.inbound, _inbound(azure, subnet)), boxes(INTERNET, _EVERY))
            how = said("hop.public_groups")
            azure.net.link(
                Hop(INTERNET_KEY, nic.urn, how, passes, (written, *own.by), opening=True, lands=(ranges[0], None))
            )


def _inbound(azure: Azure, subnet: Place) -> Traffic:
    resource = azure.index.one(subnet.key)
    return group_of(azure.index, resource, azure.vnets).inbound if resource else boxes(_EVERY, _EVERY)


def _endpoint(azure: Azure, endpoint: Resource) -> None:
    """A service that answers in a subnet. Security groups do not act on it unless the subnet says so."""
    subnet = azure.subnet(inner(endpoint.inputs, "subnet", "id"))
    if subnet is None:
        azure.net.unknown.append(said("unknown.endpoint", name=endpoint.name))
        return
    written = azure.index.written(endpoint)
    place = azure.net.add(
        Place(
            endpoint.urn,
            "service",
            azure.index.title(endpoint),
            "azure",
            subnet.ranges,
            subnet.key,
            written,
            azure.index.names(endpoint),
        )
    )
    passes = boxes(_EVERY, subnet.ranges, TCP)
    azure.net.link(Hop(subnet.key, place.key, said("hop.inside_subnet"), passes, (written,), inside=True))
    resource = azure.index.one(subnet.key)
    policies = resource.inputs.get("privateEndpointNetworkPolicies") if resource else None
    vnet = azure.vnet(resource.id.lower().partition("/subnets/")[0]) if resource else None
    if vnet and policies not in ("Enabled", "NetworkSecurityGroupEnabled"):
        for router in (vnet.key, f"{vnet.key}#in"):
            how = said("hop.endpoint_unguarded")
            azure.net.link(Hop(router, place.key, how, passes, (written,), opening=True))


def _postgres(azure: Azure, server: Resource) -> None:
    subnet = azure.subnet(inner(server.inputs, "network", "delegatedSubnetResourceId"))
    written = azure.index.written(server)
    place = azure.net.add(
        Place(
            server.urn,
            "service",
            azure.index.title(server),
            "azure",
            subnet.ranges if subnet else (),
            subnet.key if subnet else "",
            written,
            azure.index.names(server),
        )
    )
    port = (5_432, 5_432)
    if subnet:
        azure.net.link(
            Hop(
                subnet.key,
                place.key,
                said("hop.inside_subnet"),
                boxes(_EVERY, subnet.ranges, TCP, port),
                (written,),
                inside=True,
            )
        )
    if not server.external and inner(server.inputs, "network", "publicNetworkAccess") != "Disabled" and not subnet:
        rules = [r for r in azure.index.all(FIREWALL) if r.inputs.get("serverName") == server.inputs.get("serverName")]
        for rule in rules:
            source = interval(f"{rule.inputs.get('startIpAddress')}-{rule.inputs.get('endIpAddress')}") or ALL4
            how = said("hop.firewall")
            passes = boxes((source,), INTERNET, TCP, port)
            by = (azure.index.written(rule), written)
            azure.net.link(Hop(INTERNET_KEY, place.key, how, passes, by, opening=True))


def _peering(azure: Azure, peering: Resource) -> None:
    """One direction of a peering. It is not handed on: what enters by it reaches subnets only."""
    here = azure.vnet(peering.id.lower().partition("/virtualnetworkpeerings/")[0])
    remote = inner(peering.inputs, "remoteVirtualNetwork", "id")
    there = azure.vnet(remote) if isinstance(remote, str) else None
    written = azure.index.written(peering)
    if here is None:
        azure.net.unknown.append(said("unknown.peering", name=peering.name))
        return
    on = peering.inputs.get("allowVirtualNetworkAccess") is not False
    closed, remedy = "" if on else said("closed.peering"), said("remedy.peering")
    if there is None:
        there = _unseen(azure, peering, str(remote))
        entry = there.key
    else:
        entry = f"{there.key}#in"
    how = said("hop.peering", name=there.name)
    out, back = boxes(_EVERY, there.ranges), boxes(there.ranges, _EVERY)
    azure.net.link(Hop(here.key, entry, how, out, (written,), closed=closed, remedy=remedy, opening=True))
    azure.net.link(Hop(there.key, f"{here.key}#in", how, back, (written,), closed=closed, remedy=remedy, opening=True))


def _unseen(azure: Azure, peering: Resource, remote: str) -> Place:
    """A peered network that no plan has, with the addresses that the peering names, else any private one."""
    space = texts(inner(peering.inputs, "remoteAddressSpace", "addressPrefixes"))
    ranges = tuple(found for text in space if (found := interval(text))) or PRIVATE4
    name = remote.rsplit("/", 1)[-1]
    return azure.net.add(
        Place(
            f"unseen {remote.lower()}",
            "outside",
            name,
            "azure",
            ranges,
            written=azure.index.written(peering),
            starts=True,
        )
    )
