"""A cost on a terminal and as JSON: sums first, then the dearest lines, then everything that is not in the sum."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from socle.cost import Cost, CostChange, Line, Status

from .terminal import console
from .text import dotted_type, printable
from .words import ENGLISH, Words

_FIELDS = ("stack", "space", "data_class", "cloud")
_DEAREST = 15
_LISTED = 20


def show_change(after: Cost, before: Cost, base: str, words: Words = ENGLISH) -> None:
    """Draw what a month costs more or less than before: the lines that weigh most, then the sum."""
    output, change = console(sys.stdout), CostChange(after, before)
    pairs = [pair for pair in change.changed() if _of(pair, 0) != _of(pair, 1)][:_DEAREST]
    table = _table(words, "cost.changed", "cost.month_before", "cost.after")
    for pair in pairs:
        line = next(line for line in pair if line is not None)
        table.add_row(_name(line, words), words.number(_of(pair, 0), 2), words.number(_of(pair, 1), 2))
    if pairs:
        output.print()
        output.print(table)
    sign = "+" if change.difference >= 0 else "-"
    said = words(
        "cost.compared",
        difference=f"{sign}{words.money(abs(change.difference))}",
        base=printable(base),
        before=words.money(change.before.total),
    )
    output.print(Text(said, style="bold"))


def _of(pair: tuple[Line | None, Line | None], side: int) -> float:
    line = pair[side]
    return line.amount or 0.0 if line else 0.0


def show_cost(found: Cost, words: Words = ENGLISH) -> None:
    """Draw a cost on standard output."""
    output = console(sys.stdout)
    for field in _FIELDS:
        sums = found.by(field)
        if len(sums) > 1:
            output.print(_sums(sums, field, words))
            output.print()
    dearest = sorted(found.having(Status.PRICED), key=lambda line: -(line.amount or 0.0))
    dearest = [line for line in dearest if line.amount][:_DEAREST]
    if dearest:
        output.print(_dearest(dearest, words))
        output.print()
    _unpriced("cost.no_price", found.having(Status.UNKNOWN_PRICE, Status.UNREAD), words)
    _unpriced("cost.no_quantity", found.having(Status.UNDECLARED), words)
    missing = len(found.having(Status.UNKNOWN_PRICE, Status.UNREAD, Status.UNDECLARED))
    parts = [words("cost.sum", total=words.money(found.total))]
    if found.kg_co2e:
        parts.append(words("cost.sum_carbon", kg=words.number(found.kg_co2e, 1)))
    if missing:
        parts.append(words.count("cost.not_in_sum", missing))
    if missing and missing >= len(found.having(Status.PRICED)):
        parts.append(words("cost.mostly_missing"))
    if found.both_clouds:
        output.print(Text(words("cost.both", amount=words.money(found.total))))
    output.print(Text(", ".join(parts), style="bold"))


def cost_json(found: Cost, before: Cost | None = None) -> str:
    """Every line, and the sums; with a baseline also what it cost and the difference."""
    form: dict[str, Any] = {
        "version": 1,
        "currency": "EUR",
        "total": round(found.total, 2),
        "kgCo2ePerMonth": round(found.kg_co2e, 3),
        "byStack": _rounded(found.by("stack")),
        "bySpace": _rounded({name: amount for name, amount in found.by("space").items() if name}),
        "byDataClass": _rounded(found.by("data_class")),
        "byCloud": _rounded(found.by("cloud")),
        "lines": [_row(line) for line in found.lines],
    }
    if before:
        form |= {"before": round(before.total, 2), "difference": round(found.total - before.total, 2)}
    return json.dumps(form, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _sums(sums: dict[str, float], field: str, words: Words) -> Table:
    table = _table(words, f"cost.by_{field}", "cost.month")
    none = words("cost.no_space" if field == "space" else "cost.none")
    for name, amount in sums.items():
        table.add_row(Text(printable(name) or none), words.number(amount, 2))
    return table


def _dearest(lines: Iterable[Line], words: Words) -> Table:
    table = _table(words, "cost.dearest", "cost.month", "cost.quantity", "cost.price_read")
    table.columns[3].justify = "left"
    for line in lines:
        quantity = "" if line.quantity is None else _quantity(line.quantity, words)
        read = f"{line.date} {words.of('confidence', line.confidence)}".strip()
        table.add_row(_name(line, words), words.number(line.amount or 0.0, 2), quantity, read)
    return table


def _table(words: Words, *columns: str) -> Table:
    """A table whose first column is text and whose others are numbers."""
    table = Table(*map(words, columns), box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def _name(line: Line, words: Words) -> Text:
    return Text(f"{printable(line.name)} {words.of('meter', line.meter)}")


def _quantity(quantity: float, words: Words) -> str:
    """A quantity with six digits that count, as short as that allows."""
    text = f"{quantity:g}"
    return text if "e" in text else words.number(quantity, len(text.partition(".")[2]))


def _unpriced(heading: str, lines: list[Line], words: Words) -> None:
    if not lines:
        return
    output = console(sys.stdout)
    output.print(Text(words(heading), style="yellow"))
    named = dict.fromkeys(
        words(
            "cost.unpriced",
            what=line.usage or words.of("meter", line.meter) or dotted_type(line.type),
            where=line.estate_key or line.name,
        )
        for line in lines
    )
    for text in list(named)[:_LISTED]:
        output.print(Text(f"  {printable(text)}"), soft_wrap=True)
    if len(named) > _LISTED:
        output.print(Text(f"  {words.count('count.more', len(named) - _LISTED)}"))


def _rounded(sums: dict[str, float]) -> dict[str, float]:
    return {name: round(amount, 2) for name, amount in sums.items()}


def _row(line: Line) -> dict[str, Any]:
    row = {
        "stack": line.stack,
        "urn": line.urn,
        "name": line.name,
        "meter": line.meter,
        "status": str(line.status),
        "space": line.space,
        "dataClass": line.data_class,
        "cloud": line.cloud,
        "unit": line.unit,
        "quantity": line.quantity,
        "euro": None if line.amount is None else round(line.amount, 6),
        "kgCo2e": None if line.kg_co2e is None else round(line.kg_co2e, 6),
        "usage": line.usage,
        "estate": line.estate_key,
        "priceRead": line.date,
        "source": line.source,
        "confidence": line.confidence,
    }
    return {key: value for key, value in row.items() if value not in ("", None)}
