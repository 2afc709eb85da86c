"""The network paths that resources open: rules of ACLs and firewalls, public addresses and endpoints, routes to other networks.

What a path amounts to end to end is for the rules of isolation to prove; here a reviewer sees what one change adds.
"""

from collections.abc import Iterator
from typing import Any

from socle.facts import is_public, kind, kinds
from socle.messages import Said, Text, said
from socle.plan import Resource

from .gains import ANYWHERE, Names, Reach, Reader, named, objects, text, texts

_EVERYWHERE = ("0.0.0.0/0", "::/0")


def _path(source: Text, action: Text, target: Text, *, public: bool = False) -> Reach:
    everywhere = source in _EVERYWHERE
    return Reach("path", ANYWHERE if everywhere else source, action, target, public or everywhere)


def _ports(rule: dict[str, Any]) -> str:
    protocol = str(rule.get("protocol", "ANY"))
    low, high = rule.get("dstPortLow"), rule.get("dstPortHigh")
    ports = "" if not low and not high else f" {low}" if low == high else f" {low}-{high}"
    return f"{protocol}{ports}"


def _acl(resource: Resource, names: Names) -> Iterator[Reach]:
    network = named(resource, "vpcId", names)
    if resource.inputs.get("defaultPolicy", "accept") == "accept":
        yield _path(Said("word.every_network"), Said("word.default_accept"), network)
    for rule in objects(resource.inputs.get("rules")):
        if rule.get("action", "accept") == "accept":
            yield _path(text(rule.get("source")), _ports(rule), text(rule.get("destination")))


def _security_group(resource: Resource, _names: Names) -> Iterator[Reach]:
    if resource.inputs.get("inboundDefaultPolicy", "accept") == "accept":
        yield _path(ANYWHERE, Said("word.default_accept"), resource.name, public=True)
    for rule in objects(resource.inputs.get("inboundRules")):
        if rule.get("action", "accept") == "accept":
            port = rule.get("port") or rule.get("portRange") or ""
            yield _path(
                text(rule.get("ipRange") or "0.0.0.0/0"), f"{rule.get('protocol', 'TCP')} {port}".strip(), resource.name
            )


def _cluster_acl(resource: Resource, names: Names) -> Iterator[Reach]:
    if resource.inputs.get("noIpAllowed") is True:
        return
    for rule in objects(resource.inputs.get("aclRules")):
        source = Said("word.provider_ranges") if rule.get("scalewayRanges") else text(rule.get("ip"))
        yield _path(source, Said("word.kubernetes_api"), named(resource, "clusterId", names))


def _database_acl(resource: Resource, names: Names) -> Iterator[Reach]:
    for rule in objects(resource.inputs.get("aclRules")):
        yield _path(text(rule.get("ip")), Said("word.database"), named(resource, "instanceId", names))


def _forwarded(resource: Resource, names: Names) -> Iterator[Reach]:
    inputs = resource.inputs
    ports = said(
        "path.forwarded",
        protocol=str(inputs.get("protocol", "both")),
        outside=text(inputs.get("publicPort")),
        inside=text(inputs.get("privatePort")),
    )
    yield _path(ANYWHERE, ports, named(resource, "privateIp", names), public=True)


def _gateway(resource: Resource, _names: Names) -> Iterator[Reach]:
    if resource.inputs.get("bastionEnabled") is True:
        for source in texts(resource.inputs.get("allowedIpRanges")) or ["0.0.0.0/0"]:
            yield _path(source, Said("word.bastion"), resource.name)


def _route(resource: Resource, names: Names) -> Iterator[Reach]:
    yield _path(named(resource, "vpcId", names), Said("word.route"), text(resource.inputs.get("destination")))


def _connector(resource: Resource, names: Names) -> Iterator[Reach]:
    yield _path(named(resource, "vpcId", names), Said("word.peering"), named(resource, "targetVpcId", names))


def _tunnel_routes(resource: Resource, _names: Names) -> Iterator[Reach]:
    for prefix in texts(resource.inputs.get("prefixFilterIns")):
        yield _path(prefix, Said("word.tunnel"), resource.name)
    for prefix in texts(resource.inputs.get("prefixFilterOuts")):
        yield _path(resource.name, Said("word.tunnel"), prefix)


def _azure_rule(resource: Resource, names: Names) -> Iterator[Reach]:
    inputs = resource.inputs
    if inputs.get("access") == "Allow" and inputs.get("direction") == "Inbound":
        source = text(inputs.get("sourceAddressPrefix"))
        ports = f"{inputs.get('protocol', '*')} {inputs.get('destinationPortRange', '*')}"
        anyone = source in ("*", "Internet", *_EVERYWHERE)
        yield _path(
            ANYWHERE if anyone else source, ports, named(resource, "networkSecurityGroupName", names), public=anyone
        )


def _azure_peering(resource: Resource, names: Names) -> Iterator[Reach]:
    yield _path(
        named(resource, "virtualNetworkName", names),
        Said("word.peering"),
        named(resource, "remoteVirtualNetwork", names),
    )


def _public(word: str) -> Reader:
    """Whatever the row of a type says that it opens: an address of a machine, an endpoint of a service."""

    def read(resource: Resource, _names: Names) -> Iterator[Reach]:
        row = kind(resource.type)
        if row and is_public(row, resource.inputs):
            yield _path(ANYWHERE, Said(word), resource.name, public=True)

    return read


_WITH_ADDRESSES = (
    "scaleway:instance/server:Server",
    "scaleway:kubernetes/pool:Pool",
    "scaleway:loadbalancers/loadBalancer:LoadBalancer",
)
_RIGHTS = ("scaleway:registry/namespace:Namespace",)
"""Open to read, which is told as a right."""

OPENINGS: dict[str, Reader] = {
    **{row.type: _public("word.public_endpoint") for row in kinds() if row.public and row.type not in _RIGHTS},
    **dict.fromkeys(_WITH_ADDRESSES, _public("word.public_address")),
    "azure-native:network:SecurityRule": _azure_rule,
    "azure-native:network:VirtualNetworkPeering": _azure_peering,
    "scaleway:databases/acl:Acl": _database_acl,
    "scaleway:instance/securityGroup:SecurityGroup": _security_group,
    "scaleway:kubernetes/acl:Acl": _cluster_acl,
    "scaleway:network/acl:Acl": _acl,
    "scaleway:network/connector:Connector": _connector,
    "scaleway:network/publicGateway:PublicGateway": _gateway,
    "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule": _forwarded,
    "scaleway:network/route:Route": _route,
    "scaleway:s2svpn/routingPolicy:RoutingPolicy": _tunnel_routes,
}
"""How to read the paths that a type opens. A type that is not here opens none that this report knows."""
