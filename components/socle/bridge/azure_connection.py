"""One tunnel as Azure sees it: who is at the other end, and the one combination of algorithms that it accepts."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import network

from socle.azure import without_old_names
from socle.estate import BridgeSpec, TunnelSpec
from socle.estate.legacy import AzureId
from socle.scaleway import Component, Tenancy

from .azure_gateway import AzureGateway
from .proposals import DPD_SECONDS, SA_DATA_KILOBYTES, SA_LIFETIME_SECONDS, azure_policy

CONNECTION_TIMEOUTS = pulumi.CustomTimeouts(create="30m", update="30m", delete="30m")
"""A connection waits for its gateway, which Azure changes one step at a time."""


class AzureConnection(Component):
    """Azure's half of one tunnel.

    It is removed before the other half, so that the routes of a tunnel are withdrawn before it is taken down at the host.

    Args:
        key: the tunnel's name in the estate.
        peer_asn: the autonomous system at the other end.
        peer_address: the public address at the other end.
        shared_key: the pre-shared key, as a secret.
        after: the other half.
    """

    PACKAGE = "bridge"

    def __init__(
        self,
        name: str,
        spec: TunnelSpec,
        *,
        tenancy: Tenancy,
        bridge: BridgeSpec,
        key: str,
        gateway: AzureGateway,
        group: AzureId,
        location: str,
        peer_asn: int,
        peer_address: pulumi.Input[str],
        shared_key: pulumi.Input[str],
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        cloud_name = tenancy.cloud_name(f"bridge-{key}")
        peer = network.LocalNetworkGateway(
            f"{name}-peer",
            resource_group_name=group.resource_group,
            local_network_gateway_name=cloud_name,
            location=location,
            gateway_ip_address=peer_address,
            bgp_settings=network.BgpSettingsArgs(asn=peer_asn, bgp_peering_address=spec.scaleway_address),
            tags=tenancy.tags,
            opts=self.child(network.LocalNetworkGateway, transformations=[without_old_names]),
        )
        policy = azure_policy(bridge.profile)
        network.VirtualNetworkGatewayConnection(
            f"{name}-connection",
            resource_group_name=group.resource_group,
            virtual_network_gateway_connection_name=cloud_name,
            location=location,
            connection_type="IPsec",
            connection_protocol="IKEv2",
            connection_mode="ResponderOnly" if bridge.initiation == "scaleway" else "Default",
            dpd_timeout_seconds=DPD_SECONDS,
            virtual_network_gateway1=network.VirtualNetworkGatewayArgs(id=gateway.gateway_id),
            local_network_gateway2=network.LocalNetworkGatewayArgs(id=peer.id),
            enable_bgp=True,
            gateway_custom_bgp_ip_addresses=gateway.bgp_addresses(spec),
            ipsec_policies=[
                network.IpsecPolicyArgs(
                    ike_encryption=policy.ike_encryption,
                    ike_integrity=policy.ike_integrity,
                    dh_group=policy.dh_group,
                    ipsec_encryption=policy.ipsec_encryption,
                    ipsec_integrity=policy.ipsec_integrity,
                    pfs_group=policy.pfs_group,
                    sa_life_time_seconds=SA_LIFETIME_SECONDS,
                    sa_data_size_kilobytes=SA_DATA_KILOBYTES,
                )
            ],
            use_policy_based_traffic_selectors=False,
            shared_key=pulumi.Output.secret(shared_key),
            tags=tenancy.tags,
            opts=self.child(
                network.VirtualNetworkGatewayConnection,
                custom_timeouts=CONNECTION_TIMEOUTS,
                depends_on=list(after),
                transformations=[without_old_names],
            ),
        )
        self.register_outputs({})
