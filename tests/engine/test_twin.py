"""The rehearsal's twin of the legacy estate by itself: it reads no other layer, and its parts wait for what they lie in.

What Azure would refuse beside that is not simulated.
"""

from collections import Counter

from .estates import place_of

STACK = "rehearsal-legacy"


def test_the_twin_is_made_in_order_by_itself_and_destroyed_part_by_part() -> None:
    with place_of("rehearsal") as place:
        made = place.up(STACK).ok().operations()
        place.unchanged(STACK)
        gone = place.run(STACK, "destroy", "--yes", "--skip-preview").ok().operations()

        azure = [urn for urn in made if "$azure-native:" in urn]
        assert len(azure) > 12
        assert Counter(made[urn] for urn in azure) == {"create": len(azure)}
        assert {gone.get(urn) for urn in azure} == {"delete"}
