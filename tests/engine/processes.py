"""Ending a command of the engine with all that it started: its plugins are in groups of their own, and would outlive it."""

import os
import signal
import subprocess
from collections.abc import Iterator


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process and its descendants at once, as a machine does that fails."""
    for each in family(process.pid):
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it ended by itself
    process.wait(30)


def family(process: int) -> list[int]:
    """A process and all that it started, and so on, as long as whoever started it is still there."""
    return [process, *_descendants(process)]


def _descendants(pid: int) -> Iterator[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in listed.splitlines())}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
        yield from more
