"""What estates of one organisation need of its quotas: counted over all of them, and what has no known number never said to fit.

Does not prove that the host's numbers are still those of the documentation.
"""

import pytest

from socle.facts import kinds
from socle.plan import UNKNOWN, Plan, Resource
from socle.project import Need, needs
from socle.report.quotas import request
from socle.report.words import Language, Words

BUCKET, POLICY, CLUSTER = (
    "scaleway:object/bucket:Bucket",
    "scaleway:iam/policy:Policy",
    "scaleway:kubernetes/cluster:Cluster",
)
VOLUME = "scaleway:block/volume:Volume"


def plan(*resources: Resource) -> Plan:
    return Plan("s", "p", resources)


def made(type_: str, number: int = 0, *, external: bool = False, **inputs: object) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::r{number}", type_, custom=True, inputs=inputs, external=external)


def many(type_: str, count: int) -> Plan:
    return plan(*(made(type_, number) for number in range(count)))


def of(called: str, found: list[Need]) -> Need:
    return next(each for each in found if each.called == called)


def test_a_quota_is_of_the_organisation_and_so_of_all_its_estates() -> None:
    buckets = of("buckets", needs({"one": [many(BUCKET, 60)], "other": [many(BUCKET, 30), many(BUCKET, 11)]}))
    assert buckets.by_estate == {"one": 60, "other": 41}
    assert (buckets.total, buckets.most, buckets.exceeded, buckets.asked) == (101, 100, True, 127)


@pytest.mark.parametrize(("count", "exceeded"), [(50, False), (51, True)])
def test_as_many_as_the_quota_fit(count: int, exceeded: bool) -> None:
    assert of("policies", needs({"one": [many(POLICY, count)]})).exceeded is exceeded


def test_what_is_only_read_counts_for_nothing_and_what_nobody_needs_is_left_out() -> None:
    assert needs({"one": [plan(made(BUCKET, external=True))]}) == []


def test_dedicated_control_planes_have_a_quota_of_their_own() -> None:
    found = needs({"one": [plan(made(CLUSTER, 1, type="kapsule-dedicated-4"), made(CLUSTER, 2, type="kapsule"))]})
    assert (of("dedicated control planes", found).total, of("clusters", found).total) == (1, 2)


def test_capacity_is_counted_and_never_said_to_fit() -> None:
    volumes = of(
        "GB of volumes", needs({"one": [plan(made(VOLUME, 1, sizeInGb=200), made(VOLUME, 2, sizeInGb=UNKNOWN))]})
    )
    assert (volumes.total, volumes.most, volumes.exceeded) == (200, None, False)


def test_the_fullest_comes_first() -> None:
    found = needs({"one": [many(BUCKET, 10), Plan("t", "p", many(POLICY, 40).resources)]})
    assert [each.called for each in found] == ["policies", "buckets"]


@pytest.mark.parametrize("language", Language)
def test_the_request_names_what_from_what_to_what_and_for_whom(language: Language) -> None:
    need = Need("buckets", {"demo": 70, "other": 31, "idle": 0}, 100)
    text = request("22222222-2222-4222-8222-222222222222", [need], Words(language))
    assert "22222222-2222-4222-8222-222222222222" in text
    assert "100" in text
    assert "127" in text
    assert "demo 70, other 31" in text
    assert "idle" not in text


@pytest.mark.parametrize("language", Language)
def test_every_quota_has_a_name_in_every_language(language: Language) -> None:
    words = Words(language)
    called = [row.quota.called for row in kinds() if row.quota]
    assert [each for each in called if words(f"quota.{each}") == f"quota.{each}"] == []
