"""What each input of a load balancer, and of the edge before it, does when it changes. Source: the host's documentation of both."""

from typing import Any, cast

from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..filters import BALANCER_RULE, BALANCER_RULES, SERVERS
from ..judges import (
    HARMLESS_VALUE,
    IDENTITY,
    TAGS,
    UNKNOWN_VALUE,
    always,
    effects,
    ladder,
    members,
    members_in,
    number,
    switch,
)
from ..usual import (
    COSTS,
    EXPOSES,
    GRANTS,
    INTERRUPTS,
    LABEL,
    LATER,
    OPENS,
    PLACE,
    PUBLIC_ENDPOINT,
    REBOUND,
    REVOKES,
    RUNS,
    SIZE,
    WEAKENS,
)

_E = Effect


def _certificates(old: Any, new: Any) -> Effects:
    """Without any, what was encrypted travels in plain; another one is another name, or the next of the same."""
    was, will = members_in(old), members_in(new)
    return INTERRUPTS | (WEAKENS if was and not will else NOT_KNOWN)


_HEALTH = {
    f"healthCheck{part}": RUNS
    for part in ("Delay", "Http", "Https", "MaxRetries", "Port", "SendProxy", "Tcp", "Timeout", "TransientDelay")
}
_GUARDING_STAGES = ("wafStageId", "tlsStageId")


def _next_stage(old: Any, new: Any) -> Effects:
    """A stage names the one after it: what named a firewall, or encryption, and now names another is served past it.

    The provider keeps a link that is only left out, so that the link that comes says it.
    """
    was, will = (cast("dict[str, Any]", value or {}) for value in (old, new))
    past = any(was.get(name) and not will.get(name) for name in _GUARDING_STAGES)
    return INTERRUPTS | (WEAKENS if past else NOT_KNOWN)


_NEXT_STAGE = dict.fromkeys(
    ("backendStageId", "cacheStageId", "routeStageId", "headStageId", *_GUARDING_STAGES),
    Judge(_next_stage, lambda _value: HARMLESS, whole=True),
)

LOAD_BALANCERS: dict[str, TypeEffects] = {
    "loadbalancers/acl:Acl": TypeEffects(
        {
            "frontendId": IDENTITY,
            "name": HARMLESS_VALUE,
            "description": HARMLESS_VALUE,
            **dict.fromkeys(("action", "index", "match"), BALANCER_RULE),
        },
        created=GRANTS,
        deleted=EXPOSES | WEAKENS,
    ),
    "loadbalancers/backend:Backend": TypeEffects(
        {
            "lbId": IDENTITY,
            "name": HARMLESS_VALUE,
            **_HEALTH,
            "failoverHost": always(_E.EXPOSES),
            "forwardPort": REBOUND,
            "forwardPortAlgorithm": RUNS,
            "forwardProtocol": REBOUND,
            "ignoreSslServerVerify": switch(on=WEAKENS, off=effects()),
            "maxConnections": RUNS,
            "maxRetries": RUNS,
            "onMarkedDownAction": RUNS,
            "proxyProtocol": RUNS,
            "redispatchAttemptCount": RUNS,
            "sendProxyV2": RUNS,
            "serverIps": SERVERS,
            "sslBridging": switch(on=INTERRUPTS, off=WEAKENS, at_birth=False),
            "stickySessions": RUNS,
            "stickySessionsCookieName": RUNS,
            **{f"timeout{part}": RUNS for part in ("Connect", "Queue", "Server", "Tunnel")},
        },
        created=GRANTS,
    ),
    "loadbalancers/certificate:Certificate": TypeEffects(
        {"lbId": IDENTITY, "name": HARMLESS_VALUE, "customCertificate": REBOUND, "letsencrypt": REBOUND}
    ),
    "loadbalancers/frontend:Frontend": TypeEffects(
        {
            "lbId": IDENTITY,
            "name": HARMLESS_VALUE,
            "acls": BALANCER_RULES,
            "backendId": REBOUND,
            "certificateIds": Judge(_certificates, lambda _value: HARMLESS, NOT_KNOWN),
            "connectionRateLimit": number(less=INTERRUPTS, more=WEAKENS),
            "enableAccessLogs": LATER,
            "enableHttp3": RUNS,
            "externalAcls": switch(on=WEAKENS, off=NOT_KNOWN, at_birth=False),
            "inboundPort": always(_E.INTERRUPTS, _E.GRANTS),
            "timeoutClient": RUNS,
        },
        created=GRANTS,
    ),
    "loadbalancers/ip:Ip": TypeEffects(
        {**PLACE, "isIpv6": IDENTITY, "reverse": HARMLESS_VALUE, "tags": TAGS}, created=COSTS
    ),
    "loadbalancers/loadBalancer:LoadBalancer": TypeEffects(
        {
            **LABEL,
            "assignFlexibleIp": switch(on=EXPOSES, off=REVOKES, default=True),
            "assignFlexibleIpv6": OPENS,
            "externalPrivateNetworks": UNKNOWN_VALUE,
            "ipId": PUBLIC_ENDPOINT,
            "ipIds": PUBLIC_ENDPOINT,
            "privateNetworks": members(more=GRANTS, fewer=REVOKES),
            "releaseIp": switch(on=effects(_E.IRREVERSIBLE), off=COSTS, at_birth=False),
            "sslCompatibilityLevel": ladder(
                *(f"ssl_compatibility_level_{level}" for level in ("old", "intermediate", "modern")),
                up=INTERRUPTS,
                down=WEAKENS,
                least="ssl_compatibility_level_intermediate",
                default="ssl_compatibility_level_intermediate",
            ),
            "type": SIZE,
        },
        created=COSTS,
    ),
    "loadbalancers/privateNetwork:PrivateNetwork": TypeEffects(
        {**PLACE, "lbId": IDENTITY, "privateNetworkId": REBOUND, "ipamIpIds": REBOUND}, created=GRANTS, deleted=REVOKES
    ),
    "loadbalancers/route:Route": TypeEffects(
        {
            "frontendId": IDENTITY,
            "backendId": REBOUND,
            **{f"match{part}": REBOUND for part in ("HostHeader", "PathBegin", "Sni", "Subdomains")},
        },
        created=GRANTS,
    ),
    "edgeservices/backendStage:BackendStage": TypeEffects(
        {
            **PLACE,
            "pipelineId": IDENTITY,
            **{f"{kind}BackendConfig": always(_E.EXPOSES) for kind in ("container", "function", "s3")},
            "lbBackendConfigs": always(_E.EXPOSES),
        },
        created=EXPOSES,
    ),
    "edgeservices/cacheStage:CacheStage": TypeEffects(
        {
            **PLACE,
            **_NEXT_STAGE,
            "pipelineId": IDENTITY,
            "fallbackTtl": RUNS,
            "includeCookies": always(_E.NOT_KNOWN),
            "purgeRequests": RUNS,
            "refreshCache": RUNS,
        }
    ),
    "edgeservices/dnsStage:DnsStage": TypeEffects(
        {
            **PLACE,
            **_NEXT_STAGE,
            "pipelineId": IDENTITY,
            "fqdns": members(more=GRANTS, fewer=REVOKES),
            "wildcardDomain": OPENS,
        },
        created=EXPOSES,
    ),
    "edgeservices/headStage:HeadStage": TypeEffects(
        {"pipelineId": IDENTITY, "headStageId": REBOUND}, created=NOT_KNOWN
    ),
    "edgeservices/pipeline:Pipeline": TypeEffects(LABEL),
    "edgeservices/plan:Plan": TypeEffects({**PLACE, "name": SIZE}, created=COSTS),
    "edgeservices/routeStage:RouteStage": TypeEffects(
        {
            **PLACE,
            **_NEXT_STAGE,
            "pipelineId": IDENTITY,
            "rules": always(_E.INTERRUPTS, _E.NOT_KNOWN),
        },
        created=NOT_KNOWN,
    ),
    "edgeservices/tlsStage:TlsStage": TypeEffects(
        {
            **PLACE,
            **_NEXT_STAGE,
            "pipelineId": IDENTITY,
            "managedCertificate": always(_E.INTERRUPTS, _E.NOT_KNOWN),
            "secrets": members(more=INTERRUPTS | NOT_KNOWN, fewer=INTERRUPTS | NOT_KNOWN),
        },
        created=NOT_KNOWN,
    ),
    "edgeservices/wafStage:WafStage": TypeEffects(
        {
            **PLACE,
            "backendStageId": REBOUND,
            "pipelineId": IDENTITY,
            "mode": ladder("disable", "log_only", "enable", up=REVOKES, down=WEAKENS, least="enable", default="enable"),
            "paranoiaLevel": number(less=WEAKENS, more=REVOKES),
            "exclusionRules": members(more=WEAKENS, fewer=REVOKES),
        },
        deleted=WEAKENS,
    ),
}
"""By type token without its package."""
