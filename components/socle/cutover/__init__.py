"""The cut-over: waves, their stages, and the only steps between them. Imports no cloud SDK."""

from .arrows import ARROWS, COPIED, HANDS, Arrow, Condition, Hand, arrow
from .declared import declared
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
from .switches import MOVES, SHARED, Cutover, Moves, Wave, of_stages, posture

__all__ = [
    "ARROWS",
    "COPIED",
    "HANDS",
    "MOVES",
    "PHASES",
    "SHARED",
    "STAGES",
    "Arrow",
    "Cloud",
    "Condition",
    "Cutover",
    "Direction",
    "Hand",
    "Moves",
    "Position",
    "Row",
    "Stage",
    "Wave",
    "arrow",
    "begin",
    "declared",
    "hold",
    "moving",
    "of_stages",
    "posture",
    "prove",
    "stale_refusals",
    "start",
    "step_refusals",
    "two_writers",
    "writers",
]
