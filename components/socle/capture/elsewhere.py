"""Stacks that are elsewhere: what stands for their outputs, and what a program fails with that asks for one that nobody knows.

Costs no import of Pulumi: whoever captures says these before and after a program runs.
"""

from collections.abc import Mapping
from typing import Any

from socle.plan import UNKNOWN


class UnknownOutputs(dict[str, Any]):
    """Outputs of a stack that nobody has: every one that is asked for is unknown."""

    def __missing__(self, _name: str) -> str:
        return UNKNOWN

    def get(self, name: str, _default: Any = None, /) -> Any:
        """Unknown, whatever the default."""
        return self[name]


UNKNOWN_OUTPUTS: Mapping[str, Any] = UnknownOutputs()
"""Stands for the outputs of a stack that exists elsewhere, in the argument `references` of a capture."""


class UnknownStackError(LookupError):
    """The program refers to a stack that the capture knows nothing of; the engine would say `unknown stack`."""

    def __init__(self, message: str, stack: str) -> None:
        super().__init__(message)
        self.stack = stack
        """The full name of that stack, `organization/project/stack`."""
