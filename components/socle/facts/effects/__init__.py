"""What a change does: one table by type, property and direction, with what creation, deletion and options do."""

from .azure import lets_outside
from .code import RUN_AT_START, run_at_start
from .effect import DANGEROUS, HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects, worst
from .filters import through
from .judges import is_public as routed
from .kubernetes import rights_of
from .options import OPTIONS, option_effects
from .table import changed, component_changed, created, deleted, type_effects, unseen
from .tags import lets_root_in

__all__ = [
    "DANGEROUS",
    "HARMLESS",
    "NOT_KNOWN",
    "OPTIONS",
    "RUN_AT_START",
    "Effect",
    "Effects",
    "Judge",
    "TypeEffects",
    "changed",
    "component_changed",
    "created",
    "deleted",
    "lets_outside",
    "lets_root_in",
    "option_effects",
    "rights_of",
    "routed",
    "run_at_start",
    "through",
    "type_effects",
    "unseen",
    "worst",
]
