"""A store in memory, so that what is measured or counted is ours and no server's. Objects of the source are made up as they are read."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from obstore.store import MemoryStore, ObjectStore

from socle.move.objects import MoveSpec, StoreSpec
from socle.move.objects.listed import Listed
from socle.move.objects.stores import Credentials, Gone, Read, Side, Store

DESCRIBED = {"Content-Type": "text/csv"}


class Standin(Store):
    """Keys and sizes of a source of so many objects, and whatever is written."""

    versioned = True

    def __init__(self, spec: StoreSpec, objects: int) -> None:
        self.written: dict[str, bytes] = {}
        self.objects = objects
        super().__init__(spec, Credentials())

    def _bytes(self) -> ObjectStore:
        return MemoryStore()

    def units(self) -> list[str]:
        return [f"{number:03d}/" for number in range(100)]

    def listed(self, unit: str) -> Iterator[Listed]:
        first = int(unit[:3])
        made_up = (f"{unit}{number:09d}" for number in range(first, self.objects, 100))
        keys = [*made_up, *sorted(key for key in list(self.written) if key.startswith(unit))]
        return (Listed(key, "1", "e", 10, len(self._body(key)), "", "", "0" * 32) for key in keys)

    def _body(self, key: str) -> bytes:
        return self.written.get(key) or key.encode() * 10

    def exists(self, key: str) -> bool:
        return key in self.written

    def tags(self, key: str, version: str) -> dict[str, str]:
        return {}

    def read(self, key: str, version: str = "") -> Read:
        if key not in self.written and not self.objects:
            raise Gone
        body = self._body(key)
        return Read(key, "1", "e", 10, len(body), len(body), DESCRIBED, iter([body]))

    def write(
        self, key: str, size: int, chunks: Iterable[bytes], attributes: Mapping[str, str], tags: Mapping[str, str]
    ) -> tuple[str, str]:
        self.written[key] = b"".join(chunks)
        return "e", "1"

    def _read_plainly(self, key: str, version: str) -> tuple[dict[str, Any], dict[str, str], Iterator[bytes]]:
        raise NotImplementedError

    def _write_plainly(
        self, key: str, chunks: Iterable[bytes], attributes: Mapping[str, str], tags: Mapping[str, str]
    ) -> tuple[str, str]:
        raise NotImplementedError


@contextmanager
def standing_in(objects: int) -> Iterator[MoveSpec]:
    """A move between two of them while it lasts."""
    side = {"kind": "s3", "endpoint": "https://store.example"}
    job = MoveSpec.model_validate(
        {
            "name": "stand-in",
            "dataset": "stand-in",
            "data_class": "internal",
            "source": {**side, "bucket": "source"},
            "target": {**side, "bucket": "target"},
            "control": {**side, "bucket": "control"},
            "tags": False,
        }
    )
    stores = {
        "source": Standin(job.source, objects),
        "target": Standin(job.target, 0),
        "control": Standin(job.control, 0),
    }

    def opened(_spec: StoreSpec, side: Side) -> Store:
        return stores[side]

    with patch("socle.move.objects.shards.opened", opened), patch("socle.move.objects.passes.opened", opened):
        yield job
