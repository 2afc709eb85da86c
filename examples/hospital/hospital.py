"""A hospital's imaging archive: one private network, one key, one locked bucket. Specs in Python, no estate files needed."""

import pulumi

from socle.estate import BucketSpec, DataClass, FlowSpec, KeySpec, NetworkSpec, ObjectLock, PrivateNetworkSpec
from socle.scaleway import KeyRing, Network, PrivateBucket, Tenancy

NETWORK = NetworkSpec(
    supernet="10.60.0.0/16",
    private_networks={
        "wards": PrivateNetworkSpec(purpose="platform", range="10.60.0.0/22"),
        "archive": PrivateNetworkSpec(purpose="data", range="10.60.8.0/22"),
    },
    flows={
        "wards-to-archive": FlowSpec(
            source="wards", destination="archive", ports=("11112",), reason="imaging devices store studies over DICOM"
        )
    },
)
KEYS = {"imaging": KeySpec(data_class=DataClass.HEALTH, rotation_days=180)}
IMAGES = BucketSpec(
    data_class=DataClass.HEALTH, key="imaging", client_encryption="client-side", lock=ObjectLock(days=3_650)
)


def deploy(config: pulumi.Config) -> PrivateBucket:
    """Register the archive and export the bucket's name."""
    tenancy = Tenancy(
        project_id=config.require("project-id"),
        name_prefix="chu-imaging",
        tags={"owner": "CHU"},
        hds_contract=config.require(
            "hds-contract"
        ),  # its reference: without one, nothing that holds health data is made
    )
    network = Network("network", NETWORK, tenancy=tenancy)
    keys = KeyRing("keys", KEYS, tenancy=tenancy)
    images = PrivateBucket(
        "images",
        IMAGES,
        tenancy=tenancy,
        bucket_name=tenancy.cloud_name("images"),
        key_id=keys.bare_id("imaging"),
        administrators=[
            f"application_id:{config.require('deployer-application-id')}",
            f"user_id:{config.require('break-glass-user-id')}",
        ],
    )
    pulumi.export("bucket", images.name)
    pulumi.export("network", network.vpc_id)
    return images
