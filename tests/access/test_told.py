"""What each reader tells of a resource, word by word: who, may do what, with what, and whether that is open to the outside.

Rows are what a reviewer reads, with ` !` after what is public. What is not known is told as such, and nothing else is told.
"""

import hashlib
import json
from typing import Any

import pytest

from socle.access import gained, names_of, reaches
from socle.plan import UNKNOWN, Plan, Resource
from socle.report.words import Words

S, K, A = "scaleway:", "kubernetes:", "azure-native:"
RBAC = K + "rbac.authorization.k8s.io/v1:"
LATER = "not known before deployment"
NAMES = {"group-id": "operators", "bucket-id": "studies", "project-id": "health", "network-id": "data"}

Case = tuple[str, dict[str, Any], set[str]]


def mark(text: str) -> str:
    """What stands for a text that is too long, or no matter, to be told."""
    return hashlib.sha256(json.dumps(text).encode()).hexdigest()[:8]


RIGHTS: list[Case] = [
    (S + "iam/policy:Policy",
     {"groupId": "group-id", "rules": [
         {"permissionSetNames": ["A", "B"], "projectIds": ["project-id", "other"], "condition": "x == 1"},
         {"permissionSetNames": ["C"], "organizationId": "org"}, {"permissionSetNames": ["D"]},
         {"permissionSetNames": ["E"], "projectIds": [UNKNOWN]}]},
     {"operators | A if x == 1 | health", "operators | A if x == 1 | other", "operators | B if x == 1 | health",
      "operators | B if x == 1 | other", "operators | C | org", f"operators | D | {LATER}", f"operators | E | {LATER}"}),
    (S + "iam/policy:Policy", {"rules": [{"permissionSetNames": ["A"], "projectIds": ["p"]}]}, {f"{LATER} | A | p"}),
    (S + "iam/policy:Policy", {"applicationId": "a", "rules": [{"permissionSetNames": ["A"], "projectIds": ["p"]}]}, {"a | A | p"}),
    (S + "iam/group:Group", {"applicationIds": ["group-id", UNKNOWN], "userIds": ["u"]},
     {"operators | becomes a member | r", f"{LATER} | becomes a member | r", "u | becomes a member | r"}),
    (S + "iam/groupMembership:GroupMembership", {"groupId": "group-id", "applicationId": "a"}, {"a | becomes a member | operators"}),
    (S + "iam/apiKey:ApiKey", {"userId": "u"}, {"u | holds a new API key, until | no expiry"}),
    (S + "iam/apiKey:ApiKey", {"expiresAt": UNKNOWN}, {f"{LATER} | holds a new API key, until | {LATER}"}),
    (S + "databases/privilege:Privilege", {"userName": "u", "databaseName": "d", "permission": "none"}, set()),
    (S + "databases/privilege:Privilege", {"userName": "u", "databaseName": "d", "permission": "all"}, {"u | all | d"}),
    (S + "databases/user:User", {"name": "u", "instanceId": "i", "isAdmin": True}, {"u | administrator | i"}),
    (S + "databases/user:User", {"name": "u", "instanceId": "i", "isAdmin": False}, set()),
    (S + "registry/namespace:Namespace", {"name": "n", "isPublic": True}, {"anyone | may pull images | n !"}),
    (S + "registry/namespace:Namespace", {"name": "n", "isPublic": False}, set()),
    (S + "kubernetes/cluster:Cluster", {"openIdConnectConfig": {"issuerUrl": "https://i"}},
     {"https://i | its identities are known to | r"}),
    (S + "observability/token:Token", {},
     {"r | writeLogs | logs, metrics and traces", "r | writeMetrics | logs, metrics and traces"}),
    (S + "observability/token:Token", {"scopes": UNKNOWN}, {f"r | {LATER} | logs, metrics and traces"}),
    (S + "observability/token:Token", {"scopes": {"queryLogs": True, "writeLogs": False, "queryTraces": UNKNOWN}},
     {"r | queryLogs | logs, metrics and traces", "r | queryTraces if ? | logs, metrics and traces"}),
    (S + "iam/sshKey:SshKey", {"publicKey": UNKNOWN, "projectId": "project-id"}, {f"{LATER} | may enter machines of | health"}),
    (S + "iam/sshKey:SshKey", {"publicKey": "k", "projectId": "project-id", "disabled": True}, set()),
    (S + "iam/sshKey:SshKey", {"publicKey": "k", "projectId": "project-id", "disabled": False},
     {f"r ({mark('k')}) | may enter machines of | health"}),
    (S + "iam/user:User", {"email": "a@x", "username": "a"}, {"a@x | becomes a member | r"}),
    (S + "iam/user:User", {"username": "a"}, {"a | becomes a member | r"}),
    (S + "containers/token:Token", {"containerId": "c", "namespaceId": "n"}, {"r | may call | c"}),
    (S + "functions/token:Token", {"namespaceId": "n"}, {"r | may call | n"}),
    (S + "mnq/sqsCredentials:SqsCredentials", {"permissions": {"canManage": True, "canPublish": UNKNOWN, "canReceive": False}},
     {"r | canManage | queues and topics", "r | canPublish | queues and topics"}),
    (S + "instance/image:Image", {"public": False}, set()),
    (S + "instance/image:Image", {"public": True}, {"anyone | may start machines from it | r !"}),
]  # fmt: skip


def policy(*statements: Any) -> dict[str, Any]:
    return {"bucket": "bucket-id", "policy": json.dumps({"Version": "2023-04-17", "Statement": list(statements)})}


BUCKETS: list[Case] = [
    (S + "object/bucketPolicy:BucketPolicy",
     policy({"Effect": "Allow", "Principal": {"SCW": ["user_id:group-id", "*"], "AWS": ["u", "*"]},
             "Action": ["a", "b"], "Resource": ["x", "y"]}),
     {f"{who} | {action} | {what}" for who, end in (("operators", ""), ("anyone", " !"), ("AWS u", " !"))
      for action in ("a", "b") for what in (f"x{end}", f"y{end}")}),
    (S + "object/bucketPolicy:BucketPolicy",
     policy({"Principal": ["application_id:x", "*"], "Action": "a"},
            {"Effect": "Allow", "Principal": UNKNOWN, "Action": UNKNOWN, "Resource": "x"}),
     {"application_id:x | a | studies", "anyone | a | studies !", f"{LATER} | {LATER} | x"}),
    (S + "object/bucketPolicy:BucketPolicy",
     policy({"Principal": ["application_id:x", "*"], "Action": "a"}, {"Action": "b", "Resource": "x"},
            {"Effect": "Deny", "Principal": "*", "Action": "c"}),
     {"application_id:x | a | studies", "anyone | a | studies !", f"{LATER} | b | x"}),
    (S + "object/bucketPolicy:BucketPolicy",
     policy({"NotPrincipal": {"SCW": ["user_id:b", "user_id:group-id"]}, "NotAction": ["z", "y"], "NotResource": "x",
             "Condition": {"b": 1, "a": 2}}),
     {'everything but operators, user_id:b | everything but y, z if {"a": 2, "b": 1} | everything but x !'}),
    (S + "object/bucketAcl:BucketAcl", {"bucket": "bucket-id", "acl": "public-read"}, {"anyone | public-read | studies !"}),
    (S + "object/bucketAcl:BucketAcl", {"bucket": "b", "acl": "authenticated-read"}, {"anyone | authenticated-read | b !"}),
    (S + "object/bucketAcl:BucketAcl", {"bucket": "b", "acl": "aws-exec-read"}, {f"{LATER} | aws-exec-read | b !"}),
    (S + "object/bucketAcl:BucketAcl", {"bucket": "b", "acl": "log-delivery-write"}, {"log-delivery | log-delivery-write | b"}),
    *((S + "object/bucketAcl:BucketAcl", {"bucket": "b", "acl": acl}, set[str]())
      for acl in ("private", "bucket-owner-full-control", "bucket-owner-read", "", None)),
    (S + "object/bucket:Bucket", {"acl": "public-read-write"}, {"anyone | public-read-write | r !"}),
    (S + "object/bucketAcl:BucketAcl", {"bucket": "b", "accessControlPolicy": {"grants": [
        {"permission": "READ", "grantee": {"uri": "http://acs/groups/global/AllUsers"}},
        {"permission": "WRITE", "grantee": {"uri": "http://acs/groups/global/AuthenticatedUsers"}},
        {"permission": "READ_ACP", "grantee": {"uri": "http://acs/groups/s3/LogDelivery"}},
        {"permission": "FULL_CONTROL", "grantee": {"id": "x"}}, {"permission": "WRITE_ACP"}]}},
     {"anyone | READ | b !", "anyone | WRITE | b !", f"{LATER} | READ_ACP | b !", "x | FULL_CONTROL | b", f"{LATER} | WRITE_ACP | b"}),
    (S + "object/bucket:Bucket", {"corsRules": [{"allowedOrigins": ["*", "https://a"], "allowedMethods": ["GET", "PUT"]}]},
     {"anyone | GET from pages | r", "anyone | PUT from pages | r", "https://a | GET from pages | r", "https://a | PUT from pages | r"}),
    (S + "object/item:Item", {"bucket": "bucket-id", "key": "k", "visibility": "public-read"}, {"anyone | public-read | studies/k !"}),
    (S + "object/item:Item", {"bucket": "b", "visibility": UNKNOWN}, {f"anyone | {LATER} | b/? !"}),
    (S + "object/item:Item", {"bucket": "b", "key": "k", "visibility": "private"}, set()),
    (S + "object/bucketWebsiteConfiguration:BucketWebsiteConfiguration", {"bucket": "bucket-id"},
     {"anyone | may read it as a web site | studies !"}),
    (S + "object/bucketWebsiteConfiguration:BucketWebsiteConfiguration", {"bucket": "b", "routingRules": "[]"},
     {"anyone | may read it as a web site | b !", f"anyone | {mark('[]')} | b"}),
]  # fmt: skip

RECEIVERS: list[Case] = [
    (S + "observability/exporter:Exporter",
     {"datasourceId": "d", "exportedProducts": ["logs", "all"], "otlpDestination": {"endpoint": "https://u:p@x:4318/v1?k=1"},
      "datadogDestination": {"apiKey": "k"}},
     {f"{to} | receives {what} of | d" for to in ("x:4318/v1", "datadoghq") for what in ("logs", "all")}),
    (S + "observability/exporter:Exporter", {"datadogDestination": {"endpoint": "https://dd"}}, {f"dd | receives ? of | {LATER}"}),
    (S + "observability/exporter:Exporter", {"datasourceId": "d", "exportedProducts": ["logs"]}, {f"{LATER} | receives logs of | d"}),
    (S + "observability/alertManager:AlertManager", {"contactPoints": [{"email": "a@x"}, {"email": UNKNOWN}]},
     {"a@x | receives alarms of | r", f"{LATER} | receives alarms of | r"}),
    (S + "observability/alertManager:AlertManager", {"contactPoints": UNKNOWN}, {f"{LATER} | receives alarms of | r"}),
    (S + "billing/budgetAlertNotification:BudgetAlertNotification",
     {"emailAddresses": ["a@x"], "smsPhoneNumbers": ["+33"], "webhookUrls": ["https://h/p?token=s"]},
     {"a@x | receives alarms of | r", "+33 | receives alarms of | r", "h/p | receives alarms of | r"}),
    (S + "instance/server:Server", {"image": "ubuntu_noble", "enableDynamicIp": False}, set()),
    (S + "instance/server:Server", {"image": "my_ubuntu_noble"}, {"my_ubuntu_noble | has its code run on | r"}),
    (S + "instance/server:Server", {"image": UNKNOWN}, {f"{LATER} | has its code run on | r"}),
    (S + "autoscaling/instanceTemplate:InstanceTemplate", {"imageId": "i"}, {"i | has its code run on | r"}),
    (S + "instance/server:Server", {"cloudInit": "", "userData": {}, "bootType": None}, set()),
    (S + "instance/server:Server", {"tags": ["a", "AUTHORIZED_KEY=k", UNKNOWN]},
     {f"AUTHORIZED_KEY ({mark('AUTHORIZED_KEY=k')}) | may enter machines of | r"}),
    (S + "instance/userData:UserData", {"value": "x", "key": "k"}, {f"value {mark('x')} | has its code run on | r"}),
    (S + "mnq/snsTopicSubscription:SnsTopicSubscription", {"protocol": "https", "endpoint": "https://u:p@h/p?t=s"},
     {"h/p | receives messages of | r", "https | receives messages of | r"}),
    (S + "tem/webhook:Webhook", {"url": "https://h"}, {"h | receives messages of | r"}),
    ("pulumi:providers:scaleway",
     {"apiUrl": "https://u:p@x/y", "projectId": "p", "secretKey": "[secret]", "region": "fr-par", "accessKey": "", "profile": None},
     {"x/y | receives calls and credentials of | r !", "r | acts in | p", "r | acts with | secretKey"}),
    ("pulumi:providers:aws", {"endpoints": [{"s3": "https://x", "iam": "https://y"}], "profile": "p"},
     {"x | receives calls and credentials of | r !", "y | receives calls and credentials of | r !", "r | acts in | p"}),
    ("pulumi:providers:kubernetes", {"kubeconfig": "[secret]"}, {"r | acts with | kubeconfig"}),
]  # fmt: skip


def acl(**rule: Any) -> dict[str, Any]:
    return {"vpcId": "network-id", "defaultPolicy": "drop", "rules": [rule]}


def group(**rule: Any) -> dict[str, Any]:
    return {"securityGroupId": "g", "inboundRules": [rule], "outboundRules": [rule]}


OPENINGS: list[Case] = [
    (S + "network/acl:Acl", {"vpcId": "network-id"}, {"every network of | everything that no rule forbids | data"}),
    (S + "network/acl:Acl", {"vpcId": "v", "defaultPolicy": "drop", "rules": UNKNOWN}, {f"{LATER} | {LATER} | v"}),
    (S + "network/acl:Acl", acl(action="drop", source="10.0.0.0/8", destination="10.1.0.0/16"), set()),
    (S + "network/acl:Acl", acl(source="10.0.0.0/8", destination="10.1.0.0/16"), {"10.0.0.0/8 | ANY | 10.1.0.0/16"}),
    (S + "network/acl:Acl", acl(action="accept", protocol="TCP", source="a", destination="b", dstPortLow=80, dstPortHigh=80),
     {"a | TCP 80 | b"}),
    (S + "network/acl:Acl", acl(protocol="UDP", source="a", destination="b", dstPortLow=80, dstPortHigh=90), {"a | UDP 80-90 | b"}),
    (S + "network/acl:Acl", acl(protocol="TCP", source="a", destination="b", srcPortLow=443, srcPortHigh=443, dstPortLow=1024,
     dstPortHigh=65535), {"a | TCP 1024-65535 from port 443 only | b"}),
    (S + "network/acl:Acl", acl(protocol="TCP", source="a", destination="b", srcPortLow=1024, srcPortHigh=65535, dstPortLow=22,
     dstPortHigh=22), {"a | TCP 22 | b"}),
    (S + "network/acl:Acl", acl(protocol="TCP", source="a", destination="b", dstPortLow=0, dstPortHigh=90), {"a | TCP 0-90 | b"}),
    (S + "network/acl:Acl", acl(source="0.0.0.0/0", destination="b"), {"the internet | ANY | b !"}),
    (S + "instance/securityGroup:SecurityGroup", {},
     {"the internet | everything that no rule forbids | r !", "r | everything that no rule forbids | the internet"}),
    (S + "instance/securityGroup:SecurityGroup", {"inboundDefaultPolicy": "drop", "outboundDefaultPolicy": "drop",
                                                  "inboundRules": [{"action": "drop", "port": 1}, {"action": "accept", "port": 2}]},
     {"the internet | TCP 2 | r !"}),
    (S + "instance/securityGroupRules:SecurityGroupRules", group(protocol="UDP", portRange="1-2", ipRange="10.0.0.0/8"),
     {"10.0.0.0/8 | UDP 1-2 | g", "g | UDP 1-2 | 10.0.0.0/8"}),
    (S + "instance/securityGroupRules:SecurityGroupRules", group(ip="1.2.3.4"), {"1.2.3.4 | TCP | g", "g | TCP | 1.2.3.4"}),
    (S + "instance/securityGroupRules:SecurityGroupRules", group(ipRanges=["a", "::/0"], port=22),
     {"a | TCP 22 | g", "the internet | TCP 22 | g !", "g | TCP 22 | a", "g | TCP 22 | the internet"}),
    (S + "instance/securityGroupRules:SecurityGroupRules", {"securityGroupId": "g", "inboundRules": UNKNOWN}, {f"{LATER} | {LATER} | g"}),
    (S + "loadbalancers/frontend:Frontend", {"lbId": "l", "inboundPort": 443}, {"the internet | TCP 443 | l"}),
    (S + "loadbalancers/frontend:Frontend", {"lbId": "l", "externalAcls": True},
     {"the internet | TCP | l", f"{LATER} | rules that stand elsewhere | l"}),
    (S + "loadbalancers/acl:Acl", {"frontendId": "f", "action": {"type": "deny"}, "match": {"ipSubnets": ["a"]}}, set()),
    (S + "loadbalancers/acl:Acl", {"frontendId": "f", "action": {}, "match": {"ipSubnets": ["a", "b"], "invert": False}},
     {"a | load balancer | f", "b | load balancer | f"}),
    (S + "loadbalancers/acl:Acl", {"frontendId": "f", "action": {"type": "allow"}, "match": {"ipSubnets": ["a"], "invert": True}},
     {"the internet | load balancer | f !"}),
    (S + "loadbalancers/acl:Acl", {"frontendId": "f", "action": {"type": "allow"}}, {"the internet | load balancer | f !"}),
    (S + "redis/cluster:Cluster", {"privateNetworks": [1], "acls": [{"ip": "1.2.3.4/32"}]}, {"1.2.3.4/32 | database | r"}),
    (S + "redis/cluster:Cluster", {}, {"the internet | public endpoint | r !"}),
    (S + "databases/acl:Acl", {"instanceId": "i", "aclRules": [{"ip": "1.2.3.4/32"}]}, {"1.2.3.4/32 | database | i"}),
    (S + "kubernetes/acl:Acl", {"clusterId": "c", "aclRules": [{"ip": "a"}, {"scalewayRanges": True}]},
     {"a | Kubernetes API | c", "the host's own ranges | Kubernetes API | c"}),
    (S + "kubernetes/acl:Acl", {"clusterId": "c", "noIpAllowed": True, "aclRules": [{"ip": "a"}]}, set()),
    (S + "network/ingressRule:IngressRule", {"source": "a", "nexthopPrivateNetworkId": "network-id"}, {"a | route | data"}),
    (S + "network/route:Route", {"vpcId": "network-id", "destination": "a"}, {"data | route | a"}),
    (S + "network/connector:Connector", {"vpcId": "network-id", "targetVpcId": "v"}, {"data | peering | v"}),
    (S + "network/vpc:Vpc", {"enableTransitivity": True}, {f"r | forwards between other networks | {LATER} !"}),
    (S + "network/vpc:Vpc", {"enableTransitivity": False}, set()),
    (S + "network/gatewayNetwork:GatewayNetwork", {"privateNetworkId": "network-id"}, {"data | way out by a gateway | the internet"}),
    (S + "network/gatewayNetwork:GatewayNetwork", {"privateNetworkId": "n", "enableMasquerade": False}, set()),
    (S + "network/publicGateway:PublicGateway", {"bastionEnabled": True}, {"the internet | SSH bastion | r !"}),
    (S + "network/publicGateway:PublicGateway", {"bastionEnabled": True, "allowedIpRanges": ["a"]}, {"a | SSH bastion | r"}),
    (S + "network/publicGateway:PublicGateway", {"bastionEnabled": False, "allowedIpRanges": ["a"]}, set()),
    (S + "network/publicGatewayPatRule:PublicGatewayPatRule", {"privateIp": "10.0.0.1", "publicPort": 80, "privatePort": 8080},
     {"the internet | both 80 -> 8080 | 10.0.0.1 !"}),
    (S + "s2svpn/connection:Connection", {"customerGatewayId": "c", "vpnGatewayId": "v", "enableRoutePropagation": True},
     {"c | VPN route | v", "c | propagated routes | v !"}),
    (S + "s2svpn/connection:Connection", {"customerGatewayId": "c", "vpnGatewayId": "v", "enableRoutePropagation": False},
     {"c | VPN route | v"}),
    (S + "s2svpn/customerGateway:CustomerGateway", {"ipv4Public": "1.2.3.4", "ipv6Public": "2::1", "asn": 1},
     {"1.2.3.4 | VPN route | r !", "2::1 | VPN route | r !"}),
    (S + "s2svpn/routingPolicy:RoutingPolicy", {"prefixFilterIns": ["a"], "prefixFilterOuts": ["b"]},
     {"a | VPN route | r", "r | VPN route | b"}),
    (S + "instance/ip:Ip", {}, {"the internet | public address | r"}),
    (S + "instance/ip:Ip", {"serverId": "s"}, {"the internet | public address | r !"}),
    (S + "instance/ip:Ip", {"serverId": ""}, {"the internet | public address | r"}),
    (S + "functions/function:Function", {}, {"the internet | public endpoint | r !"}),
    (S + "functions/function:Function", {"privacy": "private"}, set()),
    (S + "inference/deployment:Deployment", {"publicEndpoint": {}}, {"the internet | public endpoint | r !"}),
    (S + "inference/deployment:Deployment", {"publicEndpoint": {"isEnabled": False, "disableAuth": True}},
     {"the internet | answers without asking who | r !"}),
    (S + "inference/deployment:Deployment", {"privateEndpoint": {"disableAuth": True}},
     {"the internet | answers without asking who | r"}),
    (S + "inference/deployment:Deployment", {"privateEndpoint": {"disableAuth": False}}, set()),
    (S + "elasticmetal/server:Server", {}, {"the internet | public address | r !"}),
    (S + "instance/server:Server", {"ipId": "i", "image": "ubuntu_noble"}, {"the internet | public address | r !"}),
    (S + "loadbalancers/loadBalancer:LoadBalancer", {"assignFlexibleIp": False}, set()),
    (S + "kubernetes/pool:Pool", {}, {"the internet | public address | r !"}),
    (S + "kubernetes/pool:Pool", {"publicIpDisabled": True}, set()),
    (S + "databases/instance:Instance", {"loadBalancer": {}}, {"the internet | public endpoint | r !"}),
    (S + "databases/instance:Instance", {"privateNetwork": {}}, set()),
]  # fmt: skip


def kube(**inputs: Any) -> dict[str, Any]:
    return {"metadata": {"name": "n", "namespace": "ns"}, **inputs}


CLUSTERS: list[Case] = [
    (RBAC + "Role", kube(rules=[{"verbs": ["get", "list"], "apiGroups": ["", "apps"], "resources": ["pods"]}]),
     {f"n | {verb} | ns: {what}" for verb in ("get", "list") for what in ("pods", "apps/pods")}),
    (RBAC + "Role", kube(rules=[{"verbs": ["get"], "apiGroups": "apps", "resources": ["pods"]}]), {"n | get | ns: apps/pods"}),
    (RBAC + "Role", kube(rules=[{"verbs": ["get"], "resources": ["pods"]}]), {"n | get | ns: pods"}),
    (RBAC + "ClusterRole", {"rules": [{"verbs": ["get"], "resources": ["secrets"], "resourceNames": ["a", "b"]}]},
     {"r | get | *: secrets/a", "r | get | *: secrets/b"}),
    (RBAC + "ClusterRole", kube(rules=[{"verbs": ["get"], "nonResourceURLs": ["/metrics"]}]), {"n | get | /metrics"}),
    (RBAC + "ClusterRole", kube(aggregationRule={"b": 1, "a": 2}),
     {'n | takes the rights of every role with a label | {"a": 2, "b": 1} !'}),
    (RBAC + "RoleBinding", kube(roleRef={"name": "edit"}, subjects=[{"name": "u"}, {"name": "sa", "namespace": "x"}]),
     {"u | edit | ns", "x/sa | edit | ns"}),
    (RBAC + "RoleBinding", kube(subjects=[{"name": "system:masters"}]), {f"system:masters | {LATER} | ns !"}),
    (RBAC + "RoleBinding", kube(roleRef={"name": "view"}), {f"{LATER} | view | ns"}),
    (K + "core/v1:ServiceAccount", kube(), {"ns/n | its token is in every pod | ns"}),
    (K + "core/v1:ServiceAccount", {"automountServiceAccountToken": False, "secrets": [{"name": "s"}]}, {"*/r | reads the secret | s"}),
    (K + "core/v1:ResourceQuota", kube(spec={"hard": {"services.nodeports": "2", "pods": "9"}}),
     {f"ns | may open addresses of its own | services.nodeports {n}" for n in (1, 2)}),
    (K + "core/v1:ResourceQuota", kube(spec={"hard": {"services.loadbalancers": "many"}}),
     {f"ns | may open addresses of its own | services.loadbalancers {n}" for n in range(1, 101)}),
    (K + "core/v1:Service", kube(spec={"type": "LoadBalancer"}), {"the internet | LoadBalancer | ns/n !"}),
    (K + "core/v1:Service", kube(spec={"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.0/8"]}),
     {"10.0.0.0/8 | LoadBalancer | ns/n"}),
    (K + "core/v1:Service", kube(spec={}), set()),
    (K + "core/v1:Service", {"spec": {"externalIPs": ["1.2.3.4"]}}, {"1.2.3.4 | ClusterIP | */r !"}),
    (K + "core/v1:Service", kube(spec={"type": "ExternalName", "externalName": "x.example"}), {"ns/n | route | x.example"}),
    (K + "networking.k8s.io/v1:Ingress", kube(spec={"rules": [{"host": "h"}, {}]}),
     {"the internet | h | ns/n !", "the internet | * | ns/n !"}),
    (K + "networking.k8s.io/v1:Ingress", kube(spec={}), {"the internet | * | ns/n !"}),
    (K + "networking.k8s.io/v1:NetworkPolicy",
     kube(spec={"podSelector": {"a": "b"}, "ingress": [{"from": [{"podSelector": {}}, {"ipBlock": {"cidr": "0.0.0.0/0"}}],
                                                        "ports": [{"port": 80}, {"protocol": "UDP", "port": 1, "endPort": 2}]}]}),
     {f'{who} | {port} | ns: {{"a": "b"}}{end}' for who, end in (("ns: *", ""),
      ("the internet", " !")) for port in ("TCP 80", "UDP 1-2")}),
    (K + "networking.k8s.io/v1:NetworkPolicy",
     kube(spec={"egress": [{"to": [{"ipBlock": {"cidr": "::/0"}}, {"ipBlock": {"cidr": UNKNOWN}}, {"ipBlock": {"cidr": "x"}}]}]}),
     {"ns: * | * | the internet !", f"ns: * | * | {LATER}", "ns: * | * | x !"}),
]  # fmt: skip


EVERY = "0.0.0.0"  # noqa: S104 - an address, not a bind


def firewall(low: str, high: str) -> dict[str, Any]:
    return {"serverName": "s", "startIpAddress": low, "endIpAddress": high}


def filter_(**more: Any) -> dict[str, Any]:
    return {"networkSecurityGroupName": "g", "protocol": "Tcp", "destinationPortRange": "22", **more}


CLOSED = {"publicNetworkAccess": "Disabled", "networkAcls": {"defaultAction": "Deny"}}
QUIET = {"publicNetworkAccess": "Disabled", "networkRuleSet": {"defaultAction": "Deny"}}
AZURE: list[Case] = [
    (A + "authorization:RoleAssignment", {"roleDefinitionId": "role", "principalId": "group-id", "scope": "s"}, {"operators | role | s"}),
    (A + "authorization:RoleDefinition",
     {"roleName": "n", "permissions": [{"actions": ["a"], "dataActions": ["d"], "notActions": ["x"]}], "assignableScopes": ["s"]},
     {"n | a | actions", "n | d | dataActions", "n | acts in | s"}),
    (A + "authorization:RoleDefinition", {"permissions": [{"actions": ["a"]}], "assignableScopes": ["s"]},
     {"r | a | actions", "r | acts in | s"}),
    (A + "managedidentity:FederatedIdentityCredential", {"issuer": "https://i", "subject": "repo", "resourceName": "id"},
     {"https://i repo | its identities are known to | id"}),
    (A + "keyvault:Vault",
     {"properties": {**CLOSED, "accessPolicies": [{"objectId": "o", "permissions": {"keys": ["get"], "secrets": ["set"]}}]}},
     {"o | get | r/keys", "o | set | r/secrets"}),
    (A + "keyvault:Vault", {"properties": {"networkAcls": {"defaultAction": "Deny", "bypass": "None"}}}, set()),
    (A + "keyvault:Vault", {"properties": {}}, {"the internet | public endpoint | r !"}),
    (A + "keyvault:Vault", {"properties": {"networkAcls": {"defaultAction": "Allow"}}},
     {"the internet | public endpoint | r !", "the internet | everything that no rule forbids | r !"}),
    (A + "storage:StorageAccount", QUIET, set()),
    (A + "storage:StorageAccount", {**QUIET, "allowBlobPublicAccess": False, "allowSharedKeyAccess": False}, set()),
    (A + "storage:StorageAccount", {**QUIET, "allowBlobPublicAccess": True, "allowSharedKeyAccess": True},
     {"anyone | may read what is published | r !", "whoever holds its key | administrator | r"}),
    (A + "storage:StorageAccount", {},
     {"the internet | public endpoint | r !"}),
    (A + "storage:StorageAccount",
     {"publicNetworkAccess": "Disabled", "networkRuleSet": {
         "bypass": "AzureServices", "ipRules": [{"value": "a"}, {"iPAddressOrRange": "b"}],
         "virtualNetworkRules": [{"id": "n"}, {"virtualNetworkResourceId": "m"}]}},
     {"the internet | everything that no rule forbids | r !", "AzureServices | everything that no rule forbids | r",
      *(f"{who} | public endpoint | r" for who in "abnm")}),
    (A + "storage:BlobContainer", {"accountName": "a", "publicAccess": "Blob"}, {"anyone | Blob | a/r !"}),
    (A + "storage:BlobContainer", {"accountName": "a", "publicAccess": "None"}, set()),
    (A + "network:SecurityRule", filter_(access="Deny"), set()),
    (A + "network:SecurityRule", filter_(sourceAddressPrefix="10.0.0.0/8"), {"10.0.0.0/8 | Tcp 22 | g"}),
    (A + "network:SecurityRule", filter_(), {"the internet | Tcp 22 | g !"}),
    (A + "network:SecurityRule",
     filter_(direction="Outbound", destinationAddressPrefixes=["a", "Internet"], destinationPortRanges=["1", "2"]),
     {f"g | Tcp {port} | {to}" for port in "12" for to in ("a", "the internet")}),
    (A + "network:NetworkSecurityGroup", {"securityRules": [{"sourceAddressPrefix": "a"}]}, {"a | * * | r !"}),
    (A + "network:VirtualNetworkPeering",
     {"virtualNetworkName": "v", "remoteVirtualNetwork": "w", "allowForwardedTraffic": True, "useRemoteGateways": False},
     {"v | peering | w", "v | allowForwardedTraffic | w"}),
    (A + "dbforpostgresql:FirewallRule", firewall("1.0.0.0", "1.0.0.9"), {"1.0.0.0-1.0.0.9 | database | s"}),
    (A + "dbforpostgresql:FirewallRule", firewall(EVERY, EVERY), {"the internet | database | s !"}),
    (A + "dbforpostgresql:FirewallRule", firewall(EVERY, "1.0.0.0"), {"0.0.0.0-1.0.0.0 | database | s"}),
    (A + "dbforpostgresql:FirewallRule", firewall("1.2.3.4", "1.2.3.4"), {"1.2.3.4-1.2.3.4 | database | s"}),
    (A + "sql:FirewallRule", firewall("9.0.0.0", "255.255.255.255"), {"the internet | database | s !"}),
    (A + "sql:Server", {}, {"the internet | public endpoint | r !"}),
    (A + "sql:Server", {"publicNetworkAccess": "Disabled"}, set()),
    (A + "dbforpostgresql:Server", {"network": {"delegatedSubnetResourceId": "n"}}, set()),
    (A + "dbforpostgresql:Server", {"network": {"publicNetworkAccess": "Enabled"}}, {"the internet | public endpoint | r !"}),
    (A + "containerservice:ManagedCluster",
     {"disableLocalAccounts": True, "apiServerAccessProfile": {"authorizedIPRanges": ["a"]},
      "aadProfile": {"adminGroupObjectIDs": ["g"]}},
     {"a | Kubernetes API | r", "g | administrator | r"}),
    (A + "containerservice:ManagedCluster", {"apiServerAccessProfile": {"enablePrivateCluster": True}},
     {"whoever holds its key | administrator | r"}),
    (A + "containerservice:ManagedCluster", {"disableLocalAccounts": True}, {"the internet | Kubernetes API | r !"}),
    (A + "network:PublicIPAddress", {}, {"the internet | public address | r"}),
    (A + "network:NetworkInterface", {"ipConfigurations": [{"name": "a"}]}, set()),
    (A + "network:NetworkInterface", {"ipConfigurations": [{"publicIPAddress": {"id": "i"}}]}, {"the internet | public address | r !"}),
    (A + "network:RouteTable", {"routes": [{"addressPrefix": "a", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "1.2.3.4"},
                                           {"nextHopType": "None"}]},
     {"r | VirtualAppliance 1.2.3.4 | a"}),
    (A + "network:Route", {"routeTableName": "t", "addressPrefix": "a", "nextHopType": "Internet"}, {"t | Internet | a"}),
    (A + "network:LocalNetworkGateway",
     {"gatewayIpAddress": "1.2.3.4", "fqdn": "f", "localNetworkAddressSpace": {"addressPrefixes": ["a"]}},
     {f"{who} | VPN route | r" for who in ("1.2.3.4", "f", "a")}),
    (A + "network:VirtualNetworkGatewayConnection",
     {"localNetworkGateway2": {"id": "a"}, "peer": "b", "virtualNetworkGateway2": {"id": "c"}},
     {f"{who} | VPN route | r" for who in "abc"}),
    (A + "compute:VirtualMachine",
     {"osProfile": {"customData": "x", "linuxConfiguration": {"ssh": {"publicKeys": [{"path": "/home/a", "keyData": "k"}]}}},
      "storageProfile": {"imageReference": {"publisher": "p", "offer": "o", "sku": "s"}}},
     {f"customData {mark('x')} | has its code run on | r", f"/home/a ({mark('k')}) | may enter machines of | r",
      "p/o/s | has its code run on | r"}),
    (A + "compute:VirtualMachine",
     {"osProfile": {"adminUsername": "a"}, "storageProfile": {"imageReference": {"id": "i", "publisher": "p"}}},
     {"i | has its code run on | r"}),
    (A + "compute:VirtualMachineExtension", {"publisher": "p", "type": "t", "settings": "x", "vmName": "v"},
     {f"p/t {mark('x')} | has its code run on | v"}),
    (A + "insights:DiagnosticSetting",
     {"resourceUri": "u", "workspaceId": "w", "storageAccountId": "s", "eventHubAuthorizationRuleId": ""},
     {"w | receives logs of | u", "s | receives logs of | u"}),
    (A + "insights:ActionGroup",
     {"emailReceivers": [{"emailAddress": "a@x"}], "smsReceivers": [{"phoneNumber": "1"}], "webhookReceivers": [{"serviceUri": "https://h/p?k=1"}]},
     {f"{who} | receives alarms of | r" for who in ("a@x", "1", "h/p")}),
    (A + "servicebus:NamespaceAuthorizationRule", {"namespaceName": "n", "rights": ["Send"]}, {"whoever holds its key | Send | n"}),
    (A + "eventhub:NamespaceAuthorizationRule", {"namespaceName": "n"}, {f"whoever holds its key | {LATER} | n"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("type_", "inputs", "expected"),
    [*RIGHTS, *BUCKETS, *RECEIVERS, *OPENINGS, *CLUSTERS, *AZURE],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_exactly_this_is_told(type_: str, inputs: dict[str, Any], expected: set[str]) -> None:
    say = Words().text
    given = Resource("urn:pulumi:s::p::t::r", type_, custom=True, inputs=inputs)

    rows = [f"{say(r.source)} | {say(r.action)} | {say(r.target)}{' !' * r.public}" for r in reaches(given, NAMES)]

    assert set(rows) == expected
    assert len(rows) == len(expected)


def told(type_: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> set[str]:
    say = Words().text
    old, new = (
        None if inputs is None else Resource("urn:pulumi:s::p::t::r", type_, custom=True, inputs=inputs)
        for inputs in (before, after)
    )
    return {f"{say(r.source)} | {say(r.action)} | {say(r.target)}{' !' * r.public}" for r in gained(old, new, NAMES)}


def test_what_a_bucket_policy_no_longer_denies_is_gained_and_what_it_still_denies_is_not() -> None:
    type_ = S + "object/bucketPolicy:BucketPolicy"
    denied = {"Effect": "Deny", "Principal": "*", "Action": ["a", "b"], "Resource": "x"}

    assert told(type_, policy(denied), None) == {"anyone | a | x", "anyone | b | x"}
    assert told(type_, policy(denied), policy({**denied, "Action": "b"})) == {"anyone | a | x"}
    assert told(type_, policy(denied), policy(denied)) == set()
    assert told(type_, None, policy(denied)) == set()
    assert told(type_, policy({**denied, "Effect": "Allow"}), None) == set()


def test_pods_that_a_network_policy_no_longer_closes_are_open_to_the_internet() -> None:
    type_ = K + "networking.k8s.io/v1:NetworkPolicy"
    pods = {"podSelector": {"a": "b"}}
    out = [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]

    opened = {way: f'the internet | {way} | ns: {{"a": "b"}} !' for way in ("Ingress", "Egress")}
    assert told(type_, kube(spec={**pods, "policyTypes": ["Ingress", "Egress"]}), None) == {*opened.values()}
    assert told(type_, kube(spec={**pods, "policyTypes": ["Egress"]}), None) == {opened["Egress"]}
    assert told(type_, kube(spec=pods), None) == {opened["Ingress"]}
    assert told(type_, kube(spec={**pods, "egress": out}), None) == {opened["Ingress"]}
    assert told(type_, kube(spec={**pods, "policyTypes": ["Egress"], "egress": out}), None) == set()
    assert told(type_, kube(spec=pods), kube(spec=pods)) == set()


def test_a_vault_that_is_opened_is_gained() -> None:
    closed, opened = ({"properties": {"publicNetworkAccess": each}} for each in ("Disabled", "Enabled"))

    assert told(A + "keyvault:Vault", closed, opened) == {"the internet | public endpoint | r !"}
    assert told(A + "keyvault:Vault", opened, closed) == set()


def test_a_document_in_another_order_is_the_same_code() -> None:
    first, second = {"settings": {"a": 1, "b": 2}}, {"settings": {"b": 2, "a": 1}}

    assert told(A + "compute:VirtualMachineExtension", first, second) == set()
    assert told(A + "compute:VirtualMachineExtension", first, {"settings": {"a": 1}}) != set()


def test_holders_have_the_names_of_the_plan_by_ids_of_one_part_or_two() -> None:
    def made(name: str, id_: str) -> Resource:
        return Resource(f"urn:pulumi:s::p::t::{name}", "t", custom=True, id=id_)

    rows = (
        made("first", "fr-par/7"),
        made("second", "7"),
        made("third", "fr-par/i/db"),
        made("later", UNKNOWN),
        made("none", ""),
    )

    assert names_of(Plan("s", "p", rows)) == {"fr-par/7": "first", "7": "second", "fr-par/i/db": "third"}
    assert names_of(Plan("s", "p", rows[1::-1])) == {"fr-par/7": "first", "7": "second"}
