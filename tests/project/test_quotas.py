"""What estates of one organisation need of its quotas: counted over all of them, and what has no known number never said to fit.

Does not prove that the host's numbers are still those of the documentation.
"""

import math

import pytest
import yaml

from socle.estate import Estate
from socle.facts import kinds
from socle.plan import UNKNOWN, Plan, Resource
from socle.project import Need, needs
from socle.report.quotas import request, show_quotas
from socle.report.words import Language, Words
from tests.estate.written import SOUND

BUCKET, POLICY, CLUSTER = (
    "scaleway:object/bucket:Bucket",
    "scaleway:iam/policy:Policy",
    "scaleway:kubernetes/cluster:Cluster",
)
VOLUME, POOL = "scaleway:block/volume:Volume", "scaleway:kubernetes/pool:Pool"


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
    assert (volumes.total, volumes.most, volumes.exceeded, volumes.unread) == (200, None, False, 1)


def test_nodes_count_at_their_largest() -> None:
    nodes = made(POOL, 1, rootVolumeSizeInGb=50, size=2, maxSize=6)
    assert of("GB of volumes", needs({"one": [plan(nodes, made(POOL, 2, rootVolumeSizeInGb=50, size=2))]})).total == 400


# What no plan says, and what the host has raised


def estate(**more: object) -> Estate:
    return Estate.model_validate({**yaml.safe_load(SOUND), **more})


def usage(of_: str, **quantities: object) -> dict[str, object]:
    return {"of": of_, "source": "measured in May 2026", **quantities}


def test_what_is_stored_and_asked_is_counted_as_the_estate_declares_it() -> None:
    buckets = sorted(estate().buckets)
    said = {
        **{f"b{n}": usage(f"buckets.{name}", stored_gb=100.5) for n, name in enumerate(buckets)},
        "keys": usage("keys", key_operations=9_000_000),
    }
    found = needs({}, {"acme": estate(usage=said)})
    stored, asked = of("GB in buckets", found), of("key operations a month", found)
    assert (stored.total, stored.unread, stored.most) == (math.ceil(100.5 * len(buckets)), 0, None)
    assert (asked.total, asked.unread, asked.exceeded) == (9_000_000, 0, False)


def test_what_nobody_declares_is_not_known_and_never_nothing() -> None:
    found = needs({}, {"acme": estate()})
    stored = of("GB in buckets", found)
    assert (stored.total, stored.unread) == (0, len(estate().buckets))
    assert of("key operations a month", found).unread == 1
    one = estate(usage={"b": usage(f"buckets.{min(estate().buckets)}", stored_gb=5)})
    assert of("GB in buckets", needs({}, {"acme": one})).unread == len(estate().buckets) - 1
    whole = estate(usage={"b": usage("buckets", stored_gb=5)})
    assert (
        of("GB in buckets", needs({}, {"acme": whole})).total,
        of("GB in buckets", needs({}, {"acme": whole})).unread,
    ) == (5, 0)


def raised(**values: int) -> dict[str, object]:
    return {
        name.replace("_", "-"): {"value": value, "raised_on": "2026-10-01", "reference": "ticket 4711"}
        for name, value in values.items()
    }


def test_a_raised_quota_takes_the_place_of_what_everybody_has() -> None:
    declared = {"one": estate(quotas=raised(buckets=120, gb_of_volumes=1_000))}
    found = needs({"one": [many(BUCKET, 110), plan(made(VOLUME, 1, sizeInGb=1_200))]}, declared)
    buckets, volumes = of("buckets", found), of("GB of volumes", found)
    assert (buckets.most, buckets.exceeded, buckets.raised) == (120, False, "ticket 4711, 2026-10-01")
    assert (volumes.most, volumes.exceeded) == (1_000, True)
    assert of("policies", needs({"one": [many(POLICY, 51)]}, declared)).exceeded


def test_of_two_answers_the_smaller_counts() -> None:
    declared = {"one": estate(quotas=raised(buckets=500)), "other": estate(quotas=raised(buckets=120))}
    assert of("buckets", needs({"one": [many(BUCKET, 130)]}, declared)).most == 120


@pytest.mark.parametrize(
    ("need", "shown"),
    [
        (Need("buckets", {"a": 10}, 100), "10 100 fits"),
        (Need("buckets", {"a": 90}, 100), "90 100 nearly used up"),
        (Need("buckets", {"a": 101}, 100), "101 100 too many"),
        (Need("buckets", {"a": 10}, 120, 0, "ticket 4711"), "10 120, raised fits"),
        (Need("GB of volumes", {"a": 10}, None), "10 ? not known whether it fits: no number"),
        (Need("GB of volumes", {"a": 10}, 100, 2), "10 at least 100 not known whether it fits: of 2"),
        (Need("GB of volumes", {"a": 110}, 100, 2), "110 at least 100 too many"),
        (Need("GB in buckets", {"a": 0}, None, 3), "? ? not known whether it fits: of 3"),
    ],
)
def test_a_line_says_what_is_needed_what_is_there_and_whether_it_fits(
    need: Need, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    show_quotas("22222222", [need])
    said = " ".join(capsys.readouterr().out.split())
    assert shown in said
    assert ("raised: buckets (ticket 4711)" in said) == bool(need.raised)


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
