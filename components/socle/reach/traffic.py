"""Sets of connections, as boxes: protocols x source and destination addresses x source and destination ports.

A connection is named by its first packet. Both address families share one line of numbers, IPv6 above IPv4, so that a box
never needs to know its family. Ports mean something for TCP and UDP only: a box of another protocol holds all of them.
"""

from collections.abc import Iterable, Iterator

Box = tuple[int, int, int, int, int, int, int, int, int]
"""Protocols as bits, then the first and the last source address, destination address, source port, destination port."""
Traffic = tuple[Box, ...]
"""A union of boxes, which may overlap."""
Interval = tuple[int, int]
"""The first and the last of a range, both inside."""

TCP, UDP, ICMP, OTHER = 1, 2, 4, 8
ANY_PROTOCOL = TCP | UDP | ICMP | OTHER
WITH_PORTS = TCP | UDP
PORTS: Interval = (0, 65_535)

FAMILY6 = 1 << 32
LAST4 = FAMILY6 - 1
LAST6 = FAMILY6 + (1 << 128) - 1
ALL4: Interval = (0, LAST4)
ALL6: Interval = (FAMILY6, LAST6)

_SOURCE, _DESTINATION, _FROM, _TO = 1, 3, 5, 7
NOTHING: Traffic = ()


def boxes(
    sources: Iterable[Interval],
    destinations: Iterable[Interval],
    protocols: int = ANY_PROTOCOL,
    to_ports: Interval = PORTS,
    from_ports: Interval = PORTS,
) -> Traffic:
    """Every connection between two sets of addresses; addresses of two families never meet."""
    pairs = [(s, d) for s in sources for d in destinations if (s[0] > LAST4) == (d[0] > LAST4)]
    return tuple(box for s, d in pairs for box in _by_ports(s, d, protocols, to_ports, from_ports))


def _by_ports(s: Interval, d: Interval, protocols: int, to_ports: Interval, from_ports: Interval) -> Iterator[Box]:
    if to_ports == PORTS and from_ports == PORTS:
        yield (protocols, *s, *d, *PORTS, *PORTS)
        return
    if protocols & WITH_PORTS:
        yield (protocols & WITH_PORTS, *s, *d, *from_ports, *to_ports)
    if protocols & ~WITH_PORTS:  # the host ignores ports of these protocols
        yield (protocols & ~WITH_PORTS, *s, *d, *PORTS, *PORTS)


EVERYTHING: Traffic = boxes((ALL4, ALL6), (ALL4, ALL6))


def meet(one: Traffic, other: Traffic) -> Traffic:
    """What is in both."""
    return tuple(box for a in one for b in other if (box := _meet(a, b)))


def minus(one: Traffic, other: Traffic) -> Traffic:
    """What is in the first and not in the second, in boxes that do not overlap where the first's do not."""
    left = one
    for b in other:
        if not left:
            break
        left = tuple(piece for a in left for piece in _cut(a, b))
    return left


def answers(traffic: Traffic) -> Traffic:
    """The packets that answer: both ends change places."""
    return tuple((p, d0, d1, s0, s1, b0, b1, a0, a1) for p, s0, s1, d0, d1, a0, a1, b0, b1 in traffic)


def landing(traffic: Traffic, destination: Interval, ports: Interval | None) -> Traffic:
    """The same connections after their destination was rewritten; `ports` None keeps the port."""
    return tuple((p, s0, s1, *destination, a0, a1, *(ports or (b0, b1))) for p, s0, s1, _, _, a0, a1, b0, b1 in traffic)


def coming_from(traffic: Traffic, source: Interval) -> Traffic:
    """The same connections after their source was rewritten."""
    return tuple((p, *source, d0, d1, *PORTS, b0, b1) for p, _, _, d0, d1, _, _, b0, b1 in traffic)


def destinations(traffic: Traffic) -> list[Interval]:
    """The destination addresses, joined where they touch."""
    return joined((box[_DESTINATION], box[_DESTINATION + 1]) for box in traffic)


def sources(traffic: Traffic) -> list[Interval]:
    """The source addresses, joined where they touch."""
    return joined((box[_SOURCE], box[_SOURCE + 1]) for box in traffic)


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same numbers in the fewest ranges, in order."""
    found: list[Interval] = []
    for low, high in sorted(intervals):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def common(one: Iterable[Interval], other: Iterable[Interval]) -> list[Interval]:
    """The numbers in both."""
    others = list(other)
    return joined((max(a, c), min(b, d)) for a, b in one for c, d in others if max(a, c) <= min(b, d))


def without(one: Iterable[Interval], other: Iterable[Interval]) -> list[Interval]:
    """The numbers of the first that are not in the second."""
    left = joined(one)
    for low, high in other:
        left = [
            piece
            for a, b in left
            for piece in ((a, min(b, low - 1)), (max(a, high + 1), b))
            if piece[0] <= piece[1]
        ]  # fmt: skip
    return joined(left)


def _meet(a: Box, b: Box) -> Box | None:
    protocols = a[0] & b[0]
    s0, s1 = max(a[1], b[1]), min(a[2], b[2])
    d0, d1 = max(a[3], b[3]), min(a[4], b[4])
    if not protocols or s0 > s1 or d0 > d1:
        return None
    a0, a1, b0, b1 = max(a[5], b[5]), min(a[6], b[6]), max(a[7], b[7]), min(a[8], b[8])
    return None if a0 > a1 or b0 > b1 else (protocols, s0, s1, d0, d1, a0, a1, b0, b1)


def _cut(a: Box, b: Box) -> Iterator[Box]:
    """The parts of a box outside another: per axis what lies below and above, then on to the next axis inside it."""
    inside = _meet(a, b)
    if inside is None:
        yield a
        return
    if a[0] & ~inside[0]:
        yield (a[0] & ~inside[0], *a[1:])
    rest = (inside[0], *a[1:])
    for axis in (_SOURCE, _DESTINATION, _FROM, _TO):
        low, high = inside[axis], inside[axis + 1]
        if rest[axis] < low:
            yield _with(rest, axis, rest[axis], low - 1)
        if rest[axis + 1] > high:
            yield _with(rest, axis, high + 1, rest[axis + 1])
        rest = _with(rest, axis, low, high)


def _with(box: Box, axis: int, low: int, high: int) -> Box:
    p, s0, s1, d0, d1, a0, a1, b0, b1 = box
    if axis == _SOURCE:
        return (p, low, high, d0, d1, a0, a1, b0, b1)
    if axis == _DESTINATION:
        return (p, s0, s1, low, high, a0, a1, b0, b1)
    if axis == _FROM:
        return (p, s0, s1, d0, d1, low, high, b0, b1)
    return (p, s0, s1, d0, d1, a0, a1, low, high)
