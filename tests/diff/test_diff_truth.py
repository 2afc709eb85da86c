"""The diff against the real engine: for every recorded edit of the recorded program, the same operations for the same reasons.

`edits` were given with the recordings; `more-edits` were recorded afterwards with the same engine and provider, for the
edits of the program that had none. Where the engine stopped, its list of steps is cut short: what it lists must agree.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from socle.capture.run import capture
from socle.diff.baseline import Baseline, Level, baseline_of_state
from socle.diff.change import Certainty, Change, Op, Remark
from socle.diff.compare import Comparison, compare
from socle.plan.model import Plan

pytestmark = pytest.mark.slow

RECORDINGS = Path(__file__).parents[1] / "data" / "recordings"
SAID = {file.stem: file for folder in ("edits", "more-edits") for file in sorted((RECORDINGS / folder).glob("*.json"))}
SECRETS = {"db-password", "secret-data"}
"""Edits of a secret value: the program's is masked and the state's is ciphertext. The inputs are listed as not compared."""


@cache
def state() -> Baseline:
    return baseline_of_state(RECORDINGS / "state.json")


@cache
def captured(edit: str, mode: str = "", *, deployed: bool = False) -> Plan:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDIT", edit)
        how: dict[str, Any] = {"prior": RECORDINGS / "state.json"} if deployed else {"mode": mode}
        return capture(RECORDINGS / "infra", stack="rec", project="recorded", root=RECORDINGS, **how)


def said(edit: str) -> dict[str, Any]:
    return json.loads(SAID[edit].read_text(encoding="utf-8"))


def changes(comparison: Comparison) -> dict[str, Change]:
    return {change.urn: change for change in comparison.changes if change.op is not Op.SAME}


def causes(change: Change) -> set[str]:
    return {*change.causes, *(detail for remark, detail in change.remarks if remark is Remark.RECOMPUTES)}


def disagreements(comparison: Comparison, recording: dict[str, Any]) -> list[str]:
    """Everything in which the diff and the engine differ, with the certainty that the diff gave it."""
    ours, theirs = changes(comparison), {step["urn"]: step for step in recording["steps"]}
    found = [f"{u}: {ours[u].op} ({ours[u].certainty}), not in the engine" for u in ours.keys() - theirs.keys()]
    if recording["exit"]:
        found = []
    found += [f"{u}: {theirs[u]['op']} in the engine only" for u in theirs.keys() - ours.keys()]
    for u in ours.keys() & theirs.keys():
        change, step = ours[u], theirs[u]
        if change.op != step["op"]:
            found.append(f"{u}: {change.op} ({change.certainty}), {step['op']} in the engine")
        if set(change.reasons) != set(step.get("replaceReasons") or ()):
            found.append(f"{u}: {change.reasons}, {step.get('replaceReasons')} in the engine")
        named = set(step.get("diffReasons") or ()) - {"__meta"}
        if named and causes(change) != named:
            found.append(f"{u}: {causes(change)}, {named} in the engine")
    return found


def refused_by_the_engine(recording: dict[str, Any]) -> set[str]:
    about = [text for text in recording["diagnostics"] if '"urn:' in text]
    return {text.split('"')[1] for text in about}


@pytest.mark.parametrize("edit", sorted(SAID))
def test_a_recorded_edit_gives_the_engines_operations_reasons_and_refusals(
    edit: str,
) -> None:
    recording = said(edit)
    plan = captured(edit, deployed=True)

    comparison = compare(plan, state())

    assert comparison.level is Level.STATE
    if edit in SECRETS:
        changed = {step["urn"] for step in recording["steps"]}
        assert changed <= comparison.uncompared.keys()
        assert not changes(comparison)
        return
    assert disagreements(comparison, recording) == []
    assert bool(comparison.refused) == bool(recording["exit"])
    assert refused_by_the_engine(recording) <= {c.refusal.urn for c in comparison.refused if c.refusal}


@pytest.mark.parametrize("edit", sorted(set(SAID) - SECRETS))
def test_two_programs_compared_give_what_the_engine_says_of_the_second_on_the_first(
    edit: str,
) -> None:
    recording = said(edit)
    before, after = captured("base", "up"), captured(edit, "up")

    comparison = compare(after, before)

    assert comparison.level is Level.INTENT
    assert disagreements(comparison, recording) == []
    assert bool(comparison.refused) == bool(recording["exit"])


REFERRING = (
    *("bucket-name", "db-network", "db-user", "group-empty", "k8s-network", "pn-subnet"),
    *("secret-type", "sse-algorithm", "stack-rename-component", "vpc-region"),
)
"""Edits in which values that only the cloud knows come from another resource, or from a new one."""


@pytest.mark.parametrize("edit", REFERRING)
def test_no_verdict_called_certain_disagrees_when_every_id_is_unknown(edit: str) -> None:
    comparison = compare(captured(edit, "preview"), captured("base", "preview"))
    steps = {step["urn"]: step["op"] for step in said(edit)["steps"]}
    cut_short = said(edit)["exit"] != 0

    assert changes(comparison)
    for u, change in changes(comparison).items():
        if change.certainty is Certainty.CERTAIN and (u in steps or not cut_short):
            assert change.op == steps.get(u)


def test_less_than_one_edit_in_twenty_is_left_to_the_provider_or_the_engine() -> None:
    undecided = set(SECRETS)
    for edit in sorted(set(SAID) - SECRETS):
        recorded = {step["urn"] for step in said(edit)["steps"]}
        comparison = compare(captured(edit, deployed=True), state())
        if any(c.certainty is not Certainty.CERTAIN and c.urn in recorded for c in comparison.changes):
            undecided.add(edit)

    assert len(undecided) <= len(SAID) * 0.05, undecided


def test_the_unedited_program_shows_nothing_against_its_state() -> None:
    comparison = compare(captured("base", deployed=True), state())

    assert comparison.changes == ()
    assert comparison.unchanged == 31
    assert {u.rsplit("::", 1)[1] for u in comparison.uncompared} == {
        "zone-db-instance",
        "zone-db-user",
        "zone-iam-secret-v",
    }
