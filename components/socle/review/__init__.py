"""What a reviewer must know of a change: dangers, gains of rights, groups of changes, and the verdict. Drawn by `socle.report.review`."""

from .danger import Danger, dangers, lost
from .grouping import VARIES, Group
from .model import Gain, Review, Verdict, review
from .pairs import Pair, pairs_of, standing

__all__ = [
    "VARIES",
    "Danger",
    "Gain",
    "Group",
    "Pair",
    "Review",
    "Verdict",
    "dangers",
    "lost",
    "pairs_of",
    "review",
    "standing",
]
