"""What the rules find in the demo and in the rehearsal, held against a recorded list: a new finding fails here.

The day is fixed, so that an exemption that ends fails `socle check --rules` on its day, and not this test.
"""

from datetime import date
from pathlib import Path

import pytest

from socle.estate import load
from socle.project import capture_stacks, declared_of, find_project, stacks_of_estate
from socle.rules import Context, Result
from socle.testing import RecordedFindings, findings

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 30)


@pytest.mark.parametrize("estate", ["demo", "rehearsal"])
def test_nothing_new_is_found_and_nothing_is_broken_that_no_exemption_permits(
    estate: str, recorded_findings: RecordedFindings
) -> None:
    project = find_project(ROOT)
    run = capture_stacks(project, stacks_of_estate(project, estate))
    assert not run.failures
    loaded = load(ROOT / "stacks/estates" / estate)
    context = Context(as_of=DAY, estate=loaded.estate, declared=declared_of(loaded, lambda key: key))
    plans = run.plans.values()

    recorded_findings(plans, f"findings-{estate}.txt", context=context)
    assert [each for each in findings(plans, context=context) if each.result is Result.FAIL] == []
