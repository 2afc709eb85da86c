"""The table of effects as a closed world: every property of demo and rehearsal moves something; what no table knows is never without risk.

Does not prove that an effect is the right one: the rows of `tests/edits` and the cases beside this file do that for some of them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from socle.diff.change import Change, Op
from socle.diff.compare import Comparison, compare
from socle.facts.effects import Effect, option_effects, type_effects
from socle.facts.effects import changed as changed_by_table
from socle.plan import parse
from socle.plan.model import Plan, Resource
from socle.project import capture_stacks, find_project, stacks_of_estate
from socle.review.effects import effects_of
from socle.review.model import review
from socle.review.verdict import Verdict

from ..edits.making import Copy

WORDS = {
    "tags", "description", "notes", "ttl", "name", "source",
    "metadata.annotations.reason", "metadata.labels.estate", "metadata.labels.app.kubernetes.io/managed-by",
}  # fmt: skip
"""What may change without a risk: words that no cloud acts upon."""
NOT_A_DIFFERENCE = (
    "scaleway:network/acl:Acl",
    "scaleway:object/bucketLockConfiguration:BucketLockConfiguration",
)
"""Types whose region the provider takes from what they belong to: it answers no change to another one."""


@pytest.fixture(scope="module", params=["demo", pytest.param("rehearsal", marks=pytest.mark.slow)])
def plans(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Plan]:
    """Every stack of an estate."""
    project = find_project(Path(__file__).parents[2])
    stacks = stacks_of_estate(project, request.param)
    if request.param == "demo":
        copy = Copy(tmp_path_factory.mktemp("effects"))
        return [copy._kept(stack, {}, {}) for stack in stacks]
    run = capture_stacks(project, stacks)
    assert not run.failures
    return list(run.plans.values())


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path


def put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    if isinstance(value, dict):
        return {key: put(item, path[1:], new) if key == path[0] else item for key, item in value.items()}
    return [put(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)]


def others(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, max(value - 1, 0)]
    if isinstance(value, str):
        return [f"{value}x", "another"]
    return ["another"]


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def compared(before: Resource, after: Resource) -> tuple[Change, ...]:
    return compare(Plan("demo", "socle", (after,)), Plan("demo", "socle", (before,))).changes


def verdict(before: Resource | None, after: Resource | None) -> Verdict:
    sides = [Plan("demo", "socle", (one,) if one else ()) for one in (after, before)]
    return review([compare(*sides)], baseline="main").verdict


def managed(plans: list[Plan]) -> list[Resource]:
    """One resource of each type and set of inputs, without the options that would keep an edit from the cloud."""
    found: dict[Any, Resource] = {}
    for plan in plans:
        for one in plan:
            if one.custom and not one.external and not one.type.startswith("pulumi:"):
                found.setdefault((one.type, str(sorted(map(str, leaves(one.inputs))))), one)
    return [
        replace(one, ignore_changes=(), parent="", property_dependencies={}, dependencies=())
        for one in found.values()
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.edits
def test_every_property_of_every_type_of_the_demo_moves_something_or_is_a_word(plans: list[Plan]) -> None:
    quiet: set[str] = set()
    unseen: set[str] = set()
    tried = 0
    for one in managed(plans):
        for path in leaves(one.inputs):
            value = _at(one.inputs, path)
            after = [replace(one, inputs=put(one.inputs, path, new)) for new in others(value)]
            changed = [each for each in after if each.inputs != one.inputs]
            tried += bool(changed)
            if not any(compared(one, each) for each in changed):
                unseen.add(f"{one.type} {'.'.join(map(str, path))}")
            both = (sides for each in changed for sides in ((one, each), (each, one)))
            if changed and all(verdict(*sides) is Verdict.NO_RISK for sides in both):
                quiet.add(f"{one.type} {'.'.join(map(str, path))}")

    unexpected = {
        text
        for text in quiet
        if not any(text.split(" ", 1)[1] == w or text.split(" ", 1)[1].split(".")[0] == w for w in WORDS)
    }
    unexpected -= {f"{type_} region" for type_ in NOT_A_DIFFERENCE}
    assert {text for text in unexpected if not re.search(r"ules\.\d+\.description$", text)} == set()
    assert {text.split()[0] for text in unseen} <= set(NOT_A_DIFFERENCE)
    assert tried > 600
    assert len({one.type for one in managed(plans)}) > 50


@pytest.mark.slow
@pytest.mark.edits
def test_a_single_edit_is_without_risk_only_where_the_table_says_harmless(plans: list[Plan]) -> None:
    """In either direction, and where the property goes: what is no difference to the provider is none here."""
    risks = without = 0
    for one in managed(plans):
        edits = [
            (path, put(one.inputs, path, new)) for path in leaves(one.inputs) for new in others(_at(one.inputs, path))
        ]
        edits += [((name,), {k: v for k, v in one.inputs.items() if k != name}) for name in one.inputs]
        for path, inputs in edits:
            after = replace(one, inputs=inputs)
            if inputs == one.inputs or verdict(one, after) is not Verdict.NO_RISK:
                risks += 1
                continue
            without += 1
            told = [
                changed_by_table(one.type, parse(p.path), one.inputs, inputs)[1]
                for change in compared(one, after)
                for p in change.properties
                if p.effective
            ]
            assert set(told) <= {frozenset({Effect.HARMLESS})}, f"{one.type} {path}"
    assert risks > 1000
    assert without > 20


def test_a_property_that_no_table_knows_is_never_without_risk(plans: list[Plan]) -> None:
    for one in managed(plans):
        more = replace(one, inputs={**one.inputs, "somethingNew": "x"})

        assert verdict(one, more) is not Verdict.NO_RISK, one.type
        assert verdict(more, one) is not Verdict.NO_RISK, one.type
        assert verdict(None, more) is not Verdict.NO_RISK, one.type


def test_every_type_and_every_input_of_the_demo_is_in_the_table(plans: list[Plan]) -> None:
    rows = {one.type: type_effects(one.type) for one in managed(plans)}
    assert {type_ for type_, row in rows.items() if row is None} == set()
    heads = {type_: {re.split(r"[.\[]", path)[0] for path in row.properties} for type_, row in rows.items() if row}
    lacking = {f"{one.type} {name}" for one in managed(plans) for name in one.inputs if name not in heads[one.type]}
    assert lacking == set()


@pytest.mark.parametrize(
    "type_", ["scaleway:web/hosting:Hosting", "aws:s3/bucket:Bucket", "pulumi-python:dynamic:Resource"]
)
def test_a_type_that_no_table_knows_is_never_without_risk(type_: str) -> None:
    one = Resource(f"urn:pulumi:demo::socle::{type_}::a", type_, custom=True, inputs={"a": 1})

    assert verdict(None, one) is Verdict.LOOK
    assert verdict(one, None) is Verdict.LOOK
    assert verdict(one, replace(one, inputs={"a": 2})) is Verdict.LOOK


def test_an_operation_that_no_table_knows_is_never_without_risk() -> None:
    one = Resource("urn:pulumi:demo::socle::scaleway:network/vpc:Vpc::a", "scaleway:network/vpc:Vpc", custom=True)
    for op in (Op.DISCARD, Op.UNKNOWN):
        change = Change("demo", op, one, None)
        made = review([Comparison(Plan("demo", "socle", ()), "intent", (change,))], baseline="")  # type: ignore[arg-type]

        assert effects_of(change) == {Effect.NOT_KNOWN}
        assert made.verdict is Verdict.LOOK


def test_an_option_that_no_table_knows_is_not_known() -> None:
    assert option_effects("something_new", None, True) == {Effect.NOT_KNOWN}
