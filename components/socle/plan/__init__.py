"""A program as a plan, and what changes against a baseline.

`Plan` and `Resource` are plain data and cost no import of Pulumi; `capture` and what belongs to it are loaded when
first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .model import SECRET, UNKNOWN, Origin, Plan, Resource

if TYPE_CHECKING:
    from .capturing import capture
    from .json_form import PlanFormatError
    from .references import UnknownStackError
    from .refusal import Refusal, Refused

__all__ = [
    "SECRET",
    "UNKNOWN",
    "Origin",
    "Plan",
    "PlanFormatError",
    "Refusal",
    "Refused",
    "Resource",
    "UnknownStackError",
    "capture",
]

_HOMES = {
    "PlanFormatError": "json_form",
    "Refusal": "refusal",
    "Refused": "refusal",
    "UnknownStackError": "references",
    "capture": "capturing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
