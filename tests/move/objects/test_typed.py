"""The commands on a real S3 server: what they say, and with which code they end. Not here: a scheduler on another machine."""

from pathlib import Path

import pytest

from .seaweed import Seaweed
from .typed import events, typed, written

pytestmark = pytest.mark.slow


def test_a_move_from_the_first_copy_to_the_proof(server: Seaweed, tmp_path: Path) -> None:
    job = server.job()
    for number in range(30):
        server.sdk.put_object(Bucket=job.source.bucket, Key=f"cohort/part-{number}", Body=b"x" * number)
    file = written(job, tmp_path)

    copied = typed("copy", file)
    assert copied.returncode == 0, copied.stderr
    assert "copying: 1 of 1 shards, 30 objects, 435 B" in copied.stdout

    proven = typed("verify", file, "--fence")
    assert proven.returncode == 0, proven.stderr
    assert "EQUAL: 30 objects, 435 B, every one read on both sides" in proven.stdout
    assert "socle cutover record WAVE parity compared=30 datasets=1 differences=0" in proven.stdout

    server.sdk.put_object(Bucket=job.target.bucket, Key="cohort/part-7", Body=b"tampered")
    failed = typed("verify", file, "--lang", "fr")
    assert failed.returncode == 1
    assert "NON ÉGAUX" in failed.stdout
    assert "différents par leurs octets: cohort/part-7" in failed.stdout


def test_a_program_gets_counts_and_no_name(server: Seaweed, tmp_path: Path) -> None:
    job = server.job()
    server.sdk.put_object(Bucket=job.source.bucket, Key="cohort/secret-name", Body=b"x")
    server.sdk.put_object(Bucket=job.target.bucket, Key="cohort/other-secret-name", Body=b"x")
    file = written(job, tmp_path)
    said = typed("copy", file, "--json")
    assert said.returncode == 0, said.stderr
    steps = events(said.stdout)
    assert [each["event"] for each in steps][-1] == "passed"
    assert {each["stage"] for each in steps if each["event"] == "progress"} == {
        "list-source",
        "list-target",
        "copy",
        "read-back",
    }
    judged = typed("verify", file, "--json")
    assert judged.returncode == 1
    last = events(judged.stdout)[-1]
    assert last["verdict"]["verdicts"]["extra"] == 1
    kinds = {each["kind"]: each["values"] for each in last["records"]}
    assert kinds["digests-green"]["differences"] >= 1
    assert kinds["erasures-applied"]["outstanding"] == 1
    assert "secret-name" not in said.stdout + said.stderr + judged.stdout + judged.stderr


def test_what_is_missing_in_the_environment_is_said(server: Seaweed, tmp_path: Path) -> None:
    job = server.job(data_class="health", target={"encryption": "client"})
    file = written(job, tmp_path)
    assert "SOCLE_MOVE_TARGET_CUSTOMER_KEY holds no key of 256 bits" in typed("copy", file).stderr
    assert "SOCLE_MOVE_WAVE_KEY holds no key of 256 bits" in typed("verify", file, SOCLE_MOVE_WAVE_KEY="").stderr


def test_a_refused_credential_stops_the_move_and_names_no_secret(server: Seaweed, tmp_path: Path) -> None:
    job = server.job()
    for number in range(10):
        server.sdk.put_object(Bucket=job.source.bucket, Key=f"k{number}", Body=b"x")
    file = written(job, tmp_path)
    refused = typed("copy", file, SOCLE_MOVE_SOURCE_SECRET_ACCESS_KEY="not-the-secret-at-all")
    assert refused.returncode == 1
    assert "not-the-secret-at-all" not in refused.stdout + refused.stderr
    assert typed("copy", file).returncode == 0, "the same command goes on"
    assert server.keys(job.target.bucket) == {f"k{number}" for number in range(10)}


def test_processes_of_this_machine_move_as_this_one_does(server: Seaweed, tmp_path: Path) -> None:
    """Their connections come and go, and no end of one ends the command."""
    job = server.job()
    for number in range(30):
        server.sdk.put_object(Bucket=job.source.bucket, Key=f"cohort/part-{number}", Body=b"x" * number)
    copied = typed("copy", written(job, tmp_path), "--workers", "2", "--threads", "1", "--json")
    assert copied.returncode == 0, copied.stderr
    assert server.keys(job.target.bucket) == {f"cohort/part-{number}" for number in range(30)}
