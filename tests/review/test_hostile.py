"""Values that no cloud would take, in every property of every type of the demo: a review and an audit answer all the same.

Does not prove that the answer is the right one, only that one resource never takes away the answer for the others.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from socle.access import Reach, gained, reaches
from socle.access.rights import RIGHTS
from socle.diff.engine import read_engine_preview
from socle.facts import address_parts, strangers
from socle.plan import read_deployed
from socle.plan.model import Plan, Resource
from socle.project import stacks_of_estate
from socle.report.review.json import review_json
from socle.review.model import review
from socle.review.verdict import Verdict
from socle.rules import Context, Finding, Result, Severity, judged, run
from socle.rules.rule import Rule

from ..edits.making import Copy
from .test_effects import leaves, managed, put

pytestmark = [pytest.mark.slow, pytest.mark.edits]


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [{"x": value}]
    return value


HOSTILE: dict[str, Any] = {
    "half an address": "https://[x",
    "an open bracket": "[",
    "a port that is none": "https://a.example:99999x",
    "a wide host": "https://a℀b.example",
    "a huge number": "1e999",
    "no number": "NaN",
    "a superscript": "²",
    "half a character": "\ud800",
    "a nul": "\x00",
    "lists": [[["x"]], [[]]],
    "rows of another kind": [{"x": "1"}],
    "a list of nothing": [None, 1, True],
    "a number": 7,
    "a fraction": -1.5,
    "beyond every number": 10**400,
    "infinite": float("inf"),
    "not a number": float("nan"),
    "an object": {"x": {"y": []}},
    "a switch": True,
    "nothing": None,
    "JSON of nothing": '{"Statement": [null, 1, {"Principal": [[]], "Action": {}}]}',
    "JSON too deep": "[" * 5000,
    "deep": nested(50),  # 100 levels; a state of more than 120 is refused whole
    "ranges": ["10.0.0.0/99", "/", "::/129", ""],
    "ports": "9-1-x",
}
UNWRITTEN = {"half a character", "a nul", "infinite", "not a number"}
"""What no engine writes into a state, so that one that holds it is refused whole: tests/diff holds that."""
TURNS = 4
"""How many of the values each property meets, so that a run stays short."""
STACK = "urn:pulumi:dev::acme::pulumi:pulumi:Stack::acme-dev"
QUIET = {
    "urn": "urn:pulumi:dev::acme::scaleway:network/vpc:Vpc::quiet",
    "type": "scaleway:network/vpc:Vpc",
    "custom": True,
    "id": "q",
}


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Plan]:
    copy = Copy(tmp_path_factory.mktemp("hostile"))
    return [copy._kept(stack, {}, {}) for stack in stacks_of_estate(copy.project, "demo")]


def rows(
    plans: list[Plan], turn: int, values: Mapping[str, Any] = HOSTILE
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Of one resource of each type, both states of each edit, as the engine writes them: each leaf and property takes the next value."""
    types = {one.type: one for one in managed(plans)}
    given = list(values.values())
    found: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for one in types.values():
        for index, path in enumerate(dict.fromkeys([*leaves(one.inputs), *((name,) for name in one.inputs)])):
            inputs = put(one.inputs, path, given[(turn + index * 7) % len(given)])
            row = {"urn": f"{one.urn}-{index}", "type": one.type, "custom": True, "id": f"id-{index}"}
            found.append(
                ({**row, "inputs": one.inputs, "outputs": one.inputs}, {**row, "inputs": inputs, "outputs": inputs})
            )
    return found


@pytest.mark.parametrize("turn", range(TURNS))
def test_a_review_answers_whatever_a_value_is(plans: list[Plan], turn: int) -> None:
    steps = [
        {"op": "update", "urn": old["urn"], "detailedDiff": None, "oldState": old, "newState": new}
        for index, sides in enumerate(rows(plans, turn))
        for old, new in [sides if index % 2 else sides[::-1]]
    ]
    found = review([read_engine_preview({"steps": steps, "diagnostics": []})], baseline="")

    assert found.verdict is not Verdict.NO_RISK
    assert review_json(found, str)


@pytest.mark.parametrize("turn", range(TURNS))
def test_an_audit_answers_whatever_a_value_is(plans: list[Plan], turn: int) -> None:
    stack = {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False}
    written = {name: value for name, value in HOSTILE.items() if name not in UNWRITTEN}
    resources = [stack, QUIET, *(new for _, new in rows(plans, turn, written))]
    found: list[Finding] = judged([read_deployed({"version": 3, "deployment": {"resources": resources}})], Context())

    assert any(each.name == "quiet" for each in found)


@pytest.mark.parametrize("text", ["https://[x", "[", "https://a.example:99999x", "https://a\u2100b.example", "//[::1"])
def test_an_address_that_cannot_be_read_is_a_strangers(text: str) -> None:
    assert address_parts(text) is None
    assert strangers("scaleway", "apiUrl", text) == [""]
    exporter = Resource(
        "urn:pulumi:dev::acme::scaleway:observability/exporter:Exporter::x",
        "scaleway:observability/exporter:Exporter",
        True,
        inputs={"otlpDestination": {"endpoint": text}, "exportedProducts": ["all"]},
    )
    failed = {each.rule for each in run([Plan("dev", "acme", (exporter,))]) if each.result is Result.FAIL}

    assert "export-encrypted" in failed
    assert [str(each.source) for each in reaches(exporter, {})] == ["not known before deployment"]


def test_a_rule_that_cannot_read_one_resource_judges_the_others() -> None:
    def check(view: Any) -> Any:
        if view.get("x") == "odd":
            float("odd")
        yield from ()

    rule = Rule("one", "One", Severity.HIGH, why="", remedy="", controls=(), check=check)
    rows = tuple(Resource(f"{QUIET['urn']}{x}", QUIET["type"], True, inputs={"x": x}) for x in ("odd", "even"))
    found = run([Plan("dev", "acme", rows)], rules=[rule])

    assert {each.name: each.result for each in found} == {"quietodd": Result.UNDETERMINED, "quieteven": Result.PASS}
    assert "ValueError" in str(next(each.message for each in found if each.result is Result.UNDETERMINED))


def test_what_gives_rights_and_cannot_be_read_may_give_any(monkeypatch: pytest.MonkeyPatch) -> None:
    def reader(_resource: Resource, _names: Any) -> Any:
        yield Reach("right", "a", "reads", "b")
        float("odd")

    token = "scaleway:iam/policy:Policy"
    monkeypatch.setitem(RIGHTS, token, reader)
    one, other = (Resource(f"urn:pulumi:dev::acme::{token}::x", token, True, inputs={"x": x}) for x in "ab")

    assert [(str(each.source), each.public) for each in reaches(one, {})] == [
        ("a", False), ("not known before deployment", True),
    ]  # fmt: skip
    assert len(gained(one, other, {})) == 1
