"""What no single spec can know: references between parts, the floors that depend on the place, quotas. Pure functions of an estate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from socle.messages import Refusal, choose, each

from .attestation import attestation_refusals
from .bridge import bridge_refusals
from .legacy import estate_legacy_refusals
from .place import place_refusals
from .platform import (
    baseline_refusals,
    cluster_refusals,
    database_refusals,
    instance_refusals,
    observability_refusals,
    registry_refusals,
    secret_refusals,
)
from .usage import usage_refusals

if TYPE_CHECKING:
    from .estate import Estate

BUCKETS_PER_ORGANIZATION = 100
"""Scaleway documentation, organization quotas, October 2025."""

BUCKET_NAME_LENGTH = 63
"""The longest name that S3 accepts."""


def cross_refusals(estate: Estate) -> Iterator[Refusal]:
    """Everything that contradicts itself across the parts of an estate."""
    yield from each(_places(estate), _gateway_place(estate), _projects(estate), _bucket_keys(estate))
    yield from each(_bucket_names(estate), _bucket_quota(estate), _identities(estate), _granted(estate), _locks(estate))
    yield from each(cluster_refusals(estate), baseline_refusals(estate), instance_refusals(estate))
    yield from each(database_refusals(estate), registry_refusals(estate), secret_refusals(estate))
    yield from each(observability_refusals(estate), attestation_refusals(estate), estate_legacy_refusals(estate))
    yield from each(bridge_refusals(estate), usage_refusals(estate))


def _places(estate: Estate) -> Iterator[Refusal]:
    """The place itself, and what every part on the host demands of it; what stands on Azure has a place of its own."""
    yield from estate.place.refusals("scaleway.")
    yield from place_refusals(estate.model_copy(update={"legacy": None}), estate.place)


def _gateway_place(estate: Estate) -> Iterator[Refusal]:
    gateway, zones = estate.network.gateway, estate.scaleway.zones
    if gateway and gateway.zone not in zones:
        yield Refusal(
            f"the gateway is in {gateway.zone}, which is not among the estate's zones",
            "traffic would leave through a place that nobody agreed to",
            f"use one of {', '.join(zones)}",
            at="network.gateway.zone",
        )


def _projects(estate: Estate) -> Iterator[Refusal]:
    if "platform" not in estate.scaleway.projects:
        yield Refusal(
            "no project for the platform layer",
            "its resources would land in whatever project the shell names",
            "add platform: <project id>",
            at="scaleway.projects",
        )


def _bucket_keys(estate: Estate) -> Iterator[Refusal]:
    for name, bucket in estate.buckets.items():
        at = f"buckets.{name}.key"
        key = estate.keys.get(bucket.key)
        if key is None:
            yield Refusal(
                f"there is no key {bucket.key}",
                "the bucket could not be encrypted",
                choose(bucket.key, estate.keys),
                at=at,
            )
        elif key.data_class is not bucket.data_class:
            yield Refusal(
                f"the key {bucket.key} is of class {key.data_class} and the bucket of class {bucket.data_class}",
                "whoever may use the key for one class could read the other",
                f"use a key of class {bucket.data_class}",
                at=at,
            )


def _bucket_names(estate: Estate) -> Iterator[Refusal]:
    for name in estate.buckets:
        cloud_name = f"{estate.name_prefix}-{name}"
        if len(cloud_name) > BUCKET_NAME_LENGTH:
            yield Refusal(
                f"the bucket's name {cloud_name} has {len(cloud_name)} characters",
                "S3 accepts 63, so the deployment would fail",
                "shorten it or name_prefix",
                at=f"buckets.{name}",
            )


def _bucket_quota(estate: Estate) -> Iterator[Refusal]:
    if len(estate.buckets) > BUCKETS_PER_ORGANIZATION:
        yield Refusal(
            f"{len(estate.buckets)} buckets, and an organisation takes {BUCKETS_PER_ORGANIZATION}",
            "the deployment would stop half-way",
            "join buckets and separate their users by prefix",
            at="buckets",
        )


def _identities(estate: Estate) -> Iterator[Refusal]:
    scaleway = estate.scaleway
    if scaleway.deployer_application_id == scaleway.break_glass_user_id:
        yield Refusal(
            "the deployer and the break-glass user are the same identity",
            "losing one would lose both",
            "name an IAM application and an IAM user",
            at="scaleway.break_glass_user_id",
        )


def _granted(estate: Estate) -> Iterator[Refusal]:
    scaleway = estate.scaleway
    administrators = {scaleway.deployer_application_id, scaleway.break_glass_user_id}
    for name, bucket in estate.buckets.items():
        for grant_name, grant in bucket.grants.items():
            if administrators & {grant.application_id, grant.user_id}:
                yield Refusal(
                    "the grant names an identity that administers every bucket",
                    "removing the grant later would not take the access away",
                    "remove it",
                    at=f"buckets.{name}.grants.{grant_name}",
                )


def _locks(estate: Estate) -> Iterator[Refusal]:
    for name, bucket in estate.buckets.items():
        if estate.lifetime == "rehearsal" and bucket.lock and bucket.lock.mode == "compliance":
            yield Refusal(
                "a compliance lock in a rehearsal",
                "nobody, the owner included, could delete the bucket before the lock ends, so the rehearsal could not be destroyed",
                "write mode: governance",
                at=f"buckets.{name}.lock.mode",
            )
