"""Who may do what, who receives what, and what is open: what a plan gives, each with its holder, its target and its line."""

from .gains import Reach, names_of, objects
from .holders import Holder
from .matrix import Cells, Matrix, Row, matrix_of
from .receivers import address
from .shifts import Direction, Shift, shifts
from .statements import Principal, Statement, statements_of
from .table import KNOWN, gained, reaches
from .verbs import Verb, condition_of, does, verb_of, verbs

__all__ = [
    "KNOWN",
    "Cells",
    "Direction",
    "Holder",
    "Matrix",
    "Principal",
    "Reach",
    "Row",
    "Shift",
    "Statement",
    "Verb",
    "address",
    "condition_of",
    "does",
    "gained",
    "matrix_of",
    "names_of",
    "objects",
    "reaches",
    "shifts",
    "statements_of",
    "verb_of",
    "verbs",
]
