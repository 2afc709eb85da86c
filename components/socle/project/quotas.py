"""What the estates of one organisation will need of its quotas, counted from the plans of all their stacks.

A quota is of the organisation, not of an estate: what one needs beside another is found here only. What the documentation of quotas does
not give a number for (capacity of volumes, rates of requests) is counted where it can be, and never said to fit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from socle.facts import DEDICATED_PER_ORGANIZATION, kinds
from socle.plan import Plan

CLUSTER = "scaleway:kubernetes/cluster:Cluster"
ROOM = 1.25
"""What is asked for, of what is needed: restores and drills make a second one of each for a while."""
_VOLUMES = {
    "scaleway:block/volume:Volume": "sizeInGb",
    "scaleway:databases/instance:Instance": "volumeSizeInGb",
}


@dataclass(frozen=True)
class Need:
    """How many of one thing each estate will need, and how many an organisation has at first; None where that is not known."""

    called: str
    by_estate: Mapping[str, int]
    most: int | None

    @property
    def total(self) -> int:
        """Of all estates together."""
        return sum(self.by_estate.values())

    @property
    def exceeded(self) -> bool:
        """Whether a deployment would stop half-way for want of more."""
        return self.most is not None and self.total > self.most

    @property
    def asked(self) -> int:
        """What to ask the host for, with room for a restore."""
        return ceil(self.total * ROOM)


def needs(plans: Mapping[str, Iterable[Plan]]) -> list[Need]:
    """What is needed of every quota that something counts against, and of what has none that is known; by the name of the estate.

    Args:
        plans: the plans of the stacks of each estate.
    """
    every = {
        estate: [each for plan in of for each in plan if each.custom and not each.external]
        for estate, of in plans.items()
    }
    types = {estate: [each.type for each in resources] for estate, resources in every.items()}
    found = [
        Need(row.quota.called, {estate: of.count(row.type) for estate, of in types.items()}, row.quota.most)
        for row in kinds()
        if row.quota
    ]
    dedicated = {
        estate: sum(each.type == CLUSTER and "dedicated" in str(each.inputs.get("type")) for each in resources)
        for estate, resources in every.items()
    }
    found.append(Need("dedicated control planes", dedicated, DEDICATED_PER_ORGANIZATION))
    capacity = {
        estate: sum(_gigabytes(each.inputs.get(_VOLUMES.get(each.type, ""))) for each in resources)
        for estate, resources in every.items()
    }
    found.append(Need("GB of volumes", capacity, None))
    return sorted((each for each in found if each.total), key=_fullest)


def _fullest(need: Need) -> tuple[float, str]:
    return (-(need.total / need.most) if need.most else 1.0, need.called)


def _gigabytes(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
