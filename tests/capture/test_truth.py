"""A capture against what the real engine said of the same program: `tests/data/recordings`, see its README.

The engine's form is normalised by `socle.plan.state` and by nothing else. Not shown here: a program with an explicit
provider, whose inputs hold credentials.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from socle.capture.run import capture
from socle.plan.model import Plan, Resource
from socle.plan.state import read_preview, read_state

pytestmark = pytest.mark.slow

RECORDINGS = Path(__file__).parents[1] / "data" / "recordings"
STATE = RECORDINGS / "state.json"
PROGRAM = (RECORDINGS / "infra" / "__main__.py").read_text(encoding="utf-8")
PICKED = {*re.findall(r'pick\(\s*"([\w-]+)"', PROGRAM), *re.findall(r'EDIT [!=]= "([\w-]+)"', PROGRAM)}
EDITS = sorted({*PICKED, "db-volume-grow", "db-volume-shrink", "source-anything"})


def recorded(prior: Path | None = None) -> Plan:
    return capture(RECORDINGS / "infra", stack="rec", project="recorded", root=RECORDINGS, prior=prior)


def comparable(resource: Resource, *, outputs: bool) -> Resource:
    """What the engine records too: it keeps no aliases, and a preview shows no outputs."""
    return replace(resource, aliases=(), outputs=resource.outputs if outputs else {})


def by_urn(plan: Plan, *, outputs: bool) -> dict[str, Resource]:
    return {r.urn: comparable(r, outputs=outputs) for r in plan if "::default_" not in r.urn}


def test_a_first_capture_equals_the_engines_preview_in_every_field() -> None:
    plan = by_urn(recorded(), outputs=False)
    preview = by_urn(read_preview(RECORDINGS / "first-preview.json"), outputs=False)

    assert len(preview) == 32
    assert plan == preview


def test_a_capture_with_the_state_shows_no_difference_against_it() -> None:
    state = read_state(STATE)
    plan = recorded(prior=STATE)

    assert by_urn(plan, outputs=True) == by_urn(state, outputs=True)
    assert plan.outputs == state.outputs


def test_the_recorded_lines_are_those_of_the_program() -> None:
    plan = recorded()

    assert plan.named("zone").source_position == "project:///infra/__main__.py#147"
    assert all(r.source_position for r in plan if r.type != "pulumi:pulumi:Stack")


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_of_the_recorded_program_can_be_captured(edit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDIT", edit)

    first, second = recorded(), recorded(prior=STATE)

    assert set(first.by_urn) == set(second.by_urn)
    assert len(first) >= 30


RECORDED_EDITS = sorted(path.stem for path in (RECORDINGS / "edits").glob("*.json"))
ONLY_THE_ENGINE = {"secret-data"}  # whether a secret changed: the state holds ciphertext


@pytest.mark.parametrize("edit", RECORDED_EDITS)
def test_ids_become_unknown_exactly_where_the_engine_makes_a_new_resource(
    edit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDIT", edit)
    said = json.loads((RECORDINGS / "edits" / f"{edit}.json").read_text(encoding="utf-8"))
    new = {step["urn"] for step in said["steps"] if step["op"] in ("create", "replace")}

    plan = recorded(prior=STATE)
    unknown = {r.urn for r in plan if r.custom and not r.id}

    if edit in ONLY_THE_ENGINE:
        assert unknown < new
    elif said["exit"] == 0:
        assert unknown == new
    else:  # the engine stopped at a protected resource, and its list of steps with it
        assert unknown >= {urn for urn in new if plan.by_urn[urn].custom}


def test_most_of_the_recorded_edits_ran_to_their_end() -> None:
    ends = [json.loads(path.read_text(encoding="utf-8"))["exit"] for path in (RECORDINGS / "edits").glob("*.json")]

    assert ends.count(0) > len(ends) / 2


def test_the_recorded_program_has_ids_of_the_recorded_shape_after_up() -> None:
    def shape(id_: str) -> str:
        uuid = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uuid>", id_)
        return re.sub(r"SCW[0-9A-Z]{17}", "<access key>", uuid)

    up = capture(RECORDINGS / "infra", stack="rec", project="recorded", root=RECORDINGS, mode="up")
    state = {r.urn: shape(r.id) for r in read_state(STATE) if r.custom and "::default_" not in r.urn}

    assert {r.urn: shape(r.id) for r in up if r.custom} == state


def test_ids_can_be_followed_after_up_as_in_the_state() -> None:
    up = capture(RECORDINGS / "infra", stack="rec", project="recorded", root=RECORDINGS, mode="up")
    vpc = up.one("scaleway:network/vpc:Vpc")

    assert up.one("scaleway:network/acl:Acl").inputs["vpcId"] == vpc.id
    assert {r.inputs["vpcId"] for r in up.all("scaleway:network/privateNetwork:PrivateNetwork")} == {vpc.id}
    assert up.outputs["vpc"] == vpc.id
