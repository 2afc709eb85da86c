"""One spec, three modes: what each plans. Does not prove what Azure answers to an import; see docs/components/legacy.md."""

import pytest

from socle.azure.ignored import ignored_changes
from socle.plan.model import Plan
from socle.testing.plugin import Mode

from .legacy_data import ALL, GROUP, OTHER, SUBSCRIPTION, WATCHED, in_mode, legacy, plan_of, tenancy

EVERYTHING = {**ALL, **WATCHED}
TWIN = {"twin_of": OTHER}


def azure(plan: Plan) -> list[str]:
    return [one.name for one in plan if one.type.startswith("azure-native:")]


def test_what_is_observed_is_read_and_never_written(mode: Mode) -> None:
    spec = legacy(in_mode("observe", EVERYTHING))
    plan = plan_of(spec, mode=mode)
    found = [one for one in plan if one.type.startswith("azure-native:")]
    assert sorted(one.id for one in found) == sorted(one.id for one in spec.resources())
    assert [one.name for one in found if not one.external] == []


def test_what_is_adopted_is_imported_protected_kept_and_ignored_by_name(mode: Mode) -> None:
    spec = legacy(in_mode("adopt", EVERYTHING))
    plan = plan_of(spec, mode=mode)
    found = [one for one in plan if one.type.startswith("azure-native:")]
    assert sorted(one.import_id for one in found) == sorted(one.id for one in spec.resources())
    for one in found:
        assert (one.protect, one.retain_on_delete, one.external) == (True, True, False), one.name
        assert set(one.ignore_changes) >= set(ignored_changes(one.type.removeprefix("azure-native:"))), one.name
        assert "*" not in one.ignore_changes


def test_no_identity_of_what_is_adopted_is_ignored() -> None:
    for one in plan_of(legacy(in_mode("adopt", EVERYTHING))):
        identity = [
            name for name in one.inputs if name.endswith("Name") or name in {"location", "scope", "resourceUri"}
        ]
        if one.import_id:
            assert identity, one.name
            assert [name for name in identity if name in one.ignore_changes] == [], one.name


def test_only_the_switches_of_the_cut_over_are_not_ignored() -> None:
    left = {
        (one.type.split(":")[-1], name)
        for one in plan_of(legacy(in_mode("adopt", EVERYTHING)))
        for name in one.inputs
        if one.import_id and name not in one.ignore_changes
        if not name.endswith("Name") and name not in {"location", "scope", "resourceUri", "recordType", "name"}
    }
    assert left == {
        ("Configuration", "value"),
        ("PrivateRecordSet", "ttl"),
        ("ManagementLockByScope", "level"),
        ("StorageAccount", "publicNetworkAccess"),
        ("StorageAccount", "allowSharedKeyAccess"),
    }


def test_a_parameter_that_replication_does_not_need_is_ignored() -> None:
    plan = plan_of(legacy(in_mode("adopt")))
    assert "value" in plan.named("legacy-databases-catalogue-settings-work_mem").ignore_changes
    assert "value" not in plan.named("legacy-databases-catalogue-settings-wal_level").ignore_changes


def test_a_twin_is_created_unprotected_with_its_own_wiring(mode: Mode) -> None:
    plan = plan_of(legacy({**in_mode("create"), **TWIN}), tenancy(twin=True), mode)
    made = [one for one in plan if one.type.startswith("azure-native:")]
    assert made
    assert [one.name for one in made if one.import_id or one.external or one.protect or one.retain_on_delete] == []
    server = plan.one("azure-native:dbforpostgresql:Server")
    subnet = plan.named("legacy-networks-data-subnets-databases")
    assert server.property_dependencies["network"] == (subnet.urn, plan.one("azure-native:privatedns:PrivateZone").urn)
    group = plan.one("azure-native:resources:ResourceGroup")
    assert server.property_dependencies["resourceGroupName"] == (group.urn,)


def test_a_created_store_is_closed() -> None:
    account = plan_of(legacy({**in_mode("create"), **TWIN}), tenancy(twin=True)).one(
        "azure-native:storage:StorageAccount"
    )
    assert account.inputs["allowSharedKeyAccess"] is False
    assert account.inputs["allowBlobPublicAccess"] is False
    assert account.inputs["allowCrossTenantReplication"] is False
    assert account.inputs["publicNetworkAccess"] == "Disabled"
    assert account.inputs["minimumTlsVersion"] == "TLS1_2"
    assert account.inputs["enableHttpsTrafficOnly"] is True


def test_a_created_server_has_no_public_endpoint_and_no_password_unless_given() -> None:
    server = plan_of(legacy({**in_mode("create"), **TWIN}), tenancy(twin=True)).one(
        "azure-native:dbforpostgresql:Server"
    )
    assert server.inputs["network"]["publicNetworkAccess"] == "Disabled"
    assert server.inputs["authConfig"] == {
        "activeDirectoryAuth": "Enabled",
        "passwordAuth": "Disabled",
        "tenantId": "00000000-0000-4000-8000-000000000002",
    }


def test_subnets_are_declared_one_way_only(mode: Mode) -> None:
    for data, where in ((in_mode("adopt"), tenancy()), ({**in_mode("create"), **TWIN}, tenancy(twin=True))):
        network = plan_of(legacy(data), where, mode).one("azure-native:network:VirtualNetwork")
        assert "subnets" not in network.inputs
        assert "subnets" in network.ignore_changes


def test_created_subnets_wait_for_each_other() -> None:
    plan = plan_of(legacy({**in_mode("create"), **TWIN}), tenancy(twin=True))
    first, second = (plan.named(f"legacy-networks-data-subnets-{key}") for key in ("stores", "databases"))
    assert first.urn in second.dependencies


def test_what_is_observed_and_what_is_adopted_have_different_names() -> None:
    seen, held = (azure(plan_of(legacy(in_mode(mode)))) for mode in ("observe", "adopt"))
    assert not set(seen) & set(held)
    assert {name.removesuffix("-observed") for name in seen} == set(held)


def test_names_of_old_versions_of_azures_api_are_dropped() -> None:
    plan = plan_of(legacy(in_mode("adopt")))
    aliases = [alias for one in plan for alias in one.aliases]
    assert aliases  # a type that changed its module keeps that name
    assert [alias for alias in aliases if "/v20" in alias] == []


def test_a_lock_waits_for_a_posture_that_allows_locks_and_comes_after_what_it_locks() -> None:
    data = in_mode("adopt")
    data["locks"]["data"]["mode"] = "create"
    lock = "azure-native:authorization:ManagementLockByScope"
    assert plan_of(legacy(data)).all(lock) == []
    plan = plan_of(legacy(data), tenancy(allowed=frozenset({"locks"})))
    found = plan.one(lock)
    assert (found.inputs["level"], found.inputs["scope"], found.protect) == ("CanNotDelete", GROUP, True)
    assert plan.one("azure-native:storage:StorageAccount").urn in found.dependencies


def test_a_released_entry_loses_its_protection_and_no_other_does() -> None:
    plan = plan_of(legacy(in_mode("adopt")), tenancy(released=frozenset({"vaults.keys"})))
    free = {one.name for one in plan if one.import_id and not one.protect and not one.retain_on_delete}
    assert free == {"legacy-vaults-keys-resource", "legacy-vaults-keys-keys-lake"}


def test_what_is_adopted_would_go_parts_first_and_locks_before_all() -> None:
    plan = plan_of(legacy(in_mode("adopt")))
    vault, key = plan.named("legacy-vaults-keys-resource"), plan.named("legacy-vaults-keys-keys-lake")
    assert vault.urn in key.dependencies
    assert {vault.urn, key.urn} <= set(plan.named("legacy-locks-data-resource").dependencies)


def test_the_plan_says_where_in_the_subscription_everything_is() -> None:
    plan = plan_of(legacy(in_mode("adopt")))
    assert plan.named("legacy").inputs["spec"]["subscription_id"] == SUBSCRIPTION


@pytest.mark.parametrize("option", ["protect", "retain_on_delete"])
def test_the_callers_options_cannot_take_the_freeze_off(option: str) -> None:
    import pulumi

    from socle.azure.estate import LegacyEstate
    from socle.capture.run import capture

    spec = legacy(in_mode("adopt"))
    with pytest.raises(ValueError, match=f"{option}=False in the frozen legacy estate.*remove the option"):
        capture(
            lambda: LegacyEstate("legacy", spec, tenancy=tenancy(), opts=pulumi.ResourceOptions(**{option: False})),
            stack="demo-legacy",
            project="test",
        )
