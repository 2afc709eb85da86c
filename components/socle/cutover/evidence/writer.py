"""The one writer of ledgers: one at a time, whole lines or none, and only behind the head that the record was made for.

A ledger is written beside itself and renamed, so that a writer that is killed at any moment leaves the old one or the new one. The
lock is the system's and goes with its process; a record that is there already is not written twice, so that a step can be repeated.
"""

import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from socle.messages import Place, Refusal, Refused

from .ledger import Entry, Head, Line, Unread, read_ledger, written
from .record import GENESIS, Level, Record, Value

LOCK_SECONDS = 30
"""Seconds to wait for another writer. One takes milliseconds; people sign before, never while it waits."""

TRIES = 20
"""Times that a collector signs anew because others were faster."""

Sign = Callable[[str], str]
"""From a record's address to the signature that `ssh-keygen -Y sign` gives."""


@dataclass(frozen=True)
class Draft:
    """A record before it has its place in a ledger. The fields are the record's."""

    kind: str
    level: Level
    estate: str
    lifetime: Literal["permanent", "rehearsal"]
    wave: str
    epoch: int
    at: datetime
    producer: str
    version: str
    expires: datetime | None = None
    fence: str = ""
    inputs: tuple[str, ...] = ()
    values: dict[str, Value] = field(default_factory=dict[str, Value])


def head_of(lines: Sequence[Line]) -> Head:
    """The end of a ledger; before its first record serial 0.

    Raises:
        Refused: its last line cannot be read, so nothing can follow it.
    """
    if not lines:
        return Head(0, GENESIS)
    last = lines[-1]
    if isinstance(last, Unread):
        raise Refused([_unread(len(lines))])
    return Head(last.record.serial, last.digest)


def placed(draft: Draft, head: Head) -> Record:
    """The record that follows a head.

    Raises:
        ValueError: a ledger may not hold it.
    """
    return Record(**vars(draft), serial=head.serial + 1, previous=head.digest)


def append(path: Path, added: Entry) -> bool:
    """Write a record behind the last one; False where it is the last one already.

    Raises:
        Refused: another record was faster, the last line cannot be read, another writer holds the lock, or the path is a link.
        OSError: it cannot be written; then the ledger is as it was.
    """
    _no_link(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        try:
            head = head_of(read_ledger(path))
        except Refused as refused:
            raise Refused(each.placed(Place(str(path), each.place.line)) for each in refused.refusals) from None
        if added.digest == head.digest:
            return False
        if (added.record.previous, added.record.serial) != (head.digest, head.serial + 1):
            raise Moved([_moved(path, added, head)])
        _replace(path, written([added]))
    return True


def record_signed(path: Path, draft: Draft, sign: Sign) -> Entry:
    """Sign a record behind the last one and write it; where others were faster, sign it anew behind theirs.

    For collectors: what people sign names what it rests on, so a head that moved is theirs to look at.

    Raises:
        Refused: as `append`; that another was faster only after `TRIES` times.
        ValueError: a ledger may not hold it.
    """
    _no_link(path)
    refused: Refused | None = None
    for _ in range(TRIES):
        record = placed(draft, head_of(read_ledger(path)))
        added = Entry(record, record.digest, (sign(record.digest),))
        try:
            append(path, added)
        except Moved as moved:
            refused = moved
            continue
        return added
    raise refused or Refused([])


def _no_link(path: Path) -> None:
    if path.is_symlink() or path.parent.is_symlink():
        raise Refused([_link(path)])


class Moved(Refused):
    """Another record was faster."""


@contextmanager
def _locked(path: Path) -> Generator[None]:
    """Hold the ledger's lock. The file stays: whoever removed it would let two hold it."""
    import fcntl  # noqa: PLC0415 - only where ledgers are written: not every system has it

    lock = os.open(path.with_name(f".{path.stem}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Refused([_busy(path)]) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(lock)


def _replace(path: Path, line: str) -> None:
    """Put a copy with one more line in the ledger's place, on the disk before it is seen."""
    partial = path.with_name(f".{path.stem}.partial")
    before = path.read_bytes() if path.is_file() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(before + line.encode())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _moved(path: Path, added: Entry, head: Head) -> Refusal:
    return Refusal(
        f"record {added.record.serial} was made behind record {added.record.serial - 1}, and the ledger ends with record {head.serial}",
        "it would hide what was recorded in between, or be taken for a break of the chain",
        "look at what was recorded since, make it anew and have it signed again",
        place=Place(str(path), head.serial),
    )


def _unread(number: int) -> Refusal:
    return Refusal(
        "the last line of the ledger cannot be read",
        "nothing can follow it, and what it said is not known",
        "restore the ledger from the base revision or the locked bucket",
        place=Place("", number),
    )


def _busy(path: Path) -> Refusal:
    lock = path.with_name(f".{path.stem}.lock")
    return Refusal(
        f"another writer has held the ledger for {LOCK_SECONDS} seconds",
        "two at once would break the chain, so nothing was written",
        f"see who holds it (fuser {lock}), end it, and repeat the command",
        place=Place(str(path)),
    )


def _link(path: Path) -> Refusal:
    return Refusal(
        "the ledger is a link",
        "whoever made it would choose what is written",
        "put the ledger itself in its place",
        place=Place(str(path)),
    )
