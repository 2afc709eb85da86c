"""Whether both sides are the same: schema, rows, sequences, large objects, materialised views. At a fence, and after a drain."""

from dataclasses import dataclass, field
from typing import Any

from .carry import LargeObjects, behind, fresh_views, large_objects
from .connect import connected
from .definitions import SchemaDigest, schemas
from .digest import Parity, Range, compare, recompare, view_contents
from .fence import standing, written_since
from .names import Direction
from .pair import Pair
from .reading import read, sequences_of

AT_A_FENCE = (
    "materialised views, which are compared at a fence",
    "large objects, which are carried and compared at a fence",
)
"""What is not compared while people write."""


@dataclass(frozen=True)
class Verified:
    """What a comparison found.

    fence: the place in the log at which the side that gives was closed; empty where it was not. late: rows written behind it;
    None where its counters began anew. behind: sequences of the side that takes over. views: materialised views that differ.
    """

    direction: Direction
    fence: str
    late: int | None
    schema: SchemaDigest
    rows: Parity
    large: LargeObjects
    behind: tuple[str, ...]
    sequences: int
    views: tuple[str, ...] = ()
    views_compared: int = 0
    unseen: tuple[str, ...] = field(default_factory=tuple[str, ...])

    @property
    def differences(self) -> int:
        """How much is not the same: schema objects, ranges of rows, large objects, views."""
        return self.schema.differences + len(self.rows.different) + self.large.differences + len(self.views)

    @property
    def unverified(self) -> int:
        """How much could not be compared."""
        return len(self.rows.unverified) + (self.fence != "" and self.late is None)

    @property
    def compared(self) -> int:
        """How much was compared."""
        return self.rows.compared + self.large.compared + self.views_compared

    @property
    def equal(self) -> bool:
        """Whether both sides are the same and nobody wrote meanwhile. Sequences are asked for on their own."""
        return self.rows.equal and not self.differences and not self.unverified and not self.late

    def as_json(self) -> dict[str, Any]:
        """Plain values. Names of tables and columns are in it: it stays in the data's zone, and no ledger takes it."""
        return {
            "direction": self.direction,
            "fence": self.fence,
            "late": self.late,
            "equal": self.equal,
            "differences": self.differences,
            "unverified": [*self.rows.unverified],
            "compared": self.compared,
            "rows": self.rows.rows,
            "digest": self.rows.digest,
            "schema": {
                "source": self.schema.source,
                "target": self.schema.target,
                "missing": list(self.schema.missing),
                "extra": list(self.schema.extra),
                "different": list(self.schema.different),
            },
            "ranges": [_range_json(each) for each in self.rows.different],
            "large-objects": {
                "compared": self.large.compared,
                "missing": len(self.large.missing),
                "extra": len(self.large.extra),
                "different": len(self.large.different),
            },
            "views": list(self.views),
            "sequences": {"compared": self.sequences, "behind": list(self.behind)},
            "unseen": list(self.unseen),
        }


def verify(pair: Pair, direction: Direction, *, readers: int = 2, again: int = 0) -> Verified:
    """Compare both sides, the giver of a direction first.

    Args:
        readers: connections to each side.
        again: how often ranges that differ are compared again, where people still write.
    """
    giver, taker = pair.publisher(direction), pair.subscriber(direction)
    with connected(giver) as one, connected(taker) as other:
        ours, theirs = read(one), read(other)
        rows = compare(giver, taker, ours, readers=readers)
        for _ in range(again):
            if rows.different:
                rows = recompare(giver, taker, ours, rows, readers=readers)
        fence = standing(one)
        views = sorted(set(ours.views) & set(theirs.views)) if fence else []
        seen, shown = (fresh_views(one, views), view_contents(other, views)) if views else ({}, {})
        given, taken = sequences_of(one), sequences_of(other)
        return Verified(
            direction=direction,
            fence=fence.lsn if fence else "",
            late=written_since(one, fence) if fence else None,
            schema=schemas(ours.definitions, theirs.definitions),
            rows=rows,
            large=large_objects(one, other) if fence else LargeObjects(0, (), (), ()),
            behind=behind(given, taken),
            sequences=len(given),
            views=tuple(each for each in views if seen[each] != shown[each]),
            views_compared=len(views),
            unseen=(*ours.unseen, *theirs.unseen, *(() if fence else AT_A_FENCE)),
        )


def _range_json(each: Range) -> dict[str, str | None]:
    return {"table": each.table, "column": each.column, "above": each.above, "upto": each.upto}
