"""What a diagram shows: clouds, networks, bridges, stores and compute, what hangs on which network, and the flows between them.

Identities, keys and settings are left out: a diagram of everything is read by nobody. Where something changes, only that is drawn
with what a line joins to it, at most `MOST_NODES` of the parts of its estates, the changed ones first; the rest is counted.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from socle.diff import Comparison, Op
from socle.plan import Plan, Resource, name_of
from socle.review import AT_STAKE, Danger, Review, Verdict, dangers, verdict_of

from ..text import class_of
from ..words import Words
from .edges import EVERYWHERE, KINDS, Edge, edges_of, ranges_beyond

MOST_NODES = 48
ORDER = ("bridge", "networks", "compute", "stores")
CLOUDS = ("legacy", "elsewhere", "sovereign")
"""The frames: the two clouds, and between them the ranges that are no one network's."""
MARKS = {str(Verdict.DANGEROUS): "▲", str(Verdict.LOOK): "!"}
"""Signs of what is done to a box, as those of the verdict."""


@dataclass(frozen=True)
class Node:
    """One box. `sort` is what it is, such as `Bucket`; `op` what happens to it, empty for nothing.

    `mark` is what what stands beside it does to it, such as its policy, and `level` how bad that is.
    """

    id: str
    label: str
    kind: str
    cloud: str
    sort: str = ""
    op: str = ""
    mark: str = ""
    level: str = ""


@dataclass(frozen=True)
class Diagram:
    """What to draw. `others` counts what was left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    others: int
    titles: dict[str, str]

    def of(self, cloud: str, *kinds: str) -> list[Node]:
        """The boxes of one cloud, those of some kinds."""
        return [node for node in self.nodes if node.cloud == cloud and (not kinds or node.kind in kinds)]


def diagram_of(review: Review, words: Words) -> Diagram | None:
    """The diagram of what will be, with what goes still in it; None where there is nothing to draw."""
    shown = _shown(review)
    ops = {change.urn: change.op for c in shown for change in c.changes if change.op is not Op.SAME}
    gone = [change.before for c in shown for change in c.changes if change.after is None and change.before]
    drawn = [r for r in (*(r for c in shown for r in c.plan), *gone) if r.type in KINDS]
    drawn.sort(key=lambda r: (r.urn not in ops, ORDER.index(KINDS[r.type]), r.urn))
    kept = drawn[:MOST_NODES]
    if not kept:
        return None
    ids = {resource.urn: f"n{index}" for index, resource in enumerate(kept)}
    labels = _labels(kept, _origins(shown))
    done = _done(kept, shown)
    nodes = [
        Node(
            ids[r.urn],
            labels[r.urn],
            KINDS[r.type],
            _cloud(r),
            class_of(r.type),
            str(ops.get(r.urn, "")),
            *_mark(_worst(done.get(r.urn, ())), words),
        )
        for r in kept
    ]
    edges: list[Edge] = []
    for group in _by_estate(shown):
        beyond = {text: f"n{len(nodes) + index}" for index, text in enumerate(ranges_beyond(group, ids))}
        nodes += [_beyond(id_, text, review, words) for text, id_ in beyond.items()]
        edges += edges_of(group, ids, beyond)
    keys = ("networks", "stores", "compute", "bridge", *CLOUDS, "joins")
    titles = {key: words(f"diagram.{key}") for key in keys}
    whole = Diagram(tuple(nodes), _merged(edges), len(drawn) - len(kept), titles)
    touched = {ids[urn] for urn in (*ops, *done) if urn in ids}
    return _near(whole, touched) if any(c.changes for c in review.stacks) else whole


def _near(whole: Diagram, touched: set[str]) -> Diagram | None:
    """What changes, with what a line joins to it and the lines between all these; None where nothing that changes has a box."""
    joined = ({edge.source, edge.target} for edge in whole.edges)
    changing = ({edge.source, edge.target} for edge in whole.edges if edge.op)
    near = touched.union(*(ends for ends in joined if ends & touched), *changing)
    nodes = tuple(node for node in whole.nodes if node.id in near)
    edges = tuple(edge for edge in whole.edges if {edge.source, edge.target} <= near)
    left = sum(node.cloud != "elsewhere" for node in whole.nodes) - sum(node.cloud != "elsewhere" for node in nodes)
    return Diagram(nodes, edges, whole.others + left, whole.titles) if nodes else None


def estate_of(plan: Plan) -> str:
    """The estate of a plan: the folder of the file that its resources come from; empty where no file is known."""
    folders = (PurePosixPath(r.origin.file).parts[:1] for r in plan if r.origin)
    return next((folder for (folder,) in filter(None, folders)), "")


def _shown(review: Review) -> list[Comparison]:
    """The stacks of the estates in which something changes, so that what a change hangs on is there; else all."""
    changed = {estate_of(comparison.plan) for comparison in review.stacks if comparison.changes}
    shown = [c for c in review.stacks if estate_of(c.plan) in changed] or list(review.stacks)
    if sum(r.type in KINDS for c in shown for r in c.plan) > MOST_NODES:
        shown = [c for c in shown if c.changes] or shown
    return shown


def _by_estate(shown: Iterable[Comparison]) -> list[list[Comparison]]:
    """Estates apart: their address ranges may be the same."""
    found: dict[str, list[Comparison]] = {}
    for comparison in shown:
        found.setdefault(estate_of(comparison.plan) or comparison.stack, []).append(comparison)
    return list(found.values())


_MARKED = (*AT_STAKE, Danger.GRANTS, Danger.REVOKES)


def _done(kept: Iterable[Resource], shown: Iterable[Comparison]) -> dict[str, set[Danger]]:
    """What is done to each box at which something changes, by itself or by what stands beside it: its policy, its filter, its lock."""
    by_parent = Counter(resource.parent for resource in kept)
    alone = {resource.parent: resource.urn for resource in kept if by_parent[resource.parent] == 1}
    boxes = {resource.urn for resource in kept}
    found: dict[str, set[Danger]] = {}
    for change in (change for comparison in shown for change in comparison.changes if change.resource.custom):
        resource = change.resource
        needed = {urn for urns in resource.property_dependencies.values() for urn in urns if urn in boxes}
        beside = {alone[resource.parent]} if resource.parent in alone else needed if len(needed) == 1 else set[str]()
        for urn in {resource.urn} if resource.urn in boxes else beside:
            found.setdefault(urn, set()).update(dangers(change))
    return found


def _worst(told: Collection[Danger]) -> Danger | None:
    return next((danger for danger in Danger if danger in told and danger in _MARKED), None)


def _mark(danger: Danger | None, words: Words) -> tuple[str, str]:
    return (words(f"diagram.mark.{danger}"), str(verdict_of(danger))) if danger else ("", "")


def _origins(shown: Iterable[Comparison]) -> dict[str, str]:
    """Where in the estate each resource comes from, also one that goes."""
    found = {r.urn: origin.key for c in shown for r in c.plan if (origin := c.plan.origin_of(r))}
    return {change.urn: change.origin.key for c in shown for change in c.changes if change.origin} | found


def _labels(kept: list[Resource], origins: dict[str, str]) -> dict[str, str]:
    """The shortest name of each box that no other of its type has: the owner's own, without its component's, whole."""
    candidates = {resource.urn: _names(resource, origins.get(resource.urn, "")) for resource in kept}
    found = Counter((r.type, name) for r in kept for name in set(candidates[r.urn]))
    return {r.urn: next((name for name in candidates[r.urn] if found[r.type, name] == 1), r.name) for r in kept}


def _names(resource: Resource, key: str) -> list[str]:
    owner = key.rpartition(".")[2] if "." in key else ""
    parent = name_of(resource.parent)
    bare = resource.name.removeprefix(f"{parent}-") if parent else resource.name
    return [name for name in (owner, bare) if name and name != resource.name]


def _beyond(id_: str, text: str, review: Review, words: Words) -> Node:
    """The box of a range that is no one drawn network's, by its name in the estate where it has one."""
    name = words("address.any_ipv4") if text == EVERYWHERE else review.words.get(text, text)
    return Node(id_, name, "networks", "elsewhere", text if text != name else "")


def _merged(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """One line for all traffic between two boxes in one direction, apart from what comes or goes; flows by their names."""
    found: dict[tuple[str, str, bool, str], dict[str, list[str]]] = {}
    for edge in edges:
        named = found.setdefault((edge.source, edge.target, edge.flow, edge.op), {})
        named.setdefault(edge.name, []).append(edge.label)
    return tuple(
        Edge(source, target, "; ".join(filter(None, (_label(name, ports) for name, ports in named.items()))), flow, op)
        for (source, target, flow, op), named in found.items()
    )


def _label(name: str, ports: list[str]) -> str:
    """`TCP 443, 8443 (platform-to-services)`."""
    by_protocol: dict[str, list[str]] = {}
    for text in dict.fromkeys(filter(None, ports)):
        protocol, _, numbers = text.partition(" ")
        by_protocol.setdefault(protocol, []).append(numbers)
    said = ", ".join(f"{protocol} {', '.join(numbers)}".strip() for protocol, numbers in by_protocol.items())
    return f"{said} ({name})" if name else said


def _cloud(resource: Resource) -> str:
    return "legacy" if resource.type.startswith("azure") else "sovereign"
