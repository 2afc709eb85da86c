"""Types of machines, for instances and Kubernetes pools: which exist where, and which may hold health data.

A type that came out after the table is refused, with the date: a misspelt one would otherwise fail in the middle of a deployment.
Prices and sizes in hardware are left out.
"""

from collections.abc import Iterator

from socle.messages import Refusal, nearest

from .table import offers

TABLE_DATE = offers("machine")[0].read.isoformat()
"""Day of the answers of the Instance API's list of server types that the table was made from (zones of Paris)."""

NOT_ELIGIBLE = ("DEV1", "GP1", "PLAY2", "PRO2", "COPARM1", "ENT1")
"""Families that the host excludes from health data (Scaleway documentation, Instances shared responsibility model, January 2026)."""

TOO_SMALL_FOR_NODES = ("DEV1-S", "PLAY2-PICO", "STARDUST1-S")
"""Types without enough memory for a Kubernetes node (documentation of the provider's pool resource)."""

TYPES: dict[str, tuple[str, ...]] = {row.name: row.zones for row in offers("machine")}
"""Zones of Paris by type. Windows types are left out: nothing here sets Windows up."""


def family(node_type: str) -> str:
    """The first part of a type's name: `POP2-HC-4C-8G` is of the family POP2."""
    return node_type.partition("-")[0]


def type_refusals(node_type: str, zone: str, *, health: bool, at: str) -> Iterator[Refusal]:
    """Refuse a type that does not exist, is not offered in the zone, or may not hold health data.

    Zones outside Paris are not in the table, so there only the name is judged.
    """
    if node_type not in TYPES:
        near = nearest(node_type.upper(), TYPES, n=3)
        yield Refusal(
            f"there is no machine type {node_type} in the table of {TABLE_DATE}",
            "the deployment would fail half-way",
            f"write one of: {', '.join(near)}" if near else "write a type such as POP2-4C-16G",
            at=at,
        )
        return
    if zone.startswith("fr-par") and zone not in TYPES[node_type]:
        yield Refusal(
            f"{node_type} is not offered in {zone} (table of {TABLE_DATE})",
            "the deployment would fail half-way",
            f"use a zone of {', '.join(TYPES[node_type])}, or another type",
            at=at,
        )
    if health and family(node_type) in NOT_ELIGIBLE:
        yield Refusal(
            f"{node_type} may not hold health data",
            f"the host excludes the families {', '.join(NOT_ELIGIBLE)} from its HDS scope",
            "use a type of another family, such as POP2-4C-16G",
            at=at,
        )
