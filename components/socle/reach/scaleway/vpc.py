"""Scaleway's VPCs as hops: private networks, their filter, routes, peerings, and who is attached.

The filter acts where traffic enters or leaves a private network (Scaleway documentation, network ACLs): not inside one, not
in front of managed databases, not on Internet traffic. Each address family has its own; a missing one accepts everything.
"""

from dataclasses import dataclass, field, replace

from socle.messages import said
from socle.plan import Resource

from ..addresses import LOCAL6, PRIVATE4, interval, text_of
from ..filters import accepted, acl_rule, both_ways, everything_in
from ..graph import Clause, Hop, Network, Place, Written, flat
from ..index import Index, known, objects
from ..traffic import ALL4, ALL6, Interval, Traffic, boxes, meet

ACL = "scaleway:network/acl:Acl"
CONNECTOR = "scaleway:network/connector:Connector"
INGRESS = "scaleway:network/ingressRule:IngressRule"
PRIVATE_NETWORK = "scaleway:network/privateNetwork:PrivateNetwork"
VPC = "scaleway:network/vpc:Vpc"


@dataclass
class Filter:
    """What a VPC's filter lets pass between its networks, with the rules and the resources that say so."""

    clauses: list[Clause] = field(default_factory=list[Clause])
    by: tuple[Written, ...] = ()
    """The resources with its rules, those of IPv4 first."""

    def towards(self, ranges: tuple[Interval, ...]) -> tuple[Traffic, tuple[Clause, ...]]:
        """What passes towards some addresses, in all and by rule."""
        wanted = boxes((ALL4, ALL6), ranges)
        narrowed = [replace(clause, accepts=meet(clause.accepts, wanted)) for clause in self.clauses]
        kept = tuple(clause for clause in narrowed if clause.accepts)
        return flat(clause.accepts for clause in kept), kept


@dataclass
class Vpcs:
    """What later readers need of the VPCs: which network is where, what the filter accepts, who is attached."""

    index: Index
    net: Network
    of_network: dict[str, str] = field(default_factory=dict[str, str])
    """The VPC of each private network, both by place."""
    filters: dict[str, Filter] = field(default_factory=dict[str, Filter])
    members: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """The private networks of each VPC."""
    foreign_filters: dict[str, list[Resource]] = field(default_factory=dict[str, list[Resource]])
    """Filters of VPCs that no plan has, by the VPC's place."""
    occupants: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """What answers in each private network, by name."""

    def place_of(self, network: Resource | None) -> Place | None:
        """The place of a private network."""
        return self.net.places.get(network.urn) if network else None

    def occupy(self, place: Place) -> Place:
        """A service that answers in a private network."""
        self.net.add(place)
        self.occupants.setdefault(place.within, []).append(place.name)
        return place

    def arrivals(self, vpc: str) -> tuple[str, str]:
        """The places where traffic enters a VPC: from its own networks, and from elsewhere."""
        return vpc, f"{vpc}#in"

    def stores(self, vpc: str) -> str:
        """The place where traffic enters a VPC towards its managed databases, which the filter does not guard."""
        return f"{vpc}#stores"


def read_vpcs(index: Index, net: Network) -> Vpcs:
    """Private networks, routers and filters."""
    vpcs = Vpcs(index, net)
    for vpc in index.all(VPC):
        _router(vpcs, vpc.urn, index.written(vpc))
    for network in index.all(PRIVATE_NETWORK):
        _private_network(vpcs, network)
    for acl in index.all(ACL):
        if index.ref(acl, "vpcId", VPC) is None:
            vpcs.foreign_filters.setdefault(f"vpc {acl.inputs.get('vpcId')}", []).append(acl)
    for vpc in vpcs.members:
        vpcs.filters[vpc] = _filter(vpcs, vpc)
        for member in vpcs.members[vpc]:
            _between(vpcs, vpc, net.places[member])
    return vpcs


def _router(vpcs: Vpcs, key: str, written: Written | None) -> None:
    name = written.name if written else "the default VPC"
    for each in (*vpcs.arrivals(key), vpcs.stores(key)):
        vpcs.net.add(Place(each, "way", name, written=written))
    vpcs.members.setdefault(key, [])
    by = (written,) if written else ()
    vpcs.net.link(Hop(key, vpcs.stores(key), said("hop.routes_to_stores"), by=by))


def _private_network(vpcs: Vpcs, network: Resource) -> None:
    vpc = vpcs.index.ref(network, "vpcId", VPC)
    key = vpc.urn if vpc else _foreign_vpc(vpcs, network)
    written = vpcs.index.written(network)
    vpcs.net.add(
        Place(
            network.urn,
            "network",
            network.name,
            ranges=_ranges(network),
            written=written,
            names=vpcs.index.names(network),
            starts=True,
        )
    )
    vpcs.of_network[network.urn] = key
    vpcs.members[key].append(network.urn)
    router, _ = vpcs.arrivals(key)
    vpcs.net.link(
        Hop(network.urn, router, said("hop.routes_between"), by=(vpcs.net.places[router].written or written,))
    )


def _foreign_vpc(vpcs: Vpcs, network: Resource) -> str:
    """A VPC that no plan has: one by its id, else the project's default one."""
    named = network.inputs.get("vpcId")
    owner = named if known(named) else f"{network.inputs.get('projectId', '')}/{network.inputs.get('region', '')}"
    key = f"vpc {owner}"
    if key not in vpcs.members:
        _router(vpcs, key, None)
        vpcs.net.unknown.append(said("unknown.vpc_of_network", name=network.name))
    return key


def _ranges(network: Resource) -> tuple[Interval, ...]:
    """IPv4 as written, else any private one; IPv6 as written, else any local one, since the host chooses it."""
    four = [interval(row.get("subnet")) for row in objects(network.inputs.get("ipv4Subnet"))]
    six = [interval(row.get("subnet")) for row in objects(network.inputs.get("ipv6Subnets"))]
    return (*([r for r in four if r] or PRIVATE4), *([r for r in six if r] or LOCAL6))


def _filter(vpcs: Vpcs, vpc: str) -> Filter:
    found = Filter()
    all_acls = vpcs.index.referring(ACL, "vpcId", vpcs.index.one(vpc)) or vpcs.foreign_filters.get(vpc, [])
    for family, name, six in ((ALL4, "IPv4", False), (ALL6, "IPv6", True)):
        acls = [acl for acl in all_acls if bool(acl.inputs.get("isIpv6")) is six]
        for acl in acls:
            written = vpcs.index.written(acl)
            found.by += (written,)
            found.clauses += [replace(clause, by=written) for clause in _acl_clauses(acl, family)]
        if not acls:
            clause = everything_in(family, said("clause.no_filter", family=name))
            found.clauses.append(replace(clause, by=vpcs.net.places[vpc].written))
    return found


def _acl_clauses(acl: Resource, family: Interval) -> list[Clause]:
    """An answer is a packet of the other direction and needs a rule of its own: the filter keeps no state."""
    rules = [acl_rule(number, raw, family) for number, raw in enumerate(objects(acl.inputs.get("rules")), 1)]
    by_default = acl.inputs.get("defaultPolicy", "accept") != "drop"
    return both_ways(accepted(rules, everything_in(family, said("clause.default")) if by_default else None))


def _between(vpcs: Vpcs, vpc: str, network: Place) -> None:
    filter_ = vpcs.filters[vpc]
    passes, clauses = filter_.towards(network.ranges)
    for router in vpcs.arrivals(vpc):
        vpcs.net.link(
            Hop(
                router,
                network.key,
                said("hop.into", range=text_of(network.ranges[:1])),
                passes,
                (),
                clauses,
                filter_.by,
                closed="" if passes else said("closed.filter"),
                remedy=said("remedy.declare_flow"),
                opening=True,
            )
        )


def read_peerings(vpcs: Vpcs) -> None:
    """Connectors, each active only with its counterpart. Traffic goes on from there only where transit is enabled."""
    pairs = {(_end(vpcs, c, "vpcId"), _end(vpcs, c, "targetVpcId")) for c in vpcs.index.all(CONNECTOR)}
    for connector in vpcs.index.all(CONNECTOR):
        here, there = _end(vpcs, connector, "vpcId"), _end(vpcs, connector, "targetVpcId")
        if here is None or there is None:
            vpcs.net.unknown.append(said("unknown.vpc_joined", name=connector.name))
            continue
        alone = (there, here) not in pairs
        _peer(vpcs, connector, here, there, alone=alone)
    for vpc in vpcs.index.all(VPC):
        if _crosses(vpcs, vpc.urn):
            router, entry = vpcs.arrivals(vpc.urn)
            vpcs.net.link(Hop(entry, router, said("hop.crosses"), by=(vpcs.index.written(vpc),), opening=True))


def _end(vpcs: Vpcs, connector: Resource, key: str) -> str | None:
    vpc = vpcs.index.ref(connector, key, VPC)
    return vpc.urn if vpc else None


def _crosses(vpcs: Vpcs, vpc: str) -> bool:
    """Whether a VPC lets traffic cross it to reach another."""
    resource = vpcs.index.one(vpc)
    return resource is not None and resource.inputs.get("enableTransitivity") is True


def _peer(vpcs: Vpcs, connector: Resource, here: str, there: str, *, alone: bool) -> None:
    router, _ = vpcs.arrivals(here)
    _, entry = vpcs.arrivals(there)
    filter_ = vpcs.filters.get(here, Filter())
    ranges = tuple(r for member in vpcs.members[there] for r in vpcs.net.places[member].ranges)
    ranges = (ALL4, ALL6) if _crosses(vpcs, there) else ranges
    passes, clauses = filter_.towards(ranges)
    written = vpcs.index.written(connector)
    shut = said("closed.one_sided") if alone else ""
    remedy = said("remedy.other_connector")
    how = said("hop.vpc_peering")
    vpcs.net.link(Hop(router, entry, how, passes, (written,), clauses, filter_.by, shut, remedy, opening=True))
    for source in (router, vpcs.stores(here)) if _crosses(vpcs, here) else (router,):
        stores = boxes((ALL4, ALL6), ranges)
        vpcs.net.link(Hop(source, vpcs.stores(there), how, stores, (written,), (), (), shut, remedy, opening=True))


def read_ingress(vpcs: Vpcs) -> None:
    """Traffic of a source that is led to a machine first: it then lands in that machine's network, whatever its destination."""
    for rule in vpcs.index.all(INGRESS):
        vpc = vpcs.index.ref(rule, "vpcId", VPC)
        target = vpcs.place_of(vpcs.index.ref(rule, "nexthopPrivateNetworkId", PRIVATE_NETWORK))
        source = interval(rule.inputs.get("source"))
        machine = interval(rule.inputs.get("nexthopResourceIp"))
        if vpc is None or target is None:
            vpcs.net.unknown.append(said("unknown.ingress", name=rule.name))
            continue
        passes = boxes([source] if source else (ALL4, ALL6), (ALL4, ALL6))
        for router in vpcs.arrivals(vpc.urn):
            vpcs.net.link(
                Hop(
                    router,
                    target.key,
                    said(
                        "hop.ingress",
                        source=str(rule.inputs.get("source")),
                        machine=str(rule.inputs.get("nexthopResourceIp")),
                    ),
                    passes,
                    (vpcs.index.written(rule),),
                    opening=True,
                    lands=(machine or target.ranges[0], None),
                )
            )
