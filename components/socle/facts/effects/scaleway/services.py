"""What each input of the host's other services does when it changes: people, projects, serverless code, messages, models, other stores.

Source: the host's documentation and the descriptions of the inputs in the provider's SDK.
"""

from typing import Any

from ..code import ANSWERS, HTTPS_ONLY, IMAGE_OF_CONTAINER, USER_DATA
from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..judges import (
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
    switch,
)
from ..surroundings import ENVIRONMENT
from ..usual import (
    BIGGER,
    CODE,
    COSTS,
    EXPOSES,
    GRANTS,
    INTERRUPTS,
    KEPT,
    LABEL,
    NAMED,
    OPENS,
    PASSWORDS,
    PLACE,
    PRIVATE_ENDPOINT,
    PUBLIC_ENDPOINT,
    REBOUND,
    REVOKES,
    RUNS,
    SIZE,
    WEAKENS,
)

_E = Effect
_BIGGER_VOLUME = number(less=effects(_E.LOSES), more=COSTS | effects(_E.IRREVERSIBLE))
_ENVIRONMENT = {"environmentVariables": ENVIRONMENT, "secretEnvironmentVariables": ENVIRONMENT}
_SANDBOX = ladder("v1", "v2", up=INTERRUPTS, down=WEAKENS, default="v2")
_SERVERLESS = {
    **NAMED,
    **_ENVIRONMENT,
    "namespaceId": IDENTITY,
    "privacy": ANSWERS,
    "httpOption": HTTPS_ONLY,
    "privateNetworkId": REBOUND,
    "sandbox": _SANDBOX,
    **dict.fromkeys(("cpuLimit", "memoryLimit", "memoryLimitBytes", "maxScale", "minScale"), BIGGER),
    "deploy": RUNS,
    "timeout": RUNS,
}


def _permission(_key: str, old: Any, new: Any) -> Effects:
    was, will = (str(value).lower() for value in (old, new))
    found = GRANTS if will == "true" else REVOKES if was == "true" else HARMLESS
    return found if {was, will} <= {"true", "false", "none"} else (found - HARMLESS) | GRANTS | NOT_KNOWN


_CREDENTIALS = TypeEffects({**NAMED, "permissions": by_key(_permission)}, created=GRANTS, deleted=REVOKES)
_SSH_KEY = TypeEffects(
    {
        "name": HARMLESS_VALUE,
        "projectId": IDENTITY,
        "publicKey": always(_E.EXPOSES),
        "disabled": switch(on=REVOKES, off=GRANTS, at_birth=False),
    },
    created=GRANTS,
    deleted=REVOKES,
)
_TOKEN = TypeEffects(
    {
        **PLACE,
        "description": HARMLESS_VALUE,
        "expiresAt": Judge(lambda _old, new: WEAKENS if new is None else GRANTS, lambda _value: HARMLESS, WEAKENS),
        **dict.fromkeys(("namespaceId", "containerId", "functionId"), IDENTITY),
    },
    created=GRANTS,
    deleted=REVOKES,
)


_TOLD_TO = members(more=EXPOSES, fewer=WEAKENS)
"""Who hears of an alarm: one more may be a stranger, and without one nobody may hear of it."""


def _public(value: Any) -> Effects:
    """An endpoint that is given is on the Internet, unless it says that it is not."""
    return REVOKES if value is None or (isinstance(value, dict) and value.get("isEnabled") is False) else EXPOSES  # pyright: ignore[reportUnknownMemberType]


SERVICES: dict[str, TypeEffects] = {
    "account/project:Project": TypeEffects(
        {"name": HARMLESS_VALUE, "description": HARMLESS_VALUE, "organizationId": IDENTITY},
        created=NOT_KNOWN,
    ),
    "account/sshKey:SshKey": _SSH_KEY,
    "billing/budget:Budget": TypeEffects(
        {
            "consumptionLimit": number(less=HARMLESS, more=WEAKENS),
            "enabled": switch(on=HARMLESS, off=WEAKENS, default=True),
            "organizationId": IDENTITY,
        },
        deleted=WEAKENS,
    ),
    "billing/budgetAlert:BudgetAlert": TypeEffects(
        {"threshold": number(less=HARMLESS, more=WEAKENS), "budgetId": IDENTITY}, deleted=WEAKENS
    ),
    "billing/budgetAlertNotification:BudgetAlertNotification": TypeEffects(
        {**dict.fromkeys(("emailAddresses", "smsPhoneNumbers", "webhookUrls"), _TOLD_TO), "budgetAlertId": IDENTITY},
        created=GRANTS,
        deleted=WEAKENS,
    ),
    "containers/container:Container": TypeEffects(
        {
            **_SERVERLESS,
            "image": IMAGE_OF_CONTAINER,
            "registryImage": IMAGE_OF_CONTAINER,
            "registrySha256": REBOUND,
            "args": CODE,
            "commands": CODE,
            "enableDefaultPublicEndpoint": OPENS,
            "enablePrivateEndpoint": REBOUND,
            "httpsConnectionsOnly": switch(on=INTERRUPTS, off=WEAKENS, at_birth=False),
            **dict.fromkeys(
                ("healthChecks", "livenessProbe", "startupProbe", "scalingOptions", "port", "protocol"), RUNS
            ),
            **dict.fromkeys(("localStorageLimit", "localStorageLimitBytes"), RUNS),
        },
        created=COSTS,
    ),
    "containers/namespace:Namespace": TypeEffects(
        {**NAMED, **_ENVIRONMENT, "destroyRegistry": switch(on=WEAKENS, off=HARMLESS)}
    ),
    "containers/token:Token": _TOKEN,
    "functions/function:Function": TypeEffects(
        {**_SERVERLESS, "handler": REBOUND, "runtime": REBOUND, "zipFile": CODE, "zipHash": REBOUND}, created=COSTS
    ),
    "functions/namespace:Namespace": TypeEffects({**NAMED, **_ENVIRONMENT}),
    "functions/token:Token": _TOKEN,
    "job/definition:Definition": TypeEffects(
        {
            **LABEL,
            "imageUri": IMAGE_OF_CONTAINER,
            "args": CODE,
            "command": CODE,
            "startupCommands": CODE,
            "cron": RUNS,
            "env": ENVIRONMENT,
            "secretReferences": members(more=GRANTS, fewer=REVOKES),
            "retryPolicy": RUNS,
            "timeout": RUNS,
            **dict.fromkeys(("cpuLimit", "memoryLimit", "localStorageCapacity"), BIGGER),
        },
        created=COSTS,
    ),
    "iam/sshKey:SshKey": _SSH_KEY,
    "iam/user:User": TypeEffects(
        {
            **PASSWORDS,
            "email": always(_E.EXPOSES),
            "username": always(_E.EXPOSES),
            "firstName": HARMLESS_VALUE,
            "lastName": HARMLESS_VALUE,
            "locale": HARMLESS_VALUE,
            "phoneNumber": always(_E.NOT_KNOWN),
            "organizationId": IDENTITY,
            "sendPasswordEmail": always(_E.NOT_KNOWN),
            "sendWelcomeEmail": HARMLESS_VALUE,
            "tags": TAGS,
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "inference/deployment:Deployment": TypeEffects(
        {
            **LABEL,
            "modelId": REBOUND,
            "nodeType": SIZE,
            "acceptEula": HARMLESS_VALUE,
            "minSize": BIGGER,
            "maxSize": BIGGER,
            "quantization": RUNS,
            "privateEndpoint.disableAuth": switch(on=EXPOSES, off=REVOKES),
            "privateEndpoint": REBOUND,
            "publicEndpoint": Judge(lambda _old, new: _public(new), lambda value: _public(value) - REVOKES or HARMLESS),
        },
        created=COSTS,
    ),
    "instance/image:Image": TypeEffects(
        {
            **LABEL,
            "architecture": REBOUND,
            "rootVolumeId": REBOUND,
            "additionalVolumeIds": REBOUND,
            "public": OPENS,
        },
        created=COSTS,
    ),
    "instance/userData:UserData": TypeEffects(
        {**PLACE, "serverId": IDENTITY, "key": USER_DATA, "value": USER_DATA}, created=NOT_KNOWN
    ),
    "iot/device:Device": TypeEffects(
        {
            **LABEL,
            "hubId": IDENTITY,
            "allowInsecure": OPENS,
            "allowMultipleConnections": switch(on=WEAKENS, off=REVOKES, at_birth=False),
            "certificate": always(_E.EXPOSES),
            "messageFilters": always(_E.GRANTS),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "iot/hub:Hub": TypeEffects(
        {
            **LABEL,
            "productPlan": SIZE,
            "deviceAutoProvisioning": OPENS,
            "disableEvents": switch(on=WEAKENS, off=HARMLESS, at_birth=False),
            "enabled": switch(on=GRANTS, off=REVOKES, default=True, at_birth=False),
            "eventsTopicPrefix": RUNS,
            "hubCa": always(_E.EXPOSES),
            "hubCaChallenge": always(_E.EXPOSES),
        },
        created=COSTS,
    ),
    "iot/network:Network": TypeEffects(
        {**LABEL, "hubId": IDENTITY, "type": IDENTITY, "topicPrefix": always(_E.GRANTS)},
        created=GRANTS,
        deleted=REVOKES,
    ),
    "iot/route:Route": TypeEffects(
        {
            **LABEL,
            "hubId": IDENTITY,
            "topic": always(_E.GRANTS),
            **dict.fromkeys(("database", "rest", "s3"), always(_E.EXPOSES, born=EXPOSES)),
        },
        created=GRANTS,
        deleted=REVOKES,
    ),
    "mnq/natsCredentials:NatsCredentials": TypeEffects(
        {**LABEL, "accountId": IDENTITY}, created=GRANTS, deleted=REVOKES
    ),
    "mnq/snsCredentials:SnsCredentials": _CREDENTIALS,
    "mnq/sqsCredentials:SqsCredentials": _CREDENTIALS,
    "mongodb/instance:Instance": TypeEffects(
        {
            **LABEL,
            **PASSWORDS,
            "isSnapshotScheduleEnabled": switch(on=COSTS, off=WEAKENS, default=True, at_birth=False),
            "snapshotScheduleFrequencyHours": number(less=COSTS, more=WEAKENS),
            "snapshotScheduleRetentionDays": KEPT,
            "snapshotId": always(_E.LOSES),
            "nodeNumber": number(less=WEAKENS | INTERRUPTS, more=COSTS),
            "nodeType": SIZE,
            "privateNetwork": PRIVATE_ENDPOINT,
            "privateIps": REBOUND,
            "publicNetwork": PUBLIC_ENDPOINT,
            "userName": always(_E.INTERRUPTS),
            "version": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
            "volumeSizeInGb": _BIGGER_VOLUME,
            "volumeType": SIZE,
        },
        created=COSTS,
    ),
    "opensearch/deployment:Deployment": TypeEffects(
        {
            **LABEL,
            **PASSWORDS,
            "nodeAmount": number(less=WEAKENS | INTERRUPTS, more=COSTS),
            "nodeCount": number(less=WEAKENS | INTERRUPTS, more=COSTS),
            "nodeType": SIZE,
            "privateNetwork": PRIVATE_ENDPOINT,
            "userName": always(_E.INTERRUPTS),
            "version": always(_E.INTERRUPTS, _E.IRREVERSIBLE),
            "volume.sizeInGb": _BIGGER_VOLUME,
            "volume": UNKNOWN_VALUE,
        },
        created=COSTS,
    ),
}
"""By type token without its package."""
