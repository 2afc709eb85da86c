"""How the exposure goes down, wave by wave: what is left after each day of the plan, when it is nothing, and what holds that back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from socle.messages import Text, said

from .exposure import Exposure, Stored, Supplier


@dataclass(frozen=True)
class Step:
    """What is left after a day. `gigabytes` is None where of one store that is left nobody has counted."""

    day: date
    stores: int
    health: int
    gigabytes: float | None
    at_most: bool
    gone: tuple[str, ...] = ()
    """The stores that go on this day."""


@dataclass(frozen=True)
class BurnDown:
    """The way to nothing. zero: the day on which no store is left by plan, None where that is not known.

    holds: what keeps the day from being known, or from being earlier, by store or supplier. suppliers_zero: the same for those who
    are relied on under foreign law.
    """

    as_of: date
    steps: tuple[Step, ...]
    zero: date | None
    holds: tuple[tuple[str, Text], ...]
    suppliers_zero: date | None


def burn_down(exposure: Exposure, as_of: date) -> BurnDown:
    """The steps by plan from a day on. A day that has passed without a proof of erasure removes nothing."""
    left = exposure.left
    days = sorted({each.gone for each in left if each.gone and each.gone > as_of})
    steps = [_step(as_of, left, ())]
    for day in days:
        rest = [each for each in left if not (each.gone and as_of < each.gone <= day)]
        steps.append(_step(day, rest, tuple(each.key for each in left if each.gone == day)))
    late = [each for each in left if each.gone and each.gone <= as_of]
    known = all(each.gone for each in left) and not late
    zero = (max((each.gone for each in left if each.gone), default=as_of)) if known else None
    holds = [(each.key, why) for each in left for why in each.held]
    holds += [(each.key, said("sovereignty.held.late", day=str(each.gone))) for each in late]
    foreign = [each for each in exposure.suppliers if _may_be_foreign(each)]
    holds += [
        (each.name or each.role, _supplier_holds(each)) for each in foreign if each.spec is None or not each.spec.until
    ]
    ends = [each.spec.until for each in foreign if each.spec and each.spec.until]
    suppliers_zero = (max(ends, default=as_of)) if len(ends) == len(foreign) else None
    return BurnDown(as_of, tuple(steps), zero, tuple(holds), suppliers_zero)


def _step(day: date, left: Sequence[Stored], gone: tuple[str, ...]) -> Step:
    sizes = _sizes(left)
    known = [each for each in sizes if each is not None]
    return Step(
        day,
        len(left),
        sum(each.health for each in left),
        sum(known) if len(known) == len(sizes) else None,
        any(each.at_most for each in left),
        gone,
    )


def _sizes(left: Iterable[Stored]) -> list[float | None]:
    """The sizes, the disk of a server once for all its databases; a vault's keys weigh nothing."""
    found: dict[str, float | None] = {}
    for each in left:
        if not each.key.startswith("vaults."):
            found[".".join(each.key.split(".")[:2]) if each.at_most else each.key] = each.gigabytes
    return list(found.values())


def _may_be_foreign(supplier: Supplier) -> bool:
    return supplier.spec is None or supplier.spec.law != "european"


def _supplier_holds(supplier: Supplier) -> Text:
    return said("sovereignty.held.supplier") if supplier.spec else said("sovereignty.held.supplier_unknown")
