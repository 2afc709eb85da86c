"""What updates and removals would really do that a preview calls harmless: asked by the guards of components and by the review."""

from ..engine import KEPT
from .by_row import by_row
from .compute import cluster_update, pool_update, server_update
from .databases import database_update
from .observability import retention_shortened
from .table import REMOVALS, UPDATES, guard_of, said_of_removal, said_of_update
from .tunnels import tunnel_removal
from .warned import Check, Inputs, Warned

__all__ = [
    "KEPT",
    "REMOVALS",
    "UPDATES",
    "Check",
    "Inputs",
    "Warned",
    "by_row",
    "cluster_update",
    "database_update",
    "guard_of",
    "pool_update",
    "retention_shortened",
    "said_of_removal",
    "said_of_update",
    "server_update",
    "tunnel_removal",
]
