"""The rings in which merged changes are applied: every stack once, the rehearsal before the demo, each in the order of its layers."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
STACKS = {file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in (ROOT / "stacks").glob("Pulumi.*.yaml")}
LAYERS = ("foundation", "platform", "cluster", "bridge", "legacy")


def gitlab() -> dict[str, Any]:
    return yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))


def gitlab_rings() -> list[str]:
    """The stacks in the order in which each waits for the one before."""
    jobs = {name: job for name, job in gitlab().items() if isinstance(job, dict) and job.get("extends") == ".apply"}
    waits = {tuple(job["needs"]): name for name, job in jobs.items()}
    assert len(waits) == len(jobs), "two jobs wait for the same one"
    order: list[str] = []
    waited: tuple[str, ...] = ()
    while waited in waits:
        order.append(waits[waited])
        waited = (order[-1],)
    assert len(order) == len(jobs), "a job waits for what is never applied"
    assert [jobs[name]["variables"]["STACK"] for name in order] == order
    return order


def github_rings() -> list[str]:
    jobs = yaml.safe_load((ROOT / ".github/workflows/apply.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["demo"]["needs"] == "rehearsal"
    assert all(job["strategy"]["max-parallel"] == 1 and job["strategy"]["fail-fast"] for job in jobs.values())
    return [stack for name in ("rehearsal", "demo") for stack in jobs[name]["strategy"]["matrix"]["stack"]]


@pytest.mark.parametrize("rings", [gitlab_rings(), github_rings()], ids=["gitlab", "github"])
def test_every_stack_is_in_exactly_one_ring(rings: list[str]) -> None:
    assert sorted(rings) == sorted(STACKS)


@pytest.mark.parametrize("rings", [gitlab_rings(), github_rings()], ids=["gitlab", "github"])
def test_the_rehearsal_comes_first_and_layers_keep_their_order(rings: list[str]) -> None:
    order = [(estate != "rehearsal", LAYERS.index(layer)) for estate, _, layer in (s.partition("-") for s in rings)]

    assert all(one < two for one, two in pairwise(order))


def test_every_stack_can_be_previewed_by_the_engine_and_is_added_to_the_comment() -> None:
    pipeline = gitlab()
    engines = {f"engine {stack}" for stack in STACKS}

    assert {
        name for name, job in pipeline.items() if isinstance(job, dict) and job.get("extends") == ".engine"
    } == engines
    for stack in STACKS:
        assert pipeline[f"engine {stack}"]["variables"] == {"STACK": stack}
        assert pipeline[f"comment {stack}"]["needs"] == [{"job": f"engine {stack}", "artifacts": True}]
        assert pipeline[f"comment {stack}"]["variables"] == {"PART": f"engine-{stack}"}


def test_who_may_plan_does_not_comment_and_who_comments_may_not_plan() -> None:
    pipeline = gitlab()

    assert "TOKEN" not in str(pipeline[".engine"])
    assert "PLAN_" not in str(pipeline[".comment"])
    assert "APPLY_" not in str({name: job for name, job in pipeline.items() if name != ".apply"})
