"""What the tunnels carry, as ranges: from the estate, to whoever ends them. Pure."""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from socle.estate import BridgeSpec, Estate, FlowSpec, NetworkSpec
from socle.estate.bridge import crossing


@dataclass(frozen=True, order=True)
class RangeFlow:
    """A declared flow with ranges in place of the names of networks."""

    source: str
    destination: str
    protocol: str = "tcp"
    ports: tuple[str, ...] = ()

    @property
    def match(self) -> str:
        """The flow as the match of a rule."""
        ends = f"ip saddr {ipaddress.IPv4Network(self.source)} ip daddr {ipaddress.IPv4Network(self.destination)}"
        if self.protocol in {"tcp", "udp"}:
            return f"{ends} {self.protocol} dport {{ {', '.join(map(_ports, self.ports))} }}"
        return f"{ends} meta l4proto icmp" if self.protocol == "icmp" else ends


def range_flows(network: NetworkSpec, flows: Mapping[str, FlowSpec]) -> tuple[RangeFlow, ...]:
    """Flows of the estate with their ranges, in an order of their own: another name or wording must not replace a machine."""
    ranges = {
        **{key: private.range for key, private in network.private_networks.items()},
        **{key: outside.range for key, outside in network.outside.items()},
    }
    return tuple(
        sorted(
            RangeFlow(ranges[flow.source], ranges[flow.destination], flow.protocol, tuple(sorted(flow.ports)))
            for flow in flows.values()
        )
    )


@dataclass(frozen=True)
class Passing:
    """What the tunnels carry. Without `propagation` they carry nothing, whatever is declared.

    announced, accepted: ranges that Azure and the platform learn, each exactly.
    flows: what may pass, between announced and accepted ranges.
    administration: what may reach machines of ours on their private network, such as SSH from a bastion's range.
    routes: accepted ranges by the estate's name.
    """

    announced: Sequence[str]
    accepted: Sequence[str]
    flows: Sequence[RangeFlow]
    propagation: bool
    administration: Sequence[RangeFlow] = ()
    routes: Mapping[str, str] = field(default_factory=dict[str, str])


def passing_of(estate: Estate, bridge: BridgeSpec, *, propagation: bool) -> Passing:
    """What the bridge of an estate carries."""
    network = estate.network
    routes = {key: network.outside[key].range for key in bridge.accept}
    to_us = {key: flow for key, flow in network.flows.items() if flow.destination == bridge.network}
    return Passing(
        announced=sorted(network.private_networks[key].range for key in bridge.announce),
        accepted=sorted(routes.values()),
        flows=range_flows(network, crossing(estate.network)),
        propagation=propagation,
        administration=range_flows(network, to_us),
        routes=routes,
    )


def _ports(text: str) -> str:
    low, _, high = text.partition("-")
    if not (low.isascii() and low.isdigit() and (not high or (high.isascii() and high.isdigit()))):
        raise ValueError(f"{text!r} is not a port: the filter would not load, and nothing would pass; write it as 5432")
    return text
