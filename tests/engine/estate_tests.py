"""What holds of every estate under the engine: the tests of one estate take these, and add what is its own.

The order is that of the file: what changes the clouds comes last.
"""

import random
from collections.abc import Callable
from typing import ClassVar

import pytest

from socle.diff import Op, baseline_of_state, compare
from socle.plan import read_preview, read_state

from .agreement import differences, identities, misplaced, new_states
from .deployed import Deployed
from .drawn_edits import batch, deployable, disagreements
from .estates import stacks_of
from .seed import seed
from .tally import DRAWN_EDITS

REFRESHED = ("foundation", "platform", "bridge")
"""Layers of which a refresh records other inputs than a deployment."""
MOST_PREVIEWS = 12
"""Of one stack, for its drawn edits."""
MOST_DEPLOYED = 3
"""Drawn edits of one stack that are deployed together."""

Count = Callable[[str, object], None]
"""Notes a number of what was counted."""


class EstateTests:
    """A deployed estate, held against what Socle says of it. `ESTATE` is its name; a fixture of the module deploys it."""

    ESTATE: ClassVar[str]
    EDITS: ClassVar[int]
    """How many drawn edits are tried on its stacks together, as deployed and as refreshed."""
    SHARE: ClassVar[float]
    """Of the resources of a stack that are edited in one preview."""

    FROZEN: ClassVar[tuple[str, ...]] = ()
    """Stacks that ignore what is edited."""

    @pytest.fixture
    def count(self, record_property: Count) -> Count:
        return record_property

    @pytest.fixture
    def layers(self) -> list[str]:
        return stacks_of(self.ESTATE)

    def test_a_first_preview_says_what_the_deployment_does(self, entire: Deployed, layers: list[str]) -> None:
        for stack in layers:
            steps = {step["urn"]: step["op"] for step in entire.previews[stack]["steps"]}
            previewed = {urn: op for urn, op in steps.items() if op not in ("same", "read")}

            assert set(previewed.values()) <= {"create", "import"}
            assert entire.runs[stack].operations().items() >= previewed.items()

    def test_a_capture_equals_the_engines_first_preview_in_every_field(
        self, entire: Deployed, layers: list[str]
    ) -> None:
        for stack in layers:
            preview = read_preview(entire.previews[stack])

            assert differences(entire.captures[stack], preview, outputs=False) == []
            assert misplaced(entire.captures[stack], new_states(entire.previews[stack])) == []

    def test_a_capture_on_top_of_the_state_equals_the_state_and_the_engines_preview(
        self, entire: Deployed, layers: list[str]
    ) -> None:
        for stack in layers:
            plan, (_, document) = entire.capture(stack), entire.digest(stack)

            assert differences(plan, read_preview(document), outputs=False) == []
            assert identities(plan, document) == []
            assert differences(plan, read_state(entire.states[stack]), outputs=True) == []
            assert misplaced(plan, new_states(document)) == []

    def test_no_state_holds_a_secret_in_plain(self, entire: Deployed, layers: list[str]) -> None:
        assert {stack: found for stack in layers if (found := entire.in_plain(stack))} == {}

    def test_the_diff_agrees_with_the_engine_on_edits_drawn_by_chance(
        self, entire: Deployed, layers: list[str], count: Count
    ) -> None:
        self.compare(entire, layers, f"{seed()} {self.ESTATE}", count)

    def test_an_edit_of_every_layer_is_deployed_as_the_diff_says_and_taken_back(
        self, entire: Deployed, layers: list[str]
    ) -> None:
        chance = random.Random(f"{seed()} {self.ESTATE} deployed")
        for stack in layers:
            edits = deployable(entire, stack, chance, MOST_DEPLOYED)
            comparison = compare(entire.capture(stack, edits=edits), baseline_of_state(entire.states[stack]))
            told = {change.urn: str(change.op) for change in comparison.changes if change.op is not Op.SAME}
            assert edits
            assert set(told.values()) == (set() if stack in self.FROZEN else {"update"}), f"{stack}: {edits}"

            entire.place.alter(edits)
            deployed = entire.place.up(stack)
            entire.place.alter({})
            back = entire.place.up(stack)

            assert deployed.ok().operations() == told, f"{stack}: {edits}"
            assert back.ok().operations() == told, f"{stack}: {edits}"
            entire.states[stack] = entire.place.export(stack)

    def test_nothing_changes_after_a_deployment_whether_the_clouds_are_asked_or_not(
        self, entire: Deployed, layers: list[str]
    ) -> None:
        for stack in layers:
            entire.place.unchanged(stack)

    def test_the_diff_agrees_on_what_was_refreshed_too(self, entire: Deployed, count: Count) -> None:
        """A refresh records other inputs than a deployment, and no longer which of them were defaults."""
        stacks = [f"{self.ESTATE}-{layer}" for layer in REFRESHED]
        for stack in stacks:
            entire.place.run(stack, "refresh", "--yes").ok()
            entire.states[stack] = entire.place.export(stack)

        self.compare(entire, stacks, f"{seed()} {self.ESTATE} refreshed", count)

    def compare(self, entire: Deployed, stacks: list[str], drawn_from: str, count: Count) -> None:
        """Try half of the edits, all of which the engine must take or refuse as the diff does.

        Some on every stack, most on the platform, which has most; in so many previews that it must end.
        """
        chance, wrong = random.Random(drawn_from), list[str]()
        tried = dict.fromkeys(stacks, 0)
        order = [*stacks, *[f"{self.ESTATE}-platform"] * MOST_PREVIEWS, *stacks * 2]
        while order and (sum(tried.values()) < self.EDITS // 2 or not all(tried.values())):
            stack, enough = order.pop(0), sum(tried.values()) >= self.EDITS // 2
            if tried[stack] and (enough or not stack.endswith("-platform")):
                continue
            edits = batch(entire, stack, chance, self.SHARE)
            taken, found = disagreements(entire, stack, edits)
            tried[stack] += taken
            wrong += [f"{stack}: {each}" for each in found] + ([f"  of {edits}"] if found else [])

        count(DRAWN_EDITS, sum(tried.values()))
        assert not wrong, "\n".join([f"drawn from {drawn_from}", *wrong])
        assert all(tried.values()), f"drawn from {drawn_from}: the engine judged none of a stack's edits: {tried}"
        assert sum(tried.values()) >= self.EDITS // 2, (
            f"drawn from {drawn_from}: {MOST_PREVIEWS} previews judged {tried}"
        )
