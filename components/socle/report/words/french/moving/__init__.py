"""What the movers say, a module for each kind of thing that moves."""

from .database import DATABASE
from .objects import OBJECTS
from .typed import TYPED

MOVING: dict[str, str] = {**DATABASE, **OBJECTS, **TYPED}

__all__ = ["MOVING"]
