"""What no single spec can know: references between parts, the floors that depend on the place, quotas. Pure functions of an estate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .refusal import Refusal

if TYPE_CHECKING:
    from .data_class import DataClass
    from .estate import Estate

BUCKETS_PER_ORGANIZATION = 100
"""Scaleway documentation, organization quotas, October 2025."""

BUCKET_NAME_LENGTH = 63
"""The longest name that S3 accepts."""


def cross_refusals(estate: Estate) -> Iterator[Refusal]:
    """Everything that contradicts itself across the parts of an estate."""
    yield from _places(estate)
    yield from _bucket_keys(estate)
    yield from _class_floors(estate)
    yield from _bucket_names(estate)
    yield from _identities(estate)


def _places(estate: Estate) -> Iterator[Refusal]:
    region, zones = estate.scaleway.region, estate.scaleway.zones
    for zone in zones:
        if zone.rpartition("-")[0] != region:
            yield Refusal(
                f"{zone} is not a zone of {region}",
                "what is placed there would leave the region",
                f"use zones of {region}, such as {region}-1",
                at="scaleway.zones",
            )
    gateway = estate.network.gateway
    if gateway and gateway.zone not in zones:
        yield Refusal(
            f"the gateway is in {gateway.zone}, which is not among the estate's zones",
            "traffic would leave through a place that nobody agreed to",
            f"use one of {', '.join(zones)}",
            at="network.gateway.zone",
        )
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
            known = ", ".join(sorted(estate.keys)) or "none is declared"
            yield Refusal(
                f"there is no key {bucket.key}",
                "the bucket could not be encrypted",
                f"write one of keys: {known}",
                at=at,
            )
        elif key.data_class is not bucket.data_class:
            yield Refusal(
                f"the key {bucket.key} is of class {key.data_class} and the bucket of class {bucket.data_class}",
                "whoever may use the key for one class could read the other",
                f"use a key of class {bucket.data_class}",
                at=at,
            )


def _class_floors(estate: Estate) -> Iterator[Refusal]:
    for at, data_class in _classified(estate):
        floor = data_class.floor
        if floor.regions and estate.scaleway.region not in floor.regions:
            yield Refusal(
                f"data of class {data_class} in {estate.scaleway.region}",
                "the host's HDS certificate covers fr-par only",
                f"move the estate to {' or '.join(floor.regions)}",
                at=at,
            )
        if floor.hds_contract and estate.lifetime == "rehearsal":
            yield Refusal(
                f"data of class {data_class} in a rehearsal",
                "nothing in a rehearsal is protected, so one command would delete it",
                "use class open or internal with made-up data, or write lifetime: permanent",
                at=at,
            )
        if floor.hds_contract and not estate.scaleway.hds_contract:
            yield Refusal(
                f"data of class {data_class} without an HDS contract",
                "the host would hold health data without having accepted its duties",
                "sign it first and write its reference as scaleway.hds_contract",
                at=at,
            )


def _classified(estate: Estate) -> Iterator[tuple[str, DataClass]]:
    yield from ((f"keys.{name}.data_class", key.data_class) for name, key in estate.keys.items())
    yield from ((f"buckets.{name}.data_class", bucket.data_class) for name, bucket in estate.buckets.items())


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
