"""The cut-over: waves, their stages, and the only steps between them. Imports no cloud SDK."""

from .arrows import ARROWS, COPIED, HANDS, Arrow, Condition, Hand, arrow
from .declared import declared, known_of
from .gates import BREACH_HOURS, KINDS, Answer, Asked, Gate, State, Why, asked_of, assessment_due, gate
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
from .reached import DEPLOYED, HELD, TRANSITION, Reached, reached
from .requirements import REQUIREMENTS, Requirement
from .stages import PHASES, STAGES, Cloud, Direction, Row, Stage
from .switches import MOVES, SHARED, Cutover, Moves, Wave, of_stages, posture

__all__ = [
    "ARROWS",
    "BREACH_HOURS",
    "COPIED",
    "DEPLOYED",
    "HANDS",
    "HELD",
    "KINDS",
    "MOVES",
    "PHASES",
    "REQUIREMENTS",
    "SHARED",
    "STAGES",
    "TRANSITION",
    "Answer",
    "Arrow",
    "Asked",
    "Cloud",
    "Condition",
    "Cutover",
    "Direction",
    "Gate",
    "Hand",
    "Moves",
    "Position",
    "Reached",
    "Requirement",
    "Row",
    "Stage",
    "State",
    "Wave",
    "Why",
    "arrow",
    "asked_of",
    "assessment_due",
    "begin",
    "declared",
    "gate",
    "hold",
    "known_of",
    "moving",
    "of_stages",
    "posture",
    "prove",
    "reached",
    "stale_refusals",
    "start",
    "step_refusals",
    "two_writers",
    "writers",
]
