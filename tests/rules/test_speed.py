"""What judging costs: within half a second for a thousand resources, and in proportion for forty times as many.

The least processor time of three runs.
"""

import pytest

from socle.plan import Plan
from socle.rules import Context, judged

from ..timing import processor_seconds
from .estates import DAY, DEMO
from .many import plan_of_many

pytestmark = pytest.mark.slow


def seconds(plan: Plan) -> float:
    return processor_seconds(lambda: judged([plan], Context(as_of=DAY, estate=DEMO)), times=3)


def test_a_thousand_resources_are_judged_within_half_a_second() -> None:
    assert seconds(plan_of_many(1000)) < 0.5


def test_forty_thousand_resources_cost_in_proportion() -> None:
    few, many = seconds(plan_of_many(4000)), seconds(plan_of_many(40_000))

    assert many / few < 10 * 1.35
