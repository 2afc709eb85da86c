"""The legacy estate sorted for the move: what goes where, what stands in the way, what nobody owns, and when Azure can end.

One date, by arithmetic that fits on a line: the move takes as long as its longest lead; what is locked ends on its day; keys go
last, and a vault with purge protection keeps them for its days more. Leads run side by side from the day that is asked about.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from socle.estate.legacy import LegacyResource, LegacySpec, parse

from .blockers import UNLISTED_LOCKS, Blocker, blockers
from .counterparts import Counterpart, counterpart


@dataclass(frozen=True)
class Sorted:
    """All resources of one Azure type, with what takes their place."""

    type: str
    count: int
    counterpart: Counterpart


@dataclass(frozen=True)
class End:
    """The earliest day on which nothing is left on Azure, step by step; `open` are reasons without a day, which move it on."""

    switch: date
    """The earliest day of the switch, which is the first step."""
    day: date
    steps: tuple[tuple[date, str], ...]
    open: tuple[str, ...]
    unmeasured: tuple[str, ...] = ()
    """What the day rests on and nobody has measured: an assumption stands in its place, or nothing could."""


@dataclass(frozen=True)
class Inventory:
    """What `socle inventory` says of an estate on a day."""

    estate: str
    as_of: date
    switch: date
    """The day of the switch that work is counted back from: the planned one, else the earliest."""
    types: tuple[Sorted, ...]
    blockers: tuple[Blocker, ...]
    unowned: tuple[str, ...]
    end: End

    def starts_by(self, blocker: Blocker) -> date | None:
        """The last day to begin the work on a blocker; before `as_of` it is late. Nothing for what takes no work."""
        return self.switch - timedelta(days=blocker.lead_days) if blocker.lead_days else None

    def late_by(self, blocker: Blocker) -> int:
        """Days that the work on a blocker should already have begun; 0 if it is in time."""
        start = self.starts_by(blocker)
        return max((self.as_of - start).days, 0) if start else 0


def inventory(estate: str, legacy: LegacySpec, as_of: date, switch: date | None = None) -> Inventory:
    """Sort the resources of the estate's own subscription; what other teams own is theirs to move."""
    own = [resource for resource in legacy.resources() if parse(resource.id).subscription == legacy.subscription_id]
    counts, known = Counter(resource.type for resource in own), {UNLISTED_LOCKS, *(resource.key for resource in own)}
    found = tuple(blocker for blocker in blockers(legacy, as_of) if blocker.key in known)
    types = [Sorted(type_, count, counterpart(type_)) for type_, count in counts.items()]
    end = earliest_end(types, found, as_of, switch)
    return Inventory(
        estate,
        as_of,
        switch or end.switch,
        tuple(sorted(types, key=lambda each: (_ORDER.index(each.counterpart.fate), each.type))),
        tuple(sorted(found, key=_urgency)),
        tuple(_unowned(legacy, own)),
        end,
    )


_ORDER = ("none", "move", "rebuild", "gone")


def _urgency(blocker: Blocker) -> tuple[object, ...]:
    """What nobody knows the end of first, then the latest days, the longest waits, the longest work."""
    day = blocker.until.toordinal() if blocker.until else 0
    return (not blocker.open, -day, -blocker.after_days, -blocker.lead_days, blocker.key, blocker.what)


def earliest_end(types: Iterable[Sorted], found: Iterable[Blocker], as_of: date, switch: date | None = None) -> End:
    """The arithmetic of the module's first lines; a planned switch counts if it is later than the earliest."""
    found = tuple(found)
    work = [(b.lead_days, f"{b.key}, {b.what}") for b in found if b.stops == "move"]
    work += [(each.counterpart.lead_days, f"{each.type}, {each.counterpart.to}") for each in types]
    days, slowest = max(work, default=(0, ""))
    moved = as_of + timedelta(days=days)
    steps = [
        (
            moved,
            f"the switch, after {days} days of work begun at once: {slowest}"
            if days
            else "the switch: nothing is to be moved",
        )
    ]
    if switch and switch > moved:
        steps.append((switch, "the switch as it is planned"))
    locked = max((b for b in found if b.until), key=lambda b: b.until or as_of, default=None)
    if locked and locked.until and locked.until > steps[-1][0]:
        steps.append((locked.until, f"the last data is free: {locked.key}, {locked.what}"))
    waits = max((b for b in found if b.after_days), key=lambda b: (b.after_days, b.measured), default=None)
    if waits:
        steps.append(
            (steps[-1][0] + timedelta(days=waits.after_days), f"the last keys are gone: {waits.key}, {waits.what}")
        )
    unmeasured = tuple(f"{b.key}: {b.what}" for b in found if b.stops == "end" and not b.measured and not b.open)
    return End(moved, steps[-1][0], tuple(steps), tuple(f"{b.key}: {b.what}" for b in found if b.open), unmeasured)


def _unowned(legacy: LegacySpec, own: list[LegacyResource]) -> Iterator[str]:
    """Entries for which neither they nor their resource group name an owner; parts follow their entry."""
    groups = {parse(group.id).resource_group.lower(): group.owner for group in legacy.resource_groups.values()}
    for resource in own:
        owned = resource.owner or groups.get(parse(resource.id).resource_group.lower())
        if resource.spec is resource.entry and not owned:
            yield resource.key
