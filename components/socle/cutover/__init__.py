"""The cut-over: waves, their stages, and the only steps between them. Imports no cloud SDK; what a program records opens on first use."""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .arrows import ARROWS, COPIED, HANDS, Arrow, Condition, Hand, arrow
from .book import Book, answer_of, approval, deployment, draft, held, observation, open_book, step_to, transition
from .declared import declared, known_of
from .gates import BREACH_HOURS, KINDS, Answer, Asked, Gate, State, Why, asked_of, assessment_due, gate, lapses
from .kit import Unsealed, kit_files, sealed_places
from .outside import COMMANDS, Command, Stop
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
from .reached import DEPLOYED, HELD, Reached, reached
from .requirements import REQUIREMENTS, Requirement
from .runbook import Runbook, Turn, runbook
from .stages import PHASES, STAGES, Cloud, Direction, Row, Stage
from .standing import Noted, Standing, forgotten, hand_of, standing
from .status import (
    Called,
    Countdown,
    Do,
    Loss,
    Next,
    Owed,
    Status,
    deploying,
    leading,
    owed_by,
    past_abort,
    status,
    typed,
    unmet,
)
from .switches import MOVES, SHARED, Cutover, Moves, Wave, of_stages, posture
from .way import Switched, deletes, final, switched, way
from .window import TRANSITION, WINDOW, Window, ahead_refusals, label, window_now, window_of

if TYPE_CHECKING:
    from .recorded import Ledgers, last_noted, noted_in

__all__ = [
    "ARROWS",
    "BREACH_HOURS",
    "COMMANDS",
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
    "WINDOW",
    "Answer",
    "Arrow",
    "Asked",
    "Book",
    "Called",
    "Cloud",
    "Command",
    "Condition",
    "Countdown",
    "Cutover",
    "Direction",
    "Do",
    "Gate",
    "Hand",
    "Ledgers",
    "Loss",
    "Moves",
    "Next",
    "Noted",
    "Owed",
    "Position",
    "Reached",
    "Requirement",
    "Row",
    "Runbook",
    "Stage",
    "Standing",
    "State",
    "Status",
    "Stop",
    "Switched",
    "Turn",
    "Unsealed",
    "Wave",
    "Why",
    "Window",
    "ahead_refusals",
    "answer_of",
    "approval",
    "arrow",
    "asked_of",
    "assessment_due",
    "begin",
    "declared",
    "deletes",
    "deploying",
    "deployment",
    "draft",
    "final",
    "forgotten",
    "gate",
    "hand_of",
    "held",
    "hold",
    "kit_files",
    "known_of",
    "label",
    "lapses",
    "last_noted",
    "leading",
    "moving",
    "noted_in",
    "observation",
    "of_stages",
    "open_book",
    "owed_by",
    "past_abort",
    "posture",
    "prove",
    "reached",
    "runbook",
    "sealed_places",
    "stale_refusals",
    "standing",
    "start",
    "status",
    "step_refusals",
    "step_to",
    "switched",
    "transition",
    "two_writers",
    "typed",
    "unmet",
    "way",
    "window_now",
    "window_of",
    "writers",
]

__getattr__ = on_first_use(__name__, dict.fromkeys(("Ledgers", "last_noted", "noted_in"), "recorded"))
