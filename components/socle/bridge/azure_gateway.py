"""The end of the bridge on Azure: the VPN gateway, and its addresses. Connections are in azure_connection.py.

Left out on purpose: the network, its GatewaySubnet and its peerings, which the legacy estate declares and other teams run.
"""

from collections.abc import Mapping
from functools import partial

import pulumi
from pulumi_azure_native import network

from socle.azure import without_old_names
from socle.component import filled
from socle.estate import AzureEndSpec, TunnelSpec
from socle.estate.legacy import AzureId
from socle.scaleway import Component, Tenancy

GATEWAY_TIMEOUTS = pulumi.CustomTimeouts(create="90m", update="90m", delete="90m")
"""Azure needs 45 minutes or more to make a gateway (Azure documentation, configure BGP): the provider would give up before."""
ZONES = ["1", "2", "3"]
"""The public addresses are in every zone, as the AZ sizes of gateways are."""


class AzureGateway(Component):
    """Azure's VPN gateway: one instance, or two in active-active mode, each with a public address of its own.

    Protected: a gateway that is made anew has other public addresses, and takes 45 minutes.

    Args:
        group: the resource group that it is made in.
        location: the Azure region of its network.
        subnet_id: Azure's id of the GatewaySubnet.
    """

    PACKAGE = "bridge"

    gateway_id: pulumi.Output[str]
    addresses: dict[int, pulumi.Output[str]]
    """The public address of each instance."""

    def __init__(
        self,
        name: str,
        spec: AzureEndSpec,
        *,
        tenancy: Tenancy,
        tunnels: Mapping[str, TunnelSpec],
        group: AzureId,
        location: str,
        subnet_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        self._group, self._tunnels = group, tunnels
        self._cloud_name = tenancy.cloud_name("bridge")
        instances = sorted({tunnel.azure_instance for tunnel in tunnels.values()})
        addresses = {instance: self._address(name, instance, location) for instance in instances}
        gateway = network.VirtualNetworkGateway(
            f"{name}-gateway",
            resource_group_name=group.resource_group,
            virtual_network_gateway_name=self._cloud_name,
            location=location,
            gateway_type="Vpn",
            vpn_type="RouteBased",
            vpn_gateway_generation="Generation1" if spec.sku == "VpnGw1AZ" else "Generation2",
            sku=network.VirtualNetworkGatewaySkuArgs(name=spec.sku, tier=spec.sku),
            active_active=len(instances) > 1,
            enable_bgp=True,
            enable_private_ip_address=False,
            allow_remote_vnet_traffic=False,
            allow_virtual_wan_traffic=False,
            disable_ip_sec_replay_protection=False,
            ip_configurations=[
                network.VirtualNetworkGatewayIPConfigurationArgs(
                    name=_configuration(instance),
                    private_ip_allocation_method="Dynamic",
                    public_ip_address=network.SubResourceArgs(id=address.id),
                    subnet=network.SubResourceArgs(id=subnet_id),
                )
                for instance, address in addresses.items()
            ],
            bgp_settings=network.BgpSettingsArgs(
                asn=spec.asn,
                bgp_peering_addresses=[
                    network.IPConfigurationBgpPeeringAddressArgs(
                        ipconfiguration_id=self.configuration_id(instance),
                        custom_bgp_ip_addresses=[tunnel.azure_address for tunnel in self._of(instance)],
                    )
                    for instance in instances
                ],
            ),
            tags=tenancy.tags,
            opts=self.child(
                network.VirtualNetworkGateway,
                stateful=True,
                custom_timeouts=GATEWAY_TIMEOUTS,
                transformations=[without_old_names],
            ),
        )
        self.gateway_id = gateway.id
        given = dict(zip(instances, spec.public_addresses, strict=False))
        self.addresses = {
            instance: _public_address(instance, given.get(instance), address) for instance, address in addresses.items()
        }
        by_name = {_configuration(instance): address for instance, address in self.addresses.items()}
        self.register_outputs({"gateway_id": self.gateway_id, "addresses": by_name})

    def configuration_id(self, instance: int) -> str:
        """Azure's id of the part of the gateway that an instance's addresses belong to; known before the gateway exists."""
        return self._group.child(
            *("providers", "Microsoft.Network", "virtualNetworkGateways", self._cloud_name),
            *("ipConfigurations", _configuration(instance)),
        )

    def bgp_addresses(self, tunnel: TunnelSpec) -> list[network.GatewayCustomBgpIpAddressIpConfigurationArgs]:
        """Which address each instance uses in a tunnel's connection.

        Azure asks for one of each instance; the instance that the tunnel does not end at is not called, and gets an address that it
        has in the same zone of ours.
        """
        instances = sorted({each.azure_instance for each in self._tunnels.values()})
        used = {tunnel.azure_instance: tunnel.azure_address}
        beside = {
            each.azure_instance: each.azure_address for each in self._tunnels.values() if each.zone == tunnel.zone
        }
        return [
            network.GatewayCustomBgpIpAddressIpConfigurationArgs(
                custom_bgp_ip_address=(beside | used)[instance], ip_configuration_id=self.configuration_id(instance)
            )
            for instance in instances
        ]

    def _of(self, instance: int) -> list[TunnelSpec]:
        return [tunnel for _, tunnel in sorted(self._tunnels.items()) if tunnel.azure_instance == instance]

    def _address(self, name: str, instance: int, location: str) -> network.PublicIPAddress:
        return network.PublicIPAddress(
            f"{name}-address-{instance}",
            resource_group_name=self._group.resource_group,
            public_ip_address_name=f"{self._cloud_name}-{instance}",
            location=location,
            public_ip_address_version="IPv4",
            public_ip_allocation_method="Static",
            sku=network.PublicIPAddressSkuArgs(name="Standard", tier="Regional"),
            zones=ZONES,
            tags=self.tenancy.tags,
            opts=self.child(network.PublicIPAddress, stateful=True, transformations=[without_old_names]),
        )


def _configuration(instance: int) -> str:
    return f"instance-{instance}"


def _public_address(instance: int, written: str | None, address: network.PublicIPAddress) -> pulumi.Output[str]:
    """What the estate says, known before the address exists, or else what Azure gave; where both are known they must agree."""
    agreed = address.ip_address.apply(partial(_agreed, instance, written, address))
    return pulumi.Output.from_input(written) if written else agreed


def _agreed(
    instance: int, written: str | None, address: network.PublicIPAddress, given: str | None
) -> pulumi.Input[str]:
    if written and given and written != given:
        raise ValueError(
            f"instance {instance} of Azure's gateway has the public address {given}, and the estate says {written}: the tunnel would "
            "be opened with somebody else; correct azure.public_addresses"
        )
    # An answer without the state of its making is nobody's but a test's mocks'.
    return written or given or filled(partial(_none, instance), address.provisioning_state)


def _none(instance: int, _state: str) -> str:
    raise ValueError(
        f"Azure gave instance {instance} of its gateway no public address: no tunnel can be opened with it; deploy again, or write "
        "it as azure.public_addresses"
    )
