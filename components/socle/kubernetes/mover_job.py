"""What a mover cluster copies and with which image, as the estate says it: the job of the movers, and the image by its content. Pure."""

from typing import Any

from socle.estate import Estate, MoverClusterSpec, class_moved, dataset_of

ENCRYPTIONS = {None: "none", "sse-c": "customer-key", "client-side": "client"}
"""What the movers call the encryption of a bucket's objects before they are stored."""


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
