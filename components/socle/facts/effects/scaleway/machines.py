"""What each input of machines and clusters on Scaleway does when it changes, and of what filters before them."""

from typing import Any

from ..code import IMAGE_OF_MACHINE, SERVER_USER_DATA, STARTED_WITH
from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..filters import FILTER
from ..judges import IDENTITY, TAGS, always, by_key, ladder, members, number, switch
from ..tags import MACHINE_TAGS, POOL_TAGS
from ..usual import (
    COSTS,
    EXPOSES,
    GRANTS,
    INTERRUPTS,
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
    WEAKENS,
)

_E = Effect

_KUBELET_OFF = {"anonymous-auth": "true", "authorization-mode": "AlwaysAllow", "protect-kernel-defaults": "false"}
"""Arguments of a node's agent with which it answers anybody, or lets workloads change its kernel (documentation of the kubelet)."""


def _kubelet(key: str, old: Any, new: Any) -> Effects:
    if key == "read-only-port":
        return EXPOSES if str(new) not in ("0", "None") else REVOKES
    if key in _KUBELET_OFF:
        was, will = (str(value).lower() == _KUBELET_OFF[key].lower() for value in (old, new))
        return WEAKENS if will or (new is None and not was) else REVOKES
    return INTERRUPTS | NOT_KNOWN


def _issuer(_key: str, old: Any, _new: Any) -> Effects:
    """Whoever an issuer vouches for is who they say they are: another one, or another claim, lets in other people."""
    return EXPOSES if old is not None else GRANTS


MACHINES: dict[str, TypeEffects] = {
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
}
"""By type token without its package."""
