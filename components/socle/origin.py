"""Where in the estate's YAML something was declared: specs know it, components carry it, plans and reports show it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """A file relative to the estates folder, a line from 1, a dotted key."""

    file: str
    line: int
    key: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
