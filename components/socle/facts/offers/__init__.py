"""What the host offers, and until when: versions, machine types, database engines and their settings."""

from .databases import ADMIN, BLOCK_VOLUME_GB, NODE_TYPES, OWNED, PUBLISHING_ENGINE, RESERVED, SETTINGS, SQL_NAME, tuned
from .nodes import NOT_ELIGIBLE, TOO_SMALL_FOR_NODES, type_refusals
from .table import NOTICE_DAYS, Offer, Standing, cannot_be, offer, offers, read_offers, way_out

__all__ = [
    "ADMIN",
    "BLOCK_VOLUME_GB",
    "NODE_TYPES",
    "NOTICE_DAYS",
    "NOT_ELIGIBLE",
    "OWNED",
    "PUBLISHING_ENGINE",
    "RESERVED",
    "SETTINGS",
    "SQL_NAME",
    "TOO_SMALL_FOR_NODES",
    "Offer",
    "Standing",
    "cannot_be",
    "offer",
    "offers",
    "read_offers",
    "tuned",
    "type_refusals",
    "way_out",
]
