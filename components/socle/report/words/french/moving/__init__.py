"""What the movers say, a module for each kind of thing that moves."""

from .database import DATABASE
from .database_typed import DATABASE_TYPED
from .objects import OBJECTS
from .typed import TYPED

MOVING: dict[str, str] = {**DATABASE, **DATABASE_TYPED, **OBJECTS, **TYPED}

__all__ = ["MOVING"]
