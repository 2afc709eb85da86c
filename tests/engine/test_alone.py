"""A run stays by itself: nothing that it starts listens beyond the loopback, and an interrupted one leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .cloud import Emulation
from .estates import configure
from .listening import Address, places, running_below
from .plugins import CLI
from .processes import family, heed_ctrl_c
from .workplace import ROOT, Workplace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who listens")

STACK = "rehearsal-platform"
SERVERS = 6
"""Fewest that listen in a deployment: API, proxy and Object Storage, the engine, its host of Python, a plugin."""
LONGEST_SECONDS = 240
CTRL_C, TERM = "by Ctrl-C", "by TERM, after a worker was killed"
RUNNER, TESTS, MAKE = "by the death of its runner", "by the death of its tests", "by the death of make"


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
@pytest.mark.parametrize("ended", [CTRL_C, TERM, RUNNER, TESTS, MAKE])
def test_an_interrupted_run_leaves_no_process_no_port_and_no_folder(tmp_path: Path, ended: str) -> None:
    """A process that is left keeps its ports; what another one has left is found in `test_sweep`."""
    run = _begun(tmp_path)
    try:
        engines = _wait_for_an_engine(tmp_path, run)
        if ended == TERM:  # once the death of a worker, which alone ends nothing of the run, has ended its engine
            os.kill(_worker_of(engines[0]), signal.SIGKILL)
            assert _soon(lambda: not any(_deploys(each) for each in engines)), "the engine of a dead worker goes on"
            assert run.poll() is None
        _end(run, ended)
        run.wait(LONGEST_SECONDS)
        in_order = ended in (CTRL_C, TERM)
        assert _soon(lambda: not _left(tmp_path), 1 if in_order else LONGEST_SECONDS), _left(tmp_path)
    finally:
        for process in (*([run.pid] if run.poll() is None else []), *running_below(tmp_path)):
            os.kill(process, signal.SIGKILL)
    assert run.returncode != 0


def _begun(folder: Path) -> "subprocess.Popen[bytes]":
    subprocess.run(
        ["make", "setup"], cwd=ROOT, check=True, capture_output=True
    )  # no part of a run, and uv leaves locks
    with (folder / "output").open("wb") as output:
        return subprocess.Popen(
            ["make", "test-engine", "TESTS=tests/engine/test_options.py"],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(folder)},
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=heed_ctrl_c,
        )


def _end(run: "subprocess.Popen[bytes]", ended: str) -> None:
    """End a run in one of the ways in which runs end."""
    made = {each: _words(each) for each in family(run.pid)}
    if ended == CTRL_C:
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: make and its child
    elif ended == TERM:
        os.kill(run.pid, signal.SIGTERM)
    elif ended == MAKE:
        os.kill(run.pid, signal.SIGKILL)
    else:
        module = "tests.engine.run" if ended == RUNNER else "pytest"
        os.kill(next(each for each, words in made.items() if words[1:3] == ["-m", module]), signal.SIGKILL)


def _left(folder: Path) -> list[str]:
    """What is left of a run: its folders, and its processes wherever their folder has gone."""
    folders = [each.name for each in folder.iterdir() if each.name != "output"]
    return [*folders, *(" ".join(_words(each)) for each in running_below(folder))]


def _soon(holds: Callable[[], bool], longest_seconds: float = LONGEST_SECONDS) -> bool:
    until = time.monotonic() + longest_seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.2)
    return holds()


def _worker_of(engine: int) -> int:
    return int(Path(f"/proc/{engine}/stat").read_text("ascii").rpartition(")")[2].split()[1])


def _wait_for_an_engine(folder: Path, run: "subprocess.Popen[bytes]") -> list[int]:
    """The engines of a run, once one deploys."""
    found = list[int]()
    until = time.monotonic() + LONGEST_SECONDS
    while not found:
        assert run.poll() is None, (folder / "output").read_text("utf-8", "replace")
        assert time.monotonic() < until, "no engine was started"
        time.sleep(0.2)
        found = [each for each in running_below(folder) if _deploys(each)]
    return found


def _words(process: int) -> list[str]:
    """The command of a process; nothing where it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text("utf-8", "replace").split("\0")
    except OSError:
        return []


def _deploys(process: int) -> bool:
    """Whether a process is an engine that has begun to deploy."""
    words = _words(process)
    return words[:1] == [CLI] and "up" in words
