"""The bootstrap layer of the program, unmodified: what it gives out, and what it refuses."""

import re
from pathlib import Path

import pulumi
import pytest

from socle.capture.run import capture
from socle.project import capture_stacks, find_project
from tests.checkout import ROOT, copied

from .test_program import plan_of

pytestmark = pytest.mark.slow

DEPLOYER = "33333333-3333-4333-8333-333333333333"


def test_it_gives_out_an_address_for_each_zone_and_no_secret() -> None:
    outputs = plan_of("demo-bootstrap", "up").outputs
    assert outputs["backends"] == {
        zone: f"s3://socle-demo-state-{zone}?endpoint=https://s3.fr-par.scw.cloud&region=fr-par"
        for zone in ("organization", "platform", "spaces", "legacy")
    }
    assert set(outputs) == {"project_ids", "application_ids", "api_key_secret_ids", "backends", "cutover"}


def test_every_resource_names_its_project(tmp_path: Path) -> None:
    plan = plan_of("demo-bootstrap", "up")
    project = str(plan.named("bootstrap-projects-state").id)
    placed = [each for each in plan if each.custom and "projectId" in each.inputs]
    assert len(placed) == 13
    assert {each.inputs["projectId"] for each in placed} == {project}


def test_a_stack_whose_declaration_is_gone_is_refused(tmp_path: Path) -> None:
    copied(tmp_path)
    file = tmp_path / "stacks/estates/demo/foundation.yaml"
    file.write_text(re.sub(r"(?m)^bootstrap:\n(  .*\n)+", "", file.read_text("utf-8")), "utf-8")
    config = {"socle:estate": "demo", "socle:layer": "bootstrap"}
    with pytest.raises(pulumi.RunError, match="has no bootstrap: the buckets that hold the states of every stack"):
        capture(tmp_path / "infra", stack="demo-bootstrap", project="socle", mode="up", config=config)


def test_the_founder_is_named_in_what_the_foundation_closes() -> None:
    """Whoever deploys is let in by what is deployed: the next refresh would stop otherwise."""
    run = capture_stacks(find_project(ROOT), ["demo-bootstrap", "demo-foundation"], mode="up")
    assert not run.failures
    founder = run.plans["demo-bootstrap"].named("bootstrap-applications-founder").id
    for kind in ("logs", "evidence"):
        policy = run.plans["demo-foundation"].named(f"foundation-audit-{kind}-policy").inputs["policy"]
        assert f"application_id:{founder}" in policy
        assert DEPLOYER not in policy


def test_without_bootstrap_the_platforms_deployer_is_named() -> None:
    policy = plan_of("rehearsal-foundation", "up").named("foundation-audit-logs-policy").inputs["policy"]
    assert DEPLOYER in policy
