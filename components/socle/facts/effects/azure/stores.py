"""What guards data on Azure beside the stores themselves: copies that are kept, holds, audits, policies, and who is sent what.

Source: Microsoft's reference of each resource type.
"""

import json
import re
from typing import Any, cast

from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..judges import IDENTITY, TAGS, always, effects, ladder, members, number, switch
from ..usual import COSTS, EXPOSES, GRANTS, KEPT, REVOKES, SENT_TO, WEAKENS, given_up

_E = Effect
_LOST = effects(_E.LOSES, _E.WEAKENS)
_DAYS = {"D": 1.0, "W": 7.0, "M": 30.0, "Y": 365.0}


def _days(value: Any) -> float | None:
    """A span such as `P52W` in days; nothing where it is none."""
    found = re.fullmatch(r"P(\d+)([DWMY])", str(value))
    return float(found[1]) * _DAYS[found[2]] if found else None


GUARD = switch(on=COSTS, off=WEAKENS, at_birth=False)
"""A safeguard that is paid for, and off where nobody asks for it."""
STATE = ladder("disabled", "enabled", up=COSTS, down=WEAKENS, default="disabled")
_SPAN = number(less=_LOST, more=COSTS, default=0, read=_days)


def _deletes(policy: Any) -> bool:
    """Whether a rule of a life cycle deletes, whatever it deletes and after how many days."""
    return '"delete"' in json.dumps(policy, default=str)


def _life_cycle(old: Any, new: Any) -> Effects:
    was, will = (_rules(side) for side in (old, new))
    if was is None or will is None:
        return effects(_E.LOSES) | NOT_KNOWN
    more = [rule for rule in will if rule not in was]
    return effects(_E.LOSES) | NOT_KNOWN if any(map(_deletes, more)) else NOT_KNOWN


def _rules(policy: Any) -> list[Any] | None:
    if policy is None:
        return []
    rules = cast("dict[str, Any]", policy).get("rules") if isinstance(policy, dict) else None
    return cast("list[Any]", rules) if isinstance(rules, list) else None


_AUDIT = TypeEffects(
    {
        "state": STATE,
        "retentionDays": KEPT,
        "auditActionsAndGroups": members(more=COSTS, fewer=WEAKENS),
        "isAzureMonitorTargetEnabled": GUARD,
        "storageEndpoint": always(_E.EXPOSES),
    },
    created=NOT_KNOWN,
    deleted=WEAKENS,
)
_ALERTS = TypeEffects({"state": STATE, "retentionDays": KEPT}, created=NOT_KNOWN, deleted=WEAKENS)
_DISK = TypeEffects(
    {
        "tags": TAGS,
        "networkAccessPolicy": ladder(
            "allowall", "allowprivate", "denyall", up=REVOKES, down=EXPOSES, default="allowall"
        ),
        "publicNetworkAccess": switch(on=EXPOSES, off=REVOKES, default=True),
        "dataAccessAuthMode": ladder("none", "azureactivedirectory", up=REVOKES, down=WEAKENS, default="none"),
        "encryption": always(_E.UNREADABLE),
        "diskSizeGB": number(less=effects(_E.LOSES), more=COSTS | effects(_E.IRREVERSIBLE)),
    },
    created=NOT_KNOWN,
    deleted=effects(_E.LOSES),
)
_VAULT = TypeEffects(
    {
        "properties.securitySettings.immutabilitySettings.state": ladder(
            "disabled", "unlocked", "locked", up=effects(_E.IRREVERSIBLE), down=WEAKENS, default="disabled"
        ),
        "properties.securitySettings.softDeleteSettings.softDeleteState": ladder(
            "disabled", "off", "enabled", "on", "alwayson", up=COSTS, down=WEAKENS, default="enabled"
        ),
        "properties.securitySettings.softDeleteSettings.state": ladder(
            "off", "on", "alwayson", up=COSTS, down=WEAKENS, default="on"
        ),
        "properties.securitySettings.softDeleteSettings.softDeleteRetentionPeriodInDays": KEPT,
        "properties.securitySettings.softDeleteSettings.retentionDurationInDays": KEPT,
        "properties.securitySettings.multiUserAuthorization": ladder("disabled", "enabled", up=HARMLESS, down=WEAKENS, default="disabled"),
        "properties.publicNetworkAccess": switch(on=EXPOSES, off=REVOKES, default=True, at_birth=False),
        "properties.encryption": always(_E.UNREADABLE),
        "tags": TAGS,
    },
    created=NOT_KNOWN,
    deleted=effects(_E.LOSES) | NOT_KNOWN,
)  # fmt: skip
_BACKUPS = TypeEffects({"properties": always(_E.LOSES, _E.WEAKENS, _E.NOT_KNOWN)}, created=NOT_KNOWN, deleted=_LOST)

STORES: dict[str, TypeEffects] = {
    "authorization:PolicyAssignment": TypeEffects(
        {
            "enforcementMode": ladder("donotenforce", "default", up=REVOKES, down=WEAKENS, default="default"),
            "notScopes": members(more=WEAKENS, fewer=REVOKES),
            "policyDefinitionId": always(_E.WEAKENS, _E.NOT_KNOWN),
        },
        created=NOT_KNOWN,
        deleted=WEAKENS,
    ),
    "authorization:PolicyExemption": TypeEffects(
        {"expiresOn": always(_E.WEAKENS), "scope": IDENTITY, "policyAssignmentId": IDENTITY}, created=WEAKENS, deleted=REVOKES
    ),
    "compute:Disk": _DISK,
    "compute:Snapshot": _DISK,
    "dataprotection:BackupPolicy": _BACKUPS,
    "dataprotection:BackupVault": _VAULT,
    "eventgrid:EventSubscription": TypeEffects(
        {"destination": SENT_TO, "deliveryWithResourceIdentity": SENT_TO, "scope": IDENTITY}, created=GRANTS, deleted=REVOKES
    ),
    # whoever an issuer vouches for under the subject acts as the identity
    "managedidentity:FederatedIdentityCredential": TypeEffects(
        dict.fromkeys(("issuer", "subject", "audiences"), SENT_TO), created=GRANTS, deleted=REVOKES
    ),
    "network:PrivateLinkService": TypeEffects(
        {
            "visibility.subscriptions": members(more=EXPOSES, fewer=REVOKES),
            "autoApproval.subscriptions": members(more=EXPOSES, fewer=REVOKES),
            "tags": TAGS,
        },
        created=GRANTS | NOT_KNOWN,
        deleted=REVOKES,
    ),
    "recoveryservices:ProtectedItem": _BACKUPS,
    "recoveryservices:ProtectionPolicy": _BACKUPS,
    "recoveryservices:Vault": _VAULT,
    "sql:BackupShortTermRetentionPolicy": TypeEffects({"retentionDays": KEPT}, created=NOT_KNOWN, deleted=_LOST),
    "sql:DatabaseBlobAuditingPolicy": _AUDIT,
    "sql:DatabaseSecurityAlertPolicy": _ALERTS,
    "sql:EncryptionProtector": TypeEffects(
        {"serverKeyType": always(_E.UNREADABLE, _E.WEAKENS), "serverKeyName": always(_E.UNREADABLE)}, created=NOT_KNOWN, deleted=NOT_KNOWN
    ),
    "sql:ExtendedDatabaseBlobAuditingPolicy": _AUDIT,
    "sql:ExtendedServerBlobAuditingPolicy": _AUDIT,
    "sql:LongTermRetentionPolicy": TypeEffects(
        {**dict.fromkeys(("weeklyRetention", "monthlyRetention", "yearlyRetention"), _SPAN), "weekOfYear": always(_E.NOT_KNOWN)},
        created=NOT_KNOWN,
        deleted=_LOST,
    ),
    "sql:ServerAzureADOnlyAuthentication": TypeEffects({"azureADOnlyAuthentication": GUARD}, created=NOT_KNOWN, deleted=WEAKENS),
    "sql:ServerBlobAuditingPolicy": _AUDIT,
    "sql:ServerSecurityAlertPolicy": _ALERTS,
    "sql:TransparentDataEncryption": TypeEffects({"state": STATE}, created=NOT_KNOWN, deleted=WEAKENS),
    "storage:BlobContainerLegalHold": TypeEffects(
        {"tags": members(more=effects(_E.IRREVERSIBLE), fewer=WEAKENS)}, created=NOT_KNOWN, deleted=WEAKENS
    ),
    "storage:BlobServiceProperties": TypeEffects(
        {
            **dict.fromkeys(
                ("deleteRetentionPolicy.enabled", "containerDeleteRetentionPolicy.enabled", "restorePolicy.enabled", "changeFeed.enabled"),
                GUARD,
            ),
            **dict.fromkeys(
                ("deleteRetentionPolicy.days", "containerDeleteRetentionPolicy.days", "restorePolicy.days", "changeFeed.retentionInDays"),
                KEPT,
            ),
            "isVersioningEnabled": GUARD,
            "cors.corsRules": members(more=EXPOSES, fewer=REVOKES),
        },
        created=NOT_KNOWN,
        deleted=NOT_KNOWN,
    ),
    "storage:FileServiceProperties": TypeEffects(
        {"shareDeleteRetentionPolicy.enabled": GUARD, "shareDeleteRetentionPolicy.days": KEPT}, created=NOT_KNOWN, deleted=NOT_KNOWN
    ),
    # outside the directory, so that neither its conditions nor its audit hold
    "storage:LocalUser": TypeEffects(
        {"permissionScopes": members(more=GRANTS, fewer=REVOKES)}, created=GRANTS | WEAKENS, deleted=REVOKES
    ),
    "storage:ManagementPolicy": TypeEffects(
        {"policy": Judge(_life_cycle, lambda value: effects(_E.LOSES) if _deletes(value) else NOT_KNOWN)},
        created=NOT_KNOWN,
        deleted=COSTS | NOT_KNOWN,
    ),
    "storage:ObjectReplicationPolicy": TypeEffects(
        dict.fromkeys(("sourceAccount", "destinationAccount", "rules"), SENT_TO), created=GRANTS, deleted=WEAKENS
    ),
}  # fmt: skip
"""By type token without its package and API version. What none of these says is not known."""

ACCOUNT: dict[str, Judge] = {
    "allowedCopyScope": given_up(),
    "defaultToOAuthAuthentication": GUARD,
    "immutableStorageWithVersioning": given_up(WEAKENS),
    "isLocalUserEnabled": switch(on=WEAKENS, off=REVOKES, default=None, at_birth=False),
    "isNfsV3Enabled": switch(on=EXPOSES, off=REVOKES, at_birth=False),
    "isSftpEnabled": switch(on=WEAKENS, off=REVOKES, at_birth=False),
    "keyPolicy": given_up(),
    "sasPolicy": given_up(),
}
"""What guards a storage account beside its firewall."""
