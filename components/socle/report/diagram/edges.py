"""The lines of a diagram: what hangs on which network or bridge, and the traffic that is allowed between networks.

The way back of a stateless rule is not drawn: it is the answer to a flow that is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import combinations
from typing import Any, cast

from socle.access import objects
from socle.diff import Comparison
from socle.facts import kinds
from socle.plan import Plan, Resource

KINDS = {row.type: row.band for row in kinds() if row.band}
"""The types that are drawn, and the band that each belongs to."""

_ACL = "scaleway:network/acl:Acl"
_GATEWAY_NETWORK = "scaleway:network/gatewayNetwork:GatewayNetwork"
_TUNNELS = {
    "azure-native:network:VirtualNetworkGatewayConnection": "virtualNetworkGateway1",
    "scaleway:s2svpn/connection:Connection": "vpnGatewayId",
}
"""One end of a tunnel, and the input that names its gateway."""
_KEY = "random:index/randomPassword:RandomPassword"
_Ranges = dict[str, list[IPv4Network | IPv6Network]]


@dataclass(frozen=True)
class Edge:
    """One line: traffic that is allowed where `flow`, else something that hangs on a network. `op`: it comes or goes."""

    source: str
    target: str
    label: str = ""
    flow: bool = False
    op: str = ""


def edges_of(estate: Sequence[Comparison], ids: dict[str, str]) -> Iterator[Edge]:
    """The lines between the boxes of one estate, both clouds together: a flow may lead from one to the other."""
    plans = [comparison.plan for comparison in estate]
    ranges = {ids[r.urn]: subnets for plan in plans for r in plan if r.urn in ids and (subnets := _subnets(r))}
    for plan in plans:
        yield from _hanging(plan, ids)
        yield from _tunnels(plan, ids)
    before = [_before(comparison) for comparison in estate]
    had = {edge for acls in before for acl in acls for edge in _flows(acl, ranges)}
    has = list(dict.fromkeys(e for plan in plans for acl in plan if acl.type == _ACL for e in _flows(acl, ranges)))
    for edge in has:
        yield edge if edge in had else Edge(edge.source, edge.target, edge.label, flow=True, op="create")
    for edge in sorted(had - set(has), key=lambda e: (e.source, e.target, e.label)):
        yield Edge(edge.source, edge.target, edge.label, flow=True, op="delete")


def _before(comparison: Comparison) -> list[Resource]:
    """The access lists as they were: the changed ones before their change, the others as they are."""
    changed = {change.urn: change.before for change in comparison.changes}
    same = [r for r in comparison.plan if r.urn not in changed]
    return [r for r in (*same, *filter(None, changed.values())) if r.type == _ACL]


def _hanging(plan: Plan, ids: dict[str, str]) -> Iterator[Edge]:
    for resource in plan:
        if resource.urn in ids:
            for needed in sorted({u for urns in resource.property_dependencies.values() for u in urns}):
                if needed in ids and KINDS[plan.by_urn[needed].type] in ("networks", "bridge"):
                    yield Edge(ids[resource.urn], ids[needed])
        elif resource.type == _GATEWAY_NETWORK:
            yield from _joined(resource, ids)


def _joined(resource: Resource, ids: dict[str, str]) -> Iterator[Edge]:
    """A gateway in a network: the line between two things is a resource of its own."""
    ends = [
        u for key in ("gatewayId", "privateNetworkId") for u in resource.property_dependencies.get(key, ()) if u in ids
    ]
    if len(ends) == 2:
        yield Edge(ids[ends[0]], ids[ends[1]])


def _tunnels(plan: Plan, ids: dict[str, str]) -> Iterator[Edge]:
    """Two ends that share a secret key are one tunnel, whichever clouds they are in."""
    ends = [(r, _needed(plan, r)) for r in plan if r.type in _TUNNELS]
    for (one, keys), (two, others) in combinations(ends, 2):
        gateways = [next(iter(r.property_dependencies.get(_TUNNELS[r.type], ())), "") for r in (one, two)]
        if one.type != two.type and keys & others and all(gateway in ids for gateway in gateways):
            yield Edge(ids[gateways[0]], ids[gateways[1]], "VPN")


def _needed(plan: Plan, resource: Resource) -> set[str]:
    """The generated keys that a resource depends on, at whatever distance."""
    seen: set[str] = set()
    waiting = [resource.urn]
    while waiting:
        here = plan.by_urn.get(waiting.pop())
        found = {u for urns in here.property_dependencies.values() for u in urns} - seen if here else set[str]()
        seen |= found
        waiting += found
    return {urn for urn in seen if urn in plan.by_urn and plan.by_urn[urn].type == _KEY}


def _flows(acl: Resource, ranges: _Ranges) -> Iterator[Edge]:
    for rule in objects(acl.inputs.get("rules")):
        if rule.get("action", "accept") != "accept" or _is_answer(rule):
            continue
        source, target = (_holder(rule.get(end), ranges) for end in ("source", "destination"))
        if source and target and source != target:
            protocol, port = rule.get("protocol", "ANY"), rule.get("dstPortLow")
            yield Edge(source, target, f"{protocol} {port}" if port else str(protocol), flow=True)


def _is_answer(rule: dict[str, Any]) -> bool:
    """The way back of a stateless rule: to every port that a caller may have called from."""
    low, high = rule.get("dstPortLow"), rule.get("dstPortHigh")
    return isinstance(low, int) and isinstance(high, int) and 0 < low <= 1024 and high >= 65535


def _subnets(resource: Resource) -> list[IPv4Network | IPv6Network]:
    inputs = resource.inputs
    subnet = cast("dict[str, Any]", inputs.get("ipv4Subnet") or {}).get("subnet")
    space = cast("dict[str, Any]", inputs.get("addressSpace") or {}).get("addressPrefixes", [])
    return [network for text in [subnet, *space] if (network := _network(text)) is not None]


def _holder(text: Any, ranges: _Ranges) -> str:
    """The network that an address range lies in."""
    wanted = _network(text)
    if wanted is None:
        return ""
    for node, subnets in ranges.items():
        if any(type(s) is type(wanted) and wanted.subnet_of(cast("Any", s)) for s in subnets):
            return node
    return ""


def _network(text: Any) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(str(text), strict=False) if isinstance(text, str) else None
    except ValueError:
        return None
