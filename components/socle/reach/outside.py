"""What lies beyond a tunnel or a route: ranges of others that the estate names, Azure's networks, and the rest under its own name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from socle.messages import Text, said

from .addresses import interval
from .graph import Cloud, Hop, Network, Place, Written
from .traffic import ALL4, ALL6, Interval, boxes, common, without


@dataclass(frozen=True)
class Outside:
    """A range of others under the name that the estate gives it. `where` is the line that declares it."""

    name: str
    ranges: tuple[str, ...]
    cloud: str
    where: str = ""
    estate: str = ""


def read_outside(net: Network, declared: Iterable[Outside]) -> None:
    """A place for each declared range."""
    for each in declared:
        ranges = tuple(found for text in each.ranges if (found := interval(text)))
        cloud: Cloud = "azure" if each.cloud == "azure" else "elsewhere"
        net.add(Place(outside_key(each.name), "outside", each.name, cloud, ranges, names=(each.name,), starts=True))


def outside_key(name: str) -> str:
    """The place of a declared range."""
    return f"outside {name}"


@dataclass(frozen=True)
class End:
    """One network at the other side: where traffic enters it, where it leaves it, and its addresses."""

    enters: str
    leaves: str
    ranges: tuple[Interval, ...]


def remotes(net: Network) -> list[Place]:
    """The networks that may be at the other side: declared ranges and Azure's virtual networks."""
    return [place for place in net.places.values() if _is_remote(place)]


def ends_within(
    net: Network, others: Sequence[Place], ranges: Sequence[Interval], beyond: str, by: Written
) -> list[End]:
    """Every known network that has some of these addresses, and one under the name `beyond` for those that nobody has."""
    found = [
        End(f"{place.key}#in" if place.kind == "way" else place.key, place.key, tuple(common(place.ranges, ranges)))
        for place in others
        if common(place.ranges, ranges)
    ]
    rest = tuple(without(ranges, [r for end in found for r in end.ranges]))
    if rest:
        key = f"beyond {by.urn}"
        net.add(Place(key, "outside", beyond, "elsewhere", rest, written=by, starts=True))
        found.append(End(key, key, rest))
    return found


def _is_remote(place: Place) -> bool:
    named = place.kind == "outside" and place.key.startswith("outside ")
    return named or (place.kind == "way" and place.cloud == "azure" and not place.key.endswith("#in"))


def join(net: Network, way: str, end: End, how: Text, by: Written) -> None:
    """Both directions between a tunnel or a machine and a network behind it."""
    every = (ALL4, ALL6)
    net.link(Hop(way, end.enters, said("hop.to_other_side", how=how), boxes(every, end.ranges), (by,)))
    net.link(Hop(end.leaves, way, said("hop.from_other_side", how=how), boxes(end.ranges, every), (by,)))
