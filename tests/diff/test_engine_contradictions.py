"""Previews and states that contradict themselves, or hold what no engine writes: not known, or refused in one sentence.

Whether an engine would ever write each of these is not asked.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from socle.diff.engine import read_engine_preview
from socle.plan.state import read_state
from socle.review.verdict import Verdict

from .test_engine_closed import VPC, reviewed, state, step

OLD: dict[str, Any] = {"name": "v", "description": "a"}


def updated(new: dict[str, Any], **details: str) -> Verdict:
    told = {path: {"kind": kind, "inputDiff": True} for path, kind in details.items()}
    return reviewed(step("update", state(VPC, inputs=OLD), state(VPC, inputs=new), detailedDiff=told)).verdict


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (OLD, "delete"), (OLD, "add"), (OLD, "update"), (OLD, "delete-replace"), ({**OLD, "description": "b"}, "delete"),
        ({**OLD, "description": "b"}, "add"), ({**OLD, "description": "b"}, "changes"), ({**OLD, "description": "b"}, ""),
    ],
)  # fmt: skip
def test_a_detail_that_the_states_belie_is_not_known(new: dict[str, Any], kind: str) -> None:
    assert updated(new, description=kind) == Verdict.LOOK


def test_a_detail_that_the_states_bear_out_is_what_it_is() -> None:
    assert updated({**OLD, "description": "b"}, description="update") == Verdict.NO_RISK
    assert updated({"name": "v"}, description="delete") == Verdict.NO_RISK
    assert updated({**OLD, "description": ""}, description="delete") == Verdict.NO_RISK, (
        "what is empty is as good as gone"
    )


def test_what_the_engine_counts_names_twice_or_adds_is_not_known() -> None:
    one = step("update", state(VPC, inputs=OLD), state(VPC, inputs={**OLD, "description": "b"}))

    assert reviewed(one, changeSummary={"update": 1}).verdict == Verdict.NO_RISK
    assert reviewed(one, changeSummary={"same": 2}).verdict == Verdict.LOOK
    assert reviewed(one, changeSummary={"update": 0}).verdict == Verdict.LOOK
    assert reviewed(one, changeSummary={"update": 2}).verdict == Verdict.REFUSED
    assert reviewed(one, one).verdict == Verdict.LOOK
    assert reviewed({**one, "whatComesNext": True}).verdict == Verdict.LOOK
    named = "urn:pulumi:dev::acme::pulumi:providers:scaleway::other::1"
    given = {"provider": "urn:pulumi:dev::acme::pulumi:providers:scaleway::own::1"}
    sides = [{**each, **given} for each in (one["oldState"], one["newState"])]
    assert reviewed({**one, "oldState": sides[0], "newState": sides[1], "provider": named}).verdict == Verdict.LOOK
    assert reviewed({**one, "oldState": sides[0], "newState": sides[1], **given}).verdict == Verdict.NO_RISK


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


STRANGE = {
    "half a character": '"x\\ud800"', "another half": '"\\udfffx"', "a zero byte": '"x\\u0000"', "not a number": "NaN",
    "infinity": "-Infinity", "too large": "1e999", "levels": deep(400), "many levels": deep(5000), "digits": "9" * 5000,
}  # fmt: skip


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
def test_what_no_engine_writes_is_refused_in_one_sentence(value: str, tmp_path: Path) -> None:
    row = state(VPC, inputs={"name": "v", "description": "HERE"})
    preview = json.dumps({"steps": [step("same", row, row)], "diagnostics": []}).replace('"HERE"', value)
    exported = json.dumps({"version": 3, "deployment": {"resources": [row]}}).replace('"HERE"', value)
    for text, read in ((preview, read_engine_preview), (exported, read_state)):
        file = tmp_path / "file.json"
        file.write_text(text, "utf-8")
        with pytest.raises(ValueError, match=r".") as told:
            read(file)
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("text", ["x\\u001b[2J", "x\\u0007", "x\\ud800", "x\\u0085"])
def test_a_name_with_a_control_character_is_refused_and_a_value_keeps_its_lines(text: str, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    row = state(f"{VPC}HERE", inputs={"name": "v", "description": "a\n\tb \x1b[0m \U0001f600"})
    written = json.dumps({"steps": [step("same", row, row)], "diagnostics": []})
    file.write_text(written.replace("HERE", ""), "utf-8")
    assert read_engine_preview(file).changes == ()
    file.write_text(written.replace("HERE", text), "utf-8")
    with pytest.raises(ValueError, match="a character that is none"):
        read_engine_preview(file)
