"""One tunnel as the host sees it, with a gateway of its own (docs/decisions/0006).

It is shut before it is taken down: routes are withdrawn first, so that no traffic is lost on its way. The order is propagation
off, connections, gateways (Scaleway documentation, manage VPN connections). The engine keeps the last two apart by itself; the
first is a deployment of its own, which `shut_first` holds.
"""

from collections.abc import Sequence

import pulumi
from pulumiverse_scaleway import ipam, s2svpn

from socle.component import filled
from socle.estate import BridgeSpec, TunnelSpec
from socle.estate.bridge import TUNNEL_PREFIX
from socle.facts.updates import tunnel_removal
from socle.scaleway import Component, Tenancy

from .proposals import Cipher, scaleway_esp, scaleway_ike


class ManagedTunnel(Component):
    """A VPN gateway of the host, Azure's instance as its customer, and the connection between them.

    The gateway is protected: one that is made anew has another public address, which Azure must learn. The connection is not:
    opening or closing it replaces it, since the provider has no other way to turn route propagation, and the old one goes
    first, since both would claim the same addresses. Nothing passes until `propagation`, and then only what the routing policy
    names.

    Args:
        key: the tunnel's name in the estate.
        private_network_id: where the gateway stands.
        routing_policy_id: the prefixes that may pass.
        azure_address: the public address of Azure's instance.
        shared_key_id: the secret that holds the pre-shared key, and `shared_key_version` the version of it.
        propagation: whether routes are exchanged, and so whether anything passes.
    """

    PACKAGE = "bridge"

    public_address: pulumi.Output[str]
    """The gateway's public IPv4 address: the estate's, else as the host's IPAM gives it."""
    connection: s2svpn.Connection

    def __init__(
        self,
        name: str,
        spec: TunnelSpec,
        *,
        tenancy: Tenancy,
        bridge: BridgeSpec,
        key: str,
        private_network_id: pulumi.Input[str],
        routing_policy_id: pulumi.Input[str],
        azure_asn: int,
        azure_address: pulumi.Input[str],
        shared_key_id: pulumi.Input[str],
        shared_key_version: pulumi.Input[int],
        propagation: bool,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        project_id, region, tags = tenancy.project_id, tenancy.region, tenancy.tag_list(tunnel=key)
        cloud_name = tenancy.cloud_name(f"bridge-{key}")
        gateway = s2svpn.Gateway(
            f"{name}-gateway",
            name=cloud_name,
            gateway_type=bridge.gateway_type,
            private_network_id=private_network_id,
            zone=spec.zone,
            tags=tags,
            project_id=project_id,
            region=region,
            opts=self.child(s2svpn.Gateway, stateful=True),
        )
        customer = s2svpn.CustomerGateway(
            f"{name}-customer",
            name=cloud_name,
            asn=azure_asn,
            ipv4_public=azure_address,
            tags=tags,
            project_id=project_id,
            region=region,
            opts=self.child(s2svpn.CustomerGateway),
        )
        self.connection = s2svpn.Connection(
            f"{name}-connection",
            name=cloud_name,
            vpn_gateway_id=gateway.id,
            customer_gateway_id=customer.id,
            is_ipv6=False,
            initiation_policy="vpn_gateway" if bridge.initiation == "scaleway" else "customer_gateway",
            ikev2_ciphers=[s2svpn.ConnectionIkev2CipherArgs(**_fields(scaleway_ike(bridge.profile)))],
            esp_ciphers=[s2svpn.ConnectionEspCipherArgs(**_fields(scaleway_esp(bridge.profile)))],
            bgp_config_ipv4s=[
                s2svpn.ConnectionBgpConfigIpv4Args(
                    routing_policy_id=routing_policy_id,
                    private_ip=f"{spec.scaleway_address}/{TUNNEL_PREFIX}",
                    peer_private_ip=f"{spec.azure_address}/{TUNNEL_PREFIX}",
                )
            ],
            enable_route_propagation=propagation,
            secret_id=shared_key_id,
            secret_version=shared_key_version,
            tags=tags,
            project_id=project_id,
            region=region,
            opts=self.child(
                s2svpn.Connection,
                delete_before_replace=True,
                # Too new for the provider that was measured: whether another key is sent is not known, so it must not pass silently.
                loud=("secretId", "secretVersion"),
                hooks=shut_first(f"{name}-connection", propagation),
            ),
        )
        self.public_address = _public_address(spec, gateway, tenancy.region)
        self.register_outputs({"public_address": self.public_address})


def shut_first(name: str, propagation: bool) -> pulumi.ResourceHookBinding | None:
    """Options of a connection whose removal is refused while routes pass through it. `name` must be unique in the stack.

    The hook is registered in every deployment, so that the one that closes the bridge may replace what an open one made. A
    plain `pulumi destroy` runs no program, so it is refused by the engine for as long as the bridge is open.
    """

    def before_delete(args: pulumi.ResourceHookArgs) -> None:
        found = list(tunnel_removal({"enableRoutePropagation": propagation}, {}))
        if found:
            raise ValueError("; ".join(f"{args.name}: {warned}" for warned in found))

    hook = pulumi.ResourceHook(f"{name}-shut-first", before_delete)
    return pulumi.ResourceHookBinding(before_delete=[hook]) if propagation else None


def _fields(cipher: Cipher) -> dict[str, str]:
    fields = {"encryption": cipher.encryption, "dh_group": cipher.dh_group}
    return fields if cipher.integrity is None else {**fields, "integrity": cipher.integrity}


def _public_address(spec: TunnelSpec, gateway: s2svpn.Gateway, region: str) -> pulumi.Output[str]:
    """What the estate says, else what the host's IPAM answers for the address that the gateway was given."""
    if spec.public_address:
        return pulumi.Output.from_input(spec.public_address)
    ip_id = filled(_ip_id, gateway.public_configs)
    found = ipam.get_ip_output(ipam_ip_id=ip_id, region=region).address
    return filled(_answered, ip_id, found)


def _ip_id(configs: Sequence[s2svpn.outputs.GatewayPublicConfig]) -> str | None:
    return configs[0].ipam_ipv4_id


def _answered(_asked: str, address: str) -> str:
    """An answer alone forgets what it was asked about."""
    return address
