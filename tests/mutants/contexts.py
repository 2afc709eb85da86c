"""A pytest plugin that says to coverage which test file runs: a line's contexts are then the files whose tests reach it.

By file and not by test: a fixture of a module is set up once, in the first test that asks for it, for all of them.
"""

from collections.abc import Generator

import coverage
import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    running = coverage.Coverage.current()
    if running:
        running.switch_context(item.location[0])
    return (yield)
