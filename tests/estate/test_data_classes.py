"""A data class is a floor, and a higher class is never weaker than a lower one."""

from dataclasses import fields
from itertools import pairwise
from typing import Any

import pytest

from socle.estate.data_class import DataClass, Floor

_FREEDOMS = {"lifecycle_allowed", "statement_texts_in_logs", "exports"}
"""Fields that say what is allowed; all other truths say what is demanded."""


def _at_least_as_strict(name: str, higher: Any, lower: Any) -> bool:
    if isinstance(lower, bool):
        return lower or not higher if name in _FREEDOMS else higher or not lower
    if isinstance(lower, int):
        return higher >= lower
    return not lower or (bool(higher) and set(higher) <= set(lower))


@pytest.mark.parametrize("name", [field.name for field in fields(Floor)])
def test_no_class_demands_less_than_a_lower_one(name: str) -> None:
    for lower, higher in pairwise(DataClass):
        assert _at_least_as_strict(name, getattr(higher.floor, name), getattr(lower.floor, name)), (lower, higher)


@pytest.mark.parametrize("name", [field.name for field in fields(Floor)])
def test_every_demand_is_made_of_some_class_and_not_of_open_data(name: str) -> None:
    values = [getattr(data_class.floor, name) for data_class in DataClass]

    assert values[0] == getattr(Floor(), name), "open data has the floor of nothing"
    assert values[-1] != values[0], "a demand that no class makes is none"


def test_ranks_follow_the_order_of_sensitivity() -> None:
    assert [data_class.rank for data_class in DataClass] == [0, 1, 2, 3]
    assert [data_class.value for data_class in DataClass] == ["open", "internal", "health", "health-identifying"]


def test_a_floor_says_of_each_field_what_it_demands() -> None:
    assert all(f"\n    {field.name}: " in (Floor.__doc__ or "") for field in fields(Floor))
