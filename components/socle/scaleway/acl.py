"""The rules of the VPC filter, from declared flows. Pure: no registration.

The host's filter is stateless, so each flow needs a rule for the answer too: from the port that answers, to the ports
that clients use.
"""

from collections.abc import Iterator

from pulumiverse_scaleway import network

from socle.estate import FlowSpec, NetworkSpec

_ANY = (0, 0)  # the provider's way to say every port
_CLIENT_PORTS = (1_024, 65_535)
"""Ports that clients answer from: everything unprivileged, since no operating system's own range is certain."""


def acl_rules(spec: NetworkSpec) -> list[network.AclRuleArgs]:
    """Two rules for every port range of every flow, in the order of the flows' names."""
    where = {key: entry.range for key, entry in {**spec.private_networks, **spec.outside}.items()}
    return [rule for key in sorted(spec.flows) for rule in _rules(key, spec.flows[key], where)]


def _rules(key: str, flow: FlowSpec, where: dict[str, str]) -> Iterator[network.AclRuleArgs]:
    source, destination = where[flow.source], where[flow.destination]
    for ports in flow.ports or (None,):
        answering = _bounds(ports) if ports else _ANY
        client = _CLIENT_PORTS if ports else _ANY
        yield _rule(flow, key, source, destination, client, answering)
        yield _rule(flow, f"{key} (answers)", destination, source, answering, client)


def _bounds(ports: str) -> tuple[int, int]:
    low, _, high = ports.partition("-")
    return int(low), int(high or low)


def _rule(
    flow: FlowSpec, what: str, source: str, destination: str, from_ports: tuple[int, int], to_ports: tuple[int, int]
) -> network.AclRuleArgs:
    return network.AclRuleArgs(
        protocol=flow.protocol.upper(),
        source=source,
        destination=destination,
        src_port_low=from_ports[0],
        src_port_high=from_ports[1],
        dst_port_low=to_ports[0],
        dst_port_high=to_ports[1],
        action="accept",
        description=f"{what}: {flow.reason}"[:_DESCRIPTION],
    )


_DESCRIPTION = 255
"""Longest text that we send: the API's limit is not documented, and other products stop at 255."""
