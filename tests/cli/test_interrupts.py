"""Ctrl-C, once and again: the command ends, and nothing temporary stays, wherever it falls.

Does not prove how soon on a busy machine: the moments are drawn on the clock, and the work goes on beside them.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from socle.interrupts import Once, undisturbed
from tests.cli.conftest import write
from tests.repository import begin

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-c", "from socle.cli import main; main()"]


def interrupted(
    project: Path, temporary: Path, after: float, *again: float, command: tuple[str, ...]
) -> tuple[int, float]:
    """Press Ctrl-C as a terminal does, for every process of the group; the code, and seconds until the end."""
    with subprocess.Popen(
        [*COMMAND, *command],
        cwd=project,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    ) as run:
        time.sleep(after)
        started = time.monotonic()
        for wait in (0.0, *again):
            time.sleep(wait)
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGINT)
        run.communicate(timeout=60)
    return run.returncode, time.monotonic() - started


@pytest.mark.parametrize("again", [(), (0.1,), (0.05, 0.05, 0.05)])
@pytest.mark.parametrize("after", [1.0, 1.6, 2.2, 2.8])
def test_nothing_temporary_stays_wherever_it_falls(
    project: Path, tmp_path: Path, after: float, again: tuple[float, ...]
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    begin(project)
    code, _ = interrupted(project, temporary, after, *again, command=("preview", "demo-a", "--base", "HEAD"))
    assert code in {0, 130}  # 0: it was done before
    assert list(temporary.iterdir()) == []
    listed = subprocess.run(["git", "worktree", "list"], cwd=project, capture_output=True, text=True, check=True)
    assert len(listed.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "program", ["while True: pass\n", "while True:\n    try: time.sleep(60)\n    except BaseException: pass\n"]
)
def test_a_program_that_never_ends_is_left_behind(project: Path, tmp_path: Path, program: str) -> None:
    write(project / "infra/__main__.py", f"import time\n{program}")
    code, seconds = interrupted(project, tmp_path, 3.0, command=("preview", "demo-a"))
    assert code == 130
    assert seconds < 5


def test_a_second_request_soon_after_raises_nothing_and_counts() -> None:
    handler = Once(lambda _number: KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        handler(signal.SIGINT, None)
    handler(signal.SIGINT, None)
    assert handler.asked == [signal.SIGINT, signal.SIGINT]


@pytest.fixture
def listening() -> Iterator[None]:
    """As a person's shell starts a process; what runs in the background ignores Ctrl-C from its start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("listening")
def test_a_request_while_something_is_removed_waits_for_its_end() -> None:
    removed: list[bool] = []

    def removing() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
            removed.append(True)

    with pytest.raises(KeyboardInterrupt):
        removing()
    assert removed
