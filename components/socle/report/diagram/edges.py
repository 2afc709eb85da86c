"""The lines of a diagram: what hangs on which network or bridge, and the traffic that is allowed between networks.

The way back of a stateless rule is not drawn: it is the answer to a flow that is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """One line: traffic that is allowed where `flow`, else something that hangs on a network. `op`: it comes or goes.

    `label` are its ports, `name` is what the estate calls it.
    """

    source: str
    target: str
    label: str = ""
    flow: bool = False
    op: str = ""
    name: str = ""


def edges_of(
    estate: Sequence[Comparison], ids: Mapping[str, str], beyond: Mapping[str, str] | None = None
) -> Iterator[Edge]:
    """The lines between the boxes of one estate, both clouds together: a flow may lead from one to the other.

    Args:
        beyond: the boxes of ranges that are no one network's, as `ranges_beyond` names them.
    """
    plans = [comparison.plan for comparison in estate]
    ends = Ends(_networks(plans, ids), dict(beyond or {}))
    for plan in plans:
        yield from _hanging(plan, ids)
        yield from _tunnels(plan, ids)
    had = {edge for rule in _rules_before(estate) for edge in _flows(rule, ends)}
    has = list(dict.fromkeys(edge for rule in _rules_after(estate) for edge in _flows(rule, ends)))
    for edge in has:
        yield edge if edge in had else replace(edge, op="create")
    for edge in sorted(had - set(has), key=lambda e: (e.source, e.target, e.label, e.name)):
        yield replace(edge, op="delete")


def ranges_beyond(estate: Sequence[Comparison], ids: Mapping[str, str]) -> list[str]:
    """The ends of flows that are no one drawn network: ranges over several of them, ranges of others, every address."""
    ends = Ends(_networks([comparison.plan for comparison in estate], ids), {})
    rules = [*_rules_after(estate), *_rules_before(estate)]
    found = [_range(rule, end) for rule in rules for end in ("source", "destination") if not _is_answer(rule)]
    return list(dict.fromkeys(text for text in found if not ends.of(text)))


@dataclass(frozen=True)
class Ends:
    """The boxes that a range may be the end of: a network that it lies in, or one of its own."""

    networks: _Ranges
    beyond: Mapping[str, str]

    def of(self, text: str) -> str:
        """The box of a range; empty where it has none."""
        wanted = _network(text)
        if wanted is not None:
            for node, subnets in self.networks.items():
                if any(type(s) is type(wanted) and wanted.subnet_of(cast("Any", s)) for s in subnets):
                    return node
        return self.beyond.get(text, "")


def _networks(plans: Iterable[Plan], ids: Mapping[str, str]) -> _Ranges:
    return {ids[r.urn]: subnets for plan in plans for r in plan if r.urn in ids and (subnets := _subnets(r))}


def _rules_after(estate: Sequence[Comparison]) -> Iterator[dict[str, Any]]:
    return (rule for comparison in estate for acl in comparison.plan if acl.type == _ACL for rule in _rules(acl))


def _rules_before(estate: Sequence[Comparison]) -> Iterator[dict[str, Any]]:
    return (rule for comparison in estate for acl in _before(comparison) for rule in _rules(acl))


def _rules(acl: Resource) -> Iterator[dict[str, Any]]:
    """What a filter lets pass by its rules, and by its default where that is everything."""
    if acl.inputs.get("defaultPolicy") == "accept":
        yield {}
    yield from (rule for rule in objects(acl.inputs.get("rules")) if rule.get("action", "accept") == "accept")


def _before(comparison: Comparison) -> list[Resource]:
    """The access lists as they were: the changed ones before their change, the others as they are."""
    changed = {change.urn: change.before for change in comparison.changes}
    same = [r for r in comparison.plan if r.urn not in changed]
    return [r for r in (*same, *filter(None, changed.values())) if r.type == _ACL]


def _hanging(plan: Plan, ids: Mapping[str, str]) -> Iterator[Edge]:
    for resource in plan:
        if resource.urn in ids:
            for needed in sorted({u for urns in resource.property_dependencies.values() for u in urns}):
                if needed in ids and KINDS[plan.by_urn[needed].type] in ("networks", "bridge"):
                    yield Edge(ids[resource.urn], ids[needed])
        elif resource.type == _GATEWAY_NETWORK:
            yield from _joined(resource, ids)


def _joined(resource: Resource, ids: Mapping[str, str]) -> Iterator[Edge]:
    """A gateway in a network: the line between two things is a resource of its own."""
    ends = [
        u for key in ("gatewayId", "privateNetworkId") for u in resource.property_dependencies.get(key, ()) if u in ids
    ]
    if len(ends) == 2:
        yield Edge(ids[ends[0]], ids[ends[1]])


def _tunnels(plan: Plan, ids: Mapping[str, str]) -> Iterator[Edge]:
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


def _flows(rule: dict[str, Any], ends: Ends) -> Iterator[Edge]:
    if _is_answer(rule):
        return
    source, target = (ends.of(_range(rule, end)) for end in ("source", "destination"))
    if source and target and (source != target or source in ends.beyond.values()):
        yield Edge(source, target, _ports(rule), flow=True, name=_name(rule))


EVERYWHERE = "0.0.0.0/0"
"""The range of a rule that names none."""


def _range(rule: dict[str, Any], end: str) -> str:
    return str(rule.get(end) or EVERYWHERE)


def _ports(rule: dict[str, Any]) -> str:
    """`TCP 9000-9100`: the protocol, and the whole range of its ports; none is every port."""
    protocol, low, high = str(rule.get("protocol", "ANY")), rule.get("dstPortLow"), rule.get("dstPortHigh")
    if not low and not high:
        return protocol
    return f"{protocol} {low}" if high in (None, 0, low) else f"{protocol} {low}-{high}"


def _name(rule: dict[str, Any]) -> str:
    """What the estate calls a flow: its filter has the name before the reason."""
    name, colon, _ = str(rule.get("description") or "").partition(":")
    return name.strip() if colon else ""


_CLIENTS = (32_768, 60_999)
"""Ports that a caller calls from, by Linux's default."""


def _is_answer(rule: dict[str, Any]) -> bool:
    """The way back of a stateless rule: from the ports that answer, to every port that a caller may have called from."""
    first, last = (rule.get(f"srcPort{end}") or 0 for end in ("Low", "High"))
    low, high = (rule.get(f"dstPort{end}") or 0 for end in ("Low", "High"))
    calls = max(0, min(last, _CLIENTS[1]) - max(first, _CLIENTS[0]) + 1) * 2 >= _CLIENTS[1] - _CLIENTS[0]
    return bool(first or last) and not calls and 0 < low <= 1024 and high >= 65535


def _subnets(resource: Resource) -> list[IPv4Network | IPv6Network]:
    inputs = resource.inputs
    subnet = cast("dict[str, Any]", inputs.get("ipv4Subnet") or {}).get("subnet")
    space = cast("dict[str, Any]", inputs.get("addressSpace") or {}).get("addressPrefixes", [])
    return [network for text in [subnet, *space] if (network := _network(text)) is not None]


def _network(text: Any) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(str(text), strict=False) if isinstance(text, str) else None
    except ValueError:
        return None
