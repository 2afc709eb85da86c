"""A rehearsal under the real engine: deployed layer by layer, compared, changed, destroyed. The tests run in this order.

Not shown: latency, eventual consistency, what the clouds would refuse for reasons of price or permission.
"""

from collections.abc import Iterator

import pytest

from .deployed import Deployed, deployed
from .estate_tests import EstateTests
from .estates import stacks_of

ESTATE = "rehearsal"


@pytest.fixture(scope="module")
def entire() -> Iterator[Deployed]:
    with deployed(ESTATE) as place:
        yield place


class TestRehearsal(EstateTests):
    ESTATE, EDITS, SHARE = ESTATE, 240, 0.5


def test_an_edit_is_deployed_and_drift_is_seen_where_the_cloud_is_asked(entire: Deployed) -> None:
    place, stack = entire.place, f"{ESTATE}-platform"
    place.edit(f"stacks/estates/{ESTATE}/estate.yaml", ("rotation_days: 30", "rotation_days: 60"))
    edited = place.up(stack).ok().operations()
    place.unchanged(stack)
    place.emulation.vanish("vpc.Route")

    place.preview(stack, "--expect-no-changes").ok()
    place.preview(stack, "--refresh", "--expect-no-changes").refused("route")
    place.run(stack, "refresh", "--yes").ok()
    restored = place.up(stack).ok().operations()

    assert {operation for urn, operation in edited.items() if urn.endswith("::platform-keys-internal")} == {"update"}
    assert set(restored.values()) == {"create"}
    assert len(place.emulation.cloud.all("vpc.Route")) == 1


def test_it_is_destroyed_in_the_reverse_order_and_leaves_nothing_behind(entire: Deployed) -> None:
    for stack in reversed(stacks_of(ESTATE)):
        made = {urn for _, urn in entire.runs[stack].steps}
        references = f"urn:pulumi:{stack}::socle::pulumi:providers:pulumi::default"
        gone = entire.place.run(stack, "destroy", "--yes", "--skip-preview").ok()

        assert {urn for urn, op in gone.operations().items() if op == "delete"} <= made | {references}
    assert entire.place.emulation.held() == entire.before
