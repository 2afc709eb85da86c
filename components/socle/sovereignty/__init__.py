"""Under whose law, in whose hands and behind whose keys an estate is, and how that ends. Pure values; drawn by `report`."""

from socle.estate import Standing
from socle.estate.legacy import short

from .burndown import BurnDown, Step, burn_down
from .exposure import Exposure, Stored, Supplier, exposure_of
from .holdings import GLOBAL, NOT_KNOWN, Holding, KeyHolder, holdings_of
from .objectives import Objective, objectives, qualifications, told_place
from .sovereignty import Sovereignty, sovereignty_of
from .standing import Under, under_foreign_law
from .waves import Standing as WaveStanding
from .waves import waves_of

__all__ = [
    "GLOBAL",
    "NOT_KNOWN",
    "BurnDown",
    "Exposure",
    "Holding",
    "KeyHolder",
    "Objective",
    "Sovereignty",
    "Standing",
    "Step",
    "Stored",
    "Supplier",
    "Under",
    "WaveStanding",
    "burn_down",
    "exposure_of",
    "holdings_of",
    "objectives",
    "qualifications",
    "short",
    "sovereignty_of",
    "told_place",
    "under_foreign_law",
    "waves_of",
]
