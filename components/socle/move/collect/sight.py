"""What a collector saw, as a record of the cut-over takes it: a kind, counts, and what could not be seen. Counts only, no name of anything.

A count that is not known is left out: a gate takes what is missing for not known, and what is zero for none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["declared", "deployed", "observed"]
Value = int | bool | str


@dataclass(frozen=True)
class Sight:
    """What was seen of one condition.

    kind: the record's. values: counts, and digests. unseen: what could not be seen, for whoever reads it; names may stand there, so it
    is in no record, and its number is.
    """

    kind: str
    values: Mapping[str, Value]
    level: Level = "observed"
    unseen: tuple[str, ...] = field(default_factory=tuple[str, ...])

    @property
    def recorded(self) -> dict[str, Value]:
        """The values of its record, with how much could not be seen."""
        return {**self.values, "unseen": len(self.unseen)}

    def arguments(self) -> list[str]:
        """The values as `socle cutover record` takes them."""
        return [f"{name}={_written(value)}" for name, value in sorted(self.recorded.items())]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"kind": self.kind, "level": self.level, "values": self.recorded, "unseen": list(self.unseen)}


def known(**values: Value | None) -> dict[str, Value]:
    """Values by name, without those that are not known; `lag_seconds` is written lag-seconds."""
    return {name.replace("_", "-"): value for name, value in values.items() if value is not None}


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
