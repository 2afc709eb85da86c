"""Dated list prices, in euro and before tax: `prices.json`, each with its source and the day it was read.

What is not in it is unknown, which is never the same as free.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

HOURS_PER_MONTH = 730
"""The host's own month: 365 days of 24 hours, divided by 12."""


@dataclass(frozen=True)
class Price:
    """One price. `key` says to what it applies: inputs of the resource, or the name of a meter.

    `kg_co2e` is kilograms of CO2 equivalent for one unit, as the host's catalogue estimates it; None where it does not.
    """

    type: str
    unit: str
    amount: float
    key: Mapping[str, Any] = field(default_factory=dict[str, Any])
    date: str = ""
    source: str = ""
    confidence: str = ""
    kg_co2e: float | None = None
    cloud: str = "scaleway"


@dataclass(frozen=True)
class Prices:
    """Every price, by type."""

    entries: tuple[Price, ...]

    @cached_property
    def by_type(self) -> dict[str, list[Price]]:
        """The prices of each type."""
        found: dict[str, list[Price]] = {}
        for price in self.entries:
            found.setdefault(price.type, []).append(price)
        return found

    def find(self, type_: str, unit: str, key: Mapping[str, Any]) -> Price | None:
        """The price whose key is exactly this; texts are compared without case."""
        wanted = {name: _folded(value) for name, value in key.items()}
        for price in self.by_type.get(type_, ()):
            if price.unit == unit and {name: _folded(value) for name, value in price.key.items()} == wanted:
                return price
        return None

    @property
    def first_day(self) -> str:
        """The oldest reading."""
        return min((price.date for price in self.entries if price.date), default="")

    @property
    def last_day(self) -> str:
        """The newest reading."""
        return max((price.date for price in self.entries if price.date), default="")


@cache
def prices() -> Prices:
    """The prices of this release."""
    return read_prices(files("socle.facts").joinpath("prices.json").read_text(encoding="utf-8"))


def prices_from(file: Path) -> Prices:
    """Prices of a file, such as one that `socle cost --refresh` wrote.

    Raises:
        ValueError: it does not have the form of `prices.json`.
    """
    return read_prices(file.read_text(encoding="utf-8"))


def read_prices(text: str) -> Prices:
    """Prices from the text of a file of this form.

    Raises:
        ValueError: it does not have this form; the message says where.
    """
    form: Any = json.loads(text)
    top = cast("dict[str, Any]", form) if isinstance(form, dict) else {}
    rows = top.get("entries")
    if not isinstance(rows, list) or top.get("currency") != "EUR":
        raise ValueError(
            "these are not prices in euro (no `entries`, or another `currency`): nothing could be summed up"
        )
    return Prices(tuple(_price(row, index) for index, row in enumerate(cast("list[Any]", rows))))


def _price(row: Any, index: int) -> Price:
    try:
        date.fromisoformat(row["date"])
        return Price(
            type=row["pulumi_type"],
            unit=row["unit"],
            amount=float(row["price"]),
            key=row["key"],
            date=row["date"],
            source=row["source"],
            confidence=row["confidence"],
            kg_co2e=row.get("kg_co2e_per_unit"),
            cloud=row.get("cloud", "scaleway"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"entries[{index}]: not a price ({error!r})") from error


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
