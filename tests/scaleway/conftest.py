"""What the component tests share: one tenancy, and the specs that show a point with the least around it."""

import pytest

from socle.estate.data_class import DataClass
from socle.estate.platform.network import FlowSpec, NetworkSpec, PrivateNetworkSpec
from socle.estate.platform.storage import BucketSpec
from socle.scaleway.tenancy import Tenancy

PROJECT = "11111111-1111-4111-8111-111111111111"
ADMINISTRATORS = (
    "application_id:33333333-3333-4333-8333-333333333333",
    "user_id:44444444-4444-4444-8444-444444444444",
)


@pytest.fixture
def tenancy() -> Tenancy:
    return Tenancy(project_id=PROJECT, name_prefix="acme", tags={"owner": "acme"}, hds_contract="HDS-2026-041")


@pytest.fixture
def network_spec() -> NetworkSpec:
    return NetworkSpec(
        supernet="10.20.0.0/16",
        private_networks={
            "apps": PrivateNetworkSpec(purpose="platform", range="10.20.16.0/20"),
            "data": PrivateNetworkSpec(purpose="data", range="10.20.32.0/22"),
        },
        flows={
            "apps-to-database": FlowSpec(
                source="apps", destination="data", ports=("5432",), reason="applications read the catalogue"
            )
        },
    )


@pytest.fixture
def bucket_spec() -> BucketSpec:
    return BucketSpec(data_class=DataClass.INTERNAL, key="internal")
