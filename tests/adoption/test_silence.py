"""What an export does not say: nothing is recorded of it, nothing that is known is changed by it, and no reason for `generic` is untrue.

It does not prove that real commands answer in these forms: the forms are written after the commands' documentation.
"""

import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socle.adoption import Proposal, read_export
from socle.estate.legacy import parse
from socle.messages import Refused

from . import forms as f
from . import rows as r

WHOLE = f.estate_rows()


def adopt(folder: Path, form: f.Form) -> Proposal:
    inside = Path(tempfile.mkdtemp(dir=folder.parent))
    export = read_export(form.write(inside), parse(f.SCOPE) if form.scope else None)
    return r.adopt_export(folder, export, **form.target)


def plain(rows: list[r.Row]) -> f.Form:
    return f.Form({"rows.json": rows}, target={"tenant": r.TENANT, "subscription": r.OURS})


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = r.estate(tmp_path_factory.mktemp("expected"))
    adopt(folder, plain(WHOLE))
    return r.text(folder)


def test_the_rows_are_all_typed_and_say_no_default(expected: str) -> None:
    said = yaml.safe_load(expected)
    assert "generic" not in said
    assert said["vaults"]["kv"] | {"keys": 0, "id": 0} == {
        "id": 0,
        "sku": "premium",
        "purge_protection": False,
        "retention_days": 30,
        "public_network": "Enabled",
        "keys": 0,
    }


@pytest.mark.slow
@pytest.mark.parametrize("awkward", f.AWKWARD)
@pytest.mark.parametrize("form", f.FORMS)
def test_every_form_of_one_estate_gives_one_file(form: str, awkward: str, expected: str, tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    adopt(folder, f.FORMS[form](f.AWKWARD[awkward](deepcopy(WHOLE))))
    assert r.text(folder) == expected


@pytest.mark.slow
@pytest.mark.parametrize("form", [form for form in f.FORMS if form not in {"az group export", "portal", "bicep"}])
@pytest.mark.parametrize("silent", [None, {}, "left out"])
def test_rows_that_only_name_resources_change_nothing_that_is_known(silent: Any, form: str, tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    adopt(folder, plain(WHOLE))
    before = r.text(folder)
    named = [{**{k: row[k] for k in ("id", "name", "tenantId", "location")}, "kind": "", "sku": None} for row in WHOLE]
    rows = named if silent == "left out" else [{**row, "properties": silent} for row in named]
    proposal = adopt(folder, f.FORMS[form](rows) if form != "properties as text" else plain(rows))
    assert not [change for change in proposal.changes if change.kind != "kept"]
    assert r.text(folder) == before


def test_names_alone_are_no_beginning(tmp_path: Path) -> None:
    rows = [{**row, "properties": None} for row in WHOLE]
    with pytest.raises(Refused, match="az resource list") as refused:
        adopt(r.estate(tmp_path), plain(rows))
    assert "az graph query" in str(refused.value)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of every member of every mapping, but for the ids of rows, by which they are told apart."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        here = (*path, name)
        if isinstance(value, dict) and not (len(path) == 1 and name == "id"):
            yield here
        yield from _places(item, here)


PLACES = list(_places(WHOLE))


def without(rows: list[r.Row], places: list[tuple[Any, ...]]) -> list[r.Row]:
    found = deepcopy(rows)
    for place in places:
        here: Any = found
        for part in place[:-1]:
            here = here.get(part, {}) if isinstance(here, dict) else here[part]
        here.pop(place[-1], None)
    return found


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Everything that a file says; a hold that is there and not named is one that the export says is there."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, (*path, str(name)))
    elif value != ["unnamed"]:
        yield path, repr(value)


DELETED = st.lists(st.sampled_from(PLACES), min_size=1, max_size=25, unique=True)
QUIET = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.mark.slow
@pytest.mark.parametrize("raised", [False, True], ids=["under properties", "lifted"])
@QUIET
@given(deleted=DELETED)
def test_whatever_is_deleted_from_an_export_nothing_known_changes(raised: bool, deleted: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = r.estate(Path(temporary))
        adopt(folder, plain(WHOLE))
        before = r.text(folder)
        rows = without(WHOLE, deleted)
        proposal = adopt(folder, plain(f.lifted(rows) if raised else rows))
        assert r.text(folder) == before, [change for change in proposal.changes if change.kind != "kept"]


@pytest.mark.slow
@pytest.mark.parametrize("raised", [False, True], ids=["under properties", "lifted"])
@QUIET
@given(deleted=DELETED)
def test_whatever_is_deleted_from_a_first_export_nothing_is_recorded_that_it_does_not_say(
    raised: bool, deleted: list[tuple[Any, ...]], expected: str
) -> None:
    said = set(_leaves(yaml.safe_load(expected)))
    with tempfile.TemporaryDirectory() as temporary:
        folder = r.estate(Path(temporary))
        rows = without(WHOLE, deleted)
        adopt(folder, plain(f.lifted(rows) if raised else rows))
        recorded = yaml.safe_load(r.text(folder))
        recorded.pop("generic", None)
        assert set(_leaves(recorded)) <= said


CREATED = [place for place in PLACES if place[1:2] != ("name",)]


@pytest.mark.parametrize("place", CREATED, ids=lambda place: ".".join(map(str, place)))
@pytest.mark.slow
def test_each_member_that_is_deleted_alone_is_recorded_by_nobody(
    place: tuple[Any, ...], expected: str, tmp_path: Path
) -> None:
    folder = r.estate(tmp_path)
    adopt(folder, plain(without(WHOLE, [place])))
    recorded = yaml.safe_load(r.text(folder))
    recorded.pop("generic", None)
    assert set(_leaves(recorded)) <= set(_leaves(yaml.safe_load(expected)))


NAMELESS = {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}


@pytest.mark.parametrize(
    ("written", "said", "command"),
    [
        ("NAME,TYPE,RESOURCE GROUP,LOCATION\nstore,Storage account,rg,France Central\n", "Export to CSV", "az graph"),
        ('"NAME";"TYPE";"LOCATION"\n"store";"x";"y"\n', "Export to CSV", "az graph query"),
        ("Name\tType\tLocation\nstore\tx\ty\n", "separated values", "az graph query"),
        ("Name    Location\n------  ----------\nstore   westeurope\n", "the table that `az` prints", "--output json"),
        ("- id: /subscriptions/1\n  name: store\n", "YAML", "--output json"),
        ("data:\n- id: /x\n", "YAML", "--output json"),
        ('{"version": 4, "terraform_version": "1.9.0", "resources": [{"type": "x"}]}', "Terraform", "az graph query"),
        ('{"format_version": "1.2", "planned_values": {}, "resource_changes": []}', "Terraform", "az graph query"),
        ('{"version": 3, "deployment": {"resources": []}}', "state of a Pulumi stack", "az graph query"),
        (
            f'[{{"ResourceId": "{r.account()["id"]}", "Properties": "@{{isHnsEnabled=True}}"}}]',
            "ConvertTo-Json",
            "-Depth 100",
        ),
        (
            f'[{{"id": "{r.account()["id"]}", "properties": {{"a": "System.Object[]"}}}}]',
            "ConvertTo-Json",
            "-Depth 100",
        ),
        ('[{"name": "raw", "properties": {"etag": "x"}}]', "row 1 has no id", "az graph query"),
        ('[{"kid": "https://kv.vault.azure.net/keys/a", "name": "a"}]', "no id", "not the store itself"),
        (
            '{"$schema": "https://x/2015-01-01/deploymentParameters.json#", "parameters": {}}',
            "no inventory beside the parameters",
            "az graph query",
        ),
        (f'[{{"id": "{r.account()["id"]}", "properties": "no json"}}]', "its properties are text", "export it again"),
    ],
)
def test_what_is_no_export_is_refused_with_the_command_that_gives_one(
    written: str, said: str, command: str, tmp_path: Path
) -> None:
    file = tmp_path / "export"
    file.write_text(written, "utf-8")
    with pytest.raises(Refused) as refused:
        read_export([file])
    assert said in str(refused.value)
    assert command in str(refused.value)


@pytest.mark.parametrize("declared", [{"type": "String"}, {"type": "String", "defaultValue": None}, None])
def test_a_template_without_values_is_refused_with_both_options_that_give_them(declared: Any, tmp_path: Path) -> None:
    resource = {"type": r.ACCOUNT, "name": "[parameters('n')]", "properties": {"isHnsEnabled": True}}
    document = {**NAMELESS, "parameters": {"n": declared} if declared else {}, "resources": [resource]}
    form = f.Form({"template.json": document}, scope=True, target={"tenant": r.TENANT})
    with pytest.raises(Refused) as refused:
        adopt(r.estate(tmp_path), form)
    assert "--include-parameter-default-value" in str(refused.value)
    assert "--skip-resource-name-params" in str(refused.value)


def test_a_list_of_a_template_with_one_expression_that_only_azure_knows_is_not_said(tmp_path: Path) -> None:
    folder = r.estate(tmp_path)
    adopt(folder, f.template(WHOLE))
    before = r.text(folder)
    form = f.template(deepcopy(WHOLE))
    (filter_,) = [row for row in form.documents["template.json"]["resources"] if "securityRules" in row["properties"]]
    filter_["properties"]["securityRules"] = ["[reference('other').rule]"]
    assert not [change for change in adopt(folder, form).changes if change.kind == "remove"]
    assert r.text(folder) == before


def test_a_row_that_only_names_what_another_row_says_is_counted_as_repeated(tmp_path: Path) -> None:
    named = {**r.account(), "properties": None, "kind": "", "sku": None}
    for rows in ([r.account(), named], [named, r.account()]):
        export = read_export([r.export_file(tmp_path, rows)])
        assert export.rows[0].at("properties", "publicNetworkAccess") == "Disabled"
        assert len(export.duplicates) == 1


GATEWAY = "Microsoft.Network/virtualNetworkGateways"


def _gateway(**more: Any) -> r.Row:
    subnet = {"subnet": {"id": f"{r.identify(r.NETWORK, 'hub', subscription=r.THEIRS)}/subnets/GatewaySubnet"}}
    inside = {"gatewayType": "Vpn", "ipConfigurations": [{"name": "d", "properties": subnet}]}
    return r.row(r.identify(GATEWAY, "vpn", subscription=r.THEIRS), inside | more)


def _hub() -> list[r.Row]:
    hub = r.network("hub", ("10.100.0.0/16",), r.THEIRS, GatewaySubnet={"addressPrefix": "10.100.255.0/27"})
    peering = r.row(
        r.identify(f"{r.NETWORK}/virtualNetworkPeerings", "vnet", "p"), {"remoteVirtualNetwork": {"id": hub["id"]}}
    )
    return [r.network(), peering, hub]


def test_a_gateway_in_the_hub_is_kept_as_referenced_with_where_it_stands(tmp_path: Path) -> None:
    proposal = r.adopt(r.estate(tmp_path), [*_hub(), _gateway()], subscription=r.OURS)
    assert proposal.spec.generic["vpn"].subnet == "hub.gatewaysubnet"
    assert proposal.counts["referenced"] == 2


@pytest.mark.parametrize(
    "gateway", [f.lifted([_gateway()])[0], _gateway(gatewayType=None)], ids=["lifted", "kind unsaid"]
)
def test_a_gateway_whose_kind_is_not_said_stands_where_it_stands(gateway: r.Row, tmp_path: Path) -> None:
    proposal = r.adopt(r.estate(tmp_path), [*_hub(), gateway], subscription=r.OURS)
    assert proposal.spec.generic["vpn"].subnet == "hub.gatewaysubnet"


def test_a_gateway_of_expressroute_is_kept_and_leaves_room(tmp_path: Path) -> None:
    proposal = r.adopt(r.estate(tmp_path), [*_hub(), _gateway(gatewayType="ExpressRoute")], subscription=r.OURS)
    assert proposal.spec.generic["vpn"].subnet is None


def test_what_our_own_bridge_made_is_left_out(tmp_path: Path) -> None:
    own = _gateway() | {"tags": {"estate": "demo", "layer": "bridge", "owner": "x"}}
    proposal = r.adopt(r.estate(tmp_path), [*_hub(), own], subscription=r.OURS)
    assert not {"vpn"} & set(proposal.spec.generic)
    other = _gateway() | {"tags": {"estate": "another", "layer": "bridge"}}
    assert "vpn" in r.adopt(r.estate(tmp_path), [*_hub(), other], subscription=r.OURS).spec.generic


INVENTORIES = [(form, awkward) for form in f.FORMS for awkward in f.AWKWARD]
INSIDE = st.lists(st.sampled_from([place for place in PLACES if len(place) > 2]), min_size=1, max_size=25, unique=True)
"""What is inside a resource: a form that has lost a resource's name or type is another resource, or none."""


def test_there_are_sixty_inventories_and_more() -> None:
    assert len(INVENTORIES) >= 60


@pytest.mark.slow
@settings(parent=QUIET, max_examples=160)
@given(inventory=st.sampled_from(INVENTORIES), deleted=INSIDE)
def test_whatever_is_deleted_from_any_inventory_nothing_known_changes_and_nothing_unsaid_is_recorded(
    inventory: tuple[str, str], deleted: list[tuple[Any, ...]], expected: str
) -> None:
    """A form that can no longer be read is refused, and then nothing is written at all."""
    form, awkward = inventory
    said = set(_leaves(yaml.safe_load(expected)))
    with tempfile.TemporaryDirectory() as temporary:
        known, first = r.estate(Path(temporary)), r.estate(Path(temporary) / "first")
        adopt(known, plain(WHOLE))
        before = r.text(known)
        for folder in (known, first):
            try:
                adopt(folder, f.FORMS[form](f.AWKWARD[awkward](without(WHOLE, deleted))))
            except Refused:
                assert folder == known or not (first / "legacy.yaml").exists()
        assert r.text(known) == before
        recorded = yaml.safe_load(r.text(first)) if (first / "legacy.yaml").exists() else {}
        recorded.pop("generic", None)
        assert set(_leaves(recorded)) <= said
