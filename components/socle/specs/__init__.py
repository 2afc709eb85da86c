"""What a spec is, and how reviewed YAML becomes one. Knows no product: the root of the specs is a parameter."""

from .described import descriptions
from .partial import sound_entries
from .problems import dotted, problems_of, refusals_of
from .references import (
    Part,
    Reference,
    Refers,
    Unbound,
    entries,
    leads_to,
    parts,
    references,
    refers_to,
    unresolved,
    within,
)
from .schema import schema_of
from .sound import dotted_parts
from .spec import Form, Key, Line, Reason, Spec, Uuid
from .vocabulary import Slot, bounds, slot_at, slot_of, specs, words
from .yaml import Path_, Source, read

__all__ = [
    "Form",
    "Key",
    "Line",
    "Part",
    "Path_",
    "Reason",
    "Reference",
    "Refers",
    "Slot",
    "Source",
    "Spec",
    "Unbound",
    "Uuid",
    "bounds",
    "descriptions",
    "dotted",
    "dotted_parts",
    "entries",
    "leads_to",
    "parts",
    "problems_of",
    "read",
    "references",
    "refers_to",
    "refusals_of",
    "schema_of",
    "slot_at",
    "slot_of",
    "sound_entries",
    "specs",
    "unresolved",
    "within",
    "words",
]
