"""Faults on a real S3 server: each is stopped by the check that should stop it, and by none before. The table is a page of the docs.

What a host alone can break (its disk's bytes, its failover, its clock) is answered in its place, on the way to the real server.
"""

import base64
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from socle.messages import Refused
from socle.move import Scheduler, cluster, scheduler
from socle.move.collect import Outcome, closed, erasures_applied, objects_equal, probe
from socle.move.objects import (
    Move,
    MoveSpec,
    Rates,
    Running,
    Volume,
    erase,
    estimate,
    noted,
    open_move,
    read_tombstones,
    refuse_unsigned,
    run_pass,
    verdict,
)
from socle.move.objects.listed import DIGESTED, table_of, written_table
from tests.cutover.people import public, signed

from ..fault_pages import fault_page, hold
from .faulty import EXPIRED, Faulty
from .seaweed import KEY, OTHER_KEY, OTHER_SECRET, SECRET, Seaweed
from .seaweed import client as sdk_client

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[3] / "docs/reference/faults-objects.md"
CHECKS = ("job", "plan", "crew", "open", "copy", "source-closed", "tombstones", "erasures-applied", "parity")
"""The checks in the order in which a move meets them."""
LARGE = random.Random(7).randbytes(9 << 20)
SKEWED = (
    EXPIRED.replace(b"ExpiredToken", b"RequestTimeTooSkewed")
    .replace(b"length: 67", b"length: 75")
    .replace(b": 67", b": 75")
)


@dataclass
class Wave:
    """One move between two buckets, and what an attacker, an accident or a colleague may do to it."""

    server: Seaweed
    folder: Path
    job: dict[str, Any]
    key: bytes = b""
    in_use: list[tuple[str, tuple[str, str] | None]] = field(default_factory=list[Any])
    tombstones: dict[str, Any] = field(default_factory=dict[str, Any])
    signer: str = "privacy"
    erased: bool = True
    crew: dict[str, str] = field(default_factory=dict[str, str])
    window_minutes: float = 60
    way: Faulty | None = None
    full: Seaweed | None = None

    @property
    def spec(self) -> MoveSpec:
        return MoveSpec.model_validate(self.job)

    @property
    def given(self) -> dict[str, Any]:
        return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": self.key} if self.key else {}

    def at_source(self, key: str, body: bytes, **more: Any) -> None:
        self.server.sdk.put_object(Bucket=self.job["source"]["bucket"], Key=key, Body=body, **more)

    def gone_at_source(self, key: str) -> None:
        self.server.sdk.delete_object(Bucket=self.job["source"]["bucket"], Key=key)

    def at_target(self, key: str, body: bytes, **more: Any) -> None:
        described = {"ContentType": "text/csv", "Metadata": {"owner": "somebody"}, "Tagging": "wave=1"}
        target = {"Bucket": self.job["target"]["bucket"], "Key": key, "Body": body}
        self.server.sdk.put_object(**target, **(described | more), **self.given)

    def gone_at_target(self, key: str, version: str = "") -> None:
        more = {"VersionId": version} if version else {}
        self.server.sdk.delete_object(Bucket=self.job["target"]["bucket"], Key=key, **more)

    def records(self, part: str) -> list[str]:
        return sorted(each for each in self.server.keys(self.job["control"]["bucket"]) if part in each)

    def forge(self, name: str, change: Callable[[bytes], bytes]) -> None:
        bucket = self.job["control"]["bucket"]
        self.server.sdk.put_object(Bucket=bucket, Key=name, Body=change(self.server.read(bucket, name)))

    def lose(self, part: str) -> None:
        for each in self.records(part):
            self.server.sdk.delete_object(Bucket=self.job["control"]["bucket"], Key=each)

    def through(self, fault: Callable[[bytes, int], bytes | None]) -> None:
        """The source is reached through what answers in its place."""
        self.way = Faulty(self.server.ports["s3.port"])
        self.way.fault = fault
        self.job["source"]["endpoint"] = self.way.endpoint


Inject = Callable[[Wave], object]


@dataclass(frozen=True)
class Fault:
    """What is broken, when, and which check says so. says: a part of what it says. health: objects have a customer's key."""

    what: str
    when: str
    inject: Inject
    stopped_by: str
    says: str = ""
    health: bool = False


def job(**changes: Any) -> Inject:
    return lambda wave: wave.job.update(changes)


def side(name: str, **changes: Any) -> Inject:
    return lambda wave: wave.job[name].update(changes)


def source(key: str, body: bytes, **more: Any) -> Inject:
    return lambda wave: wave.at_source(key, body, **more)


def target(key: str, body: bytes, **more: Any) -> Inject:
    return lambda wave: wave.at_target(key, body, **more)


def _unversioned(wave: Wave) -> None:
    wave.job["target"]["bucket"] = wave.server.bucket(versioned=False)


def _among(wave: Wave) -> None:
    wave.job["control"] = {**wave.job["target"], "kind": "s3"}


def _elsewhere(wave: Wave) -> None:
    open_move(wave.spec)
    wave.job["source"]["bucket"] = wave.server.bucket()


def _other_key(wave: Wave) -> None:
    open_move(wave.spec)
    os.environ["SOCLE_MOVE_TARGET_CUSTOMER_KEY"] = base64.b64encode(os.urandom(32)).decode()


def _no_key(_wave: Wave) -> None:
    os.environ["SOCLE_MOVE_TARGET_CUSTOMER_KEY"] = "of no length"


def _reader(_wave: Wave) -> None:
    os.environ["SOCLE_MOVE_TARGET_ACCESS_KEY_ID"] = OTHER_KEY
    os.environ["SOCLE_MOVE_TARGET_SECRET_ACCESS_KEY"] = OTHER_SECRET


def _long_key(wave: Wave) -> None:
    wave.job["target"]["prefix"] = "x" * 100
    wave.at_source("k" * 950, b"1")


def _full(wave: Wave) -> None:
    folder = wave.folder / "full"
    folder.mkdir()
    wave.full = Seaweed(folder, "-volume.max=10", "-master.volumeSizeLimitMB=1")
    wave.job["target"] |= {"endpoint": wave.full.endpoint, "bucket": wave.full.bucket()}
    wave.job["shard_objects"] = 1
    for number in range(30):
        wave.at_source(f"large/{number}", os.urandom(1 << 20))


def _is_get(piece: bytes, key: bytes) -> bool:
    return piece.startswith(b"GET ") and key in piece.split(b"\r\n", 1)[0] and b"tagging" not in piece[:300]


def _cut_body(piece: bytes, _number: int) -> bytes | None:
    head = b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nETag: "e"\r\nLast-Modified: Mon, 30 Nov 2026 10:00:00 GMT\r\n\r\n'
    return head + b"some" if _is_get(piece, b"/plain") else None


def _short_body(piece: bytes, _number: int) -> bytes | None:
    """The whole answer of a store that lost the end of an object, and does not know it."""
    head = b'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nETag: "e"\r\nLast-Modified: Mon, 30 Nov 2026 10:00:00 GMT\r\n'
    return head + b"Connection: close\r\n\r\nsome" if _is_get(piece, b"/plain") else None


def _tampered(wave: Wave) -> None:
    """With the checksum of the true bytes in its metadata, and in parts, so that its entity tag tells nothing."""
    altered = LARGE[:-1] + bytes([LARGE[-1] ^ 1])
    sdk, named = wave.server.sdk, {"Bucket": wave.job["target"]["bucket"], "Key": "large/one"}
    was = sdk.head_object(**named)
    upload = sdk.create_multipart_upload(
        **named, ContentType=was["ContentType"], Metadata=was["Metadata"], Tagging="wave=1"
    )
    named |= {"UploadId": upload["UploadId"]}
    pieces = (altered[: 8 << 20], altered[8 << 20 :])
    parts = [
        {"PartNumber": n, "ETag": sdk.upload_part(**named, PartNumber=n, Body=each)["ETag"]}
        for n, each in enumerate(pieces, 1)
    ]
    sdk.complete_multipart_upload(**named, MultipartUpload={"Parts": parts})


def _in_parts(wave: Wave) -> None:
    sdk, named = wave.server.sdk, {"Bucket": wave.job["source"]["bucket"], "Key": "chunked"}
    named |= {"UploadId": sdk.create_multipart_upload(**named)["UploadId"]}
    part = sdk.upload_part(**named, PartNumber=1, Body=b"chunk")
    sdk.complete_multipart_upload(**named, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})


def _older(wave: Wave) -> None:
    """The newest version of an object is removed, so that the one before it is there again."""
    found = wave.server.sdk.list_object_versions(Bucket=wave.job["target"]["bucket"], Prefix="plain")["Versions"]
    assert len(found) == 2
    wave.gone_at_target("plain", next(each["VersionId"] for each in found if each["IsLatest"]))


def _swapped(wave: Wave) -> None:
    wave.at_target("plain", b"unicode")
    wave.at_target("folder/é ñ.txt", b"some text")


def _held(wave: Wave) -> None:
    bucket = f"{wave.job['target']['bucket']}-l"
    wave.server.sdk.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    wave.job["target"]["bucket"] = bucket
    wave.tombstones = {"move": wave.job["name"], "tombstones": [_entry("plain")]}


def _hold(wave: Wave) -> None:
    wave.gone_at_source("plain")
    named = {"Bucket": wave.job["target"]["bucket"], "Key": "plain"}
    wave.server.sdk.put_object_legal_hold(**named, LegalHold={"Status": "ON"})


def _entry(key: str) -> dict[str, str]:
    return {"key": key, "reason": "rights-request", "requested": "2026-11-30"}


def asked(*keys: str, move: str = "", signer: str = "privacy", erased: bool = True, stays: bool = False) -> Inject:
    """Somebody asked for erasure: it is gone at the source unless it stays, and a signed list names it."""

    def inject(wave: Wave) -> None:
        for each in () if stays else keys:
            wave.gone_at_source(each)
        wave.tombstones = {"move": move or wave.job["name"], "tombstones": [_entry(each) for each in keys]}
        wave.signer, wave.erased = signer, erased

    return inject


def _flip(data: bytes) -> bytes:
    return data[:100] + bytes([data[100] ^ 1]) + data[101:]


def _forged(wave: Wave) -> None:
    """Whoever can write to both buckets alters an object, and the record of its digest so that it fits."""
    wave.at_target("plain", b"other txt")
    now = wave.server.sdk.head_object(Bucket=wave.job["target"]["bucket"], Key="plain", **wave.given)

    def fits(data: bytes) -> bytes:
        rows = table_of(data).to_pylist()
        for row in rows:
            if row["key"] == "plain":
                row |= {
                    "etag": now["ETag"].strip('"'),
                    "version": now["VersionId"],
                    "modified": int(now["LastModified"].timestamp()),
                }
        from socle.move.objects.listed import arrow

        return written_table(arrow.Table.from_pylist(rows, schema=DIGESTED))

    for each in wave.records("/read-back/done/"):
        wave.forge(each, lambda data: fits(data[:-32]) + data[-32:])


def _left_out(wave: Wave) -> None:
    """A shard is taken out of the plan of a listing, on both sides alike."""
    for each in wave.records("/plan.json"):
        if "/list-" in each:
            wave.forge(each, lambda data: json.dumps({**json.loads(data[:-32]), "shards": []}).encode() + data[-32:])


def _application(wave: Wave, key: str, secret: str) -> Callable[[], None]:
    sdk = sdk_client(wave.server.endpoint, key, secret)
    return lambda: sdk.put_object(Bucket=wave.job["source"]["bucket"], Key="probe", Body=b"1")


FAULTS = (
    Fault("health data without a customer's key", "before", job(data_class="health"), "job", "without a key of the client"),
    Fault("a target that is reached without encryption", "before", side("target", endpoint="http://store.example"), "job", "is not encrypted"),
    Fault("records of the move among the objects", "before", _among, "job", "among the objects"),
    Fault("a target inside the source", "before", lambda w: w.job.update(target={**w.job["source"], "prefix": "copy/"}), "job", "the same place"),
    Fault("a fence that is longer than the window", "before", lambda w: setattr(w, "window_minutes", 0.001), "plan", "longer than the window"),
    Fault("a scheduler that anybody reaches", "before", lambda w: setattr(w, "crew", {"address": "tcp://10.0.0.1:8786"}), "crew", "neither encrypted nor authenticated"),
    Fault("a target that keeps no versions", "before", _unversioned, "open", "keeps no versions"),
    Fault("another source under the same name", "before", _elsewhere, "open", "begun with other places"),
    Fault("a customer's key that is none", "before", _no_key, "open", "holds no key of 256 bits", health=True),
    Fault("another customer's key than the move began with", "before", _other_key, "open", "written under another key", health=True),
    Fault("a credential that may only read", "before", _reader, "copy", "refused"),
    Fault("a clock that is wrong", "before", lambda w: w.through(lambda piece, n: SKEWED if n > 2 and piece.startswith(b"GET ") else None), "copy", "refused"),
    Fault("a credential that expires half-way", "before", lambda w: w.through(lambda piece, n: EXPIRED if n > 12 and piece.startswith((b"GET ", b"HEAD")) else None), "copy", "refused"),
    Fault("a connection that is cut and stays cut", "before", lambda w: w.through(lambda piece, _n: b"" if _is_get(piece, b"/") and b"list-type" not in piece and b"versions" not in piece and b"versioning" not in piece else None), "copy", "store-"),
    Fault("a target that is full", "before", _full, "copy", "store-"),
    Fault("a key over 1,024 bytes", "before", _long_key, "copy", "long-key"),
    Fault("metadata over 2 KB", "before", source("described", b"1", Metadata={f"m{n}": "x" * 900 for n in range(3)}), "copy", "large-metadata"),
    Fault("an object in an archive", "before", source("cold", b"1", StorageClass="GLACIER"), "copy", "archived"),
    Fault("a body that is cut", "before", lambda w: w.through(_cut_body), "copy", "store-"),
    Fault("a store that answers fewer bytes than it lists", "before", lambda w: w.through(_short_body), "parity", "unverifiable"),
    Fault("bytes under a key that ends in a slash, which the target's server drops", "before", source("marker/", b"bytes"), "parity", "unverifiable"),
    Fault("an object without MD5", "before", _in_parts, "nothing", "no-md5"),
    Fault("keys that differ in their normalisation alone", "before", lambda w: [w.at_source(each, each.encode()) for each in ("caf\u00e9", "cafe\u0301")], "nothing"),
    Fault("an empty object, and an empty one whose key ends in a slash", "before", lambda w: [w.at_source(each, b"") for each in ("none", "folder/")], "nothing"),
    Fault("connections that are cut now and then", "before", lambda w: w.through(lambda piece, n: b"" if piece.startswith(b"GET ") and n % 9 == 5 else None), "nothing"),
    Fault("an object that is replaced between its listing and its copy", "listed", source("plain", b"replaced"), "nothing"),
    Fault("an object that is erased between its listing and its copy", "listed", lambda w: w.gone_at_source("plain"), "copy", "gone"),
    Fault("a key that still writes", "copied", lambda w: w.in_use.append(("key", (KEY, SECRET))), "source-closed", "accepted"),
    Fault("a credential that nobody could try", "copied", lambda w: w.in_use.append(("delegation-sas", None)), "source-closed", "not-tried"),
    Fault("a credential that is wrong, and so proves nothing", "copied", lambda w: w.in_use.append(("sas", ("SCWNOBODY00000000001", "wrong"))), "source-closed", "not-tried"),
    Fault("a list of tombstones that somebody else signed", "copied", asked("plain", signer="operations"), "tombstones", "not signed"),
    Fault("a list of tombstones of another move", "copied", asked("plain", move="others"), "tombstones", "are of the move others"),
    Fault("a legal hold on what must be erased", "held", _hold, "tombstones", "held=1"),
    Fault("a tombstone of what is still at the source", "copied", asked("plain", stays=True), "tombstones", "returned=1"),
    Fault("a tombstone that nobody applied", "copied", asked("plain", erased=False), "erasures-applied", "outstanding"),
    Fault("an object that was erased at the source, without a tombstone", "copied", lambda w: w.gone_at_source("plain"), "erasures-applied", "extra"),
    Fault("an object too many on the target", "copied", target("too-many", b"1"), "erasures-applied", "extra"),
    Fault("a late writer after the fence", "copied", source("late", b"1"), "parity", "missing"),
    Fault("a late writer who replaces an object", "copied", source("plain", b"late text", ContentType="text/csv"), "parity", "different"),
    Fault("a late writer who changes metadata alone", "copied", source("plain", b"some text", ContentType="text/csv", Metadata={"owner": "other"}, Tagging="wave=1"), "parity", "described-differently"),
    Fault("an object in parts that is tampered with, its checksum metadata kept", "copied", _tampered, "parity", "different"),
    Fault("an object that is replaced on the target by one of its length", "copied", target("plain", b"some t3xt"), "parity", "different"),
    Fault("an object that is missing on the target", "copied", lambda w: w.gone_at_target("plain"), "parity", "missing"),
    Fault("another type on the target", "copied", target("plain", b"some text", ContentType="text/html"), "parity", "described-differently"),
    Fault("other tags on the target, written with their object", "copied", target("plain", b"some text", Tagging="wave=2"), "parity", "described-differently"),
    Fault("two objects whose bytes are swapped", "copied", _swapped, "parity", "different"),
    Fault("an older version that is the newest again", "replaced", _older, "parity", "different"),
    Fault("a manifest with a bit that is flipped", "copied", lambda w: w.forge(w.records("/copy/done/")[0], _flip), "parity", "was altered", health=True),
    Fault("a manifest with a bit that is flipped, of records without a key", "copied", lambda w: w.forge(w.records("/copy/done/")[0], lambda data: data[:8] + bytes(20) + data[28:]), "parity", "was altered"),
    Fault("an object that is altered, and the record of its digest forged", "copied", _forged, "parity", "was altered", health=True),
    Fault("a listing whose plan is forged so that nothing is compared", "listed-fenced", _left_out, "parity", "was altered", health=True),
    Fault("a record of a listing that is gone", "listed-fenced", lambda w: w.lose("/list-target/done/"), "parity", "is gone"),
    Fault("records of copies that are gone", "copied", lambda w: w.lose("/done/"), "nothing"),
    Fault("a control bucket that is lost", "copied", lambda w: w.lose(""), "nothing"),
    Fault("nothing", "copied", lambda _: None, "nothing"),
)  # fmt: skip
PLAIN = {"plain": b"some text", "folder/é ñ.txt": b"unicode", "folder/empty": b"", "large/one": LARGE}


@pytest.fixture(scope="module")
def crew() -> Iterator[Any]:
    with cluster(Scheduler(), threads=4) as found:
        yield found


@pytest.fixture
def wave(
    server: Seaweed, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Wave]:
    fault: Fault = request.param
    short = {
        "max_retries": 3,
        "retry_timeout": timedelta(seconds=3),
        "backoff": {"init_backoff": timedelta(milliseconds=50)},
    }
    for module in ("store", "s3"):
        monkeypatch.setattr(f"socle.move.objects.stores.{module}.RETRIES", short)
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"SOCLE_MOVE_CONTROL_{name}", os.environ[f"SOCLE_MOVE_TARGET_{name}"])
    made = server.job(shard_objects=2).model_dump(mode="json", exclude_defaults=True)
    found = Wave(server, tmp_path, made)
    if fault.health:
        found.key = os.urandom(32)
        monkeypatch.setenv("SOCLE_MOVE_TARGET_CUSTOMER_KEY", base64.b64encode(found.key).decode())
        found.job |= {"data_class": "health", "target": {**found.job["target"], "encryption": "customer-key"}}
    for key, body in PLAIN.items():
        found.at_source(key, body, ContentType="text/csv", Metadata={"owner": "somebody"}, Tagging="wave=1")
    found.in_use = [("application", (OTHER_KEY, OTHER_SECRET))]
    yield found
    for each in (found.way, found.full):
        if each is not None:
            (each.close if isinstance(each, Faulty) else each.stop)()


def first_stop(wave: Wave, fault: Fault, crew: Any) -> tuple[str, str]:
    """The first check that stops a move with a fault in it, and what it said."""
    if fault.when == "held":
        _held(wave)
    if fault.when == "before":
        fault.inject(wave)
    try:
        spec = wave.spec
    except ValueError as error:
        return "job", str(error)
    seconds = estimate(Volume(100, 10_000_000, 10, 1_000_000), Rates(1e8, 300, 5_000)).fence_seconds
    if seconds > wave.window_minutes * 60:
        return "plan", "longer than the window"
    try:
        scheduler(**wave.crew)
    except Refused as refused:
        return "crew", str(refused)
    try:
        move = open_move(spec)
    except Exception as error:
        return "open", f"{type(error).__name__} {error}"
    return _copied(wave, fault, move, crew)


def _copied(wave: Wave, fault: Fault, move: Move, crew: Any) -> tuple[str, str]:
    def told(progress: Any) -> None:
        if fault.when == "listed" and progress.stage == "copy" and not progress.shards_done:
            fault.inject(wave)

    passed = run_pass(move, Running(crew, told), "copy")
    if not passed.whole or passed.failures:
        return "copy", " ".join(
            [*(why for each in passed.stages for why in each.broken), *_failures(wave), *passed.hazards]
        )
    if fault.when == "replaced":
        wave.at_source("plain", b"some other text")
        assert run_pass(move, Running(crew), "copy").whole
    if fault.when in ("copied", "replaced", "held"):
        fault.inject(wave)
    return _fenced(wave, fault, move, crew, dict(passed.hazards))


def _failures(wave: Wave) -> Iterator[str]:
    for name in wave.records("/done/"):
        if name.endswith(".parquet"):
            yield from (
                row["failure"] for row in table_of(wave.server.read(wave.job["control"]["bucket"], name)).to_pylist()
            )


def _fenced(wave: Wave, fault: Fault, move: Move, crew: Any, hazards: dict[str, int]) -> tuple[str, str]:
    now = datetime.now(UTC)
    refused = (wave.server.sdk.exceptions.ClientError,)
    tried = [(kind, _application(wave, *given) if given else None) for kind, given in wave.in_use]
    probes = [probe("d", kind, _told_apart(write), refused) for kind, write in tried]
    sight = closed("source", probes, [("d", kind) for kind, _ in wave.in_use], connections=0, since=now, at=now)
    if sight.values["accepted"] or sight.values["refused"] != sight.values["kinds"]:
        return "source-closed", " ".join(Outcome(each.outcome) for each in probes)
    if wave.tombstones:
        listed = read_tombstones(json.dumps(wave.tombstones))
        try:
            refuse_unsigned(listed, move.job.name, signed(listed.digest, wave.signer), [public("privacy")])
        except Refused as refusal:
            return "tombstones", str(refusal)
        noted(move.records, listed, "signature")
        if wave.erased and (found := erase(listed, move.here.source, [move.erasable])).outstanding:
            return "tombstones", repr(found)
    return _compared(wave, fault, move, crew, hazards)


def _told_apart(write: Callable[[], None] | None) -> Callable[[], None] | None:
    """A key that nobody knows is refused as such, and that shows nothing of the fence."""
    if write is None:
        return None

    def told() -> None:
        try:
            write()
        except Exception as error:
            if "InvalidAccessKeyId" in str(error):
                raise LookupError("a key that nobody knows") from None
            raise

    return told


def _compared(wave: Wave, fault: Fault, move: Move, crew: Any, hazards: dict[str, int]) -> tuple[str, str]:
    def told(progress: Any) -> None:
        if fault.when == "listed-fenced" and progress.stage == "read-target" and not progress.shards_done:
            fault.inject(wave)

    try:
        passed = run_pass(move, Running(crew, told), "verify")
        found = verdict(move, passed.number, b"wave", hazards)
    except Refused as refused:
        return "parity", str(refused)
    said = " ".join([*(name for name, count in found.verdicts.items() if count), *hazards])
    if outstanding := erasures_applied([found]).values["outstanding"]:
        return "erasures-applied", f"{outstanding} outstanding {said}"
    seen = objects_equal([found]).values
    if not passed.whole or seen["differences"] or seen["unverified"] or not found.equal:
        return "parity", " ".join([said, *(why for each in passed.stages for why in each.broken)])
    return "nothing", said


@pytest.mark.parametrize(
    ("fault", "wave"),
    [(each, each) for each in FAULTS],
    ids=lambda each: each.what.replace(" ", "-"),
    indirect=["wave"],
)
def test_a_fault_is_stopped_by_the_check_that_should(fault: Fault, wave: Wave, crew: Any) -> None:
    stopped, said = first_stop(wave, fault, crew)
    assert (stopped, fault.says in said) == (fault.stopped_by, True), said
    SEEN[fault.what] = stopped


SEEN: dict[str, str] = {}
WHEN = {
    "before": "before the copy",
    "listed": "between listing and copy",
    "copied": "after the copy",
    "replaced": "after a second copy",
    "held": "after the copy",
    "listed-fenced": "between the last listing and the comparison",
}


def page(seen: dict[str, str]) -> str:
    """The page of faults, by what was seen."""
    rows = [(each.what, WHEN[each.when], seen[each.what], each.says) for each in FAULTS]
    return fault_page(
        "objects that move", "two buckets of a real S3 server", CHECKS, rows, "tests/move/objects/test_fault_table.py"
    )


def test_the_page_of_faults_is_what_the_run_saw() -> None:
    if SEEN.keys() != {each.what for each in FAULTS}:
        pytest.skip("not every fault ran in this process")
    hold(PAGE, page(SEEN))
