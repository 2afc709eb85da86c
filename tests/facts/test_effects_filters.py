"""Rows of filters against a list of packets, one by one: what one row covers, what two may both match, what another list lets through.

The packets are corners of the ranges that the rows are made of, so that two sets of them are equal where the rows are.
Does not prove what the host's filters do: `socle.reach` is held against that.
"""

import random
from dataclasses import replace
from functools import cache
from ipaddress import ip_address, ip_network
from itertools import product
from typing import Any, NamedTuple

import pytest

from socle.facts.effects import Effect
from socle.facts.effects.filters import BALANCER_RULE, BALANCER_RULES, FILTER, Row, row_of, through, told
from socle.plan import UNKNOWN

OPENS = {Effect.EXPOSES, Effect.GRANTS, Effect.NOT_KNOWN}
CLOSES = {Effect.REVOKES, Effect.NOT_KNOWN}
RANGES = ("10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "203.0.113.0/24", "0.0.0.0/0", "fd00::/8", "::/0", None)
PORTS = (None, (80, 80), (80, 90), (90, 443), (1, 65535))
HOSTS = ("10.1.0.1", "10.2.0.1", "10.9.0.1", "203.0.113.1", "198.51.100.1", "fd00::1", "2001:db8::1")


class Packet(NamedTuple):
    protocol: str
    source: str
    target: str
    port: int


PACKETS = [
    Packet(*corner)
    for corner in product(("TCP", "UDP"), HOSTS, ("10.1.0.1", "203.0.113.1"), (0, 79, 80, 85, 90, 91, 443))
]


def drawn(chance: random.Random) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "action": chance.choice(("accept", "drop")), "protocol": chance.choice(("TCP", "UDP", "ANY")),
        "source": chance.choice(RANGES), "destination": chance.choice(("10.0.0.0/8", "10.1.0.0/16", None, "0.0.0.0/0")),
    }  # fmt: skip
    low, high = chance.choice(PORTS) or (0, 0)
    return {**raw, "dstPortLow": low, "dstPortHigh": high}


@cache
def within(address: str, text: str | None) -> bool:
    return text is None or ip_address(address) in ip_network(text)


def matches(raw: dict[str, Any], packet: Packet) -> bool:
    low, high = raw["dstPortLow"], raw["dstPortHigh"]
    return (
        raw["protocol"] in ("ANY", packet.protocol)
        and within(packet.source, raw["source"])
        and within(packet.target, raw["destination"])
        and ((low, high) == (0, 0) or low <= packet.port <= high)
    )


def matched(raw: dict[str, Any]) -> set[Packet]:
    return {packet for packet in PACKETS if matches(raw, packet)}


def read(raw: dict[str, Any]) -> Row:
    row = row_of(raw)
    assert row
    return row


def accepted(rows: list[dict[str, Any]], *, default: bool) -> set[Packet]:
    def passes(packet: Packet) -> bool:
        first = next((row for row in rows if matches(row, packet)), None)
        return default if first is None else first["action"] == "accept"

    return {packet for packet in PACKETS if passes(packet)}


CHANCE = random.Random(7)  # noqa: S311 - a sample, not a secret
PAIRS = [(drawn(CHANCE), drawn(CHANCE)) for _ in range(400)]


def test_rows_meet_where_a_packet_matches_both() -> None:
    for one, other in PAIRS:
        assert read(one).meets(read(other)) == bool(matched(one) & matched(other)), (one, other)


def test_a_row_covers_another_where_every_packet_of_that_one_matches() -> None:
    for one, other in PAIRS:
        if read(one).covers(read(other)):
            assert matched(other) <= matched(one), (one, other)
        wider = {**other, "protocol": "ANY", "source": one["source"], "dstPortLow": 0, "dstPortHigh": 0}
        ranged = within_range(other["source"], one["source"])
        assert read(wider).covers(read(other)) == ranged, (wider, other)


def within_range(inner: str | None, outer: str | None) -> bool:
    if outer is None or inner is None:
        return outer is None
    one, two = ip_network(inner), ip_network(outer)
    return one.version == two.version and one.network_address in two and one.prefixlen >= two.prefixlen


@pytest.mark.parametrize("default", [True, False])
def test_what_another_list_lets_through_or_stops_is_told(default: bool) -> None:
    chance = random.Random(11)  # noqa: S311 - a sample, not a secret
    for _ in range(100):
        old = [drawn(chance) for _ in range(chance.randint(0, 3))]
        new = chance.sample(old, len(old)) if chance.random() < 0.5 else [*old[:1], drawn(chance)]
        was, will = accepted(old, default=default), accepted(new, default=default)
        found = told(old, new)
        if will - was:
            assert found & OPENS, (old, new)
        if was - will:
            assert found & CLOSES, (old, new)
        if not found - {Effect.HARMLESS}:
            assert was == will


FLOW = {"action": "accept", "protocol": "TCP", "source": "10.1.0.0/16", "destination": "10.2.0.0/16"}


@pytest.mark.parametrize(
    ("row", "effect"),
    [
        ({**FLOW, "dstPortLow": 443, "dstPortHigh": 443}, Effect.GRANTS),
        ({**FLOW, "dstPortLow": 1, "dstPortHigh": 32767}, Effect.GRANTS),
        ({**FLOW, "dstPortLow": 1, "dstPortHigh": 32768}, Effect.EXPOSES),
        ({**FLOW, "dstPortLow": 0, "dstPortHigh": 0, "srcPortLow": 443, "srcPortHigh": 443}, Effect.GRANTS),
        ({**FLOW, "protocol": "ICMP"}, Effect.GRANTS),
        ({**FLOW, "dstPortLow": 443, "dstPortHigh": 443, "source": "203.0.113.0/24"}, Effect.EXPOSES),
        ({**FLOW, "dstPortLow": 443, "dstPortHigh": 443, "destination": "203.0.113.0/24"}, Effect.EXPOSES),
    ],
)
def test_the_internet_or_half_of_all_ports_is_more_than_a_right(row: dict[str, Any], effect: Effect) -> None:
    assert read(row).opened() == {effect}


@pytest.mark.parametrize(
    ("row", "ports"),
    [
        ({"ip": "10.0.0.0/8"}, (443, 443)),
        ({"ip": "10.0.0.0/8", "port": 22}, (22, 22)),
        ({"ip": "10.0.0.0/8", "protocol": "TCP"}, (0, 65535)),
        ({"ipRange": "10.0.0.0/8", "portRange": "20-25"}, (20, 25)),
        ({"ipRange": "10.0.0.0/8", "portRange": "20 - 25"}, (20, 25)),
        ({"ipRange": "10.0.0.0/8", "portRange": "20-x"}, (0, 65535)),
        ({"ipRange": "10.0.0.0/8", "port": 0}, (0, 65535)),
        ({"source": "10.0.0.0/8", "dstPortLow": 0, "dstPortHigh": 80}, (0, 80)),
        ({"source": "10.0.0.0/8", "dstPortLow": 80}, (0, 65535)),
    ],
)
def test_ports_are_read_in_every_form_of_the_host(row: dict[str, Any], ports: tuple[int, int]) -> None:
    assert read(row).to_ports == ports


def test_a_row_that_asks_for_more_covers_only_what_asks_for_the_same() -> None:
    plain, tagged = read(FLOW), read({**FLOW, "tag": "a"})
    assert plain.covers(tagged)
    assert not tagged.covers(plain)
    assert not tagged.covers(read({**FLOW, "tag": "b"}))
    assert tagged.rest
    assert not plain.rest


def test_a_row_that_is_inverted_covers_itself_alone_and_may_meet_anything() -> None:
    row = read(FLOW)
    inverted = replace(row, inverted=True)
    assert inverted.covers(inverted)
    assert not inverted.covers(row)
    assert not row.covers(inverted)
    elsewhere = read({**FLOW, "source": "203.0.113.0/24"})
    assert inverted.meets(elsewhere)
    assert elsewhere.meets(inverted)
    assert not row.meets(elsewhere)
    assert inverted.opened() == {Effect.EXPOSES}


@pytest.mark.parametrize("row", [None, "text", {**FLOW, "source": "x"}, {**FLOW, "destination": "x"}])
def test_what_is_no_row_is_not_known_on_either_side(row: Any) -> None:
    assert row_of(row) is None
    assert told([FLOW], [FLOW, row]) == {Effect.GRANTS, Effect.NOT_KNOWN}
    assert told([FLOW, row], [FLOW]) == {Effect.REVOKES, Effect.INTERRUPTS, Effect.NOT_KNOWN}
    assert told([FLOW, row], [row, FLOW]) == {Effect.HARMLESS}


def test_a_list_that_is_not_known_yet_is_not_known() -> None:
    assert told([FLOW], "later") == told("later", [FLOW]) == told("later", None) == {Effect.NOT_KNOWN}
    assert told(None, None) == told([], None) == {Effect.HARMLESS}


def test_rows_that_are_written_otherwise_and_let_the_same_through_are_looked_at() -> None:
    narrow = {**FLOW, "source": "10.1.4.0/22"}
    assert told([FLOW], [FLOW, narrow]) == told([FLOW, narrow], [FLOW]) == {Effect.NOT_KNOWN}


def test_what_gets_through_is_what_no_row_before_forbids_as_a_whole() -> None:
    drop = {**FLOW, "action": "drop", "source": "10.0.0.0/8"}
    half = {**FLOW, "action": "drop", "source": "10.1.0.0/17"}
    unread = {**FLOW, "source": "x"}
    assert through([drop, FLOW]) == through([drop]) == through(None) == through("x") == []
    assert through([FLOW, drop]) == through([half, FLOW]) == through([{**drop, "source": "x"}, "x", FLOW]) == [FLOW]
    assert through([drop, unread, FLOW]) == [unread]
    assert through([{**FLOW, "action": "reject"}]) == []


def test_a_part_of_what_was_accepted_that_comes_before_what_is_forbidden_gets_through() -> None:
    """The wide rule stood behind the one that forbids; its part stands before it, and nothing else is new."""
    wide: dict[str, Any] = {
        "action": "accept",
        "protocol": "TCP",
        "source": "10.0.0.0/8",
        "dstPortLow": 0,
        "dstPortHigh": 0,
    }
    part = {**wide, "source": "10.1.0.0/16"}
    forbidden = {**part, "action": "drop"}

    assert Effect.EXPOSES in told([forbidden, wide], [part, forbidden])
    assert Effect.EXPOSES not in told([forbidden, wide], [forbidden, part])
    assert told([wide, forbidden], [forbidden, part]) == {Effect.REVOKES, Effect.INTERRUPTS}


@pytest.mark.parametrize(
    ("action", "was", "will", "opens"),
    [
        ("allow", 1, 2, False), ("allow", 2, 1, True), ("deny", 1, 2, True), ("deny", 2, 1, False),
    ],
)  # fmt: skip
def test_a_rule_of_a_load_balancer_that_moves_counts_for_more_or_for_less(
    action: str, was: int, will: int, opens: bool
) -> None:
    rule = {"action": {"type": action}, "match": {"ipSubnets": ["10.0.0.0/8"]}}
    found = BALANCER_RULE.change({**rule, "index": was}, {**rule, "index": will})

    assert found == ({Effect.EXPOSES, Effect.WEAKENS} if opens else {Effect.REVOKES, Effect.INTERRUPTS})
    assert BALANCER_RULE.change({**rule, "index": was}, {**rule, "index": was}) == {Effect.HARMLESS}
    assert BALANCER_RULE.change({**rule, "index": was}, rule) == {Effect.WEAKENS}


@pytest.mark.parametrize("action", [UNKNOWN, "Accept", "reject", 1])
@pytest.mark.parametrize("was", ["accept", "drop"])
def test_a_row_whose_action_is_not_known_is_never_taken_for_one_that_forbids(action: object, was: str) -> None:
    known, strange = ([{"action": each, "protocol": "TCP", "ipRange": "10.0.0.0/8"}] for each in (was, action))
    assert Effect.NOT_KNOWN in FILTER.change(known, strange)
    assert Effect.NOT_KNOWN in FILTER.born(strange)
    rules = [[{"action": {"type": each}, "match": {}}] for each in ("deny" if was == "drop" else "allow", action)]
    assert Effect.NOT_KNOWN in BALANCER_RULES.change(*rules)
