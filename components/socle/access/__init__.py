"""Who may do what: the rights and openings that a plan gives, each with its holder, its store and its line."""

from .gains import Reach, gained, names_of, objects
from .openings import OPENINGS
from .rights import RIGHTS

__all__ = ["OPENINGS", "RIGHTS", "Reach", "gained", "names_of", "objects"]
