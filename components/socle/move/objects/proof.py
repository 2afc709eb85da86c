"""What a move proves of its dataset: counts, and roots keyed for its wave. It names no object, so that it may leave the zone."""

from dataclasses import dataclass, field
from typing import Any

from .compare import VERDICTS, compared
from .layout import Piece
from .merkle import keyed
from .passes import Move, last_pass, plan_of, sides, went_back
from .tombstones import outstanding


@dataclass(frozen=True)
class Verdict:
    """Whether source and target of one dataset are equal.

    verdicts: objects by what is wrong. erasures: objects that a tombstone names and that are still somewhere. roots: of both sides,
    keyed. named: objects at fault, for people in the zone alone.
    """

    dataset: str
    objects: int
    bytes: int
    verdicts: dict[str, int]
    tombstones: int
    erasures: int
    source_root: str
    target_root: str
    gaps: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def unverified(self) -> int:
        return self.verdicts["unverifiable"]

    @property
    def differences(self) -> int:
        return sum(self.verdicts[each] for each in VERDICTS if each != "unverifiable")

    @property
    def equal(self) -> bool:
        return not (self.differences or self.unverified or self.erasures) and self.source_root == self.target_root

    def as_json(self) -> dict[str, Any]:
        """Plain values, without a name of anything but the dataset."""
        plain = {name: value for name, value in vars(self).items() if name != "named"}
        return {**plain, "gaps": list(self.gaps), "equal": self.equal}


def verdict(move: Move, number: int, wave_key: bytes, hazards: dict[str, int]) -> Verdict:
    """Judge what a pass has listed and read. `hazards` are those that it met."""
    found = compared(sides(move, number))
    erasures, tombstones = outstanding(move.records, [move.erasable])
    return Verdict(
        move.job.dataset,
        found.objects,
        found.bytes,
        found.verdicts,
        tombstones,
        erasures,
        keyed(found.source.whole(), wave_key),
        keyed(found.target.whole(), wave_key),
        _gaps(move, hazards),
        tuple(found.named),
    )


def _gaps(move: Move, hazards: dict[str, int]) -> tuple[str, ...]:
    """What is not carried, and so not proven: in words that name no object."""
    said = {
        "tags": not move.job.tags,
        "late-tags": move.job.tags,
        "old-versions": bool(hazards.get("old-version") or hazards.get("snapshot")),
        "access-lists": move.job.source.kind == "azure",
        "overwritten": move.here.target.versioned is not True,
    }
    return tuple(name for name, is_so in said.items() if is_so)


def deltas(move: Move) -> list[int]:
    """Objects that each pass of copying in the direction of a move had to copy, the oldest first."""
    numbers = range(1, last_pass(move) + 1)
    plans = (plan_of(move.records, each, "copy") for each in numbers if went_back(move.records, each) == move.back)
    return [sum(Piece(**each).rows for each in plan.shards) for plan in plans if plan.attempt]
