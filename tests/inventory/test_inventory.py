"""What stands in the way of leaving Azure, from when work must begin, and the one date with its arithmetic."""

import json
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest

from socle.adoption import open_legacy
from socle.facts.azure import SPELLINGS, pulumi_token
from socle.inventory.blockers import Blocker
from socle.inventory.counterparts import COUNTERPARTS
from socle.inventory.inventory import Inventory, inventory
from socle.report.inventory import headline
from socle.report.inventory.json import as_data
from socle.report.inventory.page import page
from tests.adoption import rows as r

DAY = date(2026, 11, 22)


def sorted_(tmp_path: Path, *rows: r.Row, switch: date | None = None) -> Inventory:
    return inventory("demo", r.adopt(r.estate(tmp_path), list(rows)).spec, DAY, switch)


def blocker(found: Inventory, words: str) -> Blocker:
    (one,) = [each for each in found.blockers if words in each.what]
    return one


def locked(days: int = 365, state: str = "Locked", until: str | None = None) -> r.Row:
    policy = {"properties": {"immutabilityPeriodSinceCreationInDays": days, "state": state}}
    return r.container(
        immutabilityPolicy=policy, metadata={"data_class": "health"}, measured={"until": until} if until else None
    )


def listed(tmp_path: Path, *rows: r.Row, says: str = "locks: {}\n") -> Inventory:
    """The inventory of rows whose locks, and whatever else `says` adds to the file, a person has looked at."""
    folder = r.estate(tmp_path)
    r.adopt(folder, list(rows))
    (folder / "legacy.yaml").write_text(r.text(folder) + says, "utf-8")
    spec = open_legacy(folder).spec
    assert spec
    return inventory("demo", spec, DAY)


def test_an_empty_estate_may_end_at_once(tmp_path: Path) -> None:
    found = listed(tmp_path, r.group(tags={"owner": "data team"}))
    assert (found.end.day, found.end.open, found.end.unmeasured) == (DAY, (), ())
    assert (found.unowned, found.blockers) == ((), ())


def test_locks_that_no_export_has_are_not_measured_and_mark_the_day(tmp_path: Path) -> None:
    found = sorted_(tmp_path, r.group(tags={"owner": "data team"}))
    assert found.end.unmeasured[0].startswith("locks: nobody has listed the locks")
    assert not blocker(found, "nobody has listed the locks").measured
    assert "may be later" in headline(found)
    assert "may be later" not in headline(listed(tmp_path, r.group(tags={"owner": "data team"})))


def test_an_account_without_containers_in_any_export_leaves_the_end_open(tmp_path: Path) -> None:
    found = sorted_(tmp_path, r.account())
    assert [reason for reason in found.end.open if "nobody has listed its containers" in reason]
    with_one = sorted_(tmp_path, r.account(), r.container(metadata={"data_class": "open"}))
    assert not with_one.end.open


def test_containers_that_a_person_says_are_none_are_measured(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    r.adopt(folder, [r.account()])
    r.edit(folder, "    kind: StorageV2\n", "    kind: StorageV2\n    containers: {}\n")
    spec = open_legacy(folder).spec
    assert spec
    assert not inventory("demo", spec, DAY).end.open


@pytest.mark.parametrize(
    ("row", "words", "days"),
    [
        (r.vault(enablePurgeProtection=None), "nobody has read whether it is protected from purging", 90),
        (r.vault(softDeleteRetentionInDays=None), "nobody has read for how long", 90),
        (r.vault(enablePurgeProtection=None, softDeleteRetentionInDays=7), "assumed are 7 days", 7),
    ],
)
def test_a_vault_that_the_export_does_not_say_is_assumed_to_outlive_its_data(
    row: r.Row, words: str, days: int, tmp_path: Path
) -> None:
    found = sorted_(tmp_path, row)
    one = blocker(found, words)
    assert (one.after_days, one.measured) == (days, False)
    assert found.end.day == found.end.switch + timedelta(days=days)
    assert any(words in reason for reason in found.end.unmeasured)


def test_immutability_is_assumed_to_be_locked_where_nobody_has_read_it(tmp_path: Path) -> None:
    policy = {"properties": {"immutabilityPeriodSinceCreationInDays": 400}}
    one = blocker(sorted_(tmp_path, r.account(), r.container(immutabilityPolicy=policy)), "whether it is locked")
    assert (one.until, one.measured) == (DAY + timedelta(days=400), False)


def test_parameters_that_are_all_defaults_were_read(tmp_path: Path) -> None:
    default = r.row(
        r.identify(f"{r.POSTGRES}/configurations", "pg", "work_mem"), {"value": "4096", "source": "system-default"}
    )
    assert not blocker(sorted_(tmp_path, r.server()), "nobody has read its parameters").measured
    assert blocker(sorted_(tmp_path, r.server(), default), "wal_level is not logical").measured


def test_the_switch_waits_for_the_longest_work(tmp_path: Path) -> None:
    found = sorted_(
        tmp_path, r.row(r.identify("Microsoft.Databricks/workspaces", "w")), r.vault(enablePurgeProtection=False)
    )
    assert found.end.switch == found.end.day == DAY + timedelta(days=180)
    assert "generic.w" in found.end.steps[0][1]


def test_locked_immutability_ends_on_its_measured_day_and_then_the_keys_wait(tmp_path: Path) -> None:
    found = sorted_(tmp_path, r.account(), locked(until="2033-03-31"), r.vault(softDeleteRetentionInDays=30))
    assert [day for day, _ in found.end.steps] == [DAY + timedelta(days=90), date(2033, 3, 31), date(2033, 4, 30)]
    assert "storage_accounts.store.containers.raw" in found.end.steps[1][1]
    assert "vaults.kv" in found.end.steps[2][1]


def test_locked_immutability_that_nobody_measured_counts_from_today(tmp_path: Path) -> None:
    one = blocker(sorted_(tmp_path, r.account(), locked(days=400)), "locked immutability")
    assert (one.until, one.measured) == (DAY + timedelta(days=400), False)


@pytest.mark.parametrize(
    ("row", "why"), [(locked(state="Unlocked"), "not locked"), (locked(until="2026-11-22"), "over")]
)
def test_immutability_that_can_be_lifted_or_is_over_does_not_block(row: r.Row, why: str, tmp_path: Path) -> None:
    assert not [each for each in sorted_(tmp_path, r.account(), row).blockers if "immutability" in each.what], why


def held(**measured: str) -> r.Row:
    return r.container(hasLegalHold=True, legalHold={"tags": [{"tag": "case1"}]}, measured=measured or None)


def test_a_legal_hold_without_a_day_leaves_the_end_open(tmp_path: Path) -> None:
    found = sorted_(tmp_path, r.account(), held())
    assert found.end.open == ("storage_accounts.store.containers.raw: legal holds: case1",)
    assert found.blockers[0].open, "what nobody knows the end of comes first"


def test_a_legal_hold_with_a_day_ends_on_it(tmp_path: Path) -> None:
    found = sorted_(tmp_path, r.account(), held(holds_until="2028-01-31"))
    assert (found.end.day, found.end.open) == (date(2028, 1, 31), ())


def test_the_longest_purge_counts_and_one_that_is_not_read_is_assumed(tmp_path: Path) -> None:
    hsm = r.row(r.identify("Microsoft.KeyVault/managedHSMs", "hsm"))
    found = sorted_(tmp_path, hsm, r.vault(softDeleteRetentionInDays=7))
    assert found.end.day == found.end.switch + timedelta(days=90)
    assert not blocker(found, "nobody has read how long").measured


WAL = r.row(
    r.identify(f"{r.POSTGRES}/configurations", "pg", "wal_level"), {"value": "replica", "source": "user-override"}
)


@pytest.mark.parametrize(
    ("rows", "words", "measured"),
    [
        ((r.account(allowSharedKeyAccess=True),), "shared keys", True),
        ((r.account(allowSharedKeyAccess=None),), "whether shared keys open it", False),
        ((r.account(),), "whether it is hierarchical", False),
        ((r.account(isHnsEnabled=True),), "hierarchical", True),
        ((r.account(measured={"blobs_without_md5": 18}),), "18 blobs without MD5", True),
        ((r.account(), r.container()), "nobody has counted its blobs", False),
        ((r.account(), r.container()), "which class of data", False),
        ((r.server(version="15"),), "PostgreSQL 15", True),
        ((r.server(),), "nobody has listed its extensions", False),
        (
            (r.server(measured={"extensions": ["pg_cron", "azure_ai"]}),),
            "extensions without counterpart: azure_ai",
            True,
        ),
        ((r.server(), WAL), "wal_level is not logical", True),
        ((r.server(),), "nobody has read its parameters", False),
        ((r.server() | {"sku": None},), "whether it is burstable", False),
        (
            (r.server(), r.row(r.identify(f"{r.POSTGRES}/databases", "pg", "d"))),
            "nobody has looked for what does not",
            False,
        ),
        (
            (
                r.server(),
                r.row(r.identify(f"{r.POSTGRES}/databases", "pg", "d"), measured={"features": ["unlogged-tables"]}),
            ),
            "unlogged tables: logical replication",
            True,
        ),
        ((r.row(r.identify("Microsoft.Quantum/workspaces", "q")),), "has no counterpart", True),
        (
            (r.row(f"{r.group()['id']}/providers/Microsoft.Authorization/locks/l", {"level": "ReadOnly"}),),
            "ReadOnly",
            True,
        ),
    ],
)
def test_what_blocks_the_move_is_said_with_the_days_of_work(
    rows: tuple[r.Row, ...], words: str, measured: bool, tmp_path: Path
) -> None:
    found = sorted_(tmp_path, *rows)
    one = blocker(found, words)
    assert one.stops == "move"
    assert one.measured is measured
    assert one.lead_days > 0
    assert found.starts_by(one) == found.switch - timedelta(days=one.lead_days)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((r.account(),), "shared keys"),
        ((r.account(measured={"blobs_without_md5": 0}), r.container()), "MD5"),
        ((r.server(),), "data could not flow back"),
        ((r.server(measured={"extensions": []}),), "extensions"),
        ((r.server(measured={"extensions": ["postgis", "uuid-ossp", "vector"]}),), "extensions"),
        (
            (
                r.server(),
                r.row(
                    r.identify(f"{r.POSTGRES}/configurations", "pg", "wal_level"),
                    {"value": "logical", "source": "user-override"},
                ),
            ),
            "wal_level",
        ),
        ((r.vault(enablePurgeProtection=False),), "purge"),
        ((r.container() | {"id": r.identify(r.CONTAINER, "store", "default", "$logs")}, r.account()), "class of data"),
    ],
)
def test_what_is_measured_and_free_blocks_nothing(rows: tuple[r.Row, ...], words: str, tmp_path: Path) -> None:
    assert not [each.what for each in sorted_(tmp_path, *rows).blockers if words in each.what]


def test_work_that_should_have_begun_is_late(tmp_path: Path) -> None:
    found = sorted_(tmp_path, r.account(allowSharedKeyAccess=True), switch=DAY + timedelta(days=20))
    assert found.late_by(blocker(found, "shared keys")) == 10
    assert found.end.switch == DAY + timedelta(days=90), "a plan does not make the work shorter"


def test_a_later_plan_moves_the_end(tmp_path: Path) -> None:
    switch = DAY + timedelta(days=400)
    found = sorted_(tmp_path, r.account(), r.vault(), switch=switch)
    assert found.end.day == switch + timedelta(days=90)
    assert not any(found.late_by(each) for each in found.blockers)


def test_an_owner_of_the_group_owns_what_is_in_it(tmp_path: Path) -> None:
    owned = r.group(tags={"owner": "data team"})
    alone = r.account("b") | {"id": r.identify(r.ACCOUNT, "b", group="rg2")}
    assert sorted_(tmp_path, owned, r.account("a"), alone).unowned == ("storage_accounts.b",)


def test_what_other_teams_own_is_not_ours_to_move(tmp_path: Path) -> None:
    hub = r.network("hub", ("10.100.0.0/16",), subscription=r.THEIRS)
    peering = r.row(
        r.identify(f"{r.NETWORK}/virtualNetworkPeerings", "vnet", "p"), {"remoteVirtualNetwork": {"id": hub["id"]}}
    )
    rows = [r.network(), hub, peering]
    found = inventory("demo", r.adopt(r.estate(tmp_path), rows, subscription=r.OURS).spec, DAY)
    assert [each.count for each in found.types if each.type == r.NETWORK] == [1]
    assert "networks.hub" not in found.unowned


def test_every_counterpart_is_of_a_known_type_in_its_usual_spelling() -> None:
    for type_ in COUNTERPARTS:
        assert all(SPELLINGS.get(part.lower()) == part for part in type_.split("/")), type_


def test_every_pulumi_token_is_a_type_of_the_provider() -> None:
    provider = find_spec("pulumi_azure_native")  # read and not imported, which would take half a minute
    assert provider
    assert provider.origin
    registered = Path(provider.origin).read_text("utf-8")
    tokens = {type_: pulumi_token(type_) for type_ in COUNTERPARTS}
    assert {type_ for type_, token in tokens.items() if token is None} == {
        "Microsoft.AlertsManagement/smartDetectorAlertRules"
    }
    assert not {token for token in tokens.values() if token and f'"{token}"' not in registered}


def test_json_and_page_say_the_same_date_and_every_blocker(tmp_path: Path) -> None:
    rows = [r.account(isHnsEnabled=True), locked(until="2033-03-31"), r.account("other"), r.vault(), r.server()]
    found = sorted_(tmp_path, *rows)
    data = json.loads(json.dumps(as_data(found)))
    assert data["earliest_end"]["day"] == found.end.day.isoformat()
    html = unescape(page(found))
    assert str(found.end.day) in html
    assert data["blockers"]
    for each in data["blockers"]:
        assert each["what"] in html
        assert each["key"] in html


def test_the_page_shows_names_as_text_and_needs_nothing_else(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    r.adopt(folder, [r.account(isHnsEnabled=True), held()])
    r.edit(folder, "legal_holds: [case1]", "legal_holds: ['<script>alert(1)</script>']")
    html = page(inventory("demo", r.adopt(folder, [r.account(isHnsEnabled=True)]).spec, DAY))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "http" not in html
    HTMLParser().feed(html)
