"""The address plan: which ranges exist on both clouds, and whether they can live side by side. Pure arithmetic."""

import ipaddress
from collections.abc import Iterator, Mapping

from socle.facts import KEPT_AT_EITHER_END, NETWORKS_PER_VPC, SMALLEST_PREFIX
from socle.messages import Refusal, each
from socle.specs import sound_entries

from .network import NetworkParts
from .ranges import BROADEST_PREFIX, PRIVATE

TUNNEL_RANGES = tuple(map(ipaddress.IPv4Network, ("169.254.21.0/24", "169.254.22.0/24")))
"""Inside addresses of VPN tunnels: Azure accepts only 169.254.21.0 to 169.254.22.255 (Azure documentation, BGP with APIPA)."""

SHARED = ipaddress.IPv4Network("100.64.0.0/10")
"""Shared address space (RFC 6598), where the host puts Kubernetes pods; it refuses it for private networks."""


def address_refusals(spec: NetworkParts) -> Iterator[Refusal]:
    """Everything that contradicts the plan of addresses."""
    yield from each(_supernet(spec), _inside(spec), _sizes(spec), _breadth(spec), _overlaps(spec))
    yield from each(_tunnels(spec), _cluster_ranges(spec), _reserved(spec), _reserved_twice(spec), _quota(spec))


def ranges(spec: NetworkParts) -> dict[str, ipaddress.IPv4Network]:
    """Every range of the plan by the key that declares it; they must be disjoint."""
    return {
        **{
            f"private_networks.{key}.range": network.network
            for key, network in sound_entries(spec.private_networks).items()
        },
        **_not_ours(spec),
    }


def overlapping(declared: Mapping[str, ipaddress.IPv4Network]) -> Iterator[tuple[str, str]]:
    """Pairs of keys whose ranges overlap, the later declared second: every range that overlaps is in at least one pair.

    Two ranges are disjoint or one holds the other, so one pass over them in order of address finds each one's holder.
    """
    order = {key: place for place, key in enumerate(declared)}
    holders: list[str] = []
    for key in sorted(declared, key=lambda key: (declared[key].network_address, declared[key].prefixlen, order[key])):
        while holders and declared[holders[-1]].broadcast_address < declared[key].network_address:
            holders.pop()
        if holders:
            first, second = sorted((holders[-1], key), key=order.__getitem__)
            yield first, second
        holders.append(key)


def _not_ours(spec: NetworkParts) -> dict[str, ipaddress.IPv4Network]:
    return {
        **{f"outside.{key}.range": outside.network for key, outside in sound_entries(spec.outside).items()},
        "pod_range": ipaddress.IPv4Network(spec.pod_range),
        "service_range": ipaddress.IPv4Network(spec.service_range),
    }


def _said(spec: NetworkParts, at: str, network: ipaddress.IPv4Network) -> str:
    """A range, and that nobody wrote it where that is so."""
    return f"the default {network}" if at in type(spec).model_fields.keys() - spec.model_fields_set else str(network)


def _supernet(spec: NetworkParts) -> Iterator[Refusal]:
    supernet = ipaddress.IPv4Network(spec.supernet)
    if not any(supernet.subnet_of(private) for private in PRIVATE):
        yield Refusal(
            f"the supernet {supernet} is not private",
            "addresses of the Internet, or of the host itself, would be routed inside",
            "use a range of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
            at="supernet",
        )
    for at, other in _not_ours(spec).items():
        if other.overlaps(supernet):
            yield Refusal(
                f"{_said(spec, at, other)} overlaps the supernet {supernet}",
                "the same address would mean two machines, and answers would go to the wrong one",
                "choose a range outside the supernet",
                at=at,
            )


def _inside(spec: NetworkParts) -> Iterator[Refusal]:
    supernet = ipaddress.IPv4Network(spec.supernet)
    for key, network in spec.private_networks.items():
        if not network.network.subnet_of(supernet):
            yield Refusal(
                f"{network.range} is outside the supernet {supernet}",
                "routes and filters towards the platform are written for the supernet and would miss it",
                f"choose a range inside {supernet}",
                at=f"private_networks.{key}.range",
            )


def _sizes(spec: NetworkParts) -> Iterator[Refusal]:
    for key, network in spec.private_networks.items():
        if network.network.prefixlen > SMALLEST_PREFIX:
            yield Refusal(
                f"{network.range} is smaller than any network that the host offers",
                "the deployment would fail, and a larger range later replaces the network and all that hangs on it",
                f"choose a /{SMALLEST_PREFIX} or larger",
                at=f"private_networks.{key}.range",
            )


def _breadth(spec: NetworkParts) -> Iterator[Refusal]:
    for key, outside in spec.outside.items():
        if outside.network.prefixlen < BROADEST_PREFIX:
            yield Refusal(
                f"{outside.range} is a large part of the Internet",
                "a flow that names it would open the platform to anyone",
                f"name the ranges of that one body, /{BROADEST_PREFIX} or narrower",
                at=f"outside.{key}.range",
            )


def _overlaps(spec: NetworkParts) -> Iterator[Refusal]:
    declared = ranges(spec)
    for first, second in overlapping(declared):
        yield Refusal(
            f"{_said(spec, second, declared[second])} overlaps {declared[first]} of {first}",
            "the same address would mean two machines, and answers would go to the wrong one",
            "choose disjoint ranges",
            at=second,
        )


def _tunnels(spec: NetworkParts) -> Iterator[Refusal]:
    for at, one in {"supernet": ipaddress.IPv4Network(spec.supernet), **ranges(spec)}.items():
        if any(one.overlaps(tunnel) for tunnel in TUNNEL_RANGES):
            yield Refusal(
                f"{one} overlaps 169.254.21.0-169.254.22.255",
                "these are the inside addresses of the VPN tunnels between the clouds, which would not come up",
                "choose another range",
                at=at,
            )


def _cluster_ranges(spec: NetworkParts) -> Iterator[Refusal]:
    for at in ("pod_range", "service_range"):
        network = ipaddress.IPv4Network(getattr(spec, at))
        if not any(network.subnet_of(private) for private in (*PRIVATE, SHARED)):
            yield Refusal(
                f"{network} is not private",
                "the cluster would answer for addresses of others, and its pods could not reach them",
                "use a range of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
                at=at,
            )


def _reserved(spec: NetworkParts) -> Iterator[Refusal]:
    for key, reserved in spec.addresses.items():
        network = spec.private_networks.get(reserved.network)
        if network and not _can_be_had(reserved.address, network.network):
            yield Refusal(
                f"{reserved.address} is not a usable address of {reserved.network} ({network.range})",
                "the host would refuse it: it keeps the first two and the last two of a network",
                _usable(network.network),
                at=f"addresses.{key}.address",
            )


def _can_be_had(address: str, network: ipaddress.IPv4Network) -> bool:
    offset = int(ipaddress.IPv4Address(address)) - int(network.network_address)
    return KEPT_AT_EITHER_END <= offset < network.num_addresses - KEPT_AT_EITHER_END


def _usable(network: ipaddress.IPv4Network) -> str:
    if network.num_addresses <= 2 * KEPT_AT_EITHER_END:
        return "reserve it in a larger network"
    return f"choose one from {network[KEPT_AT_EITHER_END]} to {network[-1 - KEPT_AT_EITHER_END]}"


def _reserved_twice(spec: NetworkParts) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for key, reserved in spec.addresses.items():
        first = seen.setdefault(reserved.address, key)
        if first != key:
            yield Refusal(
                f"{reserved.address} is reserved for {first} already",
                "only one of the two would answer",
                "choose another",
                at=f"addresses.{key}.address",
            )


def _quota(spec: NetworkParts) -> Iterator[Refusal]:
    if len(spec.private_networks) > NETWORKS_PER_VPC:
        yield Refusal(
            f"{len(spec.private_networks)} private networks, and a VPC takes {NETWORKS_PER_VPC}",
            "the deployment would stop half-way",
            "split the estate",
            at="private_networks",
        )
