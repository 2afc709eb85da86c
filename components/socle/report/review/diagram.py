"""What a diagram shows: clouds, networks, bridges, stores and compute, what hangs on which network, and the flows between them.

Identities, keys and settings are left out: a diagram of everything is read by nobody. At most `MOST_NODES` are drawn, the
changed ones first, and the rest is counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, cast

from ...plan.diff import Op
from ...plan.model import Plan, Resource
from .catalogue import Words
from .model import Review
from .reach import objects

MOST_NODES = 48

KINDS: dict[str, str] = {
    "azure-native:network:VirtualNetworkGateway": "bridge",
    "scaleway:network/publicGateway:PublicGateway": "bridge",
    "scaleway:s2svpn/gateway:Gateway": "bridge",
    "azure-native:network:VirtualNetwork": "networks",
    "scaleway:network/privateNetwork:PrivateNetwork": "networks",
    "azure-native:compute:VirtualMachine": "compute",
    "azure-native:containerservice:ManagedCluster": "compute",
    "azure-native:databricks:Workspace": "compute",
    "scaleway:instance/server:Server": "compute",
    "scaleway:kubernetes/cluster:Cluster": "compute",
    "azure-native:dbforpostgresql:Server": "stores",
    "azure-native:storage:StorageAccount": "stores",
    "azure-native:keyvault:Vault": "stores",
    "azure-native:sql:Server": "stores",
    "scaleway:databases/instance:Instance": "stores",
    "scaleway:object/bucket:Bucket": "stores",
    "scaleway:opensearch/deployment:Deployment": "stores",
    "scaleway:registry/namespace:Namespace": "stores",
}
ORDER = ("bridge", "networks", "compute", "stores")


@dataclass(frozen=True)
class Node:
    """One box. `op` is what happens to it, empty for nothing."""

    id: str
    label: str
    kind: str
    cloud: str
    op: str = ""


@dataclass(frozen=True)
class Edge:
    """One line; `flow` for traffic that is allowed, else something that hangs on a network."""

    source: str
    target: str
    label: str = ""
    flow: bool = False


@dataclass(frozen=True)
class Diagram:
    """What to draw. `others` counts what was left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    others: int
    titles: dict[str, str]


def diagram_of(review: Review, words: Words) -> Diagram | None:
    """The diagram of what will be, with what goes still in it; None where there is nothing to draw."""
    shown = list(review.stacks)
    if sum(r.type in KINDS for c in shown for r in c.plan) > MOST_NODES:
        shown = [c for c in shown if c.changes] or shown
    ops = {change.urn: change.op for c in shown for change in c.changes if change.op is not Op.SAME}
    gone = [change.before for c in shown for change in c.changes if change.after is None and change.before]
    drawn = [r for r in (*(r for c in shown for r in c.plan), *gone) if r.type in KINDS]
    drawn.sort(key=lambda r: (r.urn not in ops, ORDER.index(KINDS[r.type]), r.urn))
    kept = drawn[:MOST_NODES]
    if not kept:
        return None
    ids = {resource.urn: f"n{index}" for index, resource in enumerate(kept)}
    labels = _labels(kept, [c.plan for c in shown])
    nodes = [Node(ids[r.urn], labels[r.urn], KINDS[r.type], _cloud(r), str(ops.get(r.urn, ""))) for r in kept]
    edges = _merged(edge for c in shown for edge in _edges(c.plan, ids))
    keys = (
        "diagram.networks",
        "diagram.stores",
        "diagram.compute",
        "diagram.bridge",
        "diagram.legacy",
        "diagram.sovereign",
    )
    titles = {key.partition(".")[2]: words(key) for key in keys}
    return Diagram(tuple(nodes), edges, len(drawn) - len(kept), titles)


def _labels(kept: list[Resource], plans: list[Plan]) -> dict[str, str]:
    """The shortest name of each box that no other box of its kind has: the owner's own, without its component's, whole."""
    candidates = {resource.urn: _names(resource, plans) for resource in kept}
    found = Counter((KINDS[r.type], _cloud(r), name) for r in kept for name in set(candidates[r.urn]))
    return {
        r.urn: next((name for name in candidates[r.urn] if found[KINDS[r.type], _cloud(r), name] == 1), r.name)
        for r in kept
    }


def _names(resource: Resource, plans: list[Plan]) -> list[str]:
    names: list[str] = []
    for plan in plans:
        if resource.urn in plan.by_urn:
            origin, parent = plan.origin_of(resource), plan.by_urn.get(resource.parent)
            if origin and "." in origin.key:
                names.append(origin.key.rpartition(".")[2])
            if parent and resource.name.startswith(f"{parent.name}-"):
                names.append(resource.name.removeprefix(f"{parent.name}-"))
    return names


def _merged(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """One line for all traffic between two boxes in one direction."""
    labels: dict[tuple[str, str, bool], list[str]] = {}
    for edge in edges:
        labels.setdefault((edge.source, edge.target, edge.flow), []).append(edge.label)
    return tuple(
        Edge(source, target, ", ".join(dict.fromkeys(filter(None, found))), flow)
        for (source, target, flow), found in labels.items()
    )


def _cloud(resource: Resource) -> str:
    return "legacy" if resource.type.startswith("azure") else "sovereign"


def _edges(plan: Plan, ids: dict[str, str]) -> Iterator[Edge]:
    ranges = {ids[r.urn]: subnets for r in plan if r.urn in ids and (subnets := _subnets(r))}
    for resource in plan:
        if resource.urn in ids:
            for needed in sorted({u for urns in resource.property_dependencies.values() for u in urns}):
                if needed in ids and KINDS[plan.by_urn[needed].type] in ("networks", "bridge"):
                    yield Edge(ids[resource.urn], ids[needed])
        elif resource.type == "scaleway:network/gatewayNetwork:GatewayNetwork":
            yield from _joined(resource, ids)
        elif resource.type == "scaleway:network/acl:Acl":
            yield from _flows(resource, ranges)


def _joined(resource: Resource, ids: dict[str, str]) -> Iterator[Edge]:
    """A gateway in a network: the line between two things is a resource of its own."""
    ends = [
        u for key in ("gatewayId", "privateNetworkId") for u in resource.property_dependencies.get(key, ()) if u in ids
    ]
    if len(ends) == 2:
        yield Edge(ids[ends[0]], ids[ends[1]])


def _flows(acl: Resource, ranges: dict[str, list[IPv4Network | IPv6Network]]) -> Iterator[Edge]:
    for rule in objects(acl.inputs.get("rules")):
        if rule.get("action", "accept") != "accept" or _is_answer(rule):
            continue
        source, target = (_holder(rule.get(end), ranges) for end in ("source", "destination"))
        if source and target and source != target:
            port = rule.get("dstPortLow")
            yield Edge(
                source,
                target,
                f"{rule.get('protocol', 'ANY')} {port}" if port else str(rule.get("protocol", "ANY")),
                flow=True,
            )


def _is_answer(rule: dict[str, Any]) -> bool:
    """The way back of a stateless rule: to every port that a caller may have called from."""
    low, high = rule.get("dstPortLow"), rule.get("dstPortHigh")
    return isinstance(low, int) and isinstance(high, int) and 0 < low <= 1024 and high >= 65535


def _subnets(resource: Resource) -> list[IPv4Network | IPv6Network]:
    inputs = resource.inputs
    subnet = cast("dict[str, Any]", inputs.get("ipv4Subnet") or {}).get("subnet")
    space = cast("dict[str, Any]", inputs.get("addressSpace") or {}).get("addressPrefixes", [])
    return [network for text in [subnet, *space] if (network := _network(text)) is not None]


def _holder(text: Any, ranges: dict[str, list[IPv4Network | IPv6Network]]) -> str:
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
