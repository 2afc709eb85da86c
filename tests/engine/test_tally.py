"""A whole run that did less than it promises fails, though each of its tests passed; a part of it does not."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from . import conftest
from .conftest import pytest_sessionfinish
from .tally import DRAWN_EDITS, LEAST, REFUSED

NEEDS = ()
"""No engine: a run is judged by what its tests say."""
FILES = [file.name for file in Path(__file__).parent.glob("test_*.py")]


@pytest.fixture(autouse=True)
def nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "missing", list)


def ended(counted: dict[str, int], files: list[str]) -> int:
    """The exit code of a run in which one test of each file passed, and the first counted these."""
    reports = [
        pytest.TestReport(f"tests/engine/{file}::test_one", ("", 0, ""), {}, "passed", None, "call", duration=1)
        for file in files
    ]
    reports[0].user_properties = list(counted.items())
    terminal = SimpleNamespace(stats={"passed": reports})
    plugins = SimpleNamespace(get_plugin={"terminalreporter": terminal}.get)
    session: Any = SimpleNamespace(config=SimpleNamespace(pluginmanager=plugins), exitstatus=pytest.ExitCode.OK)
    pytest_sessionfinish(session)
    return int(session.exitstatus)


def test_a_whole_run_that_kept_its_promises_passes() -> None:
    assert ended(LEAST, FILES) == 0


@pytest.mark.parametrize("name", LEAST)
def test_a_whole_run_that_counted_one_too_few_fails(name: str) -> None:
    assert ended(LEAST | {name: LEAST[name] - 1}, FILES) == 1
    assert ended({each: least for each, least in LEAST.items() if each != name}, FILES) == 1


def test_a_run_of_some_files_promises_nothing() -> None:
    assert ended({DRAWN_EDITS: 3}, FILES[:-1]) == 0


def test_what_is_promised() -> None:
    assert LEAST[DRAWN_EDITS] >= 200
    assert LEAST[REFUSED] >= 15
