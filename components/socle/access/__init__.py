"""Who may do what, who receives what, and what is open: what a plan gives, each with its holder, its target and its line."""

from .gains import Reach, names_of, objects
from .receivers import address
from .table import KNOWN, gained, reaches

__all__ = ["KNOWN", "Reach", "address", "gained", "names_of", "objects", "reaches"]
