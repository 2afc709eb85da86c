"""The stores of a move: what lists, reads and writes objects, the same for S3 and Azure.

`obstore` carries the bytes. It drops a slash at either end of a key, and refuses what looks like a path with an empty or a dotted part,
so listings and such keys go through the SDK of the cloud, which takes a key as it is. Listings are therefore true.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import obstore
from obstore.store import ObjectStore

from ..job import StoreSpec
from ..listed import Listed
from .credentials import Credentials
from .pump import pumped
from .sealing import sealed, unsealed

PIECE = 1 << 20
"""Bytes that are read at once."""
WHOLE = 8 << 20
"""An object up to here is written in one request; a larger one in parts of at least this size."""
PARTS = 1000
"""The most parts of one object that the host takes (Scaleway documentation, multipart uploads)."""
SEAL = "socle-sealed"
"""The metadata of an object that was encrypted before it left."""

RETRIES: Any = {
    "max_retries": 10,
    "retry_timeout": timedelta(minutes=5),
    "backoff": {"init_backoff": timedelta(milliseconds=200), "max_backoff": timedelta(seconds=30), "base": 2},
}
"""How often a refused or cut request is sent again, by the library; throttled stores are asked less and less often."""


class Gone(Exception):
    """The object is no longer there."""


class Unreadable(Exception):
    """The object is there and its bytes are not what they should be: cut, altered, archived."""


@dataclass(frozen=True)
class Read:
    """An object that is being read: what the answer says of it, and its plain bytes, once. plain_size: of those; empty: not known."""

    key: str
    version: str
    etag: str
    modified: int
    size: int
    plain_size: int | None
    attributes: Mapping[str, str]
    chunks: Iterator[bytes] = field(repr=False)


class Store(ABC):
    """One side of a move. Keys are those below its prefix."""

    def __init__(self, spec: StoreSpec, secrets: Credentials) -> None:
        self.spec, self.secrets = spec, secrets
        self.sealing = spec.encryption == "client"
        self.bytes: ObjectStore = self._bytes()

    @property
    def versioned(self) -> bool | None:
        """Whether it keeps what is overwritten or deleted; nothing where it does not say."""
        return None

    @abstractmethod
    def _bytes(self) -> ObjectStore: ...

    @abstractmethod
    def units(self) -> list[str]:
        """Parts of the key space that can be listed apart: every key is in exactly one."""

    @abstractmethod
    def listed(self, unit: str) -> Iterator[Listed]:
        """Every object of a unit, with its true key; what was overwritten is marked as an old version."""

    @abstractmethod
    def exists(self, key: str) -> bool:
        """Whether an object is there now."""

    @abstractmethod
    def tags(self, key: str, version: str) -> dict[str, str]:
        """The tags of an object."""

    @abstractmethod
    def _read_plainly(self, key: str, version: str) -> tuple[dict[str, Any], dict[str, str], Iterator[bytes]]: ...

    @abstractmethod
    def _write_plainly(
        self, key: str, chunks: Iterable[bytes], attributes: Mapping[str, str], tags: Mapping[str, str]
    ) -> tuple[str, str]: ...

    def read(self, key: str, version: str = "") -> Read:
        """An object as it is now, or one of its versions.

        Raises:
            Gone: it is not there.
            Unreadable: it cannot be read in its tier, or with this key.
        """
        path = self.spec.prefix + key
        if not expressible(path):
            meta, attributes, chunks = self._read_plainly(path, version)
        else:
            meta, attributes, chunks = self._read_bytes(path, version)
        described = {name: str(value) for name, value in attributes.items() if name != SEAL}
        plain_size: int | None = int(meta["size"])
        if self.sealing:
            chunks, plain_size = unsealed(chunks, self.secrets.customer_key), None
        return Read(
            key,
            plain_version(meta.get("version")),
            bare(meta.get("e_tag")),
            seconds(meta["last_modified"]),
            int(meta["size"]),
            plain_size,
            described,
            chunks,
        )

    def _read_bytes(self, path: str, version: str) -> tuple[Any, dict[str, str], Iterator[bytes]]:
        try:
            found = obstore.get(self.bytes, path, options={"version": version} if version else {})
        except FileNotFoundError:
            raise Gone from None
        if found.meta["size"] <= PIECE:
            return found.meta, dict(found.attributes), iter([bytes(found.bytes())])
        return found.meta, dict(found.attributes), map(bytes, found.stream(PIECE))

    def write(
        self, key: str, size: int, chunks: Iterable[bytes], attributes: Mapping[str, str], tags: Mapping[str, str]
    ) -> tuple[str, str]:
        """Write an object whole; it appears at once or not at all. Gives its entity tag and its version."""
        path = self.spec.prefix + key
        if self.sealing:
            chunks, attributes = sealed(chunks, self.secrets.customer_key), {**attributes, SEAL: "1"}
        if not expressible(path):
            return self._write_plainly(path, chunks, attributes, tags)
        given: Any = {"attributes": dict(attributes), "tags": dict(tags) or None}
        if size <= WHOLE:
            done = obstore.put(self.bytes, path, b"".join(chunks), use_multipart=False, **given)
        else:
            parts: Any = {"use_multipart": True, "chunk_size": part_size(size), "max_concurrency": 4}
            done = obstore.put(self.bytes, path, pumped(chunks), **parts, **given)
        return bare(done["e_tag"]), plain_version(done["version"])


def part_size(size: int) -> int:
    """Bytes of a part, so that an object has no more of them than the host takes."""
    return max(WHOLE, -(-size * 102 // 100 // PARTS))


def expressible(path: str) -> bool:
    """Whether `obstore` asks for this very key, and not for one that it thinks is meant."""
    return all(part not in ("", ".", "..") for part in path.split("/"))


def bare(etag: Any) -> str:
    """An entity tag without its quotes: listings and answers write it differently."""
    return str(etag or "").removeprefix("W/").strip('"')


def plain_version(version: Any) -> str:
    """A version; empty where the store keeps none."""
    return "" if version in (None, "null") else str(version)


def seconds(time: datetime) -> int:
    """Whole seconds since 1970: what listings know more exactly, answers do not."""
    return int(time.timestamp())


def closing(chunks: Iterator[bytes], body: Any) -> Iterator[bytes]:
    """Pieces of an answer, which is closed behind the last."""
    try:
        yield from chunks
    finally:
        with suppress(Exception):
            body.close()
