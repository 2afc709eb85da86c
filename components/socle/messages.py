"""What is refused, in the four parts that every message of Socle has: what, consequence, remedy, where.

Specs refuse without knowing a file; the loader adds file and line.
"""

import difflib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

_COMPARED = 50
"""Names that are compared one by one to find the nearest; among more, only a single wrong letter is recognised."""

_LISTED = 12
"""Names that a message lists at the most; more would hide the message."""


@dataclass(frozen=True)
class Refusal:
    """One thing that may not be declared.

    `at` is the key it concerns, relative to the spec that refuses, dots between parts; an item of a list is its index.
    """

    what: str
    consequence: str
    remedy: str
    at: str = ""

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        return f"{where}{self.what}: {self.consequence}; {self.remedy}"


class Refusals(ValueError):
    """Every refusal of one spec at once, so that nobody repairs them one run at a time."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(str(refusal) for refusal in self.refusals))


class Undecided(Exception):
    """A check needs a value that is refused already, so it can say nothing. Never raised for a sound estate."""


def each(*checks: Iterable[Refusal]) -> Iterator[Refusal]:
    """The refusals of several checks. One that needs a refused value falls silent; the others still speak."""
    for check in checks:
        with suppress(Undecided):
            yield from check


def choose(name: str, known: Iterable[str]) -> str:
    """The remedy for a name that is none of `known`: the nearest one, or the list."""
    names = tuple(sorted(known))
    likely = names if len(names) <= _COMPARED else sorted(_one_letter_away(name.lower(), names))
    near = difflib.get_close_matches(name.lower(), likely, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    if not names:
        return "declare it first: there is none yet"
    more = f" ({len(names) - _LISTED} more)" if len(names) > _LISTED else ""
    return f"write one of: {', '.join(names[:_LISTED])}{more}"


def _one_letter_away(name: str, names: tuple[str, ...]) -> set[str]:
    """Names that differ by one letter, found without comparing with each: a thousand misspelt among a thousand take a second."""
    index = _by_spelling(names)
    return {found for spelling in _spellings(name) for found in index.get(spelling, ())}


@lru_cache(maxsize=4)
def _by_spelling(names: tuple[str, ...]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name in names:
        for spelling in _spellings(name):
            index.setdefault(spelling, []).append(name)
    return index


def _spellings(name: str) -> set[str]:
    """The name, and the name without each of its letters."""
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


@dataclass(frozen=True)
class Problem:
    """A refusal with its place in the estate: a file relative to the estates folder, a line and a column from 1 (0: unknown)."""

    file: str
    line: int
    column: int
    key: str
    what: str
    consequence: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{place}:{key} {self.what}\n  consequence: {self.consequence}\n  remedy: {self.remedy}"


class EstateRefused(ValueError):
    """The estate cannot be used. `problems` holds everything found, in the order of the files' lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column, p.key, p.what))
        super().__init__("\n".join(str(problem) for problem in self.problems))
