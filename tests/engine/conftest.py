"""What the tests of the engine share: one emulated platform a test, and a place to deploy from."""

from collections.abc import Iterator

import pytest

from .cloud import Emulation
from .plugins import missing
from .workplace import Workplace


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    lacks = missing()
    if lacks:
        skip = pytest.mark.skip(reason=f"not on the PATH: {', '.join(lacks)}")
        for item in items:
            item.add_marker(skip)


@pytest.fixture
def emulation() -> Iterator[Emulation]:
    with Emulation() as running:
        yield running


@pytest.fixture
def workplace(emulation: Emulation) -> Iterator[Workplace]:
    with Workplace(emulation) as place:
        yield place
