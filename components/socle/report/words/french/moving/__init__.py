"""What the movers say, a module for each kind of thing that moves."""

from .objects import OBJECTS

MOVING: dict[str, str] = {**OBJECTS}

__all__ = ["MOVING"]
