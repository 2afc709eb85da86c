"""What is refused, in the four parts that every message of Socle has: what, consequence, remedy, where.

Specs refuse without knowing a file; the loader adds file and line.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One thing that may not be declared. `at` is the key it concerns, relative to the spec that refuses, dots between parts."""

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
        self.problems = sorted(problems, key=lambda p: (p.file, p.line, p.column, p.key, p.what))
        super().__init__("\n".join(str(problem) for problem in self.problems))
