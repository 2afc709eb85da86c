"""What would change: a plan against another plan, an exported state, or nothing, without an engine."""

from .baseline import Baseline, Level, baseline_of_state
from .change import ABSENT, Certainty, Change, EngineRefusal, Op, PropertyChange, RefusalKind, Remark, uncovers
from .compare import Comparison, compare, diff, renamed_ids_of
from .engine import read_engine_preview, value_at
from .equality import default_of

__all__ = [
    "ABSENT",
    "Baseline",
    "Certainty",
    "Change",
    "Comparison",
    "EngineRefusal",
    "Level",
    "Op",
    "PropertyChange",
    "RefusalKind",
    "Remark",
    "baseline_of_state",
    "compare",
    "default_of",
    "diff",
    "read_engine_preview",
    "renamed_ids_of",
    "uncovers",
    "value_at",
]
