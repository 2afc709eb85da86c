"""A newer export against a file that people work in: Azure's values follow Azure, everything else stays theirs."""

from pathlib import Path

import pytest

from socle.adoption.proposal import Proposal
from socle.messages import Refused

from . import rows as r

SERVER = r.server()
DATABASE = r.row(r.identify(f"{r.POSTGRES}/databases", "pg", "studies"), {"charset": "UTF8", "collation": "C"})
FIRST = [r.group(), SERVER, DATABASE, r.network(data={"addressPrefix": "10.101.1.0/24"})]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = r.estate(tmp_path)
    r.adopt(made, FIRST)
    return made


def newer(folder: Path, *changed: r.Row) -> Proposal:
    """Adopt the first export with some rows changed or added."""
    rows = {row["id"].lower(): row for row in [*FIRST, *changed]}
    return r.adopt(folder, list(rows.values()))


def kinds(proposal: Proposal) -> list[tuple[str, str]]:
    return [(change.kind, ".".join(change.path)) for change in proposal.changes]


def test_the_same_export_changes_no_byte(folder: Path) -> None:
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}
    assert not newer(folder).changed
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()} == before


def test_a_value_that_azure_changed_follows_and_its_comment_stays(folder: Path) -> None:
    r.edit(folder, 'version: "16"\n', 'version: "16"  # upgraded in spring\n')
    proposal = newer(folder, r.server(version="17"))
    assert kinds(proposal) == [("set", "databases.pg.version")]
    assert 'version: "17"  # upgraded in spring\n' in r.text(folder)


def test_a_value_that_a_person_changed_stays_whatever_azure_says(folder: Path) -> None:
    r.edit(folder, "storage_gb: 64", "storage_gb: 128")
    for size in (64, 96):
        proposal = newer(folder, r.server(storage={"storageSizeGB": size}))
        assert kinds(proposal) == [("kept", "databases.pg.storage_gb")]
        assert "storage_gb: 128" in r.text(folder)


def test_a_field_that_a_person_added_stays(folder: Path) -> None:
    r.edit(folder, "    administrator: admin1\n", "    administrator: admin1\n    owner: data team\n    mode: adopt\n")
    proposal = newer(folder)
    assert not proposal.changes
    assert proposal.counts["adopted"] == 2


def test_a_field_that_a_person_removed_stays_removed(folder: Path) -> None:
    r.edit(folder, "    sku: Standard_D4ds_v5\n", "")
    newer(folder)
    assert "Standard_D4ds_v5" not in r.text(folder)


def test_a_person_may_rename_an_entry_and_references_follow(folder: Path) -> None:
    r.edit(folder, "  vnet:\n", "  core:\n")
    link = r.row(r.identify("Microsoft.Network/privateDnsZones", "a.example"))
    tie = r.row(f"{link['id']}/virtualNetworkLinks/l", {"virtualNetwork": {"id": r.identify(r.NETWORK, "vnet")}})
    proposal = newer(folder, link, tie)
    assert proposal.spec.dns_zones["a-example"].links["l"].network == "core"
    assert set(proposal.spec.networks) == {"core"}


def test_an_entry_that_a_person_took_out_stays_out_and_is_counted(folder: Path) -> None:
    start = r.text(folder).index("networks:")
    end = r.text(folder).index("databases:")
    r.edit(folder, r.text(folder)[start:end], "")
    proposal = newer(folder)
    assert not proposal.spec.networks
    assert {outcome.reason for outcome in proposal.adoption.outcomes if not outcome.key} == {
        "removed from legacy.yaml by hand"
    }


def test_what_vanished_from_the_export_is_told_and_kept(folder: Path) -> None:
    before = r.text(folder)
    proposal = r.adopt(folder, [r.group()])
    assert set(proposal.vanished) == {
        "databases.pg",
        "databases.pg.databases.studies",
        "networks.vnet",
        "networks.vnet.subnets.data",
    }
    assert r.text(folder) == before


def test_what_comes_back_after_it_vanished_is_still_told_from_hand_edits(folder: Path) -> None:
    r.adopt(folder, [r.group()])
    assert kinds(newer(folder, r.server(version="17"))) == [("set", "databases.pg.version")]


def test_a_part_is_added_inside_its_entry_under_the_comments_of_the_last(folder: Path) -> None:
    line = "      data: {range: 10.101.1.0/24}\n"
    r.edit(folder, line, f"{line}      # the next one is for Spark\n")
    newer(folder, r.network(data={"addressPrefix": "10.101.1.0/24"}, spark={"addressPrefix": "10.101.2.0/24"}))
    assert f"{line}      # the next one is for Spark\n      spark: {{range: 10.101.2.0/24}}\n" in r.text(folder)


def test_a_lifted_legal_hold_is_removed_and_a_new_one_written(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    held = r.container(hasLegalHold=True, legalHold={"tags": [{"tag": "case1"}]})
    r.adopt(folder, [r.account(), held])
    lifted = r.adopt(folder, [r.account(), r.container(hasLegalHold=False, legalHold={"tags": []})])
    assert kinds(lifted) == [("remove", "storage_accounts.store.containers.raw.legal_holds")]
    assert not lifted.spec.storage_accounts["store"].containers["raw"].legal_holds
    again = r.adopt(folder, [r.account(), held])
    assert again.spec.storage_accounts["store"].containers["raw"].legal_holds == ("case1",)


def test_a_measure_stays_when_the_next_export_was_not_measured(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    r.adopt(folder, [r.account(measured={"blobs_without_md5": 12})])
    r.adopt(folder, [r.account()])
    proposal = r.adopt(folder, [r.account(measured={"blobs_without_md5": 3})])
    assert kinds(proposal) == [("set", "storage_accounts.store.blobs_without_md5")]


def test_a_rule_that_azure_removed_is_removed_unless_a_person_wrote_it(tmp_path: Path) -> None:
    def filtered(*names: str) -> r.Row:
        rule = {**r.EVERYWHERE, "direction": "Inbound", "access": "Deny"}
        held = [{"name": name, "properties": {**rule, "priority": 100 + i}} for i, name in enumerate(names)]
        return r.row(r.identify(r.FILTER, "nsg"), {"securityRules": held})

    folder = r.estate(tmp_path)
    r.adopt(folder, [filtered("a", "b")])
    r.edit(folder, "      b: {", "      mine: {priority: 300, direction: Inbound, access: Allow}\n      b: {")
    assert set(r.adopt(folder, [filtered("a")]).spec.security_groups["nsg"].rules) == {"a", "mine"}


def test_without_its_memory_every_value_counts_as_written_by_hand(folder: Path) -> None:
    (folder / "legacy.adopted.json").unlink()
    proposal = newer(folder, r.server(version="17"), r.vault())
    assert set(kinds(proposal)) == {("add", "vaults.kv"), ("kept", "databases.pg.version")}


def test_a_memory_that_is_none_is_refused(folder: Path) -> None:
    (folder / "legacy.adopted.json").write_text('{"version": 9}')
    with pytest.raises(Refused, match="not the memory of an adoption"):
        newer(folder)


def test_what_can_no_longer_be_typed_stays_as_it_stands(folder: Path) -> None:
    before = r.text(folder)
    proposal = newer(folder, r.server(version="99"))
    assert r.text(folder) == before
    reasons = [outcome.reason for outcome in proposal.adoption.outcomes if outcome.key == "databases.pg"]
    assert reasons[0].startswith("kept as it stands")


def test_what_stands_under_generic_stays_there_when_it_could_be_typed(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    r.adopt(folder, [r.server(version="9.6")])
    before = r.text(folder)
    proposal = r.adopt(folder, [r.server(version="16"), DATABASE])
    assert not proposal.spec.databases
    assert set(proposal.spec.generic) == {"pg", "pg-studies"}
    assert r.text(folder).startswith(before)


def test_a_tie_that_stands_under_generic_is_not_written_a_second_time(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    net = r.network(data={"addressPrefix": "10.101.1.0/24"})
    connection = {"properties": {"privateLinkServiceId": r.account()["id"], "groupIds": ["blob"]}}
    inside = {"subnet": {"id": f"{net['id']}/subnets/data"}, "privateLinkServiceConnections": [connection]}
    endpoint = r.row(r.identify("Microsoft.Network/privateEndpoints", "pe"), inside)
    zone = r.row(r.identify("Microsoft.Network/privateDnsZones", "a.example"))
    named = {"privateDnsZoneConfigs": [{"properties": {"privateDnsZoneId": zone["id"]}}]}
    tie = r.row(f"{endpoint['id']}/privateDnsZoneGroups/default", named)
    first = r.adopt(folder, [net, r.account(), endpoint, tie])
    assert set(first.spec.generic) == {"pe-privatednszonegroups"}
    second = r.adopt(folder, [net, r.account(), endpoint, tie, zone])
    assert set(second.spec.generic) == {"pe-privatednszonegroups"}
    assert second.spec.private_endpoints["pe"].dns_zone is None


def test_line_ends_of_windows_and_a_mark_stay(folder: Path) -> None:
    file = folder / "legacy.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    newer(folder, r.server(version="17"), r.vault())
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf#")
    assert written.count(b"\n") == written.count(b"\r\n")


def test_a_file_in_flow_style_is_edited_in_flow_style(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    store = r.account()["id"]
    (folder / "legacy.yaml").write_text(
        f"tenant_id: {r.TENANT}\nsubscription_id: {r.OURS}\n"
        f"storage_accounts: {{store: {{id: {store}, containers: {{}}, kind: BlobStorage}}}}  # all of it\n"
    )
    r.adopt(folder, [r.account(), r.container()])
    assert f"store: {{id: {store}, containers: {{raw: {{}}}}, kind: BlobStorage, " in r.text(folder)
    assert "shared_keys: false}}  # all of it\n" in r.text(folder)


def test_when_writing_fails_the_old_file_is_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        newer(folder, r.server(version="17"))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
