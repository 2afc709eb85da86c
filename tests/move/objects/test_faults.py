"""Whoever is killed, cut off or refused half-way: what is finished stays finished, and the same command goes on to an equal target.

Not here: a machine that loses its power, and a scheduler on another machine.
"""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from socle.move import Scheduler, cluster
from socle.move.objects import MoveSpec, Running, open_move, run_pass, verdict
from socle.move.objects.stores import store

from .faulty import EXPIRED, Faulty
from .seaweed import INSTALLED, Seaweed, free_port, seaweed
from .typed import begun, environment, events, typed, written

pytestmark = pytest.mark.slow

OBJECTS = 240
DASK = Path(sys.executable).with_name("dask")
DRIVERS, WORKERS, SCHEDULERS = 10, 7, 3
"""Kills of each kind, twenty in all; each after a drawn number of finished shards."""

SOON_LOST = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
"""How long a client looks for a scheduler that went away; Dask's own is half a minute."""


def filled(server: Seaweed, **more: Any) -> MoveSpec:
    """A move of many small objects in forty shards, slow enough to be met in the middle."""
    job = server.job(shard_objects=6, megabytes_per_second=0.15, **more)
    for number in range(OBJECTS):
        server.sdk.put_object(Bucket=job.source.bucket, Key=f"cohort/{number}", Body=os.urandom(1000))
    return job


def records(server: Seaweed, job: MoveSpec) -> dict[str, str]:
    """Records of finished shards, with what tells one from another."""
    pages = server.sdk.get_paginator("list_objects_v2").paginate(Bucket=job.control.bucket)
    found = (each for page in pages for each in page.get("Contents", ()))
    return {each["Key"]: f"{each['ETag']} {each['LastModified']}" for each in found if "/done/" in each["Key"]}


def kept(before: dict[str, str], after: dict[str, str]) -> bool:
    return before.items() <= after.items()


def killed(process: subprocess.Popen[str]) -> None:
    """The driver alone; what it started finds out by itself."""
    process.kill()
    process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=180)
    return process.returncode, out, err


def proven(file: Path) -> bool:
    return typed("verify", file).returncode == 0


def test_a_driver_that_is_killed_at_any_point_loses_no_finished_shard(server: Seaweed, tmp_path: Path) -> None:
    job = filled(server)
    file, seen, met = written(job, tmp_path), dict[str, str](), 0
    for _ in range(DRIVERS):
        process = begun("copy", file)
        _grown(server, job, len(seen), process)
        met += process.poll() is None
        killed(process)
        now = records(server, job)
        assert kept(seen, now)
        seen = now
    assert met, "none was met at work"
    assert typed("copy", file).returncode == 0
    assert kept(seen, records(server, job))
    assert proven(file)


def test_a_worker_that_is_killed_is_replaced_and_its_shard_run_again(server: Seaweed, tmp_path: Path) -> None:
    job = filled(server)
    file, met = written(job, tmp_path), 0
    process = begun("copy", file, "--workers", 2, "--threads", 2, "--json")
    for _ in range(WORKERS):
        _grown(server, job, len(records(server, job)), process)
        workers = [each for each in _children(process.pid) if "spawn_main" in " ".join(each.cmdline())]
        if workers:
            random.choice(workers).kill()
            met += 1
    code, out, err = ended(process)
    assert met, "none was met at work"
    if code:
        assert "Traceback" not in err
        assert typed("copy", file).returncode == 0
    else:
        assert events(out)[-1]["whole"]
    assert proven(file)


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def test_a_scheduler_that_is_killed_at_any_point_ends_the_run_and_no_finished_shard(
    server: Seaweed, tmp_path: Path
) -> None:
    job = filled(server)
    file, seen, met = written(job, tmp_path), dict[str, str](), 0
    for _ in range(SCHEDULERS):
        with scheduled(tmp_path) as (scheduler, address):
            process = begun("copy", file, "--scheduler", address, **SOON_LOST)
            _grown(server, job, len(seen), process)
            at_work = process.poll() is None
            scheduler.kill()
            code, out, err = ended(process)
        met += at_work and code == 1
        assert code in {0, 1}
        assert "Traceback" not in out + err
        now = records(server, job)
        assert kept(seen, now)
        seen = now
    assert met, "none was met at work"
    assert typed("copy", file).returncode == 0, "in this process, and not on that scheduler"
    assert kept(seen, records(server, job))
    assert proven(file)


@contextmanager
def scheduled(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A scheduler on the loopback with one worker, and its address."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    at = {"env": environment(), "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    own = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = subprocess.Popen([DASK, "scheduler", "--port", str(port), *own], **at)
    worker = subprocess.Popen([DASK, "worker", address, "--nthreads", "2", *own, "--no-nanny"], **at)
    try:
        yield scheduler, address
    finally:
        for each in (scheduler, worker):
            each.kill()
            each.wait()


def _grown(server: Seaweed, job: MoveSpec, before: int, process: subprocess.Popen[str]) -> None:
    """Until the run has finished a drawn number of shards more, or has ended."""
    more = random.choice((1, 2, 3))
    _until(lambda: len(records(server, job)) >= before + more or process.poll() is not None, 120)


def _until(done: Any, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_stop_lets_what_runs_end_and_the_same_command_goes_on(server: Seaweed, tmp_path: Path) -> None:
    job = filled(server)
    file = written(job, tmp_path)
    process = begun("copy", file, "--threads", 1)
    _until(lambda: any("copy/done" in each for each in records(server, job)), 60)
    process.send_signal(signal.SIGINT)
    code, out, err = ended(process)
    assert code == 1
    assert "Stopping" in err
    assert "Run the same command again" in out
    going = typed("copy", file)
    assert going.returncode == 0
    assert "taken up where it stopped" in going.stdout
    assert proven(file)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library gives up after a second, so that a test sees what happens then."""
    short = {
        "max_retries": 2,
        "retry_timeout": timedelta(seconds=1),
        "backoff": {"init_backoff": timedelta(milliseconds=50)},
    }
    monkeypatch.setattr(store, "RETRIES", short)
    monkeypatch.setattr("socle.move.objects.stores.s3.RETRIES", short)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with cluster(Scheduler(), threads=2) as found:
        yield found


def through(server: Seaweed) -> tuple[Faulty, MoveSpec]:
    """A move whose source is reached through what may break."""
    way, job = Faulty(server.ports["s3.port"]), filled(server)
    return way, _by_way_of(way, job).model_copy(update={"megabytes_per_second": None})


def _by_way_of(way: Faulty, job: MoveSpec) -> MoveSpec:
    return job.model_copy(update={"source": job.source.model_copy(update={"endpoint": way.endpoint})})


def equal(job: MoveSpec, client: Any) -> bool:
    move = open_move(job)
    passed = run_pass(move, Running(client), "verify")
    return passed.whole and verdict(move, passed.number, b"wave", dict(passed.hazards)).equal


def test_a_credential_that_expires_half_way_is_said_and_nothing_is_lost(
    server: Seaweed, client: Any, quick: None
) -> None:
    way, job = through(server)
    way.fault = lambda piece, number: EXPIRED if number > 120 and piece.startswith((b"GET ", b"HEAD")) else None
    passed = run_pass(open_move(job), Running(client), "copy")
    assert not passed.whole
    assert passed.stages[-1].broken.keys() == {"refused"}
    seen = records(server, job)
    way.fault = lambda _piece, _number: None
    again = run_pass(open_move(job), Running(client), "copy")
    assert again.whole
    assert again.resumed
    assert kept(seen, records(server, job))
    assert equal(job, client)
    way.close()


def test_connections_that_are_cut_are_made_again(server: Seaweed, client: Any) -> None:
    way, job = through(server)
    cut = iter(range(200))
    way.fault = lambda piece, _number: b"" if piece.startswith(b"GET ") and next(cut, 1) % 10 == 0 else None
    server.sdk.put_object(Bucket=job.source.bucket, Key="large", Body=os.urandom(12 << 20))
    assert run_pass(open_move(job), Running(client), "copy").whole
    assert equal(job, client)
    way.close()


def test_an_object_that_is_replaced_while_it_is_copied_is_different_until_it_is_copied_again(
    server: Seaweed, tmp_path: Path
) -> None:
    way, job = Faulty(server.ports["s3.port"]), server.job()
    server.sdk.put_object(Bucket=job.source.bucket, Key="large", Body=os.urandom(24 << 20))
    asked = itertools.count(1)

    def replaced_behind_the_first_range(piece: bytes, _number: int) -> None:
        if piece.startswith(b"GET ") and b"/large" in piece.split(b"\r\n", 1)[0] and next(asked) == 2:
            server.sdk.put_object(Bucket=job.source.bucket, Key="large", Body=b"replaced")

    way.fault = replaced_behind_the_first_range
    file = written(_by_way_of(way, job), tmp_path)
    typed("copy", file)
    assert next(asked) > 2, "it was replaced"
    assert typed("verify", file).returncode == 1
    assert typed("copy", file).returncode == 0
    assert proven(file)
    assert server.read(job.target.bucket, "large") == b"replaced"
    way.close()


@pytest.mark.skipif(not INSTALLED, reason="no S3 server: the group rehearsal is not installed")
def test_a_target_that_is_full_fails_and_says_so_and_finishes_with_room(
    server: Seaweed, client: Any, quick: None, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    with seaweed(tmp_path / "full", "-volume.max=14", "-master.volumeSizeLimitMB=1") as full:
        job = filled(server).model_copy(update={"megabytes_per_second": None, "shard_objects": 1})
        for number in range(40):
            server.sdk.put_object(Bucket=job.source.bucket, Key=f"large/{number}", Body=os.urandom(1 << 20))
        bucket = full.bucket()
        room = job.model_copy(
            update={"target": job.target.model_copy(update={"endpoint": full.endpoint, "bucket": bucket})}
        )
        passed = run_pass(open_move(room), Running(client), "copy")
        assert not passed.whole or passed.failures
        assert not equal(room, client)
    assert run_pass(open_move(job.model_copy(update={"name": f"{job.name}-b"})), Running(client), "copy").whole
