"""The clock: other people's modules are imports, ours are not, and nothing is counted twice."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from socle.cli.clock import Clock
from socle.report.words import ENGLISH

from .conftest import write

SLOW = "import time\ntime.sleep(0.2)\n"


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """A clock that listens; modules can be imported from the test's folder and are forgotten again."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    listening = Clock()
    listening.start()
    yield listening
    listening.stop()
    for name in set(sys.modules) - before:
        del sys.modules[name]


def seconds(clock: Clock, module: str) -> tuple[float, float]:
    """What importing a module adds to the imports, and to the time of the process."""
    imports, total = clock.imports, clock.total
    import_module(module)
    return clock.imports - imports, clock.total - total


def test_a_module_of_others_is_an_import(tmp_path: Path, clock: Clock) -> None:
    write(tmp_path / "clock_theirs.py", SLOW)
    imports, total = seconds(clock, "clock_theirs")
    assert 0.2 <= imports <= total


def test_a_module_of_the_program_is_ours_and_what_it_imports_is_not(tmp_path: Path, clock: Clock) -> None:
    write(tmp_path / "clock_theirs.py", SLOW)
    write(tmp_path / "infra/clock_ours.py", f"import clock_theirs\n{SLOW}")
    clock.count_as_ours(tmp_path / "infra")
    sys.path.insert(0, str(tmp_path / "infra"))
    imports, total = seconds(clock, "clock_ours")
    assert 0.2 <= imports <= total - 0.2


def test_an_import_inside_an_import_counts_once(tmp_path: Path, clock: Clock) -> None:
    write(tmp_path / "clock_inner.py", SLOW)
    write(tmp_path / "clock_outer.py", f"import clock_inner\n{SLOW}")
    imports, total = seconds(clock, "clock_outer")
    assert 0.4 <= imports <= total


def test_an_import_that_fails_is_counted_and_ends(tmp_path: Path, clock: Clock) -> None:
    write(tmp_path / "clock_broken.py", f"{SLOW}raise LookupError\n")
    write(tmp_path / "clock_after.py", SLOW)
    with pytest.raises(LookupError):
        import_module("clock_broken")
    assert seconds(clock, "clock_after")[0] >= 0.2


def test_parts_add_up_to_the_time_of_the_process(clock: Clock) -> None:
    assert 0 < clock.imports < clock.total
    total, imports, ours = (
        float(word) for word in clock.said(ENGLISH).replace(",", "").replace(")", "").split() if "." in word
    )
    assert abs(total - imports - ours) < 0.11
