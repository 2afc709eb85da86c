"""Capturing stacks for their cost, and showing it: sums first, then the dearest lines, then everything that is not in the sum."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from ..cost import Cost, Line, Status, cost_of
from ..plan.project import Project
from ..report.terminal import console
from ..report.words import counted, dotted_type, printable
from .previewing import capture_all, show_failures
from .pricing import prices_of, usage_of

_DEAREST = 15
_LISTED = 20


def cost_of_stacks(project: Project, stacks: list[str], prices: Path | None) -> tuple[Cost, bool]:
    """The cost of stacks, and whether one of them could not be captured."""
    known = prices_of(prices)
    run = capture_all(project, stacks, "up", None)
    show_failures(run, None)
    plans = [run.plans[stack] for stack in stacks if stack in run.plans]
    return cost_of(plans, known, usage_of(project)), bool(run.failures)


def show_cost(found: Cost) -> None:
    """Draw a cost on standard output."""
    output = console(sys.stdout)
    for field, title in (("stack", "stack"), ("data_class", "data class"), ("cloud", "cloud")):
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
    output.print(Text(f"{_euro(found.total)} a month before tax{carbon}{not_in}", style="bold"))


def as_json(found: Cost) -> str:
    """Every line, and the sums."""
    form: dict[str, Any] = {
        "version": 1,
        "currency": "EUR",
        "total": round(found.total, 2),
        "kgCo2ePerMonth": round(found.kg_co2e, 3),
        "byStack": _rounded(found.by("stack")),
        "byDataClass": _rounded(found.by("data_class")),
        "byCloud": _rounded(found.by("cloud")),
        "lines": [_row(line) for line in found.lines],
    }
    return json.dumps(form, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _sums(sums: dict[str, float], title: str) -> Table:
    table = Table(title, "€ a month", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for name, amount in sums.items():
        table.add_row(Text(printable(name) or "none"), f"{amount:,.2f}")
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
