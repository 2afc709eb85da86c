"""The network paths that resources open: rules of ACLs and firewalls, public addresses and endpoints, routes to other networks.

What a path amounts to end to end is for the rules of isolation to prove; here a reviewer sees what one change adds.
"""

from collections.abc import Iterator
from typing import Any

from socle.facts import is_public, kind, kinds
from socle.facts.effects import through
from socle.messages import Said, Text, said
from socle.plan import Resource

from .gains import ANYWHERE, EVERYWHERE, UNDECIDED, Names, Reach, Reader, named, objects, path, plainly, text, texts


def _ports(rule: dict[str, Any]) -> str:
    protocol = str(rule.get("protocol", "ANY"))
    low, high = rule.get("dstPortLow"), rule.get("dstPortHigh")
    ports = "" if not low and not high else f" {low}" if low == high else f" {low}-{high}"
    return f"{protocol}{ports}"


def _acl(resource: Resource, names: Names) -> Iterator[Reach]:
    network = named(resource, "vpcId", names)
    if resource.inputs.get("defaultPolicy", "accept") == "accept":
        yield path(Said("word.every_network"), Said("word.default_accept"), network)
    given = resource.inputs.get("rules")
    if given is not None and not isinstance(given, list):
        yield path(UNDECIDED, UNDECIDED, network)
    for rule in through(given):
        yield path(text(rule.get("source")), _asked(rule), text(rule.get("destination")))


_CLIENTS = (32_768, 60_999)
"""Ports that a caller calls from, by Linux's default: a rule for other ones lets answers pass."""


def _asked(rule: dict[str, Any]) -> Text:
    """What a rule lets pass; what comes from a few ports only is no way to ask for anything else."""
    first, last = (rule.get(f"srcPort{end}") or 0 for end in ("Low", "High"))
    if not (isinstance(first, int) and isinstance(last, int)) or not (first or last):
        return _ports(rule)
    if first <= _CLIENTS[0] and last >= _CLIENTS[1]:
        return _ports(rule)
    return said("right.from", action=_ports(rule), ports=str(first) if last in (0, first) else f"{first}-{last}")


def _security_group(resource: Resource, names: Names) -> Iterator[Reach]:
    if resource.inputs.get("inboundDefaultPolicy", "accept") != "drop":
        yield path(ANYWHERE, Said("word.default_accept"), resource.name, public=True)
    if resource.inputs.get("outboundDefaultPolicy", "accept") != "drop":
        yield path(resource.name, Said("word.default_accept"), ANYWHERE)
    yield from _group_rules(resource, names)


def _group_rules(resource: Resource, names: Names) -> Iterator[Reach]:
    """Rules of a security group, inside it or as a resource of their own. One without a range is for every address."""
    group = named(resource, "securityGroupId", names) if "securityGroupId" in resource.inputs else resource.name
    for key, inbound in (("inboundRules", True), ("outboundRules", False)):
        given = resource.inputs.get(key)
        if given is not None and not isinstance(given, list):
            yield path(UNDECIDED, UNDECIDED, group)
        for rule in through(given):
            yield from _accepted(rule, group, inbound)


def _accepted(rule: dict[str, Any], group: Text, inbound: bool) -> Iterator[Reach]:
    port = rule.get("port") or rule.get("portRange") or ""
    action = f"{rule.get('protocol', 'TCP')} {plainly(text(port)) if port else ''}".strip()
    for end in texts(rule.get("ipRanges")) or [text(rule.get("ipRange") or rule.get("ip") or "0.0.0.0/0")]:
        if inbound:
            yield path(end, action, group)
        else:
            yield path(group, action, ANYWHERE if end in EVERYWHERE else end)


def _frontend(resource: Resource, names: Names) -> Iterator[Reach]:
    balancer = named(resource, "lbId", names)
    yield path(ANYWHERE, f"TCP {resource.inputs.get('inboundPort', '')}".strip(), balancer)
    if resource.inputs.get("externalAcls") is True:
        yield path(UNDECIDED, Said("word.external_rules"), balancer)


def _balancer_acl(resource: Resource, names: Names) -> Iterator[Reach]:
    for action in objects(resource.inputs.get("action")):
        if action.get("type", "allow") != "deny":
            for match in objects(resource.inputs.get("match")) or [{}]:
                inverted = match.get("invert") is True
                for source in texts(match.get("ipSubnets")) or ["0.0.0.0/0"]:
                    yield path(
                        "0.0.0.0/0" if inverted else source, Said("word.balancer"), named(resource, "frontendId", names)
                    )


def _redis(resource: Resource, _names: Names) -> Iterator[Reach]:
    for rule in objects(resource.inputs.get("acls")):
        yield path(text(rule.get("ip")), Said("word.database"), resource.name)


def _ingress(resource: Resource, names: Names) -> Iterator[Reach]:
    yield path(
        text(resource.inputs.get("source")), Said("word.route"), named(resource, "nexthopPrivateNetworkId", names)
    )


def _vpn(resource: Resource, names: Names) -> Iterator[Reach]:
    other, own = named(resource, "customerGatewayId", names), named(resource, "vpnGatewayId", names)
    yield path(other, Said("word.tunnel"), own)
    if resource.inputs.get("enableRoutePropagation") is True:
        yield path(other, Said("word.propagation"), own, public=True)


def _remote_gateway(resource: Resource, _names: Names) -> Iterator[Reach]:
    for key in ("ipv4Public", "ipv6Public"):
        if key in resource.inputs:
            yield path(text(resource.inputs.get(key)), Said("word.tunnel"), resource.name, public=True)


def _address(resource: Resource, _names: Names) -> Iterator[Reach]:
    """An address alone is on the Internet once something uses it."""
    attached = resource.inputs.get("serverId") not in (None, "")
    yield path(ANYWHERE, Said("word.public_address"), resource.name, public=attached)


def _model(resource: Resource, _names: Names) -> Iterator[Reach]:
    for end in objects(resource.inputs.get("publicEndpoint")):
        if end.get("isEnabled") is not False:
            yield path(ANYWHERE, Said("word.public_endpoint"), resource.name, public=True)
    for key in ("publicEndpoint", "privateEndpoint"):
        if any(end.get("disableAuth") not in (None, False) for end in objects(resource.inputs.get(key))):
            yield path(ANYWHERE, Said("word.no_questions"), resource.name, public=key == "publicEndpoint")


def _always_public(resource: Resource, _names: Names) -> Iterator[Reach]:
    yield path(ANYWHERE, Said("word.public_address"), resource.name, public=True)


def _transit(resource: Resource, _names: Names) -> Iterator[Reach]:
    if resource.inputs.get("enableTransitivity") is True:
        yield path(resource.name, Said("word.transit"), UNDECIDED, public=True)


def _egress(resource: Resource, names: Names) -> Iterator[Reach]:
    """A network behind a gateway reaches the Internet, unless the gateway neither masks nor routes."""
    if resource.inputs.get("enableMasquerade", True) is not False:
        yield path(named(resource, "privateNetworkId", names), Said("word.way_out"), ANYWHERE)


def _cluster_acl(resource: Resource, names: Names) -> Iterator[Reach]:
    if resource.inputs.get("noIpAllowed") is True:
        return
    for rule in objects(resource.inputs.get("aclRules")):
        source = Said("word.provider_ranges") if rule.get("scalewayRanges") else text(rule.get("ip"))
        yield path(source, Said("word.kubernetes_api"), named(resource, "clusterId", names))


def _database_acl(resource: Resource, names: Names) -> Iterator[Reach]:
    for rule in objects(resource.inputs.get("aclRules")):
        yield path(text(rule.get("ip")), Said("word.database"), named(resource, "instanceId", names))


def _forwarded(resource: Resource, names: Names) -> Iterator[Reach]:
    inputs = resource.inputs
    ports = said(
        "path.forwarded",
        protocol=str(inputs.get("protocol", "both")),
        outside=text(inputs.get("publicPort")),
        inside=text(inputs.get("privatePort")),
    )
    yield path(ANYWHERE, ports, named(resource, "privateIp", names), public=True)


def _gateway(resource: Resource, _names: Names) -> Iterator[Reach]:
    if resource.inputs.get("bastionEnabled") is True:
        for source in texts(resource.inputs.get("allowedIpRanges")) or ["0.0.0.0/0"]:
            yield path(source, Said("word.bastion"), resource.name)


def _route(resource: Resource, names: Names) -> Iterator[Reach]:
    yield path(named(resource, "vpcId", names), Said("word.route"), text(resource.inputs.get("destination")))


def _connector(resource: Resource, names: Names) -> Iterator[Reach]:
    yield path(named(resource, "vpcId", names), Said("word.peering"), named(resource, "targetVpcId", names))


def _tunnel_routes(resource: Resource, _names: Names) -> Iterator[Reach]:
    for prefix in texts(resource.inputs.get("prefixFilterIns")):
        yield path(prefix, Said("word.tunnel"), resource.name)
    for prefix in texts(resource.inputs.get("prefixFilterOuts")):
        yield path(resource.name, Said("word.tunnel"), prefix)


def _public(word: str) -> Reader:
    """Whatever the row of a type says that it opens: an address of a machine, an endpoint of a service."""

    def read(resource: Resource, _names: Names) -> Iterator[Reach]:
        row = kind(resource.type)
        if row and is_public(row, resource.inputs):
            yield path(ANYWHERE, Said(word), resource.name, public=True)

    return read


_WITH_ADDRESSES = (
    "scaleway:autoscaling/instanceTemplate:InstanceTemplate",
    "scaleway:instance/server:Server",
    "scaleway:kubernetes/pool:Pool",
    "scaleway:loadbalancers/loadBalancer:LoadBalancer",
)
_RIGHTS = ("scaleway:registry/namespace:Namespace",)
"""Open to read, which is told as a right."""

_ALWAYS_PUBLIC = ("scaleway:applesilicon/server:Server", "scaleway:elasticmetal/server:Server")
"""Machines of bare metal have public addresses that no filter of the host guards."""

OPENINGS: dict[str, Reader] = {
    **{row.type: _public("word.public_endpoint") for row in kinds() if row.public and row.type not in _RIGHTS},
    **dict.fromkeys(_WITH_ADDRESSES, _public("word.public_address")),
    **dict.fromkeys(_ALWAYS_PUBLIC, _always_public),
    "scaleway:databases/acl:Acl": _database_acl,
    "scaleway:elasticmetal/ip:Ip": _address,
    "scaleway:inference/deployment:Deployment": _model,
    "scaleway:instance/ip:Ip": _address,
    "scaleway:instance/securityGroup:SecurityGroup": _security_group,
    "scaleway:instance/securityGroupRules:SecurityGroupRules": _group_rules,
    "scaleway:kubernetes/acl:Acl": _cluster_acl,
    "scaleway:loadbalancers/acl:Acl": _balancer_acl,
    "scaleway:loadbalancers/frontend:Frontend": _frontend,
    "scaleway:loadbalancers/ip:Ip": _address,
    "scaleway:network/acl:Acl": _acl,
    "scaleway:network/connector:Connector": _connector,
    "scaleway:network/gatewayNetwork:GatewayNetwork": _egress,
    "scaleway:network/ingressRule:IngressRule": _ingress,
    "scaleway:network/publicGateway:PublicGateway": _gateway,
    "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule": _forwarded,
    "scaleway:network/route:Route": _route,
    "scaleway:network/vpc:Vpc": _transit,
    "scaleway:s2svpn/connection:Connection": _vpn,
    "scaleway:s2svpn/customerGateway:CustomerGateway": _remote_gateway,
    "scaleway:s2svpn/routingPolicy:RoutingPolicy": _tunnel_routes,
}
"""How to read the paths that a type opens. A type that is not here opens none that this report knows."""
LISTS: dict[str, Reader] = {"scaleway:redis/cluster:Cluster": _redis}
"""Access lists inside a resource that has an endpoint too."""
