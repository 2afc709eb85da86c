"""What hands data, code or control to others, by single edits and births: services seldom used, objects of Kubernetes, stores of Azure.

Does not prove that these are all that a cloud has: what no row names is not known, and that is tried elsewhere.
"""

from typing import Any

import pytest

from socle.facts.effects import Effect, Effects, changed, created, deleted, through

pytestmark = [pytest.mark.slow, pytest.mark.edits]

E, W, L, G, N = Effect.EXPOSES, Effect.WEAKENS, Effect.LOSES, Effect.GRANTS, Effect.NOT_KNOWN
NONE = None
DAY, LATER, EARLIER = "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z", "2029-01-01T00:00:00+02:00"
AK = "kubernetes:admissionregistration.k8s.io/v1"
HOOK = {
    "name": "a",
    "clientConfig": {"service": {"name": "s"}},
    "failurePolicy": "Fail",
    "rules": [{"operations": ["*"]}],
}
POD = {
    "containers": [
        {"name": "c", "image": "x", "securityContext": {"runAsNonRoot": True, "allowPrivilegeEscalation": False}}
    ]
}
DELETING = {"name": "d", "definition": {"actions": {"baseBlob": {"delete": {"daysAfterModificationGreaterThan": 1}}}}}
TIERING = {
    "name": "t",
    "definition": {"actions": {"baseBlob": {"tierToCool": {"daysAfterModificationGreaterThan": 1}}}},
}


def pod(**more: Any) -> dict[str, Any]:
    return {**POD, **more}


def confined(**context: Any) -> dict[str, Any]:
    container: dict[str, Any] = POD["containers"][0]
    return {"containers": [{**container, "securityContext": {**container["securityContext"], **context}}]}


def does(type_: str, path: str, old: Any, new: Any) -> Effects:
    """What another value at a path does, in a resource that has nothing else."""
    steps = tuple(path.split("."))
    return changed(type_, steps[:1], *(_at(steps, value) for value in (old, new)))[1]


def born(type_: str, **inputs: Any) -> Effects:
    return frozenset[Effect]().union(*(found for _, found in created(type_, inputs)))


def _at(steps: tuple[str, ...], value: Any) -> dict[str, Any]:
    made: Any = value
    for step in reversed(steps):
        made = {} if made is None else {step: made}
    return made


ASKED: list[tuple[dict[str, Any], Effect]] = [
    ({"failurePolicy": "Ignore"}, W), ({"rules": []}, W), ({"namespaceSelector": {"matchLabels": {"a": "b"}}}, W),
    ({"objectSelector": {}}, W), ({"matchConditions": [{}]}, W), ({"matchPolicy": "Exact"}, W),
    ({"clientConfig": {"url": "https://b"}}, E), ({"timeoutSeconds": 3}, N),
]  # fmt: skip
"""Another way of asking a webhook."""

EDITS: list[tuple[str, str, Any, Any, Effect | None]] = [
    # copies with a date: earlier is lost earlier, later and for ever are paid for
    *((f"scaleway:{kind}", "expiresAt", *sides)
      for kind in ("databases/databaseBackup:DatabaseBackup", "databases/snapshot:Snapshot", "mongodb/snapshot:Snapshot")
      for sides in ((DAY, EARLIER, L), (NONE, DAY, L), (DAY, "soon", L), ("soon", DAY, L), (DAY, LATER, NONE), (DAY, NONE, NONE))),
    ("scaleway:block/snapshot:Snapshot", "export", NONE, {"bucket": "theirs"}, E),
    ("scaleway:mnq/sqsQueue:SqsQueue", "messageMaxAge", 1209600, 60, L),
    ("scaleway:mnq/sqsQueue:SqsQueue", "messageMaxAge", 60, 1209600, NONE),
    ("scaleway:mnq/sqsQueue:SqsQueue", "deadLetterQueue", {"id": "a"}, NONE, W),
    ("scaleway:mnq/sqsQueue:SqsQueue", "deadLetterQueue", NONE, {"id": "a"}, NONE),
    ("scaleway:mnq/snsTopicSubscription:SnsTopicSubscription", "endpoint", "https://a", "https://b", E),
    ("scaleway:mnq/snsTopicSubscription:SnsTopicSubscription", "redrivePolicy", "a", NONE, W),
    ("scaleway:tem/webhook:Webhook", "snsArn", "a", "b", E),
    ("scaleway:tem/webhook:Webhook", "eventTypes", ["a", "b"], ["a"], W),
    ("scaleway:domain/registration:Registration", "dnssec", True, False, W),
    ("scaleway:domain/registration:Registration", "dnssec", False, True, N),
    ("scaleway:domain/registration:Registration", "autoRenew", True, NONE, W),
    ("scaleway:domain/registration:Registration", "ownerContactId", "a", "b", E),
    ("scaleway:interlink/link:Link", "enableRoutePropagation", False, True, E),
    ("scaleway:interlink/routingPolicy:RoutingPolicy", "prefixFilterOuts", ["10.2.0.0/24"], ["10.2.0.0/24", "10.0.0.0/8"], E),
    ("scaleway:interlink/routingPolicy:RoutingPolicy", "prefixFilterIns", ["10.2.0.0/24"], [], Effect.REVOKES),
    ("scaleway:applesilicon/runner:Runner", "url", "https://a", "https://b", E),
    ("scaleway:autoscaling/instanceTemplate:InstanceTemplate", "securityGroupId", "a", NONE, E),
    ("scaleway:autoscaling/instanceTemplate:InstanceTemplate", "cloudInit", "a", "b", E),
    ("scaleway:autoscaling/instanceGroup:InstanceGroup", "deleteServersOnDestroy", False, True, W),
    ("scaleway:elasticmetal/server:Server", "protected", True, False, W),
    ("scaleway:elasticmetal/server:Server", "sshKeyIds", ["a"], ["a", "b"], G),
    ("scaleway:elasticmetal/server:Server", "os", "a", "b", L),
    ("scaleway:elasticmetal/server:Server", "reinstallOnConfigChanges", False, True, W),
    ("scaleway:datawarehouse/user:User", "isAdmin", False, True, E),
    ("scaleway:mongodb/user:User", "roles", [{"role": "read", "databaseName": "a"}], [{"role": "read", "anyDatabase": True}], E),
    ("scaleway:mongodb/user:User", "roles", [], [{"role": "db_admin", "databaseName": "a"}], E),
    ("scaleway:mongodb/user:User", "roles", [], [{"role": "read", "databaseName": "a"}], G),
    ("scaleway:iam/samlCertificate:SamlCertificate", "content", "a", "b", E),
    # what admits objects
    *((f"{AK}:{kind}", "webhooks", [HOOK], [{**HOOK, **more}], said)
      for kind in ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
      for more, said in ASKED),
    (f"{AK}:ValidatingWebhookConfiguration", "webhooks", [HOOK, {**HOOK, "name": "b"}], [HOOK], W),
    ("kubernetes:apiregistration.k8s.io/v1:APIService", "spec.insecureSkipTLSVerify", False, True, E),
    ("kubernetes:apiregistration.k8s.io/v1:APIService", "spec.service", {"name": "a"}, {"name": "b"}, E),
    ("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "spec.conversion", NONE, {"strategy": "Webhook"}, E),
    # pods that leave their walls
    *(("kubernetes:apps/v1:Deployment", "spec.template.spec", POD, after, W)
      for after in (
          pod(hostNetwork=True), pod(hostPID="yes"), pod(hostIPC=True), pod(volumes=[{"name": "a", "hostPath": {"path": "/"}}]),
          pod(initContainers=[{"name": "i", "securityContext": {"privileged": True}}]), confined(privileged=True),
          confined(procMount="Unmasked"),
          confined(seccompProfile={"type": "Unconfined"}), confined(appArmorProfile={"type": "Unconfined"}),
          pod(securityContext={"windowsOptions": {"hostProcess": True}}),
          {"containers": [{**POD["containers"][0], "ports": [{"hostPort": 80}]}]})),
    *((f"kubernetes:{kind}", path, POD, pod(hostNetwork=True), W)
      for kind, path in (
          ("core/v1:Pod", "spec"), ("core/v1:PodTemplate", "template.spec"), ("apps/v1:DaemonSet", "spec.template.spec"),
          ("apps/v1:ReplicaSet", "spec.template.spec"), ("apps/v1:StatefulSet", "spec.template.spec"),
          ("batch/v1:Job", "spec.template.spec"),
          ("core/v1:ReplicationController", "spec.template.spec"), ("batch/v1:CronJob", "spec.jobTemplate.spec.template.spec"))),
    # where data of a cluster is kept, and who answers
    ("kubernetes:core/v1:PersistentVolume", "spec.persistentVolumeReclaimPolicy", "Retain", "Delete", W),
    ("kubernetes:core/v1:PersistentVolume", "spec.persistentVolumeReclaimPolicy", "Delete", "Retain", NONE),
    ("kubernetes:storage.k8s.io/v1:StorageClass", "reclaimPolicy", "Retain", NONE, W),
    ("kubernetes:storage.k8s.io/v1:StorageClass", "parameters.encrypted", "true", NONE, W),
    ("kubernetes:networking.k8s.io/v1:Ingress", "spec.tls", [{"hosts": ["a"]}], NONE, W),
    ("kubernetes:discovery.k8s.io/v1:EndpointSlice", "endpoints", [{"addresses": ["10.0.0.1"]}], [{"addresses": ["198.51.100.6"]}], E),
    ("kubernetes:core/v1:Endpoints", "subsets", [], [{"addresses": [{"ip": "10.0.0.1"}]}], G),
    ("kubernetes:node.k8s.io/v1:RuntimeClass", "handler", "gvisor", "runc", W),
    # what guards data on Azure
    ("azure-native:storage:BlobServiceProperties", "isVersioningEnabled", True, NONE, W),
    *(("azure-native:storage:BlobServiceProperties", f"{key}.enabled", True, False, W)
      for key in ("deleteRetentionPolicy", "containerDeleteRetentionPolicy", "restorePolicy", "changeFeed")),
    ("azure-native:storage:BlobServiceProperties", "deleteRetentionPolicy.days", 30, 1, L),
    ("azure-native:storage:BlobServiceProperties", "deleteRetentionPolicy.days", 1, 30, NONE),
    ("azure-native:storage:FileServiceProperties", "shareDeleteRetentionPolicy.days", 30, 1, L),
    ("azure-native:storage:BlobContainerLegalHold", "tags", ["a"], [], W),
    ("azure-native:storage:ManagementPolicy", "policy", {"rules": [TIERING]}, {"rules": [TIERING, DELETING]}, L),
    ("azure-native:storage:ManagementPolicy", "policy", {"rules": [DELETING]}, {"rules": [DELETING, TIERING]}, N),
    ("azure-native:storage:ManagementPolicy", "policy", {"rules": [DELETING]}, {"rules": "?"}, L),
    ("azure-native:storage:ObjectReplicationPolicy", "destinationAccount", "a", "b", E),
    *(("azure-native:storage:StorageAccount", key, {"a": "b"}, NONE, W)
      for key in ("sasPolicy", "keyPolicy", "allowedCopyScope", "immutableStorageWithVersioning")),
    ("azure-native:storage:StorageAccount", "isSftpEnabled", False, True, W),
    ("azure-native:storage:StorageAccount", "isNfsV3Enabled", NONE, True, E),
    ("azure-native:storage:StorageAccount", "defaultToOAuthAuthentication", True, False, W),
    ("azure-native:sql:TransparentDataEncryption", "state", "Enabled", "Disabled", W),
    *((f"azure-native:sql:{kind}", "state", "Enabled", "Disabled", W)
      for kind in ("ServerBlobAuditingPolicy", "ExtendedServerBlobAuditingPolicy", "DatabaseBlobAuditingPolicy",
                   "ServerSecurityAlertPolicy", "ExtendedDatabaseBlobAuditingPolicy", "DatabaseSecurityAlertPolicy")),
    ("azure-native:sql:ServerBlobAuditingPolicy", "auditActionsAndGroups", ["a", "b"], ["a"], W),
    ("azure-native:sql:ServerBlobAuditingPolicy", "storageEndpoint", "https://a", "https://b", E),
    *(("azure-native:sql:LongTermRetentionPolicy", "weeklyRetention", *sides)
      for sides in (("P52W", "P1W", L), ("P1Y", "P11M", L), ("P4W", NONE, L), ("P1W", "P8D", NONE), ("P1W", "?", L))),
    ("azure-native:sql:BackupShortTermRetentionPolicy", "retentionDays", 35, 1, L),
    ("azure-native:sql:ServerAzureADOnlyAuthentication", "azureADOnlyAuthentication", True, False, W),
    ("azure-native:sql:EncryptionProtector", "serverKeyType", "AzureKeyVault", "ServiceManaged", W),
    *((f"azure-native:{kind}", f"properties.securitySettings.{key}", *sides)
      for kind in ("recoveryservices:Vault", "dataprotection:BackupVault")
      for key, *sides in (
          ("immutabilitySettings.state", "Locked", "Disabled", W), ("softDeleteSettings.softDeleteState", "AlwaysON", "Disabled", W),
          ("softDeleteSettings.state", "On", "Off", W), ("softDeleteSettings.softDeleteRetentionPeriodInDays", 90, 14, L))),
    ("azure-native:managedidentity:FederatedIdentityCredential", "subject", "repo:a", "repo:b", E),
    ("azure-native:authorization:PolicyAssignment", "enforcementMode", NONE, "DoNotEnforce", W),
    ("azure-native:authorization:PolicyAssignment", "notScopes", [], ["/a"], W),
    ("azure-native:compute:Disk", "networkAccessPolicy", "DenyAll", NONE, E),
    ("azure-native:compute:Disk", "publicNetworkAccess", "Disabled", "Enabled", E),
    ("azure-native:compute:Snapshot", "networkAccessPolicy", "DenyAll", "AllowAll", E),
    ("azure-native:eventgrid:EventSubscription", "destination", {"a": 1}, {"a": 2}, E),
    ("azure-native:network:PrivateLinkService", "autoApproval.subscriptions", [], ["*"], E),
    ("azure-native:network:PrivateLinkService", "visibility.subscriptions", ["*"], [], Effect.REVOKES),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "path", "old", "new", "said"), EDITS)
def test_an_edit_does_what_its_direction_says(type_: str, path: str, old: Any, new: Any, said: Effect | None) -> None:
    told = does(type_, path, old, new)
    grave = {Effect.EXPOSES, Effect.WEAKENS, Effect.LOSES, Effect.UNREADABLE}
    if said is None:
        assert not told & {*grave, Effect.NOT_KNOWN}
    elif said in (Effect.NOT_KNOWN, Effect.GRANTS, Effect.REVOKES):
        assert said in told
        assert not told & grave
    else:
        assert said in told


def test_what_a_pod_had_already_is_no_news() -> None:
    both = (pod(hostNetwork=True), pod(hostNetwork=True, containers=[{**POD["containers"][0], "image": "y"}]))
    assert does("kubernetes:core/v1:Pod", "spec", *both) == {Effect.INTERRUPTS, Effect.NOT_KNOWN}
    quiet = (
        POD,
        pod(
            hostNetwork=False,
            **confined(privileged=False, procMount="Default", capabilities={"add": ["NET_BIND_SERVICE"]}),
        ),
    )
    assert Effect.WEAKENS not in does("kubernetes:core/v1:Pod", "spec", *quiet)


BIRTHS: list[tuple[str, dict[str, Any], Effect, bool]] = [
    ("scaleway:iot/route:Route", {"rest": {"uri": "https://a"}}, E, True),
    ("scaleway:iot/route:Route", {"topic": "a"}, E, False),
    ("scaleway:mnq/snsTopicSubscription:SnsTopicSubscription", {"endpoint": "https://a"}, E, True),
    ("scaleway:tem/webhook:Webhook", {"snsArn": "arn"}, E, True),
    ("scaleway:block/snapshot:Snapshot", {"export": {"bucket": "a"}}, E, True),
    ("scaleway:block/snapshot:Snapshot", {"volumeId": "a"}, E, False),
    ("scaleway:interlink/link:Link", {"name": "a"}, E, True),
    ("scaleway:domain/record:Record", {"type": "ns", "data": "ns.example."}, E, True),
    ("scaleway:domain/record:Record", {"type": "MX", "data": "mx.example."}, E, True),
    ("scaleway:domain/record:Record", {"type": "TXT", "data": "a"}, E, False),
    ("scaleway:domain/record:Record", {"type": "TXT", "data": "a"}, N, True),
    ("scaleway:autoscaling/instanceTemplate:InstanceTemplate", {"name": "a"}, E, True),
    ("scaleway:autoscaling/instanceTemplate:InstanceTemplate", {"name": "a", "securityGroupId": "b"}, E, False),
    ("kubernetes:core/v1:Pod", {"spec": pod(hostPID=True)}, W, True),
    ("kubernetes:core/v1:Pod", {"spec": POD}, N, True),
    ("kubernetes:core/v1:Secret", {"type": "kubernetes.io/service-account-token"}, G, True),
    ("kubernetes:core/v1:Secret", {"type": "Opaque"}, G, False),
    ("kubernetes:core/v1:PersistentVolume", {"spec": {"hostPath": {"path": "/"}}}, E, True),
    (f"{AK}:MutatingWebhookConfiguration", {"webhooks": [HOOK]}, E, True),
    ("azure-native:storage:LocalUser", {"username": "a"}, W, True),
    ("azure-native:storage:ManagementPolicy", {"policy": {"rules": [DELETING]}}, L, True),
    ("azure-native:storage:ManagementPolicy", {"policy": {"rules": [TIERING]}}, L, False),
    ("azure-native:authorization:PolicyExemption", {"scope": "/a"}, W, True),
    ("azure-native:managedidentity:FederatedIdentityCredential", {"subject": "a"}, E, True),
    ("azure-native:eventgrid:EventSubscription", {"destination": {"a": 1}}, E, True),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "inputs", "effect", "there"), BIRTHS)
def test_what_a_new_one_brings(type_: str, inputs: dict[str, Any], effect: Effect, there: bool) -> None:
    assert (effect in born(type_, **inputs)) is there


@pytest.mark.parametrize(
    ("type_", "effect"),
    [
        ("kubernetes:core/v1:PersistentVolumeClaim", L), ("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", L),
        (f"{AK}:ValidatingWebhookConfiguration", W), ("kubernetes:policy/v1:PodDisruptionBudget", W),
        ("scaleway:domain/registration:Registration", L), ("scaleway:mnq/sqsQueue:SqsQueue", L),
        ("azure-native:recoveryservices:Vault", L), ("azure-native:recoveryservices:ProtectedItem", L), ("azure-native:compute:Disk", L),
        ("azure-native:storage:BlobContainerLegalHold", W), ("azure-native:sql:ServerBlobAuditingPolicy", W),
        ("azure-native:authorization:PolicyAssignment", W), ("azure-native:sql:TransparentDataEncryption", W),
    ],
)  # fmt: skip
def test_what_goes_with_one(type_: str, effect: Effect) -> None:
    assert effect in deleted(type_, {})


# one object under every name that it may have

RBAC = "kubernetes:rbac.authorization.k8s.io"
EVERYBODY = {
    "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "x"},
    "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}, "subjects": [{"kind": "Group", "name": "system:authenticated"}],
}  # fmt: skip
FEW = {
    **EVERYBODY,
    "roleRef": {"kind": "ClusterRole", "name": "view"},
    "subjects": [{"kind": "Group", "name": "readers"}],
}
LIST = f"{RBAC}/v1:ClusterRoleBindingList"


@pytest.mark.parametrize("type_", [f"{RBAC}/{version}:ClusterRoleBinding" for version in ("v1", "v1beta1", "v1alpha1")])
def test_an_object_is_judged_alike_under_every_version_as_a_patch_and_in_a_list(type_: str) -> None:
    assert Effect.EXPOSES in born(type_, **EVERYBODY)
    assert Effect.EXPOSES in born(f"{type_}Patch", **EVERYBODY)
    bare = {key: value for key, value in EVERYBODY.items() if key not in ("apiVersion", "kind")}
    assert Effect.EXPOSES in born(f"{type_}List", items=[bare])
    assert Effect.EXPOSES in born("kubernetes:core/v1:List", items=[EVERYBODY])


def test_of_a_patch_only_what_it_names_is_judged() -> None:
    floor = "kubernetes:core/v1:NamespacePatch"
    assert Effect.WEAKENS in born(floor, metadata={"labels": {"pod-security.kubernetes.io/enforce": "privileged"}})
    assert born(floor) - {Effect.HARMLESS} == {Effect.NOT_KNOWN}
    assert deleted(f"{RBAC}/v1:RolePatch", {}) == {Effect.NOT_KNOWN}


def test_an_object_of_a_list_is_held_against_the_one_of_its_name() -> None:
    named = {**FEW, "metadata": {"name": "y"}}

    def told(old: list[Any], new: list[Any]) -> Effects:
        return changed(LIST, ("items", 0), {"items": old}, {"items": new})[1]

    assert Effect.EXPOSES in told([FEW], [EVERYBODY])
    assert Effect.EXPOSES in told([named], [named, EVERYBODY])
    assert told([FEW, named], [named, FEW]) == {Effect.NOT_KNOWN}
    assert Effect.REVOKES in told([FEW, named], [named])
    assert Effect.LOSES in deleted("kubernetes:core/v1:List", {"items": [{"apiVersion": "v1", "kind": "Namespace"}]})


PINNED = "registry.example/x@sha256:" + "5f" * 32
STRICT: dict[str, Any] = {
    "runAsNonRoot": True, "readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("image", "context", "weak"),
    [
        (PINNED, STRICT, False), ("registry.example/x:1", STRICT, True), (PINNED, {**STRICT, "runAsNonRoot": False}, True),
        (PINNED, {**STRICT, "readOnlyRootFilesystem": False}, True), (PINNED, {**STRICT, "allowPrivilegeEscalation": True}, True),
        (PINNED, {**STRICT, "capabilities": {}}, True), (PINNED, {**STRICT, "procMount": "Default"}, False),
    ],
)  # fmt: skip
def test_a_pod_is_weak_where_one_of_its_walls_is_not_up(image: str, context: dict[str, Any], weak: bool) -> None:
    spec = {
        "automountServiceAccountToken": False,
        "containers": [{"name": "c", "image": image, "securityContext": context}],
    }
    assert (Effect.WEAKENS in born("kubernetes:core/v1:Pod", spec=spec)) is weak


def test_a_list_that_is_private_is_so_whoever_wrote_the_word() -> None:
    assert Effect.EXPOSES not in born("scaleway:object/bucketAcl:BucketAcl", bucket="b", acl="".join(("pri", "vate")))


def test_only_accept_lets_through_and_whatever_else_drops() -> None:
    everything = {"protocol": "ANY", "source": "0.0.0.0/0", "destination": "0.0.0.0/0"}
    for action in ("DROP", "drop", "", "Accept"):
        assert through([{**everything, "action": action}]) == []
    assert len(through([{**everything, "action": "accept"}, everything])) == 2
