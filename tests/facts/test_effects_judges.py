"""How amounts are read, and what components and ignored paths do. Does not prove that an effect is the right one."""

from typing import Any

import pytest

from socle.facts.effects import Effect, component_changed, unseen
from socle.facts.effects.judges import quantity, seconds

BUCKET = "scaleway:object/bucket:Bucket"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1k", 1e3), ("2M", 2e6), ("3G", 3e9), ("1T", 1e12), ("1Ki", 1024), ("1Mi", 2**20), ("2Gi", 2 * 2**30), ("1Ti", 2**40),
        ("500m", 0.5), ("1.5", 1.5), (3, 3), ("x", None), (True, None), ("2h", None),
    ],
)  # fmt: skip
def test_a_quantity_is_a_number_with_a_unit_of_kubernetes(text: Any, amount: float | None) -> None:
    assert quantity(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("1h30m", 5400), ("300m", 18_000), ("2d", 172_800), ("90s", 90), ("5", None), ("1h x", None)]
)
def test_a_duration_is_read_in_seconds(text: str, amount: float | None) -> None:
    assert seconds(text) == amount


@pytest.mark.parametrize(
    ("paths", "effect"),
    [(["tags.x", "name"], Effect.NOT_KNOWN), (["acl"], Effect.WEAKENS), (["versioning.name"], Effect.WEAKENS)],
)
def test_a_safeguard_that_is_ignored_is_weakened_and_a_word_is_not(paths: list[str], effect: Effect) -> None:
    assert unseen(BUCKET, paths) == {effect}


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ({"a": {"data_class": "health"}}, {"a": {"data_class": "open"}}, Effect.WEAKENS),
        ({"a": {"data_class": "health"}}, {}, Effect.WEAKENS),
        ({"a": {"data_class": "open"}}, {"a": {"data_class": "health"}}, Effect.HARMLESS),
        ({}, {"a": {"data_class": "open"}}, Effect.HARMLESS),
    ],
)
def test_a_data_class_that_sinks_anywhere_in_a_spec_weakens(old: Any, new: Any, effect: Effect) -> None:
    assert effect in component_changed("spec", {"spec": old}, {"spec": new})
