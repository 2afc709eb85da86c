"""Each kind of right and opening: what one gives is told, another one is told as gained, its mirror image is not.

What a right amounts to at the cloud is not proved here.
"""

from itertools import product
from typing import Any

import pytest

from socle.access import KNOWN, Reach, address, gained, names_of, reaches
from socle.messages import Said
from socle.plan import UNKNOWN, Plan, Resource
from socle.report.words import Words

S, K, A = "scaleway:", "kubernetes:", "azure-native:"
RBAC = K + "rbac.authorization.k8s.io/v1:"


def resource(type_: str, **inputs: Any) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::r", type_, custom=True, inputs=inputs, id="i")


def told(found: list[Reach]) -> set[tuple[str, str, str, bool]]:
    say = Words().text
    return {(say(r.source), say(r.action), say(r.target), r.public) for r in found}


def meta(name: str = "n", namespace: str = "ns") -> dict[str, Any]:
    return {"name": name, "namespace": namespace}


def rule(**more: Any) -> dict[str, Any]:
    return {
        "access": "Allow",
        "direction": "Inbound",
        "sourceAddressPrefix": "10.0.0.0/8",
        "destinationPortRange": "22",
        **more,
    }


def hard(count: str) -> dict[str, Any]:
    return {"spec": {"hard": {"services.loadbalancers": count}}}


GRANTED = {"accessControlPolicy": {"grants": [{"permission": "READ", "grantee": {"id": "x"}}]}}
GROWS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "token": (S + "observability/token:Token", {"scopes": {"writeLogs": True}}, {"scopes": {"writeLogs": True, "queryLogs": True}}),
    "exporter": (S + "observability/exporter:Exporter", {"exportedProducts": ["a"], "otlpDestination": {"endpoint": "https://x"}},
                 {"exportedProducts": ["a"], "otlpDestination": {"endpoint": "https://y"}}),
    "alarms": (S + "observability/alertManager:AlertManager", {"contactPoints": [{"email": "a@x"}]}, {"contactPoints": [{"email": "b@y"}]}),
    "budget": (S + "billing/budgetAlertNotification:BudgetAlertNotification", {}, {"emailAddresses": ["x@y"]}),
    "SSH key": (S + "iam/sshKey:SshKey", {"publicKey": "ssh-ed25519 A"}, {"publicKey": "ssh-ed25519 B"}),
    "SSH key of a project": (S + "account/sshKey:SshKey", {"publicKey": "k", "disabled": True}, {"publicKey": "k"}),
    "user": (S + "iam/user:User", {"email": "a@x"}, {"email": "b@x"}),
    "member": (S + "iam/group:Group", {"userIds": ["a"]}, {"userIds": ["a", "b"]}),
    "identity provider": (S + "iam/saml:Saml", {"entityId": "a"}, {"entityId": "b"}),
    "provisioning": (S + "iam/scimToken:ScimToken", {"scimId": "a"}, {"scimId": "b"}),
    "key of the API": (S + "iam/apiKey:ApiKey", {"userId": "a", "expiresAt": "2027"}, {"userId": "a"}),
    "queue": (S + "mnq/sqsCredentials:SqsCredentials", {"permissions": {"canReceive": True, "canManage": False}},
              {"permissions": {"canReceive": True, "canManage": True}}),
    "token of a function": (S + "functions/token:Token", {"functionId": "a"}, {"functionId": "b"}),
    "privilege": (S + "databases/privilege:Privilege", {"permission": "readonly"}, {"permission": "all"}),
    "image": (S + "instance/image:Image", {}, {"public": True}),
    "image of a machine": (S + "instance/server:Server", {"image": "ubuntu_noble"}, {"image": "9999"}),
    "cloud-init": (S + "instance/server:Server", {"cloudInit": "a"}, {"cloudInit": "b"}),
    "user data": (S + "instance/userData:UserData", {"value": "a"}, {"value": "b"}),
    "provider": ("pulumi:providers:scaleway", {"projectId": "a"}, {"projectId": "a", "apiUrl": "https://x"}),
    "provider of another project": ("pulumi:providers:scaleway", {"projectId": "a"}, {"projectId": "b"}),
    "bucket's list": (S + "object/bucketAcl:BucketAcl", {"acl": "private"}, {"acl": "authenticated-read"}),
    "bucket's grants": (S + "object/bucketAcl:BucketAcl", {}, GRANTED),
    "origin of pages": (S + "object/bucket:Bucket", {}, {"corsRules": [{"allowedOrigins": ["*"], "allowedMethods": ["GET"]}]}),
    "object": (S + "object/item:Item", {"key": "k"}, {"key": "k", "visibility": "public-read"}),
    "rules of a group": (S + "instance/securityGroupRules:SecurityGroupRules", {"securityGroupId": "g", "inboundRules": []},
                         {"securityGroupId": "g", "inboundRules": [{"action": "accept", "port": 22}]}),
    "way out of a group": (S + "instance/securityGroupRules:SecurityGroupRules", {}, {"outboundRules": [{"ipRange": "185.0.0.0/8"}]}),
    "group's default": (S + "instance/securityGroup:SecurityGroup", {"inboundDefaultPolicy": "drop", "outboundDefaultPolicy": "drop"},
                        {"inboundDefaultPolicy": "drop"}),
    "cluster's list": (S + "kubernetes/acl:Acl", {"aclRules": [{"ip": "1.2.3.4"}]}, {"aclRules": [{"ip": "1.2.3.0/24"}]}),
    "database's list": (S + "databases/acl:Acl", {"aclRules": []}, {"aclRules": [{"ip": "1.2.3.0/24"}]}),
    "Redis's list": (S + "redis/cluster:Cluster", {"privateNetworks": [1]}, {"privateNetworks": [1], "acls": [{"ip": "1.2.3.4"}]}),
    "balancer's list": (S + "loadbalancers/acl:Acl", {"action": {"type": "deny"}}, {"action": {"type": "allow"}}),
    "frontend": (S + "loadbalancers/frontend:Frontend", {"inboundPort": 443}, {"inboundPort": 22}),
    "address": (S + "elasticmetal/ip:Ip", {}, {"serverId": "s"}),
    "function": (S + "functions/function:Function", {"privacy": "private"}, {"privacy": "public"}),
    "container": (S + "containers/container:Container", {"privacy": "private"}, {}),
    "model": (S + "inference/deployment:Deployment", {"privateEndpoint": {}}, {"privateEndpoint": {"disableAuth": True}}),
    "registry": (S + "registry/namespace:Namespace", {}, {"isPublic": True}),
    "transit": (S + "network/vpc:Vpc", {}, {"enableTransitivity": True}),
    "tunnel": (S + "s2svpn/connection:Connection", {"customerGatewayId": "a"}, {"customerGatewayId": "b"}),
    "role": (RBAC + "Role", {"metadata": meta(), "rules": [{"verbs": ["get"], "resources": ["pods"]}]},
             {"metadata": meta(), "rules": [{"verbs": ["get"], "resources": ["pods", "secrets"]}]}),
    "aggregation": (RBAC + "ClusterRole", {"metadata": meta()}, {"metadata": meta(), "aggregationRule": {"a": 1}}),
    "binding": (RBAC + "RoleBinding", {"roleRef": {"name": "r"}, "subjects": []}, {"roleRef": {"name": "r"}, "subjects": [{"name": "s"}]}),
    "account": (K + "core/v1:ServiceAccount", {"automountServiceAccountToken": False}, {}),
    "quota": (K + "core/v1:ResourceQuota", hard("0"), hard("1")),
    "service": (K + "core/v1:Service", {"spec": {"type": "ClusterIP"}}, {"spec": {"type": "NodePort"}}),
    "ingress": (K + "networking.k8s.io/v1:Ingress", {"spec": {"rules": [{"host": "a"}]}}, {"spec": {"rules": [{"host": "b"}]}}),
    "network policy": (K + "networking.k8s.io/v1:NetworkPolicy", {"spec": {"egress": []}},
                       {"spec": {"egress": [{"to": [{"ipBlock": {"cidr": "185.0.0.0/8"}}]}]}}),
    "denial of a cluster": (K + "networking.k8s.io/v1:NetworkPolicy", {"spec": {"policyTypes": ["Ingress", "Egress"]}},
                            {"spec": {"policyTypes": ["Ingress"]}}),
    "Azure role": (A + "authorization:RoleAssignment", {"principalId": "a"}, {"principalId": "b"}),
    "Azure vault": (A + "keyvault:Vault", {"properties": {"accessPolicies": []}},
                    {"properties": {"accessPolicies": [{"objectId": "o", "permissions": {"keys": ["get"]}}]}}),
    "Azure filter": (A + "network:NetworkSecurityGroup", {"securityRules": [rule()]}, {"securityRules": [rule(sourceAddressPrefix="*")]}),
    "Azure rule": (A + "network/v20230901:SecurityRule", rule(), rule(sourceAddressPrefixes=["0.0.0.0/0"])),
    "Azure blobs": (A + "storage:BlobContainer", {}, {"publicAccess": "Blob"}),
    "Azure database": (A + "dbforpostgresql:FirewallRule", {"startIpAddress": "1.2.3.4", "endIpAddress": "1.2.3.4"},
                       {"startIpAddress": "1.0.0.0", "endIpAddress": "255.255.255.255"}),
    "Azure identity": (A + "managedidentity:FederatedIdentityCredential", {"subject": "a"}, {"subject": "b"}),
    "Azure logs": (A + "insights:DiagnosticSetting", {"workspaceId": "a"}, {"workspaceId": "b"}),
    "Azure cluster": (A + "containerservice:ManagedCluster", {"apiServerAccessProfile": {"enablePrivateCluster": True}}, {}),
    "Azure extension": (A + "compute:VirtualMachineExtension", {"settings": {"a": 1}}, {"settings": {"a": 2}}),
}  # fmt: skip


@pytest.mark.parametrize("kind", GROWS)
def test_a_right_that_grows_and_an_opening_are_gained(kind: str) -> None:
    type_, less, more = GROWS[kind]

    assert gained(resource(type_, **less), resource(type_, **more), {})
    assert gained(resource(type_, **more), resource(type_, **more), {}) == []
    assert gained(resource(type_, **more), resource(type_, **more, tags=["a"], description="b"), {}) == []


@pytest.mark.parametrize("type_", sorted(KNOWN))
def test_no_reader_stumbles_over_anything_that_is_unknown_or_of_another_shape(type_: str) -> None:
    """Each input that any case gives, unknown, empty, a text, or an object where a list is meant; and every reach can be said."""
    names = {name for _, less, more in GROWS.values() for name in (*less, *more)} | {
        "policy",
        "rules",
        "spec",
        "metadata",
        "bucket",
    }
    for value in (UNKNOWN, "", [], {}, [{}], [UNKNOWN], {"a": UNKNOWN}, 7, True, {"grants": UNKNOWN}):
        for reach in reaches(resource(type_, **dict.fromkeys(names, value)), {}):
            assert all(Words().text(part) for part in (reach.source, reach.action))
            assert UNKNOWN not in "".join(Words().text(p) for p in (reach.source, reach.action, reach.target))


def test_an_old_flat_name_is_read_as_its_successor_and_an_azure_type_in_any_version() -> None:
    assert reaches(resource(S + "index/sshKey:SshKey", publicKey="k"), {}) or reaches(
        resource(S + "index/iamSshKey:IamSshKey", publicKey="k"), {}
    )
    assert reaches(resource(S + "index/objectBucketAcl:ObjectBucketAcl", acl="public-read"), {})
    assert reaches(resource(A + "network/v20230901:SecurityRule", **rule()), {})


def test_who_receives_is_told_without_the_credential() -> None:
    to = {"endpoint": "https://u:p4ss@in.example:4318/v1/logs?key=abc#x", "headers": {"k": "v"}}
    exporter = S + "observability/exporter:Exporter"
    found = reaches(resource(exporter, exportedProducts=["logs"], datasourceId="d", otlpDestination=to), {})

    assert told(found) == {("in.example:4318/v1/logs", "receives logs of", "d", False)}
    assert address("in.example/v1") == "in.example/v1"
    assert isinstance(address(UNKNOWN), Said)


def test_what_binds_everybody_or_to_everything_is_public() -> None:
    everybody = [{"kind": "Group", "name": "system:authenticated"}]
    binding = resource(RBAC + "ClusterRoleBinding", roleRef={"name": "view"}, subjects=everybody)
    admin = resource(
        RBAC + "ClusterRoleBinding", roleRef={"name": "cluster-admin"}, subjects=[{"name": "x", "namespace": "n"}]
    )

    assert told(reaches(binding, {})) == {("anyone", "view", "*", True)}
    assert told(reaches(admin, {})) == {("n/x", "cluster-admin", "*", True)}


def test_a_network_policy_names_pods_ports_and_peers() -> None:
    spec = {"podSelector": {}, "ingress": [{"from": [{"namespaceSelector": {"a": "b"}}], "ports": [{"port": 80, "endPort": 90}]}, {}],
            "egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}, {"ipBlock": {"cidr": "185.0.0.0/8"}}]}]}  # fmt: skip

    assert told(reaches(resource(K + "networking.k8s.io/v1:NetworkPolicy", metadata=meta(), spec=spec), {})) == {
        ('{"a": "b"}: *: *', "TCP 80-90", "ns: *", False),
        ("the internet", "*", "ns: *", True),
        ("ns: *", "*", "10.0.0.0/8", False),
        ("ns: *", "*", "185.0.0.0/8", True),
    }


def test_a_smaller_quota_gains_nothing() -> None:
    def quota(count: str) -> Resource:
        return resource(K + "core/v1:ResourceQuota", metadata=meta(), spec={"hard": {"services.loadbalancers": count}})

    for before, after in product(range(4), range(4)):
        assert len(gained(quota(str(before)), quota(str(after)), {})) == max(0, after - before)


def test_holders_are_named_where_the_plan_knows_them() -> None:
    holder = Resource("urn:pulumi:s::p::t::robot", S + "iam/application:Application", custom=True, id="fr-par/7")
    names = names_of(Plan("s", "p", (holder,)))
    key = resource(S + "iam/apiKey:ApiKey", applicationId="7", expiresAt="2027-01-01")

    assert told(reaches(key, names)) == {("robot", "holds a new API key, until", "2027-01-01", False)}
