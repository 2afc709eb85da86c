"""What judging costs: within half a second for a thousand resources, and in proportion for forty times as many.

Processor time, the least of three runs, since a busy machine only adds; without the collector of garbage, whose own cost grows with
what the process holds (`make bench` has it in its figures).
"""

import gc
import time

import pytest

from socle.plan import Plan
from socle.rules import Context, judged

from .estates import DAY, DEMO
from .many import plan_of_many

pytestmark = pytest.mark.slow


def seconds(plan: Plan) -> float:
    measured: list[float] = []
    for _ in range(3):
        gc.collect()
        gc.disable()
        try:
            start = time.process_time()
            judged([plan], Context(as_of=DAY, estate=DEMO))
            measured.append(time.process_time() - start)
        finally:
            gc.enable()
    return min(measured)


def test_a_thousand_resources_are_judged_within_half_a_second() -> None:
    assert seconds(plan_of_many(1000)) < 0.5


def test_forty_thousand_resources_cost_in_proportion() -> None:
    few, many = seconds(plan_of_many(4000)), seconds(plan_of_many(40_000))

    assert many / few < 10 * 1.35
