"""Entries whose clients wait for authority, or have lost it: they read, and who brings data in writes. Not what a live host enforces."""

import json
from dataclasses import replace

import pytest

from socle.estate.platform.storage import BucketSpec, Grant
from socle.estate.posture import PlatformPosture, Posture
from socle.plan.model import Plan
from socle.scaleway.bucket_policy import granted
from socle.scaleway.database_arguments import privileges
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent

from .test_database import spec as database_spec
from .test_storage import POLICY, make

MOVER = "55555555-5555-4555-8555-555555555509"
READER = "55555555-5555-4555-8555-555555555501"
WRITER = "55555555-5555-4555-8555-555555555502"
REMOVER = "55555555-5555-4555-8555-555555555503"


@pytest.fixture
def spec(bucket_spec: BucketSpec) -> BucketSpec:
    grants = {
        "reader": Grant(application_id=READER, access=("read",), reason="reads the extract"),
        "writer": Grant(application_id=WRITER, access=("read", "write"), reason="writes results"),
        "remover": Grant(user_id=REMOVER, access=("delete", "write"), reason="ends what is over"),
        "mover": Grant(application_id=MOVER, access=("write",), reason="brings the legacy data"),
    }
    return bucket_spec.model_copy(update={"grants": grants})


def tenancy_in(tenancy: Tenancy, *read_only: str) -> Tenancy:
    shown = PlatformPosture(frozenset(read_only), frozenset({MOVER}))
    return replace(tenancy, posture=Posture(platform=shown))


def actions(plan: Plan) -> dict[str, set[str]]:
    statements = json.loads(plan.one(POLICY).inputs["policy"])["Statement"]
    return {each["Sid"]: set(each["Action"]) for each in statements}


def test_clients_of_a_read_only_bucket_read_and_the_movers_write(
    capture_component: CaptureComponent, tenancy: Tenancy, spec: BucketSpec
) -> None:
    shown = tenancy_in(tenancy, "buckets.box").entry("buckets.box")
    said = actions(capture_component(lambda: make(spec, shown)))
    assert set(said) == {"administrators", "reader", "reader-list", "writer", "writer-list", "mover"}
    writes = {"s3:PutObject", "s3:DeleteObject"}
    assert {name for name, each in said.items() if each & writes} == {"mover"}
    assert said["writer"] == said["reader"]


def test_another_entry_is_as_the_estate_says(
    capture_component: CaptureComponent, tenancy: Tenancy, spec: BucketSpec
) -> None:
    shown = tenancy_in(tenancy, "buckets.other").entry("buckets.box")
    steady = actions(capture_component(lambda: make(spec, tenancy)))
    assert actions(capture_component(lambda: make(spec, shown))) == steady


def test_the_intent_that_is_recorded_stays_that_of_the_estate(
    capture_component: CaptureComponent, tenancy: Tenancy, spec: BucketSpec
) -> None:
    shown = tenancy_in(tenancy, "buckets.box").entry("buckets.box")
    steady = capture_component(lambda: make(spec, tenancy)).named("box")
    assert capture_component(lambda: make(spec, shown)).named("box").inputs == steady.inputs


def test_only_those_who_bring_data_in_keep_their_grant(spec: BucketSpec) -> None:
    assert set(granted(spec, {MOVER}).grants) == {"reader", "writer", "mover"}
    assert set(granted(spec, {REMOVER}).grants) == {"reader", "writer", "remover"}
    assert granted(spec, {REMOVER}).grants["remover"] == spec.grants["remover"]


def test_users_of_a_read_only_database_read_and_the_movers_write() -> None:
    declared = database_spec()
    assert privileges(declared) == [
        ("desk", "catalogue", "readonly"),
        ("portal", "catalogue", "all"),
        ("portal", "notes", "all"),
    ]
    assert {each[2] for each in privileges(declared, read_only=True)} == {"readonly"}
    assert privileges(declared, read_only=True, movers={"portal"}) == privileges(declared)
    assert [each[:2] for each in privileges(declared, read_only=True)] == [each[:2] for each in privileges(declared)]
