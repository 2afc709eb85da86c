"""What a filter lets pass, from its rules: the first rule that matches decides, then the default.

An unknown part of a rule that accepts counts as everything, and of one that drops as nothing: a path is never overlooked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from socle.messages import Text, said

from .addresses import interval
from .graph import Clause
from .index import known, numbers
from .traffic import (
    ALL4,
    ALL6,
    ANY_PROTOCOL,
    EVERYTHING,
    ICMP,
    NOTHING,
    PORTS,
    TCP,
    UDP,
    Interval,
    Traffic,
    answers,
    boxes,
    meet,
    minus,
)

PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP, "any": ANY_PROTOCOL, "both": TCP | UDP, "*": ANY_PROTOCOL}
"""Protocols as the two clouds and the estate write them, in lower case."""


@dataclass(frozen=True)
class Rule:
    """One rule of a filter, in its order."""

    accept: bool
    traffic: Traffic
    text: Text


def accepted(rules: Iterable[Rule], otherwise: Clause | None) -> list[Clause]:
    """What each rule, and the default, really accepts once the rules before it have had their say."""
    clauses: list[Clause] = []
    dropped: Traffic = NOTHING
    for rule in rules:
        if rule.accept:
            clauses.append(Clause(rule.text, minus(rule.traffic, dropped)))
        else:
            dropped += rule.traffic
    if otherwise:
        clauses.append(Clause(otherwise.text, minus(otherwise.accepts, dropped)))
    return [clause for clause in clauses if clause.accepts]


def both_ways(clauses: list[Clause]) -> list[Clause]:
    """For a filter that keeps no state: the connections whose answers are accepted too."""
    back = answers(tuple(box for clause in clauses for box in clause.accepts))
    found = [Clause(clause.text, meet(clause.accepts, back)) for clause in clauses]
    return [clause for clause in found if clause.accepts]


def shadowed(rules: Iterable[Rule]) -> list[tuple[Rule, list[Rule]]]:
    """Rules that never act, each with the opposite rules before it that take some of what it names."""
    before: list[Rule] = []
    found: list[tuple[Rule, list[Rule]]] = []
    for rule in rules:
        left = minus(rule.traffic, tuple(box for earlier in before for box in earlier.traffic))
        opposite = [
            earlier for earlier in before if earlier.accept != rule.accept and meet(earlier.traffic, rule.traffic)
        ]
        if rule.traffic and not left and opposite:
            found.append((rule, opposite))
        before.append(rule)
    return found


def protocol_of(value: Any) -> int:
    """Protocols as bits; an unknown one is any."""
    return PROTOCOLS.get(str(value).lower(), ANY_PROTOCOL)


def ranges_of(value: Any, family: Interval | None, *, accept: bool) -> list[Interval]:
    """The addresses of a rule. Nothing written means all; `family` narrows them to IPv4 or IPv6."""
    every = [family] if family else [ALL4, ALL6]
    if value in (None, ""):
        return every
    found = interval(value)
    if found is None:
        return every if accept else []
    return [found]


def port_range(low: Any, high: Any) -> Interval:
    """Ports of two numbers; none, or 0 and 0, are every port (the provider's own way)."""
    first, last = next(numbers(low), 0), next(numbers(high), 0)
    return (first, last or first) if first or last else PORTS


def port_text(value: Any, *, accept: bool) -> Interval | None:
    """Ports of `443`, `8000-8010` or `*`; None where an unknown one must not drop anything."""
    if not known(value) or value == "*":
        return PORTS if accept or value in (None, "", "*") else None
    low, _, high = str(value).removesuffix(".0").partition("-")
    return (int(low), int(high or low)) if low.isdigit() and (high or low).isdigit() else PORTS if accept else None


def acl_rule(number: int, raw: Mapping[str, Any], family: Interval) -> Rule:
    """One rule of a VPC's filter."""
    accept = raw.get("action", "accept") != "drop"
    traffic = boxes(
        ranges_of(raw.get("source"), family, accept=accept),
        ranges_of(raw.get("destination"), family, accept=accept),
        protocol_of(raw.get("protocol", "ANY")),
        port_range(raw.get("dstPortLow"), raw.get("dstPortHigh")),
        port_range(raw.get("srcPortLow"), raw.get("srcPortHigh")),
    )
    described = str(raw.get("description") or "")
    name = described.partition(":")[0]
    text = said("clause.rule_for", n=str(number), name=name) if described else said("clause.rule", n=str(number))
    return Rule(accept, traffic, text)


def group_rule(number: int, raw: Mapping[str, Any], *, inbound: bool) -> Rule:
    """One rule of a security group: the range is the other side's."""
    accept = raw.get("action", "accept") != "drop"
    written = raw.get("ipRange") or raw.get("ip")
    others = ranges_of(written, None, accept=accept) if written else [ALL4]
    ports = port_text(raw.get("portRange") or raw.get("port"), accept=accept)
    every = (ALL4, ALL6)
    traffic = NOTHING
    if ports is not None:
        ends = (others, every) if inbound else (every, others)
        traffic = boxes(*ends, protocol_of(raw.get("protocol", "TCP")), ports)
    return Rule(accept, traffic, said("clause.inbound_rule" if inbound else "clause.outbound_rule", n=str(number)))


def everything_in(family: Interval, text: Text) -> Clause:
    """A default that accepts one family."""
    return Clause(text, boxes([family], [family]))


OPEN = Clause(said("clause.everything"), EVERYTHING)
