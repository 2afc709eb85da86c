"""What holds for any two plans: the diff of a plan with itself is empty, order does not matter, applying a diff gives the plan."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from socle.diff.change import Certainty, Op
from socle.diff.compare import compare, diff
from socle.plan.model import SECRET, UNKNOWN, Plan, Resource
from socle.plan.property_paths import parse

from .plans import BUCKET, CLUSTER, IAM_POLICY, NETWORK, REGISTRY, VPC, plan, resource, urn

pytestmark = pytest.mark.slow

settings.register_profile("diff", max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
settings.load_profile("diff")

TYPES = (VPC, NETWORK, BUCKET, CLUSTER, REGISTRY, IAM_POLICY, "azure-native:storage:StorageAccount")
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(0, 3), st.text("ab-/", max_size=3), st.sampled_from([SECRET, UNKNOWN])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
).filter(lambda value: value is not None)
INPUTS = st.dictionaries(st.sampled_from(["name", "region", "tags", "description", "vpcId", "x"]), VALUES, max_size=4)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to eight resources with every option; each may depend on earlier ones, and some values are secret or unknown."""
    made: list[Resource] = []
    for index in draw(st.lists(st.integers(0, 7), unique=True, max_size=8)):
        inputs: dict[str, Any] = draw(INPUTS)
        uses = {
            key: tuple(draw(st.lists(st.sampled_from([r.urn for r in made]), max_size=2, unique=True)))
            for key in inputs
            if made
        }
        made.append(
            resource(
                TYPES[index % len(TYPES)],
                f"r{index}",
                inputs,
                uses=uses,
                protect=draw(st.booleans()),
                retain_on_delete=draw(st.booleans()),
                replace_on_changes=draw(st.sampled_from([(), ("*",), ("tags",), ("tags[*]",)])),
                ignore_changes=draw(st.sampled_from([(), (), ("*",), ("tags[0]",), ("x.a", "description")])),
                aliases=draw(st.sampled_from([(), (urn(TYPES[index % len(TYPES)], f"r{index}-old"),)])),
                deleted_with=draw(st.sampled_from(["", *(r.urn for r in made)])),
                delete_before_replace=draw(st.booleans()),
                replacement_trigger=draw(st.sampled_from([None, "1", "2"])),
                parent=draw(st.sampled_from(["", *(r.urn for r in made)])),
            )
        )
    return plan(*made)


@given(plans())
def test_the_diff_of_a_plan_with_itself_is_empty(one: Plan) -> None:
    assert diff(one, one) == []
    assert compare(one, one).unchanged == len(one)


@given(plans(), plans(), st.randoms())
def test_the_order_of_resources_does_not_matter(one: Plan, two: Plan, dice: random.Random) -> None:
    shuffled = [list(p.resources) for p in (one, two)]
    for resources in shuffled:
        dice.shuffle(resources)

    def told(after: Plan, before: Plan) -> list[tuple[Any, ...]]:
        return [(c.urn, c.op, c.certainty, c.reasons, c.refusal) for c in diff(after, before)]

    assert told(plan(*shuffled[0]), plan(*shuffled[1])) == told(one, two)


@given(plans(), plans())
def test_what_one_direction_creates_the_other_deletes(one: Plan, two: Plan) -> None:
    there, back = diff(one, two), diff(two, one)

    def urns(changes: list[Any], op: Op) -> set[str]:
        return {c.urn for c in changes if c.op is op}

    assert urns(there, Op.CREATE) == urns(back, Op.DELETE) == one.by_urn.keys() - two.by_urn.keys()
    assert urns(there, Op.DELETE) == urns(back, Op.CREATE) == two.by_urn.keys() - one.by_urn.keys()


@given(plans(), plans())
def test_applying_a_diff_to_the_baseline_gives_the_plan(one: Plan, two: Plan) -> None:
    changes = {c.urn: c for c in diff(one, two)}
    applied: dict[str, dict[str, Any]] = {}
    for before in two:
        change = changes.pop(before.urn, None)
        if change is None:
            applied[before.urn] = before.inputs
        elif change.op is not Op.DELETE and change.after:
            applied[before.urn] = change.after.inputs
    applied |= {urn: change.after.inputs for urn, change in changes.items() if change.after}

    assert applied.keys() == one.by_urn.keys()
    for name, inputs in applied.items():
        assert diff(plan(one.by_urn[name]), plan(replace(one.by_urn[name], inputs=inputs))) == []


@given(plans(), plans())
def test_every_replacement_has_a_cause_and_every_doubt_a_word(one: Plan, two: Plan) -> None:
    for change in diff(one, two):
        if change.op is Op.REPLACE:
            triggered = any(option.path == "replacement_trigger" for option in change.options)
            inside = any(p.replaces and p.why == "replaceOnChanges" for p in change.properties)
            assert change.reasons or change.caused_by or triggered or inside
        if change.op in (Op.CREATE, Op.DELETE):
            assert change.certainty is Certainty.CERTAIN
        for one_property in change.properties:
            assert parse(one_property.path)
