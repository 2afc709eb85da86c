"""The engine's own preview as a comparison: `tests/data/engine-previews`, recorded for edits of the recorded program.

They are `pulumi preview --json --show-sames --show-reads --show-replacement-steps` of the engine 3.260, less what is no error.
"""

import json
from pathlib import Path

import pytest

from socle.diff.baseline import Level
from socle.diff.change import Certainty, Op, RefusalKind
from socle.diff.engine import read_engine_preview

PREVIEWS = Path(__file__).parents[1] / "data" / "engine-previews"


def test_the_steps_of_the_engine_are_changes_that_are_certain() -> None:
    found = read_engine_preview(PREVIEWS / "iam-sets.json")

    assert (found.level, found.stack, found.errors) == (Level.ENGINE, "rec", ())
    assert [(c.resource.name, c.op, c.certainty) for c in found.changes] == [
        ("zone-iam-policy", Op.UPDATE, Certainty.CERTAIN)
    ]
    assert [(p.path, p.kind, p.new) for p in found.changes[0].properties] == [
        ("rules[0].permissionSetNames[1]", "add", "VPCReadOnly")
    ]


def test_a_replacement_is_one_change_and_names_its_property() -> None:
    found = read_engine_preview(PREVIEWS / "pool-zone.json")

    assert [(c.resource.name, c.op, c.reasons) for c in found.changes] == [("zone-k8s-pool", Op.REPLACE, ("zone",))]
    assert [p.path for p in found.changes[0].properties if p.replaces] == ["zone"]


def test_what_stopped_the_engine_is_refused_although_no_step_says_so() -> None:
    found = read_engine_preview(PREVIEWS / "vpc-region.json")
    refusals = [change.refusal for change in found.refused]

    assert [(r.kind, r.urn.rsplit("::", 1)[1], r.cause.rsplit("::", 1)[1]) for r in refusals if r] == [
        (RefusalKind.PROTECTED_DEPENDENT, "zone-k8s-cluster", "zone-network-vpc")
    ]
    assert len(found.errors) == 1


def test_unchanged_resources_are_counted() -> None:
    form = json.loads((PREVIEWS / "iam-sets.json").read_text(encoding="utf-8"))
    sames = [s for s in form["steps"] if s["op"] == "same" and "pulumi:pulumi:Stack" not in s["urn"]]

    assert read_engine_preview(form).unchanged == len(sames) > 20


@pytest.mark.parametrize("form", [{}, {"steps": 1}, {"steps": []}])
def test_what_is_no_preview_is_refused(form: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="preview"):
        read_engine_preview(form)
