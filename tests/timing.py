"""Processor time of a piece of work: what it costs itself, on a busy machine too."""

import gc
import time
from collections.abc import Callable


def processor_seconds(work: Callable[[], object], times: int = 1) -> float:
    """The least processor time of so many runs, in seconds, since a busy machine only adds.

    Without the collector of garbage, whose own cost grows with all that a run of tests keeps (`make bench` has it in its figures).
    """
    measured: list[float] = []
    for _ in range(times):
        gc.collect()
        gc.disable()
        try:
            start = time.process_time()
            work()
            measured.append(time.process_time() - start)
        finally:
            gc.enable()
    return min(measured)
