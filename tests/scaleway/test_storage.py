"""PrivateBucket: encrypted, closed, never locking out who must repair it. Does not prove that clients encrypt."""

import json
from typing import Any

import pulumi
import pytest

from socle.estate.data_class import DataClass
from socle.estate.platform.storage import BucketSpec, Grant, ObjectLock
from socle.plan.model import Plan
from socle.scaleway.storage import PrivateBucket
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import ADMINISTRATORS, PROJECT

BUCKET = "scaleway:object/bucket:Bucket"
ENCRYPTION = "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
LOCK = "scaleway:object/bucketLockConfiguration:BucketLockConfiguration"
KEY = "66666666-6666-4666-8666-666666666666"
READER = "55555555-5555-4555-8555-555555555502"


def make(spec: BucketSpec, tenancy: Tenancy, **more: Any) -> PrivateBucket:
    wiring: dict[str, Any] = {"bucket_name": "acme-box", "key_id": KEY, "administrators": ADMINISTRATORS}
    return PrivateBucket("box", spec, tenancy=tenancy, **{**wiring, **more})


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy, bucket_spec: BucketSpec) -> Plan:
    return capture_component(lambda: make(bucket_spec, tenancy), mode=mode)


def statements(plan: Plan) -> dict[str, dict[str, Any]]:
    return {entry["Sid"]: entry for entry in json.loads(plan.one(POLICY).inputs["policy"])["Statement"]}


def test_a_bucket_is_encrypted_with_the_given_key(plan: Plan) -> None:
    (rule,) = plan.one(ENCRYPTION).inputs["rules"]
    assert rule == {
        "bucketKeyEnabled": True,
        "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY},
    }


def test_the_encryption_is_protected_and_outlives_the_component(plan: Plan) -> None:
    assert plan.one(ENCRYPTION).protect
    assert plan.one(ENCRYPTION).retain_on_delete


def test_a_bucket_is_protected_versioned_and_never_emptied_by_force(plan: Plan) -> None:
    bucket = plan.one(BUCKET)
    assert bucket.protect
    assert bucket.inputs["versioning"] == {"enabled": True}
    assert not bucket.inputs.get("forceDestroy")
    assert "lifecycleRules" not in bucket.inputs


def test_everything_names_its_project_and_region(plan: Plan) -> None:
    for resource in (r for r in plan if r.custom):
        assert (resource.inputs["projectId"], resource.inputs["region"]) == (PROJECT, "fr-par"), resource.urn


def test_the_policy_names_the_administrators_and_nobody_else(plan: Plan) -> None:
    document = json.loads(plan.one(POLICY).inputs["policy"])
    assert document["Version"] == "2023-04-17"
    assert statements(plan).keys() == {"administrators"}
    only = statements(plan)["administrators"]
    assert only["Principal"] == {"SCW": sorted(ADMINISTRATORS)}
    assert (only["Effect"], only["Action"], only["Resource"]) == ("Allow", ["s3:*"], ["acme-box", "acme-box/*"])


@pytest.mark.parametrize("lost", [0, 1])
def test_a_policy_that_would_lock_someone_out_is_refused(
    capture_component: CaptureComponent, tenancy: Tenancy, bucket_spec: BucketSpec, lost: int
) -> None:
    with pytest.raises(ValueError, match="would be locked out"):
        capture_component(lambda: make(bucket_spec, tenancy, administrators=[ADMINISTRATORS[lost]]))


def test_nobody_is_locked_out_by_a_bare_prefix(
    capture_component: CaptureComponent, tenancy: Tenancy, bucket_spec: BucketSpec
) -> None:
    with pytest.raises(ValueError, match="the deployer would be locked out"):
        capture_component(lambda: make(bucket_spec, tenancy, administrators=["application_id:", ADMINISTRATORS[1]]))


def test_a_grant_reaches_its_folder_alone(
    capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy, bucket_spec: BucketSpec
) -> None:
    grant = Grant(application_id=READER, access=("read",), prefix="cardio/", reason="reads its own extract")
    spec = bucket_spec.model_copy(update={"grants": {"cardio": grant}})
    found = statements(capture_component(lambda: make(spec, tenancy), mode=mode))
    assert found["cardio"]["Resource"] == ["acme-box/cardio/*"]
    assert found["cardio"]["Principal"] == {"SCW": [f"application_id:{READER}"]}
    assert found["cardio-list"]["Condition"] == {"StringLike": {"s3:prefix": ["cardio/*"]}}


def test_a_writer_may_neither_read_nor_delete(
    capture_component: CaptureComponent, tenancy: Tenancy, bucket_spec: BucketSpec
) -> None:
    grant = Grant(application_id=READER, access=("write",), reason="deposits extracts")
    spec = bucket_spec.model_copy(update={"grants": {"loader": grant}})
    found = statements(capture_component(lambda: make(spec, tenancy)))
    assert found.keys() == {"administrators", "loader"}
    actions = found["loader"]["Action"]
    assert "s3:PutObject" in actions
    assert not {"s3:GetObject", "s3:DeleteObject", "s3:ListBucket", "s3:*"} & set(actions)


def test_a_locked_bucket_is_locked_from_its_birth(
    capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy, bucket_spec: BucketSpec
) -> None:
    spec = bucket_spec.model_copy(update={"lock": ObjectLock(mode="compliance", days=30)})
    plan = capture_component(lambda: make(spec, tenancy), mode=mode)
    assert plan.one(BUCKET).inputs["objectLockEnabled"] is True
    assert plan.one(LOCK).inputs["rule"] == {"defaultRetention": {"mode": "COMPLIANCE", "days": 30}}
    assert plan.one(LOCK).protect


def test_objects_expire_only_where_the_spec_says_so(
    capture_component: CaptureComponent, tenancy: Tenancy, bucket_spec: BucketSpec
) -> None:
    spec = bucket_spec.model_copy(update={"expire_after_days": 7})
    bucket = capture_component(lambda: make(spec, tenancy)).one(BUCKET)
    assert bucket.inputs["lifecycleRules"] == [{"id": "expire", "enabled": True, "expiration": {"days": 7}}]


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        ({"expire_after_days": 7, "expire_old_versions_after_days": 30}, {"expiration": {"days": 7}}),
        ({"expire_old_versions_after_days": 30}, {}),
    ],
)
def test_older_versions_end_only_where_the_spec_says_so(
    capture_component: CaptureComponent,
    tenancy: Tenancy,
    bucket_spec: BucketSpec,
    days: dict[str, int],
    rule: dict[str, Any],
) -> None:
    bucket = capture_component(lambda: make(bucket_spec.model_copy(update=days), tenancy)).one(BUCKET)
    older = {"noncurrentVersionExpiration": {"noncurrentDays": 30}}
    assert bucket.inputs["lifecycleRules"] == [{"id": "expire", "enabled": True, **rule, **older}]


def test_the_class_and_the_clients_encryption_are_tags(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    spec = BucketSpec(data_class=DataClass.HEALTH, key="health", client_encryption="sse-c")
    tags = capture_component(lambda: make(spec, tenancy)).one(BUCKET).inputs["tags"]
    assert (tags["data-class"], tags["client-encryption"], tags["owner"]) == ("health", "sse-c", "acme")


def test_what_hangs_on_the_bucket_is_made_after_it(plan: Plan) -> None:
    for kind in (ENCRYPTION, POLICY):
        assert plan.one(kind).property_dependencies["bucket"] == (plan.one(BUCKET).urn,)


def test_the_intent_is_recorded_without_its_defaults(plan: Plan) -> None:
    component = plan.one("socle:scaleway:PrivateBucket")
    assert component.inputs == {"spec": {"data_class": "internal", "key": "internal"}}


def test_a_caller_may_take_the_protection_off_and_it_is_said(
    capture_component: CaptureComponent, tenancy: Tenancy, bucket_spec: BucketSpec
) -> None:
    plan = capture_component(lambda: make(bucket_spec, tenancy, opts=pulumi.ResourceOptions(protect=False)))
    assert not any(resource.protect for resource in plan)
