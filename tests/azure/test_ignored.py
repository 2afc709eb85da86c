"""The lists of ignored inputs against the SDK: nothing is missing, nothing is made up, no identity is in them."""

import inspect
from importlib import import_module

import pytest
from pulumi._types import input_type_py_to_pulumi_names

from socle.azure.ignored import adoptable, ignored_changes

KEPT = {
    "location", "scope", "resourceUri", "recordType", "relativeRecordSetName",  # which resource it is
    "value", "ttl", "level", "publicNetworkAccess", "allowSharedKeyAccess",  # what the cut-over moves
}  # fmt: skip


def inputs_of(kind: str) -> set[str]:
    module, name = kind.split(":")
    sdk = import_module(f"pulumi_azure_native.{module}")
    arguments = getattr(sdk, f"{name}InitArgs", None) or getattr(sdk, f"{name}Args")
    return set(input_type_py_to_pulumi_names(arguments).values())


@pytest.mark.parametrize("kind", adoptable())
def test_every_input_is_ignored_but_identity_and_switches(kind: str) -> None:
    ignored = set(ignored_changes(kind))
    inputs = inputs_of(kind)
    assert ignored <= inputs
    left = inputs - ignored
    assert {name for name in left if not name.endswith("Name") and name not in KEPT | {"name"}} == set()


@pytest.mark.parametrize("kind", adoptable())
def test_no_name_that_an_adoption_passes_is_ignored(kind: str) -> None:
    module, name = kind.split(":")
    cls = getattr(import_module(f"pulumi_azure_native.{module}"), name)
    assert "resource_group_name" not in inspect.signature(
        cls._internal_init
    ).parameters or "resourceGroupName" not in ignored_changes(kind)
    assert not {"accountName", "serverName", "vaultName", "virtualNetworkName", "lockName"} & set(ignored_changes(kind))
