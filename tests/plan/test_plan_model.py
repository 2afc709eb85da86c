"""The plan as data: selection, order, and its JSON form. No Pulumi."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from socle.origin import Origin
from socle.plan import from_json
from socle.plan.json import PlanFormatError
from socle.plan.model import SECRET, UNKNOWN, Plan, Resource, in_order

STACK = "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s"


def resource(name: str, type_: str = "a:b:C", parent: str = STACK, **more: object) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::{name}", type_, custom=True, parent=parent, **more)  # type: ignore[arg-type]


ROOT = Resource(STACK, "pulumi:pulumi:Stack", custom=False)
OUTER = resource("outer", "x:y:Outer", outputs={"size": 3}, origin=Origin("estate.yaml", 4, "buckets.outer"))
INNER = resource("inner", "x:y:Inner", parent=OUTER.urn)
LEAF = resource("leaf", parent=INNER.urn)
OTHER = resource("other")
PLAN = Plan("s", "p", in_order([LEAF, OTHER, INNER, ROOT, OUTER]), {"answer": 42})


def test_parents_come_before_children_whatever_the_order_of_arrival() -> None:
    assert [r.name for r in PLAN] == ["p-s", "other", "outer", "inner", "leaf"]
    assert in_order(reversed(PLAN.resources)) == PLAN.resources


def test_a_resource_that_is_its_own_ancestor_is_not_followed_for_ever() -> None:
    loop = replace(LEAF, parent=LEAF.urn)

    assert in_order([loop]) == (loop,)
    assert list(Plan("s", "p", (loop,)).ancestors(loop)) == []


def test_one_gives_the_only_resource_of_a_type() -> None:
    assert PLAN.one("x:y:Inner") == INNER


def test_one_says_what_there_is_when_there_is_none() -> None:
    with pytest.raises(
        LookupError, match=r"no resource is of type x:y:Absent in the plan of s; there is:\n.*Stack p-s"
    ):
        PLAN.one("x:y:Absent")


def test_one_lists_the_candidates_when_there_are_several() -> None:
    with pytest.raises(LookupError, match=r"2 resources are of type a:b:C") as caught:
        PLAN.one("a:b:C")
    assert "a:b:C leaf" in str(caught.value)
    assert "x:y:Inner" not in str(caught.value)


def test_a_name_finds_a_resource_and_a_type_tells_two_of_one_name_apart() -> None:
    twin = resource("leaf", "x:y:Twin")
    plan = replace(PLAN, resources=(*PLAN.resources, twin))

    assert PLAN.named("leaf") == LEAF
    assert plan.named("leaf", "x:y:Twin") == twin
    with pytest.raises(LookupError, match="2 resources are named 'leaf'"):
        plan.named("leaf")


@pytest.mark.parametrize("component", [OUTER, "outer", OUTER.urn])
def test_under_gives_all_that_is_below_a_component_and_its_outputs(component: Resource | str) -> None:
    below = PLAN.under(component)

    assert [r.name for r in below] == ["inner", "leaf"]
    assert below.outputs == {"size": 3}


def test_under_takes_a_live_component() -> None:
    class Live:
        pulumi_resource_name = "inner"
        pulumi_resource_type = "x:y:Inner"

    assert list(PLAN.under(Live())) == [LEAF]


def test_children_are_direct() -> None:
    assert PLAN.children(OUTER) == PLAN.children(OUTER.urn) == [INNER]


def test_counts_are_per_type() -> None:
    assert PLAN.counts() == {"a:b:C": 2, "pulumi:pulumi:Stack": 1, "x:y:Inner": 1, "x:y:Outer": 1}


def test_an_origin_is_inherited_from_the_nearest_ancestor() -> None:
    assert PLAN.origin_of(LEAF) == Origin("estate.yaml", 4, "buckets.outer")
    assert PLAN.origin_of(OTHER) is None


def test_a_logical_name_may_hold_colons() -> None:
    assert resource("a::b").name == "a::b"


def test_json_gives_back_the_same_plan() -> None:
    full = resource(
        "full",
        inputs={"password": SECRET, "vpcId": UNKNOWN, "tags": ["é"]},
        dependencies=(OTHER.urn,),
        property_dependencies={"vpcId": (OTHER.urn,), "tags": ()},
        protect=True,
        retain_on_delete=True,
        delete_before_replace=True,
        ignore_changes=("tags",),
        replace_on_changes=("vpcId",),
        aliases=("urn:pulumi:s::p::a:b:C::old",),
        import_id="x/1",
        deleted_with=OTHER.urn,
        replace_with=(OTHER.urn,),
        additional_secret_outputs=("password",),
        hide_diffs=("tags",),
        custom_timeouts={"create": 300},
        source_position="project:///infra/__main__.py#3",
        id="fr-par/1",
        provider="urn::id",
        notes=("unchecked",),
        origin=Origin("a.yaml", 1, "k"),
    )
    plan = Plan("s", "p", (ROOT, full), {"answer": 42})

    assert from_json(plan.to_json()) == plan


def test_json_uses_the_names_of_an_exported_state_and_leaves_out_what_is_empty() -> None:
    row = json.loads(Plan("s", "p", (replace(LEAF, import_id="i"),)).to_json())["resources"][0]

    assert row == {"urn": LEAF.urn, "type": "a:b:C", "custom": True, "parent": INNER.urn, "importID": "i"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "this is not a plan: not valid JSON"),
        ("[]", "the plan: expected an object, found a list"),
        ('{"version": 2}', "version: a plan of version 2 cannot be read, this release reads version 1"),
        ('{"version": 1, "stack": "s", "project": "p"}', "resources: expected a list"),
        ('{"version": 1, "stack": 5, "project": "p", "resources": []}', "stack: expected a text, found a whole number"),
        ('{"version": 1, "stack": "s", "project": "p", "resources": [{"urn": "u"}]}', r"resources\[0\].type: missing"),
        (
            '{"version": 1, "stack": "s", "project": "p", "resources": [{"urn": "u", "type": "t", "custom": 1}]}',
            r"resources\[0\].custom: expected true or false, found a whole number",
        ),
        (
            '{"version": 1, "stack": "s", "project": "p", "resources": [{"urn": "u", "type": "t", "custom": true, '
            '"colour": 1}]}',
            r"resources\[0\].colour: unknown key",
        ),
        (
            '{"version": 1, "stack": "s", "project": "p", "resources": [{"urn": "u", "type": "t", "custom": true, '
            '"dependencies": [1]}]}',
            r"resources\[0\].dependencies\[0\]: expected a text",
        ),
        (
            '{"version": 1, "stack": "s", "project": "p", "resources": '
            '[{"urn": "u", "type": "t", "custom": true}, {"urn": "u", "type": "t", "custom": true}]}',
            "a URN occurs twice",
        ),
    ],
)
def test_what_is_not_a_plan_is_refused_with_the_place(text: str, says: str) -> None:
    with pytest.raises(PlanFormatError, match=says):
        from_json(text)


def test_reading_a_plan_does_not_import_pulumi() -> None:
    script = "import sys; from socle.plan import Plan; Plan('s', 'p', ()).to_json(); print('pulumi' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
