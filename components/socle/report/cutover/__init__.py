"""Where waves stand, what gates say and what ledgers are worth, in a terminal and as JSON."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .json import as_json, gates_data, ledgers_data, record_data, status_data
from .page import status_page
from .runbook import checklist, runbook_data, show_runbook
from .sentences import begun, expected, moment, why
from .terminal import show_gates, show_ledgers, show_status

if TYPE_CHECKING:
    from .foreseen import expected_data, show_expected

__all__ = [
    "as_json",
    "begun",
    "checklist",
    "expected",
    "expected_data",
    "gates_data",
    "ledgers_data",
    "moment",
    "record_data",
    "runbook_data",
    "show_expected",
    "show_gates",
    "show_ledgers",
    "show_runbook",
    "show_status",
    "status_data",
    "status_page",
    "why",
]

__getattr__ = on_first_use(__name__, dict.fromkeys(("expected_data", "show_expected"), "foreseen"))
