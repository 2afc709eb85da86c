"""What is made first: buckets of states that lock nobody out who deploys, and the identity that deploys the foundation.

Does not prove that the host lets the founder do all that a foundation needs: nothing here can ask it.
"""

import json
from datetime import date
from typing import Any

import pytest
import yaml

from socle.estate import Estate
from socle.estate.foundation import OVER_IDENTITIES, OVER_PROJECTS, OVER_STATES, STATE_BUCKETS
from socle.facts import scope_of
from socle.messages import Refused
from socle.plan import Plan
from socle.rules import Context
from socle.scaleway import Bootstrap, Tenancy
from socle.testing import findings
from socle.testing.plugin import CaptureComponent
from tests.estate.founded import FOUNDATION, WITHOUT_IDS

S = "scaleway:"
PERSON, EMERGENCY = "44444444-4444-4444-8444-444444444451", "44444444-4444-4444-8444-444444444444"
PIPELINE = "33333333-3333-4333-8333-333333333333"
GRANT = {"application_id": PIPELINE, "access": ["read", "write", "delete"], "reason": "keeps its states here"}


def estate(**more: Any) -> Estate:
    bootstrap = {"administrators": [PERSON], **more}
    foundation = {**yaml.safe_load(FOUNDATION), "bootstrap": bootstrap}
    return Estate.model_validate({**yaml.safe_load(WITHOUT_IDS), "foundation": foundation})


def made(capture: CaptureComponent, declared: Estate) -> Plan:
    tenancy = Tenancy.of(declared, "bootstrap", project_id=declared.scaleway.organization_id)
    return capture(lambda: Bootstrap("bootstrap", declared, tenancy=tenancy), mode="up")


def policy(plan: Plan, zone: str) -> dict[str, dict[str, Any]]:
    text = plan.named(f"bootstrap-state-{zone}-policy").inputs["policy"]
    return {each["Sid"]: each for each in json.loads(text)["Statement"]}


@pytest.fixture
def plan(capture_component: CaptureComponent) -> Plan:
    return made(capture_component, estate())


def test_every_zone_has_a_bucket_that_keeps_versions_encrypts_and_is_protected(plan: Plan) -> None:
    project, key = plan.one(S + "account/project:Project"), plan.one(S + "keymanager/key:Key")
    assert project.protect
    for zone in STATE_BUCKETS:
        bucket = plan.named(f"bootstrap-state-{zone}-bucket")
        assert bucket.inputs["name"] == f"acme-state-{zone}"
        assert bucket.inputs["versioning"] == {"enabled": True}
        assert bucket.inputs["projectId"] == str(project.id)
        assert bucket.protect
        (rule,) = plan.named(f"bootstrap-state-{zone}-encryption").inputs["rules"]
        assert str(key.id).endswith(rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"])
        assert "lifecycleRules" not in bucket.inputs


def test_whoever_deploys_is_in_every_policy_and_so_is_the_user_of_emergencies(plan: Plan) -> None:
    founder = plan.one(S + "iam/application:Application").id
    for zone in STATE_BUCKETS:
        rulers = policy(plan, zone)["administrators"]["Principal"]["SCW"]
        assert set(rulers) == {f"application_id:{founder}", f"user_id:{PERSON}", f"user_id:{EMERGENCY}"}


def test_without_who_deploys_nothing_is_made() -> None:
    with pytest.raises(Exception, match="administrators"):
        estate(administrators=[])


def test_a_pipeline_reaches_the_states_of_its_zone_and_no_other(capture_component: CaptureComponent) -> None:
    plan = made(capture_component, estate(platform={"grants": {"deployer": GRANT}}))
    named = {zone: f"application_id:{PIPELINE}" in json.dumps(policy(plan, zone)) for zone in STATE_BUCKETS}
    assert named == {"organization": False, "platform": True, "spaces": False, "legacy": False}
    assert {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} <= set(policy(plan, "platform")["deployer"]["Action"])
    assert not any("Policy" in action for action in policy(plan, "platform")["deployer"]["Action"])


def test_the_founder_has_one_policy_whose_rules_have_one_scope(plan: Plan) -> None:
    group, its = plan.one(S + "iam/group:Group"), plan.one(S + "iam/policy:Policy")
    assert its.inputs["groupId"] == str(group.id)
    assert [rule["permissionSetNames"] for rule in its.inputs["rules"]] == [
        list(each) for each in (OVER_IDENTITIES, OVER_PROJECTS, OVER_STATES)
    ]
    assert [{scope_of(name) for name in each} for each in (OVER_IDENTITIES, OVER_PROJECTS, OVER_STATES)] == [
        {"organization"},
        {"project"},
        {"project"},
    ]
    states = its.inputs["rules"][2]
    assert states["projectIds"] == [str(plan.one(S + "account/project:Project").id)]
    assert "organizationId" not in states
    assert not [name for name in OVER_PROJECTS if "Objects" in name or "Crypt" in name.title()]


def test_the_founder_has_no_key_unless_one_is_asked_for(plan: Plan) -> None:
    assert plan.all(S + "iam/apiKey:ApiKey") == []
    assert plan.all(S + "secrets/secret:Secret") == []


def test_its_key_ends_and_its_secret_goes_past_the_state(capture_component: CaptureComponent) -> None:
    plan = made(capture_component, estate(founder_key={"issued_on": "2026-11-30", "expires_on": "2026-12-01"}))
    key, secret = plan.one(S + "iam/apiKey:ApiKey"), plan.one(S + "secrets/secret:Secret")
    assert key.inputs["expiresAt"] == "2026-12-01T23:59:59Z"
    assert key.inputs["secretId"] == str(secret.id)
    project = str(plan.one(S + "account/project:Project").id)
    assert key.inputs["defaultProjectId"] == secret.inputs["projectId"] == project


def test_a_rehearsal_protects_none_of_it(capture_component: CaptureComponent) -> None:
    declared = estate().model_copy(update={"lifetime": "rehearsal"})
    assert not [each for each in made(capture_component, declared) if each.protect]


def test_an_estate_without_bootstrap_makes_none(capture_component: CaptureComponent) -> None:
    declared = estate()
    assert declared.foundation
    bare = declared.model_copy(update={"foundation": declared.foundation.model_copy(update={"bootstrap": None})})
    with pytest.raises(ValueError, match="declares no bootstrap"):
        made(capture_component, bare)


def test_a_prefix_that_no_bucket_can_have_is_refused(capture_component: CaptureComponent) -> None:
    with pytest.raises(Refused, match="no name for a bucket"):
        made(capture_component, estate().model_copy(update={"name_prefix": "a" * 60}))


@pytest.mark.parametrize(("who", "broken"), [(PERSON, False), ("44444444-4444-4444-8444-444444444499", True)])
def test_only_those_whom_bootstrap_names_may_rule_a_bucket_of_states(
    capture_component: CaptureComponent, who: str, broken: bool
) -> None:
    plan = made(capture_component, estate(administrators=[who]))
    context = Context(as_of=date(2026, 11, 30), estate=estate())
    found = [each for each in findings([plan], context=context) if each.rule == "bucket-policy-owners-rule"]
    assert {each.result.value for each in found} == ({"fail"} if broken else set())
