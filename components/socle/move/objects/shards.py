"""What a worker does with one shard: list a part of a store, copy objects, or read them. What it did is a record; only counts go back.

A single object that cannot be had is a row with the reason. Several in a row are the store or the credential, and the shard is not
finished: it is run again, now or by the next driver.
"""

import hashlib
import json
import os
import socket
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from .control import Control, as_json
from .hazards import LARGE_METADATA, LARGEST_METADATA, hazards_of, stopping
from .job import MoveSpec, StoreSpec
from .layout import JOB, LISTINGS, Piece, Stage, Ticket, done_name, input_folder, input_name, plan_name, stage_folder
from .listed import (
    DIGESTED,
    LISTED,
    NOT_CARRIED,
    Attributes,
    Digested,
    Listed,
    aspects_of,
    listed_rows,
    table_of,
    written,
)
from .pace import LARGE_AT_ONCE, Pace
from .stores import WHOLE, Gone, Read, Store, Unreadable, opened

IN_A_ROW = 5
"""Objects in a row that fail before it is the store's fault, and not theirs."""
ROWS = 50_000
"""Of one file of a listing."""


@dataclass(frozen=True)
class Outcome:
    """What a finished shard says of itself: counts alone. unchanged: somebody else had finished it before."""

    stage: Stage
    number: int
    objects: int = 0
    bytes: int = 0
    failures: int = 0
    seconds: float = 0.0
    worker: str = ""
    unchanged: bool = False


class Broken(RuntimeError):
    """A shard that could not be finished; the text is a word for the reason, and names no object."""


@dataclass(frozen=True)
class Here:
    """What shards of one move share in a process."""

    job: MoveSpec
    records: Control
    source: Store
    target: Store

    def facing(self, *, back: bool) -> "Here":
        """Both sides as a pass has them: the way back reads what the way there writes."""
        return replace(self, source=self.target, target=self.source) if back else self


def run(ticket: Ticket) -> Outcome:
    """Run a shard, unless its record is there.

    Raises:
        Broken: it could not be finished.
    """
    begun, here = time.monotonic(), opened_here(ticket.control, ticket.move).facing(back=ticket.back)
    done = done_name(ticket.of_pass, ticket.stage, ticket.number)
    try:
        if here.records.get(done) is not None:
            return Outcome(ticket.stage, ticket.number, unchanged=True)
        found, data = (_listing if ticket.stage in LISTINGS else _objects)(ticket, here)
    except Broken:
        raise
    except Exception as error:
        raise Broken(reason(error)) from None  # what a library says may name an object or a request's signature
    fresh = here.records.create(done, data)
    return replace(found, seconds=time.monotonic() - begun, worker=_worker(), unchanged=not fresh)


_OPENING = threading.Lock()


def opened_here(control: str, move: str, *, anew: bool = False) -> Here:
    """The stores of a move, opened once in a process: the first shards of all threads wait for one to open them."""
    with _OPENING:
        if anew:
            _opened_once.cache_clear()
        return _opened_once(control, move)


@lru_cache(maxsize=8)
def _opened_once(control: str, move: str) -> Here:
    spec = StoreSpec.model_validate_json(control)
    records = Control(opened(spec, "control").bytes, f"{spec.prefix}{move}/")
    job = MoveSpec.model_validate_json(records.get(JOB) or b"{}")
    target = opened(job.target, "target")
    return Here(job, records.under(target.secrets.customer_key), opened(job.source, "source"), target)


@lru_cache(maxsize=8)
def _pace(share: float) -> Pace:
    return Pace(share)


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _side(here: Here, stage: Stage) -> Store:
    return here.source if stage in ("list-source", "read-source", "copy") else here.target


def _listing(ticket: Ticket, here: Here) -> tuple[Outcome, bytes]:
    """List some units. Files of an attempt that did not end are named by nobody."""
    side = _side(here, ticket.stage)
    units: list[str] = json.loads(_there(here, plan_name(ticket.of_pass, ticket.stage)))["shards"][ticket.number]
    folder = f"{stage_folder(ticket.of_pass, ticket.stage)}/rows/{ticket.number:08d}-{uuid.uuid4().hex}"
    pieces, hazards = list[Piece](), Counter[str]()
    for number, batch in enumerate(_batches((row for unit in units for row in side.listed(unit)), ROWS)):
        hazards.update(each.name for row in batch for each in hazards_of(row, here.target.spec.prefix))
        if not (rows := [row for row in batch if row.kind not in NOT_CARRIED]):
            continue
        piece = piece_of(f"{folder}-{number:06d}.parquet", rows)
        here.records.create(piece.name, written(rows, LISTED))
        pieces.append(piece)
    told = {"pieces": [asdict(each) for each in pieces], "hazards": dict(hazards)}
    objects, size = sum(each.rows for each in pieces), sum(each.bytes for each in pieces)
    return Outcome(ticket.stage, ticket.number, objects, size), as_json(told)


def piece_of(name: str, rows: list[Listed]) -> Piece:
    """What is known of a file of rows without opening it."""
    keys = [row.key for row in rows]
    return Piece(name, len(rows), sum(row.size for row in rows), min(keys), max(keys))


def _batches(rows: Iterator[Listed], size: int) -> Iterator[list[Listed]]:
    batch = list[Listed]()
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _objects(ticket: Ticket, here: Here) -> tuple[Outcome, bytes]:
    """Copy or read every object of a shard."""
    rows, pace = _rows(ticket, here), _pace(ticket.share)
    each: Callable[[Listed], Digested] = (
        (lambda row: _copied(row, here, pace))
        if ticket.stage == "copy"
        else (lambda row: _digested(_side(here, ticket.stage), row, here.job.tags, pace))
    )
    asked = (here.source, here.target) if ticket.stage == "copy" else (_side(here, ticket.stage),)
    found = list(_one_by_one(rows, each, asked))
    failures = sum(bool(row.failure) for row in found)
    outcome = Outcome(
        ticket.stage, ticket.number, len(found), sum(row.size for row in found if not row.failure), failures
    )
    return outcome, written(found, DIGESTED)


def _rows(ticket: Ticket, here: Here) -> list[Listed]:
    """The objects of a shard. What was copied is read back as the target answered, by another task."""
    if ticket.stage != "read-back":
        return listed_rows(
            _there(here, input_name(input_folder(ticket.of_pass, ticket.stage, ticket.attempt), ticket.number))
        )
    copied = digested_rows(_there(here, done_name(ticket.of_pass, "copy", ticket.number)))
    return [Listed(row.key, row.written_version, row.written_etag, 0, row.size) for row in copied if not row.failure]


def _there(here: Here, name: str) -> bytes:
    data = here.records.get(name)
    if data is None:
        raise Broken("no-shard")
    return data


def _one_by_one(
    rows: Iterable[Listed], each: Callable[[Listed], Digested], asked: Iterable[Store]
) -> Iterator[Digested]:
    """Each row's result.

    Raises:
        Broken: several failed in a row, or the last one did and a store does not answer at all.
    """
    failed = 0
    for row in rows:
        try:
            yield each(row)
            failed = 0
        except (Gone, Unreadable, ValueError) as error:
            yield failure(row, reason(error))
        except Exception as error:
            failed += 1
            if failed == IN_A_ROW:
                raise Broken(reason(error)) from None
            yield failure(row, reason(error))
    if failed:
        for store in asked:
            store.exists(f"probe-{uuid.uuid4().hex}")


def failure(row: Listed, why: str) -> Digested:
    """A row of an object that could not be had."""
    return Digested(row.key, row.version, row.etag, row.modified, row.size, failure=why)


def reason(error: Exception) -> str:
    """A word for what went wrong: the texts of libraries may name objects."""
    match type(error).__name__:
        case "Gone":
            return "gone"
        case "Altered" | "ArrowInvalid":
            return "altered"
        case "Unreadable" | "ValueError":
            return "unreadable"
        case "PermissionDeniedError" | "UnauthenticatedError":
            return "refused"
        case "ClientError":
            return "refused" if _status(error) in (401, 403) else "store"
        case name:
            return "refused" if any(f" {code} " in str(error) for code in ("401", "403")) else f"store-{name.lower()}"


def _status(error: Exception) -> int:
    return int(getattr(error, "response", {}).get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


class Hashing:
    """The digest and the length of bytes, taken as they pass."""

    def __init__(self, pace: Pace) -> None:
        self._hash, self._pace, self.size = hashlib.sha256(), pace, 0

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._pace.take(len(chunk))
            self._hash.update(chunk)
            self.size += len(chunk)
            yield chunk

    def digest(self) -> bytes:
        return self._hash.digest()


def _copied(row: Listed, here: Here, pace: Pace) -> Digested:
    """Copy an object as it is now, hash its bytes on the way, and say which version of it that was."""
    if why := stopping(row, here.target.spec.prefix):
        return failure(row, why)
    read = here.source.read(row.key)
    if metadata_size(read.attributes) > LARGEST_METADATA:
        return failure(row, LARGE_METADATA.name)
    tags = here.source.tags(row.key, read.version) if here.job.tags else {}
    passed = Hashing(pace)
    with LARGE_AT_ONCE if read.size > WHOLE else nullcontext():
        etag, version = here.target.write(row.key, read.size, passed.passing(read.chunks), read.attributes, tags)
    return replace(_row(read, passed, tags), written_etag=etag, written_version=version)


def metadata_size(attributes: Attributes) -> int:
    """Bytes of the metadata that an owner gave; headers are not among them."""
    own = ((name, value) for name, value in attributes.items() if not name[:1].isupper())
    return sum(len(name.encode()) + len(value.encode()) for name, value in own)


def _digested(store: Store, row: Listed, tagged: bool, pace: Pace) -> Digested:
    """Read an object as it is now, to the end."""
    read, passed = store.read(row.key), Hashing(pace)
    for _ in passed.passing(read.chunks):
        pass
    return _row(read, passed, store.tags(row.key, read.version) if tagged else {})


def _row(read: Read, passed: Hashing, tags: dict[str, str]) -> Digested:
    if read.plain_size is not None and passed.size != read.plain_size:
        raise Unreadable
    aspects = aspects_of(read.attributes, sorted(tags.items()))
    return Digested(read.key, read.version, read.etag, read.modified, read.size, passed.digest(), aspects)


def digested_rows(data: bytes) -> list[Digested]:
    """The rows of a finished shard."""
    return [Digested(**row) for row in table_of(data).to_pylist()]
