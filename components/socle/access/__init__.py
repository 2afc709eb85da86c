"""Who may do what, who receives what, and what is open: what a plan gives, each with its holder, its target and its line."""

from .gains import Reach, names_of, objects
from .receivers import address
from .statements import Principal, Statement, statements_of
from .table import KNOWN, gained, reaches

__all__ = [
    "KNOWN",
    "Principal",
    "Reach",
    "Statement",
    "address",
    "gained",
    "names_of",
    "objects",
    "reaches",
    "statements_of",
]
