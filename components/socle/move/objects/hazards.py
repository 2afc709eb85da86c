"""What in a listing does not move as it is, found before the first byte is read: each with whether it stops its object."""

from collections.abc import Iterator
from dataclasses import dataclass

from .listed import NOT_CARRIED, Listed

LARGEST = 5 * 10**12
"""Bytes of the largest object that the host takes (Scaleway documentation, object storage quotas)."""
LONGEST_KEY = 1024
"""Bytes of the longest key of S3."""
LARGEST_METADATA = 2048
"""Bytes of the metadata of one object that S3 takes."""
_PART_MEMORY = 64 * 10**9
"""Above this size, parts are larger than 64 MB, since there are at most 1,000; four of them are in memory at once."""
_ARCHIVED = ("archive", "glacier", "deep_archive")


@dataclass(frozen=True)
class Hazard:
    """A kind of hazard. stops: whether the object cannot be copied at all as it is."""

    name: str
    stops: bool


ARCHIVED = Hazard("archived", stops=True)
TOO_LARGE = Hazard("too-large", stops=True)
LONG_KEY = Hazard("long-key", stops=True)
LARGE_METADATA = Hazard("large-metadata", stops=True)
APPEND_BLOB = Hazard("append-blob", stops=False)
PAGE_BLOB = Hazard("page-blob", stops=False)
LARGE_PARTS = Hazard("large-parts", stops=False)
NO_MD5 = Hazard("no-md5", stops=False)
BESIDE = tuple(Hazard(kind, stops=False) for kind in NOT_CARRIED)


def hazards_of(row: Listed, prefix: str = "") -> Iterator[Hazard]:
    """Every hazard that a listing shows of an object; `prefix` is that of its key on the target."""
    if row.kind in NOT_CARRIED:
        return (each for each in BESIDE if each.name == row.kind)
    tier, kind = row.tier.lower(), row.kind.lower()
    seen = (
        (tier in _ARCHIVED, ARCHIVED),
        (row.size > LARGEST, TOO_LARGE),
        (len((prefix + row.key).encode()) > LONGEST_KEY, LONG_KEY),
        (kind == "appendblob", APPEND_BLOB),
        (kind == "pageblob", PAGE_BLOB),
        (_PART_MEMORY < row.size <= LARGEST, LARGE_PARTS),
        (not row.md5, NO_MD5),
    )
    return (hazard for found, hazard in seen if found)


def stopping(row: Listed, prefix: str = "") -> str:
    """The hazard that stops an object, by name; empty where none does."""
    return next((each.name for each in hazards_of(row, prefix) if each.stops), "")
