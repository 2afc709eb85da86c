"""What holds of every estate under the engine: the tests of one estate take these, and add what is its own.

The order is that of the file: what changes the clouds comes last.
"""

import random
from collections.abc import Callable
from itertools import cycle
from typing import ClassVar

import pytest

from socle.plan import read_preview, read_state

from .agreement import differences, identities
from .deployed import Deployed
from .drawn_edits import batch, disagreements
from .estates import stacks_of
from .seed import seed
from .tally import DRAWN_EDITS

Count = Callable[[str, object], None]
"""Notes a number of what was counted."""


class EstateTests:
    """A deployed estate, held against what Socle says of it. `ESTATE` is its name; a fixture of the module deploys it."""

    ESTATE: ClassVar[str]
    EDITS: ClassVar[int]
    """How many drawn edits are tried on its foundation, its platform and its bridge together, as deployed and as refreshed."""
    SHARE: ClassVar[float]
    """Of the resources of a stack that are edited in one preview."""

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

    def test_a_capture_on_top_of_the_state_equals_the_state_and_the_engines_preview(
        self, entire: Deployed, layers: list[str]
    ) -> None:
        for stack in layers:
            plan, (_, document) = entire.capture(stack), entire.digest(stack)

            assert differences(plan, read_preview(document), outputs=False) == []
            assert identities(plan, document) == []
            assert differences(plan, read_state(entire.states[stack]), outputs=True) == []

    def test_the_diff_agrees_with_the_engine_on_edits_drawn_by_chance(self, entire: Deployed, count: Count) -> None:
        self.compare(entire, f"{seed()} {self.ESTATE}", count)

    def test_nothing_changes_after_a_deployment_whether_the_clouds_are_asked_or_not(
        self, entire: Deployed, layers: list[str]
    ) -> None:
        for stack in layers:
            entire.place.unchanged(stack)

    def test_the_diff_agrees_on_what_was_refreshed_too(self, entire: Deployed, count: Count) -> None:
        """A refresh records other inputs than a deployment, and no longer which of them were defaults."""
        for stack in sorted({*self.edited()}):
            entire.place.run(stack, "refresh", "--yes").ok()
            entire.states[stack] = entire.place.export(stack)

        self.compare(entire, f"{seed()} {self.ESTATE} refreshed", count)

    def edited(self) -> list[str]:
        """The stacks in the order in which they are edited: the platform, which has most, more often."""
        return [f"{self.ESTATE}-{layer}" for layer in ("foundation", "platform", "bridge", "platform", "platform")]

    def compare(self, entire: Deployed, drawn_from: str, count: Count) -> None:
        """Try half of the edits, all of which the engine must take or refuse as the diff does."""
        chance, tried, wrong = random.Random(drawn_from), 0, list[str]()
        stacks = cycle(self.edited())
        while tried < self.EDITS // 2:
            stack = next(stacks)
            edits = batch(entire, stack, chance, self.SHARE)
            taken, found = disagreements(entire, stack, edits)
            tried += taken
            wrong += [f"{stack}: {each}" for each in found] + ([f"  of {edits}"] if found else [])

        count(DRAWN_EDITS, tried)
        assert not wrong, "\n".join([f"drawn from {drawn_from}", *wrong])
