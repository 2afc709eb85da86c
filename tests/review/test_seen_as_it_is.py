"""What a reviewer would not see as it is, what is read from somewhere else, and one object under the several names of Kubernetes.

Does not prove that a screen shows the rest: letters that look alike are letters.
"""

from dataclasses import replace
from typing import Any

import pytest

from socle.access import gained, matrix_of
from socle.characters import HIDDEN, deceives, visible
from socle.diff import compare
from socle.facts.effects import Effect
from socle.plan import UNKNOWN, Plan, Resource, parts_of
from socle.review.effects import effects_of
from socle.review.model import review
from socle.review.verdict import Verdict
from socle.rules import Result, run

from ..diff.plans import REGISTRY, resource

pytestmark = [pytest.mark.slow, pytest.mark.edits]

STEERING = ["\x1b[2J", "\u202e", "\u200b", "\u2066", "\u2028", "\ufeff", "a\rb", "\x9b", "\x00"]
LAID_OUT = ["a\nb", "a\tb", "a\r\nb", "é", "漢", "\u00a0", "🙂", ""]


def level(before: list[Resource], after: list[Resource]) -> Verdict:
    return review([compare(*(Plan("demo", "socle", tuple(side)) for side in (after, before)))], baseline="b").verdict


def is_not_known(before: Resource, after: Resource) -> bool:
    """Whether a change asks for a look by itself, whatever the rules say."""
    changes = compare(*(Plan("demo", "socle", (side,)) for side in (after, before))).changes
    return any(Effect.NOT_KNOWN in effects_of(change) for change in changes)


def tagged(value: Any, name: str = "r") -> Resource:
    return resource(REGISTRY, name, {"name": "r", "isPublic": False, "description": value}, protect=True)


@pytest.mark.parametrize("hidden", STEERING)
def test_a_text_that_steers_what_is_shown_asks_for_a_look(hidden: str) -> None:
    assert deceives(hidden)
    assert is_not_known(tagged("a"), tagged(f"b{hidden}"))
    assert hidden not in visible(hidden)


@pytest.mark.parametrize("blank", ["\u3164", "\u115f", "\u2800", "\U000e0041", "\ufe01", "\u034f"])
def test_a_character_that_nobody_sees_asks_for_a_look_as_an_estate_refuses_it(blank: str) -> None:
    assert deceives(blank)
    assert HIDDEN.search(blank)
    assert is_not_known(tagged("a"), tagged(f"a{blank}"))


@pytest.mark.parametrize("text", LAID_OUT)
def test_a_text_that_is_only_laid_out_does_not(text: str) -> None:
    assert not deceives(text)
    assert not is_not_known(tagged("a"), tagged(f"b{text}"))


def test_what_was_there_already_is_told_no_more_and_a_name_or_a_key_is_told_too() -> None:
    assert not is_not_known(tagged("\u202e"), tagged("\u202e"))
    plain, hidden = (resource("socle:scaleway:Store", name) for name in ("a", "a\u202e"))
    (change,) = compare(Plan("demo", "socle", (replace(hidden, custom=False),)), Plan("demo", "socle", ())).changes
    assert Effect.NOT_KNOWN in effects_of(change)
    (change,) = compare(Plan("demo", "socle", (replace(plain, custom=False),)), Plan("demo", "socle", ())).changes
    assert Effect.NOT_KNOWN not in effects_of(change)
    (change,) = compare(Plan("demo", "socle", (tagged({"a\u200b": "b"}),)), Plan("demo", "socle", ())).changes
    assert Effect.NOT_KNOWN in effects_of(change)


def read(type_: str, id_: str, **inputs: Any) -> Resource:
    return resource(type_, "x", inputs, external=True, id=id_)


REFERENCE = "pulumi:pulumi:StackReference"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (read(REFERENCE, "o/p/prod", name="o/p/prod"), read(REFERENCE, "x/p/prod", name="x/p/prod"), Verdict.LOOK),
        (read(REFERENCE, "o/p/prod", name="o/p/prod"), read(REFERENCE, "o/p/prod", name="o/p/prod"), Verdict.NO_RISK),
        (read(REFERENCE, "made-up-1", name="o/p/prod"), read(REFERENCE, "made-up-2", name="o/p/prod"), Verdict.NO_RISK),
        (read(REGISTRY, "fr-par/1"), read(REGISTRY, "fr-par/2"), Verdict.LOOK),
        (read(REGISTRY, "fr-par/1"), read(REGISTRY, "fr-par/1"), Verdict.NO_RISK),
        (read(REGISTRY, "fr-par/1"), read(REGISTRY, UNKNOWN), Verdict.NO_RISK),
    ],
)
def test_a_read_of_something_else_under_the_same_name_asks_for_a_look(
    before: Resource, after: Resource, said: Verdict
) -> None:
    changes = compare(*(Plan("demo", "socle", (side,)) for side in (after, before))).changes
    assert bool(changes) is (said is Verdict.LOOK)
    assert all(Effect.NOT_KNOWN in effects_of(change) and change.properties for change in changes)


RBAC = "kubernetes:rbac.authorization.k8s.io"
BINDING = {
    "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "x"},
    "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}, "subjects": [{"kind": "Group", "name": "system:authenticated"}],
}  # fmt: skip
ROLE = {
    "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "watcher"},
    "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["watch"]}],
}  # fmt: skip
TO_READERS = {
    **BINDING,
    "roleRef": {"kind": "ClusterRole", "name": "watcher"},
    "subjects": [{"kind": "Group", "name": "readers"}],
}
WRITTEN = [
    resource(f"{RBAC}/v1:ClusterRoleBinding", "b", BINDING),
    resource(f"{RBAC}/v1beta1:ClusterRoleBinding", "b", BINDING),
    resource(f"{RBAC}/v1:ClusterRoleBindingPatch", "b", BINDING),
    resource(f"{RBAC}/v1:ClusterRoleBindingList", "b", {"items": [BINDING]}),
    resource("kubernetes:core/v1:List", "b", {"items": [BINDING]}),
]


@pytest.mark.parametrize("given", WRITTEN, ids=lambda each: each.type)
def test_a_binding_of_everybody_is_found_whatever_it_is_written_as(given: Resource) -> None:
    assert any(reach.public for reach in gained(None, given, {}))
    broken = {f.rule for f in run([Plan("demo", "socle", (given,))]) if f.result is Result.FAIL}
    assert {"binding-no-cluster-admin", "binding-no-everybody"} <= broken
    assert level([], [given]) is Verdict.DANGEROUS


def test_a_role_in_a_list_is_followed_to_whoever_it_is_bound_to() -> None:
    both = resource("kubernetes:core/v1:List", "l", {"items": [ROLE, TO_READERS]})
    (row,) = [row for row in matrix_of([Plan("demo", "socle", (both,))]).rows if "readers" in str(row.holder)]
    assert "pods" in str(row.targets)


def test_a_list_stands_for_its_objects_and_one_that_is_not_known_for_itself() -> None:
    made = resource("kubernetes:core/v1:List", "l", {"items": [ROLE, "?", {"kind": "Pod", "apiVersion": "v1"}]})
    assert [part.type for part in parts_of(made)] == [f"{RBAC}/v1:ClusterRole", "kubernetes:core/v1:Pod"]
    assert {part.urn for part in parts_of(made)} == {made.urn}
    for other in (replace(made, inputs={"items": UNKNOWN}), replace(made, external=True), resource(REGISTRY, "r")):
        assert parts_of(other) == (other,)


@pytest.mark.parametrize(
    ("given", "fails"),
    [
        ({"resources": ["certificatesigningrequests/approval"], "verbs": ["update"]}, True),
        ({"resources": ["mutatingwebhookconfigurations"], "verbs": ["create"]}, True),
        ({"resources": ["signers"], "verbs": ["sign"]}, True),
        ({"resources": ["nodes"], "verbs": ["patch"]}, True),
        ({"resources": ["nodes"], "verbs": ["get"]}, False),
        ({"resources": ["pods", "deployments"], "verbs": ["get", "create"]}, False),
    ],
)
def test_a_role_that_is_as_good_as_every_right_breaks_the_rule_that_the_effect_names(
    given: dict[str, Any], fails: bool
) -> None:
    role = resource(f"{RBAC}/v1:ClusterRole", "r", {**ROLE, "rules": [{"apiGroups": [""], **given}]})
    broken = {f.rule for f in run([Plan("demo", "socle", (role,))]) if f.result is Result.FAIL}
    assert ("role-no-escalation" in broken) is fails
