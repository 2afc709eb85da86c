"""Where each wave stands by its ledger, beside the estate: what has not been signed has not happened."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from socle.cutover import Stage, open_book
from socle.estate import Estate
from socle.messages import Refusal


@dataclass(frozen=True)
class Standing:
    """A wave's stage, how many records its ledger has, and what stopped the reading, if anything."""

    wave: str
    stage: str
    records: int
    refusals: tuple[Refusal, ...] = ()

    @property
    def erased(self) -> bool:
        """Whether signed records bear out that nothing of it is left."""
        return self.stage == Stage.RETIRED and not self.refusals


def waves_of(estate: Estate, folder: Path, at: datetime) -> tuple[Standing, ...]:
    """Every wave of the estate in a folder; one without a ledger stands at the beginning."""
    return tuple(_standing(estate, folder, wave, at) for wave in (estate.cutover.waves if estate.cutover else ()))


def _standing(estate: Estate, folder: Path, wave: str, at: datetime) -> Standing:
    book = open_book(estate, folder, wave, at)
    return Standing(wave, book.position.stage, len(book.lines), book.reached.refusals)
