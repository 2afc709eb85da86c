"""What a rule says of a resource, with the place where a person would change it."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from socle.messages import Text, order

from .rule import Severity


class Result(StrEnum):
    """What came of a rule on a resource."""

    PASS = "pass"  # noqa: S105 - a word
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    EXEMPT = "exempt"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Finding:
    """One rule on one resource, or on the whole where `urn` is empty. `exemption` is the key of the one that counts, or did.

    `file` is a file of the estates where `declared`, else one of the program, named from the project's folder.
    """

    rule: str
    severity: Severity
    result: Result
    message: Text = ""
    urn: str = ""
    name: str = ""
    type: str = ""
    file: str = ""
    line: int = 0
    declared: bool = False
    exemption: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it ends a check with code 1."""
        return self.result is Result.FAIL and self.severity.blocks

    @property
    def place(self) -> str:
        """`file:line`, as far as it is known."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        """One line in English: `high bucket-versioned studies (file:line): versioning is off`."""
        about = " ".join(filter(None, (str(self.severity), self.rule, self.name, self.place and f"({self.place})")))
        return f"{about}: {self.message}"

    def as_json(self, say: Callable[[Text], str]) -> dict[str, Any]:
        """Plain data, without what is empty; `say` puts the message into words."""
        values = {each.name: getattr(self, each.name) for each in fields(self)} | {"message": say(self.message)}
        return {key: value for key, value in values.items() if value not in ("", False)}


_ORDER = {severity: place for place, severity in enumerate(Severity)}


def by_weight(finding: Finding) -> tuple[int, str, str, str, int, str]:
    """The order of findings: the gravest first, then by rule and by place."""
    return (_ORDER[finding.severity], finding.rule, finding.urn, finding.file, finding.line, order(finding.message))
