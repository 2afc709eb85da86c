"""The network as one graph: places where addresses live or traffic passes, and hops that let some traffic from one to the next.

Every hop says what opens or closes it and where that is written. The graph is plain data; `search` finds the ways through it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import networkx as nx

from socle.messages import Text
from socle.origin import Origin
from socle.plan import Plan, Resource

from .traffic import EVERYTHING, Interval, Traffic, meet

Kind = Literal["network", "outside", "internet", "service", "api", "way"]
"""`service` answers inside a network; `api` answers on the Internet and is closed by identity; a `way` only forwards."""
Cloud = Literal["scaleway", "azure", "elsewhere"]

INTERNET_KEY = "internet"


@dataclass(frozen=True)
class Written:
    """A resource that opens or closes a hop, and where it is written: in the estate, else in the program."""

    stack: str
    type: str
    name: str
    origin: Origin | None = None
    code: str = ""
    urn: str = ""

    @classmethod
    def of(cls, plan: Plan, resource: Resource) -> "Written":
        code = resource.source_position.split("///", 1)[-1].replace("#", ":")
        return cls(plan.stack, resource.type, resource.name, plan.origin_of(resource), code, resource.urn)

    @property
    def place(self) -> str:
        """`file:line`, of the estate where it is known."""
        return self.where(str)

    def where(self, place: Callable[[Origin], str]) -> str:
        """The same, as `place` writes a line of the estate."""
        return place(self.origin) if self.origin else self.code

    def __str__(self) -> str:
        return f"{self.name} ({self.place})" if self.place else self.name


@dataclass(frozen=True)
class Place:
    """Where addresses live or traffic passes. `within` is the network that a service answers in."""

    key: str
    kind: Kind
    name: str
    cloud: Cloud = "scaleway"
    ranges: tuple[Interval, ...] = ()
    within: str = ""
    written: Written | None = None
    names: tuple[str, ...] = ()
    """Other names that a person may use for it."""
    starts: bool = False
    """Something in it may open connections of its own accord."""
    estate: str = ""

    @property
    def answers(self) -> bool:
        """Whether it is an end of a path and not only a way."""
        return self.kind != "way"


@dataclass(frozen=True)
class Clause:
    """One rule of a filter, and what it accepts."""

    text: Text
    accepts: Traffic
    by: Written | None = None
    """The resource with the rule, where it is not the one that the hop names."""


@dataclass(frozen=True)
class Hop:
    """One step that traffic may take from a place to the next.

    `closed` says why nothing passes at all, and `remedy` what would open it; `waits` marks what the bridge opens by posture.
    `opening` marks what opens a way by being there: a peering, a rule of a filter, a public address.
    """

    source: str
    target: str
    how: Text
    passes: Traffic = EVERYTHING
    by: tuple[Written, ...] = ()
    clauses: tuple[Clause, ...] = ()
    guards: tuple[Written, ...] = ()
    """The resources with the rules of its filter, whether or not one of them lets something pass."""
    closed: Text = ""
    remedy: Text = ""
    waits: bool = False
    opening: bool = False
    inside: bool = False
    """It stays in a network: traffic that came into the network from elsewhere may take it too."""
    lands: tuple[Interval, Interval | None] | None = None
    """Where traffic goes instead: addresses, and ports if they are rewritten too."""

    def clauses_for(self, traffic: Traffic) -> list[Clause]:
        """The rules of the filter that let some of this traffic pass."""
        return [clause for clause in self.clauses if meet(traffic, clause.accepts)]

    def openers(self, traffic: Traffic) -> list[Written]:
        """The resources that let this traffic pass."""
        ruling = [clause.by for clause in self.clauses_for(traffic) if clause.by]
        return list(dict.fromkeys([*ruling, *self.by]))


@dataclass
class Network:
    """All places and hops of some plans, and what could not be read."""

    places: dict[str, Place] = field(default_factory=dict[str, Place])
    hops: dict[str, list[Hop]] = field(default_factory=dict[str, list[Hop]])
    unknown: list[Text] = field(default_factory=list[Text])

    def add(self, place: Place) -> Place:
        """A place; one that is there already stays."""
        return self.places.setdefault(place.key, place)

    def link(self, hop: Hop) -> None:
        """A hop between two places."""
        self.hops.setdefault(hop.source, []).append(hop)

    def from_(self, key: str) -> list[Hop]:
        """The hops out of a place."""
        return self.hops.get(key, [])

    def all_hops(self) -> Iterator[Hop]:
        for found in self.hops.values():
            yield from found

    def starting(self) -> Iterator[Place]:
        """Every place that may open connections."""
        return (place for place in self.places.values() if place.starts)

    def shape(self) -> "nx.MultiDiGraph[str]":
        """Who is beside whom, whatever passes: for the shortest way and for islands."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(self.places)
        for hop in self.all_hops():
            graph.add_edge(hop.source, hop.target, hop=hop)
        return graph


def flat(groups: Iterable[Traffic]) -> Traffic:
    """Several sets as one."""
    return tuple(box for group in groups for box in group)
