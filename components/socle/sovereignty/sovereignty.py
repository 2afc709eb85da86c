"""All that is known of whose law, hands and keys an estate is in, on a day. A pure value; drawn by `report.sovereignty`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from socle.cutover import Book
from socle.estate import Declared
from socle.inventory import End
from socle.inventory import inventory as sorted_estate
from socle.plan import Plan

from .burndown import BurnDown, burn_down
from .exposure import Exposure, exposure_of
from .holdings import Holding, holdings_of
from .objectives import Objective, objectives
from .standing import Under, under_foreign_law
from .waves import Standing, waves_of


@dataclass(frozen=True)
class Sovereignty:
    """What `socle sovereignty` says.

    earliest: the arithmetic of `socle inventory`: before that day nothing is free to end, whatever is planned. missing: stacks
    without a plan, of whose resources nothing is known.
    """

    estate: str
    owner: str
    as_of: date
    holdings: tuple[Holding, ...]
    under: tuple[Under, ...]
    objectives: tuple[Objective, ...]
    exposure: Exposure
    burn_down: BurnDown
    waves: tuple[Standing, ...]
    earliest: End | None
    missing: tuple[str, ...] = ()


def sovereignty_of(
    declared: Declared, plans: Iterable[Plan], books: Iterable[Book], as_of: date, missing: Iterable[str] = ()
) -> Sovereignty:
    """All of it, by the plans of an estate's stacks and the ledgers beside it.

    Args:
        books: every wave with its ledger, as of a time of the day.
        missing: stacks that have no plan.
    """
    estate = declared.estate
    found = holdings_of(plans, declared)
    waves = waves_of(books)
    exposure = exposure_of(estate, frozenset(each.wave for each in waves if each.erased))
    under = under_foreign_law(found, estate.cutover.derogations if estate.cutover else {}, as_of)
    earliest = sorted_estate(estate.name, estate.legacy, as_of).end if estate.legacy else None
    return Sovereignty(
        estate.name,
        estate.owner,
        as_of,
        found,
        under,
        objectives(found, under, exposure, estate, as_of),
        exposure,
        burn_down(exposure, as_of),
        waves,
        earliest,
        tuple(missing),
    )
