"""Ten lines of components and capture written otherwise, which only an engine shows: `make mutants-engine`.

The everyday tests of their room pass with each (`EVERYDAY=1` asks them), for what is wrong is an order, a refusal of the platform or what
the engine itself would say. Each is put into a copy of the repository and held against the engine's tests that must notice, in a
process of its own. What noticed it is printed; what survives, or has no longer its text in the file, fails the run.
"""

# ruff: noqa: T201

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants.guards import COPIED, ROOT
from tests.mutants.table import Mutant

from .mutant_table import EVERYDAY, MUTANTS
from .plugins import missing
from .processes import kill
from .seed import seed

LONGEST_SECONDS = 1_800
"""For the tests of one mutant, on a machine that does other things too."""


def main(words: list[str]) -> int:
    """Try every mutant, or those whose description or file has one of the words; how many survived, as an exit code."""
    everyday = "everyday" in words
    words = [word for word in words if word != "everyday"]
    if missing():
        print(f"not on the PATH, and nothing was run: {', '.join(missing())}")
        return 0
    chosen = [each for each in MUTANTS if not words or any(word in f"{each.what} {each.file}" for word in words)]
    with tempfile.TemporaryDirectory(prefix="socle-engine-") as folder:
        copy = _copied(Path(folder) / "copy")
        wrong = [mutant.what for mutant in chosen if not (_is_unseen if everyday else _is_noticed)(mutant, copy)]
    print(f"{len(chosen)} mutants, {len(wrong)} {'seen every day' if everyday else 'survived'}; SEED={seed()}")
    return bool(wrong)


def _copied(copy: Path) -> Path:
    copy.mkdir()
    for name in (*COPIED, "policies", "CHANGELOG.md"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, copy / name)
    return copy


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
    code, _ = _tests(mutant, copy, ["-m", "not slow", *EVERYDAY[mutant.file.split("/")[2]]])
    _tell("unseen" if code == 0 else "SEEN", mutant, began)
    return code == 0


def _tell(how: str, mutant: Mutant, began: float) -> None:
    print(f"{how:9s} {mutant.what} ({time.monotonic() - began:.0f} s)", flush=True)


def _said(text: str) -> list[str]:
    """The line of the failure that says most, where it is not too long: an error of the engine, else what was asserted."""
    lines = [line[1:].strip()[:200] for line in text.splitlines() if line.startswith("E  ")]
    return ([line for line in lines if re.search(r"error:|Code=|not found", line)] or lines)[:1]


def _tests(mutant: Mutant, copy: Path, tests: list[str]) -> tuple[int, str]:
    """Run tests with the mutant in and nothing else changed; where its text is not there once, that is no failure of a test."""
    file = copy / mutant.file
    original = file.read_text("utf-8")
    if original.count(mutant.text) != 1:
        return -1, f"{mutant.file} has its text {original.count(mutant.text)} times"
    file.write_text(original.replace(mutant.text, mutant.instead), "utf-8")
    paths = os.pathsep.join((str(copy / "components"), str(copy)))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(copy.parent)}
    command = [sys.executable, "-m", "pytest", "-x", "-n", "0", *tests]
    with (copy.parent / "output").open("w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=copy, env=environment, stdout=output, stderr=output)
        try:
            process.wait(LONGEST_SECONDS)
        finally:
            kill(process)  # with its engines, where it was stopped
            file.write_text(original, "utf-8")
        output.seek(0)
        return process.returncode, output.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
