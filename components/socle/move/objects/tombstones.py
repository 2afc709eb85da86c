"""Deletions move too: what was erased at the source is erased on the target, in every version, and in its backups.

A tombstone names an object and why it went; a list of them is signed by who answers for people's rights. A copy never deletes by itself,
so that an object too many without a tombstone stays, and fails.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Protocol, get_args

from socle.cutover.evidence import digest_of, parse, verifies
from socle.messages import Refusal, Refused

from .control import as_json

Reason = Literal["rights-request", "permit-expired", "deleted-at-source"]
FOLDER = "tombstones"


@dataclass(frozen=True)
class Tombstone:
    """One object that is to be nowhere. requested: the day, as a text."""

    key: str
    reason: Reason
    requested: str


@dataclass(frozen=True)
class Tombstones:
    """A list of them for one move; its digest is what is signed."""

    move: str
    entries: tuple[Tombstone, ...]

    def as_json(self) -> dict[str, Any]:
        return {"move": self.move, "tombstones": [vars(each) for each in self.entries]}

    @property
    def digest(self) -> str:
        """The SHA-256 of its canonical form (RFC 8785)."""
        return digest_of(self.as_json())


class Erasable(Protocol):
    """A bucket that keeps versions, and may hold them."""

    def versions(self, key: str) -> list[str]: ...
    def held(self, key: str, version: str) -> bool | None: ...
    def erase(self, key: str, version: str) -> None: ...


@dataclass(frozen=True)
class Erased:
    """What became of a list of tombstones, in counts of objects.

    absent: there was nothing. held: a legal hold or a retention keeps one of its versions, or nobody could say; none was touched.
    returned: it is at the source again, or still; none was touched. left: something was there after it was erased.
    """

    tombstones: int = 0
    erased: int = 0
    versions: int = 0
    absent: int = 0
    held: int = 0
    returned: int = 0
    left: int = 0

    @property
    def outstanding(self) -> int:
        return self.held + self.returned + self.left


def read_tombstones(text: str) -> Tombstones:
    """A list from its file.

    Raises:
        Refused: it is none.
    """
    try:
        data = json.loads(text)
        entries = tuple(Tombstone(**each) for each in data["tombstones"])
        found = Tombstones(str(data["move"]), entries)
        sound = data.keys() == {"move", "tombstones"} and all(map(_sound, entries))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused([_no_list(str(error))]) from None
    if not sound or not entries:
        raise Refused([_no_list("an entry of another kind")])
    return found


def _sound(each: Tombstone) -> bool:
    try:
        datetime.strptime(each.requested, "%Y-%m-%d").replace(tzinfo=UTC)
    except (ValueError, TypeError):
        return False
    return isinstance(each.key, str) and bool(each.key) and each.reason in get_args(Reason)  # pyright: ignore[reportUnnecessaryIsInstance]


def _no_list(why: str) -> Refusal:
    return Refusal(
        f"the file is no list of tombstones: {why}",
        "nothing is erased by guesswork",
        "write move, and tombstones with key, reason and requested (a day) each",
    )


def refuse_unsigned(asked: Tombstones, move: str, armoured: str, keys: Iterable[str]) -> None:
    """Refuse a list that is of another move, or that nobody signed who may.

    keys: those who answer for data protection, as authorised keys of SSH.

    Raises:
        Refused: it is.
    """
    if asked.move != move:
        raise Refused(
            [
                Refusal(
                    f"the tombstones are of the move {asked.move}",
                    "objects of this one would be erased by the signature for another",
                    f"write them for {move} and have them signed",
                )
            ]
        )
    if not _signed(asked.digest, armoured, {" ".join(each.split()[:2]) for each in keys}):
        raise Refused(
            [
                Refusal(
                    "the tombstones are not signed by who answers for data protection",
                    "whoever can write a file could erase the only copy of health data",
                    f"have them sign the digest {asked.digest} (ssh-keygen -Y sign -n socle-cutover)",
                )
            ]
        )


def _signed(digest: str, armoured: str, keys: set[str]) -> bool:
    try:
        signature = parse(armoured)
    except ValueError:
        return False
    return signature.key in keys and verifies(signature, digest)


def erase(asked: Tombstones, source: Any, places: Sequence[Erasable]) -> Erased:
    """Erase every version of what a list names, on the target and its backups; what is held is not touched in any of them."""
    count = Counter[str](tombstones=len(asked.entries))
    for each in asked.entries:
        _erase_one(each.key, source, places, count)
    return Erased(**count)


def _erase_one(key: str, source: Any, places: Sequence[Erasable], count: Counter[str]) -> None:
    if source.exists(key):
        count["returned"] += 1
        return
    found = [(place, version) for place in places for version in place.versions(key)]
    if any(place.held(key, version) is not False for place, version in found):
        count["held"] += 1
        return
    for place, version in found:
        place.erase(key, version)
        count["versions"] += 1
    left = any(place.versions(key) for place in places)
    count["left" if left else "erased" if found else "absent"] += 1


def noted(records: Any, asked: Tombstones, armoured: str) -> None:
    """Write a signed list beside the records of its move, before it is applied: what is noted and still there is outstanding."""
    records.create(f"{FOLDER}/{asked.digest}.json", as_json({**asked.as_json(), "signature": armoured}))


def noted_keys(records: Any) -> Iterator[str]:
    """Every object that a noted list names."""
    for name in records.names(FOLDER):
        data = json.loads(records.get(name) or b"{}")
        yield from (each["key"] for each in data.get("tombstones", ()))


def outstanding(records: Any, places: Sequence[Erasable]) -> tuple[int, int]:
    """How many objects of noted lists are still somewhere, and how many were noted."""
    keys = set(noted_keys(records))
    return sum(any(place.versions(key) for place in places) for key in keys), len(keys)
