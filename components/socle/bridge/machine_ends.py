"""Our ends of all tunnels, where machines of ours make them: transport `self-hosted`."""

from collections.abc import Mapping

import pulumi
from pulumiverse_scaleway import network

from socle.estate import BridgeSpec, MachinesSpec
from socle.scaleway import Component, Tenancy

from .ends import Ends, SharedKey
from .machines import TunnelMachine
from .prefixes import Passing


class MachineEnds(Component):
    """A machine for each tunnel, and the platform's routes to the active one for as long as anything may pass.

    Args:
        azure_addresses, shared_keys: Azure's public address and the pre-shared key of each tunnel.
    """

    PACKAGE = "bridge"

    addresses: dict[str, pulumi.Output[str]]
    """Our public address of each tunnel."""
    halves: dict[str, pulumi.Resource]
    """What must be there before Azure's half of each tunnel, and goes after it."""

    def __init__(
        self,
        name: str,
        bridge: BridgeSpec,
        machines: MachinesSpec,
        *,
        tenancy: Tenancy,
        ends: Ends,
        passing: Passing,
        azure_addresses: Mapping[str, pulumi.Input[str]],
        shared_keys: Mapping[str, SharedKey],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, None, tenancy, opts)
        made = {
            key: TunnelMachine(
                f"{name}-{key}",
                tunnel,
                tenancy=tenancy,
                bridge=bridge,
                machine_name=tenancy.cloud_name(f"bridge-{key}"),
                private_network_id=ends.private_network_id,
                azure_address=azure_addresses[key],
                shared_key=shared_keys[key].text,
                passing=passing,
                opts=self.nested(),
            )
            for key, tunnel in bridge.tunnels.items()
        }
        for key, destination in passing.routes.items() if passing.propagation else ():
            network.Route(
                f"{name}-route-{key}",
                vpc_id=ends.vpc_id,
                destination=destination,
                description=f"{key}, through the machine of the active tunnel",
                nexthop_resource_id=made[machines.active].nic_id,
                tags=tenancy.tag_list(),
                region=tenancy.region,
                opts=self.child(network.Route),
            )
        self.addresses = {key: machine.public_address for key, machine in made.items()}
        self.halves = dict(made)
        self.register_outputs({"addresses": self.addresses})
