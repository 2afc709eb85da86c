"""What applications that write throughout a rehearsal share: a thread that is paused and ended, and when its writes were confirmed."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise

_PATIENCE_SECONDS = 120
"""Within which something comes about on any machine; what takes longer does not come."""


def until(what: Callable[[], object], every_seconds: float = 0.05) -> None:
    """Wait for a state.

    Raises:
        AssertionError: it does not come about.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < end, "what was waited for did not come about"
        time.sleep(every_seconds)


@dataclass
class Writing(ABC):
    """One application. times: of each confirmation. Whoever holds the pen may write: the application, or who paused it."""

    name: str
    times: list[float] = field(default_factory=list[float], kw_only=True)
    _pen: threading.Lock = field(default_factory=threading.Lock, kw_only=True)
    _ends: threading.Event = field(default_factory=threading.Event, kw_only=True)
    _thread: threading.Thread | None = field(default=None, kw_only=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def pause(self, *, on: bool) -> None:
        """Write nothing for a while, as at night, from the end of what is being written: both sides are compared where nobody writes."""
        if on:
            self._pen.acquire()
        else:
            self._pen.release()

    def stop(self) -> None:
        """End, after what is being written; not while paused."""
        self._ends.set()
        if self._thread:
            self._thread.join(timeout=_PATIENCE_SECONDS)
            assert not self._thread.is_alive(), f"{self.name} does not end"

    def silence(self, since: float) -> float:
        """The longest time without a confirmed write that began at or after a moment and has ended, in seconds; its end is waited for."""
        asked = time.monotonic()
        until(lambda: self.times and self.times[-1] > asked)
        times = [each for each in list(self.times) if each >= since - 1]
        return max((later - earlier for earlier, later in pairwise(times)), default=0.0)

    def _turns(self, every_seconds: float) -> Iterator[int]:
        """Numbers of what is to be written, each while nobody has paused it, until the end."""
        for number in count():
            with self._pen:
                yield number
            if self._ends.wait(every_seconds):
                return

    @abstractmethod
    def _write(self) -> None:
        """Write on every turn, to whichever side is open."""
