"""Our ends of all tunnels, where the host's VPN gateways make them: transport `vpn`."""

from collections.abc import Mapping

import pulumi
from pulumiverse_scaleway import s2svpn

from socle.estate import BridgeSpec
from socle.scaleway import Component, Tenancy

from .ends import Ends, SharedKey
from .managed_tunnel import ManagedTunnel
from .prefixes import Passing


class HostEnds(Component):
    """A gateway of the host for each tunnel, and one policy for all: whichever carries them, the same prefixes may pass.

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
        *,
        tenancy: Tenancy,
        ends: Ends,
        passing: Passing,
        azure_asn: int,
        azure_addresses: Mapping[str, pulumi.Input[str]],
        shared_keys: Mapping[str, SharedKey],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, None, tenancy, opts)
        former = opts.parent if opts else None
        policy = s2svpn.RoutingPolicy(
            f"{name}-prefixes",
            name=tenancy.cloud_name("bridge"),
            is_ipv6=False,
            prefix_filter_ins=sorted(passing.accepted),
            prefix_filter_outs=sorted(passing.announced),
            tags=tenancy.tag_list(),
            project_id=tenancy.project_id,
            region=tenancy.region,
            opts=self.child(
                s2svpn.RoutingPolicy, aliases=_formerly(former, f"{name.removesuffix('-tunnel')}-prefixes")
            ),
        )
        made = {
            key: ManagedTunnel(
                f"{name}-{key}",
                tunnel,
                tenancy=tenancy,
                bridge=bridge,
                key=key,
                private_network_id=ends.private_network_id,
                routing_policy_id=policy.id,
                azure_asn=azure_asn,
                azure_address=azure_addresses[key],
                shared_key_id=shared_keys[key].secret_id,
                shared_key_version=shared_keys[key].version,
                propagation=passing.propagation,
                opts=self.nested(aliases=_formerly(former, f"{name}-{key}")),
            )
            for key, tunnel in bridge.tunnels.items()
        }
        self.addresses = {key: tunnel.public_address for key, tunnel in made.items()}
        self.halves = {key: tunnel.connection for key, tunnel in made.items()}
        self.register_outputs({"addresses": self.addresses})


def _formerly(parent: pulumi.Resource | None, name: str) -> list[pulumi.Input[str | pulumi.Alias]]:
    """Where a part was before machines could take the place of the gateways: in the bridge itself."""
    return [pulumi.Alias(name=name, parent=parent)] if parent else []
