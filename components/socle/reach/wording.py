"""Traffic and hops in words: protocols, ports and addresses as a person writes them."""

from collections.abc import Iterable

from .addresses import text_of
from .graph import Hop
from .traffic import (
    ANY_PROTOCOL,
    ICMP,
    OTHER,
    PORTS,
    TCP,
    UDP,
    WITH_PORTS,
    Interval,
    Traffic,
    destinations,
    joined,
    sources,
    without,
)

_NAMES = {
    TCP: "tcp",
    UDP: "udp",
    ICMP: "icmp",
    OTHER: "other protocols",
    WITH_PORTS: "tcp and udp",
    ANY_PROTOCOL: "any protocol",
}
_SHOWN = 6


def services(traffic: Traffic) -> str:
    """The protocols and ports that answer: `tcp 443, 5432; udp any port`."""
    by_ports: dict[tuple[Interval, ...], int] = {}
    for protocol in (TCP, UDP, ICMP, OTHER):
        ports = tuple(joined((box[7], box[8]) for box in traffic if box[0] & protocol))
        if ports:
            by_ports[ports] = by_ports.get(ports, 0) | protocol
    if by_ports == {(PORTS,): ANY_PROTOCOL}:
        return "any protocol and port"
    return "; ".join(f"{protocols(found)}{_ports(ports, found)}" for ports, found in by_ports.items())


def protocols(found: int) -> str:
    """Protocols by name."""
    return _NAMES.get(found) or " and ".join(
        name for bit, name in _NAMES.items() if bit & found and bit in (1, 2, 4, 8)
    )


def _ports(ports: tuple[Interval, ...], found: int) -> str:
    if not found & WITH_PORTS:
        return ""
    return " " + (ports_text(ports) if ports != (PORTS,) else "any port")


def ports_text(ports: Iterable[Interval]) -> str:
    """Ports as the estate writes them, the first few."""
    ports = joined(ports)
    gaps = without((PORTS,), ports)
    if ports and 0 < len(gaps) <= 2 and sum(high - low for low, high in gaps) < 100:
        return f"every port but {ports_text(gaps)}"
    listed = [str(low) if low == high else f"{low}-{high}" for low, high in ports]
    return ", ".join(listed[:_SHOWN]) + (f" and {len(listed) - _SHOWN} more ranges" if len(listed) > _SHOWN else "")


def connections(traffic: Traffic) -> str:
    """Traffic in one line: what, from where, to where."""
    return f"{services(traffic)} from {text_of(sources(traffic))} to {text_of(destinations(traffic))}"


def step(hop: Hop, traffic: Traffic) -> str:
    """What a hop does with some traffic, with the rules of a filter that let it pass."""
    rules = list(dict.fromkeys(clause.text for clause in hop.clauses_for(traffic)))
    listed = ", ".join(rules[:3]) + (f" and {len(rules) - 3} more" if len(rules) > 3 else "")
    return f"{hop.how}: {listed}" if listed else hop.how


def opened_by(hop: Hop, traffic: Traffic) -> str:
    """The resources that open a hop to some traffic, each with its file and line."""
    return ", ".join(str(each) for each in hop.openers(traffic))
