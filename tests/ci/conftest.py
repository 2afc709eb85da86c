"""The scripts of the pipelines as modules, and a stand-in of the platforms for each test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "ci"))

import api

from .stand_in import Stand, platform


@pytest.fixture
def stand() -> Iterator[Stand]:
    """A platform with nothing on it."""
    with platform() as made:
        yield made


@pytest.fixture(autouse=True)
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the scripts would have waited; nobody waits for them."""
    seconds: list[float] = []
    monkeypatch.setattr(api.time, "sleep", seconds.append)
    return seconds
