"""What a run started ends with it, however it ends, and what stays is found: shown with planted processes, without any engine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .listening import running_below
from .sweep import ROOT, own_place, sweep

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who runs")

NEEDS = ()
"""No engine."""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(600)"
RUN = f"""
import subprocess, sys
from tests.engine.sweep import own_place
with own_place(grace_seconds=0.5) as folder:
    subprocess.Popen([sys.executable, "-c", {DEAF!r}], start_new_session=True, stdout=subprocess.PIPE).stdout.readline()
    print(folder, flush=True)
    sys.stdin.read()
"""


@contextmanager
def planted(folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """A process in a session of its own, deaf to TERM, whose temporary files lie in a folder."""
    folder.mkdir(exist_ok=True)
    environment, command = {**os.environ, "TMPDIR": str(folder)}, [sys.executable, "-c", DEAF]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "here\n"
            yield process
        finally:
            process.kill()


def test_a_process_that_was_left_behind_is_found_though_its_folder_is_gone(tmp_path: Path) -> None:
    with planted(tmp_path / "run") as process:
        (tmp_path / "run").rmdir()

        assert running_below(tmp_path) == running_below(tmp_path / "run") == [process.pid]
        assert running_below(tmp_path / "ru") == []
    assert running_below(tmp_path) == []


def test_what_stays_longer_than_it_may_is_ended_and_the_folder_goes(tmp_path: Path) -> None:
    with planted(tmp_path / "run") as process:
        began = time.monotonic()
        sweep(tmp_path / "run", 0.5)

        assert process.wait(5) == -signal.SIGKILL
        assert time.monotonic() - began >= 0.5
        assert not (tmp_path / "run").exists()


def test_a_process_of_another_run_is_left_alone(tmp_path: Path) -> None:
    with planted(tmp_path / "other") as process:
        with own_place(grace_seconds=0) as folder:
            assert running_below(folder) == []
        assert not folder.exists()
        assert process.poll() is None


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_whoever_ends_a_run_leaves_nothing_of_it(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout
        folder = Path(run.stdout.readline().decode().strip())
        assert len(running_below(folder)) == 1

        run.send_signal(how)
        run.wait(30)

    until = time.monotonic() + 20
    while (folder.exists() or running_below(folder)) and time.monotonic() < until:
        time.sleep(0.1)
    assert running_below(folder) == []
    assert not folder.exists()
