"""Steps whose two states say more, or other, than the step is called: each field counts, and what contradicts itself is not known.

The forms are those of `tests/data/engine-previews`; whether an engine would write each of these is not asked.
"""

from typing import Any

import pytest

from socle.diff.engine import read_engine_preview
from socle.review.danger import Danger, dangers
from socle.review.model import Review, review
from socle.review.verdict import Verdict

from .test_engine_closed import BUCKET, PROVIDER, STACK, VPC, reviewed, state, step

SEALED = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
OTHER = "urn:pulumi:dev::acme::scaleway:object/bucket:Bucket::others"
PRIVATE = {"name": "a", "acl": "private"}
PUBLIC = {"name": "a", "acl": "public-read"}


def same(old: dict[str, Any], new: dict[str, Any], urn: str = BUCKET, **more: Any) -> Review:
    return reviewed(step("same", {**state(urn), **old}, {**state(urn), **new}, **more))


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ({"inputs": PRIVATE}, {"inputs": PUBLIC}, "dangerous"),
        ({"inputs": {"name": "a"}}, {"inputs": {"name": "a", "unheardOf": 1}}, "look-at-this"),
        ({"inputs": PRIVATE, "outputs": PRIVATE}, {"inputs": PRIVATE, "outputs": PUBLIC}, "dangerous"),
        ({"outputs": {"endpoint": "a"}}, {"outputs": {"endpoint": "b"}}, "look-at-this"),
        ({"outputs": {"k": {**SEALED, "ciphertext": "x"}}}, {"outputs": {"k": "x"}}, "dangerous"),
        ({"inputs": {"password": "x1"}}, {"inputs": {"password": "x2"}}, "look-at-this"),
        ({"inputs": {"x": {**SEALED, "plaintext": "1"}}}, {"inputs": {"x": {**SEALED, "plaintext": "2"}}}, "look-at-this"),
        ({"id": "1"}, {"id": "2"}, "look-at-this"),
        ({"type": "scaleway:network/acl:Acl"}, {}, "look-at-this"),
        ({"urn": OTHER}, {}, "look-at-this"),
        ({"parent": STACK}, {"parent": VPC}, "look-at-this"),
        ({"custom": False, "id": ""}, {}, "look-at-this"),
        ({}, {"importID": "2"}, "look-at-this"),
        ({}, {"viewOf": VPC}, "look-at-this"),
        ({}, {"refreshBeforeUpdate": True}, "look-at-this"),
        ({}, {"whatComesNext": True}, "look-at-this"),
        ({"customTimeouts": {"delete": 3600}}, {"customTimeouts": {"delete": 1}}, "look-at-this"),
        ({"customTimeouts": {"delete": 3600}}, {}, "look-at-this"),
        ({}, {"hideDiff": ["acl"]}, "dangerous"),
        ({}, {"hideDiff": [["acl"]]}, "dangerous"),
        ({"delete": True}, {}, "dangerous"),
        ({}, {"taint": True}, "dangerous"),
        ({"pendingReplacement": True}, {"pendingReplacement": True}, "dangerous"),
        ({"initErrors": ["it did not start"]}, {}, "dangerous"),
    ],
)  # fmt: skip
def test_a_step_that_is_called_same_is_compared_whole(old: dict[str, Any], new: dict[str, Any], level: str) -> None:
    assert str(same(old, new).verdict) == level


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {}),
        ({"sourcePosition": "a#1", "modified": "2026-01-01"}, {"sourcePosition": "b#2"}),
        ({}, {"aliases": [OTHER]}),
        ({"urn": OTHER}, {"aliases": [OTHER]}),
        ({"id": "1", "outputs": {"endpoint": "a"}}, {"id": None, "outputs": None}),
        ({"dependencies": [VPC, STACK]}, {"dependencies": [STACK, VPC]}),
        ({"customTimeouts": {"delete": 60}}, {"customTimeouts": {"delete": 3600}}),
        ({"type": "scaleway:index/objectBucket:ObjectBucket"}, {}),
        ({"protect": False, "ignoreChanges": []}, {"protect": None}),
        ({"inputs": {"name": "a", "tags": {"a": "1"}}}, {"inputs": {"name": "a", "tags": {"a": "2"}}}),
        ({"outputs": {"endpoint": "a"}}, {"outputs": {"endpoint": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}),
    ],
)
def test_what_only_records_is_no_risk(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert same(old, new).verdict is Verdict.NO_RISK


def test_what_hangs_on_a_renamed_component_stays_where_it_was() -> None:
    former, now = (f"urn:pulumi:dev::acme::acme:index:Store::{name}" for name in ("old", "new"))
    component: dict[str, Any] = {"custom": False, "id": "", "type": "acme:index:Store"}
    above = step("same", {**state(former), **component}, {**state(now), **component, "aliases": [former]})
    below = step("same", state(BUCKET, parent=former), state(BUCKET, parent=now))

    assert reviewed(above, below).verdict is Verdict.NO_RISK
    assert reviewed(below).verdict is Verdict.LOOK


@pytest.mark.parametrize(
    ("op", "more"),
    [
        ("update", {"replaceReasons": ["tags"], "diffReasons": ["tags"]}),
        ("update", {"detailedDiff": {"tags.a": {"kind": "update-replace"}}}),
        ("update", {"detailedDiff": {"tags.a": {"kind": "update"}, "__meta": {"kind": "update-replace"}}}),
        ("same", {"replaceReasons": ["tags"]}),
        ("read", {"replaceReasons": ["tags"]}),
        ("create", {}),
        ("delete", {}),
    ],
)
def test_a_step_that_contradicts_its_operation_is_not_known(op: str, more: dict[str, Any]) -> None:
    sides = [state(VPC, inputs={"name": "a", "tags": {"a": tag}}) for tag in ("1", "2")]
    (change,) = reviewed(step(op, *sides, **more)).stacks[0].changes

    assert Danger.NOT_KNOWN in dangers(change)


@pytest.mark.parametrize(
    "told", [{"tags.a": {"kind": "update"}}, {"tags.a": {"kind": "update"}, "acl.owner": {"kind": "add"}}]
)
def test_an_update_whose_details_hide_a_difference_is_judged_by_its_states(told: dict[str, Any]) -> None:
    sides = [state(BUCKET, inputs={**one, "tags": {"a": one["acl"]}}) for one in (PRIVATE, PUBLIC)]
    made = reviewed(step("update", *sides, detailedDiff=told, diffReasons=["tags"]))

    assert made.verdict is Verdict.DANGEROUS


@pytest.mark.parametrize("op", ["discard", "read-discard", "delete", "replace"])
def test_what_is_protected_and_goes_without_a_refusal_is_dangerous(op: str) -> None:
    assert reviewed(step(op, state(VPC, protect=True, external=True), None)).verdict is Verdict.DANGEROUS


def test_what_is_managed_and_leaves_the_state_is_dangerous_and_what_was_only_read_is_not() -> None:
    assert reviewed(step("discard", state(VPC), None)).verdict is Verdict.DANGEROUS
    assert reviewed(step("discard", state(VPC, external=True), None)).verdict is Verdict.LOOK


@pytest.mark.parametrize(
    ("severity", "message", "level"),
    [
        ("error", "no", "refused"),
        ("ERROR", "no", "refused"),
        (" Error ", "no", "refused"),
        ("fatal", "no", "refused"),
        ("info#err", "error: preview failed", "refused"),
        ("info", "error: preview failed", "refused"),
        ("notice", "no", "refused"),
        ("", "no", "refused"),
        (None, "no", "refused"),
        (3, "no", "refused"),
        ("warning", "it will go", "look-at-this"),
        ("WARNING", "it will go", "look-at-this"),
        ("info#err", "a deprecated call", "look-at-this"),
        ("info", "reading", "no-risk-found"),
        ("debug", "reading", "no-risk-found"),
    ],
)
def test_a_severity_counts_whatever_its_spelling(severity: Any, message: str, level: str) -> None:
    assert str(reviewed(step("same", state(VPC), state(VPC)), diagnostics=[]).verdict) == "no-risk-found"
    said = [{"severity": severity, "message": message}]
    assert str(reviewed(step("same", state(VPC), state(VPC)), diagnostics=said).verdict) == level


def test_a_warning_is_told_once_and_without_its_secrets() -> None:
    said = [{"severity": "warning", "message": "no answer from postgres://u:hunter2-plain@h/d"}] * 2
    (told,) = reviewed(step("same", state(VPC), state(VPC)), diagnostics=said).stacks[0].warnings

    assert "no answer" in told
    assert "hunter2" not in told


@pytest.mark.parametrize(
    "strange",
    [
        {"urn": VPC.replace("dev", "prod")},
        {"urn": OTHER},
        {"oldState": state(VPC.replace("dev", "prod"))},
        {"newState": state(VPC.replace("acme", "other"))},
    ],
)
def test_a_step_of_another_stack_or_resource_than_its_states_is_refused(strange: dict[str, Any]) -> None:
    made = reviewed(step("same", state(BUCKET), state(BUCKET)), {**step("same", state(VPC), state(VPC)), **strange})

    assert made.verdict is Verdict.REFUSED
    assert "another resource or stack" in made.stacks[0].errors[0]


def test_a_state_that_the_engine_holds_for_corrupt_is_refused() -> None:
    assert reviewed(step("same", state(VPC), state(VPC)), maybeCorrupt=True).verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    "field",
    [
        {"protect": "false"},
        {"protect": 1},
        {"retainOnDelete": "true"},
        {"delete": "yes"},
        {"custom": "true"},
        {"ignoreChanges": "acl"},
        {"aliases": OTHER},
        {"inputs": ["acl"]},
        {"outputs": "acl"},
        {"provider": 3},
        {"customTimeouts": 60},
        {"urn": "bucket"},
        {"type": ""},
        {"custom": False},
    ],
)
def test_a_field_of_a_type_that_no_engine_writes_is_refused(field: dict[str, Any]) -> None:
    form = {"steps": [{**step("same", state(BUCKET), {**state(BUCKET), **field}), "urn": BUCKET}]}
    with pytest.raises(ValueError, match=r"is not|has no|and has an id"):
        read_engine_preview(form)


@pytest.mark.parametrize(
    "form",
    [
        {"steps": [3]},
        {"steps": [{"op": "same"}]},
        {"steps": [{"op": "same", "urn": "urn:pulumi:dev"}]},
        {"steps": [{"urn": VPC}]},
        {"steps": [{"op": "same", "urn": VPC, "detailedDiff": ["tags"]}]},
        {"steps": [{"op": "same", "urn": VPC, "replaceReasons": "tags"}]},
        {"steps": [step("same", state(VPC), state(VPC))], "diagnostics": ["no"]},
        {"steps": [step("same", state(VPC), state(VPC))], "changeSummary": [1]},
    ],
)
def test_a_preview_of_another_form_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="this is not a preview"):
        read_engine_preview(form)


def test_outputs_of_the_stack_that_differ_are_told_and_one_that_is_no_secret_any_more_exposes() -> None:
    stack = {"custom": False, "id": ""}
    plain = same({**stack, "outputs": {"k": "a"}}, {**stack, "outputs": {"k": "b"}}, STACK)
    bared = same({**stack, "outputs": {"k": {**SEALED, "ciphertext": "x"}}}, {**stack, "outputs": {"k": "b"}}, STACK)

    assert plain.reasons == {"outputs": 1}
    assert bared.verdict is Verdict.DANGEROUS


def test_a_stack_that_meets_an_operation_that_nobody_knows_is_told() -> None:
    stack = {**state(STACK), "custom": False, "id": ""}
    assert reviewed(step("unheard-of", stack, stack)).verdict is Verdict.LOOK


def test_what_is_deployed_otherwise_than_it_is_declared_is_judged_by_the_rules() -> None:
    """The plan that rules, costs and paths are asked of has what the step shows."""
    comparison = same({"inputs": PRIVATE, "outputs": PRIVATE}, {"inputs": PRIVATE, "outputs": PUBLIC}).stacks[0]

    assert comparison.plan.by_urn[BUCKET].inputs["acl"] == "public-read"
    assert review([comparison], baseline="").verdict is Verdict.DANGEROUS
    assert PROVIDER not in comparison.plan.by_urn
