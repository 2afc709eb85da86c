"""How moves of objects go: steps, passes, verdicts, estimates and erasures, in a terminal and as JSON."""

from .json import erased_data, estimate_data, passed_data, step_data
from .terminal import show_erased, show_estimate, show_passed, show_verdict, step_line

__all__ = [
    "erased_data",
    "estimate_data",
    "passed_data",
    "show_erased",
    "show_estimate",
    "show_passed",
    "show_verdict",
    "step_data",
    "step_line",
]
