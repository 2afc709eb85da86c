"""What the host offers: machine types, database engines and their settings."""

from .databases import ADMIN, BLOCK_VOLUME_GB, NODE_TYPES, OWNED, PUBLISHING_ENGINE, RESERVED, SETTINGS, SQL_NAME, tuned
from .nodes import TOO_SMALL_FOR_NODES, type_refusals

__all__ = [
    "ADMIN",
    "BLOCK_VOLUME_GB",
    "NODE_TYPES",
    "OWNED",
    "PUBLISHING_ENGINE",
    "RESERVED",
    "SETTINGS",
    "SQL_NAME",
    "TOO_SMALL_FOR_NODES",
    "tuned",
    "type_refusals",
]
