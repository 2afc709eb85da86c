"""What was read of the provider beyond its schema replaces: each input that it names, and each that `replace_on_changes` names.

That the engine says the same is held by the recordings (`test_diff_engine_rules.py`).
"""

import json
from importlib.resources import files
from typing import Any

import pytest

from socle.diff.change import Certainty, Op
from socle.diff.compare import compare
from socle.diff.replacement import nested_fields, replaced_by_unknown
from socle.facts.scaleway import facts
from socle.plan.model import Plan, Resource

_ROWS = json.loads(files("socle.facts.scaleway").joinpath("equality.json").read_text("utf-8"))["resources"]
REPLACING = [
    (type_, path)
    for type_, row in sorted(_ROWS.items())
    for path, flags in sorted(row.get("inputs", {}).items())
    if flags.get("replace")
]

FLAGS = {(type_, name): flags for type_, row in _ROWS.items() for name, flags in row.get("inputs", {}).items()}
TOPS = [(type_, name, each.type) for type_ in _ROWS if (known := facts(type_)) for name, each in known.inputs.items()]


def given(fields: dict[str, Any], names: list[str], value: str) -> dict[str, Any]:
    """Inputs with a value at a path; a block that is a list has one member."""
    name, *below = names
    inner = given(nested_fields(fields[name].type), below, value) if below else value
    return {name: [inner] if below and fields[name].type.startswith("list<") else inner}


def resource(type_: str, inputs: dict[str, Any], **more: Any) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::r", type_, custom=True, inputs=inputs, **more)


@pytest.mark.parametrize(("type_", "path"), REPLACING)
def test_what_was_read_to_replace_replaces(type_: str, path: str) -> None:
    known = facts(type_)
    assert known
    old, new = (resource(type_, given(known.inputs, path.split("."), value)) for value in ("one", "two"))
    (change,) = compare(Plan("s", "p", (new,)), Plan("s", "p", (old,))).changes

    assert change.op is Op.REPLACE
    assert [each.replaces for each in change.properties] == [True]


def nested_replacing() -> list[tuple[str, str, str, bool]]:
    """Fields of the blocks that replace, and whether another value in them does: by their own flag, or where that was measured."""
    return [
        (type_, name, field, bool(top.replace_source) or fact.replace)
        for type_ in _ROWS
        if (known := facts(type_))
        for name, top in known.inputs.items()
        if top.replace and not top.type.startswith("map<")
        for field, fact in nested_fields(top.type).items()
        if fact.type == "string" and not FLAGS.get((type_, f"{name}.{field}"))
    ]


def test_a_field_of_a_block_replaces_by_a_flag_of_its_own_and_a_key_of_a_map_by_that_of_the_map() -> None:
    told: dict[bool, int] = {True: 0, False: 0}
    for type_, name, field, replaces in nested_replacing():
        known = facts(type_)
        assert known
        sides = [resource(type_, given(known.inputs, [name, field], value)) for value in ("one", "two")]
        for change in compare(Plan("s", "p", (sides[1],)), Plan("s", "p", (sides[0],))).changes:
            assert [each.replaces for each in change.properties] == [replaces], f"{type_} {name}.{field}"
            told[replaces] += 1
    assert min(told.values()) > 2

    settings = [resource("scaleway:databases/instance:Instance", {"initSettings": {"a": value}}) for value in "12"]
    (change,) = compare(Plan("s", "p", (settings[1],)), Plan("s", "p", (settings[0],))).changes
    assert change.op is Op.REPLACE


def added(type_: str, name: str, value: Any) -> bool:
    """Whether an input that had no value differs with this one."""
    sides = [Plan("s", "p", (resource(type_, inputs),)) for inputs in ({name: value}, {})]
    return any(each.effective for change in compare(*sides).changes for each in change.properties)


def test_an_empty_text_is_no_value_except_beside_a_default() -> None:
    texts = [(type_, name) for type_, name, kind in TOPS if kind == "string"]
    plain = [each for each in texts if "default" not in FLAGS.get(each, {})]

    assert {each for each in plain if added(*each, "")} == set()
    assert len(plain) > 300


def test_what_is_off_differs_from_a_value_that_the_cloud_keeps_and_from_none_that_it_has_not() -> None:
    switches = [(type_, name) for type_, name, kind in TOPS if kind == "boolean"]
    plain = [each for each in switches if not FLAGS.get(each)]
    kept = [each for each in switches if FLAGS.get(each) == {"keeps": True}]

    assert {each for each in plain if added(*each, False)} == set()
    assert {each for each in kept if not added(*each, False)} == set()
    assert plain
    assert kept


def test_there_are_many_and_some_are_deep() -> None:
    assert len(REPLACING) > 20
    assert sum("." in path for _, path in REPLACING) > 5


@pytest.mark.parametrize("type_", ["scaleway:network/vpc:Vpc", "scaleway:web/hosting:Hosting", "aws:s3/bucket:Bucket"])
@pytest.mark.parametrize("pattern", ["tags", "*"])
def test_what_is_told_to_replace_replaces_where_it_turns_unknown(type_: str, pattern: str) -> None:
    one = resource(type_, {"tags": ["a"], "name": "b"}, replace_on_changes=(pattern,))

    assert replaced_by_unknown(one, "tags") == (True, Certainty.CERTAIN)
    assert replaced_by_unknown(resource(type_, one.inputs), "tags")[0] is False
