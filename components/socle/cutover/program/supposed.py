"""Waves as if they stood elsewhere: how the program of a stack is asked what a step would show, before anybody begins it.

Only who captures a program in this process can suppose anything; what an engine runs reads ledgers.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..position import Position


@dataclass
class Supposed:
    """What is supposed of an estate's waves. asked: whether a program has asked where they stand."""

    folder: Path
    positions: Mapping[str, Position]
    asked: bool = False


_scopes: list[Supposed] = []


@contextmanager
def supposed(folder: Path, positions: Mapping[str, Position]) -> Generator[Supposed]:
    """Within, the waves of the estate in a folder stand where they are supposed to, for whatever program is captured."""
    scope = Supposed(folder.resolve(), positions)
    _scopes.append(scope)
    try:
        yield scope
    finally:
        _scopes.pop()


def supposed_of(folder: Path) -> Supposed | None:
    """What is supposed of the estate in a folder; nothing where nobody supposes."""
    return next((each for each in reversed(_scopes) if each.folder == folder.resolve()), None)
