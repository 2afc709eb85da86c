"""Where health data under foreign law stands: a decision of an authority that holds, one that has ended, or none. Never a waiver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from socle.estate import DerogationSpec, Standing, standing_of
from socle.estate.legacy import short

from .holdings import Holding


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
    standing, name = standing_of(derogations, short(holding.at), day)
    return Under(holding, standing, name, derogations.get(name))
