"""One question: does this reach that, by which hops, or which hop stops it and what would have to change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from socle.messages import Text, nearest, said

from .addresses import EVERY_ADDRESS, interval, is_public
from .build import Model
from .declared import Flow
from .graph import INTERNET_KEY, Hop, Place, Written
from .proofs import seen_by
from .search import Arrival, Trail, closing, spread
from .traffic import ANY_PROTOCOL, PORTS, Interval, Traffic, boxes, common, meet
from .wording import step

NO_RULE = said("why.no_rule")
"""Why a hop with a filter stops what no rule of it accepts."""

AnswerState = Literal["open", "waiting", "closed"]


class UnknownEnd(LookupError):
    """Nothing has this name or address; `near` are the nearest names, `known` all of them."""

    def __init__(self, text: str, known: Iterable[str]) -> None:
        self.text, self.known = text, tuple(sorted(set(known)))
        self.near = tuple(nearest(text, self.known, n=3, cutoff=0.5))
        super().__init__(text)


@dataclass(frozen=True)
class End:
    """One end of a question: places, and the addresses that are meant."""

    text: str
    places: tuple[Place, ...]
    ranges: tuple[Interval, ...]
    by_address: bool = False
    """It was asked for by address: only these addresses are meant, and not also a public one."""


@dataclass(frozen=True)
class Step:
    """One hop of an answer, in words, and whether it lets the traffic pass."""

    hop: Hop
    passes: bool
    text: Text
    traffic: Traffic

    @property
    def stated_by(self) -> list[Written]:
        """The resources that open it to this traffic, or that would have to."""
        return self.hop.openers(self.traffic) if self.passes else [*self.hop.guards, *self.hop.by]


@dataclass(frozen=True)
class Answer:
    """Whether one end reaches another. `why` and `remedy` are of the hop that stops it."""

    state: AnswerState
    source: End
    target: End
    traffic: Traffic
    steps: tuple[Step, ...] = ()
    why: Text = ""
    remedy: Text = ""
    flows: tuple[Flow, ...] = ()
    notes: tuple[str, ...] = ()


def names(model: Model) -> list[str]:
    """Every name that a question may use, the shortest of each place first."""
    places = [place for place in model.net.places.values() if place.answers]
    return sorted({name for place in places for name in (place.name, *place.names)})


def end_of(model: Model, text: str) -> End:
    """What a name, an address or a range stands for.

    Raises:
        UnknownEnd: nothing has this name, or no place these addresses.
    """
    places = [place for place in model.net.places.values() if place.answers]
    address = interval(text)
    if address:
        kinds = ("network", "outside") if not is_public(address) else ("outside", "internet")
        found = tuple(p for p in places if p.kind in kinds and common(p.ranges, [address]))
        if not found:
            raise UnknownEnd(text, names(model))
        return End(text, found, (address,), by_address=True)
    found = tuple(p for p in places if p.name == text) or tuple(p for p in places if text in p.names)
    if not found:
        raise UnknownEnd(text, names(model))
    return End(text, found, tuple(r for place in found for r in place.ranges))


def ask(model: Model, source: End, target: End, *, protocol: int = ANY_PROTOCOL, ports: Interval = PORTS) -> Answer:
    """Whether some traffic of one end reaches the other, by protocol and port where it answers."""
    wanted = boxes(EVERY_ADDRESS, target.ranges if target.by_address else EVERY_ADDRESS, protocol, ports)
    starts = list(_starts(model, source))
    for waiting in (False, True):
        for start, ranges in starts:
            sent = boxes(ranges, EVERY_ADDRESS)
            for arrival in _inside(start, target, sent) or spread(model.net, start, sent, waiting=waiting, apis=True):
                kept = meet(arrival.traffic, wanted)
                if arrival.place in target.places and kept:
                    return _found(model, source, target, arrival, kept, waiting=waiting)
    networks = all(place.kind in ("network", "outside") for place in target.places)
    towards = boxes(EVERY_ADDRESS, target.ranges if networks else EVERY_ADDRESS, protocol, ports)
    return _closed(model, source, target, starts, towards)


def _starts(model: Model, source: End) -> Iterable[tuple[Place, tuple[Interval, ...]]]:
    """Where the traffic begins: a service opens connections in its network, a public range on the Internet."""
    for place in source.places:
        network = model.net.places.get(place.within)
        ranges = tuple(common(place.ranges, source.ranges)) if place.ranges else source.ranges
        if network:
            yield network, ranges
        if place.starts and ranges:
            yield place, ranges
        if place.kind == "outside" and any(is_public(r) for r in ranges):
            yield model.net.places[INTERNET_KEY], ranges


def _inside(start: Place, target: End, sent: Traffic) -> list[Arrival]:
    """Both ends in one network: nothing is between them."""
    hop = Hop(start.key, start.key, said("hop.within", name=start.name))
    return (
        [Arrival(start, start, sent, Trail(hop, None))] if start in target.places and start.key != INTERNET_KEY else []
    )


def _found(model: Model, source: End, target: End, arrival: Arrival, kept: Traffic, *, waiting: bool) -> Answer:
    steps = tuple(
        Step(hop, not hop.closed, step(hop, seen_by(hop, kept)), seen_by(hop, kept)) for hop in arrival.trail.hops()
    )
    shut = next((hop for hop in arrival.trail.hops() if hop.closed), None)
    declared = tuple(flow for flow in model.declared.flows if meet(kept, flow.traffic))
    return Answer(
        "waiting" if waiting and shut else "open",
        source,
        target,
        kept,
        steps,
        shut.closed if shut else "",
        shut.remedy if shut else "",
        declared,
    )


def _closed(
    model: Model, source: End, target: End, starts: list[tuple[Place, tuple[Interval, ...]]], wanted: Traffic
) -> Answer:
    if not starts:
        return Answer("closed", source, target, (), why=said("why.opens_nothing", name=source.text))
    best: list[tuple[Hop, bool]] | None = None
    sent: Traffic = ()
    for start, ranges in starts:
        sent = meet(wanted, boxes(ranges, EVERY_ADDRESS))
        way = closing(model.net, start, target.places, sent)
        if way is not None and (best is None or _stops(way) < _stops(best)):
            best = way
    if best is None:
        why = said("why.nothing_joins", source=source.text, target=target.text)
        return Answer("closed", source, target, (), why=why, remedy=said("remedy.build_path"))
    steps = tuple(Step(hop, passes, step(hop, seen_by(hop, sent)) if passes else hop.how, sent) for hop, passes in best)
    stop = next((s.hop for s in steps if not s.passes), None)
    why = (stop.closed or NO_RULE) if stop else said("why.none_together")
    return Answer("closed", source, target, (), steps, why, stop.remedy if stop else "")


def _stops(way: list[tuple[Hop, bool]]) -> int:
    return sum(not passes for _, passes in way)
