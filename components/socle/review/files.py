"""One changed file that no plan shows, and what a reviewer is told of it."""

from dataclasses import dataclass

from .verdict import Verdict

NOTHING = "–"
"""What stands where a value was not there, or is no more."""


@dataclass(frozen=True)
class FileChange:
    """`kind` is a key of the words (`provider-setting`, `code`, ...).

    `detail` is what it is about, such as one setting; `old` and `new` are its two values where they can be shown; `others` are
    files of which the same is to be said; `differences` are keys with both values, empty where a side has none.
    """

    file: str
    kind: str
    verdict: Verdict
    detail: str = ""
    old: str = ""
    new: str = ""
    others: tuple[str, ...] = ()
    differences: tuple[tuple[str, str, str], ...] = ()

    @property
    def number(self) -> int:
        """How many files it is about."""
        return 1 + len(self.others)
