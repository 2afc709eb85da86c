"""What a reviewer must know of a change: dangers, gains of rights, groups of changes, and the verdict. Drawn by `socle.report.review`."""

from .danger import AT_STAKE, STOPS, Danger, dangers, lost
from .effects import Seen, effects_of, seen
from .files import FileChange
from .grouping import VARIES, Group
from .model import Gain, Review, review
from .pairs import Pair, pairs_of, standing
from .verdict import NAMES, Verdict, verdict_of

__all__ = [
    "AT_STAKE",
    "NAMES",
    "STOPS",
    "VARIES",
    "Danger",
    "FileChange",
    "Gain",
    "Group",
    "Pair",
    "Review",
    "Seen",
    "Verdict",
    "dangers",
    "effects_of",
    "lost",
    "pairs_of",
    "review",
    "seen",
    "standing",
    "verdict_of",
]
