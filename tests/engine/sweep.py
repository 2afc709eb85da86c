"""A place for the temporary files of one run, and a process that ends what lives there and removes it once the run is over.

However a run ends, also by a signal that nobody can catch, its sweeper sees it: the end of a pipe that only the run holds is closed
then. Processes are known by where they put temporary files, which they pass on to all that they start. Linux tells; elsewhere only the
folder goes.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .listening import running_below

ROOT = Path(__file__).parents[2]
GRACE_SECONDS = 30
"""How long engines may take: one that is asked to stop keeps its state first."""


@contextmanager
def own_place(grace_seconds: float = GRACE_SECONDS) -> Iterator[Path]:
    """Temporary files of this process and of all that it starts lie in a folder of their own meanwhile; nothing stays of either."""
    folder, before = Path(tempfile.mkdtemp(prefix="socle-engine-")), os.environ.get("TMPDIR")
    kept = {name: value for name, value in os.environ.items() if name != "TMPDIR"}
    command = [sys.executable, "-m", "tests.engine.sweep", str(folder), str(grace_seconds)]
    sweeper = subprocess.Popen(command, cwd=ROOT, env=kept, stdin=subprocess.PIPE, start_new_session=True)
    _point_to(str(folder))
    try:
        yield folder
    finally:
        _point_to(before)
        sweeper.communicate()


def _point_to(folder: str | None) -> None:
    os.environ.pop("TMPDIR", None)
    if folder:
        os.environ["TMPDIR"] = folder
    tempfile.tempdir = None


def sweep(folder: Path, grace_seconds: float) -> None:
    """Wait for what lives in a folder, end what stays longer, and remove the folder."""
    until = time.monotonic() + grace_seconds
    while running_below(folder):
        if time.monotonic() > until:
            for process in running_below(folder):
                _kill(process)
        time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return  # it ended by itself


if __name__ == "__main__":
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    sys.stdin.buffer.read()  # ends with whoever started this
    sweep(Path(sys.argv[1]), float(sys.argv[2]))
