"""The bridge of one estate: tunnels, the prefixes that may pass, the pre-shared keys, and the names of what moves."""

from collections.abc import Mapping

import pulumi

from socle.estate import SCALEWAY_ASN, AzureEndSpec, BridgeSpec, Estate, SecretSpec
from socle.estate.legacy import LegacySpec
from socle.scaleway import Component, SecretEntry, Tenancy

from .azure_connection import AzureConnection
from .azure_gateway import AzureGateway
from .ends import Ends, SharedKey
from .host_ends import HostEnds
from .machine_ends import MachineEnds
from .names import MovingNames
from .prefixes import passing_of

SHARED_KEY_LENGTH = 64
"""Characters of a generated pre-shared key: some 390 bits. Azure takes 1 to 128 printable ASCII characters."""


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
        hub = self._legacy.networks[azure.subnet.partition(".")[0]]
        location = hub.location or self._legacy.location
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
        keys = {key: self._shared_key(key, ends.key_id, given) for key in self._bridge.tunnels}
        self.azure_addresses = {key: gateway.addresses[t.azure_instance] for key, t in self._bridge.tunnels.items()}
        ours = self._our_ends(azure, ends, keys)
        for key, tunnel in self._bridge.tunnels.items():
            AzureConnection(
                f"{self._name}-azure-{key}",
                tunnel,
                tenancy=self.tenancy,
                bridge=self._bridge,
                key=key,
                gateway=gateway,
                group=group,
                location=location,
                peer_asn=self._bridge.machines.asn if self._bridge.machines else SCALEWAY_ASN,
                peer_address=ours.addresses[key],
                shared_key=keys[key].text,
                after=[ours.halves[key]],
                opts=self.nested(),
            )
        self.public_addresses = ours.addresses
        self.shared_key_ids = {key: shared.secret_id for key, shared in keys.items()}

    def _our_ends(self, azure: AzureEndSpec, ends: Ends, keys: Mapping[str, SharedKey]) -> HostEnds | MachineEnds:
        passing = passing_of(self._estate, self._bridge, propagation=self.tenancy.posture.bridge.propagation)
        if self._bridge.machines:
            return MachineEnds(
                f"{self._name}-machines",
                self._bridge,
                self._bridge.machines,
                tenancy=self.tenancy,
                ends=ends,
                passing=passing,
                azure_addresses=self.azure_addresses,
                shared_keys=keys,
                opts=self.nested(),
            )
        return HostEnds(
            f"{self._name}-tunnel",
            self._bridge,
            tenancy=self.tenancy,
            ends=ends,
            passing=passing,
            azure_asn=azure.asn,
            azure_addresses=self.azure_addresses,
            shared_keys=keys,
            opts=self.nested(),
        )

    def _shared_key(self, key: str, key_id: pulumi.Input[str], given: Mapping[str, pulumi.Input[str]]) -> SharedKey:
        encrypts = self._bridge.key or ""
        secret = SecretEntry(
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
        if secret.value is None or secret.revision is None:
            raise ValueError(
                f"{self._name}: {key} has no pre-shared key: no tunnel could be made; give it, or let it be generated"
            )
        return SharedKey(secret.value, secret.id, secret.revision)


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
