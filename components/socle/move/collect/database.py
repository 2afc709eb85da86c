"""What a database shows of itself while it moves: lag, drain, parity, sequences, schema, the way back. Several databases count together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .sight import Sight, known

if TYPE_CHECKING:
    from socle.move.postgres import Drained, Sample, Verified, Watched  # they bring the driver

_GB = 10**9


def in_sync(seen: "Sequence[Watched]") -> Sight:
    """That copies keep up: the worst of them counts, and one that is not known makes it unknown."""
    unseen = tuple(f"direction {number}: {what}" for number, each in enumerate(seen, 1) for what in _not_known(each))
    return Sight(
        "in-sync",
        known(
            datasets=len(seen),
            errors=_sum([each.errors for each in seen]),
            lag_seconds=_most([each.p99_seconds for each in seen]),
            slot_gb=_most([None if each.slot_bytes is None else -(-each.slot_bytes // _GB) for each in seen]),
            watched_hours=min((each.hours if each.alive else 0 for each in seen), default=0),
        ),
        unseen=unseen,
    )


def drained(seen: "Sequence[Drained]") -> Sight:
    """What is left to copy since the fence, in bytes, tables and prepared transactions together."""
    return Sight("drained", known(datasets=len(seen), outstanding=sum(each.outstanding for each in seen)))


def parity(seen: "Sequence[Verified]", kind: str = "parity") -> Sight:
    """That both sides hold the same. What was written behind the fence is a difference; what no fence held is unverified.

    kind: `parity` at a fence, `digests-green` before.
    """
    fenced = kind == "parity"
    return Sight(
        kind,
        known(
            datasets=len(seen),
            differences=sum(each.differences + (each.late or 0) for each in seen),
            unverified=sum(each.unverified + (fenced and not each.fence) for each in seen),
            compared=sum(each.compared for each in seen),
        ),
        unseen=tuple(dict.fromkeys(what for each in seen for what in (*each.rows.unverified, *each.unseen))),
    )


def sequences(seen: "Sequence[Verified]") -> Sight:
    """That the sequences of the side that takes over are ahead."""
    return Sight("sequences", known(datasets=len(seen), behind=sum(len(each.behind) for each in seen)))


def schema_frozen(seen: "Sequence[Verified]") -> Sight:
    """That catalogues are equal."""
    return Sight("schema-frozen", known(datasets=len(seen), differences=sum(each.schema.differences for each in seen)))


def reverse_ready(seen: "Sequence[Sample]", probed: int) -> Sight:
    """That the way back is armed and carries. probed: directions over which a probe went and arrived."""
    dead = [each for each in seen if not (each.alive and each.active)]
    return Sight(
        "reverse-ready",
        known(
            datasets=len(seen) - len(dead),
            errors=_sum([each.errors for each in seen]),
            probed=probed,
        ),
        unseen=tuple(f"slot {each.slot}, active {each.active}" for each in dead),
    )


def _not_known(each: "Watched") -> list[str]:
    named = {"lag": each.p99_seconds, "slot": each.slot_bytes, "errors": each.errors}
    return [name for name, value in named.items() if value is None]


def _sum(values: Sequence[int | None]) -> int | None:
    return None if None in values else sum(each or 0 for each in values)


def _most(values: Sequence[int | None]) -> int | None:
    return None if None in values or not values else max(each or 0 for each in values)
