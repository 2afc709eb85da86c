"""What `legacy.yaml` may not say, each told with consequence and remedy, and the file and line that it stands in."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from socle.estate.load import load
from socle.messages import Refusal, Refused
from tests.azure.legacy_data import ALL, IN_GROUP, OTHER, SUBSCRIPTION, WATCHED, Data, in_mode, legacy

ROOT = Path(__file__).parents[2]
THIRD = "00000000-0000-4000-8000-000000000003"
ADOPTED = in_mode("adopt", {**ALL, **WATCHED})


def foreign(data: Data) -> None:
    vault = data["vaults"]["keys"]
    vault["id"] = vault["id"].replace(SUBSCRIPTION, THIRD)


def twin(data: Data) -> None:
    data.update(twin_of=OTHER)


CONTRADICTIONS: dict[str, tuple[Callable[[Data], object], str, str]] = {
    "an id of another type": (
        lambda d: d["vaults"]["keys"].update(id=f"{IN_GROUP}/Microsoft.Storage/storageAccounts/x"),
        "vaults.keys.id",
        "the id is that of a Microsoft.Storage/storageAccounts",
    ),
    "no id at all": (
        lambda d: d["vaults"]["keys"].update(id="kv-keys"),
        "vaults.keys.id",
        "is not an Azure resource id",
    ),
    "a subscription that nobody named": (foreign, "vaults.keys.id", "which the estate does not name"),
    "adopting from another team": (
        lambda d: [foreign(d), d.update(other_subscriptions={"hub": THIRD})],
        "vaults.keys.mode",
        "mode adopt in another subscription",
    ),
    "the own subscription as another's": (
        lambda d: d.update(other_subscriptions={"hub": SUBSCRIPTION}),
        "other_subscriptions.hub",
        "is the subscription of this estate itself",
    ),
    "creating in the legacy estate": (
        lambda d: d["vaults"]["keys"].update(mode="create"),
        "vaults.keys.mode",
        "mode create in the legacy estate",
    ),
    "creating a part in the legacy estate": (
        lambda d: d["networks"]["data"]["subnets"]["stores"].update(mode="create"),
        "networks.data.subnets.stores.mode",
        "mode create in the legacy estate",
    ),
    "a twin of itself": (
        lambda d: d.update(twin_of=SUBSCRIPTION),
        "twin_of",
        "the twin is in the subscription that it imitates",
    ),
    "adopting in a twin": (twin, "vaults.keys.mode", "mode adopt in a twin"),
    "creating what no rehearsal needs": (
        lambda d: [twin(d), d["clusters"]["apps"].update(mode="create")],
        "clusters.apps.mode",
        "mode create for a Microsoft.ContainerService/managedClusters",
    ),
    "creating a part of what is only observed": (
        lambda d: [
            twin(d),
            d["vaults"]["keys"].update(mode="observe"),
            d["vaults"]["keys"]["keys"]["lake"].update(mode="create"),
        ],
        "vaults.keys.keys.lake.mode",
        "a part is created in an entry that is not",
    ),
    "one resource twice, in another casing": (
        lambda d: d["vaults"].update(
            again={**d["vaults"]["keys"], "id": d["vaults"]["keys"]["id"].replace("kv-", "KV-")}
        ),
        "vaults.again",
        "the resource stands already as vaults.keys",
    ),
    "a security group that is not there": (
        lambda d: d["networks"]["data"]["subnets"]["stores"].update(security_group="date"),
        "networks.data.subnets.stores.security_group",
        "there is no date in security_groups",
    ),
    "a subnet that is not there": (
        lambda d: d["private_endpoints"]["lake"].update(subnet="data.shops"),
        "private_endpoints.lake.subnet",
        "there is no data.shops in networks",
    ),
    "a workspace that is not there": (
        lambda d: d["diagnostics"]["vault"].update(workspace="elsewhere"),
        "diagnostics.vault.workspace",
        "there is no elsewhere in log_workspaces",
    ),
    "a server in a subnet without a name": (
        lambda d: d["databases"]["catalogue"].pop("dns_zone"),
        "databases.catalogue.dns_zone",
        "a server in a subnet without a private DNS zone",
    ),
    "a lock that stops the bridge": (
        lambda d: d["locks"]["data"].update(level="ReadOnly"),
        "locks.data.level",
        "a ReadOnly lock that this program would hold",
    ),
    "a budget in the middle of a month": (
        lambda d: d["budgets"]["monthly"].update(starts_on="2026-01-15"),
        "budgets.monthly.starts_on",
        "the budget starts on 2026-01-15",
    ),
    "a key that is both": (
        lambda d: d["vaults"]["keys"]["keys"]["lake"].update(curve="P-256"),
        "vaults.keys.keys.lake",
        "neither or both of size and curve",
    ),
    "a generic entry of another type": (
        lambda d: d.update(
            generic={"x": {"id": f"{IN_GROUP}/Microsoft.Cache/redis/r", "type": "Microsoft.Databricks/workspaces"}}
        ),
        "generic.x.type",
        "is not that of the id",
    ),
}


def refusals(error: ValidationError) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for details in error.errors():
        raised = details.get("ctx", {}).get("error")
        at = ".".join(str(part) for part in details["loc"])
        if isinstance(raised, Refused):
            found += [(".".join(filter(None, (at, one.at))), one) for one in raised.refusals]
    return found


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_refused_where_it_stands(name: str) -> None:
    edit, at, what = CONTRADICTIONS[name]
    with pytest.raises(ValidationError) as caught:
        legacy(ADOPTED, edit)
    found = [one for where, one in refusals(caught.value) if where == at and what in one.what]
    assert found, refusals(caught.value)
    assert found[0].consequence
    assert found[0].remedy


def test_a_generic_entry_can_only_be_observed() -> None:
    entry = {"id": f"{IN_GROUP}/Microsoft.Cache/redis/r", "type": "Microsoft.Cache/redis", "mode": "adopt"}
    with pytest.raises(ValidationError, match="observe"):
        legacy(ADOPTED, lambda d: d.update(generic={"x": entry}))


def test_ids_of_parts_follow_from_the_entry() -> None:
    ids = {one.key: one.id.removeprefix(IN_GROUP) for one in legacy(ADOPTED).resources()}
    lake = "/Microsoft.Storage/storageAccounts/lake"
    assert ids["storage_accounts.lake.containers.raw"] == f"{lake}/blobServices/default/containers/raw"
    audit = f"{lake}/blobServices/default/containers/audit/immutabilityPolicies/default"
    assert ids["storage_accounts.lake.containers.audit.immutability"] == audit
    assert ids["networks.data.subnets.stores"] == "/Microsoft.Network/virtualNetworks/vnet-data/subnets/snet-stores"
    assert (
        ids["dns_zones.services.records.catalogue"] == "/Microsoft.Network/privateDnsZones/services.interne/A/catalogue"
    )
    assert ids["private_endpoints.lake.dns_zone"].endswith("/privateEndpoints/pe-lake/privateDnsZoneGroups/default")


def test_a_part_has_the_mode_and_owner_of_its_entry_unless_it_says_otherwise() -> None:
    found = {one.key: one for one in legacy(in_mode("observe"), _part_adopted).resources()}
    assert found["vaults.keys"].mode == "observe"
    assert (found["vaults.keys.keys.lake"].mode, found["vaults.keys.keys.lake"].owner) == ("adopt", "key team")
    assert found["storage_accounts.lake.containers.raw"].owner == "lake team"


def _part_adopted(data: Data) -> None:
    data["vaults"]["keys"]["keys"]["lake"].update(mode="adopt", owner="key team")
    data["storage_accounts"]["lake"]["owner"] = "lake team"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "stacks/estates/demo", tmp_path / "demo")
    return tmp_path / "demo"


def problems(folder: Path) -> list[Refusal]:
    with pytest.raises(Refused) as caught:
        load(folder)
    return list(caught.value.refusals)


def edit(folder: Path, old: str, new: str, file: str = "legacy.yaml") -> int:
    """Replace text once; gives its line."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_value_knows_that_it_stands_in_legacy_yaml(demo: Path) -> None:
    declared = load(demo)
    origin = declared.origin("legacy.vaults.keys.sku")
    assert origin
    assert origin.file == "demo/legacy.yaml"
    assert (demo / "legacy.yaml").read_text("utf-8").splitlines()[origin.line - 1].strip() == "sku: premium"
    assert declared.estate.legacy
    assert declared.estate.legacy.vaults["keys"].origin
    network = declared.origin("network.supernet")
    assert network
    assert network.file == "demo/estate.yaml"


def test_a_problem_names_its_own_file_and_line(demo: Path) -> None:
    line = edit(demo, "sku: premium", "sku: golden")
    (found,) = problems(demo)
    assert (found.place.file, found.place.line, found.at) == ("demo/legacy.yaml", line, "legacy.vaults.keys.sku")


def test_a_contradiction_names_its_own_file_and_line(demo: Path) -> None:
    line = edit(demo, "    workspace: audit", "    workspace: audits")
    assert [(one.place.file, one.place.line) for one in problems(demo)] == [("demo/legacy.yaml", line)]


def test_an_unknown_key_suggests_the_nearest(demo: Path) -> None:
    edit(demo, "storage_accounts:", "storage_account:")
    assert any("storage_accounts" in one.remedy for one in problems(demo))


def test_problems_of_both_files_are_told_at_once(demo: Path) -> None:
    edit(demo, "sku: premium", "sku: golden")
    edit(demo, "supernet: 10.20.0.0/16", "supernet: nowhere", "estate.yaml")
    assert {one.place.file for one in problems(demo)} == {"demo/estate.yaml", "demo/legacy.yaml"}


def test_legacy_cannot_stand_in_both_files(demo: Path) -> None:
    with (demo / "estate.yaml").open("a", encoding="utf-8") as file:
        file.write("\nlegacy: {}\n")
    assert any("legacy is written here and in demo/legacy.yaml" in one.what for one in problems(demo))


def test_a_legacy_network_may_not_overlap_with_the_platform(demo: Path) -> None:
    line = edit(demo, "address_space: [10.101.0.0/16]", "address_space: [10.20.0.0/17]")
    found = [one for one in problems(demo) if "overlaps the platform" in one.what]
    assert [(one.place.file, one.place.line) for one in found] == [("demo/legacy.yaml", line)]


def test_a_permanent_estate_cannot_be_a_twin(demo: Path) -> None:
    edit(demo, "location: francecentral", f"location: francecentral\ntwin_of: {OTHER}")
    assert any("a twin in a permanent estate" in one.what for one in problems(demo))


def test_an_estate_without_legacy_yaml_has_no_legacy_part(demo: Path) -> None:
    (demo / "legacy.yaml").unlink()
    (demo / "bridge.yaml").unlink()
    (demo / "cutover.yaml").unlink()
    assert load(demo).estate.legacy is None
