"""What a foundation contradicts elsewhere: in its estate, and in other estates of the same organisation."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from socle.messages import Refusal

from ..quotas import RaisedQuotaSpec, differing
from ..scaleway import ScalewaySpec
from .audit import AUDIT_BUCKETS
from .foundation import FoundationSpec
from .own_buckets import long_name_refusals


class Founded(Protocol):
    """What is asked of an estate here."""

    @property
    def scaleway(self) -> ScalewaySpec: ...
    @property
    def name_prefix(self) -> str: ...
    @property
    def foundation(self) -> FoundationSpec | None: ...
    @property
    def quotas(self) -> Mapping[str, RaisedQuotaSpec]: ...


SINGULAR = {"saml": "the federation", "budget": "the budget"}
"""What an organisation has one of."""


def audit_refusals(
    foundation: FoundationSpec | None, buckets: Collection[str], prefix: str, lifetime: str
) -> Iterator[Refusal]:
    """Names of the audit's buckets that are taken or too long, and locks that would outlive a rehearsal."""
    if foundation is None:
        return
    for kind, name in AUDIT_BUCKETS.items():
        if name in buckets:
            yield Refusal(
                f"the foundation has a bucket {name} of its own",
                "two stacks would make one bucket, and the second would fail",
                "give this one another name",
                at=f"buckets.{name}",
            )
        yield from long_name_refusals(prefix, name)
        yield from getattr(foundation.audit, kind).lock.outliving(lifetime, f"foundation.audit.{kind}.lock")


def identity_refusals(scaleway: ScalewaySpec, foundation: FoundationSpec | None) -> Iterator[Refusal]:
    """Ids that nobody gives: neither the estate, nor a foundation that would make them."""
    if "platform" not in scaleway.projects and (scaleway.projects or foundation is None):
        yield Refusal(
            "no project for the platform layer",
            "its resources would land in whatever project the shell names",
            "add platform: <project id>, or remove projects and write a foundation.yaml, which makes it",
            at="scaleway.projects",
        )
    if scaleway.deployer_application_id is None and foundation is None:
        yield Refusal(
            "no application that deploys",
            "every bucket's policy would lock its deployer out",
            "add deployer_application_id, or a foundation.yaml, which makes it",
            at="scaleway.deployer_application_id",
        )
    if foundation is None:
        return
    yield from _literal(scaleway, foundation)
    for name, group in foundation.groups.items():
        if group.role == "break-glass" and scaleway.break_glass_user_id not in group.members:
            yield Refusal(
                "the break-glass user of the buckets is not in the group",
                "whoever enters in an emergency would find every bucket closed",
                f"add {scaleway.break_glass_user_id} to members, or correct scaleway.break_glass_user_id",
                at=f"foundation.groups.{name}.members",
            )


def _literal(scaleway: ScalewaySpec, foundation: FoundationSpec) -> Iterator[Refusal]:
    """Ids that the estate gives and the foundation makes anew: two projects of one name, and nobody sees which is meant."""
    for name, project_id in scaleway.projects.items():
        project = foundation.projects.get(name)
        if project and project.existing != project_id:
            yield Refusal(
                f"the project {name} has an id here, and the foundation makes another one",
                "the platform would stay in the one while rights are given in the other",
                f"write existing: {project_id} in foundation.projects.{name}, or remove it here",
                at=f"scaleway.projects.{name}",
            )
    deployer = foundation.applications.get(foundation.deployer)
    if scaleway.deployer_application_id and deployer and deployer.existing != scaleway.deployer_application_id:
        yield Refusal(
            "the deployer has an id here, and the foundation makes another one",
            "buckets would name the one while rights are given to the other",
            f"write existing: {scaleway.deployer_application_id} in foundation.applications.{foundation.deployer}, or remove it here",
            at="scaleway.deployer_application_id",
        )


def organization_refusals(estate: Founded, others: Mapping[str, Founded]) -> Iterator[Refusal]:
    """What an estate and another one of the same organisation both claim; others by their names."""
    for name, other in sorted(others.items()):
        if other.scaleway.organization_id == estate.scaleway.organization_id:
            yield from _both(name, other, estate)
            yield from differing(name, estate.quotas, other.quotas)


def _both(name: str, other: Founded, estate: Founded) -> Iterator[Refusal]:
    for part, said in SINGULAR.items():
        if getattr(other.foundation, part, None) and getattr(estate.foundation, part, None):
            yield Refusal(
                f"{said} of the organisation is declared here and in {name}",
                "each deployment of one would undo the other's",
                f"keep it in one of them, such as {name}, and remove it here",
                at=f"foundation.{part}",
            )
    if other.foundation and estate.foundation and other.name_prefix == estate.name_prefix:
        yield Refusal(
            f"{name} has the same name_prefix in the same organisation",
            "groups, policies and projects of both would have the same names, and nobody could tell them apart",
            "give one of the two another name_prefix before it is deployed",
            at="name_prefix",
        )
