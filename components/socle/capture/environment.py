"""The process during a capture: without a cloud's credentials, in the program's folder, and put back afterwards.

What a plan says must not depend on whose shell it is captured in, and a program must not meet a credential.
"""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

HIDDEN = ("SCW_", "AWS_", "ARM_", "AZURE_", "PULUMI_")
KEPT = ("PULUMI_ERROR_OUTPUT_STRING",)  # makes an f-string of an Output an error: the caller's choice


@contextmanager
def hidden_credentials() -> Generator[None]:
    """Hide the variables that providers and the engine read; restore the whole environment afterwards."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(HIDDEN) and name not in KEPT:
            del os.environ[name]
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update({name: value for name, value in before.items() if os.environ.get(name) != value})


@contextmanager
def program_folder(folder: Path | None) -> Generator[None]:
    """Run in a program's folder as Pulumi does: it is the working directory and first on the import path.

    Modules of another program that have the names of its own are set aside meanwhile, or their code would run in place of its own.
    Afterwards its own modules are forgotten, so that the next capture runs them again.
    """
    if folder is None:
        yield
        return
    path, working, own = list(sys.path), Path.cwd(), str(folder)
    aside = {name: sys.modules.pop(name) for name in _of_another_program(folder)}
    before = set(sys.modules)
    sys.path.insert(0, own)
    os.chdir(own)
    try:
        yield
    finally:
        _forget_modules(folder, before, path)
        sys.modules.update(aside)
        sys.path[:] = path
        os.chdir(working)


def _of_another_program(folder: Path) -> list[str]:
    """Loaded modules that the folder has a module of the same name for; those of Python and of libraries stay."""
    own = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()} - {
        "__main__"
    }
    installed = tuple({sys.prefix, sys.base_prefix})
    found = [name for name in sys.modules if name.partition(".")[0] in own]
    return [name for name in found if not (getattr(sys.modules[name], "__file__", None) or "").startswith(installed)]


def _forget_modules(folder: Path, before: set[str], path: list[str]) -> None:
    """Drop the modules that were imported from the folder itself, not from a library that happens to lie below it."""
    homes = [Path(entry) for entry in path if entry and Path(entry).is_relative_to(folder) and Path(entry) != folder]
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None)
        if file and Path(file).is_relative_to(folder) and not any(Path(file).is_relative_to(home) for home in homes):
            del sys.modules[name]
