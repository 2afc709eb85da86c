"""What is proved of a network, as plain findings: nothing undeclared, the host's endpoints guarded, the legacy estate held to
its flows, each flow with a way. A finding names the resources that open the way, with file and line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from socle.messages import Said, Text, said

from .addresses import is_public, text_of
from .azure import GROUP, directed, rules_of
from .build import Model
from .declared import Flow
from .endpoints import Endpoint
from .filters import Rule, acl_rule, shadowed
from .graph import INTERNET_KEY, Hop, Place, Written
from .index import objects
from .scaleway import ACL, CONNECTION, gateways_alone, policies_of, wider_than
from .search import Arrival, closing, spread
from .traffic import ALL4, ALL6, Traffic, common, meet, minus
from .wording import comma, connections, opened_by, services, step

_OF_AZURE = ("unknown.vnet", "unknown.subnet", "unknown.endpoint", "unknown.peering")

Proof = Literal["undeclared-path", "open-endpoint", "legacy", "wide-route", "dead-rule", "flow-without-path"]
FlowState = Literal["open", "waiting", "no path"]


@dataclass(frozen=True)
class Finding:
    """One thing that a proof found. `by` are the resources that open it; the last is the nearest to where the traffic lands."""

    proof: Proof
    title: Text
    explanation: Text
    remedy: Text
    by: tuple[Written, ...] = ()
    source: str = ""
    target: Text = ""
    services: Text = ""
    hops: tuple[Text, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class FlowResult:
    """One declared flow, whether it has a way, and where that way leads or ends."""

    flow: Flow
    state: FlowState
    why: Text = ""
    by: tuple[Written, ...] = ()


@dataclass(frozen=True)
class LegacyReach:
    """What of ours an Azure range reaches, now or once the bridge opens."""

    source: str
    target: str
    services: Text
    state: FlowState


@dataclass
class Proofs:
    """The whole report. `answers_only` are ways from an answering port, which a filter without state cannot tell from answers.

    `beyond` is what of `unknown` says nothing of paths from or to the platform: parts of the legacy networks, where each address
    that a tunnel may lead to is within a range that the estate names, from and to all of which every path is proved.
    """

    findings: list[Finding] = field(default_factory=list[Finding])
    flows: list[FlowResult] = field(default_factory=list[FlowResult])
    endpoints: list[Endpoint] = field(default_factory=list[Endpoint])
    legacy: list[LegacyReach] = field(default_factory=list[LegacyReach])
    unfiltered: list[Text] = field(default_factory=list[Text])
    answers_only: list[Text] = field(default_factory=list[Text])
    unknown: list[Text] = field(default_factory=list[Text])
    beyond: list[Text] = field(default_factory=list[Text])
    paths: int = 0
    places: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing was found. A flow that waits for the bridge is no finding."""
        return not self.findings


def prove(model: Model) -> Proofs:
    """Every proof over one estate."""
    proofs = Proofs(endpoints=model.endpoints, unknown=list(model.net.unknown), places=len(model.net.places))
    proofs.beyond = _beyond(model)
    arrivals: dict[str, list[Arrival]] = {}
    transit = gateways_alone(model.vpcs)
    for start in model.net.starting():
        arrivals[start.key] = spread(model.net, start)
        if start.key in transit:
            proofs.unfiltered.append(said("unfiltered.gateway", name=start.name))
        else:
            _undeclared(model, start, arrivals[start.key], proofs)
    proofs.findings += _endpoints(model.endpoints)
    proofs.flows = [flow_result(model, flow, arrivals) for flow in model.declared.flows]
    proofs.findings += [_lost(result) for result in proofs.flows if result.state == "no path"]
    proofs.legacy = list(_legacy(model))
    proofs.findings += [*_wide_routes(model), *_dead_rules(model)]
    proofs.unfiltered += _unfiltered(model)
    return proofs


def _beyond(model: Model) -> list[Text]:
    """What could not be read of the legacy networks, where the ranges that the estate names stand for them."""
    if not all(_named_outside(model, vnet) for vnet in model.azure.vnets.values()):
        return []
    return [each for each in model.net.unknown if isinstance(each, Said) and each.key in _OF_AZURE]


def ends(start: Place, arrivals: Iterable[Arrival]) -> Iterator[Arrival]:
    """The arrivals that are ends of a path between two places: not ways, not in the same network, not what follows from one."""
    for arrival in arrivals:
        place = arrival.place
        same = place.key in (start.key, start.within) or (place.within and place.within in (start.key, start.within))
        follows = arrival.last.inside and arrival.last.source != start.key
        if place.answers and place.kind != "api" and not same and not follows:
            yield arrival


def _undeclared(model: Model, start: Place, arrivals: list[Arrival], proofs: Proofs) -> None:
    declared = model.declarations.declared(start.ranges) if start.kind != "service" else ()
    answering = model.declarations.answering(start.ranges)
    found: dict[str, list[tuple[Arrival, Traffic]]] = {}
    for arrival in ends(start, arrivals):
        if not concerns(model, start, arrival.place):
            continue
        proofs.paths += 1
        left = minus(arrival.traffic, declared)
        kept = minus(left, answering) if _stateless(arrival) else left
        if kept:
            found.setdefault(arrival.place.key, []).append((arrival, kept))
        elif left:
            proofs.answers_only.append(
                said("answers.only", source=start.name, target=arrival.place.name, services=services(left))
            )
    proofs.findings += [_path_finding(start, ways) for ways in found.values()]


def _stateless(arrival: Arrival) -> bool:
    """Whether it passed a filter that keeps no state, and so lets pass what looks like an answer."""
    return any(clause.by and clause.by.type == ACL for hop in arrival.trail.hops() for clause in hop.clauses)


def concerns(model: Model, start: Place, end: Place) -> bool:
    """Ours at one end, or Azure open to the Internet, or a network that no estate names joined to one that has flows with us."""
    if "scaleway" in (start.cloud, end.cloud):
        return not _covered(model, start)
    if start.key == INTERNET_KEY:
        return end.cloud == "azure"
    joined = start.cloud == end.cloud == "azure" and "network" in (start.kind, end.kind)
    return joined and _named_outside(model, start) != _named_outside(model, end)


def _named_outside(model: Model, place: Place) -> bool:
    named = [r for each in model.net.places.values() if each.key.startswith("outside ") for r in each.ranges]
    return common(place.ranges, named) == sorted(place.ranges)


def _covered(model: Model, start: Place) -> bool:
    """A subnet of Azure inside a range that the estate names: that range stands for it, and for what is beside it."""
    return start.cloud == "azure" and start.kind == "network" and _named_outside(model, start)


def _path_finding(start: Place, ways: list[tuple[Arrival, Traffic]]) -> Finding:
    arrival, traffic = ways[0]
    whole = tuple(box for _, kept in ways for box in kept)
    by = [written for each, kept in ways for written in openers_of(each, kept)]
    hops = tuple(described(hop, traffic) for hop in arrival.trail.hops())
    guard = next((hop for hop in reversed(arrival.trail.hops()) if hop.opening), arrival.last)
    title = "proof.path_ipv6" if all(box[1] > ALL4[1] for box in whole) else "proof.path"
    return Finding(
        "legacy" if start.cloud == "azure" or start.key.startswith("beyond ") else "undeclared-path",
        said(title, source=start.name, target=arrival.place.name, services=services(whole)),
        said("proof.path.why", connections=connections(whole), step=step(guard, seen_by(guard, traffic))),
        said("proof.path.remedy"),
        tuple(dict.fromkeys(by)),
        start.name,
        arrival.place.name,
        services(whole),
        hops,
    )


def seen_by(hop: Hop, traffic: Traffic) -> Traffic:
    """Traffic as a hop saw it: one that rewrites the destination is asked for all that it lets pass."""
    return hop.passes if hop.lands or not meet(traffic, hop.passes) else traffic


def described(hop: Hop, traffic: Traffic) -> Text:
    """A hop in one line, with what opens it."""
    seen = seen_by(hop, traffic)
    if not hop.openers(seen):
        return step(hop, seen)
    return said("hop.opened", step=step(hop, seen), by=opened_by(hop, seen))


def _endpoints(endpoints: Iterable[Endpoint]) -> Iterator[Finding]:
    for endpoint in endpoints:
        if endpoint.state == "open":
            yield Finding(
                "open-endpoint",
                said("proof.endpoint", name=endpoint.name, product=endpoint.product),
                said("proof.endpoint.why", guard=endpoint.guard),
                endpoint.remedy,
                endpoint.by,
                INTERNET_KEY,
                endpoint.name,
                f"tcp {endpoint.port}",
            )


def flow_result(model: Model, flow: Flow, arrivals: dict[str, list[Arrival]]) -> FlowResult:
    """Whether a flow has a way now, has one once the bridge opens, or has none."""
    declared = flow.traffic
    starts = [p for n in model.starts.touching(_sources(declared)) if (p := model.starting[n]).kind != "service"]
    for place in starts:
        for arrival in arrivals.get(place.key) or ():
            if arrival.place.answers and arrival.place.kind != "api" and meet(arrival.traffic, declared):
                return FlowResult(flow, "open", by=openers_of(arrival, meet(arrival.traffic, declared)))
    for place in starts:
        for arrival in spread(model.net, place, waiting=True):
            if arrival.place.answers and arrival.place.kind != "api" and meet(arrival.traffic, declared):
                waits = next(hop for hop in arrival.trail.hops() if hop.closed)
                return FlowResult(flow, "waiting", waits.closed, openers_of(arrival, meet(arrival.traffic, declared)))
    alone = next((p for p in starts if p.kind == "outside" and not model.net.from_(p.key)), None)
    if alone or (starts and _only_outside(model, declared)):
        return FlowResult(flow, "waiting", said("why.bridge", source=flow.source, target=flow.destination))
    return FlowResult(flow, "no path", _why_not(model, starts, declared))


def _only_outside(model: Model, declared: Traffic) -> bool:
    """Whether the destination is a range of others that nothing leads to."""
    targets = [(box[3], box[4]) for box in declared]
    places = [p for p in model.net.places.values() if p.answers and common(p.ranges, targets)]
    reached = {hop.target for hop in model.net.all_hops()}
    return bool(places) and all(p.key.startswith("outside ") and p.key not in reached for p in places)


def _sources(traffic: Traffic) -> list[tuple[int, int]]:
    return [(box[1], box[2]) for box in traffic]


def openers_of(arrival: Arrival, traffic: Traffic) -> tuple[Written, ...]:
    """The resources that open the way of an arrival to some of its traffic."""
    opening = [hop for hop in arrival.trail.hops() if hop.opening]
    return tuple(dict.fromkeys(written for hop in opening for written in hop.openers(seen_by(hop, traffic))))


def _why_not(model: Model, starts: list[Place], declared: Traffic) -> Text:
    targets = [(box[3], box[4]) for box in declared]
    places = [p for p in model.net.places.values() if p.answers and p.kind != "api" and common(p.ranges, targets)]
    if not starts:
        return said("why.no_source")
    if not places:
        return said("why.no_destination")
    way = closing(model.net, starts[0], places, declared)
    if way is None:
        return said("why.nothing_leads", source=starts[0].name, target=places[0].name)
    stops = [hop for hop, passes in way if not passes]
    if not stops:
        return said("why.none_passes")
    return stops[0].closed or said("why.stopped", how=stops[0].how)


def _lost(result: FlowResult) -> Finding:
    flow = result.flow
    return Finding(
        "flow-without-path",
        said("proof.flow", name=flow.name, source=flow.source, target=flow.destination),
        said("proof.flow.why", why=result.why),
        said("proof.flow.remedy"),
        source=flow.source,
        target=flow.destination,
        services=services(flow.traffic),
        where=flow.where,
    )


def _legacy(model: Model) -> Iterator[LegacyReach]:
    """What the legacy ranges reach of ours, now and once the bridge opens."""
    for start in model.net.starting():
        if start.kind != "outside" or start.cloud != "azure":
            continue
        for state, waiting in (("open", False), ("waiting", True)):
            merged: dict[str, Traffic] = {}
            for arrival in ends(start, spread(model.net, start, waiting=waiting)):
                if arrival.place.cloud == "scaleway" and waiting == any(h.closed for h in arrival.trail.hops()):
                    merged[arrival.place.name] = merged.get(arrival.place.name, ()) + arrival.traffic
            for target, traffic in merged.items():
                yield LegacyReach(start.name, target, services(traffic), "waiting" if state == "waiting" else "open")


def _wide_routes(model: Model) -> Iterator[Finding]:
    """Routing policies that accept routes to more than the ranges that the estate names."""
    outside = [r for place in model.net.places.values() if place.key.startswith("outside ") for r in place.ranges]
    for connection in model.index.all(CONNECTION):
        for policy, extra in wider_than(policies_of(model.vpcs, connection), outside):
            yield Finding(
                "wide-route",
                said("proof.route", name=policy.name, ranges=text_of(extra)),
                said("proof.route.why", name=connection.name),
                said("proof.route.remedy"),
                (model.index.written(policy), model.index.written(connection)),
                target=text_of(extra),
            )


def _dead_rules(model: Model) -> Iterator[Finding]:
    """Rules of filters that never act, because rules before them decide otherwise."""
    for group in model.index.all(GROUP):
        for direction in ("Inbound", "Outbound"):
            rules = directed(rules_of(model.index, group), direction, ())
            yield from (_dead(model.index.written(group), *found) for found in shadowed(rules))
    for acl in model.index.all(ACL):
        family = ALL6 if acl.inputs.get("isIpv6") is True else ALL4
        rules = [acl_rule(n, raw, family) for n, raw in enumerate(objects(acl.inputs.get("rules")), 1)]
        yield from (_dead(model.index.written(acl), *found) for found in shadowed(rules))


def _dead(written: Written, rule: Rule, before: list[Rule]) -> Finding:
    names = comma([each.text for each in before])
    why = "proof.dead_accepts" if rule.accept else "proof.dead_drops"
    return Finding(
        "dead-rule",
        said("proof.dead", rule=rule.text, name=written.name),
        said(why, rules=names),
        said("proof.dead.remedy"),
        (written,),
        target=written.name,
    )


def _unfiltered(model: Model) -> Iterator[Text]:
    """What no filter of the host looks at, as far as it is there."""
    for key, occupants in sorted(model.vpcs.occupants.items()):
        names = list(dict.fromkeys(occupants))
        if len(names) > 1 and key in model.net.places:
            yield said("unfiltered.inside", name=model.net.places[key].name, others=", ".join(names))
    stores = [model.net.places[hop.target].name for hop in model.net.all_hops() if hop.source.endswith("#stores")]
    if stores:
        listed = ", ".join(dict.fromkeys(stores))
        yield said("unfiltered.stores", names=listed)
    if any(is_public(r) for p in model.net.places.values() for r in p.ranges):
        yield said("unfiltered.internet")
