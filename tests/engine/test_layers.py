"""Every layer of every estate, one after the other in the order of the table, each with the outputs of the earlier ones.

What exists on Azure is simulated: that adoption changes nothing there is shown for the properties that the export has.
"""

from .estates import place_of, stacks_of


def test_a_rehearsal_is_deployed_layer_by_layer_and_destroyed_in_the_reverse_order() -> None:
    with place_of("rehearsal") as place:
        before = place.emulation.held()

        for stack in stacks_of("rehearsal"):
            place.preview(stack).ok()
            place.up(stack).ok()
            place.unchanged(stack)
        for stack in reversed(stacks_of("rehearsal")):
            place.run(stack, "destroy", "--yes", "--skip-preview").ok()

        assert place.emulation.held() == before


def test_the_demo_is_deployed_layer_by_layer_and_refuses_to_be_destroyed() -> None:
    with place_of("demo") as place:
        for stack in stacks_of("demo"):
            place.preview(stack).ok()
            place.up(stack).ok()
            place.unchanged(stack)
        for stack in reversed(stacks_of("demo")):
            place.run(stack, "destroy", "--yes", "--skip-preview").refused("protected")
