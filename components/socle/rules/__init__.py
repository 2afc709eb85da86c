"""Rules over any plan: one technical fact each, with severity, remedy and the controls that it is evidence for."""

from .beside import UNFINISHED, UNJUDGED, beside, unseen
from .catalogue import RULES
from .context import KNOWS, Context, Fact, Runner
from .exemptions import EARLY, EXPIRED, OF_ESTATE, UNUSED, exempted, judged, unknown_rules
from .finding import Finding, Result, by_weight
from .graph import Graph
from .rule import Rule, Severity, Topic
from .run import judge, run
from .view import State, Unknown, Value, View, over, type_of

__all__ = [
    "EARLY",
    "EXPIRED",
    "KNOWS",
    "OF_ESTATE",
    "RULES",
    "UNFINISHED",
    "UNJUDGED",
    "UNUSED",
    "Context",
    "Fact",
    "Finding",
    "Graph",
    "Result",
    "Rule",
    "Runner",
    "Severity",
    "State",
    "Topic",
    "Unknown",
    "Value",
    "View",
    "beside",
    "by_weight",
    "exempted",
    "judge",
    "judged",
    "over",
    "run",
    "type_of",
    "unknown_rules",
    "unseen",
]
