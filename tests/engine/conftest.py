"""What lacks its engine is skipped; a run says its seed first, and at its end what it drew, counted and took.

How a fault or an interruption ended is told by the property `ended` of its test; numbers are those of `tally`. A whole run that
counted less than it promises has failed, whatever its tests say. Each process that runs tests has a place of its own, of which
nothing stays when it ends, or is ended.
"""

import os
import signal
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from .plugins import ENGINE, PluginBroken, lacking, missing
from .processes import ends_with
from .seed import seed
from .sweep import own_place
from .tally import ENDED, LEAST, added_up, too_few

LONGEST_FIRST = (
    "test_rehearsal.py",
    "test_demo.py",
    "test_upgrades.py",
    "test_foundation.py",
    "test_faults.py",
    "test_interruptions.py",
    "test_alone.py",
)
"""Files in the order in which they begin, so that no worker is left with a long one at the end."""

_PLACE = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    pytest.register_assert_rewrite("tests.engine.estate_tests", "tests.engine.recovery")  # a failure shows what differs
    seed()
    is_worker = hasattr(config, "workerinput")
    if is_worker:
        ends_with(os.getppid(), signal.SIGINT)
    if is_worker or not config.getoption("numprocesses", None):
        config.stash[_PLACE] = ExitStack()
        config.stash[_PLACE].enter_context(own_place())


def pytest_unconfigure(config: pytest.Config) -> None:
    if _PLACE in config.stash:
        config.stash[_PLACE].close()


def pytest_sessionstart(session: pytest.Session) -> None:
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and not hasattr(session.config, "workerinput"):
        terminal.write_line(f"SEED={seed()}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _turn(item.path.name))
    here = Path(__file__).parent
    for item in (each for each in items if each.path.is_relative_to(here)):  # a run may ask for other tests too
        needs = getattr(getattr(item, "module", None), "NEEDS", ENGINE)
        if lacks := [name for name in missing() if name in needs]:
            item.add_marker(pytest.mark.skip(reason=f"not on the PATH: {', '.join(lacks)}"))


def _turn(file: str) -> int:
    """When a file has its turn; the order of its tests is kept."""
    return LONGEST_FIRST.index(file) if file in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if missing() or terminal is None or hasattr(session.config, "workerinput"):
        return
    reports = _reports(terminal)
    if session.exitstatus == pytest.ExitCode.OK and is_whole(reports) and too_few(_counted(reports)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def is_whole(reports: list[pytest.TestReport]) -> bool:
    """Whether every file of tests that lies beside this one had its say."""
    told = {Path(report.nodeid.partition("::")[0]).name for report in reports}
    return {file.name for file in Path(__file__).parent.glob("test_*.py")} <= told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    if missing() or hasattr(config, "workerinput"):
        return
    terminalreporter.write_line(f"SEED={seed()}")
    reports = _reports(terminalreporter)
    counted = _counted(reports)
    numbers = [f"{number} {name} (a whole run: {LEAST[name]} or more)" for name, number in counted.items()]
    for line in (*_durations(reports), *_told(reports), *numbers):
        terminalreporter.write_line(line)
    for line in too_few(counted) if is_whole(reports) else ():
        terminalreporter.write_line(f"FAILED: {line}", red=True)
    if exitstatus != pytest.ExitCode.INTERRUPTED:  # a plugin that hangs would keep a run that was told to end
        terminalreporter.write_line(_unknown_inputs())


def _unknown_inputs() -> str:
    try:
        found = sorted(f"{token} {', '.join(inputs)}" for token, inputs in lacking().items())
    except PluginBroken as broken:
        return str(broken)
    return f"the plugin at hand does not know: {'; '.join(found) or 'nothing that facts know'}"


def _reports(terminal: pytest.TerminalReporter) -> list[pytest.TestReport]:
    return [each for found in terminal.stats.values() for each in found if isinstance(each, pytest.TestReport)]


def _durations(reports: list[pytest.TestReport]) -> list[str]:
    """Seconds that each file took, what its tests share included; files run beside each other."""
    seconds = Counter[str]()
    for report in reports:
        seconds[report.nodeid.partition("::")[0]] += report.duration  # type: ignore[assignment]
    return [f"{took:6.0f} s {file}" for file, took in seconds.most_common()]


def _told(reports: list[pytest.TestReport]) -> list[str]:
    ended = ((report.when, name, value) for report in reports for name, value in report.user_properties)
    return sorted({str(value) for when, name, value in ended if name == ENDED and when == "call"})


def _counted(reports: list[pytest.TestReport]) -> Counter[str]:
    passed = [report for report in reports if report.when == "call" and report.passed]
    return added_up(each for report in passed for each in report.user_properties)
