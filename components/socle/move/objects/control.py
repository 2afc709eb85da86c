"""The durable records of a move, in the control bucket of its target: written once, conditionally, and never changed.

A shard is finished when its record is there, whoever ran it and whatever became of him. Two that ran the same shard write one record.
Where the target's objects have a customer's key, records are authenticated by one that is derived of it: whoever can write to the bucket
alone could otherwise alter an object and the record that would find it.
"""

import hmac
import json
from collections.abc import Iterator
from typing import Any, Protocol

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import ObjectStore

from socle.messages import Refusal, Refused

_MARK = 32
"""Bytes behind an authenticated record."""


class Records(Protocol):
    """What keeps records: a control bucket."""

    def create(self, name: str, data: bytes) -> bool: ...
    def get(self, name: str) -> bytes | None: ...
    def names(self, prefix: str) -> Iterator[str]: ...


class Altered(Refused):
    """A record that is not what was written, or was written under another key."""

    def __init__(self) -> None:
        super().__init__(
            [
                Refusal(
                    "a record of the move was altered, or written under another key",
                    "objects that it speaks of may be missing or other ones, and nothing would show it",
                    "use the key that the move began with; else find who writes to the control bucket, and begin under another name",
                    "control",
                )
            ]
        )


class Lost(Refused, LookupError):
    """A record that another one names and that is not there."""

    def __init__(self) -> None:
        super().__init__(
            [
                Refusal(
                    "a record of the move is gone",
                    "what it said of objects is not known",
                    "bring it back by its version, or begin under another name",
                    "control",
                )
            ]
        )


class Control:
    """The records of one move, below its name. customer_key: of the target's objects; empty: records are not authenticated."""

    def __init__(self, store: ObjectStore, prefix: str, customer_key: bytes = b"") -> None:
        self._store, self._prefix = store, prefix
        self._key = hmac.digest(customer_key, b"socle move records", "sha256") if customer_key else b""

    def under(self, customer_key: bytes) -> "Control":
        """The same, authenticated."""
        return Control(self._store, self._prefix, customer_key)

    def create(self, name: str, data: bytes) -> bool:
        """Write a record; False where there is one already, which stays."""
        written = data + self._mark(name, data)
        try:
            obstore.put(self._store, self._prefix + name, written, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        return True

    def get(self, name: str) -> bytes | None:
        """A record; nothing where there is none.

        Raises:
            Altered: it is not what was written under this name and key.
        """
        try:
            found = bytes(obstore.get(self._store, self._prefix + name).bytes())
        except FileNotFoundError:
            return None
        data = found[:-_MARK] if self._key else found
        if not hmac.compare_digest(found[len(data) :], self._mark(name, data)):
            raise Altered
        return data

    def _mark(self, name: str, data: bytes) -> bytes:
        """What only who has the key can write behind a record: of its place and its content."""
        return hmac.digest(self._key, f"{self._prefix}{name}\0".encode() + data, "sha256") if self._key else b""

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


def from_json(data: bytes) -> Any:
    """Plain values of a record.

    Raises:
        Altered: there are none in it.
    """
    try:
        return json.loads(data)
    except ValueError:
        raise Altered from None


def as_json(value: Any) -> bytes:
    """Plain values as bytes, the same for equal ones."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True).encode()
