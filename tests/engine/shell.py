"""`python -m tests.engine.shell demo`: emulated clouds, a copy of the project and a shell to try commands of the engine in."""

import os
import subprocess
import sys

from .estates import ESTATES, place_of, stacks_of
from .sweep import own_place


def main(words: list[str]) -> int:
    """Start everything, wait for the shell to end, take everything down; the exit code of the shell, or 2 without such an estate."""
    if len(words) != 1 or words[0] not in ESTATES:
        sys.stderr.write(f"write one estate: python -m tests.engine.shell {' or '.join(ESTATES)}\n")
        return 2
    with own_place(), place_of(words[0]) as place:
        for stack in stacks_of(words[0]):
            place.make(stack)
        shell = os.environ.get("SHELL", "/bin/sh")
        environment = place.environment(stacks_of(words[0])[0])
        return subprocess.run([shell], cwd=place.project, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
