"""The platform layer: what every space of an estate shares."""

import pulumi

from socle.estate import Estate, Posture
from socle.scaleway import SovereignPlatform

from . import foundation_of, key_materials

NAME = "platform"


def deploy(estate: Estate, posture: Posture) -> None:
    """Register the platform of an estate and export what other layers compose with."""
    config = pulumi.Config()
    founded = foundation_of(estate, NAME, posture)
    platform = SovereignPlatform(
        "platform",
        estate,
        tenancy=founded.tenancy,
        deployer_id=founded.deployer_id,
        members=founded.members,
        key_materials=key_materials(estate.keys),
        secret_values={
            name: config.require_secret(f"secret-{name}")
            for name, secret in estate.secrets.items()
            if secret.content == "given"
        },
        exporter_headers={
            name: config.require_secret_object(f"exporter-{name}")
            for name, exporter in (estate.observability.exporters if estate.observability else {}).items()
            if exporter.authenticated
        },
    )
    _give_out(platform)


def _give_out(platform: SovereignPlatform) -> None:
    pulumi.export("vpc_id", platform.network.vpc_id)
    pulumi.export("private_network_ids", platform.network.private_network_ids)
    pulumi.export("address_ids", platform.network.address_ids)
    pulumi.export("key_ids", platform.keys.ids)
    pulumi.export("buckets", {key: bucket.name for key, bucket in platform.buckets.items()})
    pulumi.export("registries", {key: registry.endpoint for key, registry in platform.registries.items()})
    pulumi.export("secret_ids", {key: secret.id for key, secret in platform.secrets.items()})
    pulumi.export(
        "databases",
        {
            key: {
                "host": database.host,
                "port": database.port,
                "certificate": database.certificate,
                "user_secret_ids": database.user_secret_ids,
            }
            for key, database in platform.databases.items()
        },
    )
    for kind, entries in platform.given_out.items():
        pulumi.export(kind, entries)
    if platform.observability:
        pulumi.export("push_urls", platform.observability.push_urls)
        pulumi.export("token_secret_ids", platform.observability.token_secret_ids)
    for key, cluster in platform.clusters.items():
        pulumi.export(f"cluster-{key}", cluster.cluster_id)
        pulumi.export(f"kubeconfig-{key}", cluster.kubeconfig)
    pulumi.export("instances", {key: machine.server_id for key, machine in platform.instances.items()})
    pulumi.export("volume_key_secret_ids", {key: machine.secret_id for key, machine in platform.instances.items()})
