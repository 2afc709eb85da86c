"""One piece of evidence: who saw what, when, at which level, of which wave and epoch. Counts and digests only, no name of anything.

Its canonical form is RFC 8785, its address the SHA-256 of that. Each names its predecessor, so that a ledger is one chain.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, cast

from socle.extras import EVIDENCE

Level = Literal["declared", "deployed", "observed"]
LEVELS: tuple[Level, ...] = ("declared", "deployed", "observed")
"""From what a program says to what was seen live; each is worth more than those before."""

Value = int | bool | str
GENESIS = "0" * 64
"""The predecessor of the first record."""

LARGEST = 2**53 - 1
"""RFC 8785 knows integers up to here; a larger count is written as text."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TEXT = re.compile(r"[A-Za-z0-9 .:_/+-]{0,120}")
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Record:
    """One piece of evidence.

    kind: what it is about, a name of the table of requirements. level: how it is known. estate, lifetime, wave, epoch: where it
    is from; of another it proves nothing. fence: the address of the record that proved the fence at which it was measured.
    serial: its place in the wave's ledger, from 1. previous: the address of the record before. at, expires: UTC, whole seconds.
    inputs: addresses of what it was made from. values: what was counted or compared.

    Raises:
        ValueError: a value that a ledger may not hold, or that has no canonical form.
    """

    kind: str
    level: Level
    estate: str
    lifetime: str
    wave: str
    epoch: int
    serial: int
    previous: str
    at: datetime
    producer: str
    version: str
    expires: datetime | None = None
    fence: str = ""
    inputs: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])

    def __post_init__(self) -> None:
        if wrong := _wrong(self):
            raise ValueError(f"record {self.serial}: {wrong}")

    def as_json(self) -> dict[str, Any]:
        """Plain values, the same for equal records."""
        return {
            "at": self.at.strftime(_TIME),
            "epoch": self.epoch,
            "estate": self.estate,
            "expires": self.expires.strftime(_TIME) if self.expires else None,
            "fence": self.fence,
            "inputs": list(self.inputs),
            "kind": self.kind,
            "level": self.level,
            "lifetime": self.lifetime,
            "previous": self.previous,
            "producer": self.producer,
            "serial": self.serial,
            "values": dict(self.values),
            "version": self.version,
            "wave": self.wave,
        }

    @cached_property
    def digest(self) -> str:
        """Its address: the SHA-256 of its canonical form, in hexadecimal."""
        return digest_of(self.as_json())


def digest_of(value: Any) -> str:
    """The SHA-256 of the canonical form of plain JSON.

    Raises:
        ExtraMissing: the package that writes the canonical form is not installed.
        ValueError: it has none.
    """
    EVIDENCE.demand()
    import rfc8785  # noqa: PLC0415 - an extra

    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def record_from(data: object) -> Record:
    """A record from its JSON.

    Raises:
        ValueError: it is none: a field is missing, too many or of another kind.
    """
    if not isinstance(data, dict):
        raise ValueError("no record")  # noqa: TRY004 - one kind of error for one kind of fault
    fields = cast("dict[str, Any]", data)
    expected = Record.__dataclass_fields__.keys()
    if fields.keys() != expected:
        raise ValueError(f"fields {', '.join(sorted(set(expected) ^ fields.keys()))}")
    text = {name: fields[name] for name in _TEXTS}
    if not all(isinstance(value, str) for value in text.values()) or not isinstance(fields["inputs"], list):
        raise ValueError("a field of another kind")
    times = {name: _time(fields[name]) for name in ("at", "expires")}
    if times["at"] is None:
        raise ValueError("no time")
    inputs = tuple(cast("list[str]", fields["inputs"]))
    numbers = {name: fields[name] for name in ("epoch", "serial")}
    return Record(**text, **numbers, **times, inputs=inputs, values=fields["values"])  # pyright: ignore[reportArgumentType]


_TEXTS = ("kind", "level", "estate", "lifetime", "wave", "previous", "producer", "version", "fence")


def _time(value: object) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("a time that is no text")  # noqa: TRY004 - one kind of error for one kind of fault
    return datetime.strptime(value, _TIME).replace(tzinfo=UTC)


def _wrong(record: Record) -> str:
    """What a ledger may not hold; empty where it may."""
    names = (record.kind, record.estate, record.wave, record.producer)
    digests = (record.previous, *record.inputs, *([record.fence] if record.fence else []))
    faults = (
        (record.level not in LEVELS, f"level {record.level}"),
        (record.lifetime not in ("permanent", "rehearsal"), f"lifetime {record.lifetime}"),
        (not all(_NAME.fullmatch(each) for each in names), "a name that is none"),
        (not all(isinstance(each, str) and _DIGEST.fullmatch(each) for each in digests), "an address that is none"),  # pyright: ignore[reportUnnecessaryIsInstance]
        (
            not all(_whole(each) and each > 0 for each in (record.serial, record.epoch)),
            "a serial or epoch that is none",
        ),
        (
            _inexact(record.at) or (record.expires and _inexact(record.expires)),
            "a time that is not UTC in whole seconds",
        ),
        (record.expires and record.expires <= record.at, "it expires before it is made"),
        (not isinstance(record.values, Mapping), "values that are none"),  # pyright: ignore[reportUnnecessaryIsInstance]
        (not _TEXT.fullmatch(record.version), "a version that is none"),
    )
    return next((said for wrong, said in faults if wrong), "") or _wrong_values(record.values)


def _wrong_values(values: Mapping[str, Value]) -> str:
    for name, value in values.items():
        if not _NAME.fullmatch(name):
            return f"a value's name that is none: {name[:60]}"
        if isinstance(value, str) and not _TEXT.fullmatch(value):
            return f"{name} is a text that may name something"
        if not isinstance(value, str) and not (_whole(value) or isinstance(value, bool)):
            return f"{name} is no whole number below 2^53 and no text"
    return ""


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _inexact(time: datetime) -> bool:
    return time.tzinfo is not UTC or bool(time.microsecond)
