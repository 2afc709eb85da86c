"""Whether what a deployment needs is there: tools, backend, credentials, rights. Asked beforehand, and never changed."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .line import Line, State
from .machine import Machine

if TYPE_CHECKING:
    from .doctor import TOPICS, examined
    from .steps import Progress, Step, first_day, following

__all__ = ["TOPICS", "Line", "Machine", "Progress", "State", "Step", "examined", "first_day", "following"]

__getattr__ = on_first_use(
    __name__,
    {
        "Progress": "steps",
        "Step": "steps",
        "TOPICS": "doctor",
        "examined": "doctor",
        "first_day": "steps",
        "following": "steps",
    },
)
