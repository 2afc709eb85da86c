"""The table of controls, read once from the texts beside it, and which rules are evidence for each."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from socle.rules import RULES, Rule

from .control import Confidence, Control, Owner, Source

TEXTS = ("secnumcloud", "health", "wider")
"""The files, in the order of the table."""


@cache
def controls() -> tuple[Control, ...]:
    """Every control, in the order of its text."""
    return tuple(control for text in TEXTS for control in _read(_load(text)))


@cache
def headings() -> frozenset[str]:
    """What a rule may cite: `SecNumCloud 9.3`."""
    return frozenset(each.cited_as for each in controls() if each.cited_as)


def control(id_: str) -> Control:
    """A control by its id.

    Raises:
        KeyError: there is none.
    """
    return _by_id()[id_]


def rules_of(of: Control) -> tuple[Rule, ...]:
    """The rules that are evidence for a control."""
    return tuple(
        rule for rule in RULES if of.cited_as in rule.controls and (not of.only or rule.id in of.only) and of.cited_as
    )


def _load(text: str) -> Mapping[str, Any]:
    return yaml.safe_load(files(__package__ or "").joinpath(f"texts/{text}.yaml").read_text("utf-8"))


@cache
def _by_id() -> Mapping[str, Control]:
    return {each.id: each for each in controls()}


def _read(text: Mapping[str, Any]) -> Iterator[Control]:
    for key, part in text.items():
        given = {name: str(part[name]) for name in ("title", "publisher", "date", "binds")}
        source = Source(key, **given, confidence=Confidence(part["confidence"]))
        joint = part.get("joint", " ")
        for id_, row in part["controls"].items():
            yield _control(source, joint, id_, row)


def _control(source: Source, joint: str, id_: str, row: Mapping[str, Any]) -> Control:
    return Control(
        f"{source.key}{joint}{id_}",
        source,
        tuple((language, row[language]) for language in ("en", "fr") if language in row),
        tuple(Owner(each) for each in row["owners"]),
        Confidence(row.get("confidence", source.confidence)),
        f"{source.key}{joint}{row['cited_as']}" if "cited_as" in row else "",
        tuple(row.get("rules", ())),
        row.get("attested", ""),
        row.get("shown_in", ""),
        row.get("alone", False),
    )
