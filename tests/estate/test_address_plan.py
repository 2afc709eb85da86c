"""The address plan against brute force: every address of small ranges, every port of small flows."""

import ipaddress
from collections.abc import Iterable
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.estate.platform.addresses import address_refusals, overlapping, ranges
from socle.estate.platform.flows import NetworkSpec, acl_rule_count, path_refusals
from socle.estate.platform.network import AddressSpec, FlowSpec, OutsideSpec, PrivateNetworkSpec, RouteSpec
from socle.messages import Refusal

_PROTOCOLS = ("tcp", "udp", "icmp", "any")


@st.composite
def _small_ranges(draw: st.DrawFn, base: str = "10.0.0.0") -> ipaddress.IPv4Network:
    prefix = draw(st.integers(25, 32))
    start = draw(st.integers(0, 2 ** (prefix - 24) - 1)) << (32 - prefix)
    return ipaddress.IPv4Network((int(ipaddress.IPv4Address(base)) + start, prefix))


def _plan(networks: list[ipaddress.IPv4Network], **more: object) -> NetworkSpec:
    """A plan that nothing has checked yet."""
    values: dict[str, object] = {
        "supernet": "10.0.0.0/16",
        "private_networks": {
            f"n{i}": PrivateNetworkSpec(purpose="data", range=str(one)) for i, one in enumerate(networks)
        },
        **more,
    }
    return NetworkSpec.model_construct(None, **values)


def _at(refusals: Iterable[Refusal], words: str) -> set[str]:
    return {refusal.at for refusal in refusals if words in refusal.what}


@pytest.mark.slow
@settings(max_examples=400)
@given(st.lists(_small_ranges(), max_size=12))
def test_overlaps_are_those_that_comparing_every_address_finds(networks: list[ipaddress.IPv4Network]) -> None:
    declared = {f"r{i}": one for i, one in enumerate(networks)}
    shared = {
        (one, other)
        for (one, first), (other, second) in combinations(declared.items(), 2)
        if set(map(int, first)) & set(map(int, second))
    }

    found = set(overlapping(declared))

    assert found <= shared, "what is reported overlaps, the later declared second"
    assert {key for pair in found for key in pair} == {key for pair in shared for key in pair}, "and no range is missed"


@pytest.mark.slow
@settings(max_examples=200)
@given(st.lists(_small_ranges(), min_size=1, max_size=6), _small_ranges())
def test_a_plan_of_disjoint_ranges_inside_the_supernet_is_exactly_what_is_accepted(
    networks: list[ipaddress.IPv4Network], supernet: ipaddress.IPv4Network
) -> None:
    plan = _plan(networks, supernet=str(supernet))
    said = list(address_refusals(plan))

    outside = {f"private_networks.n{i}.range" for i, one in enumerate(networks) if not set(one) <= set(supernet)}
    assert _at(said, "outside the supernet") == outside
    disjoint = all(not set(one) & set(other) for one, other in combinations(networks, 2))
    assert (not _at(said, "overlaps")) == disjoint


@settings(max_examples=200)
@given(_small_ranges(), st.integers(0, 255))
def test_an_address_can_be_reserved_if_it_is_neither_of_the_first_two_nor_of_the_last_two(
    network: ipaddress.IPv4Network, last: int
) -> None:
    address = ipaddress.IPv4Address(int(ipaddress.IPv4Address("10.0.0.0")) + last)
    plan = _plan([network], addresses={"a": AddressSpec(network="n0", address=str(address), holder="somebody")})

    usable = address in list(network)[2:-2]
    assert (not _at(address_refusals(plan), "is not a usable address")) == usable


@st.composite
def _flows(draw: st.DrawFn) -> FlowSpec:
    protocol = draw(st.sampled_from(_PROTOCOLS))
    low = st.integers(1, 12)
    spans = (
        draw(st.lists(st.tuples(low, st.integers(0, 4)), min_size=1, max_size=3)) if protocol in {"tcp", "udp"} else []
    )
    return FlowSpec(
        source="n0",
        destination=draw(st.sampled_from(["n1", "n2"])),
        protocol=protocol,
        ports=tuple(f"{first}-{first + more}" if more else str(first) for first, more in spans),
        reason="a reason for it",
    )


def _opened(flow: FlowSpec) -> list[set[tuple[str, str, int]]]:
    """Every (destination, protocol, port) that each entry of a flow opens, on a small scale; icmp has one port."""
    protocols = ("tcp", "udp", "icmp") if flow.protocol == "any" else (flow.protocol,)
    spans = [range(int(p.split("-")[0]), int(p.split("-")[-1]) + 1) for p in flow.ports] or [range(1, 20)]
    return [set(product([flow.destination], protocols, span)) for span in spans]


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(_flows(), max_size=6))
def test_ports_that_are_opened_twice_are_those_that_comparing_every_port_finds(flows: list[FlowSpec]) -> None:
    networks = [ipaddress.IPv4Network(f"10.0.{i}.0/24") for i in range(3)]
    plan = _plan(networks, flows={f"f{i}": flow for i, flow in enumerate(flows)})
    entries = [(f"flows.f{i}", opened) for i, flow in enumerate(flows) for opened in _opened(flow)]
    twice = {(one, other) for (one, first), (other, second) in combinations(entries, 2) if first & second}

    said = [refusal for refusal in path_refusals(plan) if "opens" in refusal.what]

    assert bool(said) == bool(twice)
    assert {refusal.at for refusal in said} <= {later for _, later in twice}


def test_each_port_range_of_a_flow_needs_two_rules_and_a_flow_without_ports_too() -> None:
    plan = _plan(
        [ipaddress.IPv4Network("10.0.0.0/24")],
        flows={
            "a": FlowSpec(source="n0", destination="n1", ports=("1", "3-4"), reason="a reason for it"),
            "b": FlowSpec(source="n0", destination="n1", protocol="icmp", reason="a reason for it"),
        },
    )

    assert acl_rule_count(plan) == 6


def test_the_widest_route_and_outside_range_that_are_accepted_are_eight_bits_long() -> None:
    spec = NetworkSpec(
        supernet="10.0.0.0/16",
        private_networks={"n": PrivateNetworkSpec(purpose="platform", range="10.0.0.0/20")},
        outside={"o": OutsideSpec(range="20.0.0.0/8", cloud="azure")},
        routes={"r": RouteSpec(destination="20.0.0.0/8", next_hop="n", reason="a reason for it")},
    )

    assert list(spec.refusals()) == []
    assert set(ranges(spec)) == {"private_networks.n.range", "outside.o.range", "pod_range", "service_range"}


def test_two_hundred_and_fifty_four_rules_are_accepted() -> None:
    networks = {
        "a": PrivateNetworkSpec(purpose="data", range="10.0.0.0/24"),
        "b": PrivateNetworkSpec(purpose="data", range="10.0.1.0/24"),
    }
    flow = FlowSpec(source="a", destination="b", ports=tuple(map(str, range(1, 128))), reason="a reason for it")
    spec = NetworkSpec(supernet="10.0.0.0/16", private_networks=networks, flows={"all": flow})

    assert acl_rule_count(spec) == 254
    assert list(spec.refusals()) == []
