"""What an estate declares, as plain data: flows with their reasons, the names of networks, ranges of others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .addresses import EVERY_ADDRESS, INTERNET, interval
from .filters import port_text, protocol_of
from .lookup import Lookup
from .outside import Outside
from .traffic import PORTS, Interval, Traffic, answers, boxes

What = Literal["flow", "way-out", "bastion"]


@dataclass(frozen=True)
class Flow:
    """One declared flow. Ranges are text; `internet` stands for every public address. `where` is `file:line`."""

    name: str
    source: str
    destination: str
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    protocol: str = "tcp"
    ports: tuple[str, ...] = ()
    reason: str = ""
    owner: str = ""
    since: str = ""
    where: str = ""
    what: What = "flow"

    @property
    def traffic(self) -> Traffic:
        """The connections that it declares, from any port of the client."""
        every = [port_text(text, accept=True) or PORTS for text in self.ports] or [PORTS]
        ends = _ranges(self.sources), _ranges(self.destinations)
        return tuple(box for ports in every for box in boxes(*ends, protocol_of(self.protocol), ports))


@dataclass(frozen=True)
class Named:
    """A network by the estate's own name: the private network with exactly this range."""

    name: str
    range: str
    where: str = ""


@dataclass(frozen=True)
class Declared:
    """All that an estate declares about its network."""

    flows: tuple[Flow, ...] = ()
    networks: tuple[Named, ...] = ()
    outside: tuple[Outside, ...] = ()
    estate: str = ""


def _ranges(texts: Iterable[str]) -> list[Interval]:
    found: list[Interval] = []
    for text in texts:
        one = interval(text)
        found += list(INTERNET) if text == "internet" else [one] if one else list(EVERY_ADDRESS)
    return found


class Declarations:
    """Declared traffic by address, so that each start meets its own flows only: asking all of them would grow as a square."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        flows = tuple(flows)
        self._boxes = [flow.traffic for flow in flows]
        self._answered = [boxes_ if _has_answers(flow) else () for flow, boxes_ in zip(flows, self._boxes, strict=True)]
        ends = ((box[at], box[at + 1]) for boxes_ in self._boxes for box in boxes_ for at in (1, 3))
        numbers = (number for number, boxes_ in enumerate(self._boxes) for _ in boxes_ for _ in (1, 3))
        self._lookup = Lookup(zip(ends, numbers, strict=True))

    def declared(self, ranges: Iterable[Interval]) -> Traffic:
        """What flows declare from or to some addresses."""
        return tuple(box for number in self._lookup.touching(ranges) for box in self._boxes[number])

    def answering(self, ranges: Iterable[Interval]) -> Traffic:
        """What cannot be told from the answers of declared flows where a filter keeps no state."""
        return answers(tuple(box for number in self._lookup.touching(ranges) for box in self._answered[number]))


def _has_answers(flow: Flow) -> bool:
    """Whether answers can be known by their port. Those of a flow of any protocol cannot: its other direction is open."""
    return flow.what == "flow" and (bool(flow.ports) or flow.protocol == "icmp")
