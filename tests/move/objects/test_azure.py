"""From Azure Blob, as its emulator has it (npm install azurite): listings, bytes, metadata and tags; what is beside a blob is counted.

Not here: hierarchical namespaces, archive tiers and versions, which the emulator does not have; credentials of Entra.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from socle.move import Scheduler, cluster
from socle.move.objects import Running, open_move, run_pass, verdict
from tests.rehearsal.parts.azurite import KEY, Azurite, azurite, missing

from .seaweed import Seaweed, free_port

pytestmark = pytest.mark.slow

pytest.importorskip("azure.storage.blob")


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Azurite]:
    if why := missing():
        pytest.skip(why)
    with azurite(tmp_path, free_port()) as found:
        yield found


def test_blobs_of_every_kind_arrive_and_are_proven(
    server: Seaweed, account: Azurite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCLE_MOVE_SOURCE_ACCOUNT_KEY", KEY)
    job = server.job()
    blobs = account.container(job.name)
    large = os.urandom(12 << 20)
    there = {"top": b"top", "a/é ñ.txt": b"unicode", "a/empty": b"", "b/c/deep": large, "dir/": b""}
    for key, body in there.items():
        described = (
            {} if key.endswith("/") else {"metadata": {"Owner": "somebody"}}
        )  # the target keeps none of a marker
        blobs.upload_blob(key, body, **described)
    blobs.upload_blob("b/log", b"appended", blob_type="AppendBlob")
    blobs.upload_blob("a/tagged", b"t", tags={"wave": "1"})
    blobs.get_blob_client("a/empty").create_snapshot()
    source = {"kind": "azure", "bucket": job.name, "endpoint": account.endpoint, "prefix": "", "region": "fr-par"}
    job = job.model_validate({**job.model_dump(mode="json"), "source": source})

    with cluster(Scheduler(), threads=4) as client:
        move = open_move(job)
        copied = run_pass(move, Running(client), "copy")
        assert copied.whole
        assert (copied.failures, dict(copied.hazards)) == (0, {"append-blob": 1, "no-md5": 1, "snapshot": 1})
        proven = run_pass(move, Running(client), "verify")
        found = verdict(move, proven.number, b"wave", dict(proven.hazards))
        assert found.named == ()
        assert found.equal
        assert found.gaps == ("late-tags", "old-versions", "access-lists")
        assert [each.progress.objects for each in proven.stages[2:]] == [0, 0], "digests of the copy count"
        server.sdk.put_object(
            Bucket=job.target.bucket, Key="a/é ñ.txt", Body=b"changed", Metadata={"owner": "platform"}
        )
        server.sdk.put_object(
            Bucket=job.target.bucket, Key="large/new", Body=large, ContentType="text/csv", Tagging="wave=2"
        )
        server.sdk.put_object(Bucket=job.target.bucket, Key="marker//new", Body=b"no path", ContentType="text/plain")
        move = open_move(job, back=True)
        returned = run_pass(move, Running(client), "copy")
        assert (returned.failures, returned.stages[2].progress.objects) == (0, 3)
        proven = run_pass(move, Running(client), "verify")
        found = verdict(move, proven.number, b"wave", dict(proven.hazards))
        assert found.named == ()
        assert found.equal
        assert "overwritten" in found.gaps
        came = blobs.get_blob_client("large/new")
        assert came.get_blob_properties().content_settings.content_type == "text/csv"
        assert came.get_blob_tags() == {"wave": "2"}
        assert blobs.get_blob_client("a/é ñ.txt").download_blob().readall() == b"changed"
        server.sdk.delete_object(Bucket=job.target.bucket, Key="large/new")
        server.sdk.delete_object(Bucket=job.target.bucket, Key="marker//new")
    assert server.keys(job.target.bucket) == {*there, "b/log", "a/tagged"}
    assert server.read(job.target.bucket, "b/c/deep") == large
    tags = server.sdk.get_object_tagging(Bucket=job.target.bucket, Key="a/tagged")["TagSet"]
    assert tags == [{"Key": "wave", "Value": "1"}]
