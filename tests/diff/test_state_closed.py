"""What an exported state says that a program does not: unfinished work, options, and secrets that nobody can compare."""

from typing import Any

import pytest

from socle.diff.baseline import baseline_of_state
from socle.diff.change import Op
from socle.diff.compare import compare
from socle.plan.model import Plan, Resource
from socle.review.danger import Danger, dangers
from socle.review.model import Review, review
from socle.review.verdict import Verdict

BUCKET = "scaleway:object/bucket:Bucket"
VERSION = "scaleway:secrets/version:Version"
SEALED = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "x"}


def urn(name: str, type_: str = BUCKET) -> str:
    return f"urn:pulumi:dev::acme::{type_}::{name}"


def row(name: str, type_: str = BUCKET, **more: Any) -> dict[str, Any]:
    return {"urn": urn(name, type_), "type": type_, "custom": True, "id": name, "inputs": {"name": name}, **more}


def resource(name: str, type_: str = BUCKET, **more: Any) -> Resource:
    return Resource(urn(name, type_), type_, custom=True, **{"inputs": {"name": name}, **more})


def against(rows: list[dict[str, Any]], *resources: Resource, **deployment: Any) -> Review:
    state = {"deployment": {"resources": rows, **deployment}}
    return review([compare(Plan("dev", "acme", resources), baseline_of_state(state))], baseline="state.json")


def test_a_state_that_the_program_answers_is_no_risk() -> None:
    assert against([row("a")], resource("a")).verdict is Verdict.NO_RISK


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"delete": True}, "delete"),
        ({"pendingReplacement": True}, "replace"),
        ({"taint": True}, "replace"),
        ({"initErrors": ["it did not start"]}, "update"),
    ],
)
def test_what_a_row_waits_for_is_told(more: dict[str, Any], word: str) -> None:
    rows = [row("a"), row("a", **more)] if word == "delete" else [row("a", **more)]
    made = against(rows, resource("a"))

    assert made.verdict is Verdict.DANGEROUS
    assert made.stacks[0].pending == (f"{word} {urn('a')}",)


def test_what_was_protected_and_waits_for_deletion_comes_first() -> None:
    made = against([row("a"), row("b", delete=True), row("a", delete=True, protect=True)], resource("a"))

    assert made.stacks[0].pending == (f"delete {urn('a')} (protected)", f"delete {urn('b')}")


@pytest.mark.parametrize("type_", ["creating", "updating", "deleting", "importing", "reading", "unheard-of"])
def test_an_operation_that_was_cut_off_is_told(type_: str) -> None:
    made = against([row("a")], resource("a"), pending_operations=[{"resource": row("b"), "type": type_}])

    assert made.verdict is Verdict.DANGEROUS
    assert made.stacks[0].pending == (f"{type_} {urn('b')}",)


def test_a_row_that_waits_for_deletion_is_no_resource_that_goes_on() -> None:
    (change,) = against([row("a", delete=True)], resource("a")).stacks[0].changes

    assert change.op is Op.CREATE


@pytest.mark.parametrize(
    ("deployed", "declared", "told"),
    [
        ({"protect": True}, {}, {Danger.UNPROTECTS, Danger.WEAKENS}),
        ({}, {"protect": True}, set()),
        ({"retainOnDelete": True}, {}, {Danger.WEAKENS}),
        ({}, {"ignore_changes": ("acl",)}, {Danger.WEAKENS}),
        ({"resourceHooks": {"before-update": ["a-guard"]}}, {}, {Danger.WEAKENS}),
        ({"additionalSecretOutputs": ["endpoint"]}, {}, {Danger.EXPOSES}),
    ],
)
def test_options_of_the_state_are_held_against_the_program(
    deployed: dict[str, Any], declared: dict[str, Any], told: set[Danger]
) -> None:
    (change,) = against([row("a", **deployed)], resource("a", **declared)).stacks[0].changes

    assert set(dangers(change)) == told


def test_what_the_state_does_not_protect_is_deleted_and_lost() -> None:
    """The program forgets it in the same commit that would have protected it."""
    (change,) = against([row("a", protect=False)]).stacks[0].changes

    assert change.refusal is None
    assert Danger.LOSES in dangers(change)


def test_what_is_only_read_in_the_state_is_let_go_of_and_loses_nothing() -> None:
    (change,) = against([row("a", external=True)]).stacks[0].changes

    assert change.op is Op.DISCARD
    assert dangers(change) == (Danger.NOT_KNOWN,)


def test_a_managed_resource_that_becomes_a_read_one_is_deleted() -> None:
    (change,) = against([row("a")], resource("a", external=True, id="other")).stacks[0].changes

    assert change.op is Op.REPLACE
    assert Danger.LOSES in dangers(change)


def secret(state: Any, program: Any, **more: Any) -> Review:
    inputs = {"secretId": "s", "data": state, **more.get("was", {})}
    after = {"secretId": "s", "data": program, **more.get("will", {})}
    return against([row("v", VERSION, inputs=inputs)], resource("v", VERSION, inputs=after))


def test_a_secret_that_cannot_be_compared_is_named_and_asks_for_a_look() -> None:
    made = secret(SEALED, "[secret]")

    assert made.stacks[0].uncompared == {urn("v", VERSION): ("data",)}
    assert made.stacks[0].changes == ()
    assert made.verdict is Verdict.LOOK


def test_a_secret_that_cannot_be_compared_does_not_hide_the_rest() -> None:
    made = secret(SEALED, "[secret]", was={"description": "a"}, will={"description": "b"})
    (change,) = made.stacks[0].changes

    assert [p.path for p in change.properties] == ["description"]
    assert dangers(change) == ()
    assert made.stacks[0].uncompared == {urn("v", VERSION): ("data",)}
    assert made.reasons == {"secrets": 1}


def test_a_secret_inside_an_object_leaves_its_neighbours_comparable() -> None:
    was, will = {"a": SEALED, "b": 1}, {"a": "[secret]", "b": 2}
    made = secret("[secret]", "[secret]", was={"extra": was}, will={"extra": will})
    (change,) = made.stacks[0].changes

    assert [p.path for p in change.properties] == ["extra.b"]
    assert made.stacks[0].uncompared == {urn("v", VERSION): ("data", "extra")}


def test_a_plain_value_that_becomes_a_secret_is_not_known() -> None:
    made = secret(SEALED, "[secret]", was={"description": "plain"}, will={"description": "[secret]"})
    (change,) = made.stacks[0].changes

    assert Danger.NOT_KNOWN in dangers(change)


@pytest.mark.parametrize("more", [{"laterOn": True}, {"holds": {"x": 1}}])
def test_a_field_that_nobody_knows_asks_for_a_look(more: dict[str, Any]) -> None:
    made = against([row("a", **more)], resource("a"))

    assert made.verdict is Verdict.LOOK
    (warning,) = made.stacks[0].warnings
    assert f"{next(iter(more))} ({urn('a')})" in warning


def test_a_part_of_a_state_that_nobody_knows_asks_for_a_look() -> None:
    made = against([row("a")], resource("a"), manifest={}, metadata={}, later=[])

    assert [text for text in made.stacks[0].warnings if "deployment.later," in text] == list(made.stacks[0].warnings)
    assert made.verdict is Verdict.LOOK


@pytest.mark.parametrize("more", [{"Protect": True}, {"pending_replacement": True}])
def test_a_field_in_another_spelling_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no engine wrote this"):
        against([row("a", **more)], resource("a"))


@pytest.mark.parametrize(
    "state",
    [
        {"metadata": {"integrity_error": {"version": "v3", "command": "up", "error": "x"}}},
        {"metadata": {"later": 1}},
    ],
)
def test_what_the_engine_notes_of_its_state_asks_for_a_look(state: dict[str, Any]) -> None:
    assert against([row("a")], resource("a"), **state).verdict is Verdict.LOOK
    assert against([row("a")], resource("a"), metadata=dict.fromkeys(state["metadata"])).verdict is Verdict.NO_RISK


def test_a_resource_that_goes_on_twice_asks_for_a_look() -> None:
    (warning,) = against([row("a"), row("a")], resource("a")).stacks[0].warnings

    assert f"{urn('a')} 2 times" in warning
    assert against([row("a"), row("b"), row("a", delete=True)], resource("a"), resource("b")).stacks[0].warnings == ()
