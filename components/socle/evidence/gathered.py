"""What a bundle is made of: the estate, its plans or states, what was found on them, and the records beside it, as of one time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from socle.access import Matrix
from socle.cutover import Book
from socle.cutover.evidence import Level
from socle.estate import Declared, Estate
from socle.plan import Plan
from socle.reach import FlowResult
from socle.rules import Finding
from socle.sovereignty import Sovereignty


@dataclass(frozen=True)
class Gathered:
    """All of it.

    at: UTC, whole seconds; the only time that anything is asked as of. revision: the commit, empty where there is none; dirty: the
    checkout differs from it. levels: of each stack, `deployed` where its state was given. files: digests of the estate's files by
    their name below the estates' folder. tools: versions and digests by name. missing: stacks without a plan. program: digests of
    what else decides, by its path in the project: what Pulumi reads, the lock, the program, its policies.
    """

    declared: Declared
    at: datetime
    revision: str
    dirty: bool
    plans: Mapping[str, Plan]
    levels: Mapping[str, Level]
    findings: tuple[Finding, ...]
    matrix: Matrix
    flows: tuple[FlowResult, ...]
    sovereignty: Sovereignty
    books: tuple[Book, ...]
    files: Mapping[str, str]
    tools: Mapping[str, str]
    missing: tuple[str, ...] = ()
    program: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def estate(self) -> Estate:
        """The estate."""
        return self.declared.estate

    @property
    def day(self) -> date:
        """The day of `at`."""
        return self.at.date()

    @cached_property
    def level(self) -> Level:
        """The weakest of all stacks; of none, what files declare."""
        return "deployed" if self.levels and all(each == "deployed" for each in self.levels.values()) else "declared"

    def line_of(self, key: str) -> str:
        """The source of a key of the estate: its file with the line."""
        origin = self.declared.nearest(key)
        return f"estate:{origin.file}#{origin.line}" if origin else f"estate:{self.estate.name}/estate.yaml"
