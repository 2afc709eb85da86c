"""The durable records of a move, in the control bucket of its target: written once, conditionally, and never changed.

A shard is finished when its record is there, whoever ran it and whatever became of him. Two that ran the same shard write one record.
"""

import json
from collections.abc import Iterator
from typing import Any, Protocol

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import ObjectStore

from socle.messages import Refusal, Refused


class Records(Protocol):
    """What keeps records: a control bucket."""

    def create(self, name: str, data: bytes) -> bool: ...
    def get(self, name: str) -> bytes | None: ...
    def names(self, prefix: str) -> Iterator[str]: ...


class Control:
    """The records of one move, below its name."""

    def __init__(self, store: ObjectStore, prefix: str) -> None:
        self._store, self._prefix = store, prefix

    def create(self, name: str, data: bytes) -> bool:
        """Write a record; False where there is one already, which stays."""
        try:
            obstore.put(self._store, self._prefix + name, data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        return True

    def get(self, name: str) -> bytes | None:
        """A record; nothing where there is none."""
        try:
            return bytes(obstore.get(self._store, self._prefix + name).bytes())
        except FileNotFoundError:
            return None

    def names(self, prefix: str) -> Iterator[str]:
        """Names of records that begin so, in no order."""
        listed: Any = obstore.list(self._store, prefix=self._prefix + prefix)  # pyright: ignore[reportUnknownMemberType]
        for chunk in listed:
            yield from (each["path"].removeprefix(self._prefix) for each in chunk)

    def folders(self, prefix: str) -> list[str]:
        """Names of the folders right below a folder: a listing as long as they are many, whatever lies in them."""
        found: Any = obstore.list_with_delimiter(self._store, prefix=f"{self._prefix}{prefix}/")  # pyright: ignore[reportUnknownMemberType]
        return [each.rstrip("/").rpartition("/")[2] for each in found["common_prefixes"]]


def refuse_unconditional(records: Records) -> None:
    """Refuse a store that overwrites what it was asked to create: of two workers, the later would win unseen.

    Raises:
        Refused: it does.
    """
    records.create("probe", b"1")
    if records.create("probe", b"2") or records.get("probe") != b"1":
        raise Refused(
            [
                Refusal(
                    "the control bucket overwrites what it was asked to create",
                    "two workers with the same shard could each leave half a record",
                    "name a bucket of a store that honours If-None-Match",
                    "control",
                )
            ]
        )


def as_json(value: Any) -> bytes:
    """Plain values as bytes, the same for equal ones."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True).encode()
