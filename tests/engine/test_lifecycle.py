"""Stacks through their whole life under the real engine and the real plugin, against emulated clouds.

Not shown: latency, eventual consistency, what the clouds would refuse for reasons of quota, price or permission.
"""

from .workplace import Workplace


def test_the_platform_of_a_rehearsal_is_deployed_changed_and_leaves_nothing_behind(workplace: Workplace) -> None:
    stack = "rehearsal-platform"
    before = workplace.emulation.held()

    planned = workplace.preview(stack).ok()
    deployed = workplace.up(stack).ok()
    workplace.unchanged(stack)
    gone = workplace.run(stack, "destroy", "--yes", "--skip-preview").ok()

    assert set(planned.operations().values()) == {"create"}
    assert planned.operations() == deployed.operations()
    assert {
        urn for urn, operation in gone.operations().items() if operation == "delete"
    } == deployed.operations().keys()
    assert workplace.emulation.held() == before
