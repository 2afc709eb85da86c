"""How moves go, in a terminal and as JSON: of objects, of databases, and what collectors saw. Each is opened on first use."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

if TYPE_CHECKING:
    from .database import preflight_json, show_preflight, verified_lines
    from .json import erased_data, estimate_data, passed_data, step_data
    from .sights import show_sights
    from .terminal import show_erased, show_estimate, show_passed, show_verdict, step_line

__all__ = [
    "erased_data",
    "estimate_data",
    "passed_data",
    "preflight_json",
    "show_erased",
    "show_estimate",
    "show_passed",
    "show_preflight",
    "show_sights",
    "show_verdict",
    "step_data",
    "step_line",
    "verified_lines",
]

__getattr__ = on_first_use(
    __name__,
    {
        **dict.fromkeys(("preflight_json", "show_preflight", "verified_lines"), "database"),
        **dict.fromkeys(("erased_data", "estimate_data", "passed_data", "step_data"), "json"),
        "show_sights": "sights",
        **dict.fromkeys(("show_erased", "show_estimate", "show_passed", "show_verdict", "step_line"), "terminal"),
    },
)
