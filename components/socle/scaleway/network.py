"""The private network of the platform: what may pass is declared, all else is dropped.

Left out on purpose: public load balancers (the cluster's controller owns them), VPC peering, and any filter inside one
private network or in front of a managed database, where the host's network ACLs do not act.
"""

from collections.abc import Mapping

import pulumi
from pulumiverse_scaleway import ipam, network

from socle.estate import GatewaySpec, NetworkSpec

from .acl import acl_rules
from .component import Component
from .tenancy import Tenancy
from .wiring import declared_as


class Network(Component):
    """A VPC, its private networks, one filter for both address families, and at most one way out.

    Private networks are made after the filter and removed before it, so that none of them is ever unfiltered. IPv6 has no
    declared flows (its ranges are the provider's), so its filter drops everything.

    Args:
        next_hops: resource ids by the names that routes use, for next hops that are not private networks (a VPN gateway).

    Raises:
        ValueError: a route names a next hop that is neither a private network nor given in `next_hops`.
    """

    vpc_id: pulumi.Output[str]
    private_network_ids: dict[str, pulumi.Output[str]]
    """By the estate's name of the private network."""
    address_ids: dict[str, pulumi.Output[str]]
    """IPAM ids of reserved addresses, for what will answer there."""
    egress: list[network.GatewayNetwork]
    """What a machine without a public address must wait for before it can reach the Internet."""

    def __init__(
        self,
        name: str,
        spec: NetworkSpec,
        *,
        tenancy: Tenancy,
        next_hops: Mapping[str, pulumi.Input[str]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        next_hops = next_hops or {}
        _refuse_unknown_hops(name, spec, next_hops)
        super().__init__(name, spec, tenancy, opts)
        self._name, self._spec = name, spec

        vpc = network.Vpc(
            f"{name}-vpc",
            name=tenancy.cloud_name(name),
            enable_transitivity=False,  # nothing may cross this network to reach another
            tags=tenancy.tag_list(),
            project_id=tenancy.project_id,
            region=tenancy.region,
            opts=self.child(network.Vpc, stateful=True),
        )
        self.vpc_id = vpc.id
        filters = self._filters()
        private_networks = {key: self._private_network(key, filters) for key in spec.private_networks}
        self.private_network_ids = {key: declared_as(private.id, key) for key, private in private_networks.items()}
        self.address_ids = {key: self._reserved(key) for key in spec.addresses}
        self.egress = self._way_out(spec.gateway) if spec.gateway else []
        for key in spec.routes:
            self._route(key, next_hops)
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "private_network_ids": self.private_network_ids,
                "address_ids": self.address_ids,
            }
        )

    def _filters(self) -> list[pulumi.Resource]:
        """Both families as one unit. Deleting the IPv6 filter would reset the IPv4 one to accept, so it is never deleted."""
        family4 = network.Acl(
            f"{self._name}-acl",
            vpc_id=self.vpc_id,
            is_ipv6=False,
            default_policy="drop",
            rules=acl_rules(self._spec),
            region=self.tenancy.region,
            opts=self.child(network.Acl),
        )
        family6 = network.Acl(
            f"{self._name}-acl-ipv6",
            vpc_id=self.vpc_id,
            is_ipv6=True,
            default_policy="drop",
            rules=[],
            region=self.tenancy.region,
            opts=self.child(network.Acl, retain_on_delete=True),
        )
        return [family4, family6]

    def _private_network(self, key: str, filters: list[pulumi.Resource]) -> network.PrivateNetwork:
        declared = self._spec.private_networks[key]
        return network.PrivateNetwork(
            f"{self._name}-{key}",
            name=self.tenancy.cloud_name(key),
            vpc_id=self.vpc_id,
            ipv4_subnet=network.PrivateNetworkIpv4SubnetArgs(subnet=declared.range),
            tags=self.tenancy.tag_list(purpose=declared.purpose),
            project_id=self.tenancy.project_id,
            region=self.tenancy.region,
            opts=self.child(network.PrivateNetwork, stateful=True, depends_on=filters),
        )

    def _reserved(self, key: str) -> pulumi.Output[str]:
        declared = self._spec.addresses[key]
        return ipam.Ip(
            f"{self._name}-address-{key}",
            address=declared.address,
            sources=[ipam.IpSourceArgs(private_network_id=self.private_network_ids[declared.network])],
            is_ipv6=False,
            tags=self.tenancy.tag_list(holder=key),
            project_id=self.tenancy.project_id,
            region=self.tenancy.region,
            opts=self.child(ipam.Ip),
        ).id

    def _way_out(self, spec: GatewaySpec) -> list[network.GatewayNetwork]:
        address = network.PublicGatewayIp(
            f"{self._name}-gateway-address",  # its own resource: the gateway would leave its address behind, billed
            tags=self.tenancy.tag_list(),
            project_id=self.tenancy.project_id,
            zone=spec.zone,
            opts=self.child(network.PublicGatewayIp),
        )
        gateway = network.PublicGateway(
            f"{self._name}-gateway",
            name=self.tenancy.cloud_name("gateway"),
            type=spec.type,
            ip_id=address.id,
            bastion_enabled=spec.bastion is not None,
            bastion_port=spec.bastion.port if spec.bastion else None,
            allowed_ip_ranges=list(spec.bastion.allowed_ranges) if spec.bastion else None,
            enable_smtp=False,
            tags=self.tenancy.tag_list(),
            project_id=self.tenancy.project_id,
            zone=spec.zone,
            opts=self.child(network.PublicGateway),
        )
        return [self._attached(key, gateway, spec.zone) for key in spec.networks]

    def _attached(self, key: str, gateway: network.PublicGateway, zone: str) -> network.GatewayNetwork:
        return network.GatewayNetwork(
            f"{self._name}-gateway-{key}",
            gateway_id=gateway.id,
            private_network_id=self.private_network_ids[key],
            enable_masquerade=True,
            ipam_configs=[network.GatewayNetworkIpamConfigArgs(push_default_route=True)],
            zone=zone,
            opts=self.child(network.GatewayNetwork),
        )

    def _route(self, key: str, next_hops: Mapping[str, pulumi.Input[str]]) -> None:
        declared = self._spec.routes[key]
        network.Route(
            f"{self._name}-route-{key}",
            vpc_id=self.vpc_id,
            destination=declared.destination,
            description=declared.reason,
            nexthop_private_network_id=self.private_network_ids.get(declared.next_hop),
            nexthop_resource_id=next_hops.get(declared.next_hop),
            tags=self.tenancy.tag_list(),
            region=self.tenancy.region,
            opts=self.child(network.Route),
        )


def _refuse_unknown_hops(name: str, spec: NetworkSpec, next_hops: Mapping[str, pulumi.Input[str]]) -> None:
    known = sorted({*spec.private_networks, *next_hops})
    for key, route in spec.routes.items():
        if route.next_hop not in known:
            raise ValueError(
                f"{name}: the route {key} goes through {route.next_hop}, which is neither a private network nor wired in: "
                f"its traffic would be dropped; write one of {', '.join(known)}, or pass it in next_hops"
            )
