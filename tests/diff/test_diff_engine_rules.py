"""The diff against the real engine, rule by rule: `tests/data/engine-rules` has one resource for each, see its README.

A verdict that is called certain must be the engine's. What the engine alone can see (a secret's value) must be called so.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from socle.capture.run import capture
from socle.diff.baseline import baseline_of_state
from socle.diff.change import Certainty, Op
from socle.diff.compare import Comparison, compare
from socle.plan.model import Plan

pytestmark = pytest.mark.slow

CASES = Path(__file__).parents[1] / "data" / "engine-rules"
STATE = CASES / "state.json"
REFUSED = sorted(file.stem for file in (CASES / "edits").glob("*.json") if json.loads(file.read_text("utf-8"))["exit"])
OPS = {"read-replacement": "replace"}
"""What a preview calls the same thing: something managed that is only read from now on."""


@cache
def captured(edit: str, *, deployed: bool) -> Plan:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDIT", edit)
        how: dict[str, Any] = {"prior": STATE} if deployed else {"mode": "up"}
        return capture(CASES / "infra", stack="rec", project="cases", root=CASES, **how)


@cache
def compared(edit: str, *, deployed: bool) -> Comparison:
    if deployed:
        return compare(captured(edit, deployed=True), baseline_of_state(STATE))
    return compare(captured(edit, deployed=False), captured("base", deployed=False))


def said(edit: str) -> dict[str, Any]:
    return json.loads((CASES / "edits" / f"{edit}.json").read_text("utf-8"))


def of_the_engine(edit: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        step["urn"]: (OPS.get(step["op"], step["op"]), tuple(sorted(step.get("replaceReasons", ()))))
        for step in said(edit)["steps"]
    }


@pytest.mark.parametrize("deployed", [True, False], ids=["on a state", "between two programs"])
def test_every_certain_verdict_is_the_engines_with_its_reasons(deployed: bool) -> None:
    comparison, theirs = compared("all", deployed=deployed), of_the_engine("all")
    ours = {change.urn: change for change in comparison.changes}
    wrong = []
    for urn in sorted({*theirs, *ours} - comparison.uncompared.keys()):
        change = ours.get(urn)
        silent = change is None or change.op in (Op.SAME, Op.READ)  # the engine reads again in every preview
        mine = None if silent else (str(change.op), change.reasons)
        if mine != theirs.get(urn) and (change is None or change.certainty is Certainty.CERTAIN):
            wrong.append((urn, mine, theirs.get(urn)))

    assert wrong == []


@pytest.mark.parametrize("deployed", [True, False], ids=["on a state", "between two programs"])
def test_only_secrets_and_made_up_ids_are_left_to_the_engine(deployed: bool) -> None:
    comparison, theirs = compared("all", deployed=deployed), of_the_engine("all")
    left = {change.resource.name for change in comparison.changes if change.certainty is not Certainty.CERTAIN}
    left |= {urn.rsplit("::", 1)[1] for urn in comparison.uncompared if urn in theirs}

    assert len(theirs) > 80
    assert {name for name in left if not name.startswith(("se-", "co-secret", "rd-from", "pv-", "pr-read"))} == set()


@pytest.mark.parametrize("deployed", [True, False], ids=["on a state", "between two programs"])
@pytest.mark.parametrize("edit", REFUSED)
def test_what_the_engine_refuses_is_refused_for_the_same_resource(edit: str, deployed: bool) -> None:
    refusals = {change.refusal.urn for change in compared(edit, deployed=deployed).refused if change.refusal}
    (message,) = said(edit)["diagnostics"]

    assert any(f"{quote}{urn}{quote}" in message for urn in refusals for quote in "\"'"), message


@pytest.mark.parametrize("deployed", [True, False], ids=["on a state", "between two programs"])
def test_reading_a_protected_resource_in_place_of_managing_it_is_not_refused(deployed: bool) -> None:
    assert said("pr-read")["exit"] == 0
    assert compared("pr-read", deployed=deployed).refused == ()


@pytest.mark.parametrize("deployed", [True, False], ids=["on a state", "between two programs"])
def test_without_an_edit_nothing_changes(deployed: bool) -> None:
    assert compared("base", deployed=deployed).changes == ()
