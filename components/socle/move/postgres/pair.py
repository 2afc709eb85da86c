"""The two sides of a move, and which of them sends in which direction."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .connect import Endpoint
from .names import Direction, own_name


@dataclass(frozen=True)
class Pair:
    """A database on both sides.

    source, target: as the mover reaches them. seen: how the other server reaches each, where that is another address or role; a
    managed server may need a relay. What is not named there is reached as the mover does.
    """

    source: Endpoint
    target: Endpoint
    seen: Mapping[str, Endpoint] = field(default_factory=dict[str, Endpoint])

    def publisher(self, direction: Direction) -> Endpoint:
        """Who sends."""
        return self.source if direction == "forward" else self.target

    def subscriber(self, direction: Direction) -> Endpoint:
        """Who receives."""
        return self.target if direction == "forward" else self.source

    def publisher_as_seen(self, direction: Direction) -> Endpoint:
        """Who sends, as the receiving server reaches it."""
        side = "source" if direction == "forward" else "target"
        return self.seen.get(side, self.publisher(direction))

    def side(self, name: str) -> Endpoint:
        """The side of a name: source or target."""
        return self.source if name == "source" else self.target

    def name(self, direction: Direction) -> str:
        """What publication, slot and subscription of a direction are called."""
        return own_name(direction, self.source.database)

    def keepers(self, name: str) -> tuple[str, ...]:
        """The roles whom a fence of a side lets in: the mover's, and the one by which the other server reads."""
        here = self.side(name)
        return tuple(dict.fromkeys((here.user, self.seen.get(name, here).user)))
