"""What a spec is, and how reviewed YAML becomes one. Knows no product: the root of the specs is a parameter."""

from .problems import dotted, problems_of
from .schema import schema_of
from .sound import dotted_parts
from .spec import Form, Key, Line, Reason, Spec, Uuid
from .vocabulary import Slot, bounds, slot_of, specs, words
from .yaml import Path_, Source, read

__all__ = [
    "Form",
    "Key",
    "Line",
    "Path_",
    "Reason",
    "Slot",
    "Source",
    "Spec",
    "Uuid",
    "bounds",
    "dotted",
    "dotted_parts",
    "problems_of",
    "read",
    "schema_of",
    "slot_of",
    "specs",
    "words",
]
