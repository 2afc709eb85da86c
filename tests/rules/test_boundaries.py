"""Where rules begin and end: the last value that is kept, the first that is not, and what the message says of it.

The pairs in `cases.py` show each rule from both sides; here are the branches and bounds inside a rule.
"""

from pathlib import Path
from typing import Any

import pytest

from socle.access import reaches
from socle.plan import UNKNOWN
from socle.report.words import Words
from socle.rules import Result

from ..kept import assert_as_kept
from .cases import (
    AK,
    AM,
    BP,
    CASES,
    CL,
    CONN,
    CRB,
    DB,
    DENY,
    EXP,
    FN,
    GW,
    HEALTH,
    INF,
    ITEM,
    KACL,
    KEY,
    KV,
    LB,
    LOCK,
    NACL,
    NAMESPACE,
    NP,
    NS,
    NSG,
    PG,
    POL,
    POOL,
    PROV,
    REDIS,
    ROLE,
    RQ,
    SA,
    SEC,
    SG,
    SRC,
    SRV,
    SSE,
    SSH,
    STRONG,
    TOK,
    VPC,
    B,
    Fixture,
    K,
    S,
    azure_rule,
    inbound,
    kms,
    named,
    plan_of,
    policy,
    rule,
    sets,
)
from .test_adversaries import FAIL as ADVERSARIES
from .test_adversaries import UNDECIDED
from .test_catalogue import judged

PREFIXES = S + "s2svpn/routingPolicy:RoutingPolicy"
REPLICA = S + "databases/readReplica:ReadReplica"
SERVICE = K + "core/v1:Service"
CONTAINER = "azure-native:storage:BlobContainer"
TEMPLATE = S + "autoscaling/instanceTemplate:InstanceTemplate"
BUCKET_ACL = S + "object/bucketAcl:BucketAcl"
RULES_OF_GROUP = S + "instance/securityGroupRules:SecurityGroupRules"
UUID = "99999999-9999-4999-8999-999999999999"


def grants(**grantee: str) -> dict[str, Any]:
    return {"accessControlPolicy": {"grants": [{"grantee": grantee}]}}


def every_action(count: int, action: Any = "s3:*") -> dict[str, Any]:
    return policy(Action=action, Principal={"SCW": [f"user_id:{n}" for n in range(count)]})


BROKEN: list[tuple[str, str, dict[str, Any], str]] = [
    ("bucket-customer-key", SSE, {"rules": []}, "it has no rule"),
    ("bucket-customer-key", SSE, kms(sseAlgorithm="AES256"), "it is encrypted with AES256, whose key the host holds"),
    ("bucket-customer-key", SSE, kms(kmsMasterKeyId=""), "it names no key"),
    ("bucket-customer-key", SSE, {"rules": [{}]}, "it is encrypted with no algorithm"),
    ("bucket-lock-lasts", LOCK, {"rule": {"defaultRetention": {"days": 179}}}, "objects are locked for 179 days"),
    ("bucket-lock-lasts", LOCK, {}, "objects are locked for 0 days"),
    ("bucket-acl-private", B, {"acl": "authenticated-read"}, "its access list is authenticated-read"),
    ("bucket-acl-private", BUCKET_ACL, grants(uri="http://x/AllUsers"), "a group of everybody"),
    ("bucket-acl-private", BUCKET_ACL, grants(type="Group"), "a group of everybody"),
    ("bucket-policy-actions-listed", BP, every_action(3), "3 principals hold every action"),
    ("bucket-policy-actions-listed", BP, every_action(3, ["*"]), "3 principals hold every action"),
    ("bucket-policy-names-principals", BP, policy(Principal={"AWS": "*"}), "a statement allows everybody"),
    ("bucket-policy-no-exceptions", BP, policy(NotAction=["s3:GetObject"]), "all but what NotAction lists"),
    ("bucket-policy-no-exceptions", BP, policy(NotResource=["b"]), "all but what NotResource lists"),
    ("bucket-lock-lasts", LOCK, {"rule": {"defaultRetention": {"days": 1}}}, "objects are locked for 1 day"),
    ("bucket-expiry-not-soon", B, {"lifecycleRules": [{"expiration": {"days": 1}}]}, "objects expire after 1 day"),
    ("bucket-health-not-glacier", B, {"tags": {"data-class": "health"}, "lifecycleRules": [{"transitions": [{"storageClass": "GLACIER"}]}]}, "moves objects to GLACIER"),
    ("database-private", DB, {}, "it has no private network"),
    ("database-private", DB, {"privateNetwork": {"pnId": "x"}, "loadBalancer": {}}, "load_balancer gives it"),
    ("database-replica-private", REPLICA, {}, "it has a public endpoint"),
    ("database-replica-private", REPLICA, {"privateNetwork": {"x": 1}, "directAccess": {}}, "it has a public endpoint"),
    ("database-acl-narrow", REDIS, {"acls": [{"ip": "0.0.0.0/0"}]}, "its access list lets 0.0.0.0/0 in"),
    ("database-backup-kept", DB, {}, "backups are kept 7 days"),
    ("database-backup-kept", DB, {"backupScheduleRetention": 14, "backupScheduleFrequency": 25}, "backups are made every 25 hours"),
    ("database-supported", DB, {"engine": "PostgreSQL-9"}, "PostgreSQL 9 is no longer maintained"),
    ("key-rotates", KEY, {"usage": "symmetric_encryption"}, "it never turns"),
    ("key-rotates", KEY, {"usage": "symmetric_encryption", "rotationPolicy": {"rotationPeriod": "8761h"}}, "it turns every 8761h"),
    ("key-strong", KEY, {}, "its algorithm is not said"),
    ("key-strong", KEY, {"algorithm": "rsa_oaep_2048_sha256"}, "its algorithm is rsa_oaep_2048_sha256"),
    ("secret-not-in-plain", DB, {"settings": {"a": "postgres://u:passw0rd@h/d"}}, "settings.a holds what looks like a credential"),
    ("secret-not-in-plain", DB, {"settings": {"a": {"b": "SCWABCDEFGHIJKLMN234"}}}, "settings.a.b holds what looks like a credential"),
    ("database-backed-up", DB, {"disableBackup": True}, "backups are off"),
    ("iam-no-all-products", POL, sets("IAMManager"), "it gives IAMManager"),
    ("iam-no-all-products", POL, sets("OrganizationManager"), "it gives OrganizationManager"),
    ("api-key-expires-in-time", AK, {"expiresAt": "2027-12-02T00:00:00Z"}, "it ends on 2027-12-02 only"),
    ("api-key-expires-in-time", AK, {"expiresAt": "2026-11-29T23:59:59Z"}, "it ended on 2026-11-29"),
    ("ssh-key-strong", SSH, {"publicKey": "ssh-rsa AAAA"}, "it is of the kind ssh-rsa"),
    ("ssh-key-strong", SSH, {}, "it is of the kind unknown"),
    ("vpc-acl-drops", NACL, {"defaultPolicy": "accept"}, "it accepts what no rule names"),
    ("vpc-acl-no-everything", NACL, {"rules": [{}]}, "a rule accepts everything"),
    ("bastion-listed", GW, {"bastionEnabled": True}, "its bastion answers the whole Internet"),
    ("bastion-listed", GW, {"bastionEnabled": True, "allowedIpRanges": ["203.0.0.0/15"]}, "its bastion lets 203.0.0.0/15 in"),
    ("balancer-private", LB, {"assignFlexibleIpv6": True}, "it has a public address"),
    ("balancer-private", LB, {"ipIds": ["x"]}, "it has a public address"),
    ("balancer-private", LB, {"ipId": "x"}, "it has a public address"),
    ("tunnel-strong", CONN, {"ikev2Ciphers": [{**STRONG, "encryption": "3des"}]}, "it accepts the cipher 3des"),
    ("tunnel-strong", CONN, {"espCiphers": [{"encryption": "aes256"}]}, "it accepts the group none"),
    ("tunnel-strong", CONN, {"espCiphers": [{"dhGroup": "ecp384"}]}, "the cipher that the host chooses"),
    ("tunnel-strong", CONN, {"espCiphers": [{**STRONG, "dhGroup": "modp2048"}]}, "it accepts the group modp2048"),
    ("tunnel-prefixes", PREFIXES, {"prefixFilterOuts": ["10.0.0.0/7"]}, "it exchanges 10.0.0.0/7"),
    ("server-private", SRV, {"ipId": "x"}, "it has a public address"),
    ("server-private", SRV, {"enableDynamicIp": True}, "it has a public address"),
    ("server-private", TEMPLATE, {"publicIpsV4Count": 1}, "it has a public address"),
    ("server-private", TEMPLATE, {"publicIpsV6Count": 1}, "it has a public address"),
    ("server-image-known", SRV, {"image": f"fr-par-1/{UUID}"}, f"its image is fr-par-1/{UUID}"),
    ("user-data-without-secrets", SRV, {"userData": {"x": "password=hunter22"}}, "userData holds what looks like a secret"),
    ("security-group-drops-in", SG, {"inboundDefaultPolicy": "accept"}, "it accepts whatever comes in"),
    ("security-group-no-everybody", SG, inbound(ipRange=""), "inboundRules accepts everybody on 22"),
    ("security-group-no-everybody", SG, inbound(ipRange="::/0", port=0, portRange="1-9"), "accepts everybody on 1-9"),
    ("security-group-no-everybody", SG, inbound(ipRange="::/0", port=0), "accepts everybody on every port"),
    ("security-group-no-everybody", SG, inbound(ipRanges=["10.0.0.0/8", "0.0.0.0/0"]), "accepts everybody on 22"),
    ("security-group-no-everybody", RULES_OF_GROUP, inbound(ip="0.0.0.0/0", ipRange=None), "accepts everybody on 22"),
    ("cluster-api-narrow", KACL, {"aclRules": [{"ip": "203.0.0.0/15"}]}, "the list lets 203.0.0.0/15 in"),
    ("cluster-api-narrow", KACL, {"aclRules": [{"scalewayRanges": True}]}, "every customer of the host"),
    ("cluster-version-supported", CL, {"version": "1.33"}, "the host's support of 1.33 ended on 2026-11-04"),
    ("cluster-version-supported", CL, {"version": "1.32.1"}, "1.32 is gone"),
    ("bucket-expiry-ends-versions", B, {"objectLockEnabled": True, "lifecycleRules": [{"expiration": {"date": "2027-01-01"}}]}, "their older versions stay"),
    ("offer-open", REDIS, {"version": "7.0.5"}, "the host's support of 7.0.5 ended on 2025-11-24"),
    ("offer-open", POOL, {"nodeType": "COPARM1-2C-8G"}, "the host makes no new COPARM1 (since: a day that is not known)"),
    ("offer-ends", CL, {"version": "1.35"}, "no new one from 2027-01-19; the end of its support: 2027-03-19"),
    ("machine-eligible", SRV, {"type": "dev1_s", "tags": HEALTH}, "dev1_s is not eligible"),
    ("machine-eligible", POOL, {"nodeType": "GP1-XS", "tags": HEALTH}, "GP1-XS is not eligible"),
    ("binding-no-cluster-admin", CRB, {"roleRef": {"kind": "ClusterRole", "name": "admin"}}, "it binds admin"),
    ("binding-no-everybody", CRB, {"subjects": [{"name": "oidc:a"}, {"name": "system:anonymous"}]}, "it binds system:anonymous"),
    ("role-no-wildcard", ROLE, rule(resources=["*"]), "a rule gives every one of resources"),
    ("role-no-wildcard", ROLE, rule(apiGroups=["*"]), "a rule gives every one of apiGroups"),
    ("role-no-escalation", ROLE, rule(verbs=["impersonate"]), "it may impersonate"),
    ("role-no-escalation", ROLE, rule(resources=["secrets"]), "it may use secrets"),
    ("network-policy-narrow", NP, named(ingress=[{"from": [{"ipBlock": {"cidr": "185.0.0.0/15"}}]}]), "it opens to 185.0.0.0/15"),
    ("network-policy-names-peers", NP, named(ingress=[{"ports": [{"port": 1}]}]), "a rule of ingress opens to everybody"),
    ("namespace-pod-security", NS, {"metadata": {"name": "n"}}, "it enforces nothing"),
    ("namespace-pod-security", NS, {"metadata": {"name": "n", "labels": {"data-class": "health", "pod-security.kubernetes.io/enforce": "baseline"}}}, "it enforces baseline"),
    ("service-not-public", SERVICE, named(type="NodePort"), "its type is NodePort"),
    ("serverless-private", FN, {"privacy": "public"}, "it answers everybody"),
    ("serverless-https", FN, {"httpOption": "enabled"}, "it answers plain HTTP"),
    ("model-private", INF, {"publicEndpoint": {"isEnabled": True}}, "it has a public endpoint"),
    ("model-private", INF, {"privateEndpoint": {"disableAuth": True}}, "privateEndpoint asks nobody who they are"),
    ("waf-blocks", S + "edgeservices/wafStage:WafStage", {"mode": "disable"}, "its mode is disable"),
    ("logs-kept", SRC, {"type": "logs"}, "logs are kept 0 days"),
    ("token-narrow", TOK, {"scopes": {"queryLogs": True, "queryMetrics": True}}, "it reads queryLogs, queryMetrics"),
    ("token-narrow", TOK, {"scopes": {"queryLogs": True, "writeTraces": True}}, "it reads and writes"),
    ("token-narrow", TOK, {"scopes": {"setupAlerts": True}}, "it changes rules or alarms"),
    ("export-declared", EXP, {"datadogDestination": {}}, "it sends to Datadog"),
    ("export-declared", EXP, {}, "an address that is not said"),
    ("alerts-one-domain", AM, {"contactPoints": [{"email": "a@x.example"}, {"email": "b@y.example"}]}, "alarms go to x.example, y.example"),
    ("provider-calls-the-host", PROV, {"apiUrl": "http://api.scaleway.com"}, "calls go to api.scaleway.com"),
    ("provider-calls-the-host", PROV, {"endpoints": '{"s3": "https://evil.example"}'}, "calls go to evil.example"),
    ("provider-calls-the-host", PROV, {"apiUrl": "evil-scaleway.com"}, "calls go to evil-scaleway.com"),
    ("place-european", VPC, {"zone": "us-east-1"}, "its zone is us-east-1"),
    ("place-of-health-data", VPC, {"zone": "nl-ams-1", "tags": HEALTH}, "its zone is nl-ams-1"),
    ("azure-blobs-private", CONTAINER, {"publicAccess": "Blob"}, "the container is public"),
    ("azure-store-closed", SA, {"networkRuleSet": {"defaultAction": "Allow"}}, "it answers the Internet"),
    ("azure-tls", SA, {"minimumTlsVersion": "TLS1_2", "enableHttpsTrafficOnly": False}, "it accepts plain HTTP"),
    ("azure-tls", SA, {}, "it accepts TLS before 1.2"),
    ("azure-vault-purge-protected", KV, {"properties": {"enablePurgeProtection": True, "enableSoftDelete": False}}, "deleted at once"),
    ("azure-database-private", PG, {}, "it answers the Internet"),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix=None, sourceAddressPrefixes=["Internet"], destinationPortRange="22"), "it lets everybody in on 22"),
]  # fmt: skip

KEPT: list[tuple[str, str, dict[str, Any]]] = [
    ("iam-scopes-apart", POL, {"rules": [{"permissionSetNames": ["NeverHeardOf"], "projectIds": ["p"]}]}),
    ("iam-scopes-apart", POL, {"rules": [{"permissionSetNames": ["IAMReadOnly"], "organizationId": "o"}]}),
    ("bucket-lock-lasts", LOCK, {"rule": {"defaultRetention": {"days": 180}}}),
    ("bucket-lock-lasts", LOCK, {"rule": {"defaultRetention": {"years": 1, "days": 1}}}),
    ("bucket-versioned", B, {"objectLockEnabled": True}),
    ("bucket-acl-private", BUCKET_ACL, grants(id="x", type="CanonicalUser")),
    ("bucket-policy-actions-listed", BP, every_action(2)),
    ("bucket-policy-names-principals", BP, policy(Effect="Deny", Principal="*")),
    ("bucket-policy-no-exceptions", BP, policy(Effect="Deny", NotPrincipal={"SCW": ["user_id:1"]})),
    ("bucket-policy-known-form", BP, policy(Principal={"SCW": ["application_id:1"]})),
    ("bucket-policy-known-form", BP, policy(Principal="*")),
    ("bucket-expiry-not-soon", B, {"lifecycleRules": [{"enabled": False, "expiration": {"days": 1}}]}),
    ("bucket-expiry-not-soon", B, {"lifecycleRules": [{"enabled": True}]}),
    ("database-acl-narrow", REDIS, {"acls": [{"ip": "10.0.0.1"}]}),
    ("database-backup-kept", DB, {"backupScheduleRetention": 14, "backupScheduleFrequency": 24}),
    ("database-supported", DB, {"engine": "MySQL-8"}),
    ("data-service-private", REDIS, {"privateNetwork": {"id": "x"}}),
    ("database-backed-up", DB, {"disableBackup": False}),
    ("key-rotates", KEY, {"usage": "symmetric_encryption", "rotationPolicy": {"rotationPeriod": "8760h"}}),
    ("key-strong", KEY, {"algorithm": "ec_p384_sha384"}),
    ("key-strong", KEY, {"algorithm": "rsa_pss_4096_sha256"}),
    ("api-key-expires-in-time", AK, {"expiresAt": "2027-12-01T00:00:00Z"}),
    ("api-key-expires-in-time", AK, {"expiresAt": "2026-11-30T00:00:00Z"}),
    ("ssh-key-strong", SSH, {"publicKey": "sk-ssh-ed25519@openssh.com A"}),
    ("vpc-acl-no-everything", NACL, {"rules": [{"source": "0.0.0.0/0", "destination": "::/0", "action": "drop"}]}),
    ("bastion-listed", GW, {"bastionEnabled": True, "allowedIpRanges": ["203.0.0.0/16"]}),
    ("tunnel-prefixes", PREFIXES, {"prefixFilterOuts": ["10.0.0.0/8"]}),
    ("server-image-known", SRV, {"image": "ubuntu_noble"}),
    ("security-group-no-everybody", SG, inbound(ipRange="0.0.0.0/0", action="drop")),
    ("cluster-api-narrow", KACL, {"aclRules": [{"ip": "203.0.0.0/16"}, {"ip": "203.0.113.7"}]}),
    ("cluster-version-supported", CL, {"version": "1.35.0"}),
    ("bucket-expiry-ends-versions", B, {"versioning": {"enabled": False}, "lifecycleRules": [{"expiration": {"days": 30}}]}),
    ("bucket-expiry-ends-versions", B, {"objectLockEnabled": True, "lifecycleRules": [{"transitions": [{"days": 30}]}]}),
    ("bucket-expiry-ends-versions", B, {"objectLockEnabled": True, "lifecycleRules": [{"expiration": {"days": 9}, "enabled": False}]}),
    ("offer-open", DB, {"engine": "PostgreSQL-17", "nodeType": "DB-DEV-S"}),
    ("offer-open", SRV, {"image": "11111111-1111-4111-8111-111111111111"}),
    ("offer-ends", CL, {"version": "1.34"}),
    ("machine-eligible", SRV, {"type": "DEV10-S", "tags": HEALTH}),
    ("binding-no-cluster-admin", CRB, {"roleRef": {"kind": "Role", "name": "admin"}}),
    ("network-policy-narrow", NP, named(egress=[{"to": [{"ipBlock": {"cidr": "185.1.0.0/16"}}]}])),
    ("network-policy-narrow", NP, named(egress=[{"to": [{"ipBlock": {"cidr": "172.16.0.0/12"}}]}])),
    ("namespace-pod-security", NS, {"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}),
    ("serverless-https", S + "containers/container:Container", {"httpsConnectionsOnly": True}),
    ("model-private", INF, {}),
    ("token-narrow", TOK, {"scopes": {"queryLogs": True}}),
    ("token-narrow", TOK, {"scopes": {"writeLogs": True, "writeMetrics": True}}),
    ("export-encrypted", EXP, {}),
    ("provider-calls-the-host", PROV, {"apiUrl": "https://api.scaleway.com", "endpoints": '{"s3": "https://s3.fr-par.scw.cloud"}'}),
    ("provider-calls-the-host", PROV, {}),
    ("place-named", VPC, {"zone": "fr-par-1"}),
    ("place-european", VPC, {"region": "it-mil"}),
    ("azure-store-closed", SA, {"networkRuleSet": {"defaultAction": "Deny"}}),
    ("azure-store-closed", KV, {"properties": {"networkAcls": {"defaultAction": "Deny"}}}),
    ("azure-tls", SA, {"minimumTlsVersion": "TLS1_3"}),
    ("azure-database-private", PG, {"network": {"delegatedSubnetResourceId": "x"}}),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix="*", access="Deny")),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix="*", direction="Outbound")),
]  # fmt: skip

ABOUT_NOTHING: list[tuple[str, str, dict[str, Any]]] = [
    ("bucket-health-keeps", B, {"tags": {"data-class": "internal"}, "lifecycleRules": [{}]}),
    ("bucket-lock-has-retention", B, {"objectLockEnabled": False}),
    ("database-backup-in-region", DB, {"disableBackup": True}),
    ("key-rotates", KEY, {"usage": "asymmetric_signing"}),
    ("key-rotates", KEY, {"usage": "symmetric_encryption", "origin": "external"}),
    ("ssh-key-none-in-project", SSH, {"disabled": True}),
    ("bastion-listed", GW, {"bastionEnabled": False}),
    ("logs-kept", SRC, {"type": "metrics"}),
    ("security-group-drops-out", SG, {"tags": ["data-class=internal"]}),
]


@pytest.mark.parametrize(("id_", "type_", "inputs", "says"), BROKEN)
def test_what_breaks_a_rule_is_said_in_these_words(id_: str, type_: str, inputs: dict[str, Any], says: str) -> None:
    found = [each for each in judged(id_, [(type_, inputs)]) if each.result is Result.FAIL]

    assert any(says in Words().text(each.message) for each in found), [each.message for each in found]


@pytest.mark.parametrize(("id_", "type_", "inputs"), KEPT)
def test_what_is_just_within_a_rule_is_kept(id_: str, type_: str, inputs: dict[str, Any]) -> None:
    assert {each.result for each in judged(id_, [(type_, inputs)])} == {Result.PASS}


@pytest.mark.parametrize(("id_", "type_", "inputs"), ABOUT_NOTHING)
def test_what_a_rule_is_not_about(id_: str, type_: str, inputs: dict[str, Any]) -> None:
    assert {each.result for each in judged(id_, [(type_, inputs)])} == {Result.NOT_APPLICABLE}


WHOLE: list[tuple[str, Fixture, str]] = [
    ("key-one-class", [(SEC, {"keyId": "k", "tags": HEALTH}), (SEC, {"keyId": "k", "tags": ["data-class=open"]})], "encrypts data of health and of open"),
    ("key-one-class", [(KEY, {"name": "k"}), *((SEC, {"keyId": "fr-par/r0", "tags": tags}) for tags in (HEALTH, ["data-class=open"]))], "the key r0 encrypts data of health and of open"),
    ("duties-separated", [(POL, sets("KeyManagerFullAccess")), (POL, sets("RelationalDatabasesFullAccess"))], "one holder rules keys and reads data"),
    ("bucket-one-policy", [(B, {"name": "b"}), (BP, policy()), (BP, policy()), (BP, policy())], "3 policies claim it"),
    ("quotas-hold", [(S + "account/project:Project", {})] * 26, "26 of scaleway:account/project:Project, and an organisation may have 25"),
    ("quotas-hold", [(POL, {})] * 51, "and an organisation may have 50"),
    ("namespace-default-deny", [(NS, NAMESPACE)], "nothing denies Egress and Ingress by default"),
    ("namespace-default-deny", [(NS, NAMESPACE), (NP, named(policyTypes=["Ingress", "Egress"], podSelector={}, egress=[{}]))], "nothing denies Egress by default"),
    ("namespace-default-deny", [(NS, NAMESPACE), (NP, named("other", policyTypes=["Ingress", "Egress"], podSelector={}))], "nothing denies Egress and Ingress"),
    ("namespace-quota", [(NS, NAMESPACE)], "it has no quota"),
    ("bucket-encrypted", [(B, {"name": "b"}), (SSE, {"bucket": 7})], "no default encryption is configured"),
    ("namespace-quota", [(NS, NAMESPACE), (RQ, named(hard={"pods": 1}))], "its quota does not count load balancers"),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "fixture", "says"), WHOLE)
def test_what_the_graph_breaks_is_said_in_these_words(id_: str, fixture: Fixture, says: str) -> None:
    found = [each for each in judged(id_, fixture) if each.result is Result.FAIL]

    assert any(says in Words().text(each.message) for each in found), [each.message for each in found]


def test_a_key_of_two_classes_is_laid_at_the_later_class() -> None:
    secrets: Fixture = [
        (SEC, {"keyId": "k", "tags": [f"data-class={each}"]}) for each in ("open", "health", "internal")
    ]
    found = [each for each in judged("key-one-class", secrets) if each.result is Result.FAIL]

    assert [each.name for each in found] == ["r0"]


def test_alarms_of_two_domains_are_laid_at_the_first() -> None:
    alarms: Fixture = [(AM, {"contactPoints": [{"email": f"a@{each}.example"}]}) for each in "xyz"]
    found = [each for each in judged("alerts-one-domain", alarms) if each.result is Result.FAIL]

    assert [each.name for each in found] == ["r0"]


@pytest.mark.parametrize(
    ("id_", "fixture"),
    [
        ("quotas-hold", [(S + "account/project:Project", {})] * 25),
        ("quotas-hold", [(POL, {})] * 50),
        ("duties-separated", [(POL, {"rules": sets("KeyManagerFullAccess")["rules"]}), (POL, {"rules": sets("RelationalDatabasesFullAccess")["rules"]})]),
        ("one-write-authority", [(BP, {**policy(Action=["s3:PutObject"], Effect="Deny", Principal={"SCW": ["user_id:1", "user_id:2"]}), "tags": HEALTH})]),
        ("one-write-authority", [(BP, {**policy(Action="s3:GetObject", Principal={"SCW": ["user_id:1", "user_id:2"]}), "tags": HEALTH})]),
        ("namespace-default-deny", [(NS, NAMESPACE), (NP, named(policyTypes=["Ingress"], podSelector={})), (NP, named(policyTypes=["Egress"], podSelector={}))]),
        ("namespace-default-deny", [(NS, NAMESPACE), (NP, DENY), (NP, named("other", podSelector={"a": 1}))]),
    ],
)  # fmt: skip
def test_what_the_graph_just_keeps(id_: str, fixture: Fixture) -> None:
    assert {each.result for each in judged(id_, fixture)} == {Result.PASS}


@pytest.mark.parametrize(
    ("id_", "type_", "inputs"),
    [
        ("alerts-one-domain", AM, {"contactPoints": [{"email": UNKNOWN}]}),
        ("api-key-expires-in-time", AK, {"expiresAt": "soon"}),
        ("iam-condition-can-hold", POL, sets("SecretManagerReadOnly", condition="request.ip ~ nowhere")),
        ("bucket-policy-names-principals", BP, {"bucket": "b", "policy": "no JSON"}),
        ("bucket-policy-names-principals", BP, {"bucket": "b", "policy": "[1]"}),
    ],
)
def test_what_cannot_be_read_is_undetermined(id_: str, type_: str, inputs: dict[str, Any]) -> None:
    assert {each.result for each in judged(id_, [(type_, inputs)])} == {Result.UNDETERMINED}


AND_OTHERS = ("aaa", "zzz", "Zzz")
"""Words that no version of the host knows yet, on both sides of those that it does."""


def inputs_with(path: str, value: Any, inputs: dict[str, Any]) -> dict[str, Any]:
    key, _, rest = path.partition(".")
    return {**inputs, key: inputs_with(rest, value, inputs.get(key, {})) if rest else value}


@pytest.mark.parametrize("word", AND_OTHERS)
@pytest.mark.parametrize(
    ("id_", "type_", "path", "inputs"),
    [
        ("serverless-https", FN, "httpOption", {}),
        ("serverless-private", FN, "privacy", {}),
        ("vpc-acl-drops", NACL, "defaultPolicy", {}),
        ("security-group-drops-in", SG, "inboundDefaultPolicy", {}),
        ("security-group-drops-out", SG, "outboundDefaultPolicy", {"tags": HEALTH}),
        ("waf-blocks", S + "edgeservices/wafStage:WafStage", "mode", {}),
        ("grafana-no-editor", S + "observability/grafanaUser:GrafanaUser", "role", {}),
        ("azure-blobs-private", CONTAINER, "publicAccess", {}),
        ("azure-tls", SA, "minimumTlsVersion", {}),
        ("azure-store-closed", SA, "publicNetworkAccess", {}),
        ("azure-store-closed", SA, "networkRuleSet.defaultAction", {}),
        ("azure-database-private", PG, "network.publicNetworkAccess", {}),
        ("export-encrypted", EXP, "otlpDestination.endpoint", {}),
        ("key-strong", KEY, "algorithm", {}),
        ("ssh-key-strong", SSH, "publicKey", {}),
        ("namespace-pod-security", NS, "metadata.labels", {}),
    ],
)
def test_a_word_that_is_not_the_safe_one_is_not_safe(
    id_: str, type_: str, path: str, inputs: dict[str, Any], word: str
) -> None:
    given: Any = {"pod-security.kubernetes.io/enforce": word} if path.endswith("labels") else word
    assert Result.FAIL in {each.result for each in judged(id_, [(type_, inputs_with(path, given, inputs))])}


@pytest.mark.parametrize("word", AND_OTHERS)
@pytest.mark.parametrize(
    ("id_", "type_", "path", "inputs"),
    [
        ("bucket-health-not-glacier", ITEM, "storageClass", {"tags": HEALTH}),
        ("bucket-acl-private", B, "acl", {}),
        ("bucket-object-private", ITEM, "visibility", {}),
        ("service-not-public", SERVICE, "spec.type", {}),
        ("binding-no-cluster-admin", CRB, "roleRef.name", {"roleRef": {"kind": "ClusterRole"}}),
        ("binding-no-cluster-admin", CRB, "roleRef.kind", {"roleRef": {"name": "cluster-admin"}}),
        ("binding-no-cluster-admin", CRB, "subjects", {}),
        ("balancer-modern-tls", LB, "sslCompatibilityLevel", {}),
    ],
)
def test_a_word_that_is_not_the_dangerous_one_breaks_nothing(
    id_: str, type_: str, path: str, inputs: dict[str, Any], word: str
) -> None:
    given: Any = [{"name": word}] if path == "subjects" else word
    assert {each.result for each in judged(id_, [(type_, inputs_with(path, given, inputs))])} == {Result.PASS}


@pytest.mark.parametrize("word", AND_OTHERS)
def test_a_row_of_a_filter_that_does_not_say_that_it_drops_lets_through(word: str) -> None:
    for id_, type_, inputs in (
        ("vpc-acl-no-everything", NACL, {"rules": [{"action": word}]}),
        ("security-group-no-everybody", SG, inbound(ipRange="0.0.0.0/0", action=word)),
        ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix="*", access=word)),
        ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix="*", direction=word)),
    ):
        assert Result.FAIL in {each.result for each in judged(id_, [(type_, inputs)])}, id_


def test_of_several_actions_that_guard_a_bucket_the_first_is_named() -> None:
    actions = ["s3:BypassGovernanceRetention", "s3:PutBucketPolicy"]
    for who, inputs in (
        ("user_id:9", policy(Action=actions, Principal={"SCW": ["user_id:9"]})),
        ("NotPrincipal", policy(Action=actions, Principal=None, NotPrincipal={"SCW": ["user_id:1"]})),
    ):
        found = [each for each in judged("bucket-policy-owners-rule", [(BP, inputs)]) if each.result is Result.FAIL]
        assert [str(each.message) for each in found if who in str(each.message)] == [
            f"{who} is no administrator and holds s3:PutBucketPolicy"
        ]


def test_a_key_that_is_not_known_hides_no_other_of_two_classes() -> None:
    fixture: Fixture = [
        (SEC, {"keyId": UNKNOWN}),
        *((SEC, {"keyId": "k", "tags": [f"data-class={each}"]}) for each in ("open", "health")),
        (SEC, {"keyId": UNKNOWN}),
    ]
    assert {each.result for each in judged("key-one-class", fixture)} == {Result.FAIL}


def test_a_file_that_is_fetched_under_a_path_and_run_is_told() -> None:
    script = "#!/bin/sh\ncurl https://x.example/tool -o /opt/in/tool.sh\nchmod +x /opt/tool.sh\n"
    assert Result.FAIL in {each.result for each in judged("start-runs-no-download", [(SRV, {"cloudInit": script})])}


def test_every_sentence_on_a_broken_rule_is_as_it_is_kept() -> None:
    """As people read them: by rule, each once, of all fixtures that break one."""
    fixtures = [
        *((id_, fixture) for id_, (_, fixture) in CASES.items()),
        *((id_, [(type_, inputs)]) for id_, type_, inputs, *_ in (*BROKEN, *ADVERSARIES, *UNDECIDED)),
        *((id_, fixture) for id_, fixture, _ in WHOLE),
    ]
    told = {
        f"{id_}: {each.name}: {each.message}"
        for id_, fixture in fixtures
        for each in judged(id_, fixture)
        if each.result in (Result.FAIL, Result.UNDETERMINED)
    }
    assert_as_kept("\n".join(sorted(told)) + "\n", Path(__file__).parent / "sentences.txt")


SERVICES = S + "kafka/cluster:Cluster"


@pytest.mark.parametrize(
    ("id_", "type_", "inputs", "result"),
    [
        ("balancer-private", LB, {}, Result.FAIL),
        ("balancer-private", LB, {"assignFlexibleIp": UNKNOWN}, Result.UNDETERMINED),
        ("balancer-private", LB, {"assignFlexibleIp": False, "assignFlexibleIpv6": UNKNOWN}, Result.UNDETERMINED),
        ("balancer-private", LB, {"assignFlexibleIp": UNKNOWN, "ipId": UNKNOWN}, Result.FAIL),
        ("server-private", SRV, {"ipIds": UNKNOWN}, Result.FAIL),
        ("server-private", SRV, {"publicIps": [{"address": "1.2.3.4"}]}, Result.FAIL),
        ("server-private", TEMPLATE, {"publicIpsV4Count": UNKNOWN}, Result.UNDETERMINED),
        ("server-private", TEMPLATE, {"publicIpsV4Count": 0}, Result.PASS),
        ("data-service-private", SERVICES, {"privateNetwork": UNKNOWN}, Result.PASS),
        ("data-service-private", SERVICES, {"privateNetwork": UNKNOWN, "publicNetwork": UNKNOWN}, Result.UNDETERMINED),
        ("azure-store-closed", KV, {"properties": {"publicNetworkAccess": UNKNOWN}}, Result.UNDETERMINED),
        ("azure-store-closed", KV, {"properties": {"publicNetworkAccess": UNKNOWN, "networkAcls": {"defaultAction": "Deny"}}}, Result.PASS),
        ("azure-store-closed", KV, {"properties": {"publicNetworkAccess": "Disabled", "networkAcls": UNKNOWN}}, Result.PASS),
        ("pool-private", POOL, {"publicIpDisabled": UNKNOWN}, Result.UNDETERMINED),
        ("serverless-private", FN, {"privacy": UNKNOWN}, Result.UNDETERMINED),
        ("registry-private", S + "registry/namespace:Namespace", {"isPublic": UNKNOWN}, Result.UNDETERMINED),
    ],
)  # fmt: skip
def test_what_opens_a_resource_is_open_closed_or_not_known(
    id_: str, type_: str, inputs: dict[str, Any], result: Result
) -> None:
    assert {each.result for each in judged(id_, [(type_, inputs)])} == {result}


_OPENED = {"server-private", "balancer-private", "pool-private", "database-private", "database-replica-private",
           "data-service-private", "registry-private", "serverless-private", "azure-store-closed"}  # fmt: skip


@pytest.mark.parametrize("id_", sorted(_OPENED))
def test_a_rule_calls_open_what_access_calls_open(id_: str) -> None:
    """One answer: on every fixture of the rule whose values are all known."""
    fixtures = [*CASES[id_], *([(type_, inputs)] for rule_, type_, inputs, *_ in (*BROKEN, *KEPT) if rule_ == id_)]
    for fixture in fixtures:
        told = [each for resource in plan_of(fixture) for each in reaches(resource, {}) if each.public]
        assert bool(told) == (Result.FAIL in {each.result for each in judged(id_, fixture)}), fixture
