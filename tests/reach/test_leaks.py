"""Planted leaks: one change each to a sound platform is found, explained, and laid at the resource and the line that opens it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from socle.reach.proofs import Finding
from socle.report.words import Words

from .estates import rule
from .platform import DATA, GROUP, LEGACY, PLATFORM, RULES, SERVICES, VNET, Estate, azure_rule, policy, sound

Plant = Callable[[Estate], None]


@dataclass(frozen=True)
class Leak:
    """What is planted, which proof finds it, the resource that it names, and words of the explanation."""

    name: str
    plant: Plant
    proof: str
    resource: str
    says: tuple[str, ...]


def _rules(*more: dict[str, object], first: bool = False) -> Plant:
    return lambda estate: estate.change("acl", rules=[*more, *RULES] if first else [*RULES, *more])


def _connectors(estate: Estate) -> None:
    ends = estate["vpc"].id, estate["research-vpc"].id
    estate.platform.add("network/connector:Connector", "out", vpcId=ends[1], targetVpcId=ends[0])
    estate.platform.add("network/connector:Connector", "back", vpcId=ends[0], targetVpcId=ends[1])


def _public_server(estate: Estate) -> None:
    address = estate.platform.add("instance/ip:Ip", "address")
    estate.change("machine", ipIds=[address.id])
    estate.change("guard", inboundRules=[{"action": "accept", "protocol": "TCP", "port": 22, "ipRange": "0.0.0.0/0"}])


def _public_pool(estate: Estate) -> None:
    estate.change("pool", publicIpDisabled=None, securityGroupId=None)


def _group_accepts(estate: Estate) -> None:
    estate.change("machine", enableDynamicIp=True)
    estate.change("guard", inboundDefaultPolicy=None)


def _forward(estate: Estate) -> None:
    gateway = estate["gateway"].id
    rule_ = {"gatewayId": gateway, "privateIp": "10.20.16.9", "privatePort": 22, "publicPort": 2222, "protocol": "tcp"}
    estate.platform.add("network/publicGatewayPatRule:PublicGatewayPatRule", "pat", **rule_)


def _balancer(estate: Estate) -> None:
    lb = estate.platform.add(
        "loadbalancers/loadBalancer:LoadBalancer", "lb", privateNetworks=[{"privateNetworkId": estate["platform"].id}]
    )
    backend = estate.platform.add(
        "loadbalancers/backend:Backend", "backend", lbId=lb.id, forwardPort=8080, serverIps=["10.20.16.7"]
    )
    estate.platform.add("loadbalancers/frontend:Frontend", "front", lbId=lb.id, backendId=backend.id, inboundPort=443)


def _bridging_balancer(estate: Estate) -> None:
    networks = [{"privateNetworkId": estate[name].id} for name in ("admin", "services")]
    lb = estate.platform.add(
        "loadbalancers/loadBalancer:LoadBalancer", "lb", assignFlexibleIp=False, privateNetworks=networks
    )
    backend = estate.platform.add(
        "loadbalancers/backend:Backend", "backend", lbId=lb.id, forwardPort=8080, serverIps=["10.20.40.7"]
    )
    estate.platform.add("loadbalancers/frontend:Frontend", "front", lbId=lb.id, backendId=backend.id, inboundPort=443)


def _route(estate: Estate) -> None:
    estate.platform.add(
        "network/route:Route",
        "side-door",
        vpcId=estate["vpc"].id,
        destination="198.51.100.0/24",
        nexthopResourceId=estate["card"].id,
    )


def _propagation_wider(estate: Estate) -> None:
    estate.change("tunnel", enableRoutePropagation=True)
    estate.change("routes", prefixFilterIns=["10.96.0.0/11"], prefixFilterOuts=["10.20.0.0/16"])


def _default_through_tunnel(estate: Estate) -> None:
    estate.change("routes", prefixFilterIns=["0.0.0.0/0"])


def _tunnel_in_the_wrong_network(estate: Estate) -> None:
    estate.change("vpn", privateNetworkId=estate["services"].id)
    estate.change("tunnel", enableRoutePropagation=True)
    estate.change("routes", prefixFilterOuts=[SERVICES])


def _machine_in_transit(estate: Estate) -> None:
    server = estate.platform.add("instance/server:Server", "second", securityGroupId=estate["guard"].id)
    nic = {"serverId": server.id, "privateNetworkId": estate["transit"].id}
    estate.platform.add("instance/privateNic:PrivateNic", "second-card", **nic)


def _route_to_gateway(estate: Estate) -> None:
    ends = {"vpcId": estate["vpc"].id, "nexthopPrivateNetworkId": estate["platform"].id}
    estate.platform.add("network/route:Route", "shortcut", destination="198.51.100.0/24", **ends)


def _wrong_gateway(estate: Estate) -> None:
    estate.platform.gateway("second", estate["data"])


def _default_route_taken_over(estate: Estate) -> None:
    estate.change("admin", enableDefaultRoutePropagation=True)


def _transit(estate: Estate) -> None:
    _connectors(estate)
    estate.change("vpc", enableTransitivity=True)
    estate.change("tunnel", enableRoutePropagation=True)
    estate.change("routes", prefixFilterOuts=["10.30.0.0/24", DATA])
    for name, default in (("research-acl", "accept"), ("acl", "accept")):
        estate.change(name, defaultPolicy=default)


def _ingress(estate: Estate) -> None:
    estate.change("tunnel", enableRoutePropagation=True)
    estate.platform.add(
        "network/ingressRule:IngressRule",
        "detour",
        vpcId=estate["vpc"].id,
        source=LEGACY,
        nexthopPrivateNetworkId=estate["platform"].id,
        nexthopResourceIp="10.20.16.4",
    )


def _peering(estate: Estate) -> None:
    estate.legacy.add(
        "azure-native:network:VirtualNetworkPeering",
        "peering",
        id=f"{VNET}/virtualNetworkPeerings/partner",
        remoteVirtualNetwork={"id": f"{GROUP}/virtualNetworks/vnet-partner"},
        remoteAddressSpace={"addressPrefixes": ["10.150.0.0/16"]},
        allowVirtualNetworkAccess=True,
    )
    estate.change("nsg", securityRules=[azure_rule("all", 100, "*", "*")])


def _private_endpoint(estate: Estate) -> None:
    estate.legacy.add(
        "azure-native:network:PrivateEndpoint",
        "endpoint",
        id=f"{GROUP}/privateEndpoints/pe",
        subnet={"id": estate["subnet"].id},
        privateLinkServiceConnections=[{"privateLinkServiceId": "/subscriptions/s/lake", "groupIds": ["blob"]}],
    )
    estate.change("tunnel", enableRoutePropagation=True)
    estate.change("routes", prefixFilterOuts=["10.20.0.0/16"])
    estate.change("acl", rules=[*RULES, rule(PLATFORM, LEGACY, 443), rule(LEGACY, PLATFORM, 1024, 65535)])


def _shadow(estate: Estate) -> None:
    estate.change(
        "nsg",
        securityRules=[
            azure_rule("all", 100, "*", "*"),
            azure_rule("deny-db", 300, "10.101.0.0/16", "5432", access="Deny", protocol="Tcp"),
        ],
    )


def _azure_public_card(estate: Estate) -> None:
    estate.legacy.add(
        "azure-native:network:NetworkInterface",
        "nic",
        id=f"{GROUP}/networkInterfaces/nic",
        ipConfigurations=[
            {"subnet": {"id": estate["subnet"].id}, "publicIPAddress": {"id": f"{GROUP}/publicIPAddresses/ip"}}
        ],
    )
    estate.change("nsg", securityRules=[azure_rule("ssh", 100, "Internet", "22")])


def _change(name: str, **inputs: object) -> Plant:
    return lambda estate: estate.change(name, **inputs)


ANYWHERE = {"ip": "0.0.0.0/0"}
LEAKS = [
    Leak("a rule too wide", _rules(rule("10.20.0.0/16", PLATFORM, 22), rule(PLATFORM, "10.20.0.0/16")), "undeclared-path", "acl", ("services", "tcp 22")),
    Leak("a rule of every port", _rules(rule(SERVICES, DATA), rule(DATA, SERVICES)), "undeclared-path", "acl", ("services reaches data", "every port but 5432")),
    Leak("an ACL that accepts by default", _change("acl", defaultPolicy="accept"), "undeclared-path", "acl", ("the default accepts",)),
    Leak("an ACL without a default policy", _change("acl", defaultPolicy=None), "undeclared-path", "acl", ("the default accepts",)),
    Leak("no ACL for IPv6", lambda estate: estate.drop("acl-ipv6"), "undeclared-path", "vpc", ("IPv6", "the host's default accepts")),
    Leak("an ACL of IPv6 that accepts", _change("acl-ipv6", defaultPolicy="accept"), "undeclared-path", "acl-ipv6", ("IPv6",)),
    Leak("a peering of VPCs", _connectors, "undeclared-path", "out", ("research reaches db", "does not act on managed databases")),
    Leak("a machine with a public address", _public_server, "undeclared-path", "machine", ("internet reaches machine", "tcp 22")),
    Leak("nodes with public addresses", _public_pool, "undeclared-path", "pool", ("internet reaches pool",)),
    Leak("a security group that accepts", _group_accepts, "undeclared-path", "guard", ("internet reaches machine", "default accepts inbound")),
    Leak("a forwarded port", _forward, "undeclared-path", "pat", ("internet reaches platform", "forwards its public port 2222")),
    Leak("an open bastion", _change("gateway", bastionEnabled=True), "undeclared-path", "gateway", ("internet reaches platform", "the bastion on port 61000 lets any IPv4 address in")),
    Leak("a public load balancer", _balancer, "undeclared-path", "front", ("internet reaches platform", "8080")),
    Leak("a load balancer in two networks", _bridging_balancer, "undeclared-path", "front", ("admin reaches services", "8080")),
    Leak("a route through a machine", _route, "undeclared-path", "side-door", ("beyond the route side-door",)),
    Leak("a gateway on the network of data", _wrong_gateway, "undeclared-path", "second-data", ("data reaches internet",)),
    Leak("a default route taken over", _default_route_taken_over, "undeclared-path", "admin", ("admin reaches internet",)),
    Leak("propagation with wider prefixes", _propagation_wider, "legacy", "routes", ("beyond tunnel reaches db",)),
    Leak("a default route from the tunnel", _default_through_tunnel, "wide-route", "routes", ("accepts routes to",)),
    Leak("a tunnel in a network with machines", _tunnel_in_the_wrong_network, "legacy", "tunnel", ("legacy reaches services", "unfiltered")),
    Leak("a machine beside the VPN gateway", _machine_in_transit, "undeclared-path", "db", ("transit reaches db",)),
    Leak("a route to the gateway of another network", _route_to_gateway, "undeclared-path", "shortcut", ("data reaches internet",)),
    Leak("a VPC that lets traffic cross", _transit, "legacy", "vpc", ("legacy reaches research",)),
    Leak("an ingress rule", _ingress, "legacy", "detour", ("legacy reaches platform",)),
    Leak("a database with a public endpoint", _change("db", privateNetwork=None), "undeclared-path", "db", ("internet reaches db", "public endpoint")),
    Leak("a database with a load balancer", _change("db", loadBalancer={}), "undeclared-path", "db", ("internet reaches db",)),
    Leak("a control plane open to all", _change("cluster-acl", aclRules=[ANYWHERE]), "open-endpoint", "cluster-acl", ("any IPv4 address", "https://login.example")),
    Leak("a control plane without a list", lambda estate: estate.drop("cluster-acl"), "open-endpoint", "cluster", ("no access list",)),
    Leak("a public registry", _change("images", isPublic=True), "open-endpoint", "images", ("anyone may pull",)),
    Leak("a bucket policy for anyone", _change("studies-policy", policy=policy("*")), "open-endpoint", "studies-policy", ("lets anyone in",)),
    Leak("a bucket policy for all but one", _change("studies-policy", policy=policy("user_id:1").replace('"Principal"', '"NotPrincipal"')), "open-endpoint", "studies-policy", ("lets anyone in",)),
    Leak("a bucket policy with a misspelt effect", _change("studies-policy", policy=policy("*").replace('"Allow"', '"allow"')), "open-endpoint", "studies-policy", ("lets anyone in",)),
    Leak("a bucket for whoever has an account", _change("studies", acl="authenticated-read"), "open-endpoint", "studies", ("list",)),
    Leak("a public storage account", _change("lake", publicNetworkAccess="Enabled"), "open-endpoint", "lake", ("any address may connect",)),
    Leak("a public vault", _change("vault", properties={}), "open-endpoint", "vault", ("any address may connect",)),
    Leak("a rule in another's shadow", _shadow, "dead-rule", "nsg", ("deny-db", "all (priority 100)")),
    Leak("a peering with an unnamed network", _peering, "legacy", "peering", ("vnet-partner",)),
    Leak("a private endpoint past the group", _private_endpoint, "undeclared-path", "endpoint", ("platform reaches endpoint", "do not act on private endpoints")),
    Leak("a public address in Azure", _azure_public_card, "undeclared-path", "nic", ("internet reaches nic", "tcp 22")),
]  # fmt: skip


def test_the_sound_platform_has_no_finding() -> None:
    proofs = sound().proofs()
    assert proofs.findings == []
    assert {result.flow.name: result.state for result in proofs.flows}["legacy-to-data"] == "waiting"
    assert {result.state for result in proofs.flows} == {"open", "waiting"}


in_english = Words().text


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_a_planted_leak_is_found_and_explained(leak: Leak) -> None:
    estate = sound()
    leak.plant(estate)
    found = estate.proofs().findings
    named = [finding for finding in found if finding.proof == leak.proof and _names(finding, estate, leak)]
    assert named, (
        "\n".join(
            f"{f.proof}: {in_english(f.title)}: {in_english(f.explanation)} {[str(w) for w in f.by]} {f.hops}"
            for f in found
        )
        or "nothing found"
    )


def _names(finding: Finding, estate: Estate, leak: Leak) -> bool:
    resource = estate[leak.resource]
    assert resource.origin
    place = f"{resource.origin.file}:{resource.origin.line}"
    text = " ".join(map(in_english, (finding.title, finding.explanation, *finding.hops)))
    return any((w.name, w.place) == (resource.name, place) for w in finding.by) and all(
        word in text for word in leak.says
    )


def test_there_are_leaks_enough() -> None:
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= 20
