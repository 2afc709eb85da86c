"""What moves of objects show of themselves: parity, what is left, erasures, whether passes shrink. Several datasets count together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .sight import Sight, known

if TYPE_CHECKING:
    from socle.move.objects import Verdict  # it brings all that moves objects


def objects_equal(seen: "Sequence[Verdict]", kind: str = "parity") -> Sight:
    """That both sides hold the same objects. kind: `parity` at a fence, `digests-green` before."""
    return Sight(
        kind,
        known(
            datasets=len(seen),
            differences=sum(each.differences + (each.source_root != each.target_root) for each in seen),
            unverified=sum(each.unverified for each in seen),
            compared=sum(each.objects for each in seen),
            **{f"root_{number}": each.target_root for number, each in enumerate(seen, 1)},
        ),
        unseen=tuple(f"{each.dataset}: {gap}" for each in seen for gap in each.gaps),
    )


def objects_drained(seen: "Sequence[Verdict]") -> Sight:
    """How many objects are not on the target as they are at the source."""
    return Sight(
        "drained", known(datasets=len(seen), outstanding=sum(each.differences + each.unverified for each in seen))
    )


def erasures_applied(seen: "Sequence[Verdict]") -> Sight:
    """That what tombstones name is nowhere on the targets, and that nothing is too many there."""
    return Sight(
        "erasures-applied",
        known(
            datasets=len(seen),
            outstanding=sum(each.erasures + each.verdicts["extra"] for each in seen),
            tombstones=sum(each.tombstones for each in seen),
        ),
    )


def delta_shrinks(deltas: Sequence[Sequence[int]]) -> Sight:
    """That the last pass of every dataset found less to copy than the one before. One pass shows nothing."""
    shrinks = [len(each) > 1 and (each[-1] < each[-2] or each[-1] == 0) for each in deltas]
    return Sight("delta-shrinks", known(datasets=len(deltas), shrinks=bool(shrinks) and all(shrinks)))
