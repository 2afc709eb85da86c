"""How fast and when a move may run: bytes a second of a process, and hours of the day."""

import threading
import time
from collections.abc import Callable
from datetime import datetime

LARGE_AT_ONCE = threading.BoundedSemaphore(4)
"""Large objects that one process writes at a time: each keeps parts of itself in memory."""


class Pace:
    """Bytes a second that all threads of a process share; 0: no limit."""

    def __init__(
        self,
        bytes_per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate, self._clock, self._sleep = bytes_per_second, clock, sleep
        self._lock, self._free = threading.Lock(), 0.0

    def take(self, count: int) -> None:
        """Wait until so many bytes may pass."""
        if not self._rate:
            return
        with self._lock:
            begin = max(self._clock(), self._free)
            self._free = begin + count / self._rate
        if (left := begin - self._clock()) > 0:
            self._sleep(left)


def open_at(hours: str | None, now: datetime) -> bool:
    """Whether shards may begin at a time (UTC). Hours that end before they begin run over midnight."""
    if not hours:
        return True
    begin, end = hours.split("-")
    at = f"{now:%H:%M}"
    return begin <= at < end if begin <= end else at >= begin or at < end
