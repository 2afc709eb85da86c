"""Managed databases and load balancers: where they answer, inside and on the Internet.

Traffic to a managed database passes no filter of the VPC, and its access list acts on its public endpoint only (Scaleway
documentation). A load balancer opens a connection of its own to its servers, from each network that it is attached to.
"""

from collections.abc import Iterable
from typing import Any

from socle.facts import Kind, is_public, kind, kinds
from socle.messages import said
from socle.plan import UNKNOWN, Resource

from ..addresses import INTERNET, interval
from ..filters import Rule, accepted, port_range
from ..graph import INTERNET_KEY, Clause, Hop, Place, flat
from ..index import inner, known, objects, texts
from ..traffic import ALL4, ALL6, PORTS, TCP, Interval, Traffic, boxes, common, meet
from .vpc import PRIVATE_NETWORK, Vpcs

INSTANCE = "scaleway:databases/instance:Instance"
DATABASE_ACL = "scaleway:databases/acl:Acl"
BALANCER = "scaleway:loadbalancers/loadBalancer:LoadBalancer"
FRONTEND = "scaleway:loadbalancers/frontend:Frontend"
BACKEND = "scaleway:loadbalancers/backend:Backend"
BALANCER_ACL = "scaleway:loadbalancers/acl:Acl"


def read_stores(vpcs: Vpcs) -> None:
    """Every managed store, its private endpoint and its public one."""
    for row in kinds():
        for store in vpcs.index.all(row.type) if row.networks else ():
            _store(vpcs, store, row)


def port_of(vpcs: Vpcs, store: Resource) -> Interval:
    """The port that a store answers at; every port where the engine does not tell."""
    master = vpcs.index.ref(store, "instanceId", INSTANCE) or store
    row = kind(store.type)
    port = row.ports.get(str(master.inputs.get("engine", "")).partition("-")[0].lower()) if row else None
    return (port, port) if port else PORTS


def _store(vpcs: Vpcs, store: Resource, row: Kind) -> None:
    networks = [r for key, path in row.networks for r in vpcs.index.within(store, key, path, PRIVATE_NETWORK)]
    places = [place for network in networks if (place := vpcs.place_of(network))]
    written = vpcs.index.written(store)
    ranges = tuple(r for place in places for r in _addresses(store, place))
    within = places[0].key if places else ""
    place = Place(
        store.urn,
        "service",
        vpcs.index.title(store),
        ranges=ranges,
        within=within,
        written=written,
        names=vpcs.index.names(store),
    )
    place = vpcs.occupy(place) if within else vpcs.net.add(place)
    port = port_of(vpcs, store)
    for network in places:
        passes = boxes((ALL4,), _addresses(store, network), TCP, port)
        vpcs.net.link(Hop(network.key, place.key, said("hop.inside_network"), passes, (written,), inside=True))
        how = said("hop.stores_unfiltered")
        entry = vpcs.stores(vpcs.of_network[network.key])
        vpcs.net.link(Hop(entry, place.key, how, passes, (written,), opening=True))
    if is_public(row, store.inputs):
        _public(vpcs, store, place)


def _addresses(store: Resource, network: Place) -> tuple[Interval, ...]:
    """A private endpoint is pinned, or anywhere in its network; it has an IPv4 address only (provider documentation, private_ips)."""
    pinned = interval(inner(store.inputs, "privateNetwork", "ipNet"))
    return (pinned,) if pinned else tuple(r for r in network.ranges if r[0] <= ALL4[1])


def _public(vpcs: Vpcs, store: Resource, place: Place) -> None:
    """The port of a public endpoint is the host's choice, so any may answer. Its access list is IPv4 only."""
    acls = vpcs.index.referring(DATABASE_ACL, "instanceId", store)
    allowed = [interval(row.get("ip")) or ALL4 for acl in acls for row in objects(acl.inputs.get("aclRules"))]
    sources = common(allowed, INTERNET) if acls else list(INTERNET)
    vpcs.net.link(
        Hop(
            INTERNET_KEY,
            place.key,
            said("hop.endpoint_listed" if acls else "hop.endpoint_unlisted"),
            boxes(sources, INTERNET, TCP),
            (*map(vpcs.index.written, acls), vpcs.index.written(store)),
            opening=True,
        )
    )


def read_balancers(vpcs: Vpcs) -> None:
    """Every listener of every load balancer."""
    for balancer in vpcs.index.all(BALANCER):
        networks = vpcs.index.within(balancer, "privateNetworks", "privateNetworkId", PRIVATE_NETWORK)
        places = [place for network in networks if (place := vpcs.place_of(network))]
        for frontend in vpcs.index.referring(FRONTEND, "lbId", balancer):
            _frontend(vpcs, balancer, frontend, places)


def _frontend(vpcs: Vpcs, balancer: Resource, frontend: Resource, networks: list[Place]) -> None:
    written = vpcs.index.written(frontend)
    key = frontend.urn
    vpcs.net.add(Place(key, "way", frontend.name, written=written, names=vpcs.index.names(balancer)))
    ports = port_range(frontend.inputs.get("inboundPort"), None)
    clauses = _listener(vpcs, frontend, ports)
    allowed = flat(clause.accepts for clause in clauses)
    by = (written, vpcs.index.written(balancer))
    row = kind(balancer.type)
    if row and is_public(row, balancer.inputs):
        passes = meet(allowed, boxes(INTERNET, INTERNET))
        how = said("hop.balancer_public", port=str(ports[0]))
        vpcs.net.link(Hop(INTERNET_KEY, key, how, passes, by, tuple(clauses), opening=True))
    for network in networks:
        vpcs.occupants.setdefault(network.key, []).append(balancer.name)
        how = said("hop.balancer_inside", port=str(ports[0]))
        vpcs.net.link(Hop(network.key, key, how, allowed, by, tuple(clauses), opening=True, inside=True))
    backend = vpcs.index.ref(frontend, "backendId", BACKEND)
    for network in networks if backend else ():
        _served(vpcs, key, backend, network)


def _served(vpcs: Vpcs, key: str, backend: Resource | None, network: Place) -> None:
    if backend is None:
        return
    addresses = [interval(text) for text in texts(backend.inputs.get("serverIps"))]
    inside = common([a for a in addresses if a], network.ranges)
    unknown = None in addresses or (not known(backend.inputs.get("serverIps")) and "serverIps" in backend.inputs)
    port = port_range(backend.inputs.get("forwardPort"), None)
    for landing in network.ranges[:1] if unknown else inside:
        vpcs.net.link(
            Hop(
                key,
                network.key,
                said("hop.balancer_onward", port=str(port[0])),
                by=(vpcs.index.written(backend),),
                opening=True,
                lands=(landing, port),
            )
        )


def _listener(vpcs: Vpcs, frontend: Resource, ports: Interval) -> list[Clause]:
    """What a listener accepts: its own access list, or those that are resources, in their order; without a match, everything."""
    external = vpcs.index.referring(BALANCER_ACL, "frontendId", frontend)
    rows = objects(frontend.inputs.get("acls")) + [
        a.inputs for a in sorted(external, key=lambda a: a.inputs.get("index", 0))
    ]
    protocols = TCP | (2 if frontend.inputs.get("enableHttp3") is True else 0)
    every = boxes((ALL4, ALL6), (ALL4, ALL6), protocols, ports)
    rules = [_listener_rule(number, row, protocols, ports) for number, row in enumerate(rows, 1)]
    return accepted(rules, Clause(said("clause.port", port=str(ports[0])), every))


def _listener_rule(number: int, row: dict[str, Any], protocols: int, ports: Interval) -> Rule:
    accept = inner(row, "action", "type") == "allow"
    match = inner(row, "match")
    plain = not match or not (match.get("httpFilter") or match.get("invert"))
    written = inner(match or {}, "ipSubnets")
    found = list(_subnets(written, accept=accept)) if written else [ALL4, ALL6]
    traffic: Traffic = boxes(found, (ALL4, ALL6), protocols, ports)
    if not plain:  # it depends on the request, or on what is not named
        traffic = boxes((ALL4, ALL6), (ALL4, ALL6), protocols, ports) if accept else ()
    return Rule(accept, traffic, said("clause.access_rule", n=str(number)))


def _subnets(written: Any, *, accept: bool) -> Iterable[Interval]:
    for text in texts(written):
        found = None if text == UNKNOWN else interval(text)
        if found or accept:
            yield from (found,) if found else (ALL4, ALL6)
