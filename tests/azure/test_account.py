"""The Azure credentials in use against the estate. Pure: that the program asks before it registers is tested with the program."""

import pytest

from socle.estate.account.azure import azure_account_refusals

from .legacy_data import ALL, OTHER, SUBSCRIPTION, TENANT, legacy

OWN = {"ARM_SUBSCRIPTION_ID": SUBSCRIPTION, "ARM_TENANT_ID": TENANT}


def refused(variables: dict[str, str], **config: str) -> list[str]:
    found = list(azure_account_refusals(legacy(ALL), variables, config))
    assert all(one.consequence and one.remedy for one in found)
    return [one.at for one in found]


def test_the_estates_own_credentials_pass() -> None:
    assert refused(OWN) == []
    assert refused({}, subscriptionId=SUBSCRIPTION, tenantId=TENANT) == []
    assert refused({**OWN, "ARM_SUBSCRIPTION_ID": SUBSCRIPTION.upper()}) == []


def test_an_emulator_on_this_machine_passes() -> None:
    assert refused({**OWN, "ARM_METADATA_HOSTNAME": "127.0.0.1:4566"}) == []


@pytest.mark.parametrize(
    ("environment", "config", "at"),
    [
        ({"ARM_TENANT_ID": TENANT}, {}, "ARM_SUBSCRIPTION_ID"),
        ({"ARM_SUBSCRIPTION_ID": SUBSCRIPTION}, {}, "ARM_TENANT_ID"),
        ({**OWN, "ARM_SUBSCRIPTION_ID": OTHER}, {}, "ARM_SUBSCRIPTION_ID"),
        ({**OWN, "ARM_TENANT_ID": OTHER}, {}, "ARM_TENANT_ID"),
        (OWN, {"subscriptionId": OTHER}, "azure-native:subscriptionId"),
        (OWN, {"tenantId": OTHER}, "azure-native:tenantId"),
        ({**OWN, "ARM_ENVIRONMENT": "china"}, {}, "ARM_ENVIRONMENT"),
        (OWN, {"environment": "usgovernment"}, "azure-native:environment"),
        ({**OWN, "ARM_METADATA_HOSTNAME": "metadata.example.org"}, {}, "ARM_METADATA_HOSTNAME"),
        (OWN, {"metadataHost": "127.0.0.1.example.org:443"}, "azure-native:metadataHost"),
    ],
)
def test_anything_else_is_refused(environment: dict[str, str], config: dict[str, str], at: str) -> None:
    assert refused(environment, **config) == [at]


def test_a_rehearsal_never_runs_with_the_credentials_of_what_it_imitates() -> None:
    twin = legacy({"tenant_id": TENANT, "subscription_id": SUBSCRIPTION, "twin_of": OTHER})
    found = list(azure_account_refusals(twin, {**OWN, "ARM_SUBSCRIPTION_ID": OTHER}, {}))
    assert any("the subscription that this rehearsal imitates" in one.what for one in found)
