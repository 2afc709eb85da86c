"""What people read: a report takes values and draws them; it decides nothing. What draws, or reads a plan, is loaded on first use."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .places import Where, near, place_of
from .text import dotted_type, printable

if TYPE_CHECKING:
    from .cost import cost_json, show_change, show_cost
    from .counts import tally
    from .doctor import doctor_json, show_lines
    from .explain import show_value
    from .findings import findings_json, show_findings
    from .first_day import first_day_json, show_first_day
    from .notices import below, first_line, show
    from .preview import show_plan
    from .quotas import show_quotas
    from .terminal import console

__all__ = [
    "Where",
    "below",
    "console",
    "cost_json",
    "doctor_json",
    "dotted_type",
    "findings_json",
    "first_day_json",
    "first_line",
    "near",
    "place_of",
    "printable",
    "show",
    "show_change",
    "show_cost",
    "show_findings",
    "show_first_day",
    "show_lines",
    "show_plan",
    "show_quotas",
    "show_value",
    "tally",
]

__getattr__ = on_first_use(
    __name__,
    {
        "console": "terminal",
        "cost_json": "cost",
        "doctor_json": "doctor",
        "findings_json": "findings",
        "first_day_json": "first_day",
        "below": "notices",
        "first_line": "notices",
        "show": "notices",
        "show_change": "cost",
        "show_cost": "cost",
        "show_findings": "findings",
        "show_first_day": "first_day",
        "show_lines": "doctor",
        "show_plan": "preview",
        "show_quotas": "quotas",
        "show_value": "explain",
        "tally": "counts",
    },
)
