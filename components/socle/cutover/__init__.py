"""The cut-over: waves, their stages, and the only steps between them. Imports no cloud SDK; what a program records opens on first use."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

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
from .standing import Noted, Standing, forgotten, hand_of, standing
from .switches import MOVES, SHARED, Cutover, Moves, Wave, of_stages, posture

if TYPE_CHECKING:
    from .recorded import Ledgers, last_noted, noted_in

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
    "Ledgers",
    "Moves",
    "Noted",
    "Position",
    "Reached",
    "Requirement",
    "Row",
    "Stage",
    "Standing",
    "State",
    "Wave",
    "Why",
    "arrow",
    "asked_of",
    "assessment_due",
    "begin",
    "declared",
    "forgotten",
    "gate",
    "hand_of",
    "hold",
    "known_of",
    "last_noted",
    "moving",
    "noted_in",
    "of_stages",
    "posture",
    "prove",
    "reached",
    "stale_refusals",
    "standing",
    "start",
    "step_refusals",
    "two_writers",
    "writers",
]

__getattr__ = on_first_use(__name__, dict.fromkeys(("Ledgers", "last_noted", "noted_in"), "recorded"))
