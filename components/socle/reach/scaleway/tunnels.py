"""VPN connections and routes of a VPC as hops. No traffic passes a connection until its route propagation is on, and none but
to the prefixes of its routing policy (Scaleway documentation, Site-to-Site VPN).

Traffic between a tunnel, or a machine that forwards, and its own private network stays inside that network: no filter sees it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from socle.messages import Text, said
from socle.plan import Resource

from ..addresses import PUBLIC4, interval, text_of
from ..graph import Clause, Hop, Place, Written
from ..index import known, texts
from ..outside import End, ends_within, join, remotes
from ..traffic import ALL4, ALL6, Interval, Traffic, boxes, common, meet, without
from .gateways import ATTACHED, GATEWAY
from .machines import NIC, SERVER, cards_of
from .vpc import CONNECTOR, PRIVATE_NETWORK, VPC, Vpcs

VPN_GATEWAY = "scaleway:s2svpn/gateway:Gateway"
CONNECTION = "scaleway:s2svpn/connection:Connection"
POLICY = "scaleway:s2svpn/routingPolicy:RoutingPolicy"
ROUTE = "scaleway:network/route:Route"

_EVERY = (ALL4, ALL6)


@dataclass(frozen=True)
class _Way:
    """What traffic passes to leave a VPC: a tunnel, or a machine that forwards. `own` is the private network it is in."""

    key: str
    vpc: str
    own: Place
    theirs: tuple[Interval, ...]
    ours: tuple[Interval, ...]
    by: tuple[Written, ...]
    closed: Text = ""
    remedy: Text = ""
    waits: bool = False


def read_tunnels(vpcs: Vpcs) -> None:
    """Every VPN connection with its policies."""
    others = remotes(vpcs.net)
    for connection in vpcs.index.all(CONNECTION):
        _connection(vpcs, connection, others)


def gateways_alone(vpcs: Vpcs) -> set[str]:
    """The private networks that hold a VPN gateway and nothing else: no machine there opens a connection of its own."""
    gateways = vpcs.index.all(VPN_GATEWAY)
    networks = [vpcs.index.ref(gateway, "privateNetworkId", PRIVATE_NETWORK) for gateway in gateways]
    return {network.urn for network in networks if network and not vpcs.occupants.get(network.urn)}


def prefixes(policy: Resource, key: str) -> list[Interval]:
    """The prefixes of one direction; an unknown one may be any."""
    written = policy.inputs.get(key)
    if written is not None and not known(written):
        return list(_EVERY)
    return [interval(text) or ALL4 for text in texts(written)]


def _connection(vpcs: Vpcs, connection: Resource, others: Sequence[Place]) -> None:
    gateway = vpcs.index.ref(connection, "vpnGatewayId", VPN_GATEWAY)
    own = vpcs.place_of(vpcs.index.ref(gateway, "privateNetworkId", PRIVATE_NETWORK)) if gateway else None
    written = vpcs.index.written(connection)
    if own is None:
        vpcs.net.unknown.append(said("unknown.gateway_network", name=connection.name))
        return
    policies = policies_of(vpcs, connection)
    theirs = tuple(r for policy in policies for r in prefixes(policy, "prefixFilterIns"))
    ours = tuple(r for policy in policies for r in prefixes(policy, "prefixFilterOuts"))
    on = connection.inputs.get("enableRoutePropagation") is True
    closed = "" if on else said("closed.propagation", name=connection.name)
    if not theirs or not ours:
        closed = said("closed.policies", name=connection.name)
    way = _Way(
        connection.urn,
        vpcs.of_network[own.key],
        own,
        theirs,
        ours,
        (written, *map(vpcs.index.written, policies)),
        closed,
        said("remedy.posture") if theirs and ours else said("remedy.prefixes"),
        waits=bool(theirs and ours),
    )
    vpcs.net.add(Place(connection.urn, "way", connection.name, written=written))
    for end in ends_within(vpcs.net, others, theirs, f"beyond {connection.name}", written):
        join(vpcs.net, way.key, end, said("hop.tunnel"), written)
    _leave(vpcs, way)
    _enter(vpcs, way)


def policies_of(vpcs: Vpcs, connection: Resource) -> list[Resource]:
    """The routing policies of a connection, both families."""
    keys = ("bgpConfigIpv4s", "bgpConfigIpv6s")
    found = [policy for key in keys for policy in vpcs.index.within(connection, key, "routingPolicyId", POLICY)]
    return list(dict.fromkeys(found))


def _leave(vpcs: Vpcs, way: _Way) -> None:
    """Out of the VPC: filtered from every network but the way's own."""
    routed = boxes(way.ours, way.theirs)
    passes, clauses = vpcs.filters[way.vpc].towards(way.theirs)
    router, _ = vpcs.arrivals(way.vpc)
    _link(
        vpcs,
        way,
        router,
        way.key,
        said("hop.routed_filtered", ranges=text_of(way.theirs)),
        meet(passes, routed),
        clauses,
        vpcs.filters[way.vpc].by,
    )
    _link(vpcs, way, way.own.key, way.key, said("hop.routed_inside", ranges=text_of(way.theirs)), routed)


def _enter(vpcs: Vpcs, way: _Way) -> None:
    """Into the VPC: to its networks through the filter, to managed databases without, and to its own network without."""
    _, entry = vpcs.arrivals(way.vpc)
    routed = boxes(way.theirs, way.ours)
    _link(vpcs, way, way.key, entry, said("hop.into_vpc", ranges=text_of(way.theirs)), routed)
    _link(vpcs, way, way.key, vpcs.stores(way.vpc), said("hop.into_vpc", ranges=text_of(way.theirs)), routed)
    occupants = list(dict.fromkeys(vpcs.occupants.get(way.own.key, [])))
    if occupants:
        how = said("hop.inside_beside", name=vpcs.net.places[way.key].name, others=", ".join(occupants))
        _link(vpcs, way, way.key, way.own.key, how, meet(routed, boxes(_EVERY, way.own.ranges)))


def _link(
    vpcs: Vpcs,
    way: _Way,
    source: str,
    target: str,
    how: Text,
    passes: Traffic,
    clauses: tuple[Clause, ...] = (),
    guards: tuple[Written, ...] = (),
) -> None:
    vpcs.net.link(
        Hop(source, target, how, passes, way.by, clauses, guards, way.closed, way.remedy, way.waits, opening=True)
    )


def read_routes(vpcs: Vpcs) -> None:
    """Routes of VPCs: through a machine, a VPN gateway, a peering or a private network."""
    for route in vpcs.index.all(ROUTE):
        vpc = vpcs.index.ref(route, "vpcId", VPC)
        destination = interval(route.inputs.get("destination")) or ALL4
        if vpc is None:
            vpcs.net.unknown.append(said("unknown.vpc_of_route", name=route.name))
        else:
            _route(vpcs, route, vpc.urn, destination)


def _route(vpcs: Vpcs, route: Resource, vpc: str, destination: Interval) -> None:
    machine = vpcs.index.ref(route, "nexthopResourceId", NIC, SERVER)
    gateway = vpcs.index.ref(route, "nexthopResourceId", VPN_GATEWAY)
    network = vpcs.place_of(vpcs.index.ref(route, "nexthopPrivateNetworkId", PRIVATE_NETWORK))
    connector = vpcs.index.ref(route, "nexthopVpcConnectorId", CONNECTOR)
    peer = vpcs.index.ref(connector, "targetVpcId", VPC) if connector else None
    if machine:
        _through_machine(vpcs, route, vpc, destination, machine)
    elif gateway:
        for connection in vpcs.index.referring(CONNECTION, "vpnGatewayId", gateway):
            _plain(vpcs, route, vpc, destination, connection.urn, closed=_off(connection))
    elif network:
        _plain(vpcs, route, vpc, destination, network.key)
        _to_gateways(vpcs, route, vpc, destination, network)
    elif peer:
        for target in (vpcs.arrivals(peer.urn)[1], vpcs.stores(peer.urn)):
            _plain(vpcs, route, vpc, destination, target)
    else:
        vpcs.net.unknown.append(said("unknown.next_hop", name=route.name, range=text_of([destination])))


def _to_gateways(vpcs: Vpcs, route: Resource, vpc: str, destination: Interval, network: Place) -> None:
    """A public gateway in the network that a route leads to carries the traffic on to the Internet, which no filter guards."""
    for attached in vpcs.index.referring(ATTACHED, "privateNetworkId", vpcs.index.one(network.key)):
        gateway = vpcs.index.ref(attached, "gatewayId", GATEWAY)
        if gateway:
            how = said("hop.route_gateway", range=text_of([destination]), name=network.name)
            passes = boxes((ALL4,), common([destination], PUBLIC4))
            router, _ = vpcs.arrivals(vpc)
            vpcs.net.link(Hop(router, gateway.urn, how, passes, (vpcs.index.written(route),), opening=True))


def _off(connection: Resource) -> Text:
    on = connection.inputs.get("enableRoutePropagation") is True
    return "" if on else said("closed.propagation", name=connection.name)


def _plain(vpcs: Vpcs, route: Resource, vpc: str, destination: Interval, target: str, *, closed: Text = "") -> None:
    filter_ = vpcs.filters[vpc]
    passes, clauses = filter_.towards((destination,))
    router, _ = vpcs.arrivals(vpc)
    vpcs.net.link(
        Hop(
            router,
            target,
            said("hop.route", range=text_of([destination])),
            passes,
            (vpcs.index.written(route),),
            clauses,
            filter_.by,
            closed,
            said("remedy.posture"),
            waits=bool(closed),
            opening=True,
        )
    )


def _through_machine(vpcs: Vpcs, route: Resource, vpc: str, destination: Interval, hop: Resource) -> None:
    """A machine forwards to what the route names, and from there back: its own configuration is not in a plan."""
    server = hop if hop.type == SERVER else vpcs.index.ref(hop, "serverId", SERVER)
    own = [place for place, _ in cards_of(vpcs, server)] if server else []
    card = vpcs.place_of(vpcs.index.ref(hop, "privateNetworkId", PRIVATE_NETWORK)) or (own[0] if own else None)
    if card is None:
        vpcs.net.unknown.append(said("unknown.next_hop_network", name=route.name))
        return
    written = vpcs.index.written(route)
    key = f"forwards {hop.urn}"
    vpcs.net.add(Place(key, "way", f"{hop.name}, which forwards", written=vpcs.index.written(hop)))
    ours = tuple(r for member in vpcs.members[vpc] for r in vpcs.net.places[member].ranges)
    way = _Way(key, vpc, card, (destination,), ours, (written,))
    ends: list[End] = ends_within(
        vpcs.net, remotes(vpcs.net), (destination,), f"beyond the route {route.name}", written
    )
    for end in ends:
        join(vpcs.net, key, end, said("hop.forwarded"), written)
    _leave(vpcs, way)
    _enter(vpcs, way)


def wider_than(policies: Sequence[Resource], declared: Sequence[Interval]) -> list[tuple[Resource, list[Interval]]]:
    """Routing policies that accept routes to more than the declared ranges, with what is too much."""
    found = [(policy, without(prefixes(policy, "prefixFilterIns"), declared)) for policy in policies]
    return [(policy, extra) for policy, extra in found if extra]
