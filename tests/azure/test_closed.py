"""Entries that the fence has closed, and those that are dark: what a stack can close of them. Not that a real token is refused."""

import pytest

from socle.azure.tenancy import AzureTenancy

from .legacy_data import in_mode, legacy, plan_of, tenancy
from .test_freeze import with_

ACCOUNT = "azure-native:storage:StorageAccount"
LAKE = "storage_accounts.lake"
OPEN = with_("storage_accounts", "lake", shared_keys=True, public_network="Enabled")


def switches(where: AzureTenancy) -> tuple[bool, str]:
    inputs = plan_of(legacy(in_mode("adopt"), OPEN), where).one(ACCOUNT).inputs
    return inputs["allowSharedKeyAccess"], inputs["publicNetworkAccess"]


@pytest.mark.parametrize(
    ("posture", "shown"),
    [
        ({}, (True, "Enabled")),
        ({"closed": frozenset({"storage_accounts.other"})}, (True, "Enabled")),
        ({"closed": frozenset({LAKE})}, (False, "Enabled")),
        ({"closed": frozenset({LAKE}), "dark": frozenset({LAKE})}, (False, "Disabled")),
    ],
)
def test_a_closed_account_takes_no_shared_key_and_a_dark_one_nothing_over_the_internet(
    posture: dict[str, frozenset[str]], shown: tuple[bool, str]
) -> None:
    assert switches(tenancy(**posture)) == shown


def test_a_closed_account_stays_closed_where_it_was() -> None:
    shut = with_("storage_accounts", "lake", shared_keys=False, public_network="SecuredByPerimeter")
    inputs = plan_of(legacy(in_mode("adopt"), shut), tenancy(closed=frozenset({LAKE}))).one(ACCOUNT).inputs
    assert (inputs["allowSharedKeyAccess"], inputs["publicNetworkAccess"]) == (False, "SecuredByPerimeter")
