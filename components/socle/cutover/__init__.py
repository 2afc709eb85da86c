"""The cut-over: waves, their stages, and the only steps between them. Imports no cloud SDK."""

from .arrows import ARROWS, COPIED, HANDS, Arrow, Condition, Hand, arrow
from .position import (
    Position,
    begin,
    hold,
    moving,
    prove,
    stale_refusals,
    start,
    step_refusals,
    two_writers,
    writers,
)
from .stages import PHASES, STAGES, Cloud, Direction, Row, Stage

__all__ = [
    "ARROWS",
    "COPIED",
    "HANDS",
    "PHASES",
    "STAGES",
    "Arrow",
    "Cloud",
    "Condition",
    "Direction",
    "Hand",
    "Position",
    "Row",
    "Stage",
    "arrow",
    "begin",
    "hold",
    "moving",
    "prove",
    "stale_refusals",
    "start",
    "step_refusals",
    "two_writers",
    "writers",
]
