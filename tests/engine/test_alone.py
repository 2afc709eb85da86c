"""A run stays by itself: nothing that it starts listens beyond the loopback, and an interrupted one leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .cloud import Emulation
from .estates import configure
from .listening import Address, places, running_in
from .plugins import CLI
from .processes import family, heed_ctrl_c
from .workplace import ROOT, Workplace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who listens")

STACK = "rehearsal-platform"
SERVERS = 6
"""Fewest that listen in a deployment: API, proxy and Object Storage, the engine, its host of Python, a plugin."""
LONGEST_SECONDS = 240
CTRL_C, KILLED = "by Ctrl-C", "by the death of its runner"


def test_nothing_listens_beyond_the_loopback() -> None:
    with Emulation() as emulation, Workplace(emulation) as place:
        configure(place, STACK)
        place.run(STACK, "stack", "ls").ok()
        process = place.start(STACK, "up", "--yes", "--skip-preview", "--stack", STACK)
        seen, most = set[tuple[Address, int]](), 0
        while process.poll() is None:
            now = places(family(os.getpid()))
            seen, most = seen | now, max(most, len(now))
            time.sleep(0.2)

        assert process.returncode == 0
        assert most >= SERVERS
        assert {(str(address), port) for address, port in seen if not address.is_loopback} == set()


@pytest.mark.skipif(
    not (ROOT / ".venv" / ".ready").exists(), reason="the tests run outside of the project's environment"
)
@pytest.mark.parametrize("ended", [CTRL_C, KILLED])
def test_an_interrupted_run_leaves_no_process_no_port_and_no_folder(tmp_path: Path, ended: str) -> None:
    command = ["make", "test-engine", "TESTS=tests/engine/test_options.py"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with (tmp_path / "output").open("wb") as output:
        run = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=heed_ctrl_c,
        )
    try:
        _wait_for_an_engine(tmp_path, run)
        if ended == CTRL_C:
            os.killpg(run.pid, signal.SIGINT)  # as a terminal does: all but the engines, which have groups of their own
        else:
            os.kill(_runner(run.pid), signal.SIGKILL)
        run.wait(LONGEST_SECONDS)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
    left = [folder for folder in tmp_path.iterdir() if folder.name != "output"]

    assert run.returncode != 0
    assert left == []
    assert _engines(tmp_path) == []


def _runner(process: int) -> int:
    """The pytest that a `make` has started, of which the workers are children."""
    named = {each: Path(f"/proc/{each}/cmdline").read_bytes().split(b"\0") for each in family(process)}
    return next(each for each, words in named.items() if b"--dist" in words and words[0] != b"/bin/sh")


def _wait_for_an_engine(folder: Path, run: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while not any(_deploys(each) for each in _engines(folder)):
        assert run.poll() is None, (folder / "output").read_text("utf-8", "replace")
        assert time.monotonic() < until, "no engine was started"
        time.sleep(0.2)


def _deploys(process: int) -> bool:
    """Whether a process is an engine that has begun to write its state."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False  # it ended
    return words[0] == CLI.encode() and b"up" in words


def _engines(folder: Path) -> list[int]:
    """Processes of a run below a folder: their own temporary folder is one that the run made there."""
    return [process for made in folder.glob("tmp.*") for process in running_in(made)]
