"""The machine walked at random between stacks that fail, checkouts that are old and credentials that outlive a fence.

It does not prove that a real fence closes anything: that is the collectors' to observe.
"""

import random

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from socle.cutover import ADOPTABLE, ARROWS, HANDS, PHASES, STAGES, Condition, Stage, start

from .world import World

WAVES = ("catalogue", "studies")
GOALS = {stage: tuple(each.goal for each in ARROWS if each.origin is stage) for stage in Stage}


class Walk(RuleBasedStateMachine):
    """What people and stacks do, in any order."""

    waves = Bundle("waves")

    @initialize(reached=st.tuples(*(st.sampled_from((None, *PHASES)) for _ in WAVES)))
    def open(self, reached: tuple[Stage | None, ...]) -> None:
        """Each wave at a phase that it was brought to, or without a ledger."""
        self.world = World(*WAVES)
        for wave, phase in zip(WAVES, reached, strict=True):
            if phase:
                bring(self.world, wave, phase)

    @rule(wave=st.sampled_from(WAVES), goal=st.sampled_from(Stage))
    def adopt(self, wave: str, goal: Stage) -> None:
        fresh = self.world.now[wave] == start()
        assert not self.world.adopt(wave, goal) or (fresh and goal in ADOPTABLE)

    @rule(wave=st.sampled_from(WAVES), data=st.data())
    def begin(self, wave: str, data: st.DataObject) -> None:
        goals = GOALS[self.world.now[wave].stage]
        if goals:
            self.world.begin(wave, data.draw(st.sampled_from(goals)))

    @rule(wave=st.sampled_from(WAVES), goal=st.sampled_from(Stage))
    def begin_anything(self, wave: str, goal: Stage) -> None:
        before = self.world.now[wave].stage
        assert not self.world.begin(wave, goal) or goal in GOALS[before]

    @rule(hand=st.sampled_from(HANDS), age=st.integers(0, 4), fails_at=st.sampled_from((None, None, 0, 1)))
    def up(self, hand: str, age: int, fails_at: int | None) -> None:
        self.world.up(hand, age, fails_at)  # pyright: ignore[reportArgumentType]

    @rule(hand=st.sampled_from(HANDS), age=st.integers(0, 4), wave=st.sampled_from(WAVES), gone=st.booleans())
    def up_by_another_ledger(self, hand: str, age: int, wave: str, gone: bool) -> None:
        self.world.up(hand, age, None, **{"gone" if gone else "anew": wave})  # pyright: ignore[reportArgumentType]

    @rule(wave=st.sampled_from(WAVES))
    def finish(self, wave: str) -> None:
        finish(self.world, wave)

    @rule(wave=st.sampled_from(WAVES), hand=st.sampled_from(HANDS))
    def prove(self, wave: str, hand: str) -> None:
        self.world.prove(wave, hand)  # pyright: ignore[reportArgumentType]

    @rule(wave=st.sampled_from(WAVES), left_out=st.frozensets(st.sampled_from(Condition), max_size=1))
    def collect(self, wave: str, left_out: frozenset[Condition]) -> None:
        self.world.collect(wave, left_out)

    @rule(wave=st.sampled_from(WAVES))
    def copy_and_compare(self, wave: str) -> None:
        prepare(self.world, wave)

    @rule(wave=st.sampled_from(WAVES), held=st.booleans())
    def hold(self, wave: str, held: bool) -> None:
        self.world.hold(wave, held)

    @rule(wave=st.sampled_from(WAVES))
    def wait(self, wave: str) -> None:
        self.world.wait(wave)

    @rule(wave=st.sampled_from(WAVES))
    def write(self, wave: str) -> None:
        self.world.write(wave)

    @invariant()
    def nobody_shows_what_the_machine_does_not_know(self) -> None:
        for wave, real in self.world.real.items():
            for hand in HANDS:
                assert real.shows[hand] in self.world.now[wave].shown[hand]


def bring(world: World, wave: str, phase: Stage) -> None:
    """Take a wave to a phase by the way that nothing disturbs."""
    finish(world, wave)
    for following in PHASES[1 : PHASES.index(phase) + 1]:
        prepare(world, wave)
        assert world.begin(wave, following), following
        finish(world, wave)


def prepare(world: World, wave: str) -> None:
    """Wait, copy, and collect all that is then true; what names the fence comes after it."""
    world.wait(wave)
    world.move(wave)
    world.collect(wave)
    world.collect(wave)


def finish(world: World, wave: str) -> None:
    """Deploy and prove every hand of the step that has begun."""
    for hand in world.now[wave].waiting:
        world.up(hand, 0, None)
        assert world.prove(wave, hand)


Walk.TestCase.settings = settings(max_examples=40, stateful_step_count=50, deadline=None)
test_no_walk_lets_two_write = Walk.TestCase


def walked(seed: int, steps: int) -> set[Stage]:
    """A walk by a seed that likes to go on; the stages that it has seen. A wave that has retired begins anew with its world."""
    chance, world, seen = random.Random(seed), World(*WAVES), set[Stage]()  # noqa: S311 - no secret
    for _ in range(steps):
        wave = chance.choice(WAVES)
        stage = world.now[wave].stage
        seen.add(stage)
        if stage is Stage.RETIRED:
            world = World(*WAVES)
        else:
            _one_step(world, wave, chance)
        if len(world.checkouts) > 60:
            del world.checkouts[:-30]
    return seen


def _one_step(world: World, wave: str, chance: random.Random) -> None:
    goals = GOALS[world.now[wave].stage]
    if world.now[wave] == start() and chance.random() < 0.3:
        world.adopt(wave, chance.choice(ADOPTABLE))
    match chance.randrange(11):
        case 0 | 1:
            world.begin(wave, chance.choice(goals if chance.random() < 0.2 else goals[:1]))
        case 2 | 3:
            finish(world, wave)
        case 4:
            world.up(chance.choice(HANDS), chance.randrange(6), chance.choice((None, 0, 1)))
        case 5:
            world.prove(wave, chance.choice(HANDS))
        case 6:
            world.wait(wave)
        case 7:
            world.write(wave)
        case 8:
            other = {chance.choice(("anew", "gone")): chance.choice(WAVES)}
            world.up(chance.choice(HANDS), chance.randrange(4), None, **other)
        case 9:
            world.hold(wave, chance.random() < 0.2)
        case _:
            prepare(world, wave)
            world.collect(wave, frozenset({chance.choice(tuple(Condition))}))


def test_a_stack_follows_no_older_ledger_no_other_one_and_none_that_is_gone() -> None:
    world = World(*WAVES)
    assert world.adopt("studies", Stage.SWITCHED)
    finish(world, "studies")
    assert not world.adopt("studies", Stage.FROZEN)
    assert world.up("legacy", 0, None)
    assert [world.up("legacy", age, None) for age in (1, 3)] == [False, False]
    assert not world.up("legacy", 0, None, anew="studies")
    assert not world.up("legacy", 0, None, gone="studies")
    assert world.up("legacy", 0, None, gone="catalogue")


def test_a_deployment_that_failed_notes_its_ledger_and_proves_nothing() -> None:
    world = World(*WAVES)
    bring(world, "catalogue", Stage.REHEARSED)
    prepare(world, "catalogue")
    assert world.begin("catalogue", Stage.FENCED)
    assert world.up("legacy", 0, 0)
    assert not world.prove("catalogue", "legacy")
    assert not world.up("legacy", 1, None)
    assert world.up("legacy", 0, None)
    assert world.prove("catalogue", "legacy")


def test_a_walk_that_likes_to_go_on_sees_every_stage() -> None:
    assert walked(7, 5_000) == set(Stage)


@pytest.mark.slow
def test_fifty_thousand_steps_let_nobody_write_beside_another() -> None:
    assert set.union(*(walked(seed, 5_000) for seed in range(10))) == set(STAGES)
