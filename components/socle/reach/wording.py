"""Traffic and hops in words: protocols, ports and addresses as a person writes them."""

from collections.abc import Iterable, Sequence
from functools import reduce

from socle.messages import Text, said

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

_NAMES: dict[int, Text] = {
    TCP: "tcp",
    UDP: "udp",
    ICMP: "icmp",
    OTHER: said("traffic.other_protocols"),
    ANY_PROTOCOL: said("traffic.any_protocol"),
}
_SHOWN = 6


def services(traffic: Traffic) -> Text:
    """The protocols and ports that answer: `tcp 443, 5432; udp any port`."""
    by_ports: dict[tuple[Interval, ...], int] = {}
    for protocol in (TCP, UDP, ICMP, OTHER):
        ports = tuple(joined((box[7], box[8]) for box in traffic if box[0] & protocol))
        if ports:
            by_ports[ports] = by_ports.get(ports, 0) | protocol
    if by_ports == {(PORTS,): ANY_PROTOCOL}:
        return said("traffic.everything")
    return listed([_with_ports(protocols(found), ports, found) for ports, found in by_ports.items()])


def protocols(found: int) -> Text:
    """Protocols by name."""
    if found in _NAMES:
        return _NAMES[found]
    names = [_NAMES[bit] for bit in (TCP, UDP, ICMP, OTHER) if bit & found]
    return reduce(lambda first, last: said("list.and", first=first, last=last), names)


def listed(parts: Sequence[Text]) -> Text:
    """Several of a kind, one after the other."""
    return reduce(lambda first, rest: said("list.then", first=first, rest=rest), parts) if parts else ""


def comma(parts: Sequence[Text]) -> Text:
    """Several of a kind in one breath; there is at least one."""
    return reduce(lambda first, rest: said("list.comma", first=first, rest=rest), parts)


def _with_ports(names: Text, ports: tuple[Interval, ...], found: int) -> Text:
    if not found & WITH_PORTS:
        return names
    return said("traffic.ports", protocols=names, ports=ports_of(ports))


def ports_of(ports: Iterable[Interval]) -> Text:
    """Ports as the estate writes them, the first few."""
    ports = joined(ports)
    if ports == [PORTS]:
        return said("traffic.any_port")
    gaps = without((PORTS,), ports)
    if ports and 0 < len(gaps) <= 2 and sum(high - low for low, high in gaps) < 100:
        return said("traffic.every_port_but", ports=ports_of(gaps))
    listed_ = [str(low) if low == high else f"{low}-{high}" for low, high in ports]
    shown = ", ".join(listed_[:_SHOWN])
    return said("traffic.more_ranges", ports=shown, n=len(listed_) - _SHOWN) if len(listed_) > _SHOWN else shown


def connections(traffic: Traffic) -> Text:
    """Traffic in one line: what, from where, to where."""
    return said(
        "traffic.connections",
        services=services(traffic),
        sources=text_of(sources(traffic)),
        targets=text_of(destinations(traffic)),
    )


def step(hop: Hop, traffic: Traffic) -> Text:
    """What a hop does with some traffic, with the rules of a filter that let it pass."""
    rules = list(dict.fromkeys(clause.text for clause in hop.clauses_for(traffic)))
    if not rules:
        return hop.how
    shown = comma(rules[:3])
    passing = said("list.more", listed=shown, n=len(rules) - 3) if len(rules) > 3 else shown
    return said("hop.by_rules", how=hop.how, rules=passing)


def opened_by(hop: Hop, traffic: Traffic) -> str:
    """The resources that open a hop to some traffic, each with its file and line."""
    return ", ".join(str(each) for each in hop.openers(traffic))
