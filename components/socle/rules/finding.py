"""What a rule says of a resource, with the place where a person would change it."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

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
    """One rule on one resource, or on the whole where `urn` is empty. `exemption` is the key of the one that counts, or did."""

    rule: str
    severity: Severity
    result: Result
    message: str = ""
    urn: str = ""
    name: str = ""
    type: str = ""
    file: str = ""
    line: int = 0
    exemption: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it ends a check with code 1."""
        return self.result is Result.FAIL and self.severity.blocks

    @property
    def place(self) -> str:
        """`file:line`, as far as it is known."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def as_json(self) -> dict[str, Any]:
        """Plain data, without what is empty."""
        return {key: value for key, value in asdict(self).items() if value not in ("", 0)}


_ORDER = {severity: place for place, severity in enumerate(Severity)}


def by_weight(finding: Finding) -> tuple[int, str, str, str, int, str]:
    """The order of findings: the gravest first, then by rule and by place."""
    return (_ORDER[finding.severity], finding.rule, finding.urn, finding.file, finding.line, finding.message)
