"""The controls of the texts that bind a health data platform: what each asks for, who owns it, what covers it. Plain data."""

from .control import Confidence, Control, Cover, Owner, Source
from .table import control, controls, headings, rules_of

__all__ = [
    "Confidence",
    "Control",
    "Cover",
    "Owner",
    "Source",
    "control",
    "controls",
    "headings",
    "rules_of",
]
