"""Runs a command that may write files only here and in the temporary folder, by Landlock, which asks for no right of an ordinary user.

Where the kernel is new enough it reaches no process outside either. What it may read stays as it is, for the job has nothing to hide,
and so does the network: a capture speaks to itself over the loopback, and Landlock knows ports and no addresses. Standard library
only; no package that binds Landlock is kept well enough to run here.
Usage: `python3 ci/landlock.py COMMAND...`; with `--says` alone it tells in a few words what would hold. Exit code 1: nothing holds.
"""

import ctypes
import os
import struct
import sys
import tempfile
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""System calls; their numbers are the same on every architecture."""
_NO_NEW_PRIVILEGES = 38
_VERSION = 1
_PATH_BENEATH = 1
_WRITES = {1: 0b1_1111_1111_0010, 2: 1 << 13, 3: 1 << 14}
"""By the version that brought them: write, remove and make files of all kinds; move them; cut them."""
_OUTSIDE = {6: 0b11}
"""Abstract sockets of others, and signals to them."""


def version() -> int:
    """What the kernel offers; 0 where it offers nothing."""
    return max(0, _libc().syscall(_CREATE, None, 0, _VERSION))


def says(offered: int) -> str:
    """What holds with a version, in a few words."""
    parts = ["files written only here and in the temporary folder"]
    parts += ["no signal to other processes"] if offered >= min(_OUTSIDE) else []
    return ", ".join(parts)


def restrict(offered: int) -> None:
    """Take from this process, and from all that it starts, what a capture does not need.

    Raises:
        OSError: the kernel refuses.
    """
    writes, outside = (_of(rights, offered) for rights in (_WRITES, _OUTSIDE))
    size = 8 if offered < 4 else 16 if offered < 6 else 24
    ruleset = _call(_CREATE, struct.pack("QQQ", writes, 0, outside)[:size], size, 0)
    for folder in (Path.cwd(), Path(tempfile.gettempdir()), Path("/dev")):
        opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        _call(_ADD, ruleset, _PATH_BENEATH, struct.pack("=Qi", writes, opened), 0)
    if _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "privileges can be gained here")
    _call(_RESTRICT, ruleset, 0)


def _of(rights: dict[int, int], offered: int) -> int:
    return sum(bits for since, bits in rights.items() if since <= offered)


def _call(number: int, *arguments: object) -> int:
    answer = _libc().syscall(number, *arguments)
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def main(arguments: list[str]) -> int:
    """Become the command; give 1 where nothing holds, 2 where there is none."""
    offered = version()
    if not arguments:
        print(__doc__)  # noqa: T201
        return 2
    try:
        if not offered:
            return 1
        restrict(offered)
    except OSError:
        return 1
    if arguments == ["--says"]:
        print(says(offered))  # noqa: T201
        return 0
    return os.execvp(arguments[0], arguments)  # noqa: S606


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
