"""What is known of a change does not change while it is read: the public dataclasses of these rooms are frozen, but one.

`Gathered` is filled while stacks are captured, and ends as a review.
"""

import pkgutil
from dataclasses import is_dataclass
from importlib import import_module
from types import ModuleType

import pytest

import socle.facts
import socle.review


@pytest.mark.parametrize("room", [socle.facts, socle.review])
def test_public_data_is_frozen(room: ModuleType) -> None:
    modules = [import_module(found.name) for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    public = [
        each
        for module in modules
        for name, each in vars(module).items()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__ and name[0] != "_"
    ]
    assert {each.__name__ for each in public if not each.__dataclass_params__.frozen} <= {"Gathered"}  # type: ignore[attr-defined]
    assert public
