"""What a new resource brings where it says nothing, and where it says the weaker thing; and which value it is that nobody says.

The defaults are those of the hosts' documentation and of their providers' schemas. Does not prove that the provider applies them.
"""

from typing import Any

import pytest

from socle.facts.effects import Effect, Effects, changed, created, deleted, type_effects

from .edited import born, does

E = Effect
QUIET: frozenset[Effect] = frozenset()


DEFAULTS = [
    *(("scaleway:" + type_, name, default) for type_, name, default in (
        ("databases/instance:Instance", "backupSameRegion", False), ("databases/instance:Instance", "disableBackup", False),
        ("databases/instance:Instance", "disablePublicEndpoint", False), ("databases/instance:Instance", "encryptionAtRest", False),
        ("databases/instance:Instance", "isHaCluster", False), ("databases/readReplica:ReadReplica", "sameZone", True),
        ("databases/user:User", "isAdmin", False), ("iam/sshKey:SshKey", "disabled", False), ("account/sshKey:SshKey", "disabled", False),
        ("instance/securityGroup:SecurityGroup", "enableDefaultSecurity", True), ("instance/securityGroup:SecurityGroup", "stateful", True),
        ("instance/securityGroup:SecurityGroup", "externalRules", False), ("instance/server:Server", "rootVolume.deleteOnTermination", True),
        ("instance/server:Server", "protected", False), ("keymanager/key:Key", "unprotected", False),
        ("kubernetes/acl:Acl", "noIpAllowed", False), ("kubernetes/cluster:Cluster", "deleteAdditionalResources", False),
        ("kubernetes/cluster:Cluster", "autoUpgrade.enable", False), ("kubernetes/pool:Pool", "publicIpDisabled", False),
        ("kubernetes/pool:Pool", "autohealing", False), ("network/gatewayNetwork:GatewayNetwork", "enableMasquerade", True),
        ("network/publicGateway:PublicGateway", "bastionEnabled", False), ("network/vpc:Vpc", "enableTransitivity", False),
        ("object/bucket:Bucket", "forceDestroy", False), ("object/bucket:Bucket", "objectLockEnabled", False),
        ("object/bucket:Bucket", "versioning.enabled", False), ("registry/namespace:Namespace", "isPublic", False),
        ("s2svpn/connection:Connection", "enableRoutePropagation", False), ("secrets/secret:Secret", "protected", False),
        ("loadbalancers/loadBalancer:LoadBalancer", "assignFlexibleIp", True), ("loadbalancers/loadBalancer:LoadBalancer", "releaseIp", False),
        ("loadbalancers/backend:Backend", "sslBridging", False), ("loadbalancers/backend:Backend", "ignoreSslServerVerify", False),
        ("loadbalancers/frontend:Frontend", "externalAcls", False), ("loadbalancers/frontend:Frontend", "enableAccessLogs", False),
        ("containers/namespace:Namespace", "destroyRegistry", False), ("iot/hub:Hub", "enabled", True), ("iot/hub:Hub", "disableEvents", False),
        ("iot/device:Device", "allowMultipleConnections", False), ("mongodb/instance:Instance", "isSnapshotScheduleEnabled", True),
        ("inference/deployment:Deployment", "privateEndpoint.disableAuth", False),
        ("instance/securityGroup:SecurityGroup", "inboundDefaultPolicy", "accept"), ("network/acl:Acl", "defaultPolicy", "accept"),
        ("instance/securityGroup:SecurityGroup", "outboundDefaultPolicy", "accept"), ("edgeservices/wafStage:WafStage", "mode", "enable"),
        ("loadbalancers/loadBalancer:LoadBalancer", "sslCompatibilityLevel", "ssl_compatibility_level_intermediate"),
        ("containers/container:Container", "sandbox", "v2"),
    )),
    *(("azure-native:" + type_, name, default) for type_, name, default in (
        ("dbforpostgresql:Server", "network.publicNetworkAccess", True), ("keyvault:Vault", "properties.publicNetworkAccess", True),
        ("keyvault:Vault", "properties.enablePurgeProtection", False), ("keyvault:Vault", "properties.enabledForDeployment", False),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "name", "default"), DEFAULTS)
def test_what_nobody_says_is_the_default_of_the_host(type_: str, name: str, default: Any) -> None:
    assert does(type_, name, None, default) == does(type_, name, default, None) == QUIET


BORN: list[tuple[str, str, Any, set[str]]] = [
    ("databases/instance:Instance", "backupSameRegion", None, {"weakens"}), ("databases/instance:Instance", "encryptionAtRest", None, {"weakens"}),
    ("databases/instance:Instance", "encryptionAtRest", True, set()), ("databases/instance:Instance", "disableBackup", True, {"loses", "weakens"}),
    ("databases/instance:Instance", "disableBackup", None, {"costs"}), ("databases/instance:Instance", "isHaCluster", False, set()),
    ("databases/instance:Instance", "isHaCluster", None, set()), ("databases/instance:Instance", "backupScheduleRetention", 6, {"weakens"}),
    ("databases/instance:Instance", "backupScheduleRetention", 7, set()), ("databases/instance:Instance", "disablePublicEndpoint", None, set()),
    ("databases/instance:Instance", "privateNetwork", None, {"exposes"}), ("databases/instance:Instance", "privateNetwork", {"pnId": "a"}, set()),
    ("databases/instance:Instance", "loadBalancer", {}, {"exposes"}), ("databases/instance:Instance", "loadBalancer", None, set()),
    ("databases/instance:Instance", "settings", {"a": "b"}, {"not-known"}), ("databases/instance:Instance", "settings", "later", {"not-known"}),
    ("databases/readReplica:ReadReplica", "sameZone", True, set()), ("databases/readReplica:ReadReplica", "sameZone", None, set()),
    ("databases/user:User", "isAdmin", True, {"exposes"}), ("databases/user:User", "isAdmin", False, set()),
    ("iam/apiKey:ApiKey", "expiresAt", None, {"weakens"}), ("iam/sshKey:SshKey", "disabled", None, set()), ("iam/sshKey:SshKey", "disabled", False, set()),
    ("iam/apiKey:ApiKey", "expiresAt", "2027-01-01", set()), ("account/sshKey:SshKey", "disabled", False, set()),
    ("containers/token:Token", "expiresAt", None, {"weakens"}), ("containers/token:Token", "expiresAt", "2027-01-01", set()),
    ("instance/securityGroup:SecurityGroup", "enableDefaultSecurity", False, {"weakens"}),
    ("instance/securityGroup:SecurityGroup", "inboundDefaultPolicy", "accept", {"exposes"}),
    ("instance/securityGroup:SecurityGroup", "inboundDefaultPolicy", "drop", set()),
    ("instance/securityGroup:SecurityGroup", "outboundDefaultPolicy", "accept", set()),
    ("instance/securityGroup:SecurityGroup", "stateful", False, set()), ("instance/securityGroup:SecurityGroup", "externalRules", True, set()),
    ("instance/server:Server", "securityGroupId", None, {"exposes"}), ("instance/server:Server", "image", "ubuntu_noble", set()),
    ("instance/server:Server", "image", "1111", {"exposes"}), ("instance/server:Server", "protected", None, set()),
    ("instance/server:Server", "rootVolume.deleteOnTermination", True, set()), ("instance/server:Server", "ipId", "a", {"exposes"}),
    ("keymanager/key:Key", "unprotected", True, {"weakens"}), ("keymanager/key:Key", "unprotected", None, set()),
    ("keymanager/key:Key", "rotationPolicy.rotationPeriod", "24h", set()), ("kubernetes/acl:Acl", "noIpAllowed", False, set()),
    ("kubernetes/acl:Acl", "noIpAllowed", None, set()), ("kubernetes/acl:Acl", "noIpAllowed", True, set()),
    ("kubernetes/cluster:Cluster", "deleteAdditionalResources", True, {"weakens"}), ("kubernetes/cluster:Cluster", "autoUpgrade.enable", False, set()),
    ("kubernetes/pool:Pool", "publicIpDisabled", None, {"exposes"}), ("kubernetes/pool:Pool", "publicIpDisabled", True, set()),
    ("kubernetes/pool:Pool", "publicIpDisabled", False, {"exposes"}), ("kubernetes/pool:Pool", "securityGroupId", None, {"not-known"}),
    ("network/acl:Acl", "defaultPolicy", "accept", {"exposes"}), ("network/acl:Acl", "defaultPolicy", "drop", set()),
    ("network/gatewayNetwork:GatewayNetwork", "enableMasquerade", None, {"grants"}), ("network/gatewayNetwork:GatewayNetwork", "enableMasquerade", False, set()),
    ("object/bucket:Bucket", "acl", "private", set()), ("object/bucket:Bucket", "acl", "public-read", {"exposes"}),
    ("object/bucket:Bucket", "forceDestroy", True, {"weakens"}), ("object/bucket:Bucket", "objectLockEnabled", None, set()),
    ("object/bucket:Bucket", "objectLockEnabled", False, set()), ("object/bucket:Bucket", "versioning.enabled", False, set()),
    ("object/bucket:Bucket", "lifecycleRules", [{"id": "a", "enabled": True, "expiration": {"days": 1}}], {"loses"}),
    ("object/bucket:Bucket", "lifecycleRules", [{"id": "a", "enabled": False, "expiration": {"days": 1}}], set()),
    ("object/bucket:Bucket", "lifecycleRules", [{"id": "a", "enabled": True, "abortIncompleteMultipartUploadDays": 1}], set()),
    ("object/bucket:Bucket", "lifecycleRules", [{"id": "a", "enabled": True}], {"not-known"}),
    ("object/bucketAcl:BucketAcl", "accessControlPolicy", {}, {"exposes"}),
    ("registry/namespace:Namespace", "isPublic", True, {"exposes"}), ("registry/namespace:Namespace", "isPublic", None, set()),
    ("secrets/secret:Secret", "keyId", None, {"not-known"}), ("secrets/secret:Secret", "ephemeralPolicies", [1], {"loses"}),
    ("loadbalancers/loadBalancer:LoadBalancer", "assignFlexibleIp", None, {"exposes"}), ("loadbalancers/loadBalancer:LoadBalancer", "assignFlexibleIp", False, set()),
    ("loadbalancers/loadBalancer:LoadBalancer", "releaseIp", None, set()), ("loadbalancers/loadBalancer:LoadBalancer", "releaseIp", False, set()),
    ("loadbalancers/loadBalancer:LoadBalancer", "sslCompatibilityLevel", "ssl_compatibility_level_old", {"weakens"}),
    ("loadbalancers/loadBalancer:LoadBalancer", "sslCompatibilityLevel", "ssl_compatibility_level_intermediate", set()),
    ("loadbalancers/backend:Backend", "sslBridging", False, set()), ("loadbalancers/backend:Backend", "ignoreSslServerVerify", True, {"weakens"}),
    ("loadbalancers/frontend:Frontend", "certificateIds", None, {"not-known"}), ("loadbalancers/frontend:Frontend", "externalAcls", True, set()),
    ("loadbalancers/backend:Backend", "serverIps", ["203.0.113.4"], {"exposes"}), ("loadbalancers/backend:Backend", "serverIps", ["10.0.0.4"], {"grants", "not-known"}),
    ("edgeservices/wafStage:WafStage", "mode", "log_only", {"weakens"}), ("edgeservices/wafStage:WafStage", "mode", "enable", set()),
    ("containers/container:Container", "privacy", None, {"exposes"}), ("containers/container:Container", "privacy", "private", set()),
    ("containers/container:Container", "privacy", "public", {"exposes"}), ("containers/container:Container", "httpOption", "enabled", {"weakens"}),
    ("containers/container:Container", "httpOption", "redirected", set()), ("containers/namespace:Namespace", "destroyRegistry", True, {"weakens"}),
    ("inference/deployment:Deployment", "publicEndpoint", {"isEnabled": True}, {"exposes"}), ("inference/deployment:Deployment", "publicEndpoint", {}, {"exposes"}),
    ("inference/deployment:Deployment", "publicEndpoint", {"isEnabled": False}, set()), ("iot/hub:Hub", "enabled", True, set()), ("iot/hub:Hub", "enabled", None, set()),
    ("inference/deployment:Deployment", "privateEndpoint.disableAuth", True, {"exposes"}), ("iot/device:Device", "allowMultipleConnections", True, set()),
    ("iot/hub:Hub", "disableEvents", True, set()), ("mongodb/instance:Instance", "isSnapshotScheduleEnabled", False, set()),
    ("mongodb/instance:Instance", "isSnapshotScheduleEnabled", None, set()), ("iam/policy:Policy", "rules", [{"permissionSetNames": ["IAMManager"]}], {"exposes"}),
    ("iam/policy:Policy", "rules", [{"permissionSetNames": ["X"]}], {"grants"}), ("iam/policy:Policy", "rules", [], set()),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "name", "value", "told"), BORN)
def test_what_a_new_resource_brings_with_an_input(type_: str, name: str, value: Any, told: set[str]) -> None:
    assert born(f"scaleway:{type_}", name, value) == told


AT_AZURE: list[tuple[str, str, Any, set[str]]] = [
    ("dbforpostgresql:Server", "authConfig.activeDirectoryAuth", "Disabled", set()),
    ("dbforpostgresql:Server", "authConfig.passwordAuth", "Enabled", set()),
    ("dbforpostgresql:Server", "backup.geoRedundantBackup", "Enabled", set()),
    ("keyvault:Vault", "properties.enablePurgeProtection", True, set()),
    ("keyvault:Vault", "properties.enabledForDeployment", True, set()),
    ("keyvault:Vault", "properties.enableSoftDelete", False, {"weakens"}),
    ("keyvault:Vault", "properties.publicNetworkAccess", "Enabled", {"exposes"}),
    ("storage:StorageAccount", "allowSharedKeyAccess", True, set()),
    ("storage:StorageAccount", "enableHttpsTrafficOnly", False, {"exposes"}),
]


@pytest.mark.parametrize(("type_", "name", "value", "told"), AT_AZURE)
def test_what_a_new_resource_of_the_legacy_estate_brings(type_: str, name: str, value: Any, told: set[str]) -> None:
    assert born(f"azure-native:{type_}", name, value) == told


GOES: list[tuple[str, set[str]]] = [
    ("databases/acl:Acl", {"exposes"}), ("network/acl:Acl", {"exposes"}), ("object/bucketPolicy:BucketPolicy", {"exposes"}),
    ("object/bucketLockConfiguration:BucketLockConfiguration", {"weakens"}), ("loadbalancers/acl:Acl", {"exposes", "weakens"}),
    ("secrets/version:Version", {"revokes", "interrupts", "irreversible"}), ("iam/policy:Policy", {"revokes", "interrupts"}),
    ("keymanager/key:Key", {"unreadable"}), ("network/vpc:Vpc", {"interrupts"}), ("edgeservices/wafStage:WafStage", {"weakens"}),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "told"), GOES)
def test_what_the_going_of_a_resource_does(type_: str, told: set[str]) -> None:
    assert deleted(f"scaleway:{type_}", {}) == told


LIFE = {"id": "a", "enabled": True, "expiration": {"days": 30}}


@pytest.mark.parametrize(
    ("type_", "name", "old", "new", "told"),
    [
        ("object/bucket:Bucket", "lifecycleRules", [LIFE], [{**LIFE, "expiration": {"days": 31}}], {"costs"}),
        ("object/bucket:Bucket", "lifecycleRules", [LIFE], [{**LIFE, "expiration": {"days": 29}}], {"loses", "costs"}),
        ("object/bucket:Bucket", "lifecycleRules", [LIFE], [LIFE], set()),
        ("object/bucket:Bucket", "lifecycleRules", [LIFE], None, {"costs"}),
        ("object/bucket:Bucket", "lifecycleRules", [LIFE], [LIFE, {**LIFE, "id": "b"}], {"loses"}),
        ("object/bucket:Bucket", "lifecycleRules", [LIFE, {**LIFE, "id": "b"}], [{**LIFE, "id": "b"}, LIFE], set()),
        ("object/bucket:Bucket", "lifecycleRules", [LIFE], [{**LIFE, "prefix": "x", "expiration": {"days": 31}}], {"loses", "costs"}),
        ("object/bucket:Bucket", "lifecycleRules", [LIFE], [{**LIFE, "expiration": {"date": "2027"}}], {"loses", "costs"}),
        ("object/bucket:Bucket", "lifecycleRules", [LIFE, {**LIFE, "id": "b"}], [LIFE, {**LIFE, "id": "b", "expiration": {"days": 31}}], {"costs"}),
        ("object/bucketLockConfiguration:BucketLockConfiguration", "rule.defaultRetention.mode", "COMPLIANCE", "GOVERNANCE", {"weakens"}),
        ("object/bucketLockConfiguration:BucketLockConfiguration", "rule.defaultRetention.mode", "GOVERNANCE", "COMPLIANCE", {"irreversible"}),
        ("object/bucketLockConfiguration:BucketLockConfiguration", "rule.defaultRetention.mode", "governance", "x", {"weakens", "not-known"}),
        ("object/bucketLockConfiguration:BucketLockConfiguration", "rule.defaultRetention.mode", "x", "GOVERNANCE", {"weakens", "not-known"}),
        ("object/bucketLockConfiguration:BucketLockConfiguration", "rule.defaultRetention.mode", "GOVERNANCE", None, {"weakens"}),
        ("object/bucketLockConfiguration:BucketLockConfiguration", "rule.defaultRetention.days", 365, 1, {"weakens"}),
        ("databases/instance:Instance", "settings", {"log_min": "1"}, {"log_min": "2"}, {"weakens", "interrupts", "not-known"}),
        ("databases/instance:Instance", "settings", {"ssl": "on"}, {}, {"weakens", "interrupts"}),
        ("databases/instance:Instance", "settings", {}, {"log_min": "2"}, {"interrupts", "not-known"}),
        ("databases/instance:Instance", "settings", {"work_mem": "1"}, {"work_mem": "2"}, {"interrupts"}),
        ("databases/instance:Instance", "privateNetwork", {"pnId": "a"}, None, {"exposes"}),
        ("databases/instance:Instance", "privateNetwork", {"pnId": "a"}, {"pnId": "b"}, {"interrupts", "not-known"}),
        ("databases/instance:Instance", "loadBalancer", {"a": 1}, None, {"revokes", "interrupts"}),
        ("databases/instance:Instance", "loadBalancer", None, {"a": 1}, {"exposes"}),
        ("kubernetes/pool:Pool", "kubeletArgs", {}, {"read-only-port": "10255"}, {"exposes"}),
        ("kubernetes/pool:Pool", "kubeletArgs", {"read-only-port": "1"}, {"read-only-port": "0"}, {"revokes", "interrupts"}),
        ("kubernetes/pool:Pool", "kubeletArgs", {"read-only-port": "1"}, {}, {"revokes", "interrupts"}),
        ("kubernetes/pool:Pool", "kubeletArgs", {"anonymous-auth": "true"}, {}, {"revokes", "interrupts"}),
        ("kubernetes/pool:Pool", "kubeletArgs", {"anonymous-auth": "true"}, {"anonymous-auth": "false"}, {"revokes", "interrupts"}),
        ("kubernetes/pool:Pool", "kubeletArgs", {"anonymous-auth": "false"}, {}, {"weakens"}),
        ("kubernetes/pool:Pool", "kubeletArgs", {}, {"authorization-mode": "AlwaysAllow"}, {"weakens"}),
        ("kubernetes/pool:Pool", "kubeletArgs", {}, {"other": "1"}, {"interrupts", "not-known"}),
        ("observability/token:Token", "scopes", {"a": False}, {"a": True}, {"grants"}),
        ("observability/token:Token", "scopes", {"a": True}, {"a": False}, {"revokes", "interrupts"}),
        ("observability/token:Token", "scopes", {}, {"a": False}, set()),
        ("mnq/sqsCredentials:SqsCredentials", "permissions", {"a": True}, {}, {"revokes", "interrupts"}),
        ("kubernetes/cluster:Cluster", "openIdConnectConfig", {"issuerUrl": "a"}, {"issuerUrl": "b"}, {"exposes"}),
        ("kubernetes/cluster:Cluster", "openIdConnectConfig", None, {"issuerUrl": "b"}, {"grants"}),
        ("object/bucket:Bucket", "acl", "public-read", "private", {"revokes", "interrupts"}),
        ("object/bucket:Bucket", "acl", "public-read", None, {"revokes", "interrupts"}),
        ("object/bucket:Bucket", "acl", None, "public-read", {"exposes"}),
        ("object/bucket:Bucket", "versioning", {"enabled": True}, None, {"weakens"}),
        ("keymanager/key:Key", "rotationPolicy", {"rotationPeriod": "24h"}, None, {"weakens"}),
        ("keymanager/key:Key", "rotationPolicy.rotationPeriod", "24h", "48h", {"weakens"}),
        ("keymanager/key:Key", "rotationPolicy.rotationPeriod", "48h", "1d", set()),
        ("secrets/secret:Secret", "keyId", "a", "b", {"not-known"}),
        ("iam/apiKey:ApiKey", "secretId", "a", "b", {"not-known"}),
        ("functions/token:Token", "expiresAt", "2027", None, {"weakens"}),
        ("functions/token:Token", "expiresAt", "2027", "2028", {"grants"}),
        ("inference/deployment:Deployment", "publicEndpoint", {"isEnabled": True}, {"isEnabled": False}, {"revokes", "interrupts"}),
        ("inference/deployment:Deployment", "publicEndpoint", {"isEnabled": True}, None, {"revokes", "interrupts"}),
        ("edgeservices/tlsStage:TlsStage", "wafStageId", "a", "b", {"interrupts", "not-known"}),
        ("loadbalancers/frontend:Frontend", "certificateIds", None, ["a"], {"interrupts", "not-known"}),
        ("containers/container:Container", "cpuLimit", 1, 2, {"interrupts", "costs"}),
        ("containers/container:Container", "cpuLimit", 2, 1, {"interrupts", "costs"}),
    ],
)  # fmt: skip
def test_what_another_value_does(type_: str, name: str, old: Any, new: Any, told: set[str]) -> None:
    assert does(f"scaleway:{type_}", name, old, new) == told


def test_members_of_a_list_are_judged_by_the_row_that_names_them() -> None:
    type_ = "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    rule = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "a"}}
    other = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}

    def moved(*steps: str | int) -> Effects:
        return changed(type_, steps, {"rules": [rule]}, {"rules": [other]})[1]

    inside = ("rules", 0, "applyServerSideEncryptionByDefault")
    assert moved(*inside, "sseAlgorithm") == {E.WEAKENS}
    assert moved(*inside, "kmsMasterKeyId") == {E.WEAKENS}
    assert moved("rules") == {E.WEAKENS, E.NOT_KNOWN}


def test_paths_below_a_named_part_are_judged_and_others_are_not_known() -> None:
    source = "scaleway:databases/instance:Instance"
    assert changed(source, ("logsPolicy",), {"logsPolicy": {"maxAgeRetention": 30}}, {"logsPolicy": {"maxAgeRetention": 1}}) == (
        "logsPolicy", {E.LOSES, E.WEAKENS},
    )  # fmt: skip
    assert changed(source, ("logsPolicy",), {}, {"logsPolicy": {"new": 1}})[1] == {E.NOT_KNOWN}
    assert changed(source, ("logsPolicy",), {}, {})[1] == {E.NOT_KNOWN}
    assert changed(source, ("other",), {}, {"other": 1}) == ("other", {E.NOT_KNOWN})
    assert changed("nobody:x/y:Z", ("a", 0), {}, {}) == ("a", {E.NOT_KNOWN})
    assert dict(created(source, {"logsPolicy": {"maxAgeRetention": 1, "new": 1}}))["logsPolicy"] >= {E.NOT_KNOWN}
    assert dict(created(source, {"logsPolicy": {"maxAgeRetention": 1}}))["logsPolicy"] == {E.HARMLESS}
    assert list(created("nobody:x/y:Z", {})) == [("", {E.NOT_KNOWN})]


def test_a_version_of_an_api_is_no_other_type_and_a_provider_is_one() -> None:
    assert (
        type_effects("azure-native:keyvault/v20230701:Vault") is type_effects("azure-native:keyvault:Vault") is not None
    )
    assert type_effects("azure-native:keyvault/v2023:Vault") is None
    assert type_effects("aws:s3/bucket:Bucket") is None
    assert does("pulumi:providers:scaleway", "apiUrl", None, "https://x") == {E.EXPOSES}
    assert does("pulumi:providers:kubernetes", "kubeconfig", "a", "b") == {E.EXPOSES}
    assert does("pulumi:providers:scaleway", "region", "a", "b") == {E.NOT_KNOWN}
    assert dict(created("pulumi:providers:kubernetes", {"deleteUnreachable": True}))["deleteUnreachable"] == {
        E.HARMLESS
    }


@pytest.mark.parametrize(
    ("type_", "name", "value", "told"),
    [
        ("scaleway:inference/deployment:Deployment", "privateEndpoint", {"disableAuth": True}, E.EXPOSES),
        ("azure-native:dbforpostgresql:Server", "network", {"publicNetworkAccess": "Enabled"}, E.EXPOSES),
        (
            "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "rules",
            [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}],
            E.WEAKENS,
        ),
    ],
)
def test_a_part_of_a_new_value_is_told_beside_the_whole(type_: str, name: str, value: Any, told: Effect) -> None:
    """Whether the resource is new, or only the input."""
    assert told in born(type_, name, value)
    assert told in does(type_, name, None, value)


def test_a_part_of_a_new_value_that_guards_brings_nothing() -> None:
    server = "azure-native:dbforpostgresql:Server"
    assert born(server, "network", {"publicNetworkAccess": "Disabled"}) == QUIET
    assert E.REVOKES not in does(server, "network", None, {"publicNetworkAccess": "Disabled"})
