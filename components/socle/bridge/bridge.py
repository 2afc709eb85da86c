"""The bridge of one estate: tunnels, the prefixes that may pass, the pre-shared keys, and the names of what moves."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumiverse_scaleway import s2svpn

from socle.estate import SCALEWAY_ASN, AzureEndSpec, BridgeSpec, Estate, SecretSpec
from socle.estate.legacy import LegacySpec
from socle.scaleway import SecretEntry, Tenancy
from socle.scaleway.component import Component

from .azure_connection import AzureConnection
from .azure_gateway import AzureGateway
from .managed_tunnel import ManagedTunnel
from .moving_names import MovingNames

SHARED_KEY_LENGTH = 64
"""Characters of a generated pre-shared key: some 390 bits. Azure takes 1 to 128 printable ASCII characters."""


@dataclass(frozen=True)
class Ends:
    """What the tunnels end in, from the platform's and the legacy estate's stacks.

    private_network_id: the private network that our ends stand in (`bridge.network`).
    vpc_id: its VPC, whose routes lead to machines of ours.
    key_id: the bare UUID of the key that encrypts the pre-shared keys (`bridge.key`).
    subnet_id: Azure's id of the GatewaySubnet.
    """

    private_network_id: pulumi.Input[str]
    vpc_id: pulumi.Input[str]
    key_id: pulumi.Input[str]
    subnet_id: pulumi.Input[str]


class Bridge(Component):
    """Both ends of every tunnel in one stack, which alone holds the credentials of both clouds.

    Nothing passes at first: route propagation is off until the posture opens it, and then only the declared prefixes are
    exchanged, never a default route. With transport `none` there is no tunnel, and only names are made.

    Args:
        ends: what the tunnels end in; needed for every transport but `none`.
        shared_keys: by tunnel, the pre-shared keys that are given, as secrets.

    Raises:
        ValueError: the estate has no bridge or no legacy estate, tunnels have no ends, or the posture moves an undeclared name.
    """

    PACKAGE = "bridge"

    public_addresses: dict[str, pulumi.Output[str]]
    """Our public address of each tunnel."""
    azure_addresses: dict[str, pulumi.Output[str]]
    """Azure's public address of each tunnel."""
    shared_key_ids: dict[str, pulumi.Output[str]]
    """Where each tunnel's pre-shared key is kept."""

    def __init__(
        self,
        name: str,
        estate: Estate,
        *,
        tenancy: Tenancy,
        ends: Ends | None = None,
        shared_keys: Mapping[str, pulumi.Input[str]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        bridge, legacy = _declared(name, estate, ends)
        super().__init__(name, bridge, tenancy, opts)
        self._name, self._estate, self._bridge, self._legacy = name, estate, bridge, legacy
        self.public_addresses, self.azure_addresses, self.shared_key_ids = {}, {}, {}
        if bridge.azure and ends:
            self._tunnels(bridge.azure, ends, shared_keys or {})
        if bridge.names:
            MovingNames(
                f"{name}-names",
                bridge.names,
                tenancy=tenancy,
                legacy_zone=legacy.dns_zones[bridge.names.legacy_zone].arm,
                opts=self.nested(),
            )
        self.register_outputs(
            {
                "public_addresses": self.public_addresses,
                "azure_addresses": self.azure_addresses,
                "shared_key_ids": self.shared_key_ids,
            }
        )

    def _tunnels(
        self,
        azure: AzureEndSpec,
        ends: Ends,
        given: Mapping[str, pulumi.Input[str]],
    ) -> None:
        group = self._legacy.resource_groups[azure.resource_group].arm
        network = self._legacy.networks[azure.subnet.partition(".")[0]]
        location = network.location or self._legacy.location
        gateway = AzureGateway(
            f"{self._name}-azure",
            azure,
            tenancy=self.tenancy,
            tunnels=self._bridge.tunnels,
            group=group,
            location=location,
            subnet_id=ends.subnet_id,
            opts=self.nested(),
        )
        policy = self._routing_policy()
        for key, tunnel in self._bridge.tunnels.items():
            secret = self._shared_key(key, ends.key_id, given)
            value, version = _newest(secret)
            azure_address = gateway.addresses[tunnel.azure_instance]
            ours = ManagedTunnel(
                f"{self._name}-tunnel-{key}",
                tunnel,
                tenancy=self.tenancy,
                bridge=self._bridge,
                key=key,
                private_network_id=ends.private_network_id,
                routing_policy_id=policy.id,
                azure_asn=azure.asn,
                azure_address=azure_address,
                shared_key_id=secret.id,
                shared_key_version=version,
                propagation=self.tenancy.posture.bridge.propagation,
                opts=self.nested(),
            )
            AzureConnection(
                f"{self._name}-azure-{key}",
                tunnel,
                tenancy=self.tenancy,
                bridge=self._bridge,
                key=key,
                gateway=gateway,
                group=group,
                location=location,
                peer_asn=SCALEWAY_ASN,
                peer_address=ours.public_address,
                shared_key=value,
                after=[ours.connection],
                opts=self.nested(),
            )
            self.public_addresses[key], self.azure_addresses[key] = ours.public_address, azure_address
            self.shared_key_ids[key] = secret.id

    def _routing_policy(self) -> s2svpn.RoutingPolicy:
        """One for all tunnels: whichever carries them, the same prefixes may pass."""
        networks = self._estate.network
        return s2svpn.RoutingPolicy(
            f"{self._name}-prefixes",
            name=self.tenancy.cloud_name("bridge"),
            is_ipv6=False,
            prefix_filter_ins=sorted(networks.outside[key].range for key in self._bridge.accept),
            prefix_filter_outs=sorted(networks.private_networks[key].range for key in self._bridge.announce),
            tags=self.tenancy.tag_list(),
            project_id=self.tenancy.project_id,
            region=self.tenancy.region,
            opts=self.child(s2svpn.RoutingPolicy),
        )

    def _shared_key(self, key: str, key_id: pulumi.Input[str], given: Mapping[str, pulumi.Input[str]]) -> SecretEntry:
        encrypts = self._bridge.key or ""
        return SecretEntry(
            f"{self._name}-psk-{key}",
            SecretSpec(
                data_class=self._estate.keys[encrypts].data_class,
                key=encrypts,
                content=self._bridge.shared_keys,
                rotation=self._bridge.rotation,
                length=SHARED_KEY_LENGTH,
                description=f"pre-shared key of the tunnel {key}; both clouds are given it by the program",
            ),
            tenancy=self.tenancy,
            secret_name=self.tenancy.cloud_name(f"psk-{key}"),
            key_id=key_id,
            path="/bridge",
            value=given.get(key),
            opts=self.nested(),
        )


def _declared(name: str, estate: Estate, ends: Ends | None) -> tuple[BridgeSpec, LegacySpec]:
    if estate.bridge is None or estate.legacy is None:
        raise ValueError(
            f"{name}: the estate {estate.name} has no {'bridge' if estate.bridge is None else 'legacy estate'}: there would be "
            "nothing to join; write bridge.yaml and legacy.yaml"
        )
    if (ends is None) != (estate.bridge.transport == "none"):
        raise ValueError(
            f"{name}: transport {estate.bridge.transport} {'without' if ends is None else 'with'} ends: it is unclear whether "
            "there are tunnels; pass ends exactly where the transport has some"
        )
    return estate.bridge, estate.legacy


def _newest(secret: SecretEntry) -> tuple[pulumi.Output[str], pulumi.Output[int]]:
    """A pre-shared key and the number of its version; it is generated or given, so there is one."""
    if secret.value is None or secret.revision is None:
        raise ValueError(
            "the pre-shared key has no value: no tunnel could be made with it; give it or have it generated"
        )
    return secret.value, secret.revision
