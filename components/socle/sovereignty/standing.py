"""Where health data under foreign law stands: a decision of an authority that holds, one that has ended, or none. Never a waiver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from socle.estate import DerogationSpec

from .holdings import Holding


class Standing(StrEnum):
    """What the presence of health data under foreign law is on a day."""

    DEROGATION = "derogation"
    """An authority has decided, and its decision holds on the day."""
    ENDED = "ended"
    """An authority had decided, and its decision is over: a known non-conformity."""
    EARLY = "early"
    """An authority has decided for a later day: until then a known non-conformity."""
    NON_CONFORMITY = "non-conformity"
    """Nobody who could has decided."""

    @property
    def allowed(self) -> bool:
        """Whether a decision covers it."""
        return self is Standing.DEROGATION


@dataclass(frozen=True)
class Under:
    """Health data on a host under foreign law, and what is known of why it may be there. `derogation` is the entry's key."""

    holding: Holding
    standing: Standing
    derogation: str = ""
    spec: DerogationSpec | None = None


def under_foreign_law(
    found: Iterable[Holding], derogations: Mapping[str, DerogationSpec], day: date
) -> tuple[Under, ...]:
    """Everything declared to hold health data where a foreign law reaches the operator, or nobody has looked whether one does."""
    return tuple(
        _under(each, derogations, day) for each in found if each.health and each.holds and each.law != "european"
    )


def _under(holding: Holding, derogations: Mapping[str, DerogationSpec], day: date) -> Under:
    key = short(holding.at)
    covering = {name: each for name, each in derogations.items() if each.covers(key)}
    for name, each in covering.items():
        if each.active_on(day):
            return Under(holding, Standing.DEROGATION, name, each)
    for name, each in covering.items():
        return Under(holding, Standing.ENDED if day > each.ends_on else Standing.EARLY, name, each)
    return Under(holding, Standing.NON_CONFORMITY)


def short(at: str) -> str:
    """A dotted key of the legacy estate as derogations and waves name it: `storage_accounts.lake.raw`."""
    parts = at.removeprefix("legacy.").split(".")
    return ".".join(part for part in parts if part not in ("containers", "databases") or part is parts[0])
