"""What each input of who may do what, and of who is told what, on Scaleway does when it changes."""

from typing import Any

from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..judges import HARMLESS_VALUE, IDENTITY, TAGS, always, by_key, members
from ..policies import IAM_RULES
from ..usual import (
    COSTS,
    EXPOSES,
    GRANTS,
    KEPT,
    LATER,
    NAMED,
    PLACE,
    REBOUND,
    REVOKES,
    WEAKENS,
)

_E = Effect


def _scope(_key: str, old: Any, new: Any) -> Effects:
    return GRANTS if str(new).lower() == "true" else REVOKES if str(old).lower() == "true" else HARMLESS


RIGHTS: dict[str, TypeEffects] = {
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
}
"""By type token without its package."""
