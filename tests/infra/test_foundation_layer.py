"""The foundation layer of the program, unmodified, and how its ids reach the layers on it.

Does not prove that an engine resolves the references alike: the bridge's are held against one in tests/engine.
"""

import shutil
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from socle.capture.run import capture
from socle.diff import Op, baseline_of_state, compare
from socle.plan import Plan, read_state
from socle.project import capture_stacks, find_project
from tests.checkout import copied, edit
from tests.engine.inside.alterations import altering
from tests.upgrade.recorded import revisions

from .test_program import ROOT, plan_of

pytestmark = pytest.mark.slow

BOOTSTRAP = {"demo-bootstrap": {"application_ids": {"founder": "36363636-3636-4363-8363-363636363636"}}}
"""What the demo's foundation takes from the layer before it."""
PLATFORM, DEPLOYER = "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the repository's program and estates."""
    return copied(tmp_path)


def without_ids(project: Path, estate: str) -> None:
    """Take the ids out that the foundation gives out."""
    lines = ("  projects:\n", f"    platform: {PLATFORM}\n", f"  deployer_application_id: {DEPLOYER}\n")
    edit(project / "stacks" / "estates" / estate / "estate.yaml", *((line, "") for line in lines))


def plan(project: Path, stack: str, **more: Any) -> Plan:
    estate, _, layer = stack.rpartition("-")
    config = {"socle:estate": estate, "socle:layer": layer}
    return capture(project / "infra", stack=stack, project="socle", mode="up", config=config, **more)


def test_a_plan_of_the_demos_foundation_gives_out_what_other_layers_take() -> None:
    outputs = plan_of("demo-foundation", "up", references=BOOTSTRAP).outputs
    assert outputs["project_ids"]["platform"] == PLATFORM
    assert outputs["application_ids"]["deployer"] == DEPLOYER
    assert set(outputs["group_members"]["archivists"]) == {f"application_id:{outputs['application_ids']['archivist']}"}
    assert set(outputs["audit_buckets"].values()) == {"socle-demo-audit-logs", "socle-demo-audit-evidence"}
    assert not any("secret_key" in key for key in outputs)


def test_a_stack_with_all_ids_reads_no_foundation() -> None:
    """Its references would be part of its state, and it was deployed without one."""
    assert [each.name for each in plan_of("demo-platform", "up") if "foundation" in each.name] == []


def test_layers_take_ids_from_the_foundation_and_resolve_each_other(project: Path) -> None:
    without_ids(project, "demo")
    run = capture_stacks(find_project(project), ["demo-platform", "demo-bridge", "demo-foundation"])
    assert not run.failures
    platform = run.plans["demo-platform"]
    assert platform.one("scaleway:network/vpc:Vpc").inputs["projectId"] == PLATFORM
    assert f"application_id:{DEPLOYER}" in platform.named("platform-bucket-evidence-policy").inputs["policy"]
    assert run.plans["demo-bridge"].one("scaleway:s2svpn/gateway:Gateway").inputs["projectId"] == PLATFORM


def test_the_same_ids_by_another_way_are_the_same_plan(project: Path) -> None:
    literal = plan(project, "demo-platform")
    foundation = plan(project, "demo-foundation", references=BOOTSTRAP)
    without_ids(project, "demo")
    moved = plan(project, "demo-platform", references={"demo-foundation": foundation})
    assert {each.urn: each.inputs for each in moved if each.custom and "StackReference" not in each.type} == {
        each.urn: each.inputs for each in literal if each.custom
    }


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        ({}, r"demo-foundation has no project_ids yet, and demo-platform takes it.*deploy the stack that makes it first, demo-foundation"),
        ({"project_ids": {}}, "project_ids of demo-foundation has no platform yet, and demo-platform takes it"),
        ({"project_ids": {"plateforme": PLATFORM}, "application_ids": {"deployer": DEPLOYER}},
         "project_ids of demo-foundation has no platform yet"),
        ({"project_ids": {"platform": ""}, "application_ids": {"deployer": DEPLOYER}}, "demo-foundation has no project_ids.platform yet"),
        ({"project_ids": PLATFORM, "application_ids": {"deployer": DEPLOYER}}, "project_ids of demo-foundation has no platform yet"),
        ({"project_ids": {"platform": PLATFORM}}, "demo-foundation has no application_ids yet"),
        ({"project_ids": {"platform": PLATFORM}, "application_ids": {"deploy": DEPLOYER}},
         "application_ids of demo-foundation has no deployer yet"),
    ],
)  # fmt: skip
def test_a_missing_or_renamed_output_names_both_stacks(project: Path, outputs: dict[str, Any], said: str) -> None:
    without_ids(project, "demo")
    with pytest.raises(pulumi.RunError, match=said):
        plan(project, "demo-platform", references={"demo-foundation": outputs})


def test_grants_name_groups_and_follow_who_is_in_them(project: Path) -> None:
    line = "        application_id: 55555555-5555-4555-8555-555555555501\n"
    shutil.rmtree(
        project / "stacks/estates/demo/cutover"
    )  # until its wave moves, what is granted on a bucket is to read alone
    (project / "stacks/estates/demo/cutover.yaml").unlink()
    edit(project / "stacks/estates/demo/estate.yaml", (line, "        group: loaders\n"))
    foundation = plan(project, "demo-foundation", references=BOOTSTRAP)
    made = plan(project, "demo-platform", references={"demo-foundation": foundation})
    loader = foundation.named("foundation-applications-loader").id
    assert f"application_id:{loader}" in made.named("platform-bucket-ingest-policy").inputs["policy"]
    assert made.named("platform-bucket-ingest-bucket").inputs["projectId"] == PLATFORM


def test_a_stack_whose_file_is_gone_is_refused(project: Path) -> None:
    (project / "stacks/estates/demo/foundation.yaml").unlink()
    with pytest.raises(pulumi.RunError, match=r"has no foundation\.yaml: the projects, identities and keys"):
        plan(project, "demo-foundation")


def test_a_foundation_that_claims_what_another_estate_has_is_not_deployed(project: Path) -> None:
    file = project / "stacks/estates/rehearsal/foundation.yaml"
    file.write_text(
        file.read_text("utf-8") + "budget: {euros: 1, alerts: {all: {threshold_percent: 9, emails: [a@b.eu]}}}\n",
        "utf-8",
    )
    with pytest.raises(
        pulumi.RunError,
        match=r"nothing was deployed:(.|\n)*the budget of the organisation is declared here and in demo",
    ):
        plan(project, "rehearsal-foundation")
    assert plan(project, "rehearsal-platform")


@pytest.mark.parametrize("stack", ["rehearsal-platform", "rehearsal-bridge"])
def test_a_deployed_stack_that_moves_to_the_foundations_ids_replaces_nothing(tmp_path: Path, stack: str) -> None:
    *_, latest = revisions()
    copied(tmp_path, latest.folder / "stacks")
    shutil.copy(ROOT / "stacks/estates/rehearsal/foundation.yaml", tmp_path / "stacks/estates/rehearsal")
    others = {name: read_state(latest.state(name)) for name in latest.stacks if name != stack}
    settings = yaml.safe_load((tmp_path / f"stacks/Pulumi.{stack}.yaml").read_text("utf-8"))["config"]

    def changed() -> dict[Op, list[str]]:
        config = {key: value for key, value in settings.items() if isinstance(value, str)}
        with altering(latest.left_out(), {}):
            made = capture(
                tmp_path / "infra", stack=stack, project="socle", config=config, prior=latest.state(stack),
                references={**others, "rehearsal-foundation": foundation},
            )  # fmt: skip
        found = compare(made, baseline_of_state(latest.state(stack)))
        assert not found.refused
        return {op: sorted(each.urn for each in found.changes if each.op is op) for op in found.counts()}

    foundation = plan(tmp_path, "rehearsal-foundation")
    before = changed()
    without_ids(tmp_path, "rehearsal")
    after = changed()
    assert {op: urns for op, urns in after.items() if op not in (Op.SAME, Op.READ)} == {
        op: urns for op, urns in before.items() if op not in (Op.SAME, Op.READ)
    }
    assert after.keys() <= {Op.SAME, Op.READ, Op.UPDATE, Op.CREATE}
