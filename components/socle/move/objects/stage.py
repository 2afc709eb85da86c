"""Running the shards of a stage on Dask: which are left, when the next may begin, and what each said. Nothing is kept here that matters."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from distributed import as_completed

from .layout import Stage, Ticket
from .pace import open_at
from .shards import Broken, Outcome, run

AHEAD = 2
"""Shards that wait for each thread: enough that none is idle, few enough that a stop is soon over."""
RETRIES = 2
"""How often Dask runs a shard again whose worker failed or died."""


@dataclass(frozen=True)
class Progress:
    """Where a stage is. Counts alone: it goes to terminals and logs.

    objects, bytes: finished in this run. seconds: since it began. workers: bytes by process. waiting: outside the hours.
    """

    stage: Stage
    shards: int
    shards_done: int
    objects: int = 0
    objects_in_all: int = 0
    bytes: int = 0
    bytes_in_all: int = 0
    failures: int = 0
    seconds: float = 0.0
    workers: dict[str, int] = field(default_factory=dict[str, int])
    waiting: bool = False

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return self.bytes / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """By the bytes, else by the objects; nothing where neither is known yet."""
        if self.bytes and self.bytes_in_all:
            return (self.bytes_in_all - self.bytes) * self.seconds / self.bytes
        if self.objects and self.objects_in_all:
            return (self.objects_in_all - self.objects) * self.seconds / self.objects
        return None


@dataclass(frozen=True)
class Ended:
    """How a stage ended. broken: shards that could not be finished, by the reason. stopped: somebody asked for it."""

    progress: Progress
    broken: dict[str, int]
    stopped: bool = False

    @property
    def whole(self) -> bool:
        return not self.broken and self.progress.shards_done == self.progress.shards


@dataclass(frozen=True)
class Running:
    """How stages are run.

    told: called with each step. stop: set by whoever wants shards that run to end and none to begin. hours: of the day, in UTC.
    bytes_per_second: of all workers together; 0: no limit.
    """

    client: Any
    told: Callable[[Progress], None] = lambda _: None
    stop: threading.Event = field(default_factory=threading.Event)
    hours: str | None = None
    bytes_per_second: float = 0.0

    @property
    def threads(self) -> int:
        return sum(self.client.nthreads().values()) or 1

    @property
    def share(self) -> float:
        """Bytes a second of one process."""
        return self.bytes_per_second / max(1, len(self.client.nthreads()))


def run_stage(running: Running, tickets: Sequence[Ticket], progress: Progress) -> Ended:
    """Run shards until all are finished, one cannot be, or somebody stops it."""
    begun, left, broken = time.monotonic(), iter(tickets), dict[str, int]()
    futures: Any = as_completed(loop=running.client.loop)
    for ticket in _some(left, running, AHEAD * running.threads):
        futures.add(_submitted(running.client, ticket))
    while True:
        for future in futures:
            progress = replace(_counted(progress, future, broken), seconds=time.monotonic() - begun)
            running.told(progress)
            if not _hopeless(broken, progress):
                for ticket in _some(left, running, 1):
                    futures.add(_submitted(running.client, ticket))
        if running.stop.is_set() or open_at(running.hours, datetime.now(UTC)):
            break
        running.told(replace(progress, waiting=True))
        running.stop.wait(30)
        for ticket in _some(left, running, AHEAD * running.threads):
            futures.add(_submitted(running.client, ticket))
    return Ended(progress, broken, stopped=running.stop.is_set() and progress.shards_done < progress.shards)


def _hopeless(broken: dict[str, int], progress: Progress) -> bool:
    """Whether to begin no more: what refuses several shards refuses the rest as well."""
    return sum(broken.values()) >= max(3, progress.shards_done // 10)


def _some(left: Iterator[Ticket], running: Running, count: int) -> Iterator[Ticket]:
    for _ in range(count):
        if running.stop.is_set() or not open_at(running.hours, datetime.now(UTC)):
            return
        with suppress(StopIteration):
            yield next(left)


def _submitted(client: Any, ticket: Ticket) -> Any:
    """A shard as a task. Its result is a count and nobody's input, so nothing of the data stays with Dask."""
    return client.submit(run, ticket, key=ticket.key, pure=False, retries=RETRIES)


def _counted(progress: Progress, future: Any, broken: dict[str, int]) -> Progress:
    if future.status != "finished":
        why = _why(future)
        broken[why] = broken.get(why, 0) + 1
        return progress
    outcome: Outcome = future.result()
    future.release()
    return replace(
        progress,
        shards_done=progress.shards_done + 1,
        objects=progress.objects + outcome.objects,
        bytes=progress.bytes + outcome.bytes,
        failures=progress.failures + outcome.failures,
        workers=progress.workers | {outcome.worker: progress.workers.get(outcome.worker, 0) + outcome.bytes},
    )


def _why(future: Any) -> str:
    """A word for why a shard is not finished."""
    if future.status != "error":
        return "lost"
    error = future.exception()
    return str(error) if isinstance(error, Broken) else type(error).__name__
