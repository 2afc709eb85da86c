"""Who moves the objects of one dataset inside a cluster of the platform: scheduler, workers and one run, in a namespace of their own.

Left out on purpose: values of any credential, and addresses of stores, which follow from the dataset.
"""

import ipaddress
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal, each
from socle.specs import Form, Key, Refers, Spec, Uuid

from ..legacy import Reference
from ..platform import Prefix, Range
from ..shared import CLUSTER

DATASET = Refers(
    "cutover.waves", "there is no dataset {name} in a wave", "the movers would copy nothing", inner="datasets"
)
_CONTROL = Refers("buckets", "there is no bucket {name}", "nobody would know which shards are finished")
_REGISTRY = Refers("registries", "there is no registry {name}", "no node could pull the image of the movers")
_SECRET = Refers("secrets", "there is no secret {name}", "the movers would wait for it for ever")

Digest = Annotated[
    str,
    StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$"),
    Form("the digest of an image, as the registry says it", "sha256:" + "0" * 63 + "1"),
]
"""What an image is, by its content. A tag may be moved by whoever may push."""
ImageName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=80),
    Form("an image's name without tag: small letters, digits and ._-", "socle-mover"),
]
Hours = Annotated[
    str,
    StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"),
    Form("hours of a day in UTC", "20:00-06:00"),
]
"""When shards may begin."""

WIDEST, WIDEST_PRIVATE, MOST = 16, 24, 16
"""Bits of the widest range of a store, of public addresses and of private ones, and how many ranges may be named. All of them together hold
no more than one range of the widest. The addresses of one region's store are far fewer; what is wider holds other people's machines."""
NO_STORE = ("0.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")
"""Addresses at which no store answers: of this machine, of carriers, of a link (the host's answers to machines among them), of groups."""
_PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


class MoverSecretsSpec(Spec):
    """What opens the stores and the scheduler, each the name of an entry of `secrets` and of the Kubernetes secret that holds its
    values in the namespace. Whoever administers the cluster copies them from Secret Manager: no program and no state has a value.
    """

    source: Annotated[Key, _SECRET]
    """Opens the container on Azure: `sas-token`, which may list and read, and nothing else."""
    back: Annotated[Key, _SECRET] | None = None
    """Opens the container on Azure on the way back, in place of `source`: `sas-token`, which may write too. For a dataset that is
    replicated back, and for no other."""
    store: Annotated[Key, _SECRET]
    """Opens the target and the control bucket: `access-key-id` and `secret-access-key` of the mover, and where their objects take a key
    of the client `customer-key` for the target and `records-key` for the control bucket."""
    tls: Annotated[Key, _SECRET]
    """Lets scheduler, workers and the run tell each other from anybody else: `tls.crt`, `tls.key` and `ca.crt`. The authority must
    sign for these movers alone: whoever has a certificate of it runs code in them."""
    wave_key: Annotated[Key, _SECRET] | None = None
    """Keys the digests that go into the wave's ledger: `wave-key`. Only a run that verifies takes it."""
    registry: Annotated[Key, _SECRET] | None = None
    """Lets nodes pull the image: `.dockerconfigjson`. Nothing where the cluster may pull from the registry by itself."""

    def refusals(self) -> Iterator[Refusal]:
        seen: dict[str, str] = {}
        for name, secret in self:
            if secret and seen.setdefault(secret, name) != name:
                yield Refusal(
                    f"{secret} is the secret of both {seen[secret]} and {name}",
                    "whoever is given it for the one could open the other",
                    "keep them in two secrets",
                    at=name,
                )


class MoverClusterSpec(Spec):
    """Scheduler, workers and the run of one dataset's objects, while the cut-over says that it is copied, and in that direction."""

    cluster: Annotated[Key, CLUSTER]
    """The cluster that they run in."""
    dataset: Annotated[Reference, DATASET]
    """What they copy, as `<wave>.<dataset>`: a container of blobs that goes to a bucket."""
    folder: Prefix | None = None
    """The folder of the bucket that the objects go to; needed where other datasets go to the same bucket."""
    control: Annotated[Key, _CONTROL]
    """The bucket with the records of what is finished. They name objects, so it is of the dataset's class and no target itself."""
    application_id: Uuid
    """The application whose key opens target and control bucket, one of `movers`. It may write nowhere else."""
    registry: Annotated[Key, _REGISTRY]
    """The registry of the estate that has the image."""
    image: ImageName = "socle-mover"
    """The image's name in it."""
    digest: Digest
    """The image, by its content. A new one is a reviewed change of this line."""
    source_ranges: tuple[Range, ...] = Field(min_length=1, max_length=MOST)
    """Addresses of the container's endpoint: its private endpoint behind the bridge, or Azure's own for the region."""
    store_ranges: tuple[Range, ...] = Field(min_length=1, max_length=MOST)
    """Addresses of the region's object storage."""
    secrets: MoverSecretsSpec
    """What opens the stores, by name."""
    run: Literal["copy", "digest", "verify", "parity"] = "copy"
    """What the run does: `socle move copy`, `digest` or `verify`, or inside a fence `verify --fence`; on the way back with `--back`."""
    number: int = Field(default=1, ge=1, le=10_000)
    """Add one to run once more. What is finished is in the control bucket, so a further run does what is left."""
    workers: int = Field(default=2, ge=1, le=64)
    """Worker pods."""
    threads: int = Field(default=4, ge=1, le=16)
    """Shards that a worker runs at a time."""
    hours: Hours | None = None
    """When shards may begin, in UTC; nothing means at any time."""
    megabytes_per_second: float | None = Field(default=None, gt=0)
    """The most that all workers read together; nothing means as fast as they can."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._ranges("source_ranges"), self._ranges("store_ranges"), self._key(), self._folder())

    def _ranges(self, field: str) -> Iterator[Refusal]:
        ranges = [ipaddress.IPv4Network(text) for text in getattr(self, field)]
        for index, asked in enumerate(ranges):
            widest = WIDEST_PRIVATE if any(asked.overlaps(private) for private in _PRIVATE) else WIDEST
            if asked.prefixlen < widest:
                yield _wide(str(asked), widest, f"{field}.{index}")
            for other in NO_STORE:
                if asked.overlaps(ipaddress.IPv4Network(other)):
                    yield in_common(str(asked), other, f"{field}.{index}")
        together = sum(each.num_addresses for each in ipaddress.collapse_addresses(ranges))
        if together > 2 ** (32 - WIDEST) and all(each.prefixlen >= WIDEST for each in ranges):
            yield _wide(f"{together} addresses", WIDEST, field)

    def _folder(self) -> Iterator[Refusal]:
        if self.folder and {".", ".."} & set(self.folder.split("/")):
            yield Refusal(
                f"the folder {self.folder} has a part of dots alone",
                "a store and a program that reads it could take it for another folder",
                "write a folder of names: raw/",
                at="folder",
            )

    def _key(self) -> Iterator[Refusal]:
        verifies = self.run in ("verify", "parity")
        if verifies and self.secrets.wave_key is None:
            yield Refusal(
                "a run that verifies has no key of the wave",
                "digests in the ledger would tell whether two waves hold the same objects, so it would be refused",
                "write secrets.wave_key",
                at="run",
            )
        elif not verifies and self.secrets.wave_key:
            yield Refusal(
                f"a run that does {self.run} is given the key of the wave",
                "the key would lie in the namespace for nothing",
                "remove it until a run verifies",
                at="secrets.wave_key",
            )


def _wide(what: str, widest: int, at: str) -> Refusal:
    return Refusal(
        f"the movers may reach {what}",
        "what they hold could be sent to whoever has an address in it",
        f"name the ranges of the store alone, /{widest} or narrower",
        at=at,
    )


def in_common(asked: str, other: str, at: str) -> Refusal:
    """That a range of a store has addresses at which none of its kind answers."""
    return Refusal(
        f"{asked} has addresses in common with {other}",
        "the movers would reach what is no store, with what opens both",
        "name the addresses of the store alone",
        at=at,
    )


def namespace_of(key: str) -> str:
    """The namespace of an entry of `cutover.mover_clusters`."""
    return f"mover-{key}"
