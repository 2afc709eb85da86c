"""What a reviewer must know of a change: dangers, gains of rights, groups of changes, and the verdict. Drawn by `socle.report.review`.

What captures a project to review it is loaded on first use.
"""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .danger import Danger, dangers, lost
from .grouping import VARIES, Group
from .model import Gain, Review, Verdict, review
from .pairs import Pair, pairs_of, standing

if TYPE_CHECKING:
    from .against import Spending, cost_of_stacks, review_against_revision, review_against_state, review_of_engine

__all__ = [
    "VARIES",
    "Danger",
    "Gain",
    "Group",
    "Pair",
    "Review",
    "Spending",
    "Verdict",
    "cost_of_stacks",
    "dangers",
    "lost",
    "pairs_of",
    "review",
    "review_against_revision",
    "review_against_state",
    "review_of_engine",
    "standing",
]

__getattr__ = on_first_use(
    __name__,
    {
        "Spending": "against",
        "cost_of_stacks": "against",
        "review_against_revision": "against",
        "review_against_state": "against",
        "review_of_engine": "against",
    },
)
