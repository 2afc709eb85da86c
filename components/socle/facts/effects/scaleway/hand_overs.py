"""What hands data, code or control to somebody else when it changes: messages sent on, copies with a date, links, machines of metal.

Source: the host's documentation and the descriptions of the inputs in the provider's SDK.
"""

from datetime import UTC, datetime
from typing import Any, cast

from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..judges import HARMLESS_VALUE, IDENTITY, TAGS, UNKNOWN_VALUE, always, effects, members, switch
from ..usual import (
    COSTS,
    EXPOSES,
    GRANTS,
    INTERRUPTS,
    KEPT,
    LABEL,
    LATER,
    OPENS,
    PASSWORDS,
    PLACE,
    REBOUND,
    REVOKES,
    SENT_TO,
    SIZE,
    USER,
    WEAKENS,
    given_up,
)

_E = Effect


def _day(value: Any) -> datetime | None:
    try:
        day = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return day if day.tzinfo else day.replace(tzinfo=UTC)


def _ends(old: Any, new: Any) -> Effects:
    """A copy that ends earlier is lost earlier; without a day it stays and is paid for."""
    if new is None:
        return COSTS
    was, will = _day(old), _day(new)
    if will is None or (old is not None and was is None):
        return effects(_E.LOSES) | NOT_KNOWN
    return effects(_E.LOSES) if was is None or will < was else COSTS


_COPY = TypeEffects(
    {**PLACE, "name": HARMLESS_VALUE, "instanceId": IDENTITY, "databaseName": IDENTITY, "tags": TAGS,
     "expiresAt": Judge(_ends, lambda _value: HARMLESS)},
    created=COSTS,
)  # fmt: skip
_NOT_READ = dict.fromkeys(("accessKey", "secretKey"), UNKNOWN_VALUE)


def _mongo_role(row: Any) -> Effects:
    """A role over every database, or one that gives further roles, is as good as all of them."""
    role = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
    return EXPOSES if role.get("anyDatabase") or "admin" in str(role.get("role")) else GRANTS


_MORE_YEARS = always(_E.COSTS)

HAND_OVERS: dict[str, TypeEffects] = {
    "applesilicon/runner:Runner": TypeEffects(
        {**PLACE, "name": HARMLESS_VALUE, "ciProvider": IDENTITY, "url": SENT_TO, "token": always(_E.INTERRUPTS)},
        created=GRANTS | NOT_KNOWN,
        deleted=INTERRUPTS,
    ),
    "autoscaling/instanceGroup:InstanceGroup": TypeEffects(
        {
            **LABEL,
            "templateId": REBOUND,
            "deleteServersOnDestroy": switch(on=WEAKENS, off=HARMLESS, at_birth=False),
            "capacities": SIZE,
            "loadBalancers": REBOUND,
        },
        created=COSTS | NOT_KNOWN,
    ),
    "autoscaling/instanceTemplate:InstanceTemplate": TypeEffects(
        {
            "securityGroupId": Judge(
                lambda _old, new: EXPOSES if new is None else EXPOSES | NOT_KNOWN, lambda _v: HARMLESS, EXPOSES
            ),
            "cloudInit": Judge(lambda _old, _new: EXPOSES | NOT_KNOWN, lambda _value: NOT_KNOWN),
        },
        created=NOT_KNOWN,
        deleted=NOT_KNOWN,
    ),
    "block/snapshot:Snapshot": TypeEffects(
        {**LABEL, "volumeId": IDENTITY, "export": SENT_TO, "import": UNKNOWN_VALUE}, created=COSTS
    ),
    "databases/databaseBackup:DatabaseBackup": _COPY,
    "databases/snapshot:Snapshot": _COPY,
    "datawarehouse/user:User": TypeEffects(
        {**USER, "deploymentId": IDENTITY},
        created=GRANTS,
        deleted=REVOKES,
    ),
    "domain/registration:Registration": TypeEffects(
        {
            "projectId": IDENTITY,
            "domainNames": IDENTITY,
            "dnssec": switch(on=NOT_KNOWN, off=WEAKENS, at_birth=False),
            "autoRenew": switch(on=COSTS, off=WEAKENS, at_birth=False),
            "ownerContact": always(_E.EXPOSES),
            "ownerContactId": always(_E.EXPOSES),
            "durationInYears": _MORE_YEARS,
        },
        created=COSTS | NOT_KNOWN,
        deleted=effects(_E.LOSES) | NOT_KNOWN,
    ),
    "elasticmetal/server:Server": TypeEffects(
        {
            "protected": LATER,
            "sshKeyIds": members(more=GRANTS, fewer=REVOKES),
            "reinstallOnConfigChanges": switch(on=WEAKENS, off=HARMLESS, at_birth=False),
            "os": always(_E.LOSES, _E.INTERRUPTS),
            "cloudInit": Judge(lambda _old, _new: EXPOSES | NOT_KNOWN, lambda _value: NOT_KNOWN),
        },
        created=NOT_KNOWN,
        deleted=INTERRUPTS | NOT_KNOWN,
    ),
    "instance/snapshot:Snapshot": TypeEffects(
        {**LABEL, "volumeId": IDENTITY, "type": SIZE, "import": UNKNOWN_VALUE}, created=COSTS
    ),
    "interlink/link:Link": TypeEffects(
        {
            **LABEL,
            "enableRoutePropagation": OPENS,
            **dict.fromkeys(
                ("vpcId", "partnerId", "connectionId", "peerAsn", "vlan"), always(_E.EXPOSES, _E.INTERRUPTS)
            ),
            **dict.fromkeys(("routingPolicyV4Id", "routingPolicyV6Id"), always(_E.EXPOSES)),
            "bandwidthMbps": SIZE,
            "popId": REBOUND,
        },
        created=EXPOSES | COSTS,
        deleted=REVOKES,
    ),
    "interlink/routingPolicy:RoutingPolicy": TypeEffects(
        {
            **LABEL,
            "isIpv6": IDENTITY,
            **dict.fromkeys(("prefixFilterIns", "prefixFilterOuts"), members(more=EXPOSES, fewer=REVOKES)),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "iam/scimToken:ScimToken": TypeEffects(
        {"organizationId": IDENTITY, "scimId": IDENTITY}, created=GRANTS, deleted=REVOKES
    ),
    "mnq/snsTopicSubscription:SnsTopicSubscription": TypeEffects(
        {
            **PLACE,
            **_NOT_READ,
            "endpoint": SENT_TO,
            "protocol": always(_E.EXPOSES),
            **dict.fromkeys(("topicArn", "topicId", "snsEndpoint"), IDENTITY),
            "redrivePolicy": given_up(),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "mnq/sqsQueue:SqsQueue": TypeEffects(
        {
            **PLACE,
            **_NOT_READ,
            "name": IDENTITY,
            "messageMaxAge": KEPT,
            "deadLetterQueue": given_up(),
        },
        created=NOT_KNOWN,
        deleted=effects(_E.LOSES) | NOT_KNOWN,
    ),
    "mongodb/snapshot:Snapshot": _COPY,
    "mongodb/user:User": TypeEffects(
        {
            **PLACE,
            "instanceId": IDENTITY,
            "name": IDENTITY,
            **PASSWORDS,
            "roles": members(more=_mongo_role, fewer=REVOKES),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "tem/webhook:Webhook": TypeEffects(
        {
            **PLACE,
            "name": HARMLESS_VALUE,
            "domainId": IDENTITY,
            "snsArn": SENT_TO,
            "eventTypes": members(more=GRANTS, fewer=WEAKENS),
        },
        created=GRANTS,
        deleted=WEAKENS,
    ),
}
"""By type token without its package."""
