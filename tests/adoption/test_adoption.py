"""What becomes of rows: typed, generic, referenced, left out; ids in one spelling; nothing lost on the way."""

from pathlib import Path
from typing import Any

import pytest

from socle.adoption.export import read_export
from socle.adoption.file import LegacyFile, open_legacy
from socle.adoption.import_file import import_file, not_importable
from socle.adoption.proposal import VERDICTS, Proposal, propose
from socle.adoption.target import Target
from socle.messages import Refused

from . import rows as r

PEERING = f"{r.NETWORK}/virtualNetworkPeerings"
ENDPOINT = "Microsoft.Network/privateEndpoints"
ZONE = "Microsoft.Network/privateDnsZones"
AKS = "Microsoft.ContainerService/managedClusters"


def adopted(tmp_path: Path, *rows: r.Row, **target: Any) -> Proposal:
    return r.adopt(r.estate(tmp_path), list(rows), **target)


def outcome(proposal: Proposal, name: str) -> tuple[str, str]:
    """Where the row of a name stands, and why not somewhere better."""
    found = next(o for o in proposal.adoption.outcomes if o.row.id.name.lower() == name.lower())
    return found.key, found.reason


def test_ids_are_written_in_one_spelling_with_the_names_that_resources_give_themselves(tmp_path: Path) -> None:
    store = r.account("stData") | {
        "id": r.identify(r.ACCOUNT, "stdata", group="rg").replace("Microsoft.Storage", "MICROSOFT.STORAGE")
    }
    shouted = store | {"id": store["id"].replace("/resourceGroups/rg/", "/resourcegroups/RG/")}
    proposal = adopted(tmp_path, r.group("Rg"), shouted)
    assert proposal.spec.storage_accounts["stdata"].id == r.identify(r.ACCOUNT, "stData", group="Rg")


def test_references_become_keys_in_whatever_case_they_are_written(tmp_path: Path) -> None:
    net = r.network(
        data={
            "addressPrefix": "10.101.1.0/24",
            "networkSecurityGroup": {
                "id": r.identify(r.FILTER, "NSG").upper().replace("/SUBSCRIPTIONS", "/subscriptions")
            },
        }
    )
    zone = r.row(r.identify(ZONE, "privatelink.blob.core.windows.net"), location="global")
    target = r.account()
    endpoint = r.row(
        r.identify(ENDPOINT, "pe"),
        {
            "subnet": {"id": f"{net['id'].lower()}/subnets/DATA"},
            "privateLinkServiceConnections": [
                {"properties": {"privateLinkServiceId": target["id"].lower(), "groupIds": ["blob"]}}
            ],
        },
    )
    tie = r.row(
        f"{endpoint['id']}/privateDnsZoneGroups/default",
        {"privateDnsZoneConfigs": [{"properties": {"privateDnsZoneId": zone["id"]}}]},
    )
    link = r.row(f"{zone['id']}/virtualNetworkLinks/l", {"virtualNetwork": {"id": net["id"]}})
    spec = adopted(
        tmp_path, net, r.row(r.identify(r.FILTER, "nsg"), {"securityRules": []}), zone, target, endpoint, tie, link
    ).spec
    assert spec.networks["vnet"].subnets["data"].security_group == "nsg"
    found = spec.private_endpoints["pe"]
    assert (found.subnet, found.dns_zone, found.target) == (
        "vnet.data",
        "privatelink-blob-core-windows-net",
        target["id"],
    )
    assert spec.dns_zones["privatelink-blob-core-windows-net"].links["l"].network == "vnet"


def test_a_part_that_comes_inside_and_as_a_row_is_written_once(tmp_path: Path) -> None:
    net = r.network(data={"addressPrefix": "10.101.1.0/24"})
    own = r.row(f"{net['id']}/subnets/data", {"addressPrefix": "10.101.2.0/24"})
    assert adopted(tmp_path, net, own).spec.networks["vnet"].subnets["data"].range == "10.101.2.0/24"


@pytest.mark.slow
def test_a_child_whose_parent_is_missing_is_observed_as_generic(tmp_path: Path) -> None:
    proposal = adopted(tmp_path, r.account(), r.container("raw", of="gone"))
    key, reason = outcome(proposal, "raw")
    assert key.startswith("generic.")
    assert "not in the inventory" in reason
    assert proposal.spec.generic[key.split(".")[1]].note == reason


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (r.server(version="9.6"), "version"),
        (r.network(ranges=("fd00::/48",)), "no IPv4 range"),
        (
            r.row(r.identify("Microsoft.Insights/diagnosticSettings", "d"), {"storageAccountId": r.account()["id"]}),
            "something else than a workspace",
        ),
        (
            r.row(r.identify("Microsoft.Insights/diagnosticSettings", "d"), {"logs": []}),
            "the export does not say where it sends",
        ),
        (
            r.row(
                r.identify(ENDPOINT, "pe"),
                {
                    "subnet": {"id": r.identify(r.SUBNET, "vnet", "s")},
                    "privateLinkServiceConnections": [{"properties": {}}],
                },
            ),
            "its subnet is not in the inventory",
        ),
        (
            r.row(r.identify(ENDPOINT, "pe"), {"privateLinkServiceConnections": [{}]}),
            "the export does not say subnet, target, groups",
        ),
        (r.row(r.identify(r.FILTER, "nsg"), {}), "the export does not say all of its rules"),
        (
            r.row(r.identify(f"{r.VAULT}/keys", "kv", "k")),
            "not in the inventory",
        ),
        (r.row(r.identify(r.WORKSPACE, "w"), {"retentionInDays": "a year"}), "retention_days"),
        (r.container() | {"properties": {"legalHold": {"tags": ["x"]}}}, "another form"),
    ],
    ids=[
        "old version",
        "no IPv4",
        "no workspace",
        "target unsaid",
        "no subnet",
        "subnet unsaid",
        "rules unsaid",
        "no parent",
        "wrong type",
        "another form",
    ],
)
def test_what_a_spec_cannot_say_is_generic_with_the_reason(row: r.Row, reason: str, tmp_path: Path) -> None:
    proposal = adopted(tmp_path, r.account(), row)
    key, said = outcome(proposal, row["name"])
    assert key.startswith("generic.")
    assert reason in said
    assert proposal.counts["unknown"] == 1


def test_a_filter_with_one_rule_that_cannot_be_said_is_not_typed_at_all(tmp_path: Path) -> None:
    fine = {"name": "a", "properties": {**r.EVERYWHERE, "priority": 100, "direction": "Inbound", "access": "Deny"}}
    wide = {
        "name": "b",
        "properties": {**fine["properties"], "priority": 200, "sourceAddressPrefixes": ["10.0.0.0/8", "11.0.0.0/8"]},
    }  # type: ignore[dict-item]
    proposal = adopted(tmp_path, r.row(r.identify(r.FILTER, "nsg"), {"securityRules": [fine, wide]}))
    assert not proposal.spec.security_groups
    assert "b: a rule names several addresses" in outcome(proposal, "nsg")[1]


def test_another_subscription_is_kept_only_where_something_refers_to_it(tmp_path: Path) -> None:
    hub = r.network("hub", ("10.100.0.0/16",), subscription=r.THEIRS)
    far = r.network("far", ("10.99.0.0/16",), subscription=r.THEIRS)
    peering = r.row(r.identify(PEERING, "vnet", "to-hub"), {"remoteVirtualNetwork": {"id": hub["id"].lower()}})
    named = r.row(f"/subscriptions/{r.THEIRS}", name="Connectivity (prod)")
    proposal = adopted(tmp_path, r.network(), peering, hub, far, named, subscription=r.OURS)
    assert set(proposal.spec.networks) == {"vnet", "hub"}
    assert proposal.spec.other_subscriptions == {"connectivity-prod": r.THEIRS}
    assert outcome(proposal, "far") == ("", "in another subscription, and nothing refers to it")
    assert proposal.counts["referenced"] == 2


def test_what_services_make_for_themselves_is_out_of_scope(tmp_path: Path) -> None:
    cluster = r.row(
        r.identify(AKS, "aks"),
        {
            "currentKubernetesVersion": "1.33",
            "dnsPrefix": "aks",
            "nodeResourceGroup": "MC_x",
            "agentPoolProfiles": [{"name": "system", "mode": "System", "vmSize": "Standard_D4s_v5", "count": 3}],
        },
    )
    disk = r.row(r.identify("Microsoft.Compute/disks", "node", group="mc_X"))
    nic = r.row(
        r.identify("Microsoft.Network/networkInterfaces", "pe.nic"),
        {"privateEndpoint": {"id": r.identify(ENDPOINT, "pe")}},
    )
    default = r.row(
        r.identify(f"{r.POSTGRES}/configurations", "pg", "work_mem"), {"value": "4096", "source": "system-default"}
    )
    proposal = adopted(tmp_path, cluster, disk, r.group("MC_x"), nic, r.server(), default)
    assert proposal.counts["out of scope"] == 4
    assert proposal.spec.clusters["aks"].pools["system"].nodes == 3


def test_every_row_is_counted_once(tmp_path: Path) -> None:
    hub = r.network("hub", ("10.100.0.0/16",), subscription=r.THEIRS)
    peering = r.row(r.identify(PEERING, "vnet", "to-hub"), {"remoteVirtualNetwork": {"id": hub["id"]}})
    above = r.row("/providers/Microsoft.Authorization/roleDefinitions/00000000-0000-4000-8000-0000000000b3")
    unknown = r.row(r.identify("Microsoft.Quantum/workspaces", "q"))
    all_rows = [r.group(), r.network(), peering, hub, above, unknown, r.account(), r.account(), r.container()]
    proposal = adopted(tmp_path, *all_rows, subscription=r.OURS)
    assert tuple(proposal.counts) == VERDICTS
    assert sum(proposal.counts.values()) == len(all_rows)
    assert proposal.counts == {
        "observed": 4,
        "adopted": 0,
        "referenced": 1,
        "unknown": 2,
        "out of scope": 1,
        "repeated": 1,
    }


def test_new_entries_are_observed_unless_asked_otherwise(tmp_path: Path) -> None:
    assert "mode:" not in adopted(tmp_path, r.account()).text


def test_what_may_be_adopted_is_adopted_when_asked(tmp_path: Path) -> None:
    lock = r.row(f"{r.account()['id']}/providers/Microsoft.Authorization/locks/ro", {"level": "ReadOnly"})
    spec = adopted(
        tmp_path, r.account(), r.row(r.identify("Microsoft.Quantum/workspaces", "q")), lock, mode="adopt"
    ).spec
    modes = {key: entry.mode for key, entry in spec.entries()}
    assert modes == {"storage_accounts.store": "adopt", "locks.store-ro": "observe", "generic.q": "observe"}


def test_credentials_are_told_by_path_and_never_copied(tmp_path: Path) -> None:
    key = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYg=="
    secrets = {
        "connectionString": f"AccountKey={key}",
        "settings": [{"name": "PGPASSWORD", "value": "correct-horse-1"}],
    }
    known = r.row(
        r.identify(f"{r.POSTGRES}/configurations", "pg", "archive_command"),
        {"value": f"cp https://x/?sig={key}", "source": "user-override"},
    )
    tagged = r.account("other", tags={"owner": f"SharedAccessKey={key}"})
    proposal = adopted(tmp_path, r.row(r.identify("Microsoft.Web/sites", "web"), secrets), r.server(), known, tagged)
    assert [found.rsplit(": ", 1)[1] for found in proposal.credentials] == [
        "properties.value",
        "tags.owner",
        "properties.connectionString",
        "properties.settings[0].value",
    ]
    assert key not in proposal.text
    assert "correct-horse" not in proposal.text


def test_an_owner_is_a_team_and_never_a_person(tmp_path: Path) -> None:
    spec = adopted(
        tmp_path, r.account("a", tags={"Owner": "data team"}), r.account("b", tags={"owner": "x.y@example.org"})
    ).spec
    assert (spec.storage_accounts["a"].owner, spec.storage_accounts["b"].owner) == ("data team", None)


def test_names_that_are_no_keys_are_kept_beside_one(tmp_path: Path) -> None:
    net = r.network(
        **{"GatewaySubnet": {"addressPrefix": "10.101.0.0/27"}, "9-lives": {"addressPrefix": "10.101.1.0/27"}}
    )
    found = adopted(tmp_path, net).spec.networks["vnet"].subnets
    assert {key: part.name for key, part in found.items()} == {"gatewaysubnet": "GatewaySubnet", "n-9-lives": "9-lives"}


def test_two_resources_of_one_name_get_two_keys(tmp_path: Path) -> None:
    one, two = r.network("vnet"), r.network("vnet", ("10.102.0.0/16",))
    two["id"] = r.identify(r.NETWORK, "vnet", group="rg2")
    assert len(adopted(tmp_path, one, two).spec.networks) == 2


def test_an_export_of_two_subscriptions_needs_a_choice(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="pass --subscription"):
        adopted(tmp_path, r.network(), r.network(subscription=r.THEIRS))
    assert not list(r.estate(tmp_path).iterdir())


@pytest.mark.parametrize(
    ("rows", "target", "said"),
    [
        ([r.network(subscription=r.THEIRS)], {}, "nothing in the export is of the subscription"),
        ([r.network()], {"subscription": r.THEIRS}, "was asked for"),
        ([{**r.network(), "tenantId": r.THEIRS}], {}, "rows of the tenant"),
    ],
    ids=["other subscription", "other option", "other tenant"],
)
def test_an_export_of_another_estate_is_refused_and_nothing_is_written(
    rows: list[r.Row], target: dict[str, str], said: str, tmp_path: Path
) -> None:
    folder = r.estate(tmp_path)
    r.adopt(folder, [r.account()])
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(Refused, match=said):
        r.adopt(folder, rows, **target)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_an_export_without_tenant_needs_one(tmp_path: Path) -> None:
    bare = {key: value for key, value in r.network().items() if key != "tenantId"}
    with pytest.raises(Refused, match="pass --tenant"):
        adopted(tmp_path, bare)
    assert adopted(tmp_path, bare, tenant=r.TENANT).spec.tenant_id == r.TENANT


def test_a_file_that_the_estate_refuses_is_not_touched(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    r.adopt(folder, [r.account()])
    r.edit(folder, "kind: StorageV2", "kind: Storages")
    before = r.text(folder)
    with pytest.raises(Refused, match="Storages"):
        r.adopt(folder, [r.account(), r.vault()])
    assert r.text(folder) == before


def test_an_import_file_names_what_pulumi_can_import_and_says_what_it_cannot(tmp_path: Path) -> None:
    spec = adopted(tmp_path, r.account(), r.container(), r.row(r.identify("Microsoft.Quantum/workspaces", "q"))).spec
    assert import_file(spec)["resources"] == [
        {"type": "azure-native:storage:StorageAccount", "name": "storage-accounts-store", "id": r.account()["id"]},
        {
            "type": "azure-native:storage:BlobContainer",
            "name": "storage-accounts-store-containers-raw",
            "id": r.container()["id"],
        },
    ]
    assert not_importable(spec) == ["generic.q"]


@pytest.mark.slow
def test_the_demo_inventory_is_realistic_and_adopts_into_an_empty_estate(tmp_path: Path) -> None:
    inventory = Path(__file__).parents[2] / "stacks/estates/demo/azure-inventory.json"
    export = read_export([inventory])
    assert export.total >= 60
    assert len({row.id.type for row in export.rows}) >= 20
    proposal = propose(LegacyFile(r.estate(tmp_path)), export, Target(subscription=r.OURS))
    assert sum(proposal.counts.values()) == export.total
    assert all(count for verdict, count in proposal.counts.items() if verdict != "adopted")
    assert proposal.credentials


def test_the_demo_inventory_changes_no_line_of_the_demo_estate_that_a_person_wrote(tmp_path: Path) -> None:
    demo = Path(__file__).parents[2] / "stacks/estates/demo"
    folder = r.estate(tmp_path)
    for file in demo.glob("legacy*"):
        (folder / file.name).write_bytes(file.read_bytes())
    proposal = propose(open_legacy(folder), read_export([demo / "azure-inventory.json"]), Target())
    assert not [change for change in proposal.changes if change.kind != "add"]
    kept = set(proposal.file.text.splitlines()) - set(proposal.text.splitlines())
    assert not kept
