"""`python -m tests.engine.run [TESTS]`, which is `make test-engine`: one run of these tests, of which nothing is left however it ends.

Ctrl-C, TERM and the end of whoever started it end the tests in order, and so the engines. Its exit code is that of the tests; 2 where
a file is named that there is not, with an engine or without, or where no test is what was named.
"""

# ruff: noqa: T201

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .plugins import missing
from .processes import ends_with, heed
from .sweep import ROOT, own_place

PATIENCE_SECONDS = 60
"""For tests that were told to end."""
_TAKE_A_VALUE = ("-k", "-m", "-n", "-p", "--dist")


def main(words: list[str]) -> int:
    """Run the tests that are named, or all; without an engine say so in a line."""
    absent = [name for name in _files(words) if not (ROOT / name).exists()]
    if absent:
        print(f"test-engine: there is no {', '.join(absent)}; nothing was run", file=sys.stderr)
        return 2
    lacks = missing()
    if lacks:
        print(f"test-engine: {', '.join(lacks)} not on the PATH, and nothing was run")
        return 0
    heed(signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    ends_with(os.getppid(), signal.SIGTERM)
    with own_place():
        sync = [Path(sys.prefix) / "bin" / "uv", "sync", "--quiet", "--frozen", "--inexact", "--group", "engine"]
        subprocess.run(sync, cwd=ROOT, check=True)
        code = _tested(["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-rs", *(words or ["tests/engine"])])
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        print(f"test-engine: no test is {' '.join(words)}; nothing was run", file=sys.stderr)
        return 2
    return code


def _files(words: list[str]) -> list[str]:
    """The files and folders that are named, without the test in them."""
    named = [
        word
        for before, word in zip(["", *words], words, strict=False)
        if not word.startswith("-") and before not in _TAKE_A_VALUE
    ]
    return [word.partition("::")[0] for word in named]


def _tested(arguments: list[str]) -> int:
    runner = os.getpid()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: ends_with(runner, signal.SIGINT),
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGINT)  # its workers too: none waits for an engine any longer
        try:
            return process.wait(PATIENCE_SECONDS) or 1
        except subprocess.TimeoutExpired:
            print(f"test-engine: the tests did not end within {PATIENCE_SECONDS} s and are killed", file=sys.stderr)
            return 1
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
