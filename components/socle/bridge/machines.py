"""A machine of ours that ends one tunnel to Azure, in place of the host's VPN gateway: transport `self-hosted`.

Left out on purpose: a second tunnel on one machine (Azure tells its peers apart by their addresses), data of any kind, a way in
from the Internet but for the tunnel itself, and taking over by itself: which machine is active is a reviewed line of the estate.
"""

from collections.abc import Sequence
from functools import partial

import pulumi
from pulumiverse_scaleway import instance, ipam

from socle.component import filled
from socle.estate import BridgeSpec, MachinesSpec, TunnelSpec
from socle.scaleway import Component, Tenancy, time_addresses

from .cloud_init import ENDS, PSK, bridge_ends, cloud_init
from .prefixes import Passing
from .strongswan import psk_conf

ROOT_GB = 10
"""The system and its logs, nothing else."""


class TunnelMachine(Component):
    """A machine with a public address that answers to Azure's gateway alone, and forwards the declared flows alone.

    Nothing here is protected: no data is on it, its address apart it is made again from this text in minutes, and security
    updates are a replacement. What is set up at the first start replaces the machine when it changes; its public and its private
    address stay, so that Azure need not learn another. Address, reserve and key are read every minute and replace nothing.

    Args:
        machine_name: the name that the cloud shows, and the first part of what belongs to the machine.
        private_network_id: the network of the bridge, `<region>/<uuid>`; it holds nothing else.
        azure_address: the public address of the instance of Azure's gateway at the other end.
        shared_key: the pre-shared key. It is in the state, encrypted, and in the machine's memory.
        passing: what it carries.

    Raises:
        ValueError: the bridge has no machines, or a flow does not join an announced with an accepted range.
    """

    PACKAGE = "bridge"

    public_address: pulumi.Output[str]
    """What Azure calls."""
    nic_id: pulumi.Output[str]
    """The machine's card in the private network, `<zone>/<server>/<uuid>`: the next hop of the platform's routes."""

    def __init__(
        self,
        name: str,
        tunnel: TunnelSpec,
        *,
        tenancy: Tenancy,
        bridge: BridgeSpec,
        machine_name: str,
        private_network_id: pulumi.Input[str],
        azure_address: pulumi.Input[str],
        shared_key: pulumi.Input[str],
        passing: Passing,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        machines = _machines(name, bridge)
        setup = cloud_init(bridge, tunnel, passing)
        super().__init__(name, tunnel, tenancy, opts)
        self._name, self._machine_name, self._zone = name, machine_name, tunnel.zone

        address = instance.Ip(
            f"{name}-address",  # identity: another one is another address, which Azure would have to learn
            type="routed_ipv4",
            tags=tenancy.tag_list(),
            project_id=tenancy.project_id,
            zone=tunnel.zone,
            opts=self.child(instance.Ip),
        )
        private = ipam.Ip(
            f"{name}-private-address",
            sources=[ipam.IpSourceArgs(private_network_id=private_network_id)],
            is_ipv6=False,
            tags=tenancy.tag_list(holder=machine_name),
            project_id=tenancy.project_id,
            region=tenancy.region,
            opts=self.child(ipam.Ip),
        )
        server = self._server(
            machines,
            address,
            {  # not `cloud_init`: both together differ for ever
                "cloud-init": setup,
                ENDS: filled(partial(bridge_ends, reserve=in_reserve(bridge, tunnel)), address.address, azure_address),
                PSK: filled(psk_conf, pulumi.Output.secret(shared_key)),
            },
            self._security_group(azure_address, machines.time_servers),
        )
        card = instance.PrivateNic(
            f"{name}-nic",
            server_id=server.id,
            private_network_id=private_network_id,
            ipam_ip_ids=[private.id],
            tags=tenancy.tag_list(),
            zone=tunnel.zone,
            opts=self.child(instance.PrivateNic),
        )
        self.public_address, self.nic_id = address.address, card.id
        self.register_outputs({"public_address": self.public_address, "nic_id": self.nic_id})

    def _server(
        self,
        machines: MachinesSpec,
        address: instance.Ip,
        user_data: dict[str, pulumi.Input[str]],
        group: instance.SecurityGroup,
    ) -> instance.Server:
        return instance.Server(
            f"{self._name}-server",
            name=self._machine_name,
            type=machines.type,
            image=machines.image,
            root_volume=instance.ServerRootVolumeArgs(
                volume_type="sbs_volume", size_in_gb=ROOT_GB, delete_on_termination=True
            ),
            enable_dynamic_ip=False,
            ip_id=address.id,
            security_group_id=group.id,
            user_data=user_data,
            protected=False,
            state="started",
            tags=self.tenancy.tag_list(),
            project_id=self.tenancy.project_id,
            zone=self._zone,
            opts=self.child(
                instance.Server,
                # Set up once: the provider would change the text alone.
                loud=('userData["cloud-init"]', "image"),
                delete_before_replace=True,  # both addresses can be attached to one machine only
            ),
        )

    def _security_group(self, azure_address: pulumi.Input[str], time_servers: Sequence[str]) -> instance.SecurityGroup:
        """For public traffic, which is all that the host's groups judge: IKE and ESP in UDP with Azure; names, time and packages."""
        azure = filled("{}/32".format, azure_address)
        return instance.SecurityGroup(
            f"{self._name}-guard",
            name=f"{self._machine_name}-guard",
            inbound_default_policy="drop",
            outbound_default_policy="drop",
            inbound_rules=[
                instance.SecurityGroupInboundRuleArgs(action="accept", protocol="UDP", ip_range=azure, port=port)
                for port in IKE_PORTS
            ],
            outbound_rules=[
                *(
                    instance.SecurityGroupOutboundRuleArgs(action="accept", protocol="UDP", ip_range=azure, port=port)
                    for port in IKE_PORTS
                ),
                *(
                    instance.SecurityGroupOutboundRuleArgs(
                        action="accept", protocol=protocol, ip_range="0.0.0.0/0", port=port
                    )
                    for protocol, port in OUTBOUND
                ),
                *(
                    instance.SecurityGroupOutboundRuleArgs(action="accept", protocol="UDP", ip_range=server, port=123)
                    for server in [f"{each}/32" for each in time_addresses(time_servers)] or ["0.0.0.0/0"]
                ),
            ],
            stateful=True,
            enable_default_security=True,
            tags=self.tenancy.tag_list(),
            project_id=self.tenancy.project_id,
            zone=self._zone,
            opts=self.child(instance.SecurityGroup),
        )


IKE_PORTS = (500, 4500)
OUTBOUND = (("TCP", 53), ("UDP", 53), ("TCP", 80), ("TCP", 443))
"""Names and packages."""


def _machines(name: str, bridge: BridgeSpec) -> MachinesSpec:
    if bridge.machines is None:
        raise ValueError(
            f"{name}: the bridge declares no machines, so nobody would end the tunnel; write transport: self-hosted"
        )
    return bridge.machines


def in_reserve(bridge: BridgeSpec, tunnel: TunnelSpec) -> bool:
    """Whether a tunnel is not the one that the platform's routes lead to. Tunnels differ by their addresses."""
    return bridge.machines is not None and bridge.tunnels[bridge.machines.active] != tunnel
