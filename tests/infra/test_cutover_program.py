"""The program of an estate that is cut over: it follows the ledgers alone, notes how they end, and refuses what would forget that.

That a real engine keeps the two notes as is written here was measured: `docs/traps.md`.
"""

import json
from pathlib import Path
from typing import Any

import pulumi
import pytest

from socle.cutover import Stage
from socle.plan import Plan

from ..cutover.rehearsed import WaveBook, brought, commit, git, plan_of, rehearsal

S = Stage
POLICY = "scaleway:object/bucketPolicy:BucketPolicy"


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rehearsal(tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module")
def bridged(estate: Path) -> WaveBook:
    return brought(WaveBook(estate, "studies"), S.FROZEN, S.BRIDGED)


def state(plan: Plan, outputs: dict[str, Any]) -> dict[str, Any]:
    """The state of a stack that has nothing but outputs."""
    urn = f"urn:pulumi:{plan.stack}::socle::pulumi:pulumi:Stack::socle-{plan.stack}"
    row = {"urn": urn, "type": "pulumi:pulumi:Stack", "custom": False, "outputs": outputs}
    return {"version": 3, "deployment": {"resources": [row]}}


def written_by(plan: Plan, bucket: str) -> bool:
    policy = json.loads(plan.named(f"platform-bucket-{bucket}-policy").inputs["policy"])
    return any("s3:PutObject" in json.dumps(each) for each in policy["Statement"] if each["Sid"] != "administrators")


def test_a_program_notes_how_each_ledger_ends_before_all_else_and_when_it_has_ended(
    estate: Path, bridged: WaveBook
) -> None:
    bridged.keep()
    plan = plan_of(estate, "platform")
    end = {"serial": len(bridged.lines), "digest": bridged.lines[-1].digest, "epoch": 1, "stage": "bridged"}
    assert plan.outputs["cutover"] == {"studies": end}
    assert plan.named("cutover").type == "socle:cutover:Ledgers"
    assert plan.named("cutover").inputs == {"spec": {"studies": end}}


@pytest.mark.slow
def test_a_posture_follows_the_ledger(estate: Path, bridged: WaveBook) -> None:
    bridged.keep()
    assert not written_by(plan_of(estate, "platform"), "results")
    connections = plan_of(estate, "bridge", references=_given(estate)).all("scaleway:s2svpn/connection:Connection")
    assert [each.inputs["enableRoutePropagation"] for each in connections] == [True]


def _given(estate: Path) -> dict[str, Plan]:
    return {
        f"organization/socle/{estate.name}-{layer}": plan_of(estate, layer, mode="up")
        for layer in ("platform", "legacy")
    }


@pytest.mark.parametrize("layer", ["platform", "legacy", "cluster"])
def test_a_stale_checkout_is_refused_before_anything_is_registered(estate: Path, bridged: WaveBook, layer: str) -> None:
    bridged.keep()
    stack = f"{estate.name}-{layer}"
    outputs = {"cutover": {"studies": {"serial": 99, "digest": "f" * 64, "epoch": 3, "stage": "switched"}}}
    given = {f"organization/socle/{estate.name}-platform": {"kubeconfig-main": "k", "cluster-main": "c"}}
    with pytest.raises(pulumi.RunError, match="was deployed by record 99 of the wave studies"):
        plan_of(estate, layer, prior=state(Plan(stack, "socle", ()), outputs), references=given)


@pytest.mark.slow
def test_an_estate_that_has_dropped_its_cut_over_is_refused(tmp_path: Path) -> None:
    estate = rehearsal(tmp_path)
    (estate / "cutover.yaml").unlink()
    outputs = {"cutover": {"studies": {"serial": 2, "digest": "f" * 64, "epoch": 1, "stage": "frozen"}}}
    with pytest.raises(pulumi.RunError, match="of the wave studies, which is not declared here"):
        plan_of(estate, "platform", prior=state(Plan("rehearsal-platform", "socle", ()), outputs))


def test_a_step_without_what_its_gate_asks_for_is_refused_with_what_is_missing(estate: Path, bridged: WaveBook) -> None:
    book = WaveBook(estate, "studies", tuple(bridged.lines))
    book.step(S.SEEDING, [])
    book.keep()
    with pytest.raises(pulumi.RunError, match="lacks: target-ready, target-refuses-writes, readers, free-space"):
        plan_of(estate, "legacy")


@pytest.mark.slow
def test_a_step_back_runs_with_no_evidence_at_all(estate: Path, bridged: WaveBook) -> None:
    book = WaveBook(estate, "studies", tuple(bridged.lines))
    book.step(S.FROZEN, [])
    book.keep()
    connections = plan_of(estate, "bridge", references=_given(estate)).all("scaleway:s2svpn/connection:Connection")
    assert [each.inputs["enableRoutePropagation"] for each in connections] == [False]


@pytest.mark.slow
def test_a_stack_says_of_which_step_it_shows_nothing_yet(
    estate: Path, bridged: WaveBook, caplog: pytest.LogCaptureFixture
) -> None:
    book = WaveBook(estate, "studies", tuple(bridged.lines))
    book.step(S.SEEDING, book.show(S.SEEDING))
    book.finish()
    book.step(S.ABORTED, [])
    book.keep()
    with caplog.at_level("WARNING", logger="socle.plan"):
        plan_of(estate, "legacy")
    assert "the wave studies goes to aborted, and legacy shows nothing of it before movers is proven" in caplog.text


@pytest.mark.slow
def test_what_is_desired_and_not_begun_is_refused_in_stacks_that_carry_out_steps_and_in_no_other(
    tmp_path: Path,
) -> None:
    estate = rehearsal(tmp_path, "frozen")
    for layer in ("platform", "legacy"):
        with pytest.raises(pulumi.RunError, match=r"frozen is desired of catalogue.*it lacks: inventory-complete"):
            plan_of(estate, layer)
    assert len(plan_of(estate, "foundation")) > 1


@pytest.mark.slow
def test_a_step_forward_that_is_in_no_commit_is_refused_and_a_step_back_runs(tmp_path: Path) -> None:
    estate = rehearsal(tmp_path)
    git(estate, "init", "-q")
    commit(estate)
    book = brought(WaveBook(estate, "studies"), S.FROZEN)
    with pytest.raises(pulumi.RunError, match="the step to frozen is in no commit, and no committed window covers"):
        plan_of(estate, "legacy")
    commit(estate)
    assert plan_of(estate, "legacy").outputs["cutover"]["studies"]["stage"] == "frozen"
    book.step(S.INVENTORIED, [])
    book.keep()
    assert plan_of(estate, "legacy").outputs["cutover"]["studies"]["stage"] == "inventoried"
