"""The way from one stage to another, and what each step of it moves on which cloud: what a reviewer is told before anybody takes it."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from socle.estate import Posture

from .arrows import ARROWS, Arrow, Hand
from .position import Position
from .stages import STAGES, Stage, past_return
from .switches import Cutover, of_stages

_SETS: Mapping[Hand, tuple[tuple[str, str], ...]] = {
    "movers": (("movers", "forward"), ("movers", "reverse")),
    "legacy": (("legacy", "closed"), ("legacy", "dark"), ("legacy", "released"), ("legacy", "allowed")),
    "platform": (("platform", "read_only"),),
    "bridge": (("bridge", "moved"), ("bridge", "lowered_ttl")),
}
"""The switches that a hand moves, beside the routes."""


@dataclass(frozen=True)
class Switched:
    """One switch that a hand turns: `legacy.closed` on or off for some entries; for `bridge.propagation` none are named."""

    hand: Hand
    switch: str
    on: bool
    entries: tuple[str, ...] = ()


def way(origin: Stage, goal: Stage) -> tuple[Arrow, ...] | None:
    """The shortest way; empty where they are the same, nothing where there is none."""
    open_: deque[tuple[Stage, tuple[Arrow, ...]]] = deque([(origin, ())])
    seen = {origin}
    while open_:
        stage, so_far = open_.popleft()
        if stage is goal:
            return so_far
        for each in ARROWS:
            if each.origin is stage and each.goal not in seen:
                seen.add(each.goal)
                open_.append((each.goal, (*so_far, each)))
    return None


def final(step: Arrow) -> bool:
    """Whether nothing but a restore leads back from where a step leads."""
    return past_return(step.goal)


def deletes(step: Arrow) -> bool:
    """Whether what is on Azure may be deleted from this step on."""
    return STAGES[step.goal].deletes


def switched(
    step: Arrow, wave: str, base: Posture, cutover: Cutover, positions: Mapping[str, Position]
) -> tuple[Switched, ...]:
    """What a step turns, hand by hand in the order of their turns, while every other wave stays where it is."""
    before = {name: position.stage for name, position in positions.items()} | {wave: step.origin}
    was, now = (of_stages(base, cutover, {**before, wave: stage}) for stage in (step.origin, step.goal))
    return tuple(each for hand in step.hands for each in _turned(hand, was, now))


def _turned(hand: Hand, was: Posture, now: Posture) -> Iterator[Switched]:
    for part, name in _SETS[hand]:
        old, new = (getattr(getattr(posture, part), name) for posture in (was, now))
        for entries, on in ((new - old, True), (old - new, False)):
            if entries:
                yield Switched(hand, f"{part}.{name}", on, tuple(sorted(entries)))
    if hand == "bridge" and was.bridge.propagation != now.bridge.propagation:
        yield Switched(hand, "bridge.propagation", now.bridge.propagation)
