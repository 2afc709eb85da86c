"""One changed file that no plan shows, and what a reviewer is told of it."""

from dataclasses import dataclass

from .verdict import Verdict


@dataclass(frozen=True)
class FileChange:
    """`kind` is a key of the words (`provider-setting`, `code`, ...); `detail` is what it is about, such as one setting."""

    file: str
    kind: str
    verdict: Verdict
    detail: str = ""
