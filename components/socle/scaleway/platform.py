"""The platform layer of an estate: network, keys, stores and managed services, wired together."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from socle.estate import Estate

from .bucket_policy import application_principal
from .component import Component
from .database import PostgresDatabase
from .database_arguments import pinned
from .instance import Placements, ProtectedInstance
from .keys import KeyRing
from .kubernetes import KubernetesCluster
from .network import Network
from .observability import Headers, Observability
from .redis import RedisCluster
from .registry import ContainerRegistry
from .secrets import SecretEntry
from .storage import PrivateBucket
from .tenancy import Tenancy

__all__ = [
    "ContainerRegistry",
    "KeyRing",
    "KubernetesCluster",
    "Network",
    "Observability",
    "Placements",
    "PostgresDatabase",
    "PrivateBucket",
    "ProtectedInstance",
    "RedisCluster",
    "SecretEntry",
    "SovereignPlatform",
    "Tenancy",
]
"""The platform and what it is made of, which the door of the room gives out."""


class SovereignPlatform(Component):
    """Everything that the spaces of one estate share.

    It records no spec of its own: each component inside it records its part.

    Args:
        key_materials: for each key with external material, the base64 text of the key, as a secret.
        secret_values: for each secret whose content is given, its text, as a secret.
        exporter_headers: for each authenticated exporter, its headers, as secrets.
        deployer_id: the application that deploys, where the estate does not give its id.
        members: the principals of each group that a bucket's grant names.

    Raises:
        ValueError: as the components inside it do.
    """

    network: Network
    keys: KeyRing
    buckets: dict[str, PrivateBucket]
    databases: dict[str, PostgresDatabase]
    redis: dict[str, RedisCluster]
    registries: dict[str, ContainerRegistry]
    secrets: dict[str, SecretEntry]
    observability: Observability | None
    clusters: dict[str, KubernetesCluster]
    instances: dict[str, ProtectedInstance]

    def __init__(
        self,
        name: str,
        estate: Estate,
        *,
        tenancy: Tenancy,
        key_materials: Mapping[str, pulumi.Input[str]] | None = None,
        secret_values: Mapping[str, pulumi.Input[str]] | None = None,
        exporter_headers: Mapping[str, Headers] | None = None,
        deployer_id: pulumi.Input[str] | None = None,
        members: Mapping[str, pulumi.Input[Sequence[pulumi.Input[str]]]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, None, tenancy, opts)
        self.network = Network(f"{name}-network", estate.network, tenancy=tenancy, opts=self.nested())
        self.keys = KeyRing(f"{name}-keys", estate.keys, tenancy=tenancy, materials=key_materials, opts=self.nested())
        self.buckets = self._buckets(name, estate, deployer_id, members)
        self.databases = {key: self._database(name, key, estate) for key in estate.databases}
        self.redis = {key: self._redis(name, key, estate) for key in estate.redis}
        self.registries = {key: self._registry(name, key, estate) for key in estate.registries}
        self.secrets = {key: self._secret(name, key, estate, (secret_values or {}).get(key)) for key in estate.secrets}
        self.observability = estate.observability and Observability(
            f"{name}-observability",
            estate.observability,
            tenancy=tenancy,
            key_id=self.keys.bare_id(estate.observability.key),
            exporter_headers=exporter_headers,
            opts=self.nested(),
        )
        self.clusters = {key: self._cluster(name, key, estate) for key in estate.clusters}
        placed = {spec.placement: spec.zone for spec in estate.instances.values() if spec.placement}
        placements = Placements(f"{name}-placements", placed, tenancy=tenancy, opts=self.nested()).ids if placed else {}
        self.instances = {key: self._instance(name, key, estate, placements) for key in estate.instances}
        self.register_outputs({})

    @property
    def given_out(self) -> dict[str, dict[str, Any]]:
        """What clients of managed services need, by kind and by the owner's name. A kind without an entry is left out."""
        made = {kind: vars(self)[kind] for kind in type(self).__annotations__ if isinstance(vars(self)[kind], dict)}
        found = {kind: {key: each.given_out for key, each in entries.items()} for kind, entries in made.items()}
        return {kind: entries for kind, entries in found.items() if any(entries.values())}

    def _buckets(
        self,
        name: str,
        estate: Estate,
        deployer_id: pulumi.Input[str] | None,
        members: Mapping[str, pulumi.Input[Sequence[pulumi.Input[str]]]] | None,
    ) -> dict[str, PrivateBucket]:
        administrators = [
            application_principal(deployer_id or estate.scaleway.deployer_application_id or ""),
            f"user_id:{estate.scaleway.break_glass_user_id}",
        ]
        return {
            key: PrivateBucket(
                f"{name}-bucket-{key}",
                spec,
                tenancy=self.tenancy.entry(f"buckets.{key}"),
                bucket_name=self.tenancy.cloud_name(key),
                key_id=self.keys.bare_id(spec.key),
                administrators=administrators,
                members=members,
                opts=self.nested(),
            )
            for key, spec in estate.buckets.items()
        }

    def _database(self, name: str, key: str, estate: Estate) -> PostgresDatabase:
        spec = estate.databases[key]
        return PostgresDatabase(
            f"{name}-database-{key}",
            spec,
            tenancy=self.tenancy.entry(f"databases.{key}"),
            instance_name=self.tenancy.cloud_name(key),
            private_network_id=self.network.private_network_ids[spec.network],
            key_id=self.keys.bare_id(spec.key),
            address=pinned(spec, estate.network),
            opts=self.nested(),
        )

    def _redis(self, name: str, key: str, estate: Estate) -> RedisCluster:
        spec = estate.redis[key]
        return RedisCluster(
            f"{name}-redis-{key}",
            spec,
            tenancy=self.tenancy,
            cluster_name=self.tenancy.cloud_name(key),
            private_network_id=self.network.private_network_ids[spec.network],
            key_id=self.keys.bare_id(spec.key),
            opts=self.nested(),
        )

    def _registry(self, name: str, key: str, estate: Estate) -> ContainerRegistry:
        return ContainerRegistry(
            f"{name}-registry-{key}",
            estate.registries[key],
            tenancy=self.tenancy,
            registry_name=self.tenancy.cloud_name(key),
            opts=self.nested(),
        )

    def _secret(self, name: str, key: str, estate: Estate, value: pulumi.Input[str] | None) -> SecretEntry:
        spec = estate.secrets[key]
        return SecretEntry(
            f"{name}-secret-{key}",
            spec,
            tenancy=self.tenancy,
            secret_name=self.tenancy.cloud_name(key),
            key_id=self.keys.bare_id(spec.key),
            value=value,
            opts=self.nested(),
        )

    def _cluster(self, name: str, key: str, estate: Estate) -> KubernetesCluster:
        spec = estate.clusters[key]
        return KubernetesCluster(
            f"{name}-cluster-{key}",
            spec,
            tenancy=self.tenancy,
            cluster_name=self.tenancy.cloud_name(key),
            private_network_id=self.network.private_network_ids[spec.network],
            pod_range=estate.network.pod_range,
            service_range=estate.network.service_range,
            egress=self.network.egress,
            opts=self.nested(),
        )

    def _instance(
        self, name: str, key: str, estate: Estate, placements: Mapping[str, pulumi.Output[str]]
    ) -> ProtectedInstance:
        spec = estate.instances[key]
        return ProtectedInstance(
            f"{name}-instance-{key}",
            spec,
            tenancy=self.tenancy,
            instance_name=self.tenancy.cloud_name(key),
            private_network_id=self.network.private_network_ids[spec.network],
            key_id=self.keys.bare_id(spec.key),
            egress=self.network.egress,
            address_id=self.network.address_ids[spec.address] if spec.address else None,
            placement_group_id=placements[spec.placement] if spec.placement else None,
            opts=self.nested(),
        )
