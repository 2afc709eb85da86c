"""Which resources hold something: the table names real types, and covers what must never be forgotten."""

import re
from pathlib import Path

import pulumiverse_scaleway
import pytest

from socle.plan.holds import STATEFUL, loss
from socle.plan.model import Resource


def resource(type_: str, **more: bool) -> Resource:
    """A managed resource of a type."""
    return Resource(f"urn:pulumi:s::p::{type_}::x", type_, **{"custom": True, **more})


def test_every_scaleway_type_of_the_table_exists_in_the_sdk() -> None:
    sources = Path(pulumiverse_scaleway.__file__).parent.rglob("*.py")
    known = {
        token
        for file in sources
        for token in re.findall(r"'(scaleway:[A-Za-z]+/[A-Za-z]+:[A-Za-z]+)'", file.read_text())
    }
    assert {type_ for type_ in STATEFUL if type_.startswith("scaleway:")} <= known


@pytest.mark.parametrize(
    "type_",
    [
        "scaleway:keymanager/key:Key",
        "scaleway:object/bucket:Bucket",
        "scaleway:databases/instance:Instance",
        "scaleway:databases/database:Database",
        "scaleway:kubernetes/cluster:Cluster",
        "scaleway:secrets/secret:Secret",
        "scaleway:registry/namespace:Namespace",
        "scaleway:block/volume:Volume",
        "azure-native:storage:StorageAccount",
        "azure-native:keyvault:Vault",
        "azure-native:dbforpostgresql:Server",
        "azure-native:storage/v20230101:StorageAccount",
        "azure-native:keyvault/v20230201preview:Vault",
    ],
)
def test_what_holds_data_keys_or_secrets_says_what_is_lost(type_: str) -> None:
    assert loss(resource(type_))


@pytest.mark.parametrize(
    "type_", ["scaleway:network/vpc:Vpc", "scaleway:object/bucketPolicy:BucketPolicy", "x:y:Z", ""]
)
def test_what_a_new_declaration_brings_back_is_not_stateful(type_: str) -> None:
    assert loss(resource(type_)) == ""


def test_what_is_only_read_or_a_component_loses_nothing() -> None:
    assert loss(resource("scaleway:object/bucket:Bucket", external=True)) == ""
    assert loss(resource("scaleway:object/bucket:Bucket", custom=False)) == ""


@pytest.mark.parametrize("type_", ["scaleway:secrets/version:Version", "random:index/randomPassword:RandomPassword"])
def test_what_a_rotation_removes_by_design_is_not_called_a_loss(type_: str) -> None:
    assert not loss(resource(type_))
