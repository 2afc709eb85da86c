"""Coroutines of the program that nobody awaited: what stands in them is registered by nobody, and Python only warns."""

import re
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from socle.messages import Place, Refusal

from ..program import is_own

_SAID = re.compile(r"coroutine '(?P<name>[^']+)' was never awaited")


@contextmanager
def never_awaited(root: Path) -> Generator[list[Refusal]]:
    """While a program runs, collect which of its own coroutines were dropped, and where."""
    found: list[Refusal] = []
    show = warnings.showwarning

    def heard(message: Warning | str, category: type[Warning], filename: str, lineno: int, *more: Any) -> None:
        said = _SAID.search(str(message))
        if said and category is RuntimeWarning and is_own(filename, root):
            found.append(_refusal(said["name"], filename, lineno))
        elif not said:
            show(message, category, filename, lineno, *more)

    with warnings.catch_warnings():
        warnings.filterwarnings("always", _SAID.pattern, RuntimeWarning)
        warnings.showwarning = heard
        yield found


def _refusal(name: str, file: str, line: int) -> Refusal:
    return Refusal(
        f"the coroutine {name} was never awaited",
        "nothing in it is registered, neither here nor by the engine",
        f"end the program with pulumi.run({name}), or await it",
        place=Place(file, line),
    )
