"""Ways through the network: what traffic of a place arrives where, and which hop stops the rest.

Traffic is intersected hop by hop, so a path is a path of some connections and never of two places alone. A place is visited
again only with connections that have not been there, so the search ends and grows with the hops.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from .addresses import EVERY_ADDRESS
from .graph import INTERNET_KEY, Hop, Network, Place
from .traffic import ALL4, Traffic, boxes, coming_from, landing, meet, minus

_BLOCKED = 1_000
"""What a hop that stops the traffic costs, against 1 for an open one: the way with the fewest of them is shown."""


@dataclass(frozen=True)
class Trail:
    """The hops so far, the last first."""

    hop: Hop
    before: "Trail | None"

    def hops(self) -> list[Hop]:
        """The hops in order."""
        found: list[Hop] = []
        trail: Trail | None = self
        while trail is not None:
            found.append(trail.hop)
            trail = trail.before
        return found[::-1]


@dataclass(frozen=True)
class Arrival:
    """Some traffic of one start at one place, and the hops that it took."""

    start: Place
    place: Place
    traffic: Traffic
    trail: Trail

    @property
    def last(self) -> Hop:
        return self.trail.hop


def leaving(start: Place) -> Traffic:
    """Every connection that a place may open."""
    return boxes(start.ranges, EVERY_ADDRESS)


def spread(
    net: Network, start: Place, traffic: Traffic | None = None, *, waiting: bool = False, apis: bool = False
) -> list[Arrival]:
    """Everywhere that traffic of a place arrives.

    Args:
        traffic: what is sent; everything by default.
        waiting: also by the hops that the bridge opens by posture.
        apis: also to the host's endpoints on the Internet, which every way out leads to.
    """
    sent = leaving(start) if traffic is None else traffic
    seen: dict[str, Traffic] = {start.key: sent}
    queue: deque[tuple[str, Traffic, Trail | None]] = deque([(start.key, sent, None)])
    arrivals: list[Arrival] = []
    while queue:
        key, now, trail = queue.popleft()
        for hop in net.from_(key):
            target = net.places[hop.target]
            shut = hop.closed and not (waiting and hop.waits)
            if shut or not may_leave(net, hop, start) or (target.kind == "api" and not apis):
                continue
            new = minus(through(hop, now, start), seen.get(hop.target, ()))
            if new:
                seen[hop.target] = seen.get(hop.target, ()) + new
                taken = Trail(hop, trail)
                arrivals.append(Arrival(start, target, new, taken))
                if apis or hop.target != INTERNET_KEY:  # the Internet leads on to endpoints alone
                    queue.append((hop.target, new, taken))
    return arrivals


def through(hop: Hop, traffic: Traffic, start: Place) -> Traffic:
    """What comes out of a hop, with the addresses that it rewrites. Whoever comes by the Internet has a public address."""
    if hop.source == INTERNET_KEY and start.key != INTERNET_KEY:
        traffic = coming_from(traffic, ALL4)
    passed = meet(traffic, hop.passes)
    return landing(passed, *hop.lands) if hop.lands and passed else passed


def may_leave(net: Network, hop: Hop, start: Place) -> bool:
    """A network does not forward: only what starts in it, or stays in it, takes a hop out of it."""
    place = net.places[hop.source]
    return place.key == start.key or place.kind == "way" or hop.inside


def closing(net: Network, start: Place, ends: Iterable[Place], wanted: Traffic) -> list[tuple[Hop, bool]] | None:
    """The way with the fewest hops that stop this traffic, each with whether it passes; None where there is no way at all."""

    def cost(_from: str, _to: str, parallel: dict[int, dict[str, Hop]]) -> int | None:
        return min((_cost(net, attributes["hop"], start, wanted) for attributes in parallel.values()), default=None)

    shape = net.shape()
    targets = [end.key for end in ends if end.key != start.key]
    reached = nx.single_source_dijkstra_path(shape, start.key, weight=cost)  # pyright: ignore[reportArgumentType]
    lengths = nx.single_source_dijkstra_path_length(shape, start.key, weight=cost)  # pyright: ignore[reportArgumentType]
    nearest = min(
        (t for t in targets if t in reached and lengths[t] < _FORBIDDEN), key=lambda t: lengths[t], default=None
    )
    if nearest is None:
        return None
    path = reached[nearest]
    return [_best(net, source, target, start, wanted) for source, target in pairwise(path)]


_FORBIDDEN = 1_000_000


def _cost(net: Network, hop: Hop, start: Place, wanted: Traffic) -> int:
    if not may_leave(net, hop, start):
        return _FORBIDDEN
    return 1 if passes(hop, wanted, start) else 1 + _BLOCKED


def passes(hop: Hop, wanted: Traffic, start: Place) -> bool:
    """Whether a hop lets some of the traffic pass; one that rewrites the destination is asked for the source alone."""
    if hop.closed:
        return False
    return bool(hop.lands) or bool(through(hop, wanted, start))


def _best(net: Network, source: str, target: str, start: Place, wanted: Traffic) -> tuple[Hop, bool]:
    beside = [hop for hop in net.from_(source) if hop.target == target]
    hop = min(beside, key=lambda each: _cost(net, each, start, wanted))
    return hop, passes(hop, wanted, start)
