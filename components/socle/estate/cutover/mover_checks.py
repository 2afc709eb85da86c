"""What a mover cluster contradicts in the rest of the estate: what it copies, where its records go, and where it runs."""

import ipaddress
from collections.abc import Iterator

from socle.messages import Refusal, each

from ..data_class import DataClass
from ..platform import NetworkSpec
from .cutover import CutoverSpec
from .moved import Around, class_moved, dataset_of
from .mover import MoverClusterSpec, in_common, namespace_of
from .mover_rights import identity_refusals, secret_refusals


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
            identity_refusals(at, spec, dataset.bucket, estate),
            secret_refusals(at, spec, moved, dataset, estate),
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


def _inside(at: str, spec: MoverClusterSpec, network: NetworkSpec) -> Iterator[Refusal]:
    """Ranges of stores that are the platform's own: the movers would reach what is in them."""
    own = {name: getattr(network, name) for name in ("supernet", "pod_range", "service_range")}
    for field in ("source_ranges", "store_ranges"):
        for index, text in enumerate(getattr(spec, field)):
            asked = ipaddress.IPv4Network(text)
            for name, mine in own.items():
                if asked.overlaps(ipaddress.IPv4Network(mine)):
                    yield in_common(text, f"network.{name}", f"{at}.{field}.{index}")
