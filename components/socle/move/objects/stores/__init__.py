"""The stores that objects move between, and what opens them."""

from .credentials import Credentials, Side, credentials, variable
from .opened import opened
from .store import WHOLE, Gone, Read, Store, Unreadable

__all__ = [
    "WHOLE",
    "Credentials",
    "Gone",
    "Read",
    "Side",
    "Store",
    "Unreadable",
    "credentials",
    "opened",
    "variable",
]
