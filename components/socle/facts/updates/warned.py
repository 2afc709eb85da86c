"""One thing that an update or a removal would really do, and the form of a check that says so."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Warned:
    """One thing that would happen. `refused`: it must not pass, and `remedy` says what to do instead; else it is said aloud.

    `host`: the host or its provider refuses it, whether anything guards it or not.
    """

    what: str
    remedy: str = ""
    refused: bool = True
    host: bool = False

    def __str__(self) -> str:
        return "; ".join(part for part in (self.what, self.remedy) if part)


Check = Callable[[Inputs, Inputs], Iterator[Warned]]
"""From the inputs that are deployed and the new ones to what should be said. Secrets are among them: quote none."""
