"""The rows of resource types: one each, under every name of the type, and every table that is derived from them."""

import ast
import importlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest

from socle.access import KNOWN
from socle.cost.meters import METERS, PART_OF_ANOTHER, READERS
from socle.diff.beyond_schema import BEYOND_SCHEMA, beyond
from socle.diff.change import Remark
from socle.diff.equality import comparison
from socle.facts import azure_kinds, engine, is_public, kind, kinds, silent_inputs, usual
from socle.facts.effects import type_effects
from socle.facts.rows import Kind, Public
from socle.facts.scaleway import KINDS, current_type, facts, known_types
from socle.plan.holds import STATEFUL, loss
from socle.plan.model import Resource
from socle.report.diagram.diagram import ORDER
from socle.report.diagram.edges import KINDS as DRAWN

FLAT = "scaleway:index/databasePrivilege:DatabasePrivilege"
PRIVILEGE = "scaleway:databases/privilege:Privilege"
SILENT = [(row.type, name) for row in kinds() if row.silent for name in row.silent.inputs]


def made(type_: str, **inputs: object) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::x", type_, custom=True, inputs=inputs)


def test_no_type_has_two_rows() -> None:
    counted = Counter(row.type for row in (*KINDS, *azure_kinds.KINDS, *engine.KINDS))
    assert [type_ for type_, count in counted.items() if count > 1] == []


def test_every_type_with_a_schema_has_a_row() -> None:
    assert [type_ for type_ in known_types() if kind(type_) is None] == []


def test_a_flat_name_has_row_schema_and_loss_of_its_successor() -> None:
    assert current_type(FLAT) == PRIVILEGE
    assert kind(FLAT) is kind(PRIVILEGE)
    assert facts(FLAT) is facts(PRIVILEGE)
    assert silent_inputs(FLAT) == ("userName", "databaseName")
    assert loss(made("scaleway:index/objectBucket:ObjectBucket")) == loss(made("scaleway:object/bucket:Bucket")) != ""


def test_a_type_of_another_api_version_has_the_same_row() -> None:
    assert usual("azure-native:keyvault/v20230201preview:Vault") == "azure-native:keyvault:Vault"


@pytest.mark.parametrize(("type_", "name"), SILENT)
def test_a_silent_input_is_real_and_told_as_not_sent(type_: str, name: str) -> None:
    schema = facts(type_)
    assert schema is not None
    assert name in schema.inputs
    remarks = {entry.remark for entry in beyond(name, made(type_, **{name: "a"}), made(type_, **{name: "b"}))}
    assert Remark.NOT_SENT in remarks


def test_another_user_of_a_privilege_is_told_as_not_sent() -> None:
    found = beyond("userName", made(PRIVILEGE, userName="a"), made(PRIVILEGE, userName="b"))
    assert [entry.remark for entry in found] == [Remark.NOT_SENT]


def test_every_table_is_the_rows() -> None:
    rows = list(kinds())
    assert {row.type: row.holds for row in rows if row.holds} == STATEFUL
    assert {row.type: row.band for row in rows if row.band} == DRAWN
    assert set(DRAWN.values()) == set(ORDER)
    assert {row.type for row in rows if row.meters or row.metered_by} == METERS
    assert {row.type for row in rows if row.meters == () and not row.metered_by} == PART_OF_ANOTHER
    assert {row.metered_by for row in rows if row.metered_by} == READERS.keys()
    logic = Counter((row.type, each.input, each.source) for row in rows for each in row.logic)
    assert logic <= Counter((each.type, each.input, each.proof) for each in BEYOND_SCHEMA)
    opening = {row.type for row in rows if row.public} - {"scaleway:registry/namespace:Namespace"}
    assert opening <= KNOWN


@pytest.mark.parametrize(
    ("type_", "inputs", "expected"),
    [
        ("scaleway:databases/instance:Instance", {}, True),
        ("scaleway:databases/instance:Instance", {"privateNetwork": {}}, False),
        ("scaleway:databases/instance:Instance", {"privateNetwork": {}, "loadBalancer": {}}, True),
        ("scaleway:kubernetes/pool:Pool", {}, True),
        ("scaleway:kubernetes/pool:Pool", {"publicIpDisabled": True}, False),
        ("scaleway:instance/server:Server", {"ipIds": []}, False),
        ("scaleway:instance/server:Server", {"enableDynamicIp": True}, True),
        ("scaleway:loadbalancers/loadBalancer:LoadBalancer", {}, True),
        ("scaleway:loadbalancers/loadBalancer:LoadBalancer", {"assignFlexibleIp": False}, False),
        ("azure-native:storage:StorageAccount", {"networkRuleSet": {"defaultAction": "Deny"}}, False),
        ("azure-native:storage:StorageAccount", {"networkRuleSet": {"defaultAction": "Allow"}}, True),
    ],
)
def test_an_endpoint_is_public_as_its_row_says(type_: str, inputs: dict[str, object], expected: bool) -> None:
    row = kind(type_)
    assert row is not None
    assert is_public(row, inputs) is expected


def test_a_row_without_an_endpoint_is_not_public() -> None:
    assert not is_public(Kind("x:y:Z"), {})
    assert not is_public(Kind("x:y:Z", public=Public()), {})


ROOMS = Path(__file__).parents[2] / "components" / "socle"
COMPONENTS = sorted(
    file for room in ("scaleway", "azure", "kubernetes", "bridge") for file in (ROOMS / room).rglob("*.py")
)
SDKS = ("pulumiverse_scaleway", "pulumi_azure_native", "pulumi_kubernetes")


def registered(files: Iterable[Path] = COMPONENTS, sdks: Collection[str] = SDKS) -> dict[str, set[str]]:
    """Types of the SDKs that components register, and the inputs that they send, read off their text: a type in a branch
    that no test takes counts, in whatever form it is imported."""
    found: dict[str, set[str]] = {}
    for file in files:
        tree = ast.parse(file.read_text("utf-8"))
        names = dict(_of_sdks(tree, sdks))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(each := _named(node.func, names), type):
                token = getattr(each, "pulumi_type", None) if issubclass(each, pulumi.CustomResource) else None
                if token:
                    sent = {wire_name(word.arg) for word in node.keywords if word.arg and word.arg != "opts"}
                    found.setdefault(str(token), set()).update(sent)
    return found


def _of_sdks(tree: ast.Module, sdks: Collection[str]) -> Iterator[tuple[str, Any]]:
    """What is imported of an SDK, by the name that it has in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in sdks:
            for alias in node.names:
                yield alias.asname or alias.name, _imported(f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] in sdks:
                    name = alias.asname or alias.name.split(".")[0]
                    yield name, importlib.import_module(alias.name if alias.asname else name)


def _imported(path: str) -> Any:
    module, _, name = path.rpartition(".")
    found = getattr(importlib.import_module(module), name, None)
    return importlib.import_module(path) if found is None else found


def _named(expression: ast.expr, names: Mapping[str, Any]) -> Any:
    """What an expression such as `storage.Bucket` names; nothing where it is of no SDK."""
    if isinstance(expression, ast.Name):
        return names.get(expression.id)
    if isinstance(expression, ast.Attribute):
        return getattr(_named(expression.value, names), expression.attr, None)
    return None


def wire_name(python_name: str) -> str:
    first, *rest = python_name.split("_")
    return first + "".join(word.capitalize() for word in rest)


OTHERS = [
    "scaleway:billing/budget:Budget",
    "scaleway:billing/budgetAlert:BudgetAlert",
    "scaleway:iam/saml:Saml",
    "scaleway:iam/samlCertificate:SamlCertificate",
    "scaleway:keymanager/keyMaterial:KeyMaterial",
]
"""How the provider compares their values, nobody has read: a difference counts as one."""


ROWLESS = {
    "azure-native:containerservice:AgentPool",
    "azure-native:network:PrivateEndpoint",
    "azure-native:privatedns:PrivateZone",
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:batch/v1:Job",
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:core/v1:LimitRange",
    "kubernetes:core/v1:Namespace",
    "kubernetes:core/v1:ResourceQuota",
    "kubernetes:core/v1:Service",
    "kubernetes:core/v1:ServiceAccount",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    "pulumi:providers:kubernetes",
}
"""Of other clouds: they hold nothing, cost nothing by themselves, and have no endpoint, so that no row says anything of them."""

UNJUDGED = {
    "azure-native:consumption:Budget",
    "azure-native:containerservice:AgentPool",
    "azure-native:containerservice:ManagedCluster",
    "azure-native:network:PrivateDnsZoneGroup",
    "azure-native:network:PrivateEndpoint",
    "azure-native:network:PublicIPAddress",
    "azure-native:network:VirtualNetworkGateway",
    "azure-native:privatedns:PrivateRecordSet",
    "pulumi:providers:kubernetes",
}
"""Of other clouds: some change of them is not known, and a review says so."""


def test_a_type_that_a_component_registers_is_known_in_every_way() -> None:
    """By name, where one is missing: a row, a schema, how its values compare, what its changes do."""
    types = registered(sdks=("pulumiverse_scaleway",))
    assert len(types) > 50
    assert sorted(each for each in types if kind(each) is None) == [], "no row in facts/scaleway"
    assert sorted(each for each in types if facts(each) is None) == [], "no schema: make facts"
    assert sorted(each for each in types if comparison(each) is None) == OTHERS, (
        "not in equality.json: read the provider's code"
    )
    assert sorted(each for each in types if type_effects(each) is None) == [], "no effects in facts/effects"


@pytest.mark.slow
def test_a_type_of_another_cloud_is_known_or_named_here() -> None:
    types = registered(sdks=("pulumi_azure_native", "pulumi_kubernetes"))
    assert len(types) > 30
    assert {each for each in types if kind(each) is None} == ROWLESS
    assert _unjudged(types).keys() == UNJUDGED


def test_every_input_that_a_component_sends_is_judged_when_it_changes() -> None:
    assert _unjudged(registered(sdks=("pulumiverse_scaleway",))) == {}


def _unjudged(types: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The inputs of each type of whose change no table says anything."""
    missing: dict[str, set[str]] = {}
    for type_, sent in types.items():
        judged = type_effects(type_)
        paths = judged.properties if judged else {}
        unjudged = {name for name in sent if not any(re.match(rf"{name}\b", path) for path in paths)}
        missing |= {type_: unjudged} if unjudged else {}
    return missing


@pytest.mark.parametrize(
    "program",
    [
        "from pulumiverse_scaleway import opensearch\nopensearch.User('x', user_name='a')",
        "from pulumiverse_scaleway.opensearch import User\nUser('x', user_name='a')",
        "import pulumiverse_scaleway as scw\nscw.opensearch.User('x', user_name='a')",
        "import pulumiverse_scaleway\npulumiverse_scaleway.opensearch.User('x', user_name='a')",
        "import pulumiverse_scaleway.opensearch as o\no.User('x', user_name='a')",
    ],
)
def test_a_type_is_seen_in_whatever_form_its_sdk_is_imported(program: str, tmp_path: Path) -> None:
    file = tmp_path / "component.py"
    file.write_text(program, "utf-8")
    assert registered([file]) == {"scaleway:opensearch/user:User": {"userName"}}


def test_what_the_provider_decides_by_its_own_logic_is_told() -> None:
    for type_ in known_types():
        schema, row = facts(type_), kind(type_)
        assert schema
        assert row
        assert schema.plan_logic <= {logic.input for logic in row.logic}, type_
