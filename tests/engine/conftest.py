"""Where there is no engine every test is skipped; where there is one, the end of a run says what its plugin does not know yet."""

import pytest

from .plugins import lacking, missing
from .seed import seed


def pytest_configure(config: pytest.Config) -> None:
    seed()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    lacks = missing()
    if lacks:
        skip = pytest.mark.skip(reason=f"not on the PATH: {', '.join(lacks)}")
        for item in items:
            item.add_marker(skip)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if missing() or hasattr(config, "workerinput"):
        return
    found = sorted(f"{token} {', '.join(inputs)}" for token, inputs in lacking().items())
    terminalreporter.write_line(f"SEED={seed()}")
    terminalreporter.write_line(f"the plugin at hand does not know: {'; '.join(found) or 'nothing that facts know'}")
