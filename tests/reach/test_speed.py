"""150 closed spaces, about 6,000 resources, within seconds, and four times as many in about four times the time."""

import time

import pytest

from socle.reach.build import model_of
from socle.reach.proofs import prove

from .spaces import spaces

pytestmark = pytest.mark.slow


def seconds(count: int) -> float:
    """Processor time, so that a busy machine does not show."""
    plans, declared = spaces(count)
    start = time.process_time()
    proofs = prove(model_of(plans, declared))
    assert proofs.findings == []
    assert proofs.paths >= count
    return time.process_time() - start


def test_150_spaces_are_proved_within_five_seconds() -> None:
    assert seconds(150) < 5


def test_the_time_grows_with_the_hops_and_not_with_their_square() -> None:
    """The best of three of each: a collection of the whole test process's garbage falls into any one of them."""
    few, many = (min(seconds(count) for _ in range(3)) for count in (50, 200))
    assert many / few < 8  # 4 is linear, 16 would be a square


def test_a_leak_between_two_of_many_spaces_is_found() -> None:
    plans, declared = spaces(150)
    ends = [plan.named(f"space-{number}-vpc") for number, plan in ((3, plans[3]), (140, plans[140]))]
    from .estates import Stack

    stack = Stack("demo-platform")
    for name, (here, there) in (("out", ends), ("back", ends[::-1])):
        stack.add("network/connector:Connector", name, vpcId=here.id, targetVpcId=there.id)
    found = prove(model_of([*plans, stack.plan], declared)).findings
    assert {(each.source, each.target) for each in found} == {
        ("work-3", "space-140-db"),
        ("data-3", "space-140-db"),
        ("work-140", "space-3-db"),
        ("data-140", "space-3-db"),
    }
