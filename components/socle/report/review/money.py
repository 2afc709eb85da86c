"""The cost of a change in the rows that a reviewer asks for: the sum, by data class, by cloud, and what is not in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from socle.cost import Cost, CostChange, Status
from socle.review import Review

from ..words import Words

_MOST_STACKS = 10
_FIELDS = (
    ("data_class", "cost.by_class"),
    ("cloud", "cost.by_cloud"),
    ("space", "cost.by_space"),
    ("stack", "column.stack"),
)


@dataclass(frozen=True)
class Row:
    """One row. `title` is ours; `name` is not and must be fenced off."""

    title: str
    name: str
    amounts: tuple[str, str, str]


@dataclass(frozen=True)
class CostTable:
    """The rows, and the sentences that go with them."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def cost_rows(change: CostChange, words: Words, missing: int = 0) -> CostTable:
    """What a month costs before and after.

    Args:
        missing: stacks of which one side is not known. With any, no difference is: none is shown.
    """

    def row(title: str, name: str, before: float, after: float) -> Row:
        shown = _difference(after - before, words) if not missing else words("cost.unknown_difference")
        return Row(title, name, (words.money(before), words.money(after), shown))

    partial = lacking_of(change.before) or lacking_of(change.after)
    total = words("cost.total_known") if partial or missing else words("cost.total")
    rows = [row(total, "", change.before.total, change.after.total)]
    for field, title in _FIELDS:
        before, after = change.before.by(field), change.after.by(field)
        names = list(dict.fromkeys([*after, *before]))
        if len(names) < 2:
            continue
        changed = [name for name in names if field not in ("stack", "space") or before.get(name) != after.get(name)]
        for name in changed[:_MOST_STACKS]:
            none = "cost.no_space" if field == "space" else "cost.no_class"
            label = words(title) if name else f"{words(title)}: {words(none)}"
            rows.append(row(label, name, before.get(name, 0.0), after.get(name, 0.0)))
    lacking = [words.count("cost.missing", missing)] if missing else []
    return CostTable(tuple(rows), (*lacking, *_notes(change, words)))


def unchanged_cost(review: Review, words: Words) -> str:
    """The one line on a cost that is the same before and after, in sum and by whatever it is told; else nothing."""
    change = review.cost
    if change is None or review.failed or review.unbased:
        return ""
    sides = [[side.by(field) for field, _ in _FIELDS] for side in (change.before, change.after)]
    if any(_moved(before, after) for before, after in zip(*sides, strict=True)):
        return ""
    key = "cost.same_known" if lacking_of(change.after) else "cost.same"
    told = words(key, total=words.money(change.after.total))
    notes = [note for note in _notes(change, words) if note]
    return f"{told} {'. '.join(notes)}." if notes else told


def lacking_of(cost: Cost) -> int:
    """How many lines of a cost are not in its sum, for want of a price or of a quantity."""
    return len(cost.having(Status.UNKNOWN_PRICE, Status.UNREAD, Status.UNDECLARED))


def _moved(before: Mapping[str, float], after: Mapping[str, float]) -> bool:
    return any(abs(before.get(name, 0.0) - after.get(name, 0.0)) >= 0.005 for name in before.keys() | after.keys())


def _difference(euros: float, words: Words) -> str:
    return words("cost.unchanged") if abs(euros) < 0.005 else words.money(euros, signed=True)


def _notes(change: CostChange, words: Words) -> list[str]:
    after = change.after
    notes: list[str] = []
    unknown = len(after.having(Status.UNKNOWN_PRICE, Status.UNREAD))
    if unknown:
        notes.append(words.count("cost.unknown", unknown))
    undeclared = len(after.having(Status.UNDECLARED))
    if undeclared:
        notes.append(words.count("cost.undeclared", undeclared))
    lacking, priced = lacking_of(after), len(after.having(Status.PRICED))
    if lacking and lacking >= priced:
        notes.append(words("cost.half", n=words.number(lacking), all=words.number(lacking + priced)))
    if after.both_clouds:
        notes.append(f"{words('cost.both_clouds')}: {words.money(after.total)}")
    carbon = [line for line in after.lines if line.kg_co2e is not None]
    if carbon:
        kg = words.number(after.kg_co2e, 1)
        notes.append(words("cost.carbon", kg=kg, known=words.number(len(carbon)), all=words.number(priced)))
    days = sorted(line.date for line in after.lines if line.date)
    if days:
        notes.append(words("cost.prices_of", first=days[0], last=days[-1]))
    return notes
