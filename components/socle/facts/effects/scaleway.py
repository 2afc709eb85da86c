"""What each input of a Scaleway resource does when it changes. Sources: the host's documentation and the provider's update functions,
as `facts.scaleway` and the table of silent inputs cite them.
"""

from collections.abc import Mapping
from typing import Any, cast

from ..rows import Change, Kind
from ..scaleway import KINDS
from .code import IMAGE_OF_MACHINE, SERVER_USER_DATA, STARTED_WITH, leads_inside
from .effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from .filters import FILTER
from .hand_overs import HAND_OVERS
from .judges import (
    HARMLESS_VALUE,
    IDENTITY,
    TAGS,
    UNKNOWN_VALUE,
    always,
    by_key,
    effects,
    ladder,
    members,
    number,
    objects_in,
    range_weighed,
    seconds,
    switch,
    texts_in,
)
from .load_balancers import LOAD_BALANCERS
from .policies import BUCKET_POLICY, IAM_RULES
from .services import SERVICES
from .surroundings import SETTINGS
from .tags import MACHINE_TAGS, POOL_TAGS
from .usual import (
    AT_REST,
    BIGGER,
    COSTS,
    EXPOSES,
    GRANTS,
    INTERRUPTS,
    KEPT,
    LABEL,
    LATER,
    NAMED,
    OPENS,
    PLACE,
    PRIVATE_ENDPOINT,
    PUBLIC_ENDPOINT,
    REBOUND,
    REVOKES,
    RUNS,
    SIZE,
    TLS,
    USER,
    WEAKENS,
)

_E = Effect


def _lock(old: Any, new: Any) -> Effects:
    """COMPLIANCE holds for everybody and cannot be taken back; GOVERNANCE yields to a right."""
    steps = ["", "GOVERNANCE", "COMPLIANCE"]
    was, will = str(old or "").upper(), str(new or "").upper()
    if was not in steps or will not in steps:
        return WEAKENS | NOT_KNOWN
    return WEAKENS if steps.index(will) < steps.index(was) else effects(_E.IRREVERSIBLE)


def _lifecycle(row: Any) -> Effects:
    """A rule of a bucket that ends objects, or only what nobody sees."""
    entry = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
    if entry.get("enabled") is False:
        return HARMLESS
    kept = {"enabled", "id", "prefix", "tags", "abortIncompleteMultipartUploadDays"}
    if set(entry) <= kept:
        return HARMLESS if "abortIncompleteMultipartUploadDays" in entry else NOT_KNOWN
    return effects(_E.LOSES)


def _lifecycle_change(old: Any, new: Any) -> Effects:
    """Objects that were kept and would be deleted are lost; a rule that goes costs what it freed."""
    was, will = (_lifecycle_rows(value) for value in (old, new))
    if was.keys() == will.keys() and all(_only_later(was[key], will[key]) for key in was):
        return HARMLESS if was == will else COSTS
    return members(more=_lifecycle, fewer=COSTS).change(list(was.values()), list(will.values()))


def _lifecycle_rows(value: Any) -> dict[str, Any]:
    return {str(row.get("id", index)): row for index, row in enumerate(objects_in(value))}


def _only_later(old: dict[str, Any], new: dict[str, Any]) -> bool:
    def days(row: dict[str, Any]) -> Any:
        expiry = row.get("expiration")
        return cast("dict[str, Any]", expiry).get("days") if isinstance(expiry, dict) else None

    same = {k: v for k, v in old.items() if k != "expiration"} == {k: v for k, v in new.items() if k != "expiration"}
    was, will = days(old), days(new)
    return old == new or (same and isinstance(was, int) and isinstance(will, int) and will >= was)


_KUBELET_OFF = {"anonymous-auth": "true", "authorization-mode": "AlwaysAllow", "protect-kernel-defaults": "false"}
"""Arguments of a node's agent with which it answers anybody, or lets workloads change its kernel (documentation of the kubelet)."""


def _kubelet(key: str, old: Any, new: Any) -> Effects:
    if key == "read-only-port":
        return EXPOSES if str(new) not in ("0", "None") else REVOKES
    if key in _KUBELET_OFF:
        was, will = (str(value).lower() == _KUBELET_OFF[key].lower() for value in (old, new))
        return WEAKENS if will or (new is None and not was) else REVOKES
    return INTERRUPTS | NOT_KNOWN


_LEADS = ("A", "AAAA", "ALIAS", "CNAME", "DNAME", "MX", "NS", "SRV")
"""Types of a record that say where to go; the others are read."""


def _record(old: Any, new: Any) -> Effects:
    """Whoever a name leads to answers in its place; within private networks it is one of the estate's own."""
    was, will = (cast("dict[str, Any]", value) for value in (old, new))
    parts = [key for key in ("data", "geoIp", "httpService", "views", "weighteds") if was.get(key) != will.get(key)]
    texts = [text for key in parts for text in texts_in(will.get(key))]
    if str(will.get("type") or "").upper() not in _LEADS or not texts:
        return INTERRUPTS | NOT_KNOWN
    inside = all(leads_inside(text) for text in texts)
    return INTERRUPTS | (NOT_KNOWN if inside else EXPOSES)


_RECORD = Judge(_record, lambda _value: NOT_KNOWN, whole=True)


def _leads_off(inputs: Mapping[str, Any]) -> Effects:
    """Whoever a part of a zone, or its mail, is handed to answers for it from now on."""
    return NOT_KNOWN | EXPOSES if str(inputs.get("type") or "").upper() in ("NS", "MX") else NOT_KNOWN


def _scope(_key: str, old: Any, new: Any) -> Effects:
    return GRANTS if str(new).lower() == "true" else REVOKES if str(old).lower() == "true" else HARMLESS


def _issuer(_key: str, old: Any, _new: Any) -> Effects:
    """Whoever an issuer vouches for is who they say they are: another one, or another claim, lets in other people."""
    return EXPOSES if old is not None else GRANTS


_BUCKET_ACL = Judge(
    lambda _old, new: REVOKES if str(new or "private") == "private" else EXPOSES,
    lambda value: HARMLESS if value == "private" else EXPOSES,
)

_MATERIAL = ("keyId", "keyMaterial", "keyMaterialWo", "keyMaterialWoVersion", "salt", "saltWo", "saltWoVersion")
"""Another key, or other material of it: what it encrypted so far cannot be read with it."""

SCALEWAY: dict[str, TypeEffects] = {
    "block/volume:Volume": TypeEffects(
        {
            **LABEL,
            "iops": BIGGER,
            "sizeInGb": number(less=effects(_E.LOSES), more=COSTS | effects(_E.IRREVERSIBLE)),
            "snapshotId": always(_E.LOSES, born=NOT_KNOWN),
        },
        created=COSTS,
    ),
    "databases/acl:Acl": TypeEffects(
        {**PLACE, "instanceId": IDENTITY, "aclRules": FILTER}, created=GRANTS, deleted=EXPOSES
    ),
    "databases/database:Database": TypeEffects({**NAMED, "instanceId": IDENTITY}),
    "databases/instance:Instance": TypeEffects(
        {
            **LABEL,
            "backupSameRegion": switch(on=HARMLESS, off=WEAKENS),
            "backupScheduleFrequency": number(less=COSTS, more=WEAKENS),
            "backupScheduleRetention": number(less=effects(_E.LOSES, _E.WEAKENS), more=COSTS, least=7),
            "disableBackup": switch(on=effects(_E.LOSES, _E.WEAKENS), off=COSTS),
            "disablePublicEndpoint": LATER,
            "encryptionAtRest": AT_REST,
            "engine": always(_E.LOSES, _E.INTERRUPTS, _E.IRREVERSIBLE),
            "isHaCluster": switch(on=COSTS, off=WEAKENS, at_birth=False),
            "loadBalancer": PUBLIC_ENDPOINT,
            "logsPolicy.maxAgeRetention": KEPT,
            "logsPolicy.totalDiskRetention": KEPT,
            "nodeType": SIZE,
            "password": always(_E.INTERRUPTS),
            "privateNetwork": PRIVATE_ENDPOINT,
            "settings": SETTINGS,
            "userName": always(_E.INTERRUPTS, _E.LOSES),
            "volumeSizeInGb": number(less=effects(_E.LOSES), more=COSTS | effects(_E.IRREVERSIBLE)),
            "volumeType": SIZE,
        },
        created=COSTS,
    ),
    "databases/privilege:Privilege": TypeEffects(
        {
            **PLACE,
            "instanceId": IDENTITY,
            "databaseName": REBOUND,
            "userName": REBOUND,
            "permission": ladder("none", "readonly", "custom", "readwrite", "all", up=GRANTS, down=REVOKES),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "databases/readReplica:ReadReplica": TypeEffects(
        {
            **PLACE,
            "instanceId": IDENTITY,
            "sameZone": switch(on=WEAKENS, off=COSTS, default=True, at_birth=False),
            "privateNetwork": PRIVATE_ENDPOINT,
            "directAccess": PUBLIC_ENDPOINT,
        },
        created=COSTS,
    ),
    "databases/user:User": TypeEffects(
        {**USER, "instanceId": IDENTITY},
        created=GRANTS,
        deleted=REVOKES,
    ),
    "domain/record:Record": TypeEffects(
        {
            **PLACE,
            "dnsZone": IDENTITY,
            "name": IDENTITY,
            "type": IDENTITY,
            "data": _RECORD,
            "geoIp": _RECORD,
            "httpService": _RECORD,
            "views": _RECORD,
            "weighteds": _RECORD,
            "ttl": HARMLESS_VALUE,
            "priority": always(_E.INTERRUPTS),
        },
        created=_leads_off,
    ),
    "domain/zone:Zone": TypeEffects(
        {"projectId": IDENTITY, "domain": IDENTITY, "subdomain": IDENTITY}, created=COSTS | NOT_KNOWN
    ),
    "iam/apiKey:ApiKey": TypeEffects(
        {
            "applicationId": IDENTITY,
            "userId": IDENTITY,
            "expiresAt": always(_E.GRANTS, absent=WEAKENS),
            "defaultProjectId": always(_E.NOT_KNOWN, born=HARMLESS),
            "description": HARMLESS_VALUE,
            "secretId": Judge(lambda _old, new: EXPOSES if new is None else NOT_KNOWN, lambda _value: HARMLESS),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "iam/application:Application": TypeEffects(
        {"name": HARMLESS_VALUE, "description": HARMLESS_VALUE, "tags": TAGS, "organizationId": IDENTITY},
        created=GRANTS,
        deleted=REVOKES,
    ),
    "iam/group:Group": TypeEffects(
        {
            "name": HARMLESS_VALUE,
            "description": HARMLESS_VALUE,
            "tags": TAGS,
            "organizationId": IDENTITY,
            "applicationIds": members(more=GRANTS, fewer=REVOKES),
            "userIds": members(more=GRANTS, fewer=REVOKES),
            "externalMembership": always(_E.NOT_KNOWN),
        },
        deleted=REVOKES,
    ),
    "iam/groupMembership:GroupMembership": TypeEffects(
        {"groupId": REBOUND, "applicationId": REBOUND, "userId": REBOUND}, created=GRANTS, deleted=REVOKES
    ),
    "iam/policy:Policy": TypeEffects(
        {
            "name": HARMLESS_VALUE,
            "description": HARMLESS_VALUE,
            "tags": TAGS,
            "organizationId": IDENTITY,
            "noPrincipal": always(_E.REVOKES),
            "groupId": always(_E.GRANTS),
            "applicationId": always(_E.GRANTS),
            "userId": always(_E.GRANTS),
            "rules": IAM_RULES,
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "iam/saml:Saml": TypeEffects({"organizationId": IDENTITY}, created=GRANTS, deleted=REVOKES),
    # whoever holds its private key says who somebody is
    "iam/samlCertificate:SamlCertificate": TypeEffects(
        {
            "organizationId": IDENTITY,
            "samlId": IDENTITY,
            "type": always(_E.NOT_KNOWN),
            "content": always(_E.EXPOSES, _E.REVOKES, _E.INTERRUPTS),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "instance/ip:Ip": TypeEffects({**PLACE, "tags": TAGS, "type": IDENTITY}, created=COSTS),
    "instance/placementGroup:PlacementGroup": TypeEffects(
        {**LABEL, "policyType": always(_E.WEAKENS), "policyMode": always(_E.WEAKENS)}
    ),
    "instance/privateNic:PrivateNic": TypeEffects(
        {**PLACE, "ipamIpIds": REBOUND, "privateNetworkId": REBOUND, "serverId": REBOUND, "tags": TAGS},
        created=GRANTS,
    ),
    "instance/securityGroup:SecurityGroup": TypeEffects(
        {
            **LABEL,
            "enableDefaultSecurity": switch(on=HARMLESS, off=WEAKENS, default=True),
            "externalRules": switch(on=WEAKENS, off=NOT_KNOWN, at_birth=False),
            "inboundDefaultPolicy": ladder("accept", "drop", up=REVOKES, down=EXPOSES, least="drop", default="accept"),
            "outboundDefaultPolicy": ladder("accept", "drop", up=REVOKES, down=EXPOSES, default="accept"),
            "inboundRules": FILTER,
            "outboundRules": FILTER,
            "stateful": switch(on=INTERRUPTS, off=WEAKENS | INTERRUPTS, default=True, at_birth=False),
        },
        deleted=EXPOSES,
    ),
    "instance/securityGroupRules:SecurityGroupRules": TypeEffects(
        {"securityGroupId": IDENTITY, "inboundRules": FILTER, "outboundRules": FILTER},
        created=GRANTS,
        deleted=EXPOSES,
    ),
    "instance/server:Server": TypeEffects(
        {
            **LABEL,
            "additionalVolumeIds": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "cloudInit": STARTED_WITH,
            "bootType": REBOUND,
            "enableDynamicIp": OPENS,
            "image": IMAGE_OF_MACHINE,
            "ipId": PUBLIC_ENDPOINT,
            "ipIds": PUBLIC_ENDPOINT,
            "placementGroupId": always(_E.INTERRUPTS, _E.WEAKENS),
            "protected": LATER,
            "rootVolume.deleteOnTermination": switch(on=WEAKENS, off=COSTS, default=True, at_birth=False),
            "rootVolume": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "securityGroupId": always(_E.EXPOSES, absent=EXPOSES),
            "state": always(_E.INTERRUPTS),
            "type": SIZE,
            "tags": MACHINE_TAGS,
            "userData": SERVER_USER_DATA,
        },
        created=COSTS,
    ),
    "ipam/ip:Ip": TypeEffects(
        {
            **PLACE,
            "address": IDENTITY,
            "isIpv6": IDENTITY,
            "sources": IDENTITY,
            "tags": TAGS,
            "customResources": REBOUND,
        }
    ),
    "keymanager/key:Key": TypeEffects(
        {
            **LABEL,
            "algorithm": always(_E.UNREADABLE),
            "origin": always(_E.UNREADABLE),
            "usage": always(_E.UNREADABLE),
            "protectionLevel": ladder(
                "software", "hsm", up=effects(_E.UNREADABLE), down=effects(_E.UNREADABLE, _E.WEAKENS)
            ),
            "rotationPolicy.rotationPeriod": number(less=HARMLESS, more=WEAKENS, read=seconds),
            "rotationPolicy.nextRotationAt": always(_E.NOT_KNOWN),
            "rotationPolicy": Judge(lambda _o, new: WEAKENS if new is None else HARMLESS, lambda _v: HARMLESS),
            "unprotected": switch(on=WEAKENS, off=HARMLESS),
        },
        created=COSTS,
        deleted=effects(_E.UNREADABLE),
    ),
    "keymanager/keyMaterial:KeyMaterial": TypeEffects(
        {**PLACE, **dict.fromkeys(_MATERIAL, always(_E.UNREADABLE))}, created=NOT_KNOWN, deleted=effects(_E.UNREADABLE)
    ),
    "kubernetes/acl:Acl": TypeEffects(
        {
            **PLACE,
            "clusterId": IDENTITY,
            "aclRules": FILTER,
            "noIpAllowed": switch(on=REVOKES, off=EXPOSES, at_birth=False),
        },
        created=HARMLESS,
        deleted=EXPOSES,
    ),
    "kubernetes/cluster:Cluster": TypeEffects(
        {
            **LABEL,
            "admissionPlugins": members(more=NOT_KNOWN, fewer=WEAKENS),
            "apiserverCertSans": always(_E.NOT_KNOWN),
            "autoUpgrade.enable": switch(on=INTERRUPTS, off=WEAKENS, at_birth=False),
            "autoUpgrade": always(_E.INTERRUPTS),
            "cni": always(_E.INTERRUPTS, _E.LOSES),
            "deleteAdditionalResources": switch(on=WEAKENS, off=HARMLESS),
            "featureGates": always(_E.NOT_KNOWN),
            "openIdConnectConfig": by_key(_issuer),
            "podCidr": always(_E.LOSES, _E.INTERRUPTS),
            "serviceCidr": always(_E.LOSES, _E.INTERRUPTS),
            "privateNetworkId": PRIVATE_ENDPOINT,
            "type": SIZE,
            "upgradePools": always(_E.INTERRUPTS),
            "version": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
        },
        created=COSTS,
    ),
    "kubernetes/pool:Pool": TypeEffects(
        {
            **NAMED,
            "autohealing": LATER,
            "autoscaling": always(_E.INTERRUPTS, _E.COSTS),
            "clusterId": IDENTITY,
            "labels": always(_E.INTERRUPTS),
            "taints": always(_E.INTERRUPTS),
            "maxSize": number(less=INTERRUPTS, more=COSTS),
            "minSize": number(less=INTERRUPTS, more=COSTS),
            "size": number(less=INTERRUPTS, more=COSTS),
            "nodeType": SIZE,
            "kubeletArgs": by_key(_kubelet),
            "placementGroupId": REBOUND,
            "startupTaints": RUNS,
            "tags": POOL_TAGS,
            "userData": SERVER_USER_DATA,
            "publicIpDisabled": Judge(
                switch(on=REVOKES, off=EXPOSES).change,
                lambda value: HARMLESS if value is True else EXPOSES,
                EXPOSES,
            ),
            "rootVolumeSizeInGb": SIZE,
            "rootVolumeType": SIZE,
            "securityGroupId": always(_E.EXPOSES, absent=NOT_KNOWN),
            "upgradePolicy": always(_E.INTERRUPTS),
        },
        created=COSTS,
    ),
    "network/acl:Acl": TypeEffects(
        {
            **PLACE,
            "vpcId": REBOUND,
            "isIpv6": REBOUND,
            "rules": FILTER,
            "defaultPolicy": ladder("accept", "drop", up=REVOKES, down=EXPOSES, least="drop", default="accept"),
        },
        deleted=EXPOSES,
    ),
    "network/connector:Connector": TypeEffects(
        {**NAMED, "vpcId": IDENTITY, "targetVpcId": always(_E.EXPOSES)}, created=EXPOSES, deleted=REVOKES
    ),
    "network/gatewayNetwork:GatewayNetwork": TypeEffects(
        {
            **PLACE,
            "enableMasquerade": switch(on=GRANTS, off=REVOKES, default=True),
            "gatewayId": REBOUND,
            "ipamConfigs": always(_E.INTERRUPTS, _E.GRANTS),
            "privateNetworkId": REBOUND,
        },
        created=GRANTS,
    ),
    "network/privateNetwork:PrivateNetwork": TypeEffects(
        {
            **LABEL,
            "ipv4Subnet": IDENTITY,
            "ipv6Subnets": IDENTITY,
            "vpcId": IDENTITY,
            "enableDefaultRoutePropagation": always(_E.GRANTS),
        }
    ),
    "network/publicGateway:PublicGateway": TypeEffects(
        {
            **LABEL,
            "bastionEnabled": OPENS,
            "bastionPort": always(_E.INTERRUPTS),
            "allowedIpRanges": members(more=range_weighed(EXPOSES, GRANTS), fewer=REVOKES),
            "enableSmtp": OPENS,
            "ipId": IDENTITY,
            "type": SIZE,
            "refreshSshKeys": always(_E.GRANTS),
        },
        created=COSTS,
    ),
    "network/publicGatewayIp:PublicGatewayIp": TypeEffects(
        {**PLACE, "tags": TAGS, "reverse": HARMLESS_VALUE}, created=COSTS
    ),
    "network/publicGatewayPatRule:PublicGatewayPatRule": TypeEffects(
        {
            **PLACE,
            "gatewayId": IDENTITY,
            "privateIp": always(_E.EXPOSES),
            "privatePort": always(_E.EXPOSES),
            "publicPort": always(_E.EXPOSES),
            "protocol": always(_E.EXPOSES),
        },
        created=EXPOSES,
        deleted=REVOKES,
    ),
    "network/route:Route": TypeEffects(
        {
            **LABEL,
            "vpcId": REBOUND,
            "destination": always(_E.GRANTS, _E.INTERRUPTS),
            "nexthopPrivateNetworkId": always(_E.GRANTS, _E.INTERRUPTS),
            "nexthopResourceId": always(_E.GRANTS, _E.INTERRUPTS),
            "nexthopVpcConnectorId": always(_E.GRANTS, _E.INTERRUPTS),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "network/vpc:Vpc": TypeEffects(
        {
            **LABEL,
            "enableTransitivity": OPENS,
            "enableRouting": always(_E.GRANTS),
            "enableCustomRoutesPropagation": always(_E.GRANTS),
        }
    ),
    "object/bucket:Bucket": TypeEffects(
        {
            **NAMED,
            "acl": _BUCKET_ACL,
            "corsRules": members(more=EXPOSES, fewer=REVOKES),
            "forceDestroy": switch(on=WEAKENS, off=HARMLESS),
            "lifecycleRules": Judge(
                _lifecycle_change, lambda value: members(more=_lifecycle, fewer=HARMLESS).born(value)
            ),
            "objectLockEnabled": switch(on=effects(_E.IRREVERSIBLE), off=WEAKENS, at_birth=False),
            "versioning.enabled": switch(on=COSTS, off=WEAKENS, at_birth=False),
            "versioning": Judge(lambda _o, new: WEAKENS if new is None else COSTS, lambda _v: HARMLESS),
        },
        created=COSTS,
    ),
    "object/bucketAcl:BucketAcl": TypeEffects(
        {**PLACE, "bucket": IDENTITY, "acl": _BUCKET_ACL, "accessControlPolicy": always(_E.EXPOSES, born=EXPOSES)},
        deleted=NOT_KNOWN,
    ),
    "object/bucketLockConfiguration:BucketLockConfiguration": TypeEffects(
        {
            **PLACE,
            "bucket": IDENTITY,
            "rule.defaultRetention.days": number(less=WEAKENS, more=effects(_E.IRREVERSIBLE)),
            "rule.defaultRetention.years": number(less=WEAKENS, more=effects(_E.IRREVERSIBLE)),
            "rule.defaultRetention.mode": Judge(_lock, lambda _v: effects(_E.IRREVERSIBLE)),
        },
        deleted=WEAKENS,
    ),
    "object/bucketPolicy:BucketPolicy": TypeEffects(
        {**PLACE, "bucket": IDENTITY, "policy": BUCKET_POLICY}, deleted=EXPOSES
    ),
    "object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": TypeEffects(
        {
            **PLACE,
            "bucket": IDENTITY,
            "rules[].applyServerSideEncryptionByDefault.sseAlgorithm": ladder(
                "aes256", "aws:kms", up=COSTS, down=WEAKENS, least="aws:kms"
            ),
            "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId": Judge(
                lambda _o, new: WEAKENS if new is None else NOT_KNOWN, lambda _v: HARMLESS
            ),
            "rules[].bucketKeyEnabled": switch(on=HARMLESS, off=WEAKENS),
            "rules": Judge(lambda _o, _n: WEAKENS | NOT_KNOWN, lambda _v: HARMLESS),
        },
        deleted=WEAKENS,
    ),
    "object/item:Item": TypeEffects(
        {
            **PLACE,
            "bucket": IDENTITY,
            "key": IDENTITY,
            "visibility": _BUCKET_ACL,
            "tags": TAGS,
            "content": UNKNOWN_VALUE,
            "contentBase64": UNKNOWN_VALUE,
            "contentType": REBOUND,
            "file": UNKNOWN_VALUE,
            "hash": UNKNOWN_VALUE,
            "metadata": UNKNOWN_VALUE,
            "sseCustomerKey": always(_E.UNREADABLE),
            "storageClass": REBOUND,
        },
        created=COSTS,
    ),
    "object/bucketWebsiteConfiguration:BucketWebsiteConfiguration": TypeEffects(
        {**PLACE, "bucket": IDENTITY, "indexDocument": REBOUND, "errorDocument": REBOUND},
        created=EXPOSES,
        deleted=REVOKES,
    ),
    "observability/alertManager:AlertManager": TypeEffects(
        {
            **PLACE,
            "contactPoints": members(more=EXPOSES, fewer=WEAKENS),
            "preconfiguredAlertIds": members(more=HARMLESS, fewer=WEAKENS),
            "enableManagedAlerts": LATER,
        },
        created=GRANTS,
        deleted=WEAKENS,
    ),
    "observability/exporter:Exporter": TypeEffects(
        {
            **NAMED,
            "datasourceId": always(_E.EXPOSES),
            "datadogDestination": always(_E.EXPOSES, born=EXPOSES),
            "otlpDestination": always(_E.EXPOSES, born=EXPOSES),
            "exportedProducts": members(more=EXPOSES, fewer=WEAKENS),
        },
        created=EXPOSES,
        deleted=WEAKENS,
    ),
    "observability/source:Source": TypeEffects({**NAMED, "retentionDays": KEPT, "type": IDENTITY}, created=COSTS),
    "observability/token:Token": TypeEffects({**NAMED, "scopes": by_key(_scope)}, created=GRANTS, deleted=REVOKES),
    "registry/namespace:Namespace": TypeEffects({**NAMED, "isPublic": OPENS}, created=COSTS),
    "s2svpn/connection:Connection": TypeEffects(
        {
            **LABEL,
            "bgpConfigIpv4s": REBOUND,
            "bgpConfigIpv6s": REBOUND,
            "customerGatewayId": always(_E.EXPOSES),
            "vpnGatewayId": IDENTITY,
            "enableRoutePropagation": OPENS,
            "espCiphers": always(_E.INTERRUPTS, _E.WEAKENS),
            "ikev2Ciphers": always(_E.INTERRUPTS, _E.WEAKENS),
            "initiationPolicy": always(_E.INTERRUPTS),
            "isIpv6": REBOUND,
            "secretId": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "secretVersion": always(_E.INTERRUPTS),
        },
        created=EXPOSES,
        deleted=REVOKES,
    ),
    "s2svpn/customerGateway:CustomerGateway": TypeEffects(
        {**LABEL, "asn": REBOUND, "ipv4Public": always(_E.EXPOSES), "ipv6Public": always(_E.EXPOSES)}, created=GRANTS
    ),
    "s2svpn/gateway:Gateway": TypeEffects(
        {
            **LABEL,
            "gatewayType": SIZE,
            "privateNetworkId": REBOUND,
            "publicConfigs": REBOUND,
            "ipamPrivateIpv4Id": REBOUND,
            "ipamPrivateIpv6Id": REBOUND,
        },
        created=COSTS | GRANTS,
    ),
    "s2svpn/routingPolicy:RoutingPolicy": TypeEffects(
        {
            **LABEL,
            "isIpv6": IDENTITY,
            "prefixFilterIns": members(more=EXPOSES, fewer=REVOKES),
            "prefixFilterOuts": members(more=EXPOSES, fewer=REVOKES),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "secrets/secret:Secret": TypeEffects(
        {
            **NAMED,
            "keyId": Judge(lambda _old, new: WEAKENS if new is None else NOT_KNOWN, lambda _value: HARMLESS, NOT_KNOWN),
            "path": IDENTITY,
            "protected": LATER,
            "type": IDENTITY,
            "ephemeralPolicies": always(_E.LOSES, born=effects(_E.LOSES)),
        },
        created=COSTS,
    ),
    "secrets/version:Version": TypeEffects(
        {"region": IDENTITY, "secretId": IDENTITY, "data": always(_E.INTERRUPTS), "description": HARMLESS_VALUE},
        created=COSTS,
        deleted=REVOKES | effects(_E.IRREVERSIBLE),
    ),
}
"""By type token without its package."""

_JUDGES: dict[Change, Judge] = {
    "access list": FILTER,
    "identity": IDENTITY,
    "interrupts": always(_E.INTERRUPTS),
    "only up": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
    "one way": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
    "private endpoint": PRIVATE_ENDPOINT,
    "public endpoint": PUBLIC_ENDPOINT,
    "size": SIZE,
    "tags": TAGS,
    "tls": TLS,
    "unknown": UNKNOWN_VALUE,
    "words": HARMLESS_VALUE,
}


def _of_row(row: Kind) -> TypeEffects:
    """What is billed by itself costs from the day on which it is made."""
    judged = {name: _JUDGES[change] for name, change in row.changes.items()}
    return TypeEffects({**PLACE, **judged}, created=COSTS if row.meters else HARMLESS)


SCALEWAY.update(LOAD_BALANCERS | SERVICES | HAND_OVERS)
SCALEWAY.update({row.type.removeprefix("scaleway:"): _of_row(row) for row in KINDS if row.changes})
