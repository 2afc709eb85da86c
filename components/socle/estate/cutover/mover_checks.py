"""What a mover cluster contradicts in the rest of the estate: what it copies, where its records go, whom it is, and where it runs."""

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Protocol

from socle.messages import Refusal, each

from ..data_class import DataClass
from ..legacy import LegacySpec
from ..platform import BaselineSpec, BucketSpec, Grant, KubernetesSpec, NetworkSpec, SecretSpec
from .cutover import CutoverSpec
from .dataset import DatasetSpec
from .mover import MoverClusterSpec, namespace_of


class Around(Protocol):
    """What is asked of an estate here."""

    @property
    def cutover(self) -> CutoverSpec | None: ...
    @property
    def legacy(self) -> LegacySpec | None: ...
    @property
    def network(self) -> NetworkSpec: ...
    @property
    def buckets(self) -> Mapping[str, BucketSpec]: ...
    @property
    def clusters(self) -> Mapping[str, KubernetesSpec]: ...
    @property
    def baselines(self) -> Mapping[str, BaselineSpec]: ...
    @property
    def secrets(self) -> Mapping[str, SecretSpec]: ...


def dataset_of(cutover: CutoverSpec, name: str) -> DatasetSpec | None:
    """A dataset by `<wave>.<dataset>`."""
    wave, _, inner = name.partition(".")
    return cutover.waves[wave].datasets.get(inner) if wave in cutover.waves else None


def class_moved(legacy: LegacySpec, dataset: DatasetSpec) -> DataClass | None:
    """The class of a container; nothing where nobody has said it."""
    account, _, name = (dataset.container or "").partition(".")
    container = legacy.storage_accounts[account].containers.get(name) if account in legacy.storage_accounts else None
    return container and container.data_class


def mover_refusals(estate: Around) -> Iterator[Refusal]:
    """Everything that contradicts itself between mover clusters and what they move."""
    cutover = estate.cutover
    if cutover is None or estate.legacy is None:
        return
    yield from _twice(cutover)
    for key, spec in cutover.mover_clusters.items():
        at, dataset = f"cutover.mover_clusters.{key}", dataset_of(cutover, spec.dataset)
        if dataset is None:
            continue
        if dataset.container is None or dataset.bucket is None:
            yield Refusal(
                f"{spec.dataset} is no container that goes to a bucket",
                "the movers of objects could not read it",
                "name such a dataset; a database, a vault or images have movers of their own",
                at=f"{at}.dataset",
            )
            continue
        moved = class_moved(estate.legacy, dataset)
        yield from each(
            _place(at, key, spec, moved, estate),
            _beside(at, spec, dataset.bucket, cutover),
            _control(at, spec, dataset.bucket, moved, estate),
            _identity(at, spec, dataset.bucket, estate),
            _secrets(at, spec, moved, estate),
            _back(at, spec, dataset),
            _inside(at, spec, estate.network),
        )


def _twice(cutover: CutoverSpec) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for key, spec in cutover.mover_clusters.items():
        if seen.setdefault(spec.dataset, key) != key:
            yield Refusal(
                f"{seen[spec.dataset]} and {key} both copy {spec.dataset}",
                "each would take the other's objects for its own, and a limit of one would not hold the other",
                "keep one of them, with more workers",
                at=f"cutover.mover_clusters.{key}.dataset",
            )


def _place(at: str, key: str, spec: MoverClusterSpec, moved: DataClass | None, estate: Around) -> Iterator[Refusal]:
    cluster, baseline = estate.clusters.get(spec.cluster), estate.baselines.get(spec.cluster)
    if cluster and baseline is None:
        yield Refusal(
            f"the cluster {spec.cluster} has no baseline",
            "a service in it could take any address, that of the scheduler among them",
            f"declare baselines.{spec.cluster} first",
            at=f"{at}.cluster",
        )
    if cluster and moved and cluster.data_class.rank < moved.rank:
        yield Refusal(
            f"{spec.dataset} is of class {moved} and the cluster of class {cluster.data_class}",
            "its objects would pass through nodes that were not chosen for them",
            f"name a cluster of class {moved} or stricter",
            at=f"{at}.cluster",
        )
    if baseline and namespace_of(key) in baseline.namespaces:
        yield Refusal(
            f"the namespace {namespace_of(key)} is in the baseline too",
            "two would make it, and what the baseline opens would be open to the movers' secrets",
            "give one of them another name",
            at=at,
        )


def _beside(at: str, spec: MoverClusterSpec, target: str, cutover: CutoverSpec) -> Iterator[Refusal]:
    """Other datasets that go to the same place: each would take the other's objects for too many."""
    folders = {each.dataset: each.folder or "" for each in cutover.mover_clusters.values()}
    own = spec.folder or ""
    for wave, each_wave in cutover.waves.items():
        for name, dataset in each_wave.datasets.items():
            other, key = folders.get(f"{wave}.{name}", ""), f"{wave}.{name}"
            same = dataset.bucket == target and key != spec.dataset
            if same and (own.startswith(other) or other.startswith(own)):
                yield Refusal(
                    f"{key} goes to {target} too, and no folder keeps the two apart",
                    "neither copy could be proven equal: each would hold objects too many",
                    "write a folder of its own for each of them",
                    at=f"{at}.folder",
                )


def _control(
    at: str, spec: MoverClusterSpec, target: str, moved: DataClass | None, estate: Around
) -> Iterator[Refusal]:
    bucket, waves = estate.buckets.get(spec.control), estate.cutover.waves if estate.cutover else {}
    taken = {each.bucket for wave in waves.values() for each in wave.datasets.values() if each.bucket} | {target}
    if spec.control in taken:
        yield Refusal(
            f"records of the move would lie in {spec.control}, which data goes to",
            "they would be copied, or found to be too many",
            "give the records a bucket of their own",
            at=f"{at}.control",
        )
    if bucket and moved and bucket.data_class.rank < moved.rank:
        yield Refusal(
            f"the records name objects of class {moved} and {spec.control} is of class {bucket.data_class}",
            "whoever may read records would learn what names say of people",
            f"name a bucket of class {moved} or stricter",
            at=f"{at}.control",
        )
    if bucket and bucket.client_encryption == "client-side":
        yield Refusal(
            f"{spec.control} promises that all in it is encrypted before it leaves the client",
            "records are not: whether a shard is finished is asked by one condition of the store",
            f"write client_encryption: sse-c on buckets.{spec.control}: each record takes a key of the request",
            at=f"{at}.control",
        )
    if bucket and bucket.expire_after_days:
        yield Refusal(
            f"records in {spec.control} expire after {bucket.expire_after_days} days",
            "what is proven would have to be read again, and erased objects would be forgotten",
            "name a bucket without expire_after_days",
            at=f"{at}.control",
        )


def _identity(at: str, spec: MoverClusterSpec, target: str, estate: Around) -> Iterator[Refusal]:
    movers = estate.cutover.movers if estate.cutover else ()
    if spec.application_id not in movers:
        yield Refusal(
            f"the application {spec.application_id} is not among movers",
            "while clients wait the platform would refuse what it writes",
            "add it to movers",
            at=f"{at}.application_id",
        )
    for name in dict.fromkeys((target, spec.control)):
        bucket = estate.buckets.get(name)
        folder = spec.folder if name == target else None
        if bucket and not any(_both(grant, folder) for grant in _of(bucket, spec.application_id)):
            yield Refusal(
                f"the mover may not both read and write in {name}/{folder or ''}",
                "its first shard would be refused: a bucket's policy denies whoever it does not name",
                f"add a grant to buckets.{name}: application_id, access [read, write], reason, and no prefix but the mover's folder",
                at=f"{at}.application_id",
            )
    yield from _excess(at, spec, target, estate)


def _excess(at: str, spec: MoverClusterSpec, target: str, estate: Around) -> Iterator[Refusal]:
    """What the identity may do beside its task. What another mover cluster lets the same identity do counts as well."""
    allowed = {target, spec.control}
    for name, bucket in estate.buckets.items():
        for grant in _of(bucket, spec.application_id):
            if name not in allowed:
                yield Refusal(
                    f"the mover may do {', '.join(grant.access)} in {name} too",
                    "who takes over one worker would have more than the dataset that it moves",
                    "give each mover cluster an application of its own, and take the grant away",
                    at=f"{at}.application_id",
                )
            elif "delete" in grant.access:
                yield Refusal(
                    f"the mover may delete in {name}",
                    "a copy deletes nothing; what is erased is erased by a person with a signed list",
                    "take delete out of the grant",
                    at=f"{at}.application_id",
                )


def _of(bucket: BucketSpec, application_id: str) -> Iterator[Grant]:
    return (grant for grant in bucket.grants.values() if grant.application_id == application_id)


def _both(grant: Grant, folder: str | None) -> bool:
    return {"read", "write"} <= set(grant.access) and grant.prefix in (None, folder)


def _secrets(at: str, spec: MoverClusterSpec, moved: DataClass | None, estate: Around) -> Iterator[Refusal]:
    for field, name in spec.secrets:
        secret = estate.secrets.get(name or "")
        if field != "registry" and secret and moved and secret.data_class.rank < moved.rank:
            yield Refusal(
                f"{name} opens what is of class {moved} and is a secret of class {secret.data_class}",
                "whoever may use the key of the lesser class could read what it opens",
                f"write data_class: {moved} on it, with a key of that class",
                at=f"{at}.secrets.{field}",
            )
        if secret and secret.content == "generated":
            yield Refusal(
                f"{name} is a generated password",
                "it opens no store, and a rotation would overwrite what does",
                "write content: elsewhere",
                at=f"{at}.secrets.{field}",
            )


def _back(at: str, spec: MoverClusterSpec, dataset: DatasetSpec) -> Iterator[Refusal]:
    if dataset.reverse == "replicate" and spec.secrets.back is None:
        yield Refusal(
            f"{spec.dataset} is replicated back, and nothing opens Azure for that",
            "what is written after the switch would not be there on the day of the way back",
            "write secrets.back, or reverse: restore-only on the dataset",
            at=f"{at}.secrets",
        )
    elif dataset.reverse != "replicate" and spec.secrets.back:
        yield Refusal(
            f"{spec.dataset} is not replicated back, and {spec.secrets.back} opens Azure for that",
            "what may write there would lie in Secret Manager for nothing",
            "remove it, or write reverse: replicate on the dataset",
            at=f"{at}.secrets.back",
        )


def _inside(at: str, spec: MoverClusterSpec, network: NetworkSpec) -> Iterator[Refusal]:
    """Ranges of stores that are the platform's own: the movers would reach what is in them."""
    own = {
        "network.supernet": network.supernet,
        "network.pod_range": network.pod_range,
        "network.service_range": network.service_range,
        "169.254.0.0/16": "169.254.0.0/16",  # where the host answers machines about themselves
        "127.0.0.0/8": "127.0.0.0/8",
    }
    for field in ("source_ranges", "store_ranges"):
        for index, text in enumerate(getattr(spec, field)):
            asked = ipaddress.IPv4Network(text)
            for whose, mine in own.items():
                if asked.overlaps(ipaddress.IPv4Network(mine)):
                    yield Refusal(
                        f"{text} has addresses in common with {whose}",
                        "the movers would reach what is no store, with what opens both",
                        "name the addresses of the store alone",
                        at=f"{at}.{field}.{index}",
                    )
