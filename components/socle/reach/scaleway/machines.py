"""Machines as services of their private networks: Instances, pools of Kubernetes nodes, public addresses, security groups.

A security group judges public traffic only (Scaleway documentation): what a machine filters on its private card is its own
business and not in a plan.
"""

from dataclasses import replace

from socle.facts import is_public, kind
from socle.messages import Text, said
from socle.plan import Resource

from ..addresses import INTERNET, interval
from ..filters import OPEN, accepted, group_rule
from ..graph import INTERNET_KEY, Clause, Hop, Place, Written, flat
from ..index import objects, texts
from ..traffic import ALL4, ALL6, EVERYTHING, Interval, Traffic, answers, boxes, meet
from .vpc import PRIVATE_NETWORK, Vpcs

SERVER = "scaleway:instance/server:Server"
NIC = "scaleway:instance/privateNic:PrivateNic"
GROUP = "scaleway:instance/securityGroup:SecurityGroup"
GROUP_RULES = "scaleway:instance/securityGroupRules:SecurityGroupRules"
POOL = "scaleway:kubernetes/pool:Pool"
CLUSTER = "scaleway:kubernetes/cluster:Cluster"
ADDRESS = "scaleway:ipam/ip:Ip"


def read_machines(vpcs: Vpcs) -> None:
    """Servers and nodes, and the addresses that are reserved for what is not there yet."""
    for server in vpcs.index.all(SERVER):
        _server(vpcs, server)
    for pool in vpcs.index.all(POOL):
        _pool(vpcs, pool)
    for address in vpcs.index.all(ADDRESS):
        for network in vpcs.index.within(address, "sources", "privateNetworkId", PRIVATE_NETWORK):
            vpcs.occupants.setdefault(network.urn, []).append(address.name)


def cards_of(vpcs: Vpcs, server: Resource) -> list[tuple[Place, tuple[Interval, ...]]]:
    """The private networks of a server, with its addresses there as far as they are known."""
    found = [
        (place, _reserved(vpcs, nic) or place.ranges)
        for nic in vpcs.index.referring(NIC, "serverId", server)
        if (place := vpcs.place_of(vpcs.index.ref(nic, "privateNetworkId", PRIVATE_NETWORK)))
    ]
    inline = vpcs.index.within(server, "privateNetworks", "pnId", PRIVATE_NETWORK)
    return found + [(place, place.ranges) for network in inline if (place := vpcs.place_of(network))]


def _reserved(vpcs: Vpcs, nic: Resource) -> tuple[Interval, ...]:
    """The addresses that a card reserves. A local IPv6 address comes on top, which the host chooses."""
    reserved = [vpcs.index.by_id(each, ADDRESS) for each in texts(nic.inputs.get("ipamIpIds"))]
    found = [interval(each.inputs.get("address")) for each in reserved if each]
    return tuple(each for each in found if each)


def _server(vpcs: Vpcs, server: Resource) -> None:
    _machine(vpcs, server, cards_of(vpcs, server), what=said("hop.public_address"))


def _pool(vpcs: Vpcs, pool: Resource) -> None:
    cluster = vpcs.index.ref(pool, "clusterId", CLUSTER)
    network = vpcs.index.ref(pool, "privateNetworkId", PRIVATE_NETWORK) or (
        vpcs.index.ref(cluster, "privateNetworkId", PRIVATE_NETWORK) if cluster else None
    )
    place = vpcs.place_of(network)
    cards = [(place, place.ranges)] if place else []
    _machine(vpcs, pool, cards, what=said("hop.public_nodes"))


def _machine(vpcs: Vpcs, machine: Resource, cards: list[tuple[Place, tuple[Interval, ...]]], *, what: Text) -> None:
    written = vpcs.index.written(machine)
    within = cards[0][0].key if cards else ""
    ranges = tuple(r for _, found in cards for r in found)
    place = Place(
        machine.urn,
        "service",
        vpcs.index.title(machine) if machine.type == SERVER else machine.name,
        ranges=ranges,
        within=within,
        written=written,
        names=vpcs.index.names(machine),
    )
    place = vpcs.occupy(place) if within else vpcs.net.add(place)
    for network, found in cards:
        vpcs.net.link(
            Hop(
                network.key,
                machine.urn,
                said("hop.inside_network"),
                boxes((ALL4, ALL6), found),
                (written,),
                inside=True,
            )
        )
    row = kind(machine.type)
    if row and is_public(row, machine.inputs):
        _exposed(vpcs, machine, written, what)


def _exposed(vpcs: Vpcs, machine: Resource, written: Written, what: Text) -> None:
    inbound, outbound, by = group_of(vpcs, machine)
    names = "inbound", "outbound"
    ends = ((INTERNET_KEY, machine.urn), (machine.urn, INTERNET_KEY))
    limits: tuple[Traffic, Traffic] = (boxes(INTERNET, INTERNET), boxes((ALL4, ALL6), INTERNET))
    for clauses, (source, target), limit, name in zip((inbound, outbound), ends, limits, names, strict=True):
        passes = meet(flat(c.accepts for c in clauses), limit)
        vpcs.net.link(
            Hop(
                source,
                target,
                said("hop.as_group", what=what),
                passes,
                (*by, written),
                tuple(clauses),
                closed="" if passes else said(f"closed.group_{name}"),
                remedy=said("remedy.group_rule"),
                opening=True,
            )
        )
    place = vpcs.net.places[machine.urn]
    vpcs.net.places[machine.urn] = replace(place, starts=True, ranges=place.ranges or INTERNET)


def group_of(vpcs: Vpcs, machine: Resource) -> tuple[list[Clause], list[Clause], tuple[Written, ...]]:
    """What a machine's security group accepts from and to the Internet, and the resources that say so."""
    group = vpcs.index.ref(machine, "securityGroupId", GROUP)
    if group is None:
        default = Clause(said("clause.project_group"), EVERYTHING)
        return [default], [default], ()
    rules = vpcs.index.referring(GROUP_RULES, "securityGroupId", group)
    inbound = _directed(group, rules, "inbound")
    outbound = _directed(group, rules, "outbound")
    if group.inputs.get("stateful") is False:  # then answers need a rule of the other direction
        inbound, outbound = _stateless(inbound, outbound), _stateless(outbound, inbound)
    return inbound, outbound, tuple(vpcs.index.written(each) for each in (group, *rules))


def _directed(group: Resource, rules: list[Resource], direction: str) -> list[Clause]:
    raw = [row for each in (group, *rules) for row in objects(each.inputs.get(f"{direction}Rules"))]
    found = [group_rule(number, row, inbound=direction == "inbound") for number, row in enumerate(raw, 1)]
    default = group.inputs.get(f"{direction}DefaultPolicy", "accept") != "drop"
    return accepted(found, Clause(said(f"clause.default_{direction}"), OPEN.accepts) if default else None)


def _stateless(clauses: list[Clause], back: list[Clause]) -> list[Clause]:
    returned = answers(flat(c.accepts for c in back))
    return [Clause(c.text, kept) for c in clauses if (kept := meet(c.accepts, returned))]
