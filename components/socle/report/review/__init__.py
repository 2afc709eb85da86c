"""The review of a change, for people who do not read code: one model, drawn on a terminal, in a comment, on a page, as JSON."""

from .catalogue import Language, Words
from .markdown import BUDGET, MARKER, markdown
from .model import Gain, Review, Verdict, review

__all__ = ["BUDGET", "MARKER", "Gain", "Language", "Review", "Verdict", "Words", "markdown", "review"]
