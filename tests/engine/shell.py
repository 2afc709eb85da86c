"""`python -m tests.engine.shell demo`: emulated clouds, a copy of the project and a shell to try commands of the engine in."""

import os
import subprocess
import sys

from .estates import place_of, stacks_of


def main(estate: str) -> None:
    """Start everything, wait for the shell to end, take everything down."""
    with place_of(estate) as place:
        shell = os.environ.get("SHELL", "/bin/sh")
        subprocess.run([shell], cwd=place.project, env=place.environment(stacks_of(estate)[0]), check=False)


if __name__ == "__main__":
    main(*sys.argv[1:2])
