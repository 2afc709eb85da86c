"""Which paths between two places opened and which closed from one revision of the plans to another, end to end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from socle.messages import Text, said

from .build import Model
from .graph import Written
from .proofs import concerns, ends, openers_of
from .search import spread
from .traffic import ICMP, NOTHING, OTHER, TCP, UDP, Box, Interval, Traffic, answers, common, joined, minus
from .wording import listed, ports_of, services


@dataclass(frozen=True)
class PathChange:
    """Traffic from one place to another that passes now and did not, or the other way round, and what opened it."""

    change: Literal["opened", "closed"]
    source: str
    target: str
    services: Text
    by: tuple[Written, ...]
    public: bool = False
    """It comes from the Internet."""
    answers: bool = False
    """Nothing passes that is no answer to what the target may ask: no path of its own."""


@dataclass(frozen=True)
class _Path:
    source: str
    target: str
    traffic: Traffic
    by: tuple[Written, ...]


_Paths = dict[tuple[str, str], _Path]


def compare_paths(before: Model, after: Model) -> list[PathChange]:
    """What opened first, then what closed; what comes from the Internet before the rest, answers after what is asked."""
    old, new = _paths(before), _paths(after)
    found = [*_differences("opened", new, old), *_differences("closed", old, new)]
    return sorted(
        found, key=lambda each: (each.change == "closed", not each.public, each.answers, each.source, each.target)
    )


def _differences(change: Literal["opened", "closed"], one: _Paths, other: _Paths) -> list[PathChange]:
    found: list[PathChange] = []
    for (start, end), path in one.items():
        left = minus(path.traffic, other[start, end].traffic) if (start, end) in other else path.traffic
        if left:
            back = one.get((end, start))
            passing, answering = _passing(left, back.traffic if back else NOTHING)
            found.append(
                PathChange(
                    change, path.source, path.target, passing, path.by, public=start == "internet", answers=answering
                )
            )
    return found


_CLIENTS = ((32_768, 60_999), (49_152, 65_535))
"""Ports that clients ask from, by Linux's default and by the registry (RFC 6335): who may use most of one of them may ask."""


def _passing(traffic: Traffic, back: Traffic) -> tuple[Text, bool]:
    """What passes, and whether it is answers alone.

    What comes from a few ports only is said apart: the answers to `back`, for which a filter without state must let it pass, and
    whatever else does, which is no answer to anything.
    """
    asked, few = _by_client(traffic)
    others = minus(few, answers(_by_client(back)[0]))
    answering = minus(few, others)
    parts = [services(asked)] if asked else []
    for key, found in (("traffic.from_ports", others), ("traffic.answers", answering)):
        if found:
            ports = ports_of((box[5], box[6]) for box in found)
            parts.append(said(key, services=services(found), ports=ports))
    return listed(parts), bool(answering) and not asked and not others


def _by_client(traffic: Traffic) -> tuple[Traffic, Traffic]:
    """What any client may ask, and what comes from a few ports: by all ports together from which one port is reached."""
    edges = sorted({edge for box in traffic for edge in (box[7], box[8] + 1)})
    asked: list[Box] = []
    few: list[Box] = []
    for low, after in pairwise(edges):
        here = [(*box[:7], low, after - 1) for box in traffic if box[7] <= low and after - 1 <= box[8]]
        for protocol in (TCP, UDP, ICMP, OTHER):
            mine = [(protocol, *box[1:]) for box in here if box[0] & protocol]
            (asked if _is_client(mine) else few).extend(mine)
    return tuple(asked), tuple(few)


def _is_client(boxes: Sequence[Box]) -> bool:
    """Whether the ports that something comes from are those that a system gives to whoever asks, or most of them."""
    ports = joined((box[5], box[6]) for box in boxes)
    return any(2 * _size(common(ports, [clients])) >= _size([clients]) for clients in _CLIENTS)


def _size(ports: Iterable[Interval]) -> int:
    return sum(high - low + 1 for low, high in ports)


def _paths(model: Model) -> _Paths:
    paths: _Paths = {}
    for start in model.net.starting():
        for arrival in ends(start, spread(model.net, start)):
            if concerns(model, start, arrival.place):
                key = start.key, arrival.place.key
                had = paths.get(key)
                by = (*(had.by if had else ()), *openers_of(arrival, arrival.traffic))
                traffic = (had.traffic if had else ()) + arrival.traffic
                paths[key] = _Path(start.name, arrival.place.name, traffic, tuple(dict.fromkeys(by)))
    return paths
