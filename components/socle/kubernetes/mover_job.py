"""What a mover cluster copies and with which image, as the estate says it: the job of the movers, and the image by its content. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from socle.estate import DataClass, Estate, MoverClusterSpec, class_moved, dataset_of

ENCRYPTIONS = {None: "none", "sse-c": "customer-key", "client-side": "client"}
"""What the movers call the encryption of a bucket's objects before they are stored."""


SIDES = ("source", "target", "control")
KEYS = frozenset({"name", "dataset", "data_class", "tags", "megabytes_per_second", "shard_objects", "hours", *SIDES})
SIDE_KEYS = frozenset({"kind", "bucket", "endpoint", "region", "prefix", "encryption"})
"""All that a job may say: it stands in the cluster in plain text, where nothing encrypts it."""
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 40
_ENDPOINT = re.compile(r"https://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?")


def job_faults(job: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a job that is to stand in a cluster: its name, a store that is reached in plain text, and whatever could hold a
    credential. Values are not repeated.
    """
    if not isinstance(job.get("name"), str) or not _NAME.fullmatch(job["name"]) or len(job["name"]) > _LONGEST:
        yield "the job's name is no part of a namespace's: it would stand elsewhere; write small letters, digits and dashes"
    for where, row, known in (("the job", job, KEYS), *((side, job.get(side, {}), SIDE_KEYS) for side in SIDES)):
        if extra := sorted(set(row) - known):
            yield f"{where} says {', '.join(map(str, extra))}: it stands in the cluster in plain text; what opens a store is a secret"
    for side in SIDES:
        if not _ENDPOINT.fullmatch(str(job.get(side, {}).get("endpoint", ""))):
            yield f"the endpoint of {side} is no https://host alone: what opens the store would be read there, or on the way"
    health = DataClass(job["data_class"]).floor.client_encryption
    if health and job.get("target", {}).get("encryption", "none") == "none":
        yield f"{job['data_class']} objects without a key of the client: the run would be refused; write encryption on target"


def move_of(estate: Estate, key: str) -> dict[str, Any]:
    """The job of an entry of `cutover.mover_clusters`, as the movers read it. It holds no credential.

    Raises:
        KeyError: there is no such entry, or what it copies is not in the estate.
    """
    spec = mover_of(estate, key)
    dataset = dataset_of(estate.cutover, spec.dataset) if estate.cutover else None
    account, _, container = ((dataset and dataset.container) or "").partition(".")
    moved = class_moved(estate.legacy, dataset) if estate.legacy and dataset else None
    if dataset is None or estate.legacy is None or dataset.bucket is None or moved is None:
        raise KeyError(spec.dataset)
    store = estate.legacy.storage_accounts[account]
    endpoint = f"https://s3.{estate.scaleway.region}.scw.cloud"
    limits = {"hours": spec.hours, "megabytes_per_second": spec.megabytes_per_second}
    return {
        "name": key,
        "dataset": spec.dataset.partition(".")[2],
        "data_class": moved.value,
        "source": {
            "kind": "azure",
            "bucket": store.containers[container].called(container),
            "endpoint": f"https://{store.arm.name}.blob.core.windows.net",
        },
        "target": {
            "bucket": f"{estate.name_prefix}-{dataset.bucket}",
            "endpoint": endpoint,
            "region": estate.scaleway.region,
            "prefix": spec.folder or "",
            "encryption": ENCRYPTIONS[estate.buckets[dataset.bucket].client_encryption],
        },
        "control": {
            "kind": "s3",
            "bucket": f"{estate.name_prefix}-{spec.control}",
            "endpoint": endpoint,
            "region": estate.scaleway.region,
            "encryption": ENCRYPTIONS[estate.buckets[spec.control].client_encryption],
        },
        **{name: value for name, value in limits.items() if value is not None},
    }


def image_of(estate: Estate, key: str) -> str:
    """The image of an entry of `cutover.mover_clusters`, by its content.

    Raises:
        KeyError: there is no such entry.
    """
    spec = mover_of(estate, key)
    return f"rg.{estate.scaleway.region}.scw.cloud/{estate.name_prefix}-{spec.registry}/{spec.image}@{spec.digest}"


def mover_of(estate: Estate, key: str) -> MoverClusterSpec:
    """An entry of `cutover.mover_clusters`.

    Raises:
        KeyError: there is no such entry.
    """
    return (estate.cutover.mover_clusters if estate.cutover else {})[key]
