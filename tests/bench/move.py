"""What moving costs, against rclone on the same server in the same run: digests and copies as ratios, memory, workers, joins, growth.

    make bench-move                      10,000 small objects, 1 GB, a join of 2 million rows, growth to 10^5
    make bench-move SCALE=full           100,000 small objects, 5 GB, 20 million rows, growth to 10^6

Clocks, since requests wait; the server's processor time is told beside, as most of it is the server's. No assertion: it prints what
it measured next to the aim.
"""

# ruff: noqa: T201

import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import obstore
import psutil
from tests.move.objects.seaweed import KEY, SECRET, Seaweed, seaweed
from tests.move.objects.standin import standing_in
from tests.move.objects.typed import environment

from socle.move import Scheduler, cluster
from socle.move.objects import Kind, MoveSpec, Running, open_move, run_pass
from socle.move.objects.compare import Sides, compared
from socle.move.objects.layout import Piece
from socle.move.objects.listed import DIGESTED, LISTED, Digested, Listed, written
from socle.move.objects.pieces import Rows
from socle.move.objects.stores import opened

RCLONE = Path(sys.executable).with_name("rclone")
FULL = os.environ.get("SCALE") == "full"
SMALL, LARGE, ROWS, EXPONENTS = (100_000, 5000, 20_000_000, (4, 5, 6)) if FULL else (10_000, 1000, 2_000_000, (4, 5))
"""Small objects of 2 kB; megabytes in objects of 100 MB; rows of each manifest; powers of ten of the stand-in's objects."""


@dataclass
class Measured:
    """Seconds by the clock, processor seconds of the server, and the most memory of the driver and of any worker, in megabytes."""

    seconds: float = 0.0
    server: float = 0.0
    peak: dict[str, float] = field(default_factory=dict[str, float])


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    os.environ.update(environment())
    try:
        with seaweed(folder) as server:
            for name, fill in (("small", small), ("large", large)):
                source = server.bucket()
                fill(server, source)
                _against_rclone(server, name, source)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _join()
    _growth()


def small(server: Seaweed, bucket: str) -> None:
    store = opened(server.job().source.model_copy(update={"bucket": bucket}), "source").bytes
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: obstore.put(store, f"{n % 100:02d}/{n:07d}", random.randbytes(2000)), range(SMALL)))


def large(server: Seaweed, bucket: str) -> None:
    store = opened(server.job().source.model_copy(update={"bucket": bucket}), "source").bytes
    for number in range(LARGE // 100):
        obstore.put(store, f"large/{number}", random.randbytes(100_000_000))


def _against_rclone(server: Seaweed, name: str, source: str) -> None:
    of_one = {workers: _ours(server, source, workers) for workers in (1, 2)}
    theirs_bucket = server.bucket()
    flags = ("--fast-list", "--checkers", "32", "--s3-no-check-bucket", "--s3-chunk-size", "8M")
    their_copy = _measured(server, lambda: _rclone(server, "copy", source, theirs_bucket, "--transfers", "16", *flags))
    their_check = _measured(server, lambda: _rclone(server, "check", source, theirs_bucket, "--download", *flags))
    ours = {each: min(of_one, key=lambda workers: of_one[workers][each].seconds) for each in ("copy", "digest")}
    print(f"{name}: {SMALL if name == 'small' else LARGE // 100} objects")
    for each, theirs, aim in (("copy", their_copy, 1.0), ("digest", their_check, 1.2)):
        best = of_one[ours[each]][each]
        ratio = theirs.seconds / best.seconds
        print(
            f"  {each}: {best.seconds:.1f} s against rclone's {theirs.seconds:.1f} s: {ratio:.2f} times as fast (aim {aim})"
        )
        print(f"    the server's processor: {best.server:.1f} s against {theirs.server:.1f} s; {ours[each]} worker(s)")
        alone, both = of_one[1][each], of_one[2][each]
        print(
            f"    one worker {alone.seconds:.1f} s, two {both.seconds:.1f} s: {alone.seconds / both.seconds:.2f} times"
        )
        peaks = ", ".join(f"{who} {peak:.0f} MB" for who, peak in sorted(both.peak.items()))
        print(f"    peak memory: {peaks} (aim 500 MB each)")


def _ours(server: Seaweed, source: str, workers: int) -> dict[str, Measured]:
    """Listing and copying with hashing; then, by a job that knows nothing yet, reading both sides. Read-back is told apart: it proves."""
    job = server.job(tags=False, shard_objects=250)
    job = job.model_copy(update={"source": job.source.model_copy(update={"bucket": source})})
    anew = job.model_copy(update={"name": f"{job.name}-again"})
    with cluster(Scheduler(), workers=workers, threads=16 // workers) as client:
        copied = _measured(server, lambda: _pass(job, client, "copy"), client)
        digested = _measured(server, lambda: _pass(anew, client, "digest"), client)
    back = _back.pop(job.name)
    return {"copy": replace(copied, seconds=copied.seconds - back), "digest": digested}


_back: dict[str, float] = {}


def _pass(job: MoveSpec, client: Any, kind: Kind) -> None:
    passed = run_pass(open_move(job), Running(client), kind)
    assert passed.whole, "a bench of what failed says nothing"
    assert not passed.failures, "a bench of what failed says nothing"
    if kind == "copy":
        _back[job.name] = passed.stages[-1].progress.seconds


def _rclone(server: Seaweed, command: str, source: str, target: str, *flags: str) -> None:
    at = {
        "RCLONE_CONFIG": os.devnull,
        "RCLONE_CONFIG_W_TYPE": "s3",
        "RCLONE_CONFIG_W_PROVIDER": "SeaweedFS",
        "RCLONE_CONFIG_W_ENDPOINT": server.endpoint,
        "RCLONE_CONFIG_W_ACCESS_KEY_ID": KEY,
        "RCLONE_CONFIG_W_SECRET_ACCESS_KEY": SECRET,
        "RCLONE_CONFIG_W_STORAGE_CLASS": "STANDARD",
    }
    run = [RCLONE, command, f"w:{source}", f"w:{target}", *flags]
    done = subprocess.run(run, env={**os.environ, **at}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def _measured(server: Seaweed, work: Callable[[], None], client: Any = None) -> Measured:
    """Clock, the server's processor time, and the most memory that was seen."""
    process = psutil.Process(server.process.pid if server.process else 0)
    before, found = process.cpu_times(), Measured()
    with _watching(found.peak, client):
        begun = time.monotonic()
        work()
        found.seconds = time.monotonic() - begun
    after = process.cpu_times()
    found.server = after.user + after.system - before.user - before.system
    return found


@contextmanager
def _watching(peak: dict[str, float], client: Any) -> Iterator[None]:
    stop, here = threading.Event(), psutil.Process()

    def watch() -> None:
        while not stop.wait(0.2):
            for each in (here, *(here.children() if client else ())):
                name = "driver" if each == here else f"worker {each.pid}"
                if each == here or _is_worker(each):
                    peak[name] = max(peak.get(name, 0), _resident(each))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def _resident(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def _join() -> None:
    """In a process of its own, whose most memory the system counts."""
    with tempfile.TemporaryDirectory() as folder:
        _manifests(Path(folder))
        subprocess.run([sys.executable, "-m", "tests.bench.move", "join", folder], check=True)


def _manifests(folder: Path) -> None:
    """Both sides' listings and digests, with a different object in every million."""
    for first in range(0, ROWS, 50_000):
        keys = [f"cohort/part-{number:012d}.parquet" for number in range(first, first + 50_000)]
        listing = written([Listed(key, "1", "e", 10, 100) for key in keys], LISTED)
        hashes = [hashlib.sha256(key.encode()).digest() for key in keys]
        rows = [Digested(key, "1", "e", 10, 100, one, one) for key, one in zip(keys, hashes, strict=True)]
        other = [replace(rows[7], sha256=bytes(32)), *rows[:7], *rows[8:]] if first % 1_000_000 == 0 else rows
        for name, data in (
            ("listed", listing),
            ("source", written(rows, DIGESTED)),
            ("target", written(other, DIGESTED)),
        ):
            (folder / f"{name}-{first:012d}").write_bytes(data)


def joined(folder: Path) -> None:
    """Compare two manifests, and say what it took."""

    def pieces(name: str) -> list[Piece]:
        found = sorted(folder.glob(f"{name}-*"))
        starts = [int(each.name.partition("-")[2]) for each in found]
        named = [(f"cohort/part-{n:012d}.parquet", f"cohort/part-{n + 49_999:012d}.parquet") for n in starts]
        return [Piece(file.name, 50_000, 0, *ends) for file, ends in zip(found, named, strict=True)]

    def get(name: str) -> bytes:
        return (folder / name).read_bytes()

    listed = Rows(pieces("listed"), LISTED, get)
    begun = time.monotonic()
    found = compared(
        Sides(
            listed,
            listed,
            Rows(pieces("source"), DIGESTED, get),
            Rows(pieces("target"), DIGESTED, get),
            Rows([], DIGESTED, get),
        )
    )
    seconds, peak = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"join: {found.objects:,} rows a side in {seconds:.0f} s, {peak:.0f} MB at most (aim 1000 MB), nothing on a disk"
    )
    print(f"    {found.verdicts}")


def _growth() -> None:
    """Time for an object, on a store that takes none; the driver's and the worker's work is in one process."""
    for exponent in EXPONENTS:
        with standing_in(10**exponent) as job, cluster(Scheduler(), threads=2) as client:
            begun = time.process_time()
            _pass(job, client, "copy")
            each = (time.process_time() - begun) / 10**exponent * 1e6
        print(
            f"growth: 10^{exponent} objects, {each:.0f} µs of the processor each (aim: at most 10 % more than 10^{EXPONENTS[0]})"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["join"]:
        joined(Path(sys.argv[2]))
    else:
        main()
