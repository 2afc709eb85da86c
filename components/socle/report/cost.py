"""A cost on a terminal and as JSON: sums first, then the dearest lines, then everything that is not in the sum."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from socle.cost import Cost, CostChange, Line, Status

from .terminal import console
from .text import counted, dotted_type, printable

_FIELDS = {"stack": "stack", "space": "space", "data_class": "data class", "cloud": "cloud"}
_NONE = {"space": "shared by all spaces"}
_DEAREST = 15
_LISTED = 20


def show_change(after: Cost, before: Cost, base: str) -> None:
    """Draw what a month costs more or less than before: the lines that weigh most, then the sum."""
    output, change = console(sys.stdout), CostChange(after, before)
    pairs = [pair for pair in change.changed() if _of(pair, 0) != _of(pair, 1)][:_DEAREST]
    table = Table("changed", "€ a month before", "after", box=None, pad_edge=False)
    table.columns[1].justify = table.columns[2].justify = "right"
    for pair in pairs:
        line = next(line for line in pair if line is not None)
        table.add_row(Text(f"{printable(line.name)} {line.meter}"), f"{_of(pair, 0):,.2f}", f"{_of(pair, 1):,.2f}")
    if pairs:
        output.print()
        output.print(table)
    sign = "+" if change.difference >= 0 else "-"
    sums = f"{_euro(change.before.total)} before"
    output.print(
        Text(f"{sign}{_euro(abs(change.difference))} a month compared with {printable(base)} ({sums})", style="bold")
    )


def _of(pair: tuple[Line | None, Line | None], side: int) -> float:
    line = pair[side]
    return line.amount or 0.0 if line else 0.0


def show_cost(found: Cost) -> None:
    """Draw a cost on standard output."""
    output = console(sys.stdout)
    for field, title in _FIELDS.items():
        sums = found.by(field)
        if len(sums) > 1:
            output.print(_sums(sums, title))
            output.print()
    dearest = sorted(found.having(Status.PRICED), key=lambda line: -(line.amount or 0.0))
    dearest = [line for line in dearest if line.amount][:_DEAREST]
    if dearest:
        output.print(_dearest(dearest))
        output.print()
    _unpriced("no price is known for", found.having(Status.UNKNOWN_PRICE, Status.UNREAD))
    _unpriced("no quantity is declared in the estate (usage) for", found.having(Status.UNDECLARED))
    carbon = f", {found.kg_co2e:.1f} kgCO2e where the host publishes it" if found.kg_co2e else ""
    missing = len(found.having(Status.UNKNOWN_PRICE, Status.UNREAD, Status.UNDECLARED))
    not_in = f", {counted(missing, 'line')} not in the sum" if missing else ""
    if found.both_clouds:
        output.print(Text(f"each further month of both clouds costs {_euro(found.total)}"))
    output.print(Text(f"{_euro(found.total)} a month before tax{carbon}{not_in}", style="bold"))


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


def _sums(sums: dict[str, float], title: str) -> Table:
    table = Table(title, "€ a month", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for name, amount in sums.items():
        table.add_row(Text(printable(name) or _NONE.get(title, "none")), f"{amount:,.2f}")
    return table


def _dearest(lines: Iterable[Line]) -> Table:
    table = Table("dearest", "€ a month", "quantity", "price read", box=None, pad_edge=False)
    table.columns[1].justify = table.columns[2].justify = "right"
    for line in lines:
        quantity = "" if line.quantity is None else f"{line.quantity:,g}"
        read = f"{line.date} {line.confidence}".strip()
        table.add_row(Text(f"{printable(line.name)} {line.meter}"), f"{line.amount or 0.0:,.2f}", quantity, read)
    return table


def _unpriced(what: str, lines: list[Line]) -> None:
    if not lines:
        return
    output = console(sys.stdout)
    output.print(Text(f"{what}:", style="yellow"))
    named = dict.fromkeys(
        f"{line.usage or line.meter or dotted_type(line.type)}: {line.estate_key or line.name}" for line in lines
    )
    for text in list(named)[:_LISTED]:
        output.print(Text(f"  {printable(text)}"), soft_wrap=True)
    if len(named) > _LISTED:
        output.print(Text(f"  and {len(named) - _LISTED} more"))


def _euro(amount: float) -> str:
    return f"€{amount:,.2f}"


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
