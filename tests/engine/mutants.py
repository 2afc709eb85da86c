"""Ten lines of components and capture written otherwise, which only an engine shows: `make mutants-engine`.

The everyday tests of their room pass with each (`EVERYDAY=1` asks them), for what is wrong is an order, a refusal of the platform or what
the engine itself would say. Each is put into a copy of the repository and held against the engine's tests that must notice, in a
process of its own, once they have passed without any. What noticed it is printed; what survives, or has no longer its text in
the file, fails the run.
"""

# ruff: noqa: T201

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.copies import Stale, chosen, copied, environment, inverted, written
from tests.mutants.table import Mutant

from .mutant_table import EVERYDAY, MUTANTS
from .plugins import missing
from .processes import ends_with, heed, kill
from .seed import seed
from .sweep import own_place

LONGEST_SECONDS = 1_800
"""For the tests of one mutant, on a machine that does other things too."""


def main(words: list[str]) -> int:
    """Try every mutant, or those whose description or file has one of the words.

    Returns:
        0 where each was noticed, 1 where one survived, 2 where none has these words or the tests fail without any.
    """
    everyday = "everyday" in words
    words = [word for word in words if word != "everyday"]
    unmatched = [word for word in words if not chosen(MUTANTS, [word])]
    if unmatched:
        print(f"no mutant is called {', '.join(unmatched)}, and nothing was run; there are:", file=sys.stderr)
        print("".join(f"  {mutant.what} ({mutant.file})\n" for mutant in MUTANTS), end="", file=sys.stderr)
        return 2
    if lacks := missing():
        print(f"mutants-engine: {', '.join(lacks)} not on the PATH, and nothing was run")
        return 0
    heed(signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    mutants = chosen(MUTANTS, words)
    with own_place() as folder:
        copy = copied(folder / "copy", "policies", "CHANGELOG.md")
        if not all(_passes(tests, copy) for tests in _selections(mutants, everyday=everyday)):
            print(f"without any mutant the tests fail, so that they show nothing; SEED={seed()}")
            return 2
        wrong = [mutant.what for mutant in mutants if not (_is_unseen if everyday else _is_noticed)(mutant, copy)]
    print(f"{len(mutants)} mutants, {len(wrong)} {'seen every day' if everyday else 'survived'}; SEED={seed()}")
    return bool(wrong)


def _selections(mutants: Sequence[Mutant], *, everyday: bool) -> list[list[str]]:
    """What is run for these mutants, each selection of tests once."""
    asked = [_every_day(mutant) if everyday else mutant.tests.split() for mutant in mutants]
    return [list(each) for each in dict.fromkeys(tuple(tests) for tests in asked)]


def _every_day(mutant: Mutant) -> list[str]:
    return ["-m", "not slow", *EVERYDAY[mutant.file.split("/")[2]]]


def _passes(tests: list[str], copy: Path) -> bool:
    """Whether tests pass with no mutant in: else what fails with one says nothing of it."""
    began = time.monotonic()
    code, text = _run(tests, copy)
    how = "passes" if code == 0 else "FAILS"
    print(f"{how:9s} without a mutant: {' '.join(tests)} ({time.monotonic() - began:.0f} s)", flush=True)
    if code:
        print(text[-8000:], flush=True)
    return code == 0


def _is_noticed(mutant: Mutant, copy: Path) -> bool:
    began = time.monotonic()
    code, text = _tests(mutant, copy, mutant.tests.split())
    noticed = re.findall(r"^(?:FAILED|ERROR) \S*?::(\S+)", text, re.MULTILINE)
    _tell("noticed" if code == 1 and noticed else "SURVIVED", mutant, began)
    print("".join(f"          by {name}\n" for name in noticed), end="", flush=True)
    print("".join(f"          {line}\n" for line in _said(text)), end="", flush=True)
    return code == 1 and bool(noticed)


def _is_unseen(mutant: Mutant, copy: Path) -> bool:
    began = time.monotonic()
    code, _ = _tests(mutant, copy, _every_day(mutant))
    _tell("unseen" if code == 0 else "SEEN", mutant, began)
    return code == 0


def _tell(how: str, mutant: Mutant, began: float) -> None:
    print(f"{how:9s} {mutant.what} ({time.monotonic() - began:.0f} s)", flush=True)


def _said(text: str) -> list[str]:
    """The line of the failure that says most, where it is not too long: an error of the engine, else what was asserted."""
    lines = [line[1:].strip()[:200] for line in text.splitlines() if line.startswith("E  ")]
    telling = ([line for line in lines if re.search(words, line)] for words in (r"Code=|not found", r"error:"))
    return next(filter(None, telling), lines)[:1]


def _tests(mutant: Mutant, copy: Path, tests: list[str]) -> tuple[int, str]:
    """Run tests with the mutant in and nothing else changed; where its text is not there once, that is no failure of a test."""
    try:
        text = inverted(mutant, copy)
    except Stale as stale:
        return -1, str(stale)
    with written(copy / mutant.file, text):
        return _run(tests, copy)


def _run(tests: list[str], copy: Path) -> tuple[int, str]:
    runner, command = os.getpid(), [sys.executable, "-m", "pytest", "-x", "-n", "0", *tests]
    with (copy.parent / "output").open("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            cwd=copy,
            env=environment(copy),
            stdout=output,
            stderr=output,
            preexec_fn=lambda: ends_with(runner, signal.SIGINT),
        )
        try:
            process.wait(LONGEST_SECONDS)
        finally:
            kill(process)  # with its engines, where it was stopped
        output.seek(0)
        return process.returncode, output.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
