"""What the estates of one organisation will need of its quotas, counted from the plans of all their stacks and from what they declare.

A quota is of the organisation, not of an estate: what one needs beside another is found here only. What the documentation of quotas does
not give a number for (capacity, rates of requests) is counted where it can be, and never said to fit unless the host's answer is declared.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from socle.estate import Estate, RaisedQuotaSpec
from socle.facts import DEDICATED, DEDICATED_PER_ORGANIZATION, kinds, quota_key
from socle.plan import Plan, Resource

CLUSTER = "scaleway:kubernetes/cluster:Cluster"
ROOM = 1.25
"""What is asked for, of what is needed: restores and drills make a second one of each for a while."""
_POOL = "scaleway:kubernetes/pool:Pool"
_VOLUMES = {
    "scaleway:block/volume:Volume": "sizeInGb",
    "scaleway:databases/instance:Instance": "volumeSizeInGb",
    _POOL: "rootVolumeSizeInGb",
}
_RATES = {"key operations a month": ("keys", "key_operations"), "reads of secrets a month": ("secrets", "secret_reads")}
"""By the quota: what an estate has where there are some, and the declared quantity."""


@dataclass(frozen=True)
class Need:
    """How many of one thing each estate will need, and how many an organisation has; None where that is not known.

    `unread` are things of which nobody knows how much they need. `raised` is where the host's answer is, where it gave more than at first.
    """

    called: str
    by_estate: Mapping[str, int]
    most: int | None
    unread: int = 0
    raised: str = ""

    @property
    def total(self) -> int:
        """Of all estates together, as far as it is known."""
        return sum(self.by_estate.values())

    @property
    def exceeded(self) -> bool:
        """Whether a deployment would stop half-way for want of more."""
        return self.most is not None and self.total > self.most

    @property
    def asked(self) -> int:
        """What to ask the host for, with room for a restore."""
        return ceil(self.total * ROOM)


def needs(plans: Mapping[str, Iterable[Plan]], declared: Mapping[str, Estate] | None = None) -> list[Need]:
    """What is needed of every quota that something counts against, and of what has none that is known; by the name of the estate.

    Args:
        plans: the plans of the stacks of each estate.
        declared: the estates, for what they say of capacity and rates and for quotas that were raised. Without one nothing is raised.
    """
    estates = declared or {}
    every = {
        estate: [each for plan in of for each in plan if each.custom and not each.external]
        for estate, of in plans.items()
    }
    counted = [*_types(every), _dedicated(every), _volumes(every), *_declared(estates)]
    found = [_raised(each, estates) for each in counted if each.total or each.unread]
    return sorted(found, key=_fullest)


def _types(every: Mapping[str, list[Resource]]) -> Iterator[Need]:
    types = {estate: [each.type for each in resources] for estate, resources in every.items()}
    for row in kinds():
        if row.quota:
            yield Need(row.quota.called, {name: of.count(row.type) for name, of in types.items()}, row.quota.most)


def _dedicated(every: Mapping[str, list[Resource]]) -> Need:
    found = {
        estate: sum(each.type == CLUSTER and "dedicated" in str(each.inputs.get("type")) for each in resources)
        for estate, resources in every.items()
    }
    return Need(DEDICATED, found, DEDICATED_PER_ORGANIZATION)


def _volumes(every: Mapping[str, list[Resource]]) -> Need:
    """Volumes of machines, nodes and databases; a group of nodes at its largest."""
    sizes = {estate: [_gigabytes(each) for each in of if each.type in _VOLUMES] for estate, of in every.items()}
    known = {estate: sum(size for size in of if size is not None) for estate, of in sizes.items()}
    return Need("GB of volumes", known, None, sum(size is None for of in sizes.values() for size in of))


def _gigabytes(resource: Resource) -> int | None:
    size = resource.inputs.get(_VOLUMES[resource.type])
    number = resource.inputs.get("maxSize") or resource.inputs.get("size") if resource.type == _POOL else 1
    return int(size) * int(number) if isinstance(size, int | float) and isinstance(number, int | float) else None


def _declared(estates: Mapping[str, Estate]) -> Iterator[Need]:
    """What no plan says and an estate may declare: what is stored in buckets, and how often keys and secrets are asked."""
    stored = {name: _stored(estate) for name, estate in estates.items()}
    yield Need(
        "GB in buckets",
        {name: ceil(known) for name, (known, _) in stored.items()},
        None,
        sum(n for _, n in stored.values()),
    )
    for called, (part, quantity) in _RATES.items():
        said = {name: _quantities(estate, quantity) for name, estate in estates.items()}
        silent = sum(bool(getattr(estates[name], part)) and not of for name, of in said.items())
        yield Need(called, {name: ceil(sum(of)) for name, of in said.items()}, None, silent)


def _quantities(estate: Estate, name: str) -> list[float]:
    """What the estate declares of one quantity, entry by entry."""
    return [value for each in estate.usage.values() if (value := each.quantities().get(name)) is not None]


def _stored(estate: Estate) -> tuple[float, int]:
    """GB that buckets hold, as declared, and the number of buckets of which nobody says."""
    said = {
        each.of: stored for each in estate.usage.values() if (stored := each.quantities().get("stored_gb")) is not None
    }
    in_buckets = {of: stored for of, stored in said.items() if of.partition(".")[0] == "buckets"}
    silent = [] if "buckets" in in_buckets else [name for name in estate.buckets if f"buckets.{name}" not in in_buckets]
    return sum(in_buckets.values()), len(silent)


def _raised(need: Need, estates: Mapping[str, Estate]) -> Need:
    """The same with the host's answer; of two that differ, the smaller: `socle check` refuses them."""
    found = [given for each in estates.values() if (given := each.quotas.get(quota_key(need.called)))]
    least: RaisedQuotaSpec | None = min(found, key=lambda each: each.value, default=None)
    return Need(need.called, need.by_estate, least.value, need.unread, str(least)) if least else need


def _fullest(need: Need) -> tuple[float, str]:
    return (-(need.total / need.most) if need.most else 1.0, need.called)
