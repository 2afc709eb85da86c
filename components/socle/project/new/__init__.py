"""A new estate, from the few facts that only its owner knows."""

from .answers import QUESTIONS, Answers, Question, wrong
from .demo import from_demo, left_over
from .small import small
from .write import written

__all__ = ["QUESTIONS", "Answers", "Question", "from_demo", "left_over", "small", "written", "wrong"]
