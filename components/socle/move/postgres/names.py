"""What the mover calls its own things on both servers: publications, slots, subscriptions, and the schema where a fence is kept."""

import hashlib
import re
from typing import Literal

Direction = Literal["forward", "reverse"]
"""Where changes flow: to the platform, or back."""

DIRECTIONS: tuple[Direction, Direction] = ("forward", "reverse")

OWN_SCHEMA = "socle_move"
"""In both databases; neither published nor compared."""

_LONGEST = 40
"""Letters of a database's name that are kept: a slot has 63 at most, small ones, digits and underscores."""


def own_name(direction: Direction, database: str) -> str:
    """The name of publication, slot and subscription of one direction. A slot is the server's, so its database is in it."""
    plain = re.sub(r"[^a-z0-9_]", "_", database.lower())[:_LONGEST]
    unlike = "" if plain == database else f"_{hashlib.sha256(database.encode()).hexdigest()[:8]}"
    return f"socle_{direction}_{plain}{unlike}"


def other(direction: Direction) -> Direction:
    """The direction that takes over from one."""
    return "reverse" if direction == "forward" else "forward"
