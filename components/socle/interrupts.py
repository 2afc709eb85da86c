"""Requests to end: the first becomes an exception, and one soon after it is only noted, since what is temporary is removed then."""

import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

_CLEARING_SECONDS = 1.0
"""How long after a request another one changes nothing: people press Ctrl-C twice, and removing takes less."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Once:
    """A handler of signals that raises, but not again within a second; `asked` are the numbers of all."""

    def __init__(self, exception: Callable[[int], BaseException]) -> None:
        self.asked: list[int] = []
        self._exception = exception
        self._until = 0.0

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.asked.append(number)
        now = time.monotonic()
        clearing, self._until = now < self._until, now + _CLEARING_SECONDS
        if not clearing:
            raise self._exception(number)


@contextmanager
def undisturbed() -> Generator[None]:
    """Requests to end wait until what is temporary has been removed. Elsewhere than in the main thread, which alone takes them, nothing."""
    waiting: list[int] = []
    before = handled_by(lambda number, _frame: waiting.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if waiting:
        raise KeyboardInterrupt


def handled_by(handler: Callable[[int, FrameType | None], object]) -> dict[signal.Signals, signal.Handlers]:
    """Take requests to end from now on, those aside that this process ignores; returns who took them before."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    numbers = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    return {number: signal.signal(number, handler) for number in numbers}  # type: ignore[misc]
