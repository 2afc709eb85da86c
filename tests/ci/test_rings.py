"""The rings in which merged changes are applied: every stack once, the rehearsal before the demo, no stack before one that it reads."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from tools import stacks as generator
from tools.stacks import Ring, github, gitlab, rings_of

from socle.capture import UnknownStackError, capture
from socle.estate import LAYERS, Layer, StackName, load
from socle.plan import Plan
from socle.project import chain, estate_names, estate_of, find_project, layer_of, space_of
from tests.cli.conftest import PROJECT, write

ROOT = Path(__file__).parents[2]
STACKS = {file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in (ROOT / "stacks").glob("Pulumi.*.yaml")}
BY_PIPELINE = {stack for stack in STACKS if not LAYERS[layer_of(find_project(ROOT), stack)].by_hand}
MANY = [
    Ring("rehearsal", ("rehearsal-platform",), tuple(f"rehearsal-space-{n}" for n in range(250))),
    Ring("demo", ("demo-platform", "demo-bridge"), tuple(f"demo-space-{n}" for n in range(1000))),
]


def pipeline() -> dict[str, Any]:
    return yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))


def matrix(job: dict[str, Any]) -> list[str]:
    return job["parallel"]["matrix"][0]["STACK"]


def gitlab_rings(found: dict[str, Any]) -> list[str]:
    """The stacks in the order in which each waits for the one before; a job without needs waits for the stage before its own."""
    jobs = {name: job for name, job in found.items() if isinstance(job, dict) and job.get("extends") == ".apply"}
    order: list[str] = []
    for stage in found["stages"][6:]:
        here = {name: job for name, job in jobs.items() if job["stage"] == stage}
        (first,) = (name for name, job in here.items() if job.get("needs", [""])[0:1] not in [[each] for each in here])
        assert here[first].get("needs", order[-1:]) == order[-1:]
        waited = [first]
        while waited:
            order += [
                stack for name in waited for stack in ([name] if "parallel" not in here[name] else matrix(here[name]))
            ]
            assert all("parallel" in here[name] or here[name]["variables"] == {"STACK": name} for name in waited)
            waited = [name for name, job in here.items() if job.get("needs") == waited[:1]]
    assert len(order) == len(set(order))
    return order


def github_rings() -> list[str]:
    jobs = yaml.safe_load((ROOT / ".github/workflows/apply.yml").read_text(encoding="utf-8"))["jobs"]
    assert [job.get("needs") for job in jobs.values()] == [None, *list(jobs)[:-1]]
    assert all(job["strategy"]["max-parallel"] == 1 and job["strategy"]["fail-fast"] for job in jobs.values())
    return [stack for job in jobs.values() for stack in job["strategy"]["matrix"]["stack"]]


BOTH = pytest.mark.parametrize("rings", [gitlab_rings(pipeline()), github_rings()], ids=["gitlab", "github"])


@BOTH
def test_every_stack_is_in_exactly_one_ring_but_those_that_a_person_deploys(rings: list[str]) -> None:
    assert sorted(rings) == sorted(BY_PIPELINE)
    assert {layer_of(find_project(ROOT), stack) for stack in STACKS - BY_PIPELINE} == {"bootstrap", "foundation"}


@BOTH
def test_the_rehearsal_comes_first_and_layers_keep_their_order(rings: list[str]) -> None:
    project = find_project(ROOT)
    order = [(estate_of(project, s) != "rehearsal", list(LAYERS).index(layer_of(project, s))) for s in rings]

    assert all(one < two for one, two in pairwise(order))


@pytest.mark.parametrize("estate", estate_names(find_project(ROOT)))
def test_each_stack_can_be_made_when_its_turn_comes(estate: str) -> None:
    """The references that the programs really make are answered by what was applied before."""
    plans: dict[str, Plan] = {}
    for stack in (stack for stack in gitlab_rings(pipeline()) if stack.startswith(f"{estate}-")):
        plans[stack] = captured(stack, plans)

    assert len(plans) == len([layer for layer in LAYERS.values() if not layer.by_hand])


def test_the_bridge_cannot_come_before_what_it_joins() -> None:
    platform = captured("demo-platform", {})

    with pytest.raises(Exception, match="demo-legacy") as error:
        captured("demo-bridge", {"demo-platform": platform})

    assert any(isinstance(each, UnknownStackError) for each in chain(error.value))


def captured(stack: str, before: dict[str, Plan]) -> Plan:
    project = find_project(ROOT)
    config, secret = project.config(stack)
    return capture(
        project.program, stack=stack, project="socle", mode="up", config=config, secret_config=secret, references=before
    )


@pytest.mark.parametrize("file", generator.FILES, ids=lambda file: file.name)
def test_the_lists_of_stacks_are_up_to_date(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert generator.FILES[file](text, rings_of(find_project(ROOT))) == text, "run: make ci"


def test_no_layer_reads_one_that_comes_after_it() -> None:
    order = list(LAYERS)

    assert [
        (layer.name, other)
        for layer in LAYERS.values()
        for other in layer.reads
        if other not in order[: order.index(layer.name)]
    ] == []


def test_every_layer_has_a_program_and_every_stack_what_its_layer_needs() -> None:
    assert {file.stem for file in (ROOT / "infra/layers").glob("[a-z]*.py")} == set(LAYERS)
    project = find_project(ROOT)
    for stack in project.stacks():
        needed = LAYERS[layer_of(project, stack)].needs
        assert not needed or (project.estates / estate_of(project, stack) / needed).is_file()


def test_every_layer_deploys_to_a_project_that_every_estate_has() -> None:
    project = find_project(ROOT)
    for estate in estate_names(project):
        known = load(project.estates / estate).estate.scaleway.projects
        assert {layer.project for layer in LAYERS.values() if layer.project} <= known.keys()


def test_a_thousand_spaces_are_a_few_jobs_of_at_most_200_each() -> None:
    made = yaml.safe_load(gitlab((ROOT / ".gitlab-ci.yml").read_text("utf-8"), MANY))
    jobs = {name: job for name, job in made.items() if isinstance(job, dict) and not name.startswith(".")}
    every = [stack for ring in MANY for stack in ring.stacks]

    assert gitlab_rings(made) == every
    assert len(jobs) < 37
    assert max(len(matrix(job)) for job in jobs.values() if "parallel" in job) == 200
    assert [stack for name, job in jobs.items() if job.get("extends") == ".engine" for stack in matrix(job)] == every
    assert all(len(job.get("needs", [])) <= 1 and not str(job.get("needs")).count("spaces") for job in jobs.values())


def test_a_thousand_spaces_keep_their_order_on_github() -> None:
    jobs = yaml.safe_load(github((ROOT / ".github/workflows/apply.yml").read_text("utf-8"), MANY))["jobs"]

    assert [job.get("needs") for job in jobs.values()] == [None, *list(jobs)[:-1]]
    assert [s for job in jobs.values() for s in job["strategy"]["matrix"]["stack"]] == [
        s for r in MANY for s in r.stacks
    ]
    assert max(len(job["strategy"]["matrix"]["stack"]) for job in jobs.values()) == 200


def test_a_space_keeps_its_dashes_and_comes_after_its_estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "Pulumi.yaml", PROJECT)
    for layer, more in (("space", "  socle:space: cardio-2026\n"), ("platform", "")):
        name = f"my-demo-{layer}{more and '-cardio-2026'}"
        write(
            tmp_path / f"stacks/Pulumi.{name}.yaml", f"config:\n  socle:estate: my-demo\n  socle:layer: {layer}\n{more}"
        )
    space = Layer("space", ("scaleway",), reads=("platform",), per="space")
    monkeypatch.setattr(generator, "LAYERS", {**LAYERS, "space": space})
    lasting = load(ROOT / "stacks/estates/demo")
    monkeypatch.setattr(generator, "load", lambda _folder: lasting)

    assert rings_of(find_project(tmp_path)) == [Ring("my-demo", ("my-demo-platform",), ("my-demo-space-cardio-2026",))]
    assert space_of(find_project(tmp_path), "my-demo-space-cardio-2026") == "cardio-2026"
    assert str(replace(StackName("my-demo", "space"), space="cardio-2026")) == "my-demo-space-cardio-2026"


def test_a_stack_that_is_not_named_after_what_it_deploys_is_in_no_ring(tmp_path: Path) -> None:
    write(tmp_path / "Pulumi.yaml", PROJECT)
    write(tmp_path / "stacks/Pulumi.demo-platform.yaml", "config:\n  socle:estate: demo\n  socle:layer: cluster\n")

    with pytest.raises(ValueError, match="demo-platform is configured as demo-cluster"):
        rings_of(find_project(tmp_path))


def test_every_stack_can_be_previewed_by_the_engine_judged_and_added_to_the_comment() -> None:
    found = pipeline()
    engine, judged, comment = (found[name] for name in ("engine", "engine review", "engine comment"))

    assert engine["extends"] == ".engine"
    assert sorted(matrix(engine)) == sorted(matrix(judged)) == sorted(matrix(comment)) == sorted(BY_PIPELINE)
    assert found[comment["extends"]]["extends"] == ".comment"
    assert found[comment["extends"]]["variables"] == {"PART": "engine-$STACK"}
    one = {"matrix": [{"STACK": ["$[[ matrix.STACK ]]"]}]}
    assert judged["needs"] == [{"job": "engine", "artifacts": True, "parallel": one}]
    assert comment["needs"] == [{"job": "engine review", "artifacts": True, "parallel": one}]


def test_who_may_plan_does_not_comment_and_who_comments_may_not_plan() -> None:
    found = pipeline()

    assert "TOKEN" not in str([found[name] for name in (".engine", ".judged", ".engine-review", "review", "capture")])
    assert "PLAN_" not in str([found[name] for name in (".judged", ".engine-review", "review", "capture")])
    assert "PLAN_" not in str(found[".comment"])
    assert "APPLY_" not in str({name: job for name, job in found.items() if name != ".apply"})
