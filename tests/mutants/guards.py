"""Invert one guard at a time and see that a test dies: `make guards`, beside the mutants that `make mutants` draws.

Here are those that no operator draws: an argument left out, a text that is another. Not part of `make test`: each runs its tests
in a process of its own. A mutant that survives is printed and fails the run; so does one whose text is no longer in the file.
"""

# ruff: noqa: T201

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .copies import Stale, chosen, copied, environment, inverted, written
from .table import MUTANTS, Mutant


def main() -> int:
    started, mutants = time.monotonic(), chosen(MUTANTS, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        survivors = [mutant for mutant in mutants if not killed(mutant, copy)]
    print(f"{len(mutants)} mutants, {len(survivors)} survived, {time.monotonic() - started:.0f} s")
    return bool(survivors)


def killed(mutant: Mutant, copy: Path) -> bool:
    """Whether the mutant's tests fail, with the mutant in and nothing else changed."""
    try:
        with written(copy / mutant.file, inverted(mutant, copy)):
            failed = tests_fail(mutant, copy)
    except Stale as stale:
        print(f"stale     {mutant.what}: {stale}")
        return False
    print(f"{'killed' if failed else 'SURVIVED':9s} {mutant.what}", flush=True)
    return failed


def tests_fail(mutant: Mutant, copy: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.tests.split()]
    done = subprocess.run(
        command, cwd=copy, env=environment(copy), capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
