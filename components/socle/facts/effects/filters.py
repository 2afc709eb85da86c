"""Lists of rules of which the first that matches wins: of networks, machines, databases and load balancers.

What a list lets through is what counts, not how its rows are written: a wider row in place of a narrower one takes nothing away,
and a row that moves before another one may decide in its place.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, cast

from .effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge
from .judges import is_part, is_public, members_in
from .usual import EXPOSES, GRANTS, INTERRUPTS, REVOKES, WEAKENS

_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))
_ITSELF = (ip_network("127.0.0.0/8"),)
"""Where a row without a destination leads: to what the filter stands before."""
_ONE_PORT = (443, 443)
"""Of rows that guard one service, whatever its port."""
_LAST_PORT = 65535
_MOST_PORTS = 32768
"""From so many ports on a rule is told as one for all of them: who listens on a high port is not listed anywhere."""
_PARTS = frozenset(
    {"action", "protocol", "source", "destination", "ip", "ipRange", "port", "portRange"}
    | {"srcPortLow", "srcPortHigh", "dstPortLow", "dstPortHigh", "description"}
)
"""What is read of a row by itself, and its words."""
_ACTIONS = ("accept", "drop")
_ANSWERS = ("allow", "deny", "redirect")
"""What rows do, of filters and of load balancers; one that does anything else, or what is not known yet, cannot be read."""
Ports = tuple[int, int]
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Row:
    """One row as a filter reads it. An empty protocol is every one, ports are inclusive; `rest` is whatever else it asks for."""

    accepts: bool
    protocol: str
    sources: tuple[Network, ...]
    targets: tuple[Network, ...]
    from_ports: Ports
    to_ports: Ports
    rest: str
    inverted: bool = False

    def covers(self, other: "Row") -> bool:
        """Whether everything that matches another row matches this one."""
        if self == other:
            return True
        return (
            not self.inverted
            and not other.inverted
            and self.rest in ("", other.rest)
            and self.protocol in ("", other.protocol)
            and _contains(self.sources, other.sources)
            and _contains(self.targets, other.targets)
            and _within(other.from_ports, self.from_ports)
            and _within(other.to_ports, self.to_ports)
        )

    def meets(self, other: "Row") -> bool:
        """Whether something may match both."""
        return (
            self.inverted
            or other.inverted
            or (
                (not self.protocol or not other.protocol or self.protocol == other.protocol)
                and _overlap(self.sources, other.sources)
                and _overlap(self.targets, other.targets)
                and self.from_ports[0] <= other.from_ports[1]
                and other.from_ports[0] <= self.from_ports[1]
                and self.to_ports[0] <= other.to_ports[1]
                and other.to_ports[0] <= self.to_ports[1]
            )
        )

    def opened(self) -> Effects:
        """What a row that lets through opens: the Internet, or every port, is more than a right."""
        wide = _most(self.to_ports) and _most(self.from_ports) and self.protocol != "ICMP"
        public = any(is_public(network) for network in (*self.sources, *self.targets))
        return EXPOSES if public or wide or self.inverted else GRANTS


def row_of(raw: Any) -> Row | None:
    """A row of any filter of the host; nothing where it cannot be read."""
    if not isinstance(raw, dict):
        return None
    entry = cast("dict[str, Any]", raw)
    sources, targets = (_networks(entry, *keys) for keys in (("source", "ipRange", "ip"), ("destination",)))
    action = entry.get("action") or "accept"
    if sources is None or targets is None or action not in _ACTIONS:
        return None
    of_service = "ip" in entry and not {"protocol", "port", "portRange"} & entry.keys()
    ports = _range(entry.get("port")) or _range(entry.get("portRange"))
    protocol = str(entry.get("protocol") or "ANY").upper()
    rest = {key: value for key, value in sorted(entry.items()) if key not in _PARTS and value}
    return Row(
        accepts=action == "accept",
        protocol="" if protocol == "ANY" else protocol,
        sources=sources or _EVERYWHERE,
        targets=targets or (_EVERYWHERE if "destination" in entry else _ITSELF),
        from_ports=_bounds(entry.get("srcPortLow"), entry.get("srcPortHigh")),
        to_ports=_ONE_PORT if of_service else ports or _bounds(entry.get("dstPortLow"), entry.get("dstPortHigh")),
        rest=str(rest) if rest else "",
    )


def _networks(entry: dict[str, Any], *keys: str) -> tuple[Network, ...] | None:
    """The range that a row names, none where it names none; nothing where it is not one."""
    texts = [str(entry[key]) for key in keys if entry.get(key)]
    try:
        return tuple(ip_network(text, strict=False) for text in texts[:1])
    except ValueError:
        return None


def _range(value: Any) -> Ports | None:
    low, _, high = str(value).partition("-")
    if not low.strip().isdigit() or (high and not high.strip().isdigit()):
        return None
    return _bounds(int(low), int(high or low))


def _bounds(low: Any, high: Any) -> Ports:
    """Bounds of ports; nothing and 0 are the host's way to say every port."""
    if not isinstance(low, int) or not isinstance(high, int) or (low == 0 and high == 0):
        return (0, _LAST_PORT)
    return (low, high)


def _most(ports: Ports) -> bool:
    return ports[1] - ports[0] + 1 >= _MOST_PORTS


def _within(inner: Ports, outer: Ports) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _contains(outer: Iterable[Network], inner: Iterable[Network]) -> bool:
    return all(any(is_part(one, other) for other in outer) for one in inner)


def _overlap(ones: Iterable[Network], others: Iterable[Network]) -> bool:
    return any(is_part(a, b) or is_part(b, a) for a in ones for b in others)


def through(raw: Any) -> list[dict[str, Any]]:
    """The rows of a filter that let something through: those that accept, and that no row before them forbids as a whole."""
    entries = (
        [cast("dict[str, Any]", one) for one in cast("list[Any]", raw) if isinstance(one, dict)]
        if isinstance(raw, list)
        else []
    )
    found: list[dict[str, Any]] = []
    dropping: list[Row] = []
    for entry in entries:
        row = row_of(entry)
        if entry.get("action", "accept") != "accept":
            dropping += [row] if row else []
        elif row is None or not any(drop.covers(row) for drop in dropping):
            found.append(entry)
    return found


def told(old: Any, new: Any, read: Callable[[Any], "Row | None"] = row_of) -> Effects:
    """What another list does. Rows that all accept have no order.

    A row that cannot be read, or whose range is not known yet, is not known.
    """
    if any(value is not None and not isinstance(value, list) for value in (old, new)):
        return NOT_KNOWN
    was, will = (cast("list[Any]", value or []) for value in (old, new))
    found: Effects = frozenset()
    if any(read(row) is None and row not in was for row in will):
        found |= GRANTS | NOT_KNOWN
    if any(read(row) is None and row not in will for row in was):
        found |= REVOKES | NOT_KNOWN
    before, after = ([row for one in side if (row := read(one))] for side in (was, will))
    found |= _compared(before, after)
    same = before == after or (Counter(before) == Counter(after) and all(row.accepts for row in after))
    return found or (HARMLESS if same else NOT_KNOWN)


def _compared(was: list[Row], will: list[Row]) -> Effects:
    found: Effects = frozenset()
    for row in will:
        if row not in was and not any(_stands_for(other, row) for other in was):
            found |= row.opened() if row.accepts else REVOKES
    for row in was:
        if row not in will and not any(_stands_for(other, row) for other in will):
            found |= REVOKES if row.accepts else EXPOSES
    return found | _moved(was, will)


def _stands_for(one: Row, other: Row) -> bool:
    return one.accepts == other.accepts and one.covers(other)


def _moved(was: list[Row], will: list[Row]) -> Effects:
    """Rows that change places: what is accepted before it is forbidden gets through, and the other way round."""
    found: Effects = frozenset()
    for drop in (row for row in will if not row.accepts):
        for accept in (row for row in will if row.accepts and row.meets(drop)):
            one, other = _first(was, accept), _first(was, drop)
            if one is None or other is None:
                continue
            earlier, now = one < other, will.index(accept) < will.index(drop)
            if earlier != now:
                found |= EXPOSES if now else REVOKES
    return found


def _first(rows: list[Row], row: Row) -> int | None:
    """Where a row stood, or what stood for it."""
    return next((index for index, other in enumerate(rows) if other == row or _stands_for(other, row)), None)


def born(value: Any, read: Callable[[Any], "Row | None"] = row_of) -> Effects:
    """What the rules of a new filter let through."""
    return told(None, value, read)


def _balancer_row(raw: Any) -> Row | None:
    """A rule of a load balancer: it allows, denies or sends elsewhere; what no rule denies is served."""
    if not isinstance(raw, dict):
        return None
    entry = cast("dict[str, Any]", raw)
    action, match = (cast("dict[str, Any]", entry.get(key) or {}) for key in ("action", "match"))
    if action.get("type", "allow") not in _ANSWERS:
        return None
    ranges = match.get("ipSubnets") or ()
    try:
        sources = tuple(ip_network(str(text), strict=False) for text in cast("list[Any]", ranges))
    except ValueError:
        return None
    rest: dict[str, Any] = {
        key: value for key, value in sorted(match.items()) if key not in ("ipSubnets", "invert") and value
    }
    if action.get("type") == "redirect":
        rest["redirects"] = action.get("redirects")
    return Row(
        accepts=action.get("type") != "deny",
        protocol="",
        sources=sources or _EVERYWHERE,
        targets=_ITSELF,
        from_ports=(0, _LAST_PORT),
        to_ports=_ONE_PORT,
        rest=str(rest) if rest else "",
        inverted=match.get("invert") is True,
    )


def _balancer(old: Any, new: Any) -> Effects:
    """Rules of a load balancer; beside them everything is let in, so an allowing rule that goes, or comes, counts by its order."""
    found = told(old, new, _balancer_row)
    return found | WEAKENS if Effect.EXPOSES in found else found


def _one_of_balancer(old: Any, new: Any) -> Effects:
    """A rule that is a resource of its own: its place among the others decides with it."""
    was, will = (cast("dict[str, Any]", value) for value in (old, new))
    found = _balancer([was], [will])
    places = [value.get("index") for value in (was, will)]
    if places[0] == places[1]:
        return found
    numbers = [place for place in places if isinstance(place, int)]
    if len(numbers) < 2:
        return (found - HARMLESS) | WEAKENS
    row = _balancer_row(will)
    later = numbers[1] > numbers[0]
    return (found - HARMLESS) | (REVOKES if row and row.accepts == later else WEAKENS | EXPOSES)


FILTER = Judge(told, born)
BALANCER_RULES = Judge(_balancer, lambda value: born(value, _balancer_row))
BALANCER_RULE = Judge(_one_of_balancer, lambda _value: HARMLESS, whole=True)


def _servers(old: Any, new: Any) -> Effects:
    """Where a load balancer sends what it is asked: a public address is somebody else's, unless the estate owns it."""
    was, will = members_in(old), members_in(new)
    found: Effects = INTERRUPTS if was - will else frozenset()
    for text in will - was:
        networks = _networks({"ip": text}, "ip")
        found |= EXPOSES if not networks or any(map(is_public, networks)) else GRANTS | NOT_KNOWN
    return found or HARMLESS


SERVERS = Judge(_servers, lambda value: _servers(None, value))
