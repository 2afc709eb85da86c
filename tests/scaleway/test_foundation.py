"""The foundation: projects, identities, keys and audit, and what no drawing of a catalogue may lead to.

Does not prove that the host takes the policies, nor that the provider keeps the secret half of a key out of the state: a capture shows
that it is told to.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any, get_args

import pulumi
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socle.access import matrix_of
from socle.estate import Estate, FoundationSpec, load
from socle.estate.foundation import ROLES, Duty, Given, joined_duties
from socle.estate.foundation import given as given_by
from socle.estate.foundation.roles import Layers, RoleName
from socle.facts import scope_of
from socle.facts.conditions import possible, survives_listing
from socle.messages import Refused
from socle.plan import Plan
from socle.report import console, show_plan
from socle.report.access import access_csv
from socle.report.words import Words
from socle.review import Accessible
from socle.scaleway import Foundation, Tenancy
from socle.testing.plugin import CaptureComponent, Mode
from tests.estate.founded import EMERGENCY, FOUNDATION, WITHOUT_IDS, founded, write_founded

S = "scaleway:"
POLICY, GROUP, API_KEY = S + "iam/policy:Policy", S + "iam/group:Group", S + "iam/apiKey:ApiKey"
BUCKET, KEY, SECRET = S + "object/bucket:Bucket", S + "keymanager/key:Key", S + "secrets/secret:Secret"
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKc8Zm3r0yF1m8a8m3dQ9v4Yy0o3X8n1bT6p5u2w7k9J"


def estate(foundation: str | dict[str, Any] = FOUNDATION) -> Estate:
    spec = yaml.safe_load(foundation) if isinstance(foundation, str) else foundation
    return Estate.model_validate({**yaml.safe_load(WITHOUT_IDS), "foundation": spec})


def made(
    capture: CaptureComponent, declared: Estate, mode: Mode = "up", materials: dict[str, str] | None = None
) -> Plan:
    """The plan of a foundation that gives out everything that it has, and says it aloud."""
    tenancy = Tenancy.of(declared, "foundation", project_id=declared.scaleway.organization_id)

    def program() -> None:
        secret = {key: pulumi.Output.secret(text) for key, text in (materials or {}).items()}
        found = Foundation("foundation", declared, tenancy=tenancy, key_materials=secret)
        for name in ("projects", "applications", "groups", "keys"):
            pulumi.export(f"{name}_ids", getattr(found, name).ids)
        pulumi.export("api_keys", found.applications.key_secret_ids)
        pulumi.export("sealed", found.break_glass and found.break_glass.secret_id)
        print(found.members, found.audit, vars(found))  # noqa: T201 - a program that says too much

    return capture(program, mode=mode)


@pytest.fixture
def plan(capture_component: CaptureComponent) -> Plan:
    return made(capture_component, estate())


def project(plan: Plan, name: str) -> str:
    return str(plan.named(f"foundation-projects-{name}").id)


def rules(plan: Plan, group: str) -> list[dict[str, Any]]:
    return plan.named(f"foundation-groups-{group}-policy").inputs["rules"]


def test_keys_are_in_their_own_project_and_audit_in_another(plan: Plan) -> None:
    assert plan.one(KEY).inputs["projectId"] == project(plan, "keys")
    assert {each.inputs["projectId"] for each in plan.all(BUCKET)} == {project(plan, "audit")}
    assert {each.inputs["projectId"] for each in plan.all(SECRET)} == {project(plan, "keys")}
    assert len({project(plan, name) for name in ("platform", "keys", "audit")}) == 3
    assert all(plan.named(f"foundation-projects-{name}").protect for name in ("platform", "keys", "audit"))


def test_a_project_that_is_there_is_used_and_not_made(capture_component: CaptureComponent) -> None:
    there = "11111111-1111-4111-8111-111111111111"
    text = f"projects: {{platform: {{existing: {there}}}, keys: {{}}, audit: {{}}}}\n{FOUNDATION}"
    plan = made(capture_component, estate(text))
    assert [each.name for each in plan.all(S + "account/project:Project")] == [
        "foundation-projects-audit",
        "foundation-projects-keys",
    ]
    assert rules(plan, "readers")[0]["projectIds"] == [there]


def test_each_group_has_one_policy_and_each_rule_one_scope(plan: Plan) -> None:
    groups, policies = plan.all(GROUP), plan.all(POLICY)
    assert len(groups) == len(policies) == 7
    assert sorted(each.inputs["groupId"] for each in policies) == sorted(str(each.id) for each in groups)
    for policy in policies:
        for rule in policy.inputs["rules"]:
            (scope,) = {scope_of(name) for name in rule["permissionSetNames"]}
            assert (scope == "organization") == ("organizationId" in rule) != ("projectIds" in rule)


def test_who_rules_keys_uses_none_and_who_reads_data_rules_none(plan: Plan) -> None:
    ruling = {name for rule in rules(plan, "key-administrators") for name in rule["permissionSetNames"]}
    reading = {name for rule in rules(plan, "readers") for name in rule["permissionSetNames"]}
    assert not [name for name in ruling if "Encrypt" in name or "Decrypt" in name or "Storage" in name]
    assert reading == {"KeyManagerKeyDecrypt", "ObjectStorageBucketsRead", "ObjectStorageObjectsRead"}


def test_a_deployer_reaches_neither_audit_nor_objects_nor_secrets(plan: Plan) -> None:
    found = rules(plan, "deployers")
    names = {name for rule in found for name in rule["permissionSetNames"]}
    assert {each for rule in found for each in rule["projectIds"]} == {project(plan, "platform")}
    assert not names & {
        "ObjectStorageObjectsRead",
        "ObjectStorageFullAccess",
        "SecretManagerSecretAccess",
        "SecretManagerFullAccess",
    }
    assert "VPCFullAccess" in names


def test_logs_are_written_by_programs_that_cannot_read_them(plan: Plan) -> None:
    policy = json.loads(plan.named("foundation-audit-logs-policy").inputs["policy"])
    statements = {each["Sid"]: each for each in policy["Statement"]}
    archivist = plan.named("foundation-applications-archivist").id
    assert statements["archivists"]["Principal"] == {"SCW": [f"application_id:{archivist}"]}
    assert "s3:PutObject" in statements["archivists"]["Action"]
    assert not [name for name in statements["archivists"]["Action"] if "Get" in name or "Delete" in name]
    assert "archivists-list" not in statements
    assert statements["auditors"]["Action"] == ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion"]
    lock = plan.named("foundation-audit-logs-lock").inputs["rule"]
    assert lock == {"defaultRetention": {"mode": "GOVERNANCE", "days": 365}}


def test_a_key_of_the_api_ends_and_its_secret_half_goes_past_the_state(plan: Plan) -> None:
    key, secret = plan.one(API_KEY), plan.one(SECRET)
    assert key.inputs["expiresAt"] == "2027-05-29T23:59:59Z"
    assert key.inputs["secretId"] == secret.id
    assert key.inputs["defaultProjectId"] == project(plan, "platform")
    assert key.inputs["applicationId"] == plan.named("foundation-applications-deployer").id
    assert secret.inputs["keyId"] == str(plan.one(KEY).id).rpartition("/")[2]
    assert plan.all(S + "secrets/version:Version") == []
    assert "secretId" in key.replace_on_changes


def test_no_secret_is_in_what_it_gives_out(plan: Plan) -> None:
    assert "secretKey" not in json.dumps([each.inputs for each in plan])
    assert not plan.plain_secrets


def test_conditions_become_the_hosts_words(plan: Plan) -> None:
    assert {rule["condition"] for rule in rules(plan, "operators")} == {'inIpRange(request.ip, "203.0.113.0/28")'}
    assert all("condition" not in rule for rule in rules(plan, "readers"))


@pytest.mark.parametrize(
    ("condition", "expected", "lists"),
    [
        ({"from_ranges": ["203.0.113.0/28", "198.51.100.0/24"]},
         '(inIpRange(request.ip, "203.0.113.0/28") || inIpRange(request.ip, "198.51.100.0/24"))', True),
        ({"not_before": "2027-01-01", "not_after": "2027-01-31"},
         'request.time >= timestamp("2027-01-01T00:00:00Z") && request.time <= timestamp("2027-01-31T23:59:59Z")', True),
        ({"name_begins": "acme-"}, '(resource.name.startsWith("acme-") || !has(resource.id))', True),
        ({"name_begins": "acme-", "listing": False}, 'resource.name.startsWith("acme-")', False),
        ({"from_ranges": ["203.0.113.0/28"], "resource_ids": ["66666666-6666-4666-8666-666666666666"]},
         'inIpRange(request.ip, "203.0.113.0/28") && (resource.id == "66666666-6666-4666-8666-666666666666" || !has(resource.id))', True),
    ],
)  # fmt: skip
def test_a_condition_is_written_so_that_lists_still_answer(
    condition: dict[str, Any], expected: str, lists: bool
) -> None:
    spec = yaml.safe_load(FOUNDATION)
    spec["groups"]["key-administrators"]["condition"] = condition
    declared = estate(spec).foundation
    assert declared
    given_condition = declared.groups["key-administrators"].condition
    assert given_condition
    assert given_condition.expression == expected
    assert possible(expected) is True
    assert survives_listing(expected) is lists


def test_a_budget_tells_somebody(plan: Plan) -> None:
    budget, alert = plan.one(S + "billing/budget:Budget"), plan.one(S + "billing/budgetAlert:BudgetAlert")
    told = plan.one(S + "billing/budgetAlertNotification:BudgetAlertNotification")
    assert (budget.inputs["consumptionLimit"], budget.inputs["enabled"]) == (1000, True)
    assert (alert.inputs["budgetId"], alert.inputs["threshold"]) == (budget.id, 50)
    assert (told.inputs["budgetAlertId"], told.inputs["emailAddresses"]) == (alert.id, ["finance@acme.example"])


def test_sign_in_is_protected_and_its_certificates_named(capture_component: CaptureComponent) -> None:
    spec = {**yaml.safe_load(FOUNDATION), "saml": {"certificates": {"first": {"content": PEM}}}}
    plan = made(capture_component, estate(spec))
    saml, certificate = plan.one(S + "iam/saml:Saml"), plan.one(S + "iam/samlCertificate:SamlCertificate")
    assert saml.protect
    assert (certificate.inputs["samlId"], certificate.inputs["type"]) == (saml.id, "signing")
    assert {saml.inputs["organizationId"], certificate.inputs["organizationId"]} == {
        "22222222-2222-4222-8222-222222222222"
    }


def test_an_ssh_key_is_of_one_project(capture_component: CaptureComponent) -> None:
    keys = {"office": {"public_key": SSH, "project": "platform", "reason": "the office's key of emergencies"}}
    plan = made(capture_component, estate({**yaml.safe_load(FOUNDATION), "ssh_keys": keys}))
    key = plan.one(S + "iam/sshKey:SshKey")
    assert key.inputs["projectId"] == project(plan, "platform")
    assert key.inputs["disabled"] is False


def test_every_resource_names_its_project_or_its_organisation(capture_component: CaptureComponent, mode: Mode) -> None:
    plan = made(capture_component, estate(), mode)
    bound = {"projectId", "organizationId", "applicationId", "bucket", "budgetId", "budgetAlertId"}
    assert [each.name for each in plan if each.custom and not bound & each.inputs.keys()] == []


def test_two_estates_of_one_organisation_make_nothing_of_the_same_name(
    capture_component: CaptureComponent, tmp_path: Path
) -> None:
    other = WITHOUT_IDS.replace("name_prefix: acme", "name_prefix: bis")
    without_budget = founded(
        ("budget:\n  euros: 1000\n  alerts:\n    half: {threshold_percent: 50, emails: [finance@acme.example]}\n", "")
    )
    estates = [
        load(write_founded(tmp_path)).estate,
        load(write_founded(tmp_path, without_budget, other, name="bis")).estate,
    ]
    names = [
        {(each.type, each.inputs.get("name")) for each in made(capture_component, one) if "name" in each.inputs}
        for one in estates
    ]
    assert names[0]
    assert not names[0] & names[1]


def test_an_estate_without_a_foundation_is_refused(capture_component: CaptureComponent) -> None:
    declared = estate().model_copy(update={"foundation": None})
    with pytest.raises(ValueError, match=r"declares no foundation; write a foundation\.yaml"):
        made(capture_component, declared)


# The catalogue of roles


def test_every_permission_set_of_the_catalogue_is_known_and_of_its_scope() -> None:
    for role in ROLES.values():
        in_projects = {
            *role.own,
            *role.keys,
            *role.audit,
            *(name for names in role.by_layer.values() for name in names),
        }
        assert {scope_of(name) for name in in_projects} <= {"project"}
        assert {scope_of(name) for name in role.everywhere} <= {"organization"}


def test_no_role_can_give_itself_more() -> None:
    every = {
        name for role in ROLES.values()
        for name in (*role.own, *role.keys, *role.audit, *role.everywhere, *(n for names in role.by_layer.values() for n in names))
    }  # fmt: skip
    assert not every & {
        "AllProductsFullAccess",
        "IAMManager",
        "OrganizationManager",
        "IAMPolicyManager",
        "IAMGroupManager",
    }


def test_every_role_has_a_duty_and_the_emergency_stands_alone() -> None:
    assert ROLES.keys() == set(get_args(RoleName))
    assert all(role.duties for role in ROLES.values())
    for name in set(ROLES) - {"break-glass"}:
        assert [pair for pair in joined_duties(["break-glass", name]) if Duty.EMERGENCY in pair]


ROLE = st.sampled_from(sorted(ROLES))
PEOPLE = [f"44444444-4444-4444-8444-4444444444{number:02}" for number in (44, 51, 52, 53)]
PROGRAMS = ["deployer", "one", "two"]


@st.composite
def foundations(draw: st.DrawFn) -> dict[str, Any]:
    """Foundations that are well-formed one by one, and may say anything together."""
    groups: dict[str, Any] = {"deployers": {"role": "deployer", "applications": ["deployer"], "layers": ["platform"]}}
    for number in range(draw(st.integers(0, 5))):
        role = ROLES[name] if (name := draw(ROLE)) else None
        assert role
        group: dict[str, Any] = {"role": name}
        if role.holders != "machines":
            group["members"] = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3))
        if role.holders != "people":
            group["applications"] = draw(st.lists(st.sampled_from(PROGRAMS), unique=True, max_size=2))
        if role.by_layer:
            group["layers"] = draw(st.lists(st.sampled_from(get_args(Layers)), unique=True, min_size=1))
        if name == "break-glass":
            group |= {
                "members": [PEOPLE[0], *[each for each in group["members"] if each != PEOPLE[0]]],
                "review_by": "2027-05-31",
            }
        if draw(st.booleans()):
            group["condition"] = {"from_ranges": ["203.0.113.0/28"]}
        group["projects"] = draw(
            st.lists(st.sampled_from(["platform", "keys", "audit", "extra"]), unique=True, min_size=1)
        )
        groups[f"g{number}"] = group
    key = {"issued_on": "2026-11-30", "expires_on": "2027-05-29"}
    return {
        "projects": {"platform": {}, "keys": {}, "audit": {}, "extra": {}},
        "applications": {
            name: {"reason": "a program of the drawing", "api_keys": {"a": key} if draw(st.booleans()) else {}}
            for name in PROGRAMS
        },
        "groups": {name: {**group, "reason": "a group of the drawing"} for name, group in groups.items()},
    }


def declared_or_refused(drawn: dict[str, Any]) -> Estate | None:
    try:
        return estate(drawn)
    except (Refused, ValueError):
        return None


def joins(spec: FoundationSpec, holder: str) -> bool:
    return bool(list(joined_duties([group.role for group in spec.groups.values() if holder in group.holders])))


def mixes_scopes(rights: Given) -> bool:
    """Whether a rule would join permission sets of two scopes, which the host refuses at the deployment."""
    return len({scope_of(name) for name in rights.permission_sets}) > 1


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(foundations())
def test_what_is_not_refused_joins_no_duties_and_mixes_no_scopes(drawn: dict[str, Any]) -> None:
    found = declared_or_refused(drawn)
    if found is None:
        return
    assert found.foundation
    spec = found.foundation
    assert not [holder for holder in (*PEOPLE, *PROGRAMS) if joins(spec, holder)]
    for group in spec.groups.values():
        assert not any(map(mixes_scopes, given_by(group.role, group.projects, group.layers)))


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(foundations())
def test_what_joins_duties_is_refused(drawn: dict[str, Any]) -> None:
    groups = drawn["groups"].values()
    holders = {each for group in groups for each in (*group.get("members", ()), *group.get("applications", ()))}
    for holder in holders:
        held = [g["role"] for g in groups if holder in (*g.get("members", ()), *g.get("applications", ()))]
        if list(joined_duties(held)):
            assert declared_or_refused(drawn) is None


@pytest.mark.slow
@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(foundations(), st.binary(min_size=32, max_size=32), st.booleans())
def test_no_secret_value_is_in_any_plan_output_or_log(
    capture_component: CaptureComponent,
    capfd: pytest.CaptureFixture[str],
    drawn: dict[str, Any],
    material: bytes,
    sealed: bool,
) -> None:
    """The material of a key is the one secret that a foundation is given; all others are made and kept at the host."""
    text = base64.b64encode(material).decode()
    key = {"data_class": "internal"}
    drawn = {**drawn, "keys": {"audit": key, "brought": {**key, "material": "external", "rotation_days": None}}}
    if sealed and any(group["role"] == "break-glass" for group in drawn["groups"].values()):
        drawn["break_glass"] = yaml.safe_load(EMERGENCY)["break_glass"]
    found = declared_or_refused(drawn)
    if found is None:
        return
    plan = made(capture_component, found, materials={"brought": text})
    show_plan(plan, console(sys.stdout), str, Words())
    said = capfd.readouterr()
    assert "foundation-keys-brought" in said.out
    for heard in (plan.to_json(), said.out, said.err, repr(plan), access_csv_of(plan)):
        assert text not in heard
        assert text.rstrip("=") not in heard
        assert material.hex() not in heard
    assert all(each.inputs["secretId"] and "secretKey" not in each.inputs for each in plan.all(API_KEY))


def access_csv_of(plan: Plan) -> str:
    return access_csv(Accessible(matrix_of([plan]), ("s",)), Words())


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(foundations())
def test_what_is_planned_has_one_policy_a_group_and_keys_that_end(
    capture_component: CaptureComponent, drawn: dict[str, Any]
) -> None:
    found = declared_or_refused(drawn)
    if found is None:
        return
    plan = made(capture_component, found)
    holders = [each.inputs["groupId"] for each in plan.all(POLICY)]
    assert len(holders) == len(set(holders)) == len(plan.all(GROUP))
    for rule in (rule for each in plan.all(POLICY) for rule in each.inputs["rules"]):
        assert len({scope_of(name) for name in rule["permissionSetNames"]}) == 1
        assert ("organizationId" in rule) != ("projectIds" in rule)
    assert all(each.inputs["expiresAt"] and each.inputs["secretId"] for each in plan.all(API_KEY))
    assert not plan.plain_secrets
    assert "secretKey" not in json.dumps([each.inputs for each in plan])
