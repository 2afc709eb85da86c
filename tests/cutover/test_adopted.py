"""A wave that was on its way before it had a ledger: adopted at the phase that it proves, and at no other."""

from typing import Any

import pytest

from socle.cutover import ADOPTABLE, ADOPTED, KINDS, REQUIREMENTS, Condition, Position, Stage, arrow
from socle.cutover.reached import _proofs  # pyright: ignore[reportPrivateUsage]

from .test_gates import FENCES, needed, values
from .test_reached import Book, refused

C, S = Condition, Stage


def shown(book: Book, goal: Stage, left_out: frozenset[Condition] = frozenset()) -> list[str]:
    """Record all that the phase must prove, each condition once."""
    found: dict[Condition, str] = {}
    for step, conditions in _proofs(goal):
        for condition in (each for each in needed(step) if each in conditions - left_out - found.keys()):
            asked = REQUIREMENTS[condition]
            fence = next((found[each] for each in FENCES if each in found), "") if asked.after else ""
            said = values(condition, step.goal) | {"note": f"{book.hour}"}
            found[condition] = book.write(KINDS[condition], level=asked.level, values=said, fence=fence, epoch=1)
    return list(found.values())


def adopted(goal: Stage, left_out: frozenset[Condition] = frozenset(), **changes: Any) -> Book:
    book = Book()
    inputs = tuple(shown(book, goal, left_out))
    said: dict[str, Any] = {"level": "declared", "epoch": 1, "inputs": inputs, "values": {"goal": goal.value}}
    book.write(ADOPTED, **{**said, **changes})
    return book


def test_only_phases_in_which_somebody_writes_and_nothing_is_deleted_are_adopted() -> None:
    assert [each.value for each in ADOPTABLE] == [
        "frozen", "bridged", "seeding", "syncing", "rehearsed", "switched", "stabilised", "committed",
    ]  # fmt: skip


@pytest.mark.parametrize("goal", [S.FROZEN, S.REHEARSED, S.SWITCHED])
def test_a_wave_goes_on_at_the_phase_that_it_proves_once_every_stack_shows_it(goal: Stage) -> None:
    book = adopted(goal)
    position: Position = book.position
    assert (position.stage, position.waiting, position.epoch) == (goal, ("platform", "legacy", "bridge"), 1)
    assert {position.shows(hand) for hand in ("movers", "legacy", "platform", "bridge")} == {goal}
    book.finish()
    assert book.position.settled


def test_before_every_stack_is_proven_no_step_goes_forward() -> None:
    book = adopted(S.FROZEN)
    book.step(S.BRIDGED, book.show(S.BRIDGED))
    refused(book, "is not finished")


@pytest.mark.parametrize(
    ("goal", "condition"),
    [(S.BRIDGED, C.FREEZE_LAYERS), (S.SEEDING, C.LEGAL), (S.SWITCHED, C.PARITY), (S.SWITCHED, C.LEGAL)],
)
def test_what_a_phase_does_not_prove_is_named(goal: Stage, condition: Condition) -> None:
    book = adopted(goal, frozenset({condition}))
    refused(book, f"does not prove that it is at {goal}; it lacks: {condition}")
    assert book.reached.position.stage is S.INVENTORIED


@pytest.mark.parametrize("goal", [S.INVENTORIED, S.FENCED, S.RETIRING, S.RETIRED, S.FALLING_BACK])
def test_no_wave_is_adopted_behind_a_fence_or_where_something_is_deleted(goal: Stage) -> None:
    book = Book()
    book.write(ADOPTED, level="declared", epoch=1, values={"goal": goal.value})
    refused(book, "at no phase that can be adopted")


@pytest.mark.parametrize("begun", ["deploy", "hold"])
def test_a_wave_that_has_begun_is_not_adopted(begun: str) -> None:
    book = Book()
    inputs = shown(book, S.FROZEN)
    if begun == "deploy":
        book.deploy()
    else:
        book.write("hold", epoch=1, values={"held": True})
    book.write(ADOPTED, level="declared", epoch=1, inputs=tuple(inputs), values={"goal": "frozen"})
    refused(book, "of a wave that has begun")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"inputs": ()}, "does not name what its gate rested on"),
        ({"epoch": 2}, "does not name what its gate rested on"),
        ({"signers": ("operations",)}, "is unsigned (quality)"),
        ({"signers": ("operations", "deputy")}, ""),
    ],
    ids=range(4),
)
def test_an_adoption_names_its_evidence_and_both_roles_sign_it(changes: dict[str, Any], said: str) -> None:
    book = adopted(S.FROZEN, **changes)
    if said:
        refused(book, said)
    else:
        assert book.position.stage is S.FROZEN
    assert arrow(S.INVENTORIED, S.FROZEN)
