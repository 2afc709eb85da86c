"""The bridge between the two clouds: tunnels, routes and names, for as long as both run.

Loaded on first use: whoever only renders a profile should not pay for the SDK of Azure.
"""

from typing import TYPE_CHECKING

from socle.extras import AZURE
from socle.lazy import on_first_use

if TYPE_CHECKING:
    from .bridge import Bridge
    from .ends import Ends

__all__ = ["Bridge", "Ends"]

__getattr__ = on_first_use(__name__, {"Bridge": "bridge", "Ends": "ends"}, needs=AZURE)
