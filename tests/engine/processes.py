"""How commands of the engine begin, and how they end with all that they started: plugins in groups of their own would outlive them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def heed(*signals: signal.Signals) -> None:
    """Be stopped by these signals as by Ctrl-C, even in the background, where a shell makes its children deaf to that."""
    for each in signals:
        signal.signal(each, signal.default_int_handler)


def heed_ctrl_c() -> None:
    """In the child: be stopped by Ctrl-C even where this runs in the background, of which a shell makes it deaf."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ends_with(parent: int, how: signal.Signals) -> None:
    """In the child: get this signal when its parent ends, however that ends, or has ended already. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, how)
        if os.getppid() != parent:
            os.kill(os.getpid(), how)


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
