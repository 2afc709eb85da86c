"""What the ledgers of the cut-over have, record by record: who signed, at which level, and whether it is believed.

Only what is believed is evidence of anything: a record whose signatures do not hold, or that stands after one that breaks the
chain, says nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from socle.cutover import HELD, KINDS, TRANSITION, Book, Condition, Stage, arrow
from socle.cutover.evidence import HARMLESS, LEVELS, Entry, Level, parse
from socle.messages import Text, said

from .document import Cell, Document, Row
from .gathered import Gathered


@dataclass(frozen=True)
class Seen:
    """One record. believed: nothing is wrong with it, nor with any before it; `by` are the entries whose keys signed it."""

    book: Book
    entry: Entry
    believed: bool
    by: tuple[str, ...]

    @property
    def source(self) -> str:
        """Its id among the sources."""
        return f"record:{self.entry.digest}"

    @property
    def level(self) -> Level | None:
        """How it is known; nothing where it is not believed."""
        return self.entry.record.level if self.believed else None

    @property
    def values(self) -> tuple[Text, ...]:
        """What was counted or compared."""
        return tuple(f"{name}: {_plain(value)}" for name, value in sorted(self.entry.record.values.items()))


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def seen(book: Book) -> tuple[Seen, ...]:
    """Every record of a ledger that can be read, in its order."""
    wrong = [each.line for each in book.flaws if each.flaw not in HARMLESS]
    refused = bool(book.reached.refusals) and not wrong
    first = 0 if refused else min(wrong, default=len(book.lines) + 1)
    return tuple(
        Seen(book, line, number < first, tuple(_signers(line, book)))
        for number, line in enumerate(book.lines, 1)
        if isinstance(line, Entry)
    )


def _signers(line: Entry, book: Book) -> Iterator[str]:
    for armoured in line.signatures:
        try:
            holder = book.known.holder(parse(armoured).key)
        except ValueError:
            continue
        yield holder.name if holder else "?"


def last_seen(books: Iterable[Book], *conditions: Condition, wave: str = "") -> Seen | None:
    """The newest believed record of some conditions, of one wave or of all."""
    kinds = {KINDS[each] for each in conditions}
    found = [
        each
        for book in books
        if wave in ("", book.wave)
        for each in seen(book)
        if each.believed and each.entry.record.kind in kinds
    ]
    return max(found, key=lambda each: each.entry.record.at, default=None)


def requested(book: Book) -> Seen | None:
    """The believed record by which the deletion on the old host began."""
    found = [each for each in seen(book) if each.believed and _goal(each) is Stage.RETIRING]
    return found[-1] if found else None


def _goal(each: Seen) -> Stage | None:
    record = each.entry.record
    goal = record.values.get("goal") if record.kind == TRANSITION else None
    return next((stage for stage in Stage if stage == goal), None)


def records(of: Gathered) -> Document:
    """Every record of the ledgers."""
    columns = ("wave", "serial", "day", "kind", "values", "signers", "level")
    every = [each for book in of.books for each in seen(book)]
    found = {each.level for each in every}
    levels: list[Level] = [level for level in LEVELS if level in found]
    gaps = (*(() if of.books else ("no_cutover",)), *(("unbelieved",) if None in found else ()))
    return Document("records", columns, tuple(map(_record, every)), levels[0] if levels else "declared", gaps)


def _record(each: Seen) -> Row:
    record = each.entry.record
    cells: dict[str, Cell] = {
        "wave": record.wave,
        "serial": record.serial,
        "day": record.at.date(),
        "kind": record.kind,
        "values": each.values,
        "signers": each.by or None,
        "level": each.level,
    }
    return Row(cells, (each.source,))


def incidents(of: Gathered) -> Document:
    """The register of incidents, as far as records and the estate know any: what stopped or turned back, exercises, who is called."""
    columns = ("what", "day", "about", "reached", "level")
    made = [row for book in of.books for row in _stops(book)] + list(_drills(of)) + list(_called(of))
    drilled = any(row.cells["what"] == said("evidence.incident.drill") for row in made)
    gaps = ("incidents_unknown", *(() if drilled else ("drills_unknown",)))
    return Document("incidents", columns, tuple(made), "declared", gaps)


def _stops(book: Book) -> Iterator[Row]:
    """Waves that were held, steps that led back, and causes that were found."""
    stage = Stage.INVENTORIED
    for each in seen(book):
        if not each.believed:
            return
        record, goal = each.entry.record, _goal(each)
        step = arrow(stage, goal) if goal else None
        back = step is not None and step.kind == "back"
        stage = goal or stage
        what = (
            "held" if record.kind == HELD and record.values.get("held") is not False
            else "back" if back
            else "cause" if record.kind == KINDS[Condition.CAUSE_FOUND]
            else ""
        )  # fmt: skip
        if what:
            cells: dict[str, Cell] = {
                "what": said(f"evidence.incident.{what}"),
                "day": record.at.date(),
                "about": (said("evidence.incident.wave", wave=record.wave), *each.values),
                "reached": "",
                "level": each.level,
            }
            yield Row(cells, (each.source,))


def _drills(of: Gathered) -> Iterator[Row]:
    emergency = of.estate.foundation.break_glass if of.estate.foundation else None
    if emergency and emergency.drill and emergency.drill.held_on <= of.day:
        drill = emergency.drill
        told = said("evidence.incident.told" if drill.alarm_came else "evidence.incident.untold")
        cells: dict[str, Cell] = {
            "what": said("evidence.incident.drill"),
            "day": drill.held_on,
            "about": (drill.reference, told, said("evidence.incident.claimed", who=drill.claimed_by)),
            "reached": "",
            "level": "declared",
        }
        yield Row(cells, (of.line_of("foundation.break_glass.drill"),))


def _called(of: Gathered) -> Iterator[Row]:
    for key, each in (of.estate.observability.contacts if of.estate.observability else {}).items():
        cells: dict[str, Cell] = {
            "what": said("evidence.incident.called"),
            "day": "",
            "about": key,
            "reached": each.email,
            "level": "declared",
        }
        yield Row(cells, (of.line_of(f"observability.contacts.{key}"),))
