"""The verdict on single edits against the provider's own Diff: `tests/data/provider-answers.json`, see its `about`.

Where a verdict is called certain it must agree; where it disagrees it must say that the provider decides.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from socle.diff.baseline import Baseline, Level
from socle.diff.change import Certainty, Change, Op
from socle.diff.compare import compare
from socle.plan.model import Plan, Resource

ANSWERS = json.loads((Path(__file__).parents[1] / "data" / "provider-answers.json").read_text(encoding="utf-8"))
PLAIN = Op.SAME, Certainty.CERTAIN, ()


def one(type_: str, inputs: dict[str, Any]) -> Plan:
    return Plan("s", "p", (Resource(f"urn:pulumi:s::p::{type_}::one", type_, True, inputs=inputs),))


def verdict(row: dict[str, Any], edit: dict[str, Any], level: Level) -> tuple[Op, Certainty, tuple[str, ...]]:
    inputs = {name: value for name, value in row["inputs"].items() if name != edit["input"]}
    if "new" in edit:
        inputs[edit["input"]] = edit["new"]
    before = one(row["type"], row["inputs"])
    outputs = {before.resources[0].urn: row["outputs"]} if level is Level.STATE else {}
    changes: tuple[Change, ...] = compare(one(row["type"], inputs), Baseline(before, level, outputs)).changes
    return (changes[0].op, changes[0].certainty, changes[0].reasons) if changes else PLAIN


@cache
def judged(level: Level) -> tuple[list[str], int, int]:
    """Disagreements called certain, agreements called certain, and all verdicts."""
    wrong: list[str] = []
    certain = total = 0
    for row in ANSWERS["resources"]:
        for edit in row["edits"]:
            if edit.get("new") == "04da6b54-80e4-46f7-96ec-b56ff0331ba9":
                continue  # an unknown value without something new that it comes from cannot be in a plan
            op, certainty, reasons = verdict(row, edit, level)
            total += 1
            if certainty is not Certainty.CERTAIN:
                continue
            certain += 1
            if op != edit["op"] or (op is Op.REPLACE and list(reasons) != edit["replaces"]):
                wrong.append(f"{row['type']} {edit['input']} {edit['edit']}: {op} {reasons}, the provider: {edit}")
    return wrong, certain, total


@pytest.mark.parametrize("level", [Level.STATE, Level.INTENT])
def test_no_verdict_called_certain_disagrees_with_the_provider(level: Level) -> None:
    assert judged(level)[0] == []


def test_nearly_every_verdict_against_a_state_is_certain() -> None:
    _, certain, total = judged(Level.STATE)

    assert total > 1300
    assert certain / total > 0.95


def test_between_two_programs_nine_in_ten_are_certain() -> None:
    _, certain, total = judged(Level.INTENT)

    assert certain / total > 0.9
