"""What a resource is billed by: which meters a type has, and how much of each a plan says.

A quantity that no plan knows (gigabytes stored, gigabytes out) comes from the estate's `usage`; without it, it is undeclared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.facts import Meter, kind, kinds
from socle.plan import UNKNOWN, Plan, Resource

Quantities = Mapping[str, float]
"""Quantities of one month, by the names of the estate's `usage`."""


@dataclass(frozen=True)
class Metered:
    """One meter of one resource: how many `unit` a month, and the key of the price.

    `quantity` is None when it is not known; `usage` is then the name under which the estate can declare it.
    """

    meter: str
    unit: str
    quantity: float | None
    key: Mapping[str, Any] = field(default_factory=dict[str, Any])
    usage: str = ""


Meters = Callable[[Resource, Quantities, Plan], Iterator[Metered]]


def metered(resource: Resource, usage: Quantities, plan: Plan) -> list[Metered] | None:
    """The meters of a resource; an empty list for one that has none of its own, None for a type nobody has read up on."""
    row = kind(resource.type)
    if row and row.metered_by:
        return list(READERS[row.metered_by](resource, usage, plan))
    if row and row.meters is not None:
        return [_read(meter, resource, usage) for meter in row.meters]
    return [] if resource.type.startswith(NOT_BILLED) else None


def _known(resource: Resource, name: str, default: Any = None) -> Any:
    value: Any = resource.inputs
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return default if value is None or value == UNKNOWN else value  # pyright: ignore[reportUnknownVariableType]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _read(meter: Meter, resource: Resource, usage: Quantities) -> Metered:
    """One meter of a row, with what this resource says."""
    key = {name: _known(resource, name, default) for name, default in meter.by.items()} | dict(meter.key)
    amount = _number(_known(resource, meter.amount)) if isinstance(meter.amount, str) else meter.amount
    if meter.usage:
        return Metered(meter.name, meter.unit, usage.get(meter.usage), key, usage=meter.usage)
    return Metered(meter.name, meter.unit, amount, key)


def _replica(resource: Resource, _usage: Quantities, plan: Plan) -> Iterator[Metered]:
    primary = next(
        (plan.by_urn[u] for u in resource.property_dependencies.get("instanceId", ()) if u in plan.by_urn), None
    )
    node = _known(primary, "nodeType") if primary else None
    same = _known(resource, "sameZone", True) is True
    yield Metered(
        "node", "hour", 1.0, {"nodeType": node, "sameZone": same, "region": _known(resource, "region", "fr-par")}
    )


def _pool(resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    """Nodes as they are declared; what the autoscaler adds is not in a plan."""
    nodes = _number(_known(resource, "size"))
    zone = _known(resource, "zone", "fr-par-1")
    yield Metered("nodes", "hour", nodes, {"nodeType": _known(resource, "nodeType"), "zone": zone})
    size, kind = _number(_known(resource, "rootVolumeSizeInGb")), _known(resource, "rootVolumeType")
    if size is not None and nodes is not None:
        yield Metered("root volumes", "GB-month", size * nodes, {"rootVolumeType": kind or "sbs_5k", "zone": zone})


def _server(resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    zone = _known(resource, "zone", "fr-par-1")
    yield Metered("server", "hour", 1.0, {"type": _known(resource, "type"), "zone": zone})
    size = _number(_known(resource, "rootVolume.sizeInGb"))
    if size is not None:
        kind = _known(resource, "rootVolume.volumeType", "sbs_volume")
        key = {"rootVolume.volumeType": kind, "zone": zone}
        if kind == "sbs_volume":
            key["rootVolume.sbsIops"] = int(_known(resource, "rootVolume.sbsIops", 5000))
        yield Metered("root volume", "GB-month", size, key)


def _source(resource: Resource, usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    kind = str(_known(resource, "type", ""))
    unit, name = ("request", "samples") if kind == "metrics" else ("GB", "ingested_gb")
    meter = "ingestion, per sample, first 10 billion per month" if kind == "metrics" else "ingestion"
    yield Metered("ingestion", unit, usage.get(name), {"type": kind, "data": "custom", "meter": meter}, usage=name)
    if kind != "metrics" and (_number(_known(resource, "retentionDays")) or 0) > 7:
        key = {"type": kind, "meter": "retention beyond 7 days"}
        yield Metered("retention", "GB-month", usage.get("stored_gb"), key, usage="stored_gb")


def _azure_storage(resource: Resource, usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    key = {"sku": _known(resource, "sku.name"), "accessTier": _known(resource, "accessTier", "Hot")}
    place = {"location": _known(resource, "location", "francecentral"), "tier": "first 50 TB"}
    yield Metered("stored", "GB-month", usage.get("stored_gb"), {**key, **place}, usage="stored_gb")


def _azure_gateway(resource: Resource, usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    """The free first 100 GB are one allowance of the whole subscription and are not given to each gateway."""
    location = _known(resource, "location", "francecentral")
    yield Metered("gateway", "hour", 1.0, {"sku": _known(resource, "sku.name"), "location": location})
    key = {
        "meter": "internet egress",
        "routing": "MicrosoftRouting",
        "location": location,
        "tier": "100 GB to 10 TB per month",
    }
    yield Metered("internet egress", "GB", usage.get("egress_gb"), key, usage="egress_gb")


READERS: dict[str, Meters] = {
    "azure gateway": _azure_gateway,
    "azure storage": _azure_storage,
    "pool": _pool,
    "replica": _replica,
    "server": _server,
    "source": _source,
}
"""The meters that depend on more than inputs, by the name that a row of `socle.facts` has for them."""

METERS = frozenset(row.type for row in kinds() if row.meters or row.metered_by)
"""Every type with meters. Sources: the keys of `prices.json`, which are the host's own price pages and catalogue. The types of
the bridge (VPN, its public addresses) are metered although no price of them was read, so that they are listed as unknown."""

PART_OF_ANOTHER = frozenset(row.type for row in kinds() if row.meters == () and not row.metered_by)
"""Types that are settings of another resource, or hold others: no price page gives them a meter of their own."""

NOT_BILLED = ("kubernetes:", "random:", "pulumi:", "tls:")
"""Providers whose resources live inside something that is billed, or nowhere."""
