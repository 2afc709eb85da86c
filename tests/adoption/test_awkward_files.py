"""Awkward members of the forms that are read: two values of one name, lists on their own, columns, conditions, tables that are cut.

It does not prove that real commands answer in these forms: the forms are written after the commands' documentation.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from socle.adoption import Proposal, read_export
from socle.estate.legacy import parse
from socle.messages import Refused

from . import forms as f
from . import rows as r

pytestmark = pytest.mark.slow
WHOLE = f.estate_rows()
KEPT = {"id", "name", "type", "location", "tenantId", "subscriptionId"}


def adopt(folder: Path, given: Any, *, scope: bool = False) -> Proposal:
    file = folder.parent / "given.json"
    file.write_text(given if isinstance(given, str) else json.dumps(given))
    export = read_export([file], parse(f.SCOPE) if scope else None)
    return r.adopt_export(folder, export, tenant=r.TENANT, subscription=r.OURS)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    folder = r.estate(tmp_path)
    adopt(folder, WHOLE)
    return folder


def said(folder: Path) -> Any:
    return yaml.safe_load(r.text(folder))


def of_type(name: str) -> r.Row:
    return deepcopy(next(row for row in WHOLE if parse(row["id"]).type.lower().endswith(name)))


@pytest.mark.parametrize(("name", "value"), [("enablePurgeProtection", "true"), ("sku", '{"name": "premium"}')])
def test_two_values_of_one_name_are_refused(known: Path, name: str, value: str) -> None:
    before = r.text(known)
    row = of_type("/vaults")
    row["properties"][name] = "another"
    text = json.dumps([row]).replace('"properties": {', f'"properties": {{"{name}": {value}, ')
    with pytest.raises(Refused, match=f"the name {name} stands twice"):
        adopt(known, text)
    assert r.text(known) == before


def test_one_value_twice_is_no_contradiction(known: Path) -> None:
    text = json.dumps([of_type("/vaults")])
    assert not adopt(
        known, text.replace('"properties": {', '"location": "x", "properties": {').replace('"location": "x", ', "")
    ).changed


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(known: Path, number: str) -> None:
    text = json.dumps([of_type("/vaults")]).replace(
        '"softDeleteRetentionInDays": ', f'"x": {number}, "softDeleteRetentionInDays": '
    )
    with pytest.raises(Refused, match=f"{number} stands where a number belongs"):
        adopt(known, text)


@pytest.mark.parametrize("column", ["properties_enablePurgeProtection", "properties.sku", "Properties_x"])
def test_parts_of_properties_as_columns_are_refused(known: Path, column: str) -> None:
    row = {key: value for key, value in of_type("/vaults").items() if key in KEPT}
    with pytest.raises(Refused, match="parts of its properties as columns"):
        adopt(known, [{**row, column: False}])


@pytest.mark.parametrize("said_so", [True, "true", "True"])
def test_an_answer_that_says_it_is_cut_is_refused(known: Path, said_so: Any) -> None:
    with pytest.raises(Refused, match="resultTruncated"):
        adopt(known, {"count": len(WHOLE), "data": WHOLE, "totalRecords": len(WHOLE), "resultTruncated": said_so})


def test_a_table_with_a_row_that_is_cut_is_refused(known: Path) -> None:
    columns = [{"name": name} for name in ("id", "name", "properties")]
    row = of_type("/vaults")
    with pytest.raises(Refused, match="not an inventory"):
        adopt(known, {"data": {"columns": columns, "rows": [[row["id"], row["name"]]]}})


def containers(account: r.Row, **properties: Any) -> list[r.Row]:
    id_ = f"{account['id']}/blobServices/default/containers/late"
    return [
        {
            "id": id_,
            "name": "late",
            "type": "Microsoft.Storage/storageAccounts/blobServices/containers",
            "properties": properties,
        }
    ]


def test_a_list_of_containers_alone_is_put_into_the_account_that_is_known(known: Path) -> None:
    account = of_type("/storageaccounts")
    before = said(known)
    proposal = adopt(
        known, containers(account, hasLegalHold=True, legalHold={"hasLegalHold": True, "tags": [{"tag": "case"}]})
    )
    after = said(known)
    key = next(name for name, each in after["storage_accounts"].items() if each["id"].lower() == account["id"].lower())
    added = after["storage_accounts"][key]["containers"].pop("late")
    assert added["legal_holds"] == ["case"]
    if not after["storage_accounts"][key]["containers"] and "containers" not in before["storage_accounts"][key]:
        del after["storage_accounts"][key]["containers"]
    assert after == before
    assert "generic" not in after
    assert key not in {each.removeprefix("storage_accounts.") for each in proposal.vanished}


def test_a_list_that_came_alone_is_azures_at_the_next_export(known: Path) -> None:
    account = of_type("/storageaccounts")
    adopt(known, containers(account, hasLegalHold=True, legalHold={"hasLegalHold": True, "tags": [{"tag": "case"}]}))
    adopt(known, containers(account, hasLegalHold=True, legalHold={"hasLegalHold": True, "tags": [{"tag": "other"}]}))
    assert "other" in r.text(known)
    assert "[case]" not in r.text(known)


def test_what_is_part_of_nothing_that_is_known_says_so(known: Path) -> None:
    account = {"id": of_type("/storageaccounts")["id"].rpartition("/")[0] + "/stnobody"}
    proposal = adopt(known, containers(account))
    (reason,) = [each.reason for each in proposal.adoption.outcomes]
    assert reason == "what it is part of is not in the inventory, nor in legacy.yaml"


def test_pools_that_nobody_lists_have_not_vanished(known: Path) -> None:
    row = of_type("/managedclusters")
    row["properties"]["agentPoolProfiles"] = None
    assert not [each for each in adopt(known, [row]).vanished if ".pools." in each]


def test_pools_that_a_list_leaves_out_have(known: Path) -> None:
    row = of_type("/managedclusters")
    kept = row["properties"]["agentPoolProfiles"][:0]
    row["properties"]["agentPoolProfiles"] = kept
    assert [each for each in adopt(known, [row]).vanished if ".pools." in each]


@pytest.mark.parametrize("days", [30.0, 30])
def test_a_whole_number_with_a_point_is_one(known: Path, days: float) -> None:
    row = of_type("/vaults")
    row["properties"]["softDeleteRetentionInDays"] = days
    proposal = adopt(known, [row])
    assert not [each for each in proposal.adoption.outcomes if each.reason]


def vault(**more: Any) -> dict[str, Any]:
    name = of_type("/vaults")["name"]
    return {
        "resources": [
            {
                "type": "Microsoft.KeyVault/vaults",
                "apiVersion": "x",
                "name": name,
                "properties": {"enablePurgeProtection": True},
                **more,
            }
        ],
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "parameters": {"made": {"type": "bool", "defaultValue": False}, "open": {"type": "bool"}},
    }


def test_what_a_template_does_not_make_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no resource in it"):
        adopt(r.estate(tmp_path), vault(condition="[parameters('made')]"), scope=True)


@pytest.mark.parametrize("condition", ["[parameters('open')]", "[equals(parameters('made'), true)]", "yes"])
def test_a_condition_that_nobody_knows_is_refused(tmp_path: Path, condition: str) -> None:
    with pytest.raises(Refused, match="made under a condition"):
        adopt(r.estate(tmp_path), vault(condition=condition), scope=True)


@pytest.mark.parametrize(
    "body",
    [{"template": {"resources": [vault()["resources"][0]]}}, {"templateLink": {"uri": "https://x.example/a.json"}}, {}],
)
@pytest.mark.parametrize("type_", ["Microsoft.Resources/deployments", "microsoft.resources/Deployments"])
def test_a_template_within_a_template_is_said_to_be_unread(tmp_path: Path, body: dict[str, Any], type_: str) -> None:
    document = vault()
    document["resources"].append({"type": type_, "apiVersion": "x", "name": "inner", "properties": body})
    with pytest.raises(Refused, match="a deployment of another template, which is not read"):
        adopt(r.estate(tmp_path), document, scope=True)


@pytest.mark.parametrize(
    ("row", "command"),
    [
        ({"name": "bronze", "properties": {"lease": {"status": "unlocked"}}}, "az storage container-rm list"),
        ({"kid": "https://kv.vault.azure.net/keys/k/1", "name": "k"}, "ask Azure Resource Manager"),
        ({"name": "x"}, "keep id in the query"),
    ],
)
def test_a_row_without_an_id_is_refused_with_the_command_that_gives_one(
    tmp_path: Path, row: r.Row, command: str
) -> None:
    with pytest.raises(Refused, match=command):
        adopt(r.estate(tmp_path), [row])


def test_an_empty_list_says_how_to_write_that_there_is_none(known: Path) -> None:
    with pytest.raises(Refused, match="write an empty mapping of its name"):
        adopt(known, [])


def test_two_rows_of_one_id_are_named_by_the_id(known: Path) -> None:
    one, other = of_type("/vaults"), of_type("/vaults")
    other["properties"]["softDeleteRetentionInDays"] = 7
    with pytest.raises(Refused, match=r"^[^(]*given\.json: /subscriptions/[^(]* stands twice"):
        adopt(known, [one, other])
