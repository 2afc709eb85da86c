"""The movers: data gets from the legacy estate to the platform, is proven equal, and can come back.

Opened on first use: what moves data is an extra, and whoever only plans a move needs none of it.
"""

from typing import TYPE_CHECKING

from socle.extras import MOVE
from socle.lazy import on_first_use

from .keys import key_of
from .schedulers import Scheduler, scheduler

if TYPE_CHECKING:
    from .workers import cluster

__all__ = ["Scheduler", "cluster", "key_of", "scheduler"]

__getattr__ = on_first_use(__name__, {"cluster": "workers"}, needs=MOVE)
