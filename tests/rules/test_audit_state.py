"""What a state says beside its inputs: answers of the cloud, unfinished work, what nobody judges, and values that cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from socle.cli.app import commands
from socle.plan import Plan, Resource, read_deployed, read_state
from socle.plan.model import UNKNOWN
from socle.rules import Context, Result, Runner, run
from socle.rules.sound import sound_inputs

NAMESPACE = "scaleway:registry/namespace:Namespace"
LOCK = "scaleway:object/bucketLockConfiguration:BucketLockConfiguration"
KEPT = {"name": "p", "isPublic": False, "projectId": "11111111-1111-4111-8111-111111111111", "region": "fr-par"}


def row(type_: str = NAMESPACE, inputs: dict[str, Any] = KEPT, **more: Any) -> dict[str, Any]:
    urn = f"urn:pulumi:lab::own::{type_}::p"
    return {"urn": urn, "type": type_, "custom": True, "id": "1", "protect": True, "inputs": inputs, **more}


def audited(
    tmp_path: Path, *rows: dict[str, Any], version: Any = 3, **deployment: Any
) -> tuple[int, dict[str, set[str]]]:
    """The exit code, and the results of each rule that an audit gives, by rule."""
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"version": version, "deployment": {"resources": list(rows), **deployment}}), "utf-8")
    done = CliRunner().invoke(commands(), ["audit", str(file), "--as-of", "2026-11-30", "--json"])
    found: dict[str, set[str]] = {}
    for each in json.loads(done.stdout or "[]"):
        found.setdefault(each["rule"], set()).add(each["result"])
    return done.exit_code, found


def test_a_state_that_is_in_order_is_kept(tmp_path: Path) -> None:
    code, found = audited(tmp_path, row(outputs=KEPT))

    assert code == 0
    assert found["registry-private"] == {"pass"}
    assert "state-finished" not in found
    assert "resource-judged" not in found


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ({**KEPT, "isPublic": True}, "fail"),
        ({**KEPT, "isPublic": "true"}, "undetermined"),
        ({**KEPT, "isPublic": {"really": True}}, "undetermined"),
        (KEPT, "pass"),
        ({}, "pass"),
    ],
)
def test_what_the_cloud_answered_is_judged(tmp_path: Path, answer: dict[str, Any], result: str) -> None:
    assert audited(tmp_path, row(outputs=answer))[1]["registry-private"] == {result}


def test_a_switch_that_nobody_asked_for_is_judged_as_it_was_answered(tmp_path: Path) -> None:
    assert audited(tmp_path, row(inputs={"name": "p"}, outputs={"isPublic": True}))[1]["registry-private"] == {"fail"}


@pytest.mark.parametrize("days", [1, 365])
def test_what_is_deployed_inside_an_object_is_judged(tmp_path: Path, days: int) -> None:
    def rule(number: int) -> dict[str, Any]:
        return {"bucket": "b", "rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": number}}}

    asked = row(LOCK, rule(365), outputs=rule(days))
    assert audited(tmp_path, asked)[1]["bucket-lock-lasts"] == {"pass" if days == 365 else "fail"}


@pytest.mark.parametrize(
    ("asked", "answer", "deployed"),
    [
        ({"vpcId": "abc"}, {"vpcId": "fr-par/abc"}, "abc"),
        ({"vpcId": "fr-par/abc"}, {"vpcId": "abc"}, "fr-par/abc"),
        ({"vpcId": "abc"}, {"vpcId": "other"}, "other"),
        ({"vpcId": ["a", "b"]}, {"vpcId": ["b", "a"]}, ["a", "b"]),
        ({"vpcId": ["a"]}, {"vpcId": ["a", "b"]}, ["a", "b"]),
        ({"vpcId": [{"a": 1}]}, {"vpcId": [{"a": 2, "made": 3}]}, [{"a": 2}]),
        ({"vpcId": {"a": 1}}, {"vpcId": "a"}, UNKNOWN),
        ({"vpcId": 1}, {"vpcId": 1.0}, 1),
        ({"vpcId": "x"}, {"vpcId": "[secret]"}, "x"),
        ({"vpcId": "x"}, {"vpcId": None}, "x"),
    ],
)
def test_an_answer_takes_the_place_of_what_was_asked_where_it_differs(
    asked: dict[str, Any], answer: dict[str, Any], deployed: Any
) -> None:
    state = {"deployment": {"resources": [row(inputs=asked, outputs=answer)]}}

    assert read_deployed(state).resources[0].inputs == {"vpcId": deployed}
    assert read_state(state).resources[0].inputs == asked


@pytest.mark.parametrize(
    "more", [{"delete": True}, {"pendingReplacement": True}, {"taint": True}, {"initErrors": ["no"]}]
)
def test_what_a_state_has_not_finished_is_told_and_ends_with_code_1(tmp_path: Path, more: dict[str, Any]) -> None:
    code, found = audited(tmp_path, row(), row(**more))

    assert (code, found["state-finished"]) == (1, {"fail"})


def test_an_operation_that_was_cut_off_is_told(tmp_path: Path) -> None:
    code, found = audited(tmp_path, row(), pending_operations=[{"resource": row(), "type": "deleting"}])

    assert (code, found["state-finished"]) == (1, {"fail"})


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        (row(external=True), True),
        (row("scaleway:Registry/Namespace:Namespace"), True),
        (row("acme:index/thing:Thing"), True),
        (row("scaleway:index/registryNamespace:RegistryNamespace"), False),
        (row("pulumi:pulumi:StackReference", external=True), False),
        (row("acme:index:Store", custom=False, id=""), False),
    ],
)
def test_what_no_rule_judges_is_said(tmp_path: Path, resource: dict[str, Any], told: bool) -> None:
    assert audited(tmp_path, resource)[1].get("resource-judged", set()) == ({"undetermined"} if told else set())


@pytest.mark.parametrize(
    ("inputs", "result"),
    [
        ({"isPublic": "true"}, Result.UNDETERMINED),
        ({"isPublic": "false"}, Result.UNDETERMINED),
        ({"isPublic": 1}, Result.UNDETERMINED),
        ({"isPublic": [True]}, Result.UNDETERMINED),
        ({"isPublic": True}, Result.FAIL),
        ({"isPublic": False}, Result.PASS),
        ({}, Result.PASS),
    ],
)
@pytest.mark.parametrize("runner", [Runner.AUDIT, Runner.CHECK, Runner.REVIEW])
def test_a_value_of_another_type_is_not_known_to_a_rule(inputs: dict[str, Any], result: Result, runner: Runner) -> None:
    plan = Plan(
        "lab", "own", (Resource(f"urn:pulumi:lab::own::{NAMESPACE}::p", NAMESPACE, custom=True, inputs=inputs),)
    )
    (found,) = [each for each in run([plan], Context(runner)) if each.rule == "registry-private"]

    assert found.result is result


@pytest.mark.parametrize(
    ("type_", "inputs", "read"),
    [
        (LOCK, {"rule": {"defaultRetention": {"days": "365"}}}, {"rule": {"defaultRetention": {"days": UNKNOWN}}}),
        (LOCK, {"rule": "compliance"}, {"rule": UNKNOWN}),
        (LOCK, {"bucket": ["b"]}, {"bucket": UNKNOWN}),
        (LOCK, {"bucket": "[secret]", "rule": UNKNOWN}, {"bucket": "[secret]", "rule": UNKNOWN}),
        (NAMESPACE, {"heardOf": "true"}, {"heardOf": "true"}),
        ("azure-native:storage:Account", {"a": [{"b": "True"}], "tags": {"x": "true"}}, {"a": [{"b": UNKNOWN}], "tags": {"x": "true"}}),
        ("kubernetes:core/v1:Namespace", {"metadata": {"labels": {"x": "true"}}}, {"metadata": {"labels": {"x": "true"}}}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_as_it_is_written_is_not_known(
    type_: str, inputs: dict[str, Any], read: dict[str, Any]
) -> None:
    assert sound_inputs(Resource("urn:pulumi:a::b::c::d", type_, custom=True, inputs=inputs)) == read


@pytest.mark.parametrize("version", [0, 1, 2, 4, 5, "3", None])
def test_a_state_of_a_version_that_is_not_known_is_refused(tmp_path: Path, version: Any) -> None:
    assert audited(tmp_path, row(), version=version)[0] == 1


def test_a_state_that_names_the_features_of_its_version_is_read() -> None:
    assert len(read_state({"version": 4, "features": ["hooks"], "deployment": {"resources": [row()]}})) == 1


@pytest.mark.parametrize(
    "deployment",
    [
        {"resources": ["row"]},
        {"resources": {}},
        {"resources": [{"urn": "urn:pulumi:a::b::c::d"}]},
        {"resources": [{"type": NAMESPACE}]},
        {"resources": [row(protect="false")]},
        {"resources": [row(delete="true")]},
        {"resources": [], "pending_operations": ["deleting"]},
    ],
)
def test_a_state_of_another_form_is_refused(deployment: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"is not|has no"):
        read_state({"version": 3, "deployment": deployment})


@pytest.mark.parametrize("more", [{"laterOn": True}, {"pending": []}])
def test_a_field_of_a_row_that_nobody_knows_is_no_silence(tmp_path: Path, more: dict[str, Any]) -> None:
    assert audited(tmp_path, row(**more))[1]["resource-judged"] == {"undetermined"}


def test_a_part_of_the_state_that_nobody_knows_is_no_silence(tmp_path: Path) -> None:
    assert audited(tmp_path, row(), later_operations=[])[1]["resource-judged"] == {"undetermined"}
    assert "resource-judged" not in audited(tmp_path, row(), manifest={}, metadata={}, secrets_providers=None)[1]


@pytest.mark.parametrize("spelled", ["pendingOperations", "Pending_Operations", "RESOURCES"])
def test_a_part_of_the_state_in_another_spelling_is_refused(tmp_path: Path, spelled: str) -> None:
    assert audited(tmp_path, row(), **{spelled: []}) == (1, {})


@pytest.mark.parametrize("spelled", ["Protect", "pending_replacement", "DELETE", "retain_on_delete"])
def test_a_field_in_another_spelling_is_refused(tmp_path: Path, spelled: str) -> None:
    assert audited(tmp_path, {**row(), spelled: False}) == (1, {})


@pytest.mark.parametrize(
    ("type_", "judged"),
    [
        ("scaleway:registry/namespace:Namespace", True),
        ("scaleway:network/route:Route", True),
        ("azure-native:network:NetworkSecurityGroup", True),
        ("azure-native:network/v20240101:NetworkSecurityGroup", True),
        ("azure-native:maps:Account", False),
        ("scaleway:web/hosting:Hosting", False),
        ("aws:s3/bucket:Bucket", False),
    ],
)
def test_a_type_is_known_by_its_schema_or_by_a_rule_about_it(tmp_path: Path, type_: str, judged: bool) -> None:
    assert ("resource-judged" not in audited(tmp_path, row(type_, {"name": "x"}))[1]) is judged
