"""What no single spec can know: references between parts, secrets and buckets of the whole. Pure functions of the parts they need.

Whatever concerns every kind is found by the walk of `socle.specs`, so that a new kind is known to it without a word here.
"""

from collections.abc import Iterable, Iterator, Mapping

from socle.facts import (
    BUCKET_NAME_LENGTH,
    REGISTRY_NAME_LENGTH,
    TAKEN_IN_A_NETWORK,
    kind,
    quota,
    quota_key,
)
from socle.messages import Refusal, each
from socle.specs import Reference, Spec, entries, parts, references, unresolved

from .platform import BucketSpec, KeySpec, NetworkSpec, SecretSpec
from .quotas import RaisedQuotaSpec
from .scaleway import ScalewaySpec
from .shared import IN_ZONE, attached, encrypts

KEYS, NETWORKS = encrypts("").to, attached().to
RINGS = (KEYS, "foundation.keys")
"""Maps of keys: those of the platform, and those of the foundation."""
SECRET = SecretSpec.BECOMES
_NAMES = {
    "bucket": (BUCKET_NAME_LENGTH, "buckets", "S3 accepts 63, so the deployment would fail"),
    "registry": (
        REGISTRY_NAME_LENGTH,
        "registries",
        f"the host may refuse more than {REGISTRY_NAME_LENGTH}, after the preview",
    ),
}


def reference_refusals(estate: Spec) -> Iterator[Refusal]:
    """Names of what is not there, and keys of another class than what they encrypt. Zones are asked of the place."""
    found = [each for each in references(parts(estate)) if each.refers.to != IN_ZONE.to]
    yield from unresolved(estate, found)
    yield from _key_classes(estate, found)


def _key_classes(estate: Spec, found: Iterable[Reference]) -> Iterator[Refusal]:
    rings: dict[str, Mapping[str, KeySpec]] = {ring: entries(estate, ring) or {} for ring in RINGS}  # pyright: ignore[reportAssignmentType]
    for at, part, name, refers in found:
        key, own = rings.get(refers.to, {}).get(name), vars(part.spec).get("data_class")
        data_class = vars(key).get("data_class") if key else None
        if data_class and own and data_class is not own:
            yield Refusal(
                f"the key {name} is of class {data_class} and the {refers.holder} of class {own}",
                "whoever may use the key for one class could read the other",
                f"use a key of class {own}",
                at=at,
            )


def standing_in(estate: Spec, network: str | None) -> list[str]:
    """Everything that stands in a private network, by its dotted key; our ends of the bridge left out."""
    found = references(part for part in parts(estate) if part.at != "bridge")
    return [each.part.at for each in found if each.refers.stands and (each.refers.to, each.name) == (NETWORKS, network)]


def quota_refusals(estate: Spec, raised: Mapping[str, RaisedQuotaSpec]) -> Iterator[Refusal]:
    """No more of a type than the host lets an organisation have, at first or by its answer."""
    found: dict[str, list[str]] = {}
    for part in parts(estate):
        found.setdefault(part.spec.BECOMES, []).append(part.at)
    for type_, places in found.items():
        count = _secrets(estate) if type_ == SECRET else len(places)
        yield from _quota(type_, count, places[0].rpartition(".")[0], raised)
    if SECRET not in found:
        yield from _quota(SECRET, _secrets(estate), "secrets", raised)


def _quota(type_: str, count: int, at: str, raised: Mapping[str, RaisedQuotaSpec]) -> Iterator[Refusal]:
    most = quota(type_)
    given = raised.get(quota_key(most.called)) if most else None
    takes = given.value if given else most.most if most else None
    if most and takes is not None and count > takes:
        beside = " with those of databases and tokens" if type_ == SECRET else ""
        yield Refusal(
            f"{count} {most.called}{beside}, and an organisation takes {takes}",
            "the deployment would stop half-way, and no restore drill would have room",
            most.instead,
            at=at,
        )


def _secrets(estate: Spec) -> int:
    """Every part that names a key makes a secret, or as many as it says."""
    with_keys = {each.part.at: each.part.spec for each in references(parts(estate)) if each.refers.to in RINGS}
    return sum(getattr(spec, "secret_count", 1) for spec in with_keys.values())


def room_refusals(estate: Spec, networks: NetworkSpec, balancers: Mapping[str, int]) -> Iterator[Refusal]:
    """A private network has an address for everything that stands in it.

    Args:
        balancers: how many load balancers workloads may ask for, by the network that they stand in.
    """
    taken: dict[str, dict[str, int]] = {}
    for reference in references(parts(estate)):
        if reference.refers.stands and reference.refers.to == NETWORKS:
            at, spec = reference.part
            taken.setdefault(reference.name, {})[at] = getattr(spec, "address_count", 1)
    for name, network in networks.private_networks.items():
        inside = {at: count for at, count in taken.get(name, {}).items() if count}
        if balancers.get(name):
            inside["load balancers"] = balancers[name]
        count, room = sum(inside.values()), network.network.num_addresses - TAKEN_IN_A_NETWORK
        if inside and count > room:
            most = sorted(inside, key=lambda at: (-inside[at], at))[:4]
            yield Refusal(
                f"{count} addresses are needed in {network.range}, which has room for {max(room, 0)}",
                "what comes last would find none, half-way through a deployment",
                "declare fewer, or give the network a wider range before it is made",
                at=f"network.private_networks.{name}.range",
                details=[f"{at}: {inside[at]}" for at in most],
            )


def store_refusals(estate: Spec, networks: NetworkSpec) -> Iterator[Refusal]:
    """A managed store stands in a network of data."""
    for each_reference in references(parts(estate)):
        row, network = kind(each_reference.part.spec.BECOMES), networks.private_networks.get(each_reference.name)
        inside = each_reference.refers.stands and each_reference.refers.to == NETWORKS
        if row and row.networks and inside and network and network.purpose != "data":
            yield Refusal(
                f"the private network {each_reference.name} is of purpose {network.purpose}",
                "the host filters nothing in front of a store inside a private network: all that is there could reach it",
                "give it a private network of purpose data",
                at=each_reference.at,
            )


def name_refusals(kind: str, named: Iterable[str], prefix: str) -> Iterator[Refusal]:
    """Names at the host that are longer than it takes; `kind` is one of bucket and registry."""
    longest, at, otherwise = _NAMES[kind]
    for name in named:
        cloud_name = f"{prefix}-{name}"
        if len(cloud_name) > longest:
            yield Refusal(
                f"the {kind}'s name {cloud_name} has {len(cloud_name)} characters",
                otherwise,
                "shorten it or name_prefix",
                at=f"{at}.{name}",
            )


def bucket_refusals(
    buckets: Mapping[str, BucketSpec], scaleway: ScalewaySpec, prefix: str, lifetime: str
) -> Iterator[Refusal]:
    """Names, grants to who administers anyway, and locks that outlive a rehearsal."""
    yield from name_refusals("bucket", buckets, prefix)
    yield from each(_granted(buckets, scaleway), _locks(buckets, lifetime))


def _granted(buckets: Mapping[str, BucketSpec], scaleway: ScalewaySpec) -> Iterator[Refusal]:
    administrators = {scaleway.deployer_application_id, scaleway.break_glass_user_id} - {None}
    for name, bucket in buckets.items():
        for grant_name, grant in bucket.grants.items():
            if administrators & {grant.application_id, grant.user_id}:
                yield Refusal(
                    "the grant names an identity that administers every bucket",
                    "removing the grant later would not take the access away",
                    "remove it",
                    at=f"buckets.{name}.grants.{grant_name}",
                )


def _locks(buckets: Mapping[str, BucketSpec], lifetime: str) -> Iterator[Refusal]:
    for name, bucket in buckets.items():
        if bucket.lock:
            yield from bucket.lock.outliving(lifetime, f"buckets.{name}.lock")
