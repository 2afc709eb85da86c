"""The layer of clusters follows the movers' turns: pods while a stage copies, in its direction, a closed namespace in every other.

That an engine deploys it, and that Dask runs in it, is not shown here.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import socle.cutover
from socle.cutover import HANDS, STAGES, Hand, Position, Stage, Standing, declared, deploying, open_book
from socle.diff import Op, diff
from socle.estate import STEADY, load
from socle.plan import SECRET, Plan

from ..checkout import copied, replaced
from ..cutover.rehearsed import plan_of
from ..estate.cut_over import CUTOVER
from ..estate.mover_cluster import ESTATE, MOVING, write_moving
from .test_cutover_phases import stands

pytestmark = pytest.mark.slow

RUNNING = {"kubernetes:apps/v1:Deployment", "kubernetes:batch/v1:Job"}


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("movers"))
    return write_moving(root / "stacks" / "estates")


def at_stage(estate: Path, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Plan:
    with monkeypatch.context() as patched:
        patched.setattr(socle.cutover, "standing", stands({"studies": stage}))
        return plan_of(estate, "cluster", references={f"organization/socle/{estate.name}-platform": {}})


def running(plan: Plan) -> list[str]:
    return sorted(each.name for each in plan if each.type in RUNNING)


@pytest.mark.parametrize("stage", list(Stage))
def test_movers_run_in_the_stages_that_copy_and_in_their_direction_alone(
    estate: Path, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = at_stage(estate, stage, monkeypatch)
    run = {"forward": ["mover-raw-run-1"], "reverse": ["mover-raw-back-1"], "off": []}[STAGES[stage].movers]
    assert running(plan) == ([*run, "mover-raw-scheduler", "mover-raw-workers"] if run else [])
    assert plan.named("mover-raw-namespace", "kubernetes:core/v1:Namespace")
    assert plan.named("mover-raw-default-deny", "kubernetes:networking.k8s.io/v1:NetworkPolicy")
    providers = [each for each in plan if each.type == "pulumi:providers:kubernetes"]
    assert {each.inputs["kubeconfig"] for each in providers} == {SECRET}


def test_the_switch_turns_the_run_and_the_commit_takes_everything_that_runs(
    estate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fenced, switched, committed = (
        at_stage(estate, stage, monkeypatch) for stage in (Stage.FENCED, Stage.SWITCHED, Stage.COMMITTED)
    )
    turned = {each.resource.name: each.op for each in diff(switched, fenced)}
    assert turned.pop("mover-raw-run-1") is Op.DELETE
    assert turned.pop("mover-raw-back-1") is Op.CREATE
    assert turned == {"mover-raw-workers": Op.UPDATE}
    gone = diff(committed, switched)
    assert {each.op for each in gone} == {Op.DELETE}
    assert sorted(each.resource.name for each in gone if each.resource.type in RUNNING) == running(switched)
    assert not any("namespace" in each.resource.name or "default-deny" in each.resource.name for each in gone)


def test_a_changed_job_replaces_the_run_and_its_file_and_nothing_else(
    estate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = at_stage(estate, Stage.SEEDING, monkeypatch)
    limited = replaced(MOVING, ("    workers: 3\n", "    workers: 3\n    megabytes_per_second: 5\n"))
    write_moving(estate.parent, limited)
    try:
        found = diff(at_stage(estate, Stage.SEEDING, monkeypatch), before)
    finally:
        write_moving(estate.parent)
    turned = {each.resource.name: each.op for each in found if each.resource.type.startswith("kubernetes:")}
    assert turned == {"mover-raw-run-1": Op.REPLACE, "mover-raw-job": Op.REPLACE}


def test_an_estate_without_mover_clusters_is_deployed_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the stage says: nobody declared a mover."""
    folder = write_moving(copied(tmp_path) / "stacks" / "estates", CUTOVER, ESTATE)
    plans = [at_stage(folder, stage, monkeypatch) for stage in (Stage.INVENTORIED, Stage.SEEDING)]
    assert plans[0].to_json() == plans[1].to_json()
    assert not [each for each in plans[0] if "mover" in each.name]


def test_the_layer_of_clusters_waits_for_the_movers_turn_and_shows_no_other_switch(estate: Path) -> None:
    loaded = load(estate).estate
    for told, copied_now in (((Stage.BRIDGED,), False), ((Stage.BRIDGED, Stage.SEEDING), True)):
        shown: dict[Hand, tuple[Stage, ...]] = {**dict.fromkeys(HANDS, (Stage.SEEDING,)), "movers": told}
        positions = {"catalogue": Position(), "studies": Position(Stage.SEEDING, waiting=("movers",), shown=shown)}
        here = Standing(declared(loaded), positions)
        posture = here.posture(STEADY, "cluster")
        assert ("studies.raw" in posture.movers.forward) is copied_now
        assert (posture.legacy, posture.bridge, posture.platform) == (STEADY.legacy, STEADY.bridge, STEADY.platform)
        assert here.posture(STEADY, "foundation") is STEADY


@pytest.mark.parametrize("own", [True, False])
def test_the_turn_of_movers_in_a_cluster_is_deployed_before_it_is_recorded(own: bool, tmp_path: Path) -> None:
    folder = write_moving(tmp_path, MOVING if own else CUTOVER)
    book = open_book(load(folder).estate, folder, "studies", datetime(2026, 12, 1, tzinfo=UTC))
    commands = deploying(book, "movers", Position()).commands
    assert [each.split()[0] for each in commands] == (["pulumi", "socle"] if own else ["socle"])
    assert commands[-1].startswith("socle cutover record studies deployment hand=movers")
    assert not own or commands[0] == "pulumi up --stack acme-cluster"
