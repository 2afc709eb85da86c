"""Where there is no engine every test is skipped; where there is one, the end of a run says what it drew, counted and took.

How a fault or an interruption ended is told by the property `ended` of its test; numbers are those of `tally`. A whole run that
counted less than it promises has failed, whatever its tests say.
"""

from collections import Counter
from pathlib import Path

import pytest

from .plugins import lacking, missing
from .seed import seed
from .tally import ENDED, LEAST, added_up, too_few


def pytest_configure(config: pytest.Config) -> None:
    pytest.register_assert_rewrite("tests.engine.estate_tests", "tests.engine.recovery")  # a failure shows what differs
    seed()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    lacks = missing()
    if lacks:
        skip = pytest.mark.skip(reason=f"not on the PATH: {', '.join(lacks)}")
        for item in items:
            item.add_marker(skip)


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if missing() or hasattr(config, "workerinput"):
        return
    reports = _reports(terminalreporter)
    counted = _counted(reports)
    numbers = [f"{number} {name} (a whole run: {LEAST[name]} or more)" for name, number in counted.items()]
    for line in (*_durations(reports), *_told(reports), *numbers):
        terminalreporter.write_line(line)
    for line in too_few(counted) if is_whole(reports) else ():
        terminalreporter.write_line(f"FAILED: {line}", red=True)
    found = sorted(f"{token} {', '.join(inputs)}" for token, inputs in lacking().items())
    terminalreporter.write_line(f"the plugin at hand does not know: {'; '.join(found) or 'nothing that facts know'}")
    terminalreporter.write_line(f"SEED={seed()}")


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
