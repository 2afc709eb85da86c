"""What a preview of the engine does not say, or says in a way that nobody here knows, is never harmless.

The forms are those of `tests/data/engine-previews`, one step each.
"""

from typing import Any

import pytest

from socle.diff.change import EngineRefusal, Op, RefusalKind, Remark
from socle.diff.compare import Comparison
from socle.diff.engine import read_engine_preview
from socle.review.danger import Danger, dangers
from socle.review.model import Review, review
from socle.review.verdict import Verdict

STACK = "urn:pulumi:dev::acme::pulumi:pulumi:Stack::acme-dev"
BUCKET = "urn:pulumi:dev::acme::scaleway:object/bucket:Bucket::studies"
VPC = "urn:pulumi:dev::acme::scaleway:network/vpc:Vpc::net"
PROVIDER = "urn:pulumi:dev::acme::pulumi:providers:scaleway::default_1_40_0"


def state(urn: str, **more: Any) -> dict[str, Any]:
    return {"urn": urn, "custom": True, "id": "1", "type": urn.split("::")[2], "inputs": {"name": "a"}, **more}


def step(op: str, old: dict[str, Any] | None, new: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    urn = (new or old or {"urn": VPC})["urn"]
    sides = {key: side for key, side in (("oldState", old), ("newState", new)) if side}
    return {"op": op, "urn": urn, **sides, "detailedDiff": None, **more}


def asked(*steps: dict[str, Any], **more: Any) -> Comparison:
    return read_engine_preview({"steps": list(steps), "diagnostics": [], **more})


def reviewed(*steps: dict[str, Any], **more: Any) -> Review:
    return review([asked(*steps, **more)], baseline="")


@pytest.mark.parametrize("op", ["refresh", "destroy", "same-but-not", "REPLACE", "", "update "])
def test_an_operation_that_nobody_knows_is_said_and_not_harmless(op: str) -> None:
    (change,) = asked(step(op, state(VPC), state(VPC))).changes

    assert change.op is Op.UNKNOWN
    assert (Remark.UNKNOWN_OP, op) in change.remarks
    assert Danger.NOT_KNOWN in dangers(change)


@pytest.mark.parametrize("op", ["delete", "update", "create", "replace", "import", "read", "discard", "unheard-of"])
def test_a_step_without_any_state_is_told_by_its_urn(op: str) -> None:
    made = reviewed({"op": op, "urn": VPC})

    assert made.stacks[0].stack == "dev"
    assert made.verdict is not Verdict.NO_RISK


def test_an_update_that_does_not_say_of_what_is_not_known() -> None:
    (change,) = asked(step("update", state(VPC), state(VPC))).changes

    assert dangers(change) == (Danger.NOT_KNOWN,)


def test_an_update_whose_inputs_stay_the_same_is_not_known() -> None:
    """What differs then is an output: somebody changed the cloud."""
    told = {"tags": {"kind": "update", "inputDiff": False}}
    before = state(VPC, inputs={"name": "a", "tags": ["x"]})
    (change,) = asked(step("update", before, before, detailedDiff=told, diffReasons=["tags"])).changes

    assert dangers(change) == (Danger.NOT_KNOWN,)


def test_an_update_without_details_is_read_from_its_two_states() -> None:
    opened = state(VPC, inputs={"name": "a", "enableTransitivity": True})
    (change,) = asked(step("update", state(VPC), opened)).changes

    assert [p.path for p in change.properties] == ["enableTransitivity"]
    assert Danger.EXPOSES in dangers(change)


def test_a_value_with_a_secret_in_it_is_not_known() -> None:
    sealed = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "x"}
    sides = [state(VPC, inputs={"name": "a", "tags": [{"x": one}]}) for one in ("plain", sealed)]
    (change,) = asked(step("update", *sides, detailedDiff={"tags": {"kind": "update"}})).changes

    assert Danger.NOT_KNOWN in dangers(change)


def test_the_settings_of_a_default_provider_are_told() -> None:
    moved = state(PROVIDER, inputs={"apiUrl": "https://elsewhere.example"})
    made = reviewed(step("update", state(PROVIDER, inputs={}), moved, diffReasons=["apiUrl"]))

    assert made.verdict is Verdict.DANGEROUS
    assert made.cause
    assert made.cause[1] is Danger.EXPOSES


def test_a_default_provider_and_a_stack_that_stay_are_not_counted() -> None:
    found = asked(step("same", state(PROVIDER), state(PROVIDER)), step("same", state(STACK), state(STACK)))

    assert (found.changes, found.unchanged) == ((), 0)


def test_two_steps_of_one_resource_are_both_told() -> None:
    made = reviewed(
        step("delete", state(BUCKET), None), step("create", None, state(BUCKET)), step("same", state(VPC), state(VPC))
    )

    assert [str(change.op) for change in made.stacks[0].changes] == ["delete", "create"]
    assert made.stacks[0].unchanged == 1
    assert made.verdict is Verdict.DANGEROUS


def test_a_managed_resource_that_is_let_go_of_is_told_whatever_the_step_is_called() -> None:
    (change,) = asked(step("same", state(VPC), state(VPC, external=True))).changes

    assert (Remark.LEFT, "") in change.remarks
    assert Danger.WEAKENS in dangers(change)


@pytest.mark.parametrize("op", ["delete-replaced", "create-replacement", "discard-replaced", "remove-pending-replace"])
def test_a_part_of_a_replacement_without_one_is_pending(op: str) -> None:
    made = reviewed(step(op, state(BUCKET, delete=True, protect=True), None))

    assert made.stacks[0].pending == (f"{op} {BUCKET} (protected)",)
    assert made.verdict is Verdict.DANGEROUS


def test_the_parts_of_a_replacement_are_told_once() -> None:
    both = {"old": state(BUCKET), "new": state(BUCKET)}
    found = asked(
        step("create-replacement", both["old"], both["new"]),
        step("replace", both["old"], both["new"], replaceReasons=["region"]),
        step("delete-replaced", both["old"], None),
    )

    assert [change.op for change in found.changes] == [Op.REPLACE]
    assert found.pending == ()


@pytest.mark.parametrize(
    ("op", "told"), [("import-replacement", Op.REPLACE), ("read-replacement", Op.REPLACE), ("read-discard", Op.DISCARD)]
)
def test_the_rarer_operations_of_the_engine_are_known_and_not_harmless(op: str, told: Op) -> None:
    (change,) = asked(step(op, state(BUCKET), state(BUCKET))).changes

    assert change.op is told
    assert dangers(change)


@pytest.mark.parametrize(
    ("summary", "refused"),
    [({"delete": 2, "same": 9}, True), ({"delete": 1, "same": 9}, False), ({"update": 1}, True), ({}, False)],
)
def test_a_file_that_lacks_steps_that_the_engine_counted_is_refused(summary: dict[str, int], refused: bool) -> None:
    made = reviewed(step("delete", state(VPC), None), changeSummary=summary)

    assert (made.verdict is Verdict.REFUSED) is refused
    assert all("cannot be told" in error for error in made.stacks[0].errors)


@pytest.mark.parametrize("said", ["error: preview failed\n", "update failed", "", "  \n"])
def test_an_error_without_words_is_refused_with_what_to_do(said: str) -> None:
    made = reviewed(step("same", state(VPC), state(VPC)), diagnostics=[{"severity": "error", "message": said}])

    assert made.verdict is Verdict.REFUSED
    assert "does not say why" in made.stacks[0].errors[0]


def test_an_error_is_refused_in_the_engines_own_words_and_a_warning_asks_for_a_look() -> None:
    said = [{"severity": "error", "message": "no plugin"}, {"severity": "warning", "message": "old plugin"}]
    assert reviewed(step("same", state(VPC), state(VPC)), diagnostics=said).stacks[0].errors == ("no plugin",)
    made = reviewed(step("same", state(VPC), state(VPC)), diagnostics=said[1:])
    assert made.verdict is Verdict.LOOK
    assert made.reasons == {"warnings": 1}
    assert made.stacks[0].warnings == ("old plugin",)


@pytest.mark.parametrize(
    ("option", "old", "new", "danger"),
    [
        ("protect", True, False, Danger.UNPROTECTS),
        ("retainOnDelete", True, False, Danger.WEAKENS),
        ("ignoreChanges", [], ["acl"], Danger.WEAKENS),
        ("replaceOnChanges", ["acl"], [], Danger.WEAKENS),
        ("additionalSecretOutputs", ["endpoint"], [], Danger.EXPOSES),
        ("hideDiffs", [], ["acl"], Danger.WEAKENS),
        ("dependencies", [VPC], [], Danger.NOT_KNOWN),
        ("deletedWith", "", VPC, Danger.NOT_KNOWN),
        ("provider", f"{PROVIDER}::1", f"{PROVIDER.replace('default_1_40_0', 'other')}::2", Danger.NOT_KNOWN),
        ("resourceHooks", {"before-update": ["a-guard"]}, {}, Danger.WEAKENS),
    ],
)
def test_an_option_of_a_same_step_is_told(option: str, old: Any, new: Any, danger: Danger) -> None:
    sides = [state(BUCKET, **{option: value}) for value in (old, new)]
    (change,) = asked(step("same", state(VPC), state(VPC)), step("same", *sides)).changes

    assert change.op is Op.SAME
    assert danger in dangers(change)


def test_what_the_host_refuses_is_told_of_an_engine_that_lets_it_pass() -> None:
    cluster = "urn:pulumi:dev::acme::scaleway:kubernetes/cluster:Cluster::main"
    sides = [state(cluster, inputs={"version": version}) for version in ("1.34", "1.33")]
    made = reviewed(step("update", *sides, diffReasons=["version"]))

    assert made.verdict is Verdict.REFUSED


def test_hooks_that_the_engine_ran_itself_are_not_said_to_be_unknown() -> None:
    sides = [state(VPC, inputs={"name": name}, resourceHooks={"before-update": ["mine"]}) for name in ("a", "b")]
    assert reviewed(step("update", *sides, diffReasons=["name"])).verdict is Verdict.NO_RISK


def test_another_version_of_a_provider_is_told_with_both_and_not_known() -> None:
    urn = "urn:pulumi:dev::acme::pulumi:providers:scaleway::p"
    old, new = (state(urn, inputs={"version": version}) for version in ("1.60.0", "1.20.0"))
    made = reviewed(step("update", old, new, detailedDiff={"version": {"kind": "update"}}))

    (change,) = made.stacks[0].changes
    assert [(one.path, one.old, one.new) for one in change.properties] == [("version", "1.60.0", "1.20.0")]
    assert made.verdict == "look-at-this"


def test_what_is_null_is_as_good_as_absent() -> None:
    old, new = state(VPC, inputs={"name": "a", "enableTransitivity": None}), state(VPC)

    made = reviewed(step("update", old, new, detailedDiff={"enableTransitivity": {"kind": "delete"}}))
    assert made.verdict == "no-risk-found"
    gone = reviewed(step("update", state(VPC), new, detailedDiff={"enableTransitivity": {"kind": "delete"}}))
    assert gone.verdict == "look-at-this"


@pytest.mark.parametrize(
    ("said", "kind", "cause"),
    [
        (f"unable to replace resource {BUCKET!r} as it is protected", RefusalKind.PROTECTED_REPLACE, ""),
        (f"resource {BUCKET!r} cannot be deleted because it is protected", RefusalKind.PROTECTED_DELETE, ""),
        (f"unable to replace resource {BUCKET!r} as part of replacing {VPC!r} as it is protected",
         RefusalKind.PROTECTED_DEPENDENT, VPC),
    ],
)  # fmt: skip
def test_what_is_protected_is_refused_at_its_own_step_and_by_what_would_take_it_along(
    said: str, kind: RefusalKind, cause: str
) -> None:
    steps = [step("replace", state(urn), state(urn)) for urn in (VPC, BUCKET)]
    found = asked(*steps, diagnostics=[{"severity": "error", "message": said}])

    assert [(change.urn, change.refusal) for change in found.refused] == [(BUCKET, EngineRefusal(kind, BUCKET, cause))]
    assert len(found.changes) == 2
