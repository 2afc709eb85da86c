"""What each input of networks, names, tunnels and their ways out on Scaleway does when it changes."""

from collections.abc import Mapping
from typing import Any, cast

from ..code import leads_inside
from ..effect import NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..filters import FILTER
from ..judges import (
    HARMLESS_VALUE,
    IDENTITY,
    TAGS,
    always,
    ladder,
    members,
    range_weighed,
    switch,
    texts_in,
)
from ..usual import (
    COSTS,
    EXPOSES,
    GRANTS,
    INTERRUPTS,
    LABEL,
    NAMED,
    OPENS,
    PLACE,
    REBOUND,
    REVOKES,
    SIZE,
)

_E = Effect

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


NETWORKS: dict[str, TypeEffects] = {
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
}
"""By type token without its package."""
