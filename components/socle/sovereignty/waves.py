"""Where each wave stands by its ledger, beside the estate: what has not been signed has not happened."""

from collections.abc import Iterable
from dataclasses import dataclass

from socle.cutover import Book, Stage
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


def waves_of(books: Iterable[Book]) -> tuple[Standing, ...]:
    """Waves by their ledgers; one without a ledger stands at the beginning."""
    return tuple(Standing(book.wave, book.position.stage, len(book.lines), book.reached.refusals) for book in books)
