"""Invert one guard at a time and see that a test dies: `make guards`, beside the mutants that `make mutants` draws.

Here are those that no operator draws: an argument left out, a text that is another. Not part of `make test`: each runs its tests
in a process of its own. A mutant that survives is printed and fails the run; so does one whose text is no longer in the file.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .table import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
COPIED = (
    "components",
    "ci",
    "infra",
    "stacks",
    "tests",
    "examples",
    "docs",
    "tools",
    "Pulumi.yaml",
    "pyproject.toml",
    "uv.lock",
    "README.md",
    "LICENSE",
    "Makefile",
)


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, copy / name)
        survivors = [mutant for mutant in chosen(sys.argv[1:]) if not killed(mutant, copy)]
    print(f"{len(MUTANTS)} mutants, {len(survivors)} survived, {time.monotonic() - started:.0f} s")  # noqa: T201
    return bool(survivors)


def chosen(words: list[str]) -> list[Mutant]:
    """Every mutant, or those whose description or file has one of the words."""
    return [mutant for mutant in MUTANTS if not words or any(word in f"{mutant.what} {mutant.file}" for word in words)]


def killed(mutant: Mutant, copy: Path) -> bool:
    """Whether the mutant's tests fail, with the mutant in and nothing else changed."""
    file = copy / mutant.file
    original = file.read_text("utf-8")
    if original.count(mutant.text) != 1:
        print(f"stale     {mutant.what}: {mutant.file} has its text {original.count(mutant.text)} times")  # noqa: T201
        return False
    file.write_text(original.replace(mutant.text, mutant.instead), "utf-8")
    try:
        failed = tests_fail(mutant, copy)
    finally:
        file.write_text(original, "utf-8")
    print(f"{'killed' if failed else 'SURVIVED':9s} {mutant.what}", flush=True)  # noqa: T201
    return failed


def tests_fail(mutant: Mutant, copy: Path) -> bool:
    environment = {**os.environ, "PYTHONPATH": str(copy / "components"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.tests.split()]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
