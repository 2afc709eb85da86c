"""The address plan: which ranges exist on both clouds, and whether they can live side by side. Pure arithmetic."""

import ipaddress
from collections.abc import Iterator
from itertools import combinations

from .network import WITH_EGRESS, NetworkSpec
from .refusal import Refusal

TUNNEL_RANGES = tuple(map(ipaddress.IPv4Network, ("169.254.21.0/24", "169.254.22.0/24")))
"""Inside addresses of VPN tunnels: Azure accepts only 169.254.21.0 to 169.254.22.255 (Azure documentation, BGP with APIPA)."""

RULES_PER_FAMILY = 255
"""Rules that one VPC accepts per address family (Scaleway documentation, VPC network ACLs)."""

NETWORKS_PER_VPC = 100
"""Private networks per VPC (Scaleway documentation, organization quotas)."""

SMALLEST_PREFIX = 29
"""Eight addresses: in anything smaller the gateway and one machine would fill the network. A choice of ours."""


def address_refusals(spec: NetworkSpec) -> Iterator[Refusal]:
    """Everything that contradicts the plan: ranges, references, reserved addresses, quotas."""
    yield from _supernet(spec)
    yield from _sizes(spec)
    yield from _overlaps(spec)
    yield from _references(spec)
    yield from _reserved_addresses(spec)
    yield from _quotas(spec)


def ranges(spec: NetworkSpec) -> dict[str, ipaddress.IPv4Network]:
    """Every range of the plan by the key that declares it; they must be disjoint."""
    return {
        **{f"private_networks.{key}.range": network.network for key, network in spec.private_networks.items()},
        **{f"outside.{key}.range": outside.network for key, outside in spec.outside.items()},
        "pod_range": ipaddress.IPv4Network(spec.pod_range),
        "service_range": ipaddress.IPv4Network(spec.service_range),
    }


def acl_rule_count(spec: NetworkSpec) -> int:
    """IPv4 rules that the flows need: the filter is stateless, so each needs one for the answer too."""
    return sum(2 * max(1, len(flow.ports)) for flow in spec.flows.values())


def _supernet(spec: NetworkSpec) -> Iterator[Refusal]:
    supernet = ipaddress.IPv4Network(spec.supernet)
    if not supernet.is_private or supernet.overlaps(ipaddress.IPv4Network("169.254.0.0/16")):
        yield Refusal(
            f"the supernet {supernet} is not private",
            "addresses of the Internet would be routed inside",
            "use a range of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
            at="supernet",
        )
    for key, network in spec.private_networks.items():
        if not network.network.subnet_of(supernet):
            yield Refusal(
                f"{network.range} is outside the supernet {supernet}",
                "routes and filters towards the platform are written for the supernet and would miss it",
                f"choose a range inside {supernet}",
                at=f"private_networks.{key}.range",
            )
    for at, other in ranges(spec).items():
        if not at.startswith("private_networks.") and other.overlaps(supernet):
            yield Refusal(
                f"{other} overlaps the supernet {supernet}",
                "the same address would mean two machines, and answers would go to the wrong one",
                "choose disjoint ranges",
                at=at,
            )


def _sizes(spec: NetworkSpec) -> Iterator[Refusal]:
    for key, network in spec.private_networks.items():
        if network.network.prefixlen > SMALLEST_PREFIX:
            yield Refusal(
                f"{network.range} has fewer than eight addresses",
                "it would be full at once, and a larger range later replaces the network and all that hangs on it",
                f"choose a /{SMALLEST_PREFIX} or larger",
                at=f"private_networks.{key}.range",
            )


def _overlaps(spec: NetworkSpec) -> Iterator[Refusal]:
    declared = ranges(spec)
    for (at, one), (other_at, other) in combinations(declared.items(), 2):
        if one.overlaps(other):
            yield Refusal(
                f"{other} overlaps {one} of {at}",
                "the same address would mean two machines, and answers would go to the wrong one",
                "choose disjoint ranges",
                at=other_at,
            )
    for at, one in declared.items():
        if any(one.overlaps(tunnel) for tunnel in TUNNEL_RANGES):
            yield Refusal(
                f"{one} overlaps 169.254.21.0-169.254.22.255",
                "these are the inside addresses of the VPN tunnels between the clouds, which would not come up",
                "choose another range",
                at=at,
            )


def _references(spec: NetworkSpec) -> Iterator[Refusal]:
    known = {*spec.private_networks, *spec.outside}
    for key in sorted(spec.private_networks.keys() & spec.outside.keys()):
        yield Refusal(
            f"{key} is both ours and outside",
            "a flow that names it could mean either",
            "rename one",
            at=f"outside.{key}",
        )
    for key, flow in spec.flows.items():
        for end in ("source", "destination"):
            yield from _unknown(
                f"flows.{key}.{end}",
                getattr(flow, end),
                known,
                "no network has that name, so the flow would open nothing",
            )
    for key, address in spec.addresses.items():
        yield from _unknown(
            f"addresses.{key}.network", address.network, set(spec.private_networks), "no private network has that name"
        )
    for key in spec.gateway.networks if spec.gateway else ():
        yield from _unknown(
            "gateway.networks",
            key,
            set(spec.private_networks),
            "no private network has that name, so nothing would go out",
        )
        network = spec.private_networks.get(key)
        if network and network.purpose not in WITH_EGRESS:
            yield Refusal(
                f"{key} is a network of purpose {network.purpose} and goes out to the Internet",
                "data and administration could leave the platform through it",
                f"let only networks of purpose {' or '.join(WITH_EGRESS)} out",
                at="gateway.networks",
            )
    yield from _twice(spec)


def _twice(spec: NetworkSpec) -> Iterator[Refusal]:
    if spec.gateway and len(set(spec.gateway.networks)) != len(spec.gateway.networks):
        yield Refusal("a network is named twice", "it can be attached only once", "name it once", at="gateway.networks")
    seen: dict[tuple[str, ...], str] = {}
    for key, flow in spec.flows.items():
        for port in flow.ports or ("",):
            first = seen.setdefault((flow.source, flow.destination, flow.protocol, port), key)
            if first != key:
                yield Refusal(
                    f"the flow {first} opens the same ports already",
                    "closing one of the two would close nothing",
                    "keep one of them",
                    at=f"flows.{key}",
                )


def _unknown(at: str, name: str, known: set[str], consequence: str) -> Iterator[Refusal]:
    if name not in known:
        yield Refusal(f"there is no {name}", consequence, f"write one of: {', '.join(sorted(known))}", at=at)


def _reserved_addresses(spec: NetworkSpec) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for key, reserved in spec.addresses.items():
        network = spec.private_networks.get(reserved.network)
        address = ipaddress.IPv4Address(reserved.address)
        if network and (address not in network.network or address in (network.network[0], network.network[-1])):
            yield Refusal(
                f"{address} is not a usable address of {reserved.network} ({network.range})",
                "the provider would refuse it",
                f"choose one between {network.network[1]} and {network.network[-2]}",
                at=f"addresses.{key}.address",
            )
        if seen.setdefault(reserved.address, key) != key:
            yield Refusal(
                f"{address} is already reserved for {seen[reserved.address]}",
                "only one of the two would answer",
                "choose another",
                at=f"addresses.{key}.address",
            )


def _quotas(spec: NetworkSpec) -> Iterator[Refusal]:
    rules = acl_rule_count(spec)
    if rules > RULES_PER_FAMILY:
        yield Refusal(
            f"the flows need {rules} rules and a VPC takes {RULES_PER_FAMILY}",
            "the provider would refuse the whole filter",
            "join ports into ranges, or flows into one",
            at="flows",
        )
    if len(spec.private_networks) > NETWORKS_PER_VPC:
        yield Refusal(
            f"{len(spec.private_networks)} private networks and a VPC takes {NETWORKS_PER_VPC}",
            "the deployment would stop half-way",
            "split the estate",
            at="private_networks",
        )
