"""What may pass between networks and how it leaves: whether flows, gateway and routes agree with the networks they name."""

import ipaddress
from collections import defaultdict
from collections.abc import Iterator

from socle.messages import Refusal, each
from socle.specs import within

from .addresses import TUNNEL_RANGES, address_refusals
from .network import WITH_EGRESS, FlowSpec, NetworkParts
from .ranges import BROADEST_PREFIX

RULES_PER_FAMILY = 255
"""Rules that one VPC accepts per address family (Scaleway documentation, VPC network ACLs)."""

NETWORKS_PER_GATEWAY = 10
"""Private networks on one public gateway (Scaleway documentation, organization quotas, October 2025)."""

_EVERY_PORT = (0, 65_535)


def path_refusals(spec: NetworkParts) -> Iterator[Refusal]:
    """Everything that contradicts itself about what may pass."""
    yield from each(within(spec, "network"), _names(spec), _foreign(spec), _opened_twice(spec), _rules(spec))
    yield from each(_ways_out(spec), _gateway_quota(spec), _routes(spec), _routed_twice(spec))


def acl_rule_count(spec: NetworkParts) -> int:
    """IPv4 rules that the flows need: the filter is stateless, so each needs one for the answer too."""
    return sum(2 * max(1, len(flow.ports)) for flow in spec.flows.values())


def _names(spec: NetworkParts) -> Iterator[Refusal]:
    for key in sorted(spec.private_networks.keys() & spec.outside.keys()):
        yield Refusal(
            f"{key} is both ours and outside",
            "a flow that names it could mean either",
            "rename one",
            at=f"outside.{key}",
        )


def _foreign(spec: NetworkParts) -> Iterator[Refusal]:
    for key, flow in spec.flows.items():
        if flow.source in spec.outside and flow.destination in spec.outside and flow.source != flow.destination:
            yield Refusal(
                f"both {flow.source} and {flow.destination} are outside",
                "the platform would carry other people's traffic from one to the other",
                "remove it, or name the private network that is meant",
                at=f"flows.{key}",
            )


def _opened_twice(spec: NetworkParts) -> Iterator[Refusal]:
    order = {key: place for place, key in enumerate(spec.flows)}
    between: dict[tuple[str, str], list[tuple[tuple[int, int], str, str]]] = defaultdict(list)
    for key, flow in spec.flows.items():
        between[flow.source, flow.destination] += [(ports, flow.protocol, key) for ports in _opened(flow)]
    for opened in between.values():
        pairs = (sorted(pair, key=order.__getitem__) for pair in _overlapping(opened))
        for other, key in dict.fromkeys((first, second) for first, second in pairs):
            yield Refusal(
                "it opens a port twice" if key == other else f"{other} opens the same ports already",
                "closing one of the two would close nothing",
                "name each port once" if key == other else "keep one of them",
                at=f"flows.{key}",
            )


def _opened(flow: FlowSpec) -> Iterator[tuple[int, int]]:
    for ports in flow.ports:
        low, _, high = ports.partition("-")
        yield int(low), int(high or low)
    if not flow.ports:
        yield _EVERY_PORT


def _overlapping(opened: list[tuple[tuple[int, int], str, str]]) -> Iterator[tuple[str, str]]:
    """Flows that open what another one opens, by protocol; `any` is every protocol."""
    for protocol in dict.fromkeys(protocol for _, protocol, _ in opened):
        last, holder = -1, ""
        for (low, high), _, key in sorted(one for one in opened if one[1] in {protocol, "any"}):
            if low <= last:
                yield key, holder
            if high > last:
                last, holder = high, key


def _rules(spec: NetworkParts) -> Iterator[Refusal]:
    rules = acl_rule_count(spec)
    if rules > RULES_PER_FAMILY:
        yield Refusal(
            f"the flows need {rules} rules, and a VPC takes {RULES_PER_FAMILY}",
            "the host would refuse the whole filter",
            "join ports into ranges, or flows into one",
            at="flows",
        )


def _ways_out(spec: NetworkParts) -> Iterator[Refusal]:
    seen: set[str] = set()
    for index, key in enumerate(spec.gateway.networks if spec.gateway else ()):
        at, network = f"gateway.networks.{index}", spec.private_networks.get(key)
        if network and network.purpose not in WITH_EGRESS:
            yield Refusal(
                f"{key} is a network of purpose {network.purpose} and goes out to the Internet",
                "data and administration could leave the platform through it",
                f"let only networks of purpose {' or '.join(WITH_EGRESS)} out",
                at=at,
            )
        if key in seen:
            yield Refusal(f"{key} is named twice", "it can be attached only once", "name it once", at=at)
        seen.add(key)


def _gateway_quota(spec: NetworkParts) -> Iterator[Refusal]:
    if spec.gateway and len(spec.gateway.networks) > NETWORKS_PER_GATEWAY:
        yield Refusal(
            f"{len(spec.gateway.networks)} networks on the gateway, and it takes {NETWORKS_PER_GATEWAY}",
            "the deployment would stop half-way",
            "let fewer networks out, through a proxy in one of them",
            at="gateway.networks",
        )


def _routes(spec: NetworkParts) -> Iterator[Refusal]:
    ours = [
        ("the supernet", ipaddress.IPv4Network(spec.supernet)),
        ("the addresses of pods", ipaddress.IPv4Network(spec.pod_range)),
        ("the addresses of Kubernetes services", ipaddress.IPv4Network(spec.service_range)),
        *(("the inside of the VPN tunnels", tunnel) for tunnel in TUNNEL_RANGES),
    ]
    for key, route in spec.routes.items():
        destination = ipaddress.IPv4Network(route.destination)
        if destination.prefixlen < BROADEST_PREFIX:
            continue  # refused for its breadth already
        for name, network in ours:
            if destination.overlaps(network):
                yield Refusal(
                    f"{destination} overlaps {name} ({network})",
                    "traffic inside the platform would be led out of it",
                    "name the ranges of the other side only",
                    at=f"routes.{key}.destination",
                )


def _routed_twice(spec: NetworkParts) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for key, route in spec.routes.items():
        first = seen.setdefault(route.destination, key)
        if first != key:
            yield Refusal(
                f"{first} routes {route.destination} already",
                "it is unclear which way the traffic would take",
                "keep one of them",
                at=f"routes.{key}.destination",
            )


class NetworkSpec(NetworkParts):
    """The VPC of a layer: its address plan, its flows, its way out."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(address_refusals(self), path_refusals(self))
