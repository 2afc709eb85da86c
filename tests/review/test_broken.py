"""Rules in a review: only what a change breaks is told, an exemption counts, and what nobody can decide is not taken for kept."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from socle.estate import load
from socle.plan import SECRET, UNKNOWN
from socle.plan.model import Plan, Resource
from socle.project import Project, find_project
from socle.review.broken import Broken, newly_broken
from socle.review.model import review
from socle.review.verdict import Verdict

ESTATE = Path(__file__).parents[2] / "stacks/estates/demo/estate.yaml"
LOCK = "scaleway:object/bucketLockConfiguration:BucketLockConfiguration"
PROVIDER = "pulumi:providers:scaleway"
DAY = date(2026, 12, 1)
Judged = Callable[[list[Resource], list[Resource]], Broken]


def resource(type_: str, name: str, **inputs: Any) -> Resource:
    return Resource(f"urn:pulumi:demo::socle::{type_}::{name}", type_, custom=True, inputs=inputs)


def lock(days: int, name: str = "evidence") -> Resource:
    return resource(LOCK, name, bucket="b", rule={"defaultRetention": {"mode": "GOVERNANCE", "days": days}})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One stack of an estate that permits one lock to be short."""
    exemption = (
        "\nexemptions:\n  short:\n    rule: bucket-lock-lasts\n    resource: permitted\n    owner: operations\n"
        "    reason: a lock of a day, for a test of deletion\n    granted_on: 2026-11-01\n    expires_on: 2027-02-01\n"
    )
    (tmp_path / "stacks/estates/demo").mkdir(parents=True)
    (tmp_path / "stacks/estates/demo/estate.yaml").write_text(
        ESTATE.read_text().partition("\nexemptions:\n")[0] + exemption
    )
    (tmp_path / "Pulumi.yaml").write_text("name: socle\nruntime: python\nmain: infra\nstackConfigDir: stacks\n")
    (tmp_path / "stacks/Pulumi.demo.yaml").write_text("config: {socle:estate: demo}\n")
    return find_project(tmp_path)


@pytest.fixture
def judged(project: Project) -> Judged:
    """The new findings on that stack, beside what the estate permits and claims."""

    def judged(before: list[Resource], after: list[Resource]) -> Broken:
        return newly_broken(
            project, [Plan("demo", "socle", tuple(before))], [Plan("demo", "socle", tuple(after))], DAY, ()
        )

    return judged


def rules(found: Broken) -> tuple[list[str], list[str]]:
    return sorted({each.rule for each in found.failed}), sorted({each.rule for each in found.undecided})


def test_what_a_change_breaks_is_told(judged: Judged) -> None:
    found = judged([lock(365)], [lock(1)])

    assert rules(found) == (["bucket-lock-lasts"], [])
    assert review([], baseline="main", broken=found).verdict is Verdict.DANGEROUS


def test_what_was_broken_before_is_not(judged: Judged) -> None:
    assert judged([lock(1)], [lock(1)]) == Broken()
    assert review([], baseline="main", broken=judged([lock(1)], [lock(1)])).verdict is Verdict.NO_RISK


def test_what_is_broken_in_another_way_is(judged: Judged) -> None:
    assert rules(judged([lock(2)], [lock(1)])) == (["bucket-lock-lasts"], [])


def test_a_new_resource_is_judged_whole(judged: Judged) -> None:
    assert "bucket-lock-lasts" in rules(judged([], [lock(1)]))[0]


def test_an_exemption_covers_what_it_names_and_nothing_else(judged: Judged) -> None:
    found = judged([], [lock(1, "permitted"), lock(1, "other")])

    assert {each.name for each in found.failed if each.rule == "bucket-lock-lasts"} == {"other"}


def test_what_nobody_can_decide_is_not_taken_for_kept(judged: Judged) -> None:
    found = judged([resource(PROVIDER, "p")], [resource(PROVIDER, "p", apiUrl=UNKNOWN)])

    assert "provider-calls-the-host" in rules(found)[1]
    assert review([], baseline="main", broken=found).verdict is Verdict.LOOK
    assert "provider-calls-the-host" in rules(judged([], [resource(PROVIDER, "p", apiUrl=SECRET)]))[1]


def cluster(version: str, name: str = "main") -> Resource:
    return resource("scaleway:kubernetes/cluster:Cluster", name, version=version)


def weight(found: Broken, rule: str) -> list[str]:
    return [each.severity.value for each in found.failed if each.rule == rule]


def test_what_the_host_makes_no_more_blocks_where_it_is_new(judged: Judged) -> None:
    assert weight(judged([], [cluster("1.34")]), "cluster-version-supported") == ["high"]
    assert weight(
        judged([cluster("1.34")], [cluster("1.34"), cluster("1.34", "other")]), "cluster-version-supported"
    ) == ["high"]


def test_what_stands_already_is_told_of_and_never_blocks(judged: Judged) -> None:
    assert weight(judged([cluster("1.34")], [cluster("1.34")]), "cluster-version-supported") == []
    assert weight(judged([cluster("1.35")], [cluster("1.34")]), "cluster-version-supported") == ["medium"]


def test_a_store_of_a_version_that_is_gone_blocks_where_it_is_new(judged: Judged) -> None:
    store = resource("scaleway:redis/cluster:Cluster", "cache", version="7.0.5")

    assert weight(judged([], [store]), "offer-open") == ["high"]
    assert weight(judged([store], [store]), "offer-open") == []


@pytest.mark.parametrize(
    ("day", "rule", "verdict"),
    [
        (date(2026, 10, 31), "exemption-early", Verdict.LOOK),
        (date(2026, 12, 1), "exemption-unused", Verdict.LOOK),
        (date(2027, 2, 1), "exemption-unused", Verdict.LOOK),
        (date(2027, 2, 2), "exemption-expired", Verdict.DANGEROUS),
    ],
)
def test_a_permission_that_no_longer_counts_is_told_whatever_changes(
    project: Project, day: date, rule: str, verdict: Verdict
) -> None:
    sides = [[lock(365)], [lock(400)]]

    def found(*moved: str) -> Broken:
        plans = [[Plan("demo", "socle", tuple(side))] for side in sides]
        return newly_broken(project, *plans, day, moved)

    assert rules(found("demo")) == ([rule], [])
    assert [(each.file, each.line > 0, each.declared) for each in found("demo").failed] == [
        ("demo/estate.yaml", True, True)
    ]
    assert review([], baseline="main", broken=found("demo")).verdict is verdict
    assert found("other") == found() == Broken()


def test_a_permission_that_another_stack_may_need_is_not_called_unused(project: Project) -> None:
    (project.root / "stacks/Pulumi.other.yaml").write_text("config: {socle:estate: demo}\n")
    plans = [Plan(stack, "socle", (lock(365),)) for stack in ("demo", "other")]

    assert "exemption-unused" not in rules(newly_broken(project, plans[:1], plans[:1], DAY))[0]
    assert rules(newly_broken(project, plans, plans, DAY)) == (["exemption-unused"], [])


def test_a_permission_that_is_needed_or_may_be_is_not_called_unused(project: Project) -> None:
    for days in (1, UNKNOWN):
        plan = Plan(
            "demo",
            "socle",
            (resource(LOCK, "permitted", bucket="b", rule={"defaultRetention": {"mode": "GOVERNANCE", "days": days}}),),
        )
        assert "exemption-unused" not in rules(newly_broken(project, [], [plan], DAY))[0]
    plan = Plan(
        "demo",
        "socle",
        (resource(LOCK, "other", bucket="b", rule={"defaultRetention": {"mode": "GOVERNANCE", "days": UNKNOWN}}),),
    )
    assert "exemption-unused" in rules(newly_broken(project, [], [plan], DAY))[0]


def test_a_claim_that_has_ended_is_told_where_the_estate_changes(project: Project) -> None:
    file = project.root / "stacks/estates/demo/estate.yaml"
    claims = load(file.parent).estate.attestations
    last = max(each.valid_until for each in claims.values())
    plans = [[Plan("demo", "socle", (lock(days),))] for days in (365, 400)]

    found = newly_broken(project, *plans, last + timedelta(days=1), {"demo"})
    assert len([each for each in found.failed if each.rule == "attestations-valid"]) == len(claims)
    assert review([], baseline="main", broken=found).verdict is Verdict.DANGEROUS


def test_a_stack_of_no_estate_is_told_nothing_of_one(project: Project) -> None:
    (project.root / "stacks/Pulumi.plain.yaml").write_text("config: {}\n")
    plans = [[Plan("plain", "socle", (lock(days),))] for days in (365, 400)]

    for moved in (None, {""}, {"demo"}):
        assert newly_broken(project, *plans, DAY, moved) == Broken()
