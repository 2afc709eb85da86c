"""Objects move between two buckets of a real S3 server, are proven equal, and every way in which they could differ is found.

Not here: Azure, whose emulator is no Python package; volumes beyond some megabytes.
"""

import base64
import hashlib
import os
from collections.abc import Iterator
from typing import Any

import pytest

from socle.messages import Refused
from socle.move import Scheduler, cluster
from socle.move.objects import deltas, verdict
from socle.move.objects.compare import Compared, compared
from socle.move.objects.job import MoveSpec
from socle.move.objects.passes import Kind, Passed, open_move, run_pass, sides
from socle.move.objects.stage import Running

from .seaweed import Seaweed

pytestmark = pytest.mark.slow

LARGE = os.urandom(20 << 20)
PLAIN = {
    "plain": b"some text",
    "folder/é ñ 漢.txt": b"unicode",
    "folder/a%2Fb~#*": b"signs",
    "folder/empty": b"",
    "large/one": LARGE,
}


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with cluster(Scheduler(), threads=4) as found:
        yield found


@pytest.fixture
def job(server: Seaweed) -> MoveSpec:
    job = server.job()
    fill(server, job)
    return job


def fill(server: Seaweed, job: MoveSpec) -> None:
    for key, body in PLAIN.items():
        described = {"ContentType": "text/csv", "Metadata": {"owner": "somebody"}, "Tagging": "wave=1"}
        server.sdk.put_object(Bucket=job.source.bucket, Key=key, Body=body, **described)
    server.sdk.put_object(Bucket=job.source.bucket, Key="marker/", Body=b"")


def ran(job: MoveSpec, client: Any, kind: Kind) -> Passed:
    return run_pass(open_move(job), Running(client), kind)


def judged(job: MoveSpec, client: Any) -> Compared:
    """Both sides, after a pass that reads what nobody has a digest of."""
    move = open_move(job)
    return compared(sides(move, run_pass(move, Running(client), "verify").number))


def faults(found: Compared) -> set[tuple[str, str]]:
    return set(found.named)


def test_everything_arrives_as_it_was(server: Seaweed, job: MoveSpec, client: Any) -> None:
    passed = ran(job, client, "copy")
    assert passed.whole
    assert passed.failures == 0
    assert server.keys(job.target.bucket) == {*PLAIN, "marker/"}
    for key, body in PLAIN.items():
        found = server.sdk.get_object(Bucket=job.target.bucket, Key=key)
        assert found["Body"].read() == body
        assert (found["ContentType"], found["Metadata"]) == ("text/csv", {"owner": "somebody"})
        tags = server.sdk.get_object_tagging(Bucket=job.target.bucket, Key=key)["TagSet"]
        assert tags == [{"Key": "wave", "Value": "1"}]


def test_both_sides_are_equal_by_digests_that_were_taken_while_copying(job: MoveSpec, client: Any) -> None:
    ran(job, client, "copy")
    passed = ran(job, client, "verify")
    found = compared(sides(open_move(job), passed.number))
    assert found.equal
    assert found.objects == len(PLAIN) + 1
    assert found.source.by_prefix().keys() == {"", "folder/", "large/", "marker/"}
    assert [each.progress.objects for each in passed.stages[2:]] == [0, 0], "nothing is read twice"


def test_a_second_pass_copies_the_difference_alone(server: Seaweed, job: MoveSpec, client: Any) -> None:
    ran(job, client, "copy")
    server.sdk.put_object(Bucket=job.source.bucket, Key="plain", Body=b"changed")
    server.sdk.put_object(Bucket=job.source.bucket, Key="new", Body=b"new")
    copy = ran(job, client, "copy").stages[2].progress
    assert copy.objects == 2
    assert server.read(job.target.bucket, "plain") == b"changed"
    assert judged(job, client).equal


def test_the_way_back_is_a_difference_and_so_is_the_way_there_again(
    server: Seaweed, job: MoveSpec, client: Any
) -> None:
    def went(kind: Kind, *, back: bool) -> Passed:
        return run_pass(open_move(job, back=back), Running(client), kind)

    ran(job, client, "copy")
    server.sdk.put_object(Bucket=job.target.bucket, Key="plain", Body=b"changed there")
    server.sdk.put_object(Bucket=job.target.bucket, Key="new/there", Body=b"new", Metadata={"owner": "platform"})
    assert went("copy", back=True).stages[2].progress.objects == 2
    assert server.read(job.source.bucket, "plain") == b"changed there"
    proven = went("verify", back=True)
    move = open_move(job, back=True)
    assert verdict(move, proven.number, b"wave", {}).equal
    assert deltas(move) == [2]
    assert [each.progress.objects for each in proven.stages[2:]] == [0, 0], (
        "what one direction has read counts for the other"
    )
    assert went("copy", back=False).stages[2].progress.objects == 0
    assert deltas(open_move(job)) == [len(PLAIN) + 1, 0]
    assert judged(job, client).equal


def test_a_pass_that_stopped_is_taken_up_in_its_own_direction_alone(job: MoveSpec, client: Any) -> None:
    stopped = Running(client)
    stopped.stop.set()
    assert not run_pass(open_move(job), stopped, "copy").whole
    assert not run_pass(open_move(job, back=True), Running(client), "copy").resumed


def test_a_copy_that_was_altered_is_copied_again(server: Seaweed, job: MoveSpec, client: Any) -> None:
    ran(job, client, "copy")
    server.sdk.put_object(Bucket=job.target.bucket, Key="plain", Body=b"tampered!")
    assert ran(job, client, "copy").stages[2].progress.objects == 1
    assert server.read(job.target.bucket, "plain") == b"some text"


def test_each_difference_is_found_and_named(server: Seaweed, job: MoveSpec, client: Any) -> None:
    ran(job, client, "copy")
    server.sdk.put_object(Bucket=job.target.bucket, Key="plain", Body=b"some t3xt", ContentType="text/csv")
    server.sdk.delete_object(Bucket=job.target.bucket, Key="folder/empty")
    server.sdk.put_object(Bucket=job.target.bucket, Key="too-many", Body=b"1")
    server.sdk.put_object_tagging(Bucket=job.target.bucket, Key="large/one", Tagging={"TagSet": []})
    found = judged(job, client)
    expected = {("plain", "different"), ("folder/empty", "missing"), ("too-many", "extra")}
    assert expected <= faults(found)
    assert not found.equal


def test_a_tampered_multipart_object_with_its_checksum_kept_is_found(
    server: Seaweed, job: MoveSpec, client: Any
) -> None:
    ran(job, client, "copy")
    was = hashlib.md5(LARGE, usedforsecurity=False).hexdigest()
    altered = LARGE[:-1] + bytes([LARGE[-1] ^ 1])
    upload = server.sdk.create_multipart_upload(
        Bucket=job.target.bucket,
        Key="large/one",
        ContentType="text/csv",
        Metadata={"owner": "somebody", "md5chksum": was},
    )
    named = {"Bucket": job.target.bucket, "Key": "large/one", "UploadId": upload["UploadId"]}
    parts = [
        {"PartNumber": n + 1, "ETag": server.sdk.upload_part(**named, PartNumber=n + 1, Body=piece)["ETag"]}
        for n, piece in enumerate((altered[: 10 << 20], altered[10 << 20 :]))
    ]
    server.sdk.complete_multipart_upload(**named, MultipartUpload={"Parts": parts})
    assert ("large/one", "different") in faults(judged(job, client))


def test_an_object_without_md5_is_told_beforehand_and_proven_all_the_same(
    server: Seaweed, job: MoveSpec, client: Any
) -> None:
    upload = server.sdk.create_multipart_upload(Bucket=job.source.bucket, Key="chunked")
    named = {"Bucket": job.source.bucket, "Key": "chunked", "UploadId": upload["UploadId"]}
    part = server.sdk.upload_part(**named, PartNumber=1, Body=b"chunk")
    server.sdk.complete_multipart_upload(**named, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    passed = ran(job, client, "copy")
    assert passed.hazards["no-md5"] == 1
    assert judged(job, client).equal


def test_who_writes_after_the_fence_is_found(server: Seaweed, job: MoveSpec, client: Any) -> None:
    ran(job, client, "copy")
    assert judged(job, client).equal
    server.sdk.put_object(Bucket=job.source.bucket, Key="plain", Body=b"some text", Metadata={"owner": "late"})
    assert ("plain", "described-differently") in faults(judged(job, client))
    server.sdk.put_object(Bucket=job.source.bucket, Key="plain", Body=b"later")
    assert ("plain", "different") in faults(judged(job, client))


@pytest.mark.parametrize("encryption", ["customer-key", "client"])
def test_health_data_is_encrypted_with_a_key_that_only_the_environment_has(
    server: Seaweed, client: Any, monkeypatch: pytest.MonkeyPatch, encryption: str
) -> None:
    key = os.urandom(32)
    monkeypatch.setenv("SOCLE_MOVE_TARGET_CUSTOMER_KEY", base64.b64encode(key).decode())
    job = server.job(data_class="health", target={"encryption": encryption})
    fill(server, job)
    assert ran(job, client, "copy").whole
    found = judged(job, client)
    if encryption == "client":
        assert found.named == [("marker/", "unverifiable")], (
            "this server drops what is written under a name with a slash at its end"
        )
        assert b"some text" not in server.read(job.target.bucket, "plain")
    else:
        assert found.equal
        with pytest.raises(Exception, match="must provide the customer key"):
            server.read(job.target.bucket, "plain")
        given = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key}
        assert server.read(job.target.bucket, "plain", **given) == b"some text"
    for name in server.keys(job.control.bucket):
        kept = server.read(job.control.bucket, name)
        assert key not in kept
        assert base64.b64encode(key) not in kept


def test_what_a_store_has_under_a_key_of_the_client_is_read_with_it_and_records_are_kept_so(
    server: Seaweed, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone of health data, of which each side has a key of its own."""
    keys = {side: os.urandom(32) for side in ("SOURCE", "TARGET", "CONTROL")}
    for side, key in keys.items():
        monkeypatch.setenv(f"SOCLE_MOVE_{side}_CUSTOMER_KEY", base64.b64encode(key).decode())
    job = server.job(data_class="health", target={"encryption": "customer-key"})
    sealed = {
        side: getattr(job, side).model_copy(update={"encryption": "customer-key"}) for side in ("source", "control")
    }
    job = job.model_copy(update=sealed)
    given = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": keys["SOURCE"]}
    for number in range(5):
        server.sdk.put_object(Bucket=job.source.bucket, Key=f"cohort/{number}", Body=b"row %d" % number, **given)
    assert ran(job, client, "copy").whole
    assert judged(job, client).equal
    there = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": keys["TARGET"]}
    assert server.read(job.target.bucket, "cohort/3", **there) == b"row 3"
    records = server.keys(job.control.bucket)
    assert records
    for name in records:
        with pytest.raises(Exception, match="must provide the customer key"):
            server.read(job.control.bucket, name)


def test_a_target_without_versions_is_refused(server: Seaweed) -> None:
    with pytest.raises(Refused, match="keeps no versions"):
        open_move(server.job(target={"bucket": server.bucket(versioned=False)}))


def test_a_move_of_the_same_name_with_other_places_is_refused(server: Seaweed, job: MoveSpec) -> None:
    open_move(job)
    other = job.model_copy(update={"source": job.source.model_copy(update={"prefix": "folder/"})})
    with pytest.raises(Refused, match="has begun with other places"):
        open_move(other)


def test_a_prefix_moves_to_another(server: Seaweed, client: Any) -> None:
    job = server.job(target={"prefix": "from-azure/"})
    job = job.model_copy(update={"source": job.source.model_copy(update={"prefix": "folder/"})})
    fill(server, job)
    assert ran(job, client, "copy").whole
    names = {key.removeprefix("folder/") for key in PLAIN if key.startswith("folder/")}
    assert server.keys(job.target.bucket) == {f"from-azure/{name}" for name in names}
    assert judged(job, client).equal
