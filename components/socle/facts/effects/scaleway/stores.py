"""What each input of what holds data, keys or secrets on Scaleway does when it changes."""

from typing import Any, cast

from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..filters import FILTER
from ..judges import (
    HARMLESS_VALUE,
    IDENTITY,
    TAGS,
    UNKNOWN_VALUE,
    always,
    effects,
    ladder,
    members,
    number,
    objects_in,
    seconds,
    switch,
)
from ..policies import BUCKET_POLICY
from ..surroundings import SETTINGS
from ..usual import (
    AT_REST,
    BIGGER,
    COSTS,
    EXPOSES,
    GRANTS,
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
    SIZE,
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


_BUCKET_ACL = Judge(
    lambda _old, new: REVOKES if str(new or "private") == "private" else EXPOSES,
    lambda value: HARMLESS if value == "private" else EXPOSES,
)
_MATERIAL = ("keyId", "keyMaterial", "keyMaterialWo", "keyMaterialWoVersion", "salt", "saltWo", "saltWoVersion")
"""Another key, or other material of it: what it encrypted so far cannot be read with it."""

STORES: dict[str, TypeEffects] = {
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
    "registry/namespace:Namespace": TypeEffects({**NAMED, "isPublic": OPENS}, created=COSTS),
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
