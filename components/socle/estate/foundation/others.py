"""What two estates of one checkout both claim: names, projects, ranges, subscriptions. Each of the two is sound alone."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from itertools import product
from typing import Protocol

from socle.messages import Refusal

from ..legacy import LegacySpec
from ..platform import NetworkSpec
from ..scaleway import ScalewaySpec
from .foundation import FoundationSpec


class Other(Protocol):
    """What is asked of an estate here."""

    @property
    def lifetime(self) -> str: ...
    @property
    def scaleway(self) -> ScalewaySpec: ...
    @property
    def name_prefix(self) -> str: ...
    @property
    def network(self) -> NetworkSpec: ...
    @property
    def foundation(self) -> FoundationSpec | None: ...
    @property
    def legacy(self) -> LegacySpec | None: ...


def both_claim(estate: Other, others: Mapping[str, Other]) -> Iterator[Refusal]:
    """What an estate has that another one has too; others by their names."""
    for name, other in sorted(others.items()):
        yield from _prefix(name, other, estate)
        yield from _projects(name, other, estate)
        yield from _ranges(name, other, estate)
        yield from _subscription(name, other, estate)


def _prefix(name: str, other: Other, estate: Other) -> Iterator[Refusal]:
    founded = estate.foundation and other.foundation and _one_organisation(estate, other)  # told there
    if other.name_prefix == estate.name_prefix and not founded:
        yield Refusal(
            f"{name} has the same name_prefix",
            "names of buckets are worldwide: the second deployment of the two would fail, or take the first one's for its own",
            "give one of the two another name_prefix before it is deployed",
            at="name_prefix",
        )


def _projects(name: str, other: Other, estate: Other) -> Iterator[Refusal]:
    """A rehearsal may be made beside a lasting estate: what it leaves is found by its prefix."""
    if "rehearsal" in (estate.lifetime, other.lifetime):
        return
    theirs = {id_: key for key, id_ in other.scaleway.projects.items()}
    for key, id_ in estate.scaleway.projects.items():
        if id_ in theirs:
            yield Refusal(
                f"this project is {name}'s scaleway.projects.{theirs[id_]} too",
                "rights are given by project: who may enter one estate could enter the other",
                "give each estate projects of its own",
                at=f"scaleway.projects.{key}",
            )


def _ranges(name: str, other: Other, estate: Other) -> Iterator[Refusal]:
    ours, theirs = estate.network.private_networks, other.network.private_networks
    for (key, one), (other_key, two) in product(ours.items(), theirs.items()):
        if ip_network(one.range).overlaps(ip_network(two.range)):
            yield Refusal(
                f"{one.range} overlaps {two.range}, which is {name}'s network {other_key}",
                "the two could never be joined, and an address in a log would be of either",
                f"give one of the two another range, outside {two.range}",
                at=f"network.private_networks.{key}.range",
            )
            return


def _subscription(name: str, other: Other, estate: Other) -> Iterator[Refusal]:
    ours, theirs = estate.legacy, other.legacy
    if ours and theirs and ours.subscription_id == theirs.subscription_id:
        yield Refusal(
            f"{name} has the same subscription of Azure",
            "two stacks would adopt one resource, and each would undo what the other changes or freezes",
            "give the subscription to one of the two",
            at="legacy.subscription_id",
        )


def _one_organisation(estate: Other, other: Other) -> bool:
    return estate.scaleway.organization_id == other.scaleway.organization_id
