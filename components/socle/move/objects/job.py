"""A move of objects as a person writes and reviews it: from where, to where, what of them, how fast and when. It holds no credential."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from socle.estate import DataClass, Hours
from socle.messages import Refusal, Refused
from socle.specs import Key, Line, Spec, problems_of, read

from ..schedulers import on_loopback

Encryption = Literal["none", "customer-key", "client"]
"""How objects of the target are encrypted beside what the store does: with a key of each request (SSE-C), or before they leave."""

Prefix = Annotated[str, StringConstraints(max_length=1000)]


class StoreSpec(Spec):
    """One side of a move."""

    kind: Literal["azure", "s3"]
    """Whose store it is: a storage account of Azure, or anything that speaks S3."""
    bucket: Line
    """The bucket, or the container of the account."""
    endpoint: Line
    """Its address: https://s3.fr-par.scw.cloud, https://account.blob.core.windows.net."""
    region: Line = "fr-par"
    """The region that requests are signed for; S3 alone."""
    prefix: Prefix = ""
    """Only keys that begin so; on the target, what is put in place of it."""
    encryption: Encryption = "none"
    """customer-key: a key in each request. client: encrypted before they leave the worker. The key is in the environment alone."""

    def refusals(self) -> Iterator[Refusal]:
        if self.kind == "azure" and self.encryption != "none":
            yield Refusal(
                "objects of Azure under a key of the client",
                "nothing here could read them, and they would be taken for what they are not",
                "write encryption: none: Azure encrypts what it stores by keys of its own or of a vault",
                "encryption",
            )
        if not self.endpoint.startswith("https://") and not on_loopback(self.endpoint):
            yield Refusal(
                f"the endpoint {self.endpoint} is not encrypted",
                "data and credentials would be read on the way",
                "write https://",
                "endpoint",
            )


class TargetSpec(StoreSpec):
    """Where the objects go."""

    kind: Literal["s3"] = "s3"  # pyright: ignore[reportIncompatibleVariableOverride] - narrower, and frozen
    """What speaks S3."""


class MoveSpec(Spec):
    """One dataset that moves from one store to another."""

    name: Key
    """The name of the move; its records lie under it."""
    dataset: Key
    """The dataset of the cut-over that it moves."""
    data_class: DataClass
    """How sensitive it is: health data is encrypted before it leaves the client, or with a key of each request."""
    source: StoreSpec
    """Where the objects are."""
    target: TargetSpec
    """Where they go."""
    control: StoreSpec
    """Where records of what is finished lie: in the zone of the target, since they name objects. Best a bucket of its own."""
    tags: bool = True
    """Whether tags are carried: one more request for each object and side. Left out, it is recorded as a gap."""
    megabytes_per_second: Annotated[float, Field(gt=0)] | None = None
    """The most that all workers read together; empty: as fast as they can."""
    shard_objects: Annotated[int, Field(ge=1, le=50_000)] = 2000
    """Objects of a shard at the most: what is lost when its worker dies, and what a stop waits for."""
    hours: Hours | None = None
    """When shards may begin, in UTC; empty: at any time."""

    def refusals(self) -> Iterator[Refusal]:
        if self.data_class.floor.client_encryption and self.target.encryption == "none":
            yield Refusal(
                f"{self.data_class} objects without a key of the client",
                "the host's conditions for health data are not met: bucket encryption alone is not among them",
                "write encryption: customer-key, or encryption: client",
                "target.encryption",
            )
        same = [(each.endpoint, each.bucket) for each in (self.source, self.target)]
        if same[0] == same[1] and _overlap(self.source.prefix, self.target.prefix):
            yield Refusal(
                "source and target are the same place",
                "the copy would read what it writes",
                "name another bucket or prefix",
                "target",
            )
        if self.control.encryption == "client":
            yield Refusal(
                "records that are encrypted before they leave the worker",
                "whether a shard is finished could not be asked by one condition",
                "write encryption: customer-key on control",
                "control.encryption",
            )
        if any(_among(self.control, each) for each in (self.source, self.target)):
            yield Refusal(
                "records of the move lie among the objects",
                "they would be copied, or found to be too many",
                "give control a bucket of its own, or a prefix that no object has",
                "control",
            )


def _among(control: StoreSpec, side: StoreSpec) -> bool:
    same = (control.endpoint, control.bucket) == (side.endpoint, side.bucket)
    return same and control.prefix.startswith(side.prefix)


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def read_job(file: Path) -> MoveSpec:
    """A move from its file.

    Raises:
        Refused: with every problem, its line and its key.
        OSError: the file cannot be read.
    """
    source = read(file.resolve(), file.resolve().parent)
    try:
        job = MoveSpec.model_validate(source.data)
    except ValidationError as error:
        raise Refused([*source.problems, *problems_of(error, source, MoveSpec)]) from error
    if source.problems:
        raise Refused(source.problems)
    return job
