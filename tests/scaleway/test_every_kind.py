"""Whoever adds a kind of thing to the estate cannot forget a place: each is asked of every kind, and none is named here.

Does not prove that what a row says is true.
"""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

import socle.estate
import socle.scaleway
from socle.estate import Estate
from socle.facts import kind
from socle.facts.scaleway import facts
from socle.scaleway import SovereignPlatform
from socle.scaleway.component import Component
from socle.specs import Spec, slot_of
from tests.facts.test_kinds import registered

ROOT = Path(__file__).parents[2]
MADE: dict[str, Any] = inspect.get_annotations(SovereignPlatform)
"""What the platform makes, by the name of the estate's map."""


def kinds() -> Iterator[tuple[str, type[Spec]]]:
    """Maps of the estate with the specs of their entries."""
    for name in Estate.model_fields:
        entry = slot_of(Estate, name).entry
        if entry and entry.model and issubclass(entry.model, Spec):
            yield name, entry.model


OF_PLATFORM = [
    (name, spec) for name, spec in kinds() if spec.BECOMES or name in MADE or "data_class" in spec.model_fields
]
every_kind = pytest.mark.parametrize(("name", "spec"), OF_PLATFORM, ids=[name for name, _ in OF_PLATFORM])


def component(name: str) -> type[Component]:
    made = MADE[name]
    return next(each for each in (made, *get_args(made)) if isinstance(each, type) and issubclass(each, Component))


def test_there_are_kinds() -> None:
    assert {"buckets", "databases", "redis"} <= dict(OF_PLATFORM).keys()


@every_kind
def test_a_kind_says_what_it_becomes_and_the_platform_makes_it(name: str, spec: type[Spec]) -> None:
    assert spec.BECOMES, f"{spec.__name__} does not say which type it BECOMES"
    assert name in MADE, f"SovereignPlatform makes nothing of {name}"
    assert spec.BECOMES in registered_by(component(name))


def registered_by(made: type[Component]) -> set[str]:
    return registered([Path(inspect.getfile(made))])


@every_kind
def test_the_doors_give_out_a_kind_and_a_page_shows_it(name: str, spec: type[Spec]) -> None:
    made = component(name).__name__
    assert spec.__name__ in vars(socle.estate)["__all__"]
    assert made in vars(socle.scaleway)["__all__"]
    pages = [page.read_text("utf-8") for page in sorted((ROOT / "docs" / "components").glob("*.md"))]
    assert any(re.search(rf"```python\n(?:(?!```).)*\b{made}\(", page, re.DOTALL) for page in pages), made


@every_kind
def test_its_row_is_whole(name: str, spec: type[Spec]) -> None:
    row, schema = kind(spec.BECOMES), facts(spec.BECOMES)
    assert row, f"no row of {spec.BECOMES}"
    assert schema, f"no schema of {spec.BECOMES}: make facts"
    assert row.product or spec.BECOMES.startswith("scaleway:network/"), "which product of the host it is"
    assert row.holds or name == "instances", "what is lost with it"  # a machine's data is on its volume
    assert row.meters is not None or row.metered_by, "what it is billed by"
    assert row.band or name in ("keys", "secrets"), "where it is drawn"
    if {"privateNetwork", "privateNetworks"} & schema.inputs.keys() and row.band == "stores":
        assert row.networks, "which input names its private network"
        assert row.ports, "the port that it answers at"
        assert row.public, "what opens it to the Internet"


@every_kind
def test_a_service_that_answers_is_given_out(name: str, spec: type[Spec]) -> None:
    row = kind(spec.BECOMES)
    layer = (ROOT / "infra" / "layers" / "platform.py").read_text("utf-8")
    said = "given_out" in vars(component(name)) or f'"{name}",' in layer
    assert said or not (row and row.ports), f"no stack says where {name} answers"


@every_kind
def test_a_zone_is_asked_whether_it_has_the_product(name: str, spec: type[Spec]) -> None:
    """Only what the host has in every zone leaves it out; of a type with a list, the spec must have a zone to ask about."""
    row = kind(spec.BECOMES)
    assert row
    assert not row.absent or "zone" in spec.model_fields


def test_a_test_stands_beside_each_component() -> None:
    tests = "".join(file.read_text("utf-8") for file in sorted((ROOT / "tests" / "scaleway").glob("test_*.py")))
    missing = [component(name).__name__ for name, _ in OF_PLATFORM if f"{component(name).__name__}(" not in tests]
    assert missing == []
