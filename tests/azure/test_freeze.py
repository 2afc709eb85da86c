"""The freeze: what the last deployment holds cannot be let go of, whatever asks for it. Proven against a captured state; that
the engine answers a program with its own state was tried by hand (docs/traps.md)."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pulumi
import pytest

from socle.azure.estate import LegacyEstate
from socle.azure.frozen import freeze_stack
from socle.azure.last import LegacyRefused
from socle.capture.run import capture
from socle.messages import Refusal

from .legacy_data import IN_GROUP, OTHER, SUBSCRIPTION, Data, adopted, adopted_with, in_mode, legacy, plan_of, tenancy

ADOPTED = in_mode("adopt")


def refused(data: Data, state: dict[str, Any] | None = None, **posture: Any) -> list[Refusal]:
    """Every refusal that deploying `data` meets after everything was adopted."""
    with pytest.raises(LegacyRefused) as caught:
        plan_of(legacy(data), tenancy(**posture), prior=state or adopted())
    return list(caught.value.refusals)


def after(edit: Callable[[Data], object]) -> Data:
    data = deepcopy(ADOPTED)
    edit(data)
    return data


def without(section: str, key: str) -> Callable[[Data], object]:
    return lambda data: data[section].pop(key)


def renamed(section: str, old: str, new: str) -> Callable[[Data], object]:
    return lambda data: data[section].update({new: data[section].pop(old)})


def with_(section: str, key: str, **values: Any) -> Callable[[Data], object]:
    return lambda data: data[section][key].update(values)


def moved(data: Data) -> None:
    """Everything in another subscription, ids and all."""
    data["subscription_id"] = OTHER
    for entries in data.values():
        for entry in entries.values() if isinstance(entries, dict) else ():
            for name in ("id", "target"):
                if name in entry:
                    entry[name] = entry[name].replace(SUBSCRIPTION, OTHER)


def lock(data: Data, **values: Any) -> None:
    data["locks"]["data"].update(values)


def part(data: Data, section: str, entry: str, parts: str) -> Data:
    return data[section][entry][parts]


VIOLATIONS: dict[str, tuple[Callable[[Data], object], str, str]] = {
    "an entry is removed": (
        without("vaults", "keys"),
        "legacy.vaults.keys",
        "vaults.keys is gone from the file",
    ),
    "a part is removed": (
        lambda data: part(data, "storage_accounts", "lake", "containers").pop("raw"),
        "legacy.storage_accounts.lake.containers.raw",
        "is gone from the file",
    ),
    "a whole section is removed": (
        lambda data: data.pop("locks"),
        "legacy.locks.data",
        "is gone from the file",
    ),
    "an entry is renamed": (
        renamed("databases", "catalogue", "catalog"),
        "legacy.databases.catalog",
        "databases.catalogue is now called databases.catalog",
    ),
    "a part is renamed": (
        lambda data: part(data, "databases", "catalogue", "databases").update(
            cohort={"name": "cohorts", **part(data, "databases", "catalogue", "databases").pop("cohorts")}
        ),
        "legacy.databases.catalogue.databases.cohort",
        "is now called",
    ),
    "an id is changed": (
        with_("databases", "catalogue", id=f"{IN_GROUP}/Microsoft.DBforPostgreSQL/flexibleServers/psql-other"),
        "legacy.databases.catalogue.id",
        "the id of databases.catalogue changed",
    ),
    "the name of a part is changed": (
        lambda data: part(data, "networks", "data", "subnets")["stores"].update(name="snet-other"),
        "legacy.networks.data.subnets.stores",
        "the id of networks.data.subnets.stores changed",
    ),
    "what was adopted is only observed": (
        with_("vaults", "keys", mode="observe"),
        "legacy.vaults.keys.mode",
        "the mode of vaults.keys changed from adopt to observe",
    ),
    "a lock is made anew": (
        lambda data: lock(data, mode="create"),
        "legacy.locks.data.mode",
        "changed from adopt to create",
    ),
    "a lock is downgraded to what is only observed": (
        lambda data: lock(data, mode="observe", level="ReadOnly"),
        "legacy.locks.data.mode",
        "changed from adopt to observe",
    ),
    "the region is changed": (
        with_("resource_groups", "data", location="westeurope"),
        "legacy.resource_groups.data.location",
        "resource_groups.data moves from francecentral to westeurope",
    ),
    "the region of everything is changed": (
        lambda data: data.update(location="westeurope"),
        "legacy.vaults.keys.location",
        "vaults.keys moves from francecentral to westeurope",
    ),
    "the subscription is changed": (
        moved,
        "legacy.subscription_id",
        f"the estate now says the subscription {OTHER}",
    ),
    "the estate becomes a twin": (
        lambda data: [
            data.update(twin_of=OTHER),
            *(entry.update(mode="create") for key in data for entry in _entries(data[key])),
        ],
        "legacy.vaults.keys.mode",
        "changed from adopt to create",
    ),
    "a parameter is changed": (
        lambda data: part(data, "databases", "catalogue", "settings")["wal_level"].update(value="logical"),
        "legacy.databases.catalogue.settings.wal_level.value",
        "value of databases.catalogue.settings.wal_level changes from replica to logical",
    ),
    "a TTL is lowered": (
        lambda data: part(data, "dns_zones", "services", "records")["catalogue"].update(ttl_seconds=60),
        "legacy.dns_zones.services.records.catalogue.ttl_seconds",
        "changes from 3600 to 60",
    ),
    "a store is opened": (
        with_("storage_accounts", "lake", public_network="Enabled"),
        "legacy.storage_accounts.lake.public_network",
        "public_network of storage_accounts.lake changes from Disabled to Enabled",
    ),
    "shared keys are allowed": (
        with_("storage_accounts", "lake", shared_keys=True),
        "legacy.storage_accounts.lake.shared_keys",
        "shared_keys of storage_accounts.lake changes from false to true",
    ),
}


def _entries(value: Any) -> list[Data]:
    return list(value.values()) if isinstance(value, dict) else []


@pytest.mark.parametrize("name", VIOLATIONS)
def test_letting_go_before_its_time_is_refused(name: str) -> None:
    edit, at, what = VIOLATIONS[name]
    found = {refusal.at: refusal for refusal in refused(after(edit))}
    assert at in found, list(found)
    assert what in found[at].what
    assert len(found[at].consequence) > 20
    assert len(found[at].remedy) > 10


def test_nothing_is_registered_when_something_is_refused() -> None:
    registered: list[str] = []

    def program() -> None:
        pulumi.runtime.register_stack_transformation(lambda args: registered.append(args.type_))
        LegacyEstate("legacy", legacy(after(without("vaults", "keys"))), tenancy=tenancy())

    with pytest.raises(LegacyRefused, match="the legacy estate is refused"):
        capture(program, stack="demo-legacy", project="test", prior=adopted())
    assert registered == []


def test_every_refusal_is_told_at_once() -> None:
    data = after(without("vaults", "keys"))
    data["databases"]["catalogue"]["mode"] = "observe"
    assert {"legacy.vaults.keys", "legacy.databases.catalogue.mode"} <= {refusal.at for refusal in refused(data)}


def test_an_entry_that_goes_with_its_parts_is_told_once() -> None:
    for edit in (without("storage_accounts", "lake"), with_("vaults", "keys", mode="observe")):
        assert len(refused(after(edit))) == 1


def test_a_part_of_what_is_only_observed_is_held_by_itself() -> None:
    from .legacy_data import state_of

    def only_the_key(data: Data) -> None:
        data["vaults"]["keys"]["mode"] = "observe"
        data["vaults"]["keys"]["keys"]["lake"]["mode"] = "adopt"

    before = state_of(plan_of(legacy(after(only_the_key)), mode="up"))
    assert plan_of(legacy(after(only_the_key)), prior=before)
    found = refused(after(without("vaults", "keys")), before)
    assert [refusal.at for refusal in found] == ["legacy.vaults.keys.keys.lake"]


def test_an_unchanged_file_is_not_refused() -> None:
    assert plan_of(legacy(ADOPTED), prior=adopted())


def test_a_change_of_case_in_an_id_changes_nothing() -> None:
    data = after(
        lambda data: data["vaults"]["keys"].update(
            id=data["vaults"]["keys"]["id"].replace("resourceGroups", "resourcegroups")
        )
    )
    assert plan_of(legacy(data), prior=adopted())


def test_more_can_be_observed_and_adopted_at_any_time() -> None:
    few = legacy({key: value for key, value in ADOPTED.items() if key not in {"vaults", "databases"}})
    from .legacy_data import state_of

    before = state_of(plan_of(few, mode="up"))
    assert plan_of(legacy(ADOPTED), prior=before)


def test_what_was_only_observed_may_leave_the_file() -> None:
    from .legacy_data import state_of

    before = state_of(plan_of(legacy(in_mode("observe")), mode="up"))
    assert plan_of(legacy(ADOPTED, without("vaults", "keys")), prior=before)


def test_a_new_stack_holds_nothing() -> None:
    assert plan_of(legacy(ADOPTED, without("vaults", "keys")))


def test_the_freeze_cannot_be_taken_off_while_anything_is_adopted() -> None:
    found = refused(deepcopy(ADOPTED), frozen=False)
    assert [refusal.at for refusal in found] == ["legacy"]
    assert "the freeze is off while" in found[0].what


def test_releasing_and_removing_in_one_deployment_is_refused() -> None:
    data = after(without("vaults", "keys"))
    assert "is gone from the file" in refused(data, released=frozenset({"vaults.keys"}))[0].what


def test_what_an_earlier_deployment_released_may_leave_the_file() -> None:
    released = frozenset({"vaults.keys"})
    data = after(without("vaults", "keys"))
    assert plan_of(legacy(data), tenancy(released=released), prior=adopted_with(released=released))


def test_a_release_that_is_taken_back_holds_again() -> None:
    released = frozenset({"vaults.keys"})
    assert refused(after(without("vaults", "keys")), adopted_with(released=released))


def test_a_release_is_for_one_entry_only() -> None:
    released = frozenset({"vaults.keys"})
    state = adopted_with(released=released)
    assert refused(after(without("databases", "catalogue")), state, released=released)


ALLOWED: dict[str, tuple[Callable[[Data], object], str]] = {
    "replication-settings": (
        lambda data: part(data, "databases", "catalogue", "settings")["wal_level"].update(value="logical"),
        "value",
    ),
    "lower-ttl": (
        lambda data: part(data, "dns_zones", "services", "records")["catalogue"].update(ttl_seconds=60),
        "ttl",
    ),
    "close-stores": (with_("storage_accounts", "lake", public_network="Enabled"), "publicNetworkAccess"),
}


@pytest.mark.parametrize("change", ALLOWED)
def test_a_posture_allows_its_change_and_no_other(change: str) -> None:
    edit, path = ALLOWED[change]
    plan = plan_of(legacy(after(edit)), tenancy(allowed=frozenset({change})), prior=adopted())
    assert [one for one in plan if path in one.inputs and path not in one.ignore_changes]
    assert refused(after(edit), allowed=frozenset({*ALLOWED, "locks"} - {change}))


def test_a_ttl_may_be_lowered_and_not_raised() -> None:
    data = after(lambda data: part(data, "dns_zones", "services", "records")["catalogue"].update(ttl_seconds=7200))
    assert "rises from 3600 to 7200" in refused(data, allowed=frozenset({"lower-ttl"}))[0].what


def test_a_created_lock_stays_when_the_posture_goes_back() -> None:
    from .legacy_data import state_of

    data = after(lambda data: lock(data, mode="create"))
    allowed = tenancy(allowed=frozenset({"locks"}))
    before = state_of(plan_of(legacy(data), allowed, mode="up"))
    plan = plan_of(legacy(data), prior=before)
    assert plan.one("azure-native:authorization:ManagementLockByScope").protect
    assert "is gone" in refused(after(without("locks", "data")), before)[0].what


def test_an_adoption_that_failed_is_not_held() -> None:
    state = deepcopy(adopted())
    rows = state["deployment"]["resources"]
    rows[:] = [
        row for row in rows if not row["urn"].endswith(("legacy-vaults-keys-resource", "legacy-vaults-keys-keys-lake"))
    ]
    assert plan_of(legacy(after(without("vaults", "keys"))), prior=state)


def test_what_a_failed_first_deployment_adopted_is_held_without_a_record() -> None:
    state = deepcopy(adopted())
    for row in state["deployment"]["resources"]:
        if row["type"] == "socle:azure:LegacyEstate":
            row["outputs"] = {}
    assert plan_of(legacy(ADOPTED), prior=state)
    found = refused(after(without("vaults", "keys")), state)
    assert {"legacy-vaults-keys-resource is in the state, and nothing in the file is called so"} <= {
        one.what for one in found
    }


def test_a_removal_that_azure_stopped_half_way_can_go_on() -> None:
    released = frozenset({"vaults.keys"})
    data = after(without("vaults", "keys"))
    state = deepcopy(adopted_with(released=released))
    for row in state["deployment"]["resources"]:
        if row["type"] == "socle:azure:LegacyEstate":
            row["outputs"]["held"] = {
                k: v for k, v in row["outputs"]["held"].items() if not k.startswith("vaults.keys")
            }
    assert plan_of(legacy(data), tenancy(released=released), prior=state)
    assert refused(data, state)


def test_the_component_itself_cannot_be_renamed() -> None:
    with pytest.raises(LegacyRefused, match="the component legacy is now called azure"):
        capture(
            lambda: LegacyEstate("azure", legacy(ADOPTED), tenancy=tenancy()),
            stack="demo-legacy",
            project="test",
            prior=adopted(),
        )


def frozen_program(more: Callable[[], object]) -> Callable[[], None]:
    def program() -> None:
        freeze_stack("legacy", tenancy())
        more()

    return program


def raw(**options: Any) -> Callable[[], object]:
    from pulumi_azure_native import storage

    return lambda: storage.BlobContainer(
        "stray",
        account_name="lake",
        resource_group_name="rg-data",
        opts=pulumi.ResourceOptions(**options) if options else None,
    )


CONTAINER = f"{IN_GROUP}/Microsoft.Storage/storageAccounts/lake/blobServices/default/containers/stray"
HELD = {"import_": CONTAINER, "protect": True, "retain_on_delete": True}
STRAYS = {
    "created beside the estate": ({}, "would be created"),
    "created and protected": ({"protect": True, "retain_on_delete": True}, "would be created"),
    "imported unprotected": ({**HELD, "protect": False}, "without protection"),
    "imported and deleted with the program": ({**HELD, "retain_on_delete": False}, "not kept on delete"),
    "imported with everything ignored": ({**HELD, "ignore_changes": ["*"]}, 'changes of everything are ignored ("*")'),
    "imported with nothing ignored": (HELD, "are not ignored"),
}


@pytest.mark.parametrize("name", STRAYS)
def test_what_is_written_beside_the_estate_is_refused(name: str) -> None:
    options, what = STRAYS[name]
    with pytest.raises(LegacyRefused) as caught:
        capture(frozen_program(raw(**options)), stack="demo-legacy", project="test")
    assert any(what in refusal.what for refusal in caught.value.refusals)


def test_what_takes_the_protection_off_on_the_way_is_refused() -> None:
    def unprotected(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        args.opts.protect = False
        return pulumi.ResourceTransformationResult(args.props, args.opts)

    def program() -> None:
        pulumi.runtime.register_stack_transformation(unprotected)
        freeze_stack("legacy", tenancy())
        LegacyEstate("legacy", legacy(ADOPTED), tenancy=tenancy())

    with pytest.raises(LegacyRefused, match="without protection"):
        capture(program, stack="demo-legacy", project="test")


def test_a_stack_that_is_not_azures_own_is_left_alone() -> None:
    plan = capture(
        frozen_program(lambda: LegacyEstate("legacy", legacy(ADOPTED), tenancy=tenancy())),
        stack="demo-legacy",
        project="test",
    )
    assert len(plan.all("azure-native:storage:StorageAccount")) == 1
