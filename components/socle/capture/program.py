"""What can be captured: a callable, or a Pulumi program's folder or entry file, run unmodified."""

import inspect
import runpy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MARKS = ("Pulumi.yaml", "Pulumi.yml")
_SOCLE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Program:
    """What to run, in which folder (None: where we are), and where the project's root is."""

    run: Callable[[], Any]
    folder: Path | None
    root: Path


def load_program(program: "Callable[[], Any] | str | Path", root: "str | Path | None") -> Program:
    """Prepare a program.

    Raises:
        FileNotFoundError: no such file, or a folder without `__main__.py`.
    """
    if callable(program):
        return Program(program, None, _root(root, _source_folder(program)))
    given = Path(program).resolve()
    entry = given / "__main__.py" if given.is_dir() else given
    if not entry.is_file():
        raise FileNotFoundError(f"{entry}: no such program; name a folder with a __main__.py, or a Python file")
    return Program(lambda: _run(entry), entry.parent, _root(root, entry.parent))


def is_own(filename: str, root: Path) -> bool:
    """Whether a file is the program's own: in its project, and neither of an installed library nor of this one."""
    file = Path(filename).resolve()
    return file.is_relative_to(root) and not file.is_relative_to(_SOCLE) and not is_installed(file)


def _run(entry: Path) -> None:
    runpy.run_path(str(entry), run_name="__main__")


def _root(given: "str | Path | None", start: Path) -> Path:
    if given is not None:
        return Path(given).resolve()
    for folder in (start, *start.parents):
        if any((folder / mark).is_file() for mark in _MARKS):
            return folder
    return start


def is_installed(path: Path) -> bool:
    """Whether a file is of an installed library."""
    return any(part in ("site-packages", "dist-packages") for part in path.parts)


def _source_folder(program: Callable[[], Any]) -> Path:
    try:
        file = inspect.getsourcefile(inspect.unwrap(program))
    except TypeError:
        file = None
    return Path(file).resolve().parent if file and not file.startswith("<") else Path.cwd()
