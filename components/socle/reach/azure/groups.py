"""What Azure's network security groups accept, by priority and then by their defaults."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.messages import said
from socle.plan import Resource

from ..addresses import INTERNET, PRIVATE4, interval
from ..filters import Rule, accepted, port_text, protocol_of
from ..graph import Clause, Place, Written, flat
from ..index import Index, inner, known, numbers, objects, texts
from ..traffic import ALL4, ALL6, EVERYTHING, Interval, Traffic, boxes

GROUP = "azure-native:network:NetworkSecurityGroup"
RULE = "azure-native:network:SecurityRule"

_EVERY = (ALL4, ALL6)
_PROBES = interval("168.63.129.16") or ALL4
"""Azure's own load balancer (Azure documentation, service tags)."""


@dataclass(frozen=True)
class Group:
    """What a security group accepts in both directions; without a group, everything."""

    inbound: Traffic = EVERYTHING
    outbound: Traffic = EVERYTHING
    clauses: list[Clause] = field(default_factory=lambda: [Clause(said("clause.no_group"), EVERYTHING)])
    by: tuple[Written, ...] = ()


def group_of(index: Index, attached: Resource, vnets: Mapping[str, Place]) -> Group:
    """The security group of a subnet or a network card."""
    reference = attached.inputs.get("networkSecurityGroup")
    if reference is None:
        return Group()
    group = index.by_id(inner(attached.inputs, "networkSecurityGroup", "id"), GROUP) or index.depends(
        attached, "networkSecurityGroup", GROUP
    )
    if group is None or (group.external and not group.inputs):
        return Group(clauses=[Clause(said("clause.observed_group"), EVERYTHING)])
    ours = [r for place in vnets.values() for r in place.ranges]
    rules = rules_of(index, group)
    inbound = accepted(directed(rules, "Inbound", ours), _default_in(ours))
    outbound = accepted(directed(rules, "Outbound", ours), Clause(said("clause.its_default"), EVERYTHING))
    by = tuple(index.written(each) for each in (group, *(r for r, _ in rules if r is not group)))
    return Group(flat(c.accepts for c in inbound), flat(c.accepts for c in outbound), inbound, tuple(dict.fromkeys(by)))


def _default_in(ours: Iterable[Interval]) -> Clause:
    """Azure's default 65000; 65500 drops the rest. Its own health probes (65001) come from no one else's address."""
    network = _network(ours)
    return Clause(said("clause.azure_default"), boxes(network, network))


def _network(ours: Iterable[Interval]) -> list[Interval]:
    """The tag VirtualNetwork: its own addresses, peered ones and all behind a gateway, so every private one."""
    return [*PRIVATE4, *(r for r in ours)]


def rules_of(index: Index, group: Resource) -> list[tuple[Resource, Mapping[str, Any]]]:
    """The rules of a group, those inside it and those that are resources, the lowest priority first."""
    inside = [(group, row) for row in objects(group.inputs.get("securityRules"))]
    name = group.inputs.get("networkSecurityGroupName")
    apart = [
        (rule, rule.inputs)
        for rule in index.all(RULE)
        if rule.inputs.get("networkSecurityGroupName") == name
        and rule.inputs.get("resourceGroupName") == group.inputs.get("resourceGroupName")
    ]
    return sorted([*inside, *apart], key=lambda pair: next(numbers(pair[1].get("priority")), 4_096))


def directed(
    rules: Iterable[tuple[Resource, Mapping[str, Any]]], direction: str, ours: Iterable[Interval]
) -> list[Rule]:
    """The rules of one direction in their order."""
    ours = list(ours)
    return [_rule(row, ours) for _, row in rules if str(row.get("direction")).lower() == direction.lower()]


def _rule(row: Mapping[str, Any], ours: list[Interval]) -> Rule:
    accept = str(row.get("access", "Allow")).lower() != "deny"
    sources = _addresses(row, "source", ours, accept=accept)
    destinations = _addresses(row, "destination", ours, accept=accept)
    traffic = flat(
        boxes(sources, destinations, protocol_of(row.get("protocol", "*")), to, from_)
        for to in _ports(row, "destination", accept=accept)
        for from_ in _ports(row, "source", accept=accept)
    )
    name = row.get("name") or row.get("securityRuleName")
    priority = str(next(numbers(row.get("priority")), 4_096))
    shown = said("clause.priority", name=str(name) if name else said("clause.a_rule"), priority=priority)
    return Rule(accept, traffic, shown)


def _addresses(row: Mapping[str, Any], end: str, ours: list[Interval], *, accept: bool) -> list[Interval]:
    written = [*texts(row.get(f"{end}AddressPrefix")), *texts(row.get(f"{end}AddressPrefixes"))]
    if row.get(f"{end}ApplicationSecurityGroups"):  # which machines are in one is in no plan
        return list(_EVERY) if accept else []
    found = [r for text in written for r in _addresses_of(text, ours, accept=accept)]
    return found if written else list(_EVERY)


def _addresses_of(text: str, ours: list[Interval], *, accept: bool) -> list[Interval]:
    tags: dict[str, list[Interval]] = {
        "*": list(_EVERY),
        "any": list(_EVERY),
        "virtualnetwork": _network(ours),
        "internet": list(INTERNET),
        "azureloadbalancer": [_PROBES],
    }
    one = interval(text) if known(text) else None
    unknown = list(_EVERY) if accept else []
    return [one] if one else tags.get(text.lower(), unknown)


def _ports(row: Mapping[str, Any], end: str, *, accept: bool) -> list[Interval]:
    written = [*texts(row.get(f"{end}PortRange")), *texts(row.get(f"{end}PortRanges"))] or ["*"]
    found = [port_text(text, accept=accept) for text in written]
    return [each for each in found if each]
