"""What the host offers, from when and until when: `offers.json`, one row a thing, with its source and the day it was read.

What no row says is not known: a thing without a row, and an end without a day. `tools/refresh_offers.py` asks the host again.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

NOTICE_DAYS = 120
"""Days before an end from which it is warned of: time to try what follows in a rehearsal first."""

_NEWER_MINORS = 6
"""Minor versions of Kubernetes above the newest row that may be there already: two years of releases, three a year."""


class Standing(StrEnum):
    """How an offer stands on a day."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    ENDED = "ended"
    GONE = "gone"


@dataclass(frozen=True)
class Offer:
    """One thing that the host offers, or did.

    `called` is the product's own name where the name alone is a number. `released`, `closed` (nothing new is made of it from then on)
    and `ends` (the last day of its support) are None where no day is known. `offered` is false for what is gone since a day that
    is not known.
    `days_to_change`: within how many days after the end the host changes it by itself, None where it does not, or nobody says.
    `zones` are those of Paris that have it; empty: not a thing of zones.
    """

    kind: str
    name: str
    source: str
    read: date
    called: str = ""
    released: date | None = None
    closed: date | None = None
    ends: date | None = None
    offered: bool = True
    days_to_change: int | None = None
    zones: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Its name for people."""
        return f"{self.called} {self.name}".strip()

    @property
    def gone_from(self) -> date | None:
        """The day from which nobody can have it any more: the host has changed it by then."""
        return self.ends + timedelta(self.days_to_change + 1) if self.ends and self.days_to_change is not None else None

    def standing(self, day: date) -> Standing:
        """How it stands on a day. `closing`: the day it closes, or its end, is less than `NOTICE_DAYS` ahead."""
        if self.gone_from and day >= self.gone_from:
            return Standing.GONE
        if self.ends and day > self.ends:
            return Standing.ENDED
        if not self.offered or (self.closed and day >= self.closed):
            return Standing.CLOSED
        near = [each for each in (self.closed, self.ends) if each and (each - day).days <= NOTICE_DAYS]
        return Standing.CLOSING if near else Standing.OPEN


def offer(kind: str, name: str) -> Offer | None:
    """The row of a thing, by its kind and its name as it is written; None where nobody has read up on it.

    A patch of Kubernetes has the row of its minor version, and a machine type that of its family where it has none.
    """
    if kind == "kubernetes":
        name = ".".join(name.split(".")[:2])
    rows = _table()
    if kind == "machine" and (kind, name) not in rows:
        return rows.get(("machine family", name.partition("-")[0]))
    return rows.get((kind, name))


def offers(kind: str) -> tuple[Offer, ...]:
    """Every row of a kind, in the order of the table."""
    return tuple(row for (of, _), row in _table().items() if of == kind)


def cannot_be(kind: str, name: str) -> bool:
    """Whether nothing of this name can stand anywhere, whatever the day: it went before the table was read, or is far ahead of it."""
    row = offer(kind, name)
    if row:
        return row.standing(row.read) is Standing.GONE
    if kind != "kubernetes":
        return False
    minor, known = _minor(name), [_minor(each.name) for each in offers(kind)]
    return minor is not None and not known[0] < minor <= known[-1] + _NEWER_MINORS  # pyright: ignore[reportOperatorIssue, reportOptionalOperand]


def way_out(row: Offer, day: date) -> Offer | None:
    """What to go to from an offer: the next minor version that is open, of all else the newest that is; None where there is none."""
    others = [each for each in offers(row.kind) if each.standing(day) is Standing.OPEN and each.name != row.name]
    if row.kind == "kubernetes":
        others = [each for each in others if (_minor(each.name) or 0) > (_minor(row.name) or 0)][:1] or others[-1:]
    return others[-1] if others and row.kind != "machine" else None


def _minor(version: str) -> int | None:
    found = re.match(r"1\.([0-9]+)", version)
    return int(found[1]) if found else None


@cache
def _table() -> Mapping[tuple[str, str], Offer]:
    text = files("socle.facts.offers").joinpath("offers.json").read_text(encoding="utf-8")
    return {(row.kind, row.name): row for row in read_offers(text)}


def read_offers(text: str) -> Iterator[Offer]:
    """The rows of a table in the form of `offers.json`, each with its kind's source and day where it has none of its own."""
    form = json.loads(text)
    for row in form["offers"]:
        about: dict[str, Any] = {**form["kinds"][row["kind"]], **row}
        days = ("read", "released", "closed", "ends")
        about |= {name: date.fromisoformat(about[name]) for name in days if about.get(name)}
        about["zones"] = tuple(about.get("zones", ()))
        yield Offer(**about)
