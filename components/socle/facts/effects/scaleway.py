"""What each input of a Scaleway resource does when it changes. Sources: the host's documentation and the provider's update functions,
as `facts.scaleway` and the table of silent inputs cite them.
"""

import json
import re
from typing import Any, cast

from ..rows import Change, Kind
from ..scaleway import KINDS
from .effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
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
    range_weighed,
    seconds,
    switch,
)

_E = Effect
_WEAKENS = effects(_E.WEAKENS)
_EXPOSES = effects(_E.EXPOSES)
_GRANTS = effects(_E.GRANTS)
_REVOKES = effects(_E.REVOKES, _E.INTERRUPTS)
_INTERRUPTS = effects(_E.INTERRUPTS)
_COSTS = effects(_E.COSTS)
_BIGGER = number(less=_INTERRUPTS | effects(_E.COSTS), more=_INTERRUPTS | _COSTS)
_SIZE = always(_E.INTERRUPTS, _E.COSTS)
_KEPT = number(less=effects(_E.LOSES, _E.WEAKENS), more=_COSTS)
"""Days that something is kept: fewer delete what is older, more are paid for."""
_GUARD = switch(on=HARMLESS, off=_WEAKENS)
_LATER = switch(on=HARMLESS, off=_WEAKENS, at_birth=False)
"""A safeguard that a new resource may do without; what had it does not lose it unseen."""
_OPENS = Judge(switch(on=_EXPOSES, off=_REVOKES).change, lambda value: HARMLESS if value is False else _EXPOSES)

_PLACE = {"projectId": IDENTITY, "region": IDENTITY, "zone": IDENTITY}
_NAMED = {**_PLACE, "name": IDENTITY, "tags": TAGS, "description": HARMLESS_VALUE}
_LABEL = {**_PLACE, "name": HARMLESS_VALUE, "tags": TAGS, "description": HARMLESS_VALUE}
"""Of resources whose name the host only shows: nothing refers to it."""
_REBOUND = always(_E.INTERRUPTS, _E.NOT_KNOWN)
_SAFEGUARD = effects(_E.WEAKENS)


def _rule(key: str = "action") -> Any:
    def weigh(row: Any) -> Effects:
        entry = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
        if entry.get(key, "accept") != "accept":
            return _REVOKES
        ends = [entry.get(name) for name in ("source", "ipRange", "ip", "destination") if entry.get(name)]
        if entry.get("scalewayRanges"):
            return _EXPOSES
        return range_weighed(_EXPOSES, _GRANTS)(ends) if ends else _EXPOSES

    return weigh


_RULES = members(more=_rule(), fewer=_REVOKES, other=NOT_KNOWN)
"""Rules of a filter in their order: one that forbids may go as well as one that lets through."""


def _acl_rules(old: Any, new: Any) -> Effects:
    return _filter(_RULES, old, new)


def _filter(judge: Judge, old: Any, new: Any) -> Effects:
    """What only gets another description is harmless; a forbidding rule that goes lets through."""
    if any(value is not None and not isinstance(value, list) for value in (old, new)):
        return NOT_KNOWN
    was, will = (_without_words(value) for value in (old, new))
    if was == will:
        return HARMLESS
    gone = [row for row in was if row not in will]
    found = judge.change(was, will)
    if any(row.get("action") == "drop" for row in gone):
        found |= _EXPOSES
    return found


def _without_words(value: Any) -> list[dict[str, Any]]:
    rows = cast("list[Any]", value) if isinstance(value, list) else []
    return [
        {name: item for name, item in cast("dict[str, Any]", row).items() if name != "description"}
        for row in rows
        if isinstance(row, dict)
    ]


_FILTER = Judge(_acl_rules, lambda value: _RULES.born(_without_words(value)))


def _statements(document: Any) -> tuple[list[str], bool]:
    """The statements of a bucket policy, and whether one of them names everybody or everybody else."""
    try:
        form = json.loads(document)
        rows = form["Statement"]
    except (TypeError, ValueError, KeyError, IndexError):
        return [], False
    rows = cast("list[Any]", rows) if isinstance(rows, list) else [rows]
    wide = any(_wide(row) for row in rows)
    return sorted(json.dumps(_spread(row), sort_keys=True, default=str) for row in rows), wide


def _spread(row: Any) -> Any:
    """A statement without its order: lists of principals, actions and resources are sets."""
    if isinstance(row, dict):
        return {key: _spread(item) for key, item in sorted(cast("dict[str, Any]", row).items()) if key != "Sid"}
    if isinstance(row, list):
        return sorted(
            (_spread(item) for item in cast("list[Any]", row)), key=lambda item: json.dumps(item, default=str)
        )
    return row


def _wide(row: Any) -> bool:
    if not isinstance(row, dict):
        return True
    statement = cast("dict[str, Any]", row)
    if statement.get("Effect") == "Deny":
        return False
    principal = json.dumps(statement.get("Principal"))
    return "NotPrincipal" in statement or "NotAction" in statement or '"*"' in principal


def _policy_change(old: Any, new: Any) -> Effects:
    was, was_wide = _statements(old)
    will, will_wide = _statements(new)
    if not will:
        return _EXPOSES | NOT_KNOWN if was else NOT_KNOWN
    if was == will:
        return HARMLESS
    if will_wide and not was_wide:
        return _EXPOSES
    gone, come = set(was) - set(will), set(will) - set(was)
    denied = any('"Effect": "Deny"' in row for row in gone)
    nothing = effects() - HARMLESS
    return (_GRANTS if come else nothing) | (_REVOKES if gone else nothing) | (_WEAKENS if denied else nothing)


def _policy_born(value: Any) -> Effects:
    rows, wide = _statements(value)
    return _EXPOSES if wide else _GRANTS if rows else NOT_KNOWN


_POWERFUL = re.compile(
    r"AllProductsFullAccess|IAMManager|OrganizationManager|OrganizationOwner|SystemMasters|IAMPolicyManager|IAMFullAccess"
)


def _permissions(row: Any) -> Effects:
    return _EXPOSES if _POWERFUL.search(json.dumps(row)) else _GRANTS


def _image(value: Any) -> Effects:
    """A label of the host's own catalogue is known; an id is an image that somebody made."""
    label = re.fullmatch(r"(ubuntu|debian|fedora|rockylinux|almalinux|centos|opensuse)_[a-z0-9_]+", str(value))
    return HARMLESS if label else _EXPOSES


def _lock(old: Any, new: Any) -> Effects:
    """COMPLIANCE holds for everybody and cannot be taken back; GOVERNANCE yields to a right."""
    steps = ["", "GOVERNANCE", "COMPLIANCE"]
    was, will = str(old or "").upper(), str(new or "").upper()
    if was not in steps or will not in steps:
        return _WEAKENS | NOT_KNOWN
    return _WEAKENS if steps.index(will) < steps.index(was) else effects(_E.IRREVERSIBLE)


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
        return HARMLESS if was == will else _COSTS
    return members(more=_lifecycle, fewer=_COSTS).change(list(was.values()), list(will.values()))


def _lifecycle_rows(value: Any) -> dict[str, Any]:
    rows = (
        [cast("dict[str, Any]", row) for row in cast("list[Any]", value) if isinstance(row, dict)]
        if isinstance(value, list)
        else []
    )
    return {str(row.get("id", index)): row for index, row in enumerate(rows)}


def _only_later(old: dict[str, Any], new: dict[str, Any]) -> bool:
    def days(row: dict[str, Any]) -> Any:
        expiry = row.get("expiration")
        return cast("dict[str, Any]", expiry).get("days") if isinstance(expiry, dict) else None

    same = {k: v for k, v in old.items() if k != "expiration"} == {k: v for k, v in new.items() if k != "expiration"}
    was, will = days(old), days(new)
    return old == new or (same and isinstance(was, int) and isinstance(will, int) and will >= was)


_SETTING_GUARDS = ("log_", "ssl", "password_encryption", "pgaudit", "row_security")


def _setting(key: str, old: Any, new: Any) -> Effects:
    """The engine may restart on any; what it writes down and how it lets clients in are safeguards."""
    if old is not None and key.startswith(_SETTING_GUARDS):
        return _WEAKENS | _INTERRUPTS
    return HARMLESS if old is None and new is None else _INTERRUPTS


def _settings_born(value: Any) -> Effects:
    return HARMLESS if isinstance(value, dict) else NOT_KNOWN


def _scope(_key: str, old: Any, new: Any) -> Effects:
    return _GRANTS if str(new).lower() == "true" else _REVOKES if str(old).lower() == "true" else HARMLESS


def _issuer(_key: str, old: Any, _new: Any) -> Effects:
    """Whoever an issuer vouches for is who they say they are: another one, or another claim, lets in other people."""
    return _EXPOSES if old is not None else _GRANTS


_PRIVATE_ENDPOINT = Judge(
    lambda _old, new: _EXPOSES if not new else _INTERRUPTS | NOT_KNOWN,
    lambda value: HARMLESS if value else _EXPOSES,
    _EXPOSES,
)
_PUBLIC_ENDPOINT = Judge(lambda _old, new: _REVOKES if new is None else _EXPOSES, lambda _value: _EXPOSES)
_BUCKET_ACL = Judge(
    lambda _old, new: _REVOKES if str(new or "private") == "private" else _EXPOSES,
    lambda value: HARMLESS if value == "private" else _EXPOSES,
)

_MATERIAL = ("keyId", "keyMaterial", "keyMaterialWo", "keyMaterialWoVersion", "salt", "saltWo", "saltWoVersion")
"""Another key, or other material of it: what it encrypted so far cannot be read with it."""

SCALEWAY: dict[str, TypeEffects] = {
    "block/volume:Volume": TypeEffects(
        {
            **_LABEL,
            "iops": _BIGGER,
            "sizeInGb": number(less=effects(_E.LOSES), more=_COSTS | effects(_E.IRREVERSIBLE)),
            "snapshotId": always(_E.LOSES, born=NOT_KNOWN),
        },
        created=_COSTS,
    ),
    "databases/acl:Acl": TypeEffects(
        {**_PLACE, "instanceId": IDENTITY, "aclRules": _FILTER}, created=_GRANTS, deleted=_EXPOSES
    ),
    "databases/database:Database": TypeEffects({**_NAMED, "instanceId": IDENTITY}),
    "databases/instance:Instance": TypeEffects(
        {
            **_LABEL,
            "backupSameRegion": switch(on=HARMLESS, off=_WEAKENS),
            "backupScheduleFrequency": number(less=_COSTS, more=_WEAKENS),
            "backupScheduleRetention": number(less=effects(_E.LOSES, _E.WEAKENS), more=_COSTS, least=7),
            "disableBackup": switch(on=effects(_E.LOSES, _E.WEAKENS), off=_COSTS),
            "disablePublicEndpoint": _LATER,
            "encryptionAtRest": _GUARD,
            "engine": always(_E.LOSES, _E.INTERRUPTS, _E.IRREVERSIBLE),
            "isHaCluster": switch(on=_COSTS, off=_WEAKENS, at_birth=False),
            "loadBalancer": _PUBLIC_ENDPOINT,
            "logsPolicy": UNKNOWN_VALUE,
            "nodeType": _SIZE,
            "password": always(_E.INTERRUPTS),
            "privateNetwork": _PRIVATE_ENDPOINT,
            "settings": Judge(by_key(_setting).change, _settings_born),
            "userName": always(_E.INTERRUPTS, _E.LOSES),
            "volumeSizeInGb": number(less=effects(_E.LOSES), more=_COSTS | effects(_E.IRREVERSIBLE)),
            "volumeType": _SIZE,
        },
        created=_COSTS,
    ),
    "databases/privilege:Privilege": TypeEffects(
        {
            **_PLACE,
            "instanceId": IDENTITY,
            "databaseName": _REBOUND,
            "userName": _REBOUND,
            "permission": ladder("none", "readonly", "custom", "readwrite", "all", up=_GRANTS, down=_REVOKES),
        },
        created=_GRANTS,
        deleted=_REVOKES,
    ),
    "databases/readReplica:ReadReplica": TypeEffects(
        {
            **_PLACE,
            "instanceId": IDENTITY,
            "sameZone": switch(on=_WEAKENS, off=_COSTS, default=True, at_birth=False),
            "privateNetwork": _PRIVATE_ENDPOINT,
            "directAccess": _PUBLIC_ENDPOINT,
        },
        created=_COSTS,
    ),
    "databases/user:User": TypeEffects(
        {**_PLACE, "instanceId": IDENTITY, "name": IDENTITY, "isAdmin": _OPENS, "password": always(_E.INTERRUPTS)},
        created=_GRANTS,
        deleted=_REVOKES,
    ),
    "domain/record:Record": TypeEffects(
        {
            **_PLACE,
            "dnsZone": IDENTITY,
            "name": IDENTITY,
            "type": IDENTITY,
            "data": always(_E.INTERRUPTS, _E.NOT_KNOWN, born=NOT_KNOWN),
            "ttl": HARMLESS_VALUE,
            "priority": always(_E.INTERRUPTS),
        },
        created=effects(_E.NOT_KNOWN),
    ),
    "domain/zone:Zone": TypeEffects({"projectId": IDENTITY, "domain": IDENTITY, "subdomain": IDENTITY}, created=_COSTS),
    "iam/apiKey:ApiKey": TypeEffects(
        {
            "applicationId": IDENTITY,
            "userId": IDENTITY,
            "expiresAt": always(_E.GRANTS, absent=_WEAKENS),
            "defaultProjectId": always(_E.NOT_KNOWN),
            "description": HARMLESS_VALUE,
            "secretId": always(_E.NOT_KNOWN),
        },
        created=_GRANTS,
        deleted=_REVOKES,
    ),
    "iam/application:Application": TypeEffects(
        {"name": HARMLESS_VALUE, "description": HARMLESS_VALUE, "tags": TAGS, "organizationId": IDENTITY},
        created=_GRANTS,
        deleted=_REVOKES,
    ),
    "iam/group:Group": TypeEffects(
        {
            "name": HARMLESS_VALUE,
            "description": HARMLESS_VALUE,
            "tags": TAGS,
            "organizationId": IDENTITY,
            "applicationIds": members(more=_GRANTS, fewer=_REVOKES),
            "userIds": members(more=_GRANTS, fewer=_REVOKES),
            "externalMembership": always(_E.NOT_KNOWN),
        },
        deleted=_REVOKES,
    ),
    "iam/groupMembership:GroupMembership": TypeEffects(
        {"groupId": _REBOUND, "applicationId": _REBOUND, "userId": _REBOUND}, created=_GRANTS, deleted=_REVOKES
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
            "rules": members(more=_permissions, fewer=_REVOKES),
        },
        created=_GRANTS,
        deleted=_REVOKES,
    ),
    "iam/sshKey:SshKey": TypeEffects(
        {
            "name": HARMLESS_VALUE,
            "projectId": IDENTITY,
            "publicKey": always(_E.EXPOSES),
            "disabled": switch(on=_REVOKES, off=_GRANTS, at_birth=False),
        },
        created=_GRANTS,
        deleted=_REVOKES,
    ),
    "instance/ip:Ip": TypeEffects({**_PLACE, "tags": TAGS, "type": IDENTITY}, created=_COSTS),
    "instance/placementGroup:PlacementGroup": TypeEffects(
        {**_LABEL, "policyType": always(_E.WEAKENS), "policyMode": always(_E.WEAKENS)}
    ),
    "instance/privateNic:PrivateNic": TypeEffects(
        {**_PLACE, "ipamIpIds": _REBOUND, "privateNetworkId": _REBOUND, "serverId": _REBOUND, "tags": TAGS},
        created=_GRANTS,
    ),
    "instance/securityGroup:SecurityGroup": TypeEffects(
        {
            **_LABEL,
            "enableDefaultSecurity": switch(on=HARMLESS, off=_WEAKENS, default=True),
            "externalRules": always(_E.NOT_KNOWN),
            "inboundDefaultPolicy": ladder(
                "accept", "drop", up=_REVOKES, down=_EXPOSES, least="drop", default="accept"
            ),
            "outboundDefaultPolicy": ladder("accept", "drop", up=_REVOKES, down=_EXPOSES, default="accept"),
            "inboundRules": _FILTER,
            "outboundRules": _FILTER,
            "stateful": always(_E.INTERRUPTS, _E.NOT_KNOWN),
        },
        deleted=_EXPOSES,
    ),
    "instance/securityGroupRules:SecurityGroupRules": TypeEffects(
        {"securityGroupId": IDENTITY, "inboundRules": _FILTER, "outboundRules": _FILTER},
        created=_GRANTS,
        deleted=_EXPOSES,
    ),
    "instance/server:Server": TypeEffects(
        {
            **_LABEL,
            "additionalVolumeIds": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "cloudInit": always(_E.NOT_KNOWN, born=NOT_KNOWN),
            "enableDynamicIp": _OPENS,
            "image": Judge(lambda _old, new: _image(new) | _INTERRUPTS | NOT_KNOWN, _image),
            "ipId": _PUBLIC_ENDPOINT,
            "ipIds": _PUBLIC_ENDPOINT,
            "placementGroupId": always(_E.INTERRUPTS, _E.WEAKENS),
            "protected": _LATER,
            "rootVolume.deleteOnTermination": switch(on=_WEAKENS, off=_COSTS, default=True, at_birth=False),
            "rootVolume": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "securityGroupId": always(_E.EXPOSES, absent=_EXPOSES),
            "state": always(_E.INTERRUPTS),
            "type": _SIZE,
            "userData": always(_E.NOT_KNOWN, born=NOT_KNOWN),
        },
        created=_COSTS,
    ),
    "ipam/ip:Ip": TypeEffects(
        {
            **_PLACE,
            "address": IDENTITY,
            "isIpv6": IDENTITY,
            "sources": IDENTITY,
            "tags": TAGS,
            "customResources": _REBOUND,
        }
    ),
    "keymanager/key:Key": TypeEffects(
        {
            **_LABEL,
            "algorithm": always(_E.UNREADABLE),
            "origin": always(_E.UNREADABLE),
            "usage": always(_E.UNREADABLE),
            "protectionLevel": ladder(
                "software", "hsm", up=effects(_E.UNREADABLE), down=effects(_E.UNREADABLE, _E.WEAKENS)
            ),
            "rotationPolicy.rotationPeriod": number(less=HARMLESS, more=_WEAKENS, read=seconds),
            "rotationPolicy.nextRotationAt": always(_E.NOT_KNOWN),
            "rotationPolicy": Judge(lambda _o, new: _WEAKENS if new is None else HARMLESS, lambda _v: HARMLESS),
            "unprotected": switch(on=_WEAKENS, off=HARMLESS),
        },
        created=_COSTS,
        deleted=effects(_E.UNREADABLE),
    ),
    "keymanager/keyMaterial:KeyMaterial": TypeEffects(
        {**_PLACE, **dict.fromkeys(_MATERIAL, always(_E.UNREADABLE))}, created=NOT_KNOWN, deleted=effects(_E.UNREADABLE)
    ),
    "kubernetes/acl:Acl": TypeEffects(
        {
            **_PLACE,
            "clusterId": IDENTITY,
            "aclRules": _FILTER,
            "noIpAllowed": switch(on=_REVOKES, off=_EXPOSES, at_birth=False),
        },
        created=HARMLESS,
        deleted=_EXPOSES,
    ),
    "kubernetes/cluster:Cluster": TypeEffects(
        {
            **_LABEL,
            "admissionPlugins": members(more=NOT_KNOWN, fewer=_WEAKENS),
            "apiserverCertSans": always(_E.NOT_KNOWN),
            "autoUpgrade.enable": switch(on=_INTERRUPTS, off=_WEAKENS, at_birth=False),
            "autoUpgrade": always(_E.INTERRUPTS),
            "cni": always(_E.INTERRUPTS, _E.LOSES),
            "deleteAdditionalResources": switch(on=_WEAKENS, off=HARMLESS),
            "featureGates": always(_E.NOT_KNOWN),
            "openIdConnectConfig": by_key(_issuer),
            "podCidr": always(_E.LOSES, _E.INTERRUPTS),
            "serviceCidr": always(_E.LOSES, _E.INTERRUPTS),
            "privateNetworkId": _PRIVATE_ENDPOINT,
            "type": _SIZE,
            "upgradePools": always(_E.INTERRUPTS),
            "version": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
        },
        created=_COSTS,
    ),
    "kubernetes/pool:Pool": TypeEffects(
        {
            **_NAMED,
            "autohealing": _LATER,
            "autoscaling": always(_E.INTERRUPTS, _E.COSTS),
            "clusterId": IDENTITY,
            "labels": always(_E.INTERRUPTS),
            "taints": always(_E.INTERRUPTS),
            "maxSize": number(less=_INTERRUPTS, more=_COSTS),
            "minSize": number(less=_INTERRUPTS, more=_COSTS),
            "size": number(less=_INTERRUPTS, more=_COSTS),
            "nodeType": _SIZE,
            "publicIpDisabled": Judge(
                switch(on=_REVOKES, off=_EXPOSES).change,
                lambda value: HARMLESS if value is True else _EXPOSES,
                _EXPOSES,
            ),
            "rootVolumeSizeInGb": _SIZE,
            "rootVolumeType": _SIZE,
            "securityGroupId": always(_E.EXPOSES, absent=NOT_KNOWN),
            "upgradePolicy": always(_E.INTERRUPTS),
        },
        created=_COSTS,
    ),
    "network/acl:Acl": TypeEffects(
        {
            **_PLACE,
            "vpcId": _REBOUND,
            "isIpv6": _REBOUND,
            "rules": _FILTER,
            "defaultPolicy": ladder("accept", "drop", up=_REVOKES, down=_EXPOSES, least="drop", default="accept"),
        },
        deleted=_EXPOSES,
    ),
    "network/connector:Connector": TypeEffects(
        {**_NAMED, "vpcId": IDENTITY, "targetVpcId": always(_E.EXPOSES)}, created=_EXPOSES, deleted=_REVOKES
    ),
    "network/gatewayNetwork:GatewayNetwork": TypeEffects(
        {
            **_PLACE,
            "enableMasquerade": switch(on=_GRANTS, off=_REVOKES, default=True),
            "gatewayId": _REBOUND,
            "ipamConfigs": always(_E.INTERRUPTS, _E.GRANTS),
            "privateNetworkId": _REBOUND,
        },
        created=_GRANTS,
    ),
    "network/privateNetwork:PrivateNetwork": TypeEffects(
        {
            **_LABEL,
            "ipv4Subnet": IDENTITY,
            "ipv6Subnets": IDENTITY,
            "vpcId": IDENTITY,
            "enableDefaultRoutePropagation": always(_E.GRANTS),
        }
    ),
    "network/publicGateway:PublicGateway": TypeEffects(
        {
            **_LABEL,
            "bastionEnabled": _OPENS,
            "bastionPort": always(_E.INTERRUPTS),
            "allowedIpRanges": members(more=range_weighed(_EXPOSES, _GRANTS), fewer=_REVOKES),
            "enableSmtp": _OPENS,
            "ipId": IDENTITY,
            "type": _SIZE,
            "refreshSshKeys": always(_E.GRANTS),
        },
        created=_COSTS,
    ),
    "network/publicGatewayIp:PublicGatewayIp": TypeEffects(
        {**_PLACE, "tags": TAGS, "reverse": HARMLESS_VALUE}, created=_COSTS
    ),
    "network/publicGatewayPatRule:PublicGatewayPatRule": TypeEffects(
        {
            **_PLACE,
            "gatewayId": IDENTITY,
            "privateIp": always(_E.EXPOSES),
            "privatePort": always(_E.EXPOSES),
            "publicPort": always(_E.EXPOSES),
            "protocol": always(_E.EXPOSES),
        },
        created=_EXPOSES,
        deleted=_REVOKES,
    ),
    "network/route:Route": TypeEffects(
        {
            **_LABEL,
            "vpcId": _REBOUND,
            "destination": always(_E.GRANTS, _E.INTERRUPTS),
            "nexthopPrivateNetworkId": always(_E.GRANTS, _E.INTERRUPTS),
            "nexthopResourceId": always(_E.GRANTS, _E.INTERRUPTS),
            "nexthopVpcConnectorId": always(_E.GRANTS, _E.INTERRUPTS),
        },
        created=_GRANTS,
        deleted=_REVOKES,
    ),
    "network/vpc:Vpc": TypeEffects(
        {
            **_LABEL,
            "enableTransitivity": _OPENS,
            "enableRouting": always(_E.GRANTS),
            "enableCustomRoutesPropagation": always(_E.GRANTS),
        }
    ),
    "object/bucket:Bucket": TypeEffects(
        {
            **_NAMED,
            "acl": _BUCKET_ACL,
            "corsRules": members(more=_EXPOSES, fewer=_REVOKES),
            "forceDestroy": switch(on=_WEAKENS, off=HARMLESS),
            "lifecycleRules": Judge(
                _lifecycle_change, lambda value: members(more=_lifecycle, fewer=HARMLESS).born(value)
            ),
            "objectLockEnabled": switch(on=effects(_E.IRREVERSIBLE), off=_WEAKENS, at_birth=False),
            "versioning.enabled": switch(on=_COSTS, off=_WEAKENS, at_birth=False),
            "versioning": Judge(lambda _o, new: _WEAKENS if new is None else _COSTS, lambda _v: HARMLESS),
        },
        created=_COSTS,
    ),
    "object/bucketAcl:BucketAcl": TypeEffects(
        {**_PLACE, "bucket": IDENTITY, "acl": _BUCKET_ACL, "accessControlPolicy": always(_E.EXPOSES, born=_EXPOSES)},
        deleted=NOT_KNOWN,
    ),
    "object/bucketLockConfiguration:BucketLockConfiguration": TypeEffects(
        {
            **_PLACE,
            "bucket": IDENTITY,
            "rule.defaultRetention.days": number(less=_WEAKENS, more=effects(_E.IRREVERSIBLE)),
            "rule.defaultRetention.years": number(less=_WEAKENS, more=effects(_E.IRREVERSIBLE)),
            "rule.defaultRetention.mode": Judge(_lock, lambda _v: effects(_E.IRREVERSIBLE)),
        },
        deleted=_SAFEGUARD,
    ),
    "object/bucketPolicy:BucketPolicy": TypeEffects(
        {**_PLACE, "bucket": IDENTITY, "policy": Judge(_policy_change, _policy_born)}, deleted=_EXPOSES
    ),
    "object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": TypeEffects(
        {
            **_PLACE,
            "bucket": IDENTITY,
            "rules[].applyServerSideEncryptionByDefault.sseAlgorithm": ladder(
                "aes256", "aws:kms", up=_COSTS, down=_WEAKENS, least="aws:kms"
            ),
            "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId": Judge(
                lambda _o, new: _WEAKENS if new is None else effects(_E.NOT_KNOWN), lambda _v: HARMLESS
            ),
            "rules[].bucketKeyEnabled": switch(on=HARMLESS, off=_WEAKENS),
            "rules": Judge(lambda _o, _n: _WEAKENS | NOT_KNOWN, lambda _v: HARMLESS),
        },
        deleted=_SAFEGUARD,
    ),
    "object/item:Item": TypeEffects(
        {**_PLACE, "bucket": IDENTITY, "key": IDENTITY, "visibility": _BUCKET_ACL}, created=_COSTS
    ),
    "observability/alertManager:AlertManager": TypeEffects(
        {
            **_PLACE,
            "contactPoints": members(more=_EXPOSES, fewer=_WEAKENS),
            "preconfiguredAlertIds": members(more=HARMLESS, fewer=_WEAKENS),
            "enableManagedAlerts": _LATER,
        },
        created=_GRANTS,
        deleted=_WEAKENS,
    ),
    "observability/exporter:Exporter": TypeEffects(
        {
            **_NAMED,
            "datasourceId": always(_E.EXPOSES),
            "datadogDestination": always(_E.EXPOSES, born=_EXPOSES),
            "otlpDestination": always(_E.EXPOSES, born=_EXPOSES),
            "exportedProducts": members(more=_EXPOSES, fewer=_WEAKENS),
        },
        created=_EXPOSES,
        deleted=_WEAKENS,
    ),
    "observability/source:Source": TypeEffects({**_NAMED, "retentionDays": _KEPT, "type": IDENTITY}, created=_COSTS),
    "observability/token:Token": TypeEffects({**_NAMED, "scopes": by_key(_scope)}, created=_GRANTS, deleted=_REVOKES),
    "registry/namespace:Namespace": TypeEffects({**_NAMED, "isPublic": _OPENS}, created=_COSTS),
    "s2svpn/connection:Connection": TypeEffects(
        {
            **_LABEL,
            "bgpConfigIpv4s": _REBOUND,
            "bgpConfigIpv6s": _REBOUND,
            "customerGatewayId": always(_E.EXPOSES),
            "vpnGatewayId": IDENTITY,
            "enableRoutePropagation": _OPENS,
            "espCiphers": always(_E.INTERRUPTS, _E.WEAKENS),
            "ikev2Ciphers": always(_E.INTERRUPTS, _E.WEAKENS),
            "initiationPolicy": always(_E.INTERRUPTS),
            "isIpv6": _REBOUND,
            "secretId": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "secretVersion": always(_E.INTERRUPTS),
        },
        created=_EXPOSES,
        deleted=_REVOKES,
    ),
    "s2svpn/customerGateway:CustomerGateway": TypeEffects(
        {**_LABEL, "asn": _REBOUND, "ipv4Public": always(_E.EXPOSES), "ipv6Public": always(_E.EXPOSES)}, created=_GRANTS
    ),
    "s2svpn/gateway:Gateway": TypeEffects(
        {
            **_LABEL,
            "gatewayType": _SIZE,
            "privateNetworkId": _REBOUND,
            "publicConfigs": _REBOUND,
            "ipamPrivateIpv4Id": _REBOUND,
            "ipamPrivateIpv6Id": _REBOUND,
        },
        created=_COSTS | _GRANTS,
    ),
    "s2svpn/routingPolicy:RoutingPolicy": TypeEffects(
        {
            **_LABEL,
            "isIpv6": IDENTITY,
            "prefixFilterIns": members(more=_EXPOSES, fewer=_REVOKES),
            "prefixFilterOuts": members(more=_EXPOSES, fewer=_REVOKES),
        },
        created=_GRANTS,
        deleted=_REVOKES,
    ),
    "secrets/secret:Secret": TypeEffects(
        {
            **_NAMED,
            "keyId": always(_E.NOT_KNOWN, absent=NOT_KNOWN),
            "path": IDENTITY,
            "protected": _LATER,
            "type": IDENTITY,
            "ephemeralPolicies": always(_E.LOSES, born=effects(_E.LOSES)),
        },
        created=_COSTS,
    ),
    "secrets/version:Version": TypeEffects(
        {"region": IDENTITY, "secretId": IDENTITY, "data": always(_E.INTERRUPTS), "description": HARMLESS_VALUE},
        created=_COSTS,
        deleted=_REVOKES | effects(_E.IRREVERSIBLE),
    ),
}
"""By type token without its package."""

_JUDGES: dict[Change, Judge] = {
    "access list": _FILTER,
    "guard": _GUARD,
    "identity": IDENTITY,
    "interrupts": always(_E.INTERRUPTS),
    "only up": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
    "one way": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
    "private endpoint": _PRIVATE_ENDPOINT,
    "public endpoint": _PUBLIC_ENDPOINT,
    "size": _SIZE,
    "tags": TAGS,
    "unknown": UNKNOWN_VALUE,
    "words": HARMLESS_VALUE,
}


def _of_row(row: Kind) -> TypeEffects:
    """What is billed by itself costs from the day on which it is made."""
    judged = {name: _JUDGES[change] for name, change in row.changes.items()}
    return TypeEffects({**_PLACE, **judged}, created=_COSTS if row.meters else HARMLESS)


SCALEWAY.update({row.type.removeprefix("scaleway:"): _of_row(row) for row in KINDS if row.changes})
