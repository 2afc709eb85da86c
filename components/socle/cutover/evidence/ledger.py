"""The ledger of a wave: its records in one chain, a line each, with the signatures that people gave. It is appended to, never edited."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from .record import Record, record_from


@dataclass(frozen=True)
class Entry:
    """One line of a ledger: the record, the address that is written beside it, and its signatures as people gave them."""

    record: Record
    digest: str
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A line that is no record, and why."""

    why: str


@dataclass(frozen=True)
class Head:
    """The end of a ledger that somebody outside of it has noted: a stack's outputs, the base revision, a locked bucket."""

    serial: int
    digest: str


Line = Entry | Unread


def ledger_file(folder: Path, wave: str) -> Path:
    """Where the ledger of a wave is: beside the estate that it is about."""
    return folder / "cutover" / f"{wave}.jsonl"


def read_ledger(path: Path) -> tuple[Line, ...]:
    """The lines of a ledger; none where there is nothing. Unread is a line that was cut, and what is no file of its own."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return (Unread("no file of its own stands where the ledger is"),)
    if not path.exists():
        return ()
    return lines_of(path.read_text("utf-8", errors="replace"))


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a ledger's text."""
    return tuple(_line(each) for each in text.split("\n") if each)


def written(entries: Iterable[Entry]) -> str:
    """A ledger as text, a record a line."""
    return "".join(f"{json.dumps(_as_json(each), ensure_ascii=True, sort_keys=True)}\n" for each in entries)


def entry(record: Record, *signatures: str) -> Entry:
    """A record with its address."""
    return Entry(record, record.digest, signatures)


def entries(lines: Iterable[Line]) -> Iterator[Entry]:
    """What could be read."""
    return (each for each in lines if isinstance(each, Entry))


def _as_json(each: Entry) -> dict[str, object]:
    return {"digest": each.digest, "record": each.record.as_json(), "signatures": list(each.signatures)}


def _line(text: str) -> Line:
    try:
        data = json.loads(text, object_pairs_hook=_once)
        if not isinstance(data, dict):
            return Unread("no entry of a ledger")
        fields = cast("dict[str, object]", data)
        signatures, digest = fields.get("signatures"), fields.get("digest")
        if fields.keys() != {"digest", "record", "signatures"} or not isinstance(signatures, list):
            return Unread("no entry of a ledger")
        given = [each for each in cast("list[object]", signatures) if isinstance(each, str)]
        if not isinstance(digest, str) or len(given) != len(cast("list[object]", signatures)):
            return Unread("no entry of a ledger")
        record = record_from(fields["record"])
        if record.as_json() != fields["record"]:
            return Unread("not written as a record is")
        return Entry(record, digest, tuple(given))
    except (ValueError, TypeError, RecursionError) as error:
        return Unread(str(error)[:200])


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose names differ: of two values under one name, readers choose differently."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found
