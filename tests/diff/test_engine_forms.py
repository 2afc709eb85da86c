"""A preview that says something in a place or a form that nobody reads is no preview of nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from socle.diff.engine import read_engine_preview
from socle.review.model import review
from socle.review.verdict import Verdict

URN = "urn:pulumi:s::p::scaleway:object/bucket:Bucket::b"
STATE = {"urn": URN, "type": "scaleway:object/bucket:Bucket", "custom": True, "id": "b", "inputs": {"name": "b"}}
QUIET: dict[str, Any] = {
    "steps": [{"op": "same", "urn": URN, "oldState": STATE, "newState": STATE}],
    "changeSummary": {"same": 1},
}


def test_a_preview_in_which_nothing_changes_is_without_risk() -> None:
    assert review([read_engine_preview(QUIET)], baseline="").verdict is Verdict.NO_RISK


@pytest.mark.parametrize(
    "more",
    [
        {"policyViolations": [{"name": "no-public"}]},
        {"result": "failed"},
        {"error": "boom"},
        {"diagnostics": [{"severity": "info", "message": "\x1b[31merror: boom\x1b[0m"}]},
        {"diagnostics": [{"severity": "info", "message": "[mandatory] no-public violated"}]},
        {"diagnostics": [{"severity": "debug", "message": " ['error: boom']"}]},
    ],
)
def test_what_may_stop_a_deployment_is_refused_wherever_it_stands(more: dict[str, Any]) -> None:
    assert review([read_engine_preview({**QUIET, **more})], baseline="").verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    "form",
    [
        {**QUIET, "changeSummary": {"delete": "3"}},
        {**QUIET, "changeSummary": {"delete": 3.0}},
        {**QUIET, "changeSummary": {"delete": True}},
        {**QUIET, "changeSummary": [1]},
        {"steps": [], "diagnostics": [{"severity": "info", "message": "hi"}], "changeSummary": {}},
        {"steps": [{**QUIET["steps"][0], "oldState": [1]}]},
        {"steps": [{**QUIET["steps"][0], "newState": "x"}]},
    ],
)
def test_what_is_of_another_form_is_no_preview(form: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_engine_preview(form)


@pytest.mark.parametrize(
    "text",
    [
        '{"steps": [{"op": "delete"}], "steps": []}',
        '{"steps": [], "duration": ' + "[" * 50_000 + "]" * 50_000 + "}",
    ],
    ids=["a key twice", "deep"],
)
def test_a_file_that_readers_read_differently_is_not_read(text: str, tmp_path: Path) -> None:
    file = tmp_path / "preview.json"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"twice|deeper"):
        read_engine_preview(file)


def test_a_file_is_read_as_what_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "preview.json"
    file.write_text(json.dumps(QUIET), "utf-8")
    assert read_engine_preview(file) == read_engine_preview(QUIET)


@pytest.mark.parametrize("key", ["dataClass", "data_class"])
def test_a_class_that_sinks_is_told_wherever_a_component_records_it(key: str) -> None:
    urn = "urn:pulumi:s::p::my:a:B::c"
    old, new = ({"urn": urn, "type": "my:a:B", "custom": False, "inputs": {key: of}} for of in ("health", "internal"))
    step = {"op": "update", "urn": urn, "oldState": old, "newState": new, "detailedDiff": None}
    assert review([read_engine_preview({"steps": [step]})], baseline="").verdict is Verdict.DANGEROUS
