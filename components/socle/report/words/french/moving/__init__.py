"""What the movers say, a module for each kind of thing that moves."""

from .database import DATABASE
from .objects import OBJECTS

MOVING: dict[str, str] = {**DATABASE, **OBJECTS}

__all__ = ["MOVING"]
