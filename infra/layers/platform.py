"""The platform layer: what every space of an estate shares."""

import pulumi

from socle.estate import Estate
from socle.scaleway import SovereignPlatform, Tenancy


def deploy(estate: Estate) -> None:
    """Register the platform of an estate and export what other layers compose with."""
    config = pulumi.Config()
    tenancy = Tenancy(
        project_id=estate.scaleway.projects["platform"],
        name_prefix=estate.name_prefix,
        region=estate.scaleway.region,
        zones=estate.scaleway.zones,
        rehearsal=estate.lifetime == "rehearsal",
        tags={"estate": estate.name, "owner": estate.owner, "layer": "platform"},
    )
    platform = SovereignPlatform(
        "platform",
        estate,
        tenancy=tenancy,
        key_materials={
            name: config.require_secret(f"key-{name}")
            for name, key in estate.keys.items()
            if key.material == "external"
        },
    )
    pulumi.export("vpc_id", platform.network.vpc_id)
    pulumi.export("private_network_ids", platform.network.private_network_ids)
    pulumi.export("address_ids", platform.network.address_ids)
    pulumi.export("key_ids", platform.keys.ids)
    pulumi.export("buckets", {key: bucket.name for key, bucket in platform.buckets.items()})
