"""Types of machines, for instances and Kubernetes pools: which exist where, and which may hold health data. A dated table.

A type that came out after the table is refused, with the date: a misspelt one would otherwise fail in the middle of a deployment.
Prices and sizes in hardware are left out.
"""

from collections.abc import Iterator

from socle.messages import Refusal, nearest

TABLE_DATE = "2026-08-18"
"""Day of the answers of the Instance API's list of server types that the table was made from (zones of Paris)."""

NOT_ELIGIBLE = ("DEV1", "GP1", "PLAY2", "PRO2", "COPARM1", "ENT1")
"""Families that the host excludes from health data (Scaleway documentation, Instances shared responsibility model, January 2026)."""

TOO_SMALL_FOR_NODES = ("DEV1-S", "PLAY2-PICO", "STARDUST1-S")
"""Types without enough memory for a Kubernetes node (documentation of the provider's pool resource)."""

_ALL, _TWO, _PAR2 = ("fr-par-1", "fr-par-2", "fr-par-3"), ("fr-par-1", "fr-par-2"), ("fr-par-2",)
_TO_16, _TO_64 = (2, 4, 6, 8, 12, 16), (2, 4, 6, 8, 12, 16, 24, 32, 48, 64)
_TO_48, _TO_96 = _TO_64[:-1], (*_TO_64, 96)

_SERIES: tuple[tuple[str, int, tuple[int, ...], tuple[str, ...]], ...] = (
    ("POP2-", 4, _TO_64, _ALL),
    ("POP2-HC-", 2, _TO_64, _ALL),
    ("POP2-HM-", 8, _TO_64, _ALL),
    ("BASIC2-A", 2, _TO_16, _TWO),
    ("BASIC2-A", 4, _TO_16, _TWO),
    ("BASIC3-X", 2, _TO_16, _TWO),
    ("BASIC3-X", 4, _TO_16, _TWO),
    ("STANDARD2-A", 4, _TO_64, _TWO),
    ("STANDARD3-X", 4, _TO_64, _TWO),
    ("COMPUTE3-X", 2, _TO_96, _TWO),
    ("MEMORY3-X", 8, _TO_48, _TWO),
)
"""Families with regular names: prefix, GB of memory for each core, numbers of cores, zones."""

_SINGLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("POP2-HN-3 POP2-HN-5 POP2-HN-10 GP1-XS GP1-S GP1-M PRO2-XXS PRO2-XS PRO2-S PRO2-M PRO2-L", _ALL),
    ("DEV1-S DEV1-M DEV1-L DEV1-XL GP1-L GP1-XL PLAY2-PICO PLAY2-NANO PLAY2-MICRO RENDER-S", _TWO),
    ("L4-1-24G L4-2-24G L4-4-24G L4-8-24G", _TWO),
    ("H100-1-80G H100-2-80G H100-SXM-2-80G H100-SXM-4-80G H100-SXM-8-80G", _PAR2),
    ("L40S-1-48G L40S-2-48G L40S-4-48G L40S-8-48G B300-SXM-2-288G B300-SXM-4-288G B300-SXM-8-288G", _PAR2),
    ("STARDUST1-S", ("fr-par-1",)),
)


def _types() -> dict[str, tuple[str, ...]]:
    series = {f"{prefix}{n}C-{ratio * n}G": zones for prefix, ratio, cores, zones in _SERIES for n in cores}
    single = {name: zones for names, zones in _SINGLE for name in names.split()}
    return {**series, **single, "MEMORY3-X24C-192G": ("fr-par-1",)}


TYPES = _types()
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
