"""The search against brute force: on small random networks every packet is sent by itself, and both must agree on each."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.reach.addresses import interval
from socle.reach.build import Model, model_of
from socle.reach.declared import Declared
from socle.reach.outside import Outside
from socle.reach.search import spread
from socle.reach.traffic import Traffic, meet

from .simulation import OUTSIDE, STRANGER, Packet, World, packets, plan_of, worlds

pytestmark = pytest.mark.slow

_PROTOCOLS = {"TCP": 1, "UDP": 2, "ICMP": 4}
LOCAL6 = ("fd00::1", "fd00::2")


def sample(range_: str) -> list[str]:
    """The first and the last address of a range."""
    network = ipaddress.ip_network(range_)
    return [str(network[0]), str(network[-1])]


def holds(traffic: Traffic, packet: Packet) -> bool:
    """Whether a set of connections has the one that this packet opens."""
    source, destination = interval(packet.source), interval(packet.destination)
    assert source
    assert destination
    ports = packet.from_port, packet.from_port, packet.to_port, packet.to_port
    return bool(meet(traffic, ((_PROTOCOLS[packet.protocol], *source, *destination, *ports),)))


def arriving(model: Model, start: str) -> dict[str, Traffic]:
    """What of a place's traffic arrives where."""
    found: dict[str, Traffic] = {}
    for arrival in spread(model.net, model.net.places[start]):
        found[arrival.place.key] = found.get(arrival.place.key, ()) + arrival.traffic
    return found


@settings(max_examples=120)
@given(world=worlds())
def test_the_search_agrees_with_sending_every_packet(world: World) -> None:
    plan, networks = plan_of(world)
    model = model_of([plan], Declared(outside=(Outside("outside", (OUTSIDE,), "azure"),)))
    keys = {place: resource.urn for place, resource in networks.items()}
    database = plan.named("db").urn
    sources = {**{place: sample(world.vpcs[place[0]].networks[place[1]]) for place in networks}, None: sample(OUTSIDE)}
    for source, addresses in sources.items():
        arrived = arriving(model, keys[source] if source else "outside outside")
        for target in networks:
            if target != source:
                wanted = sample(world.vpcs[target[0]].networks[target[1]])
                compare(world, source, target, addresses, wanted, arrived.get(keys[target], ()))
        home = sample(world.vpcs[world.database[0]].networks[world.database[1]])
        if source != world.database:
            compare(world, source, "database", addresses, home, arrived.get(database, ()))
        if source:
            compare(world, source, "outside", addresses, sample(OUTSIDE), arrived.get("outside outside", ()))
            compare(world, source, "internet", addresses, [STRANGER], arrived.get("internet", ()))


def compare(world: World, source: object, target: object, starts: list[str], ends: list[str], found: Traffic) -> None:
    for packet in packets(starts, ends):
        expected = world.arrives(packet, source, target)  # pyright: ignore[reportArgumentType]
        assert holds(found, packet) == expected, f"{source} to {target}: {packet} arrives: {expected}"


@settings(max_examples=30)
@given(world=worlds())
def test_ipv6_and_forwarded_ports_agree_too(world: World) -> None:
    plan, networks = plan_of(world)
    model = model_of([plan])
    for source, resource in networks.items():
        arrived = arriving(model, resource.urn)
        for target, other in networks.items():
            if target != source:
                compare(world, source, target, [LOCAL6[0]], [LOCAL6[1]], arrived.get(other.urn, ()))
    arrived = arriving(model, "internet")
    for target, other in networks.items():
        for packet in packets([STRANGER], sample(world.vpcs[target[0]].networks[target[1]])):
            expected = target == world.gateway and world.forwards(packet)
            assert holds(arrived.get(other.urn, ()), packet) == expected, f"internet to {target}: {packet}"


@given(port=st.integers(1, 65_535))
def test_a_packet_is_in_its_own_traffic_and_in_no_other(port: int) -> None:
    packet = Packet("TCP", "10.0.0.1", "10.0.0.2", port, 443)
    own: Traffic = ((1, *interval("10.0.0.1"), *interval("10.0.0.2"), port, port, 443, 443),)  # type: ignore[misc]
    assert holds(own, packet)
    assert not holds(own, packet.answer)
