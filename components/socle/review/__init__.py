"""What a reviewer must know of a change: dangers, gains of rights, groups of changes, and the verdict. Drawn by `socle.report.review`.

What captures a project to review it is loaded on first use.
"""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .causes import Cause, Entry
from .cutover import Labelled, Shift, Step
from .danger import AT_STAKE, STOPS, Danger, dangers, lost
from .effects import Seen, effects_of, seen
from .files import FileChange
from .freeze import Freeze
from .grouping import VARIES, Group, grouped
from .model import Gain, Review, review
from .rights import Pair, Standing, pairs_of, standing
from .verdict import NAMES, Verdict, verdict_of

if TYPE_CHECKING:
    from .against import (
        Spending,
        cost_of_stacks,
        review_against_revision,
        review_against_state,
        review_of_engine,
        review_of_head,
    )
    from .cutover import NO_STACK, UNASKED, Expected, Proof, expected_of, proof_of
    from .judged import judged_estate
    from .rights import Accessible, access_of_stacks

__all__ = [
    "AT_STAKE",
    "NAMES",
    "NO_STACK",
    "STOPS",
    "UNASKED",
    "VARIES",
    "Accessible",
    "Cause",
    "Danger",
    "Entry",
    "Expected",
    "FileChange",
    "Freeze",
    "Gain",
    "Group",
    "Labelled",
    "Pair",
    "Proof",
    "Review",
    "Seen",
    "Shift",
    "Spending",
    "Standing",
    "Step",
    "Verdict",
    "access_of_stacks",
    "cost_of_stacks",
    "dangers",
    "effects_of",
    "expected_of",
    "grouped",
    "judged_estate",
    "lost",
    "pairs_of",
    "proof_of",
    "review",
    "review_against_revision",
    "review_against_state",
    "review_of_engine",
    "review_of_head",
    "seen",
    "standing",
    "verdict_of",
]

__getattr__ = on_first_use(
    __name__,
    {
        "Accessible": "rights",
        "Expected": "cutover",
        "NO_STACK": "cutover",
        "Proof": "cutover",
        "UNASKED": "cutover",
        "Spending": "against",
        "access_of_stacks": "rights",
        "cost_of_stacks": "against",
        "judged_estate": "judged",
        "expected_of": "cutover",
        "proof_of": "cutover",
        "review_against_revision": "against",
        "review_against_state": "against",
        "review_of_engine": "against",
        "review_of_head": "against",
    },
)
