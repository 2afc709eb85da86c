"""What is known of an object: from a listing, and from its bytes. Rows of the Parquet files that a move leaves in its control bucket.

Keys are those of the store below the prefix of its side. A row names an object, so these files never leave the dataset's zone.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any

arrow: Any = import_module("pyarrow")  # it says nothing of its types
parquet: Any = import_module("pyarrow.parquet")

Table = Any
"""A table of Arrow."""


OLD_VERSION, SNAPSHOT, FOLDER = "old-version", "snapshot", "directory"
NOT_CARRIED = (OLD_VERSION, SNAPSHOT, FOLDER)
"""Kinds of entries that are no current object: what was overwritten or deleted and is kept, and directories of a hierarchical namespace.
They are counted, and not carried."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An object as a listing has it. modified: whole seconds since 1970, UTC: what a read answers knows no finer ones.

    version: empty where the store keeps none. tier: the storage class. kind: of a blob. md5: in hexadecimal, where the listing has one.
    """

    key: str
    version: str
    etag: str
    modified: int
    size: int
    tier: str = ""
    kind: str = ""
    md5: str = ""


@dataclass(frozen=True, slots=True)
class Digested:
    """An object after its bytes were read; the first five fields are as the read itself answered.

    aspects: the digest of what describes it. failure: why there is no digest, a word; empty where there is one. written_etag,
    written_version: what the target answered, where it was copied.
    """

    key: str
    version: str
    etag: str
    modified: int
    size: int
    sha256: bytes = b""
    aspects: bytes = b""
    failure: str = ""
    written_etag: str = ""
    written_version: str = ""


_TYPES: Mapping[type, Any] = {str: arrow.string(), int: arrow.int64(), bytes: arrow.binary()}


def schema_of(row: type[Any]) -> Any:
    """The columns of rows of a kind."""
    return arrow.schema([(each.name, _TYPES[each.type]) for each in fields(row)])  # pyright: ignore[reportArgumentType]


LISTED = schema_of(Listed)
DIGESTED = schema_of(Digested)


def written(rows: Iterable[Any], schema: Any) -> bytes:
    """Rows as one Parquet file."""
    listed = list(rows)
    names: list[str] = schema.names
    columns = {name: [getattr(row, name) for row in listed] for name in names}
    return written_table(arrow.table(columns, schema=schema))


def written_table(table: Table) -> bytes:
    """A table as one Parquet file."""
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def table_of(data: bytes) -> Table:
    """The table of a Parquet file."""
    return parquet.read_table(arrow.BufferReader(data))


def listed_rows(data: bytes) -> list[Listed]:
    """The rows of a listing's file."""
    return [Listed(**row) for row in table_of(data).to_pylist()]


Attributes = Mapping[str, str]

_SILENT_TYPES = ("binary/octet-stream", "application/octet-stream", "")
"""What stores answer of an object that was stored without a type: each its own."""


def aspects_of(attributes: Attributes, tags: Sequence[tuple[str, str]] = ()) -> bytes:
    """The digest of what describes an object: its type, its headers, its metadata and its tags. Names of metadata have no case."""
    plain = {name.lower(): value for name, value in attributes.items()}
    if plain.get("content-type", "") in _SILENT_TYPES:
        plain.pop("content-type", None)
    text = json.dumps([sorted(plain.items()), sorted(tags)], ensure_ascii=True)
    return hashlib.sha256(text.encode()).digest()
