"""What counts as an export, and what is refused because a half one would be taken for whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from socle.adoption.export import SHOWN, read_export
from socle.estate.legacy.ids import parse
from socle.messages import Refused

from .rows import OURS, account, export_file, identify, network

ROW = account()
GROUP = parse(f"/subscriptions/{OURS}/resourceGroups/rg")


def written(folder: Path, document: Any, encoding: str = "utf-8") -> Path:
    file = folder / "export.json"
    file.write_bytes(json.dumps(document).encode(encoding))
    return file


def refusal(*files: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_export(files)
    return str(refused.value)


@pytest.mark.parametrize(
    "document",
    [
        [ROW],
        {"data": [ROW]},
        {"value": [ROW]},
        {"data": [ROW], "count": 1, "total_records": 1, "skip_token": None},
        {"data": [ROW], "count": 1, "totalRecords": 1, "resultTruncated": "false"},
        {"data": {"columns": [{"name": key} for key in ROW], "rows": [list(ROW.values())]}},
    ],
    ids=["list", "data", "arm list", "az graph query", "resource graph api", "table"],
)
def test_every_form_of_an_export_gives_the_same_rows(document: Any, tmp_path: Path) -> None:
    export = read_export([written(tmp_path, document)])
    assert [row.id.type for row in export.rows] == ["Microsoft.Storage/storageAccounts"]
    assert export.rows[0].at("properties", "PUBLICNETWORKACCESS") == "Disabled"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"], ids=["with a mark", "of PowerShell"])
def test_encodings_of_other_shells_are_read(encoding: str, tmp_path: Path) -> None:
    assert len(read_export([written(tmp_path, [ROW], encoding)]).rows) == 1


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"data": [ROW], "count": 2}, "announces 2 rows and has 1"),
        ({"data": [ROW], "total_records": 4}, "1 of 4 resources"),
        ({"data": [ROW], "skip_token": "ew0KICA"}, "announces a further page"),
        ({"value": [ROW], "nextLink": "https://management.azure.com/next"}, "announces a further page"),
        ({"data": []}, "no resource"),
        ({"rows": [ROW]}, "not an inventory"),
        ("text", "not an inventory"),
        ([{"name": "store"}], "row 1 has no id"),
        ([{**ROW, "id": "/subscriptions/1/resourceGroups/rg"}], "row 1 has an id that is none"),
        ([{**ROW, "id": f"{ROW['id']}/blobServices"}], "row 1 has an id that is none"),
        ([["store"]], "row 1 has no id"),
        ([ROW, {**ROW, "kind": "Storage"}], "stands twice, with different contents"),
    ],
)
def test_an_export_that_is_cut_or_contradicts_itself_is_refused(document: Any, said: str, tmp_path: Path) -> None:
    assert said in refusal(written(tmp_path, document))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_anywhere_is_refused(share: float, tmp_path: Path) -> None:
    whole = json.dumps([account(f"store{i}") for i in range(20)])
    file = tmp_path / "export.json"
    file.write_text(whole[: int(len(whole) * share)])
    assert "only the beginning" in refusal(file)


def test_pages_are_read_together_and_not_alone(tmp_path: Path) -> None:
    first = export_file(tmp_path, [account("a")], "1.json", total_records=2, skip_token="x")
    second = export_file(tmp_path, [account("b")], "2.json", total_records=2)
    assert len(read_export([second, first]).rows) == 2
    assert "1 of 2 resources" in refusal(first)


def test_a_row_that_is_repeated_in_another_case_is_one_resource(tmp_path: Path) -> None:
    again = {**ROW, "id": ROW["id"].upper().replace("/SUBSCRIPTIONS", "/subscriptions")}
    export = read_export([export_file(tmp_path, [ROW, again])])
    assert (len(export.rows), len(export.duplicates), export.total) == (1, 1, 2)


def test_many_bad_rows_are_counted_and_not_all_listed(tmp_path: Path) -> None:
    said = refusal(export_file(tmp_path, [{"name": str(i)} for i in range(SHOWN + 7)]))
    assert "and 7 more" in said
    assert said.count("has no id") == SHOWN


def test_a_refusal_does_not_repeat_what_an_export_holds(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_text('[{"id": "/x", "password": "hunter2hunter2"')
    assert "hunter2" not in refusal(file)


TEMPLATE = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "parameters": {
        "account": {"defaultValue": "stdemolake", "type": "String"},
        "network": {"defaultValue": "vnet", "type": "String"},
        "secret": {"type": "SecureString"},
    },
    "variables": {"zone": "[toLower(concat(parameters('network'), '-ZONE'))]"},
    "resources": [
        {
            "type": "Microsoft.Storage/storageAccounts",
            "name": "[parameters('account')]",
            "sku": {"name": "Standard_ZRS"},
            "properties": {"key": "[parameters('secret')]", "note": "[[literal]", "when": "[utcNow()]"},
            "resources": [{"type": "blobServices", "name": "default"}],
        },
        {
            "type": "Microsoft.Storage/storageAccounts/blobServices/containers",
            "name": "[concat(parameters('account'), '/default/', 'raw')]",
            "properties": {
                "near": "[resourceId('Microsoft.Network/virtualNetworks/subnets', parameters('network'), 'it''s')]"
            },
        },
        {
            "type": "Microsoft.Authorization/locks",
            "name": "keep",
            "scope": "[format('Microsoft.Storage/storageAccounts/{0}', parameters('account'))]",
            "properties": {"group": "[resourceGroup().name]", "zone": "[variables('zone')]"},
        },
    ],
}


def test_a_template_gives_rows_with_ids_and_without_what_only_azure_knows(tmp_path: Path) -> None:
    rows = {row.id.name: row for row in read_export([written(tmp_path, TEMPLATE)], GROUP).rows}
    lake = identify("Microsoft.Storage/storageAccounts", "stdemolake")
    assert {row.id.text for row in rows.values()} == {
        lake,
        f"{lake}/blobServices/default",
        f"{lake}/blobServices/default/containers/raw",
        f"{lake}/providers/Microsoft.Authorization/locks/keep",
    }
    assert rows["stdemolake"].at("properties") == {"note": "[literal]"}
    assert rows["raw"].at("properties", "near") == identify("Microsoft.Network/virtualNetworks/subnets", "vnet", "it's")
    assert rows["keep"].at("properties") == {"group": "rg", "zone": "vnet-zone"}


def test_a_template_without_its_group_is_refused(tmp_path: Path) -> None:
    assert "pass --scope" in refusal(written(tmp_path, TEMPLATE))


def test_a_template_with_a_name_that_cannot_be_known_is_refused(tmp_path: Path) -> None:
    lost = {"resources": [{"type": "Microsoft.Storage/storageAccounts", "name": "[reference('x').name]"}]}
    with pytest.raises(Refused, match="row 1 has no id"):
        read_export([written(tmp_path, lost)], GROUP)


def test_rows_come_in_one_order_whatever_that_of_the_file(tmp_path: Path) -> None:
    rows = [account("b"), network(), account("a")]
    one = read_export([export_file(tmp_path, rows)])
    other = read_export([export_file(tmp_path, rows[::-1])])
    assert [row.id.text for row in one.rows] == [row.id.text for row in other.rows]
