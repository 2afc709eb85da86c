"""A copy of the repository, and one file of it written otherwise for a while: where mutants are tried that need a process of their own."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .table import Mutant

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


class Stale(Exception):
    """The text of a guard does not stand in its file once: nothing could be tried."""


def copied(copy: Path, *more: str) -> Path:
    """The repository as it lies here, in a folder that may be there already; `more` is what these tests need beside."""
    copy.mkdir(exist_ok=True)
    for name in (*COPIED, *more):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, copy / name)
    return copy


def environment(copy: Path, **more: str) -> dict[str, str]:
    """For tests in a copy: its library and its tests, and nothing compiled, which would outlive a mutant."""
    path = os.pathsep.join((str(copy / "components"), str(copy)))
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}


@contextmanager
def written(file: Path, text: str) -> Iterator[None]:
    """The file with another text for as long as this lasts."""
    original = file.read_text("utf-8")
    file.write_text(text, "utf-8")
    try:
        yield
    finally:
        file.write_text(original, "utf-8")


def inverted(mutant: Mutant, root: Path = ROOT) -> str:
    """The text of a guard's file with the guard inverted.

    Raises:
        Stale: its text does not stand in the file exactly once.
    """
    file = root / mutant.file
    original = file.read_text("utf-8") if file.is_file() else ""
    if original.count(mutant.text) != 1:
        raise Stale(f"{mutant.file} has its text {original.count(mutant.text)} times")
    return original.replace(mutant.text, mutant.instead)


def chosen(mutants: Sequence[Mutant], words: Sequence[str]) -> list[Mutant]:
    """Every mutant, or those whose description or file has one of the words."""
    return [mutant for mutant in mutants if not words or any(word in f"{mutant.what} {mutant.file}" for word in words)]
