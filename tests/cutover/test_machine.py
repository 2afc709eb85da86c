"""The machine by its table and by every state that it can reach: what cannot be written down or begun, and that nothing is stuck."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from socle.cutover import (
    ARROWS,
    COPIED,
    HANDS,
    PHASES,
    STAGES,
    Arrow,
    Condition,
    Hand,
    Position,
    Row,
    Stage,
    arrow,
    begin,
    hold,
    prove,
    start,
    step_refusals,
    two_writers,
    writers,
)
from socle.messages import Refused

C, S = Condition, Stage
ALL = frozenset(Condition)
LOSS = frozenset({C.TARGET_CLOSED, C.LOSS_SIGNED})


def at(stage: Stage, **changes: object) -> Position:
    """A wave that stands in a stage, every hand of it proven."""
    shown = dict.fromkeys(HANDS, stage)
    return replace(Position(), stage=stage, shown={hand: (each,) for hand, each in shown.items()}, **changes)  # pyright: ignore[reportArgumentType]


def finished(position: Position) -> Position:
    for hand in position.waiting:
        position = prove(position, hand)
    return position


def moved(position: Position, *goals: Stage, met: frozenset[Condition] = ALL) -> Position:
    for goal in goals:
        position = finished(begin(position, goal, met))
    return position


Key = tuple[object, ...]


def key(position: Position) -> Key:
    """What tells one state from another; what only counts is left out."""
    return (position.stage, position.waiting, tuple(sorted(position.shown.items())), position.held, position.lossy)


def following(position: Position, met: frozenset[Condition], unknown: int) -> Iterator[Position]:
    known = position.settled or all(len(shown) <= unknown for shown in position.shown.values())
    for step in ARROWS if known else ():
        if step.origin is position.stage and not list(step_refusals(position, step, met)):
            yield begin(position, step.goal, met)
    if position.waiting:
        yield prove(position, position.waiting[0])


@cache
def states(unknown: int = 1) -> dict[Key, tuple[Position, tuple[Key, ...]]]:
    """Every state that a wave can be in, and those that come next, with all evidence and with none of the copy.

    unknown: how many stages a hand may show where a step is still answered before it is finished.
    """
    found: dict[Key, tuple[Position, tuple[Key, ...]]] = {}
    waiting = [start()]
    while waiting:
        position = waiting.pop()
        if key(position) in found:
            continue
        after = [each for met in (ALL, ALL - COPIED) for each in following(position, met, unknown)]
        found[key(position)] = (position, tuple(map(key, after)))
        waiting += after
    return found


def reachable() -> list[Position]:
    return [position for position, _ in states().values()]


def reaches(*goals: Stage, unknown: int = 1) -> set[Key]:
    """The states from which a wave can come to rest in one of some stages."""
    before: defaultdict[Key, list[Key]] = defaultdict(list)
    for each, (_, after) in states(unknown).items():
        for one in after:
            before[one].append(each)
    waiting = [each for each, (found, _) in states(unknown).items() if found.stage in goals and found.settled]
    good = set(waiting)
    while waiting:
        more = [each for each in before[waiting.pop()] if each not in good]
        good.update(more)
        waiting += more
    return good


def test_from_every_state_a_wave_can_retire_or_return() -> None:
    assert len(states()) > 100
    assert set(states()) == reaches(S.RETIRED, S.INVENTORIED)


def test_a_wave_can_retire_until_it_has_and_return_until_it_has_committed() -> None:
    assert set(states()) == reaches(S.RETIRED)
    gone = set(states()) - reaches(S.INVENTORIED)
    assert {states()[each][0].stage for each in gone} == {S.COMMITTED, S.RETIRING, S.RETIRED}


def test_every_stage_is_reached_and_nothing_else_is_ever_shown() -> None:
    assert {each.stage for each in reachable()} == set(Stage)


def test_no_reachable_state_has_two_writers() -> None:
    for position in reachable():
        assert not two_writers(position.shown)
        assert len(writers(position.shown)) <= 1


@pytest.mark.slow
def test_nothing_is_stuck_however_often_steps_are_answered_before_they_are_finished() -> None:
    assert len(states(len(Stage))) > 5_000
    assert set(states(len(Stage))) == reaches(S.RETIRED, unknown=len(Stage))
    assert not any(two_writers(position.shown) for position, _ in states(len(Stage)).values())


@pytest.mark.parametrize("stage", [S.SWITCHED, S.STABILISED])
@pytest.mark.parametrize("held", [False, True])
def test_the_target_can_be_fenced_whatever_is_held_or_has_expired(stage: Stage, held: bool) -> None:
    for position in (each for each in reachable() if each.stage is stage):
        fenced = begin(replace(position, held=held), S.FALLING_BACK)
        assert fenced.waiting[0] == "platform"


@pytest.mark.parametrize("stage", PHASES[1 : PHASES.index(S.FENCED) + 1])
@pytest.mark.parametrize("held", [False, True])
def test_every_step_before_the_switch_can_be_taken_back_without_evidence_from_the_middle_of_it(
    stage: Stage, held: bool
) -> None:
    goal = PHASES[PHASES.index(stage) - 1]
    for position in (each for each in reachable() if each.stage is stage):
        assert begin(replace(position, held=held), goal).stage is goal


def test_the_way_back_after_the_switch_is_two_steps_with_nobody_writing_between_them() -> None:
    falling = moved(at(S.SWITCHED), S.FALLING_BACK, met=frozenset())
    assert writers(falling.shown) == set()
    back = moved(falling, S.ROLLED_BACK, met=COPIED | {C.TARGET_CLOSED})
    assert writers(back.shown) == {"azure"}
    assert arrow(S.SWITCHED, S.ROLLED_BACK) is None
    assert back.epoch == at(S.SWITCHED).epoch + 2
    assert not back.lossy


@pytest.mark.parametrize("condition", sorted(COPIED | {C.TARGET_CLOSED}))
def test_authority_goes_back_only_over_a_proven_fence_and_an_equal_copy(condition: Condition) -> None:
    falling = moved(at(S.SWITCHED), S.FALLING_BACK)
    with pytest.raises(Refused, match=condition):
        begin(falling, S.ROLLED_BACK, (COPIED | {C.TARGET_CLOSED}) - {condition})


def test_a_loss_signed_by_both_roles_takes_the_place_of_the_copy_and_never_of_the_fence() -> None:
    falling = moved(at(S.SWITCHED), S.FALLING_BACK)
    assert moved(falling, S.ROLLED_BACK, met=LOSS).lossy
    with pytest.raises(Refused, match="target-closed"):
        begin(falling, S.ROLLED_BACK, LOSS - {C.TARGET_CLOSED})


def test_a_loss_that_was_not_needed_is_none() -> None:
    falling = moved(at(S.SWITCHED), S.FALLING_BACK)
    assert not moved(falling, S.ROLLED_BACK, met=LOSS | COPIED).lossy


def test_a_loss_stays_with_the_wave_until_the_platforms_copy_is_set_right() -> None:
    lossy = moved(moved(at(S.SWITCHED), S.FALLING_BACK), S.ROLLED_BACK, met=LOSS)
    assert hold(lossy).lossy
    assert moved(lossy, S.ABORTED).lossy
    assert not moved(lossy, S.ABORTED, S.BRIDGED).lossy
    assert not moved(lossy, S.SYNCING).lossy


def test_a_loss_is_no_way_forward() -> None:
    with pytest.raises(Refused, match="drained, parity, sequences"):
        begin(at(S.FENCED), S.SWITCHED, (ALL - COPIED) | {C.LOSS_SIGNED})


def test_azure_is_not_opened_while_a_half_fenced_platform_may_still_write() -> None:
    falling = begin(at(S.SWITCHED), S.FALLING_BACK)
    with pytest.raises(Refused, match="would let two write"):
        begin(falling, S.ROLLED_BACK, ALL)


def test_a_switch_that_has_begun_is_taken_back_by_the_fence_only() -> None:
    switching = prove(begin(at(S.FENCED), S.SWITCHED, ALL), "movers")
    assert [each.goal for each in ARROWS if each.origin is S.SWITCHED and each.kind == "back"] == [S.FALLING_BACK]
    falling = begin(switching, S.FALLING_BACK)
    assert falling.waiting == ("platform",)
    assert falling.shown["platform"] == (S.FENCED, S.SWITCHED, S.FALLING_BACK)


def test_a_hand_that_an_answered_step_left_unknown_is_proven_in_the_answer() -> None:
    switching = begin(at(S.FENCED), S.SWITCHED, ALL)
    falling = begin(switching, S.FALLING_BACK)
    assert falling.waiting == ("platform", "movers")


def test_a_hand_shows_the_new_stage_only_when_its_turn_has_come() -> None:
    switching = begin(at(S.FENCED), S.SWITCHED, ALL)
    assert [switching.shows(hand) for hand in ("movers", "platform", "bridge")] == [S.SWITCHED, S.FENCED, S.FENCED]
    with pytest.raises(Refused, match="not the turn of platform"):
        prove(switching, "platform")
    switching = prove(switching, "movers")
    assert switching.shown["movers"] == (S.SWITCHED,)
    assert [switching.shows(hand) for hand in ("platform", "bridge")] == [S.SWITCHED, S.FENCED]


def test_nothing_is_proven_that_was_not_begun() -> None:
    with pytest.raises(Refused, match="begin a step first"):
        prove(at(S.FENCED), "legacy")


def test_a_step_forward_waits_for_the_last_one() -> None:
    with pytest.raises(Refused, match="is not finished: legacy"):
        begin(begin(at(S.REHEARSED), S.FENCED, ALL), S.SWITCHED, ALL)


@pytest.mark.parametrize("step", [each for each in ARROWS if each.kind != "back"], ids=lambda each: each.goal)
def test_a_held_wave_goes_nowhere_forward(step: Arrow) -> None:
    with pytest.raises(Refused, match="held"):
        begin(hold(at(step.origin)), step.goal, ALL)
    assert begin(hold(hold(at(step.origin)), held=False), step.goal, ALL).stage is step.goal


@pytest.mark.parametrize(
    ("step", "condition"),
    [(step, each) for step in ARROWS for each in sorted(step.needs)],
    ids=lambda each: str(getattr(each, "goal", each)),
)
def test_every_condition_of_a_step_is_needed(step: Arrow, condition: Condition) -> None:
    with pytest.raises(Refused, match=condition):
        begin(at(step.origin), step.goal, ALL - {condition, C.LOSS_SIGNED})


@pytest.mark.parametrize("origin", Stage)
def test_what_is_not_in_the_table_cannot_be_begun(origin: Stage) -> None:
    goals = {each.goal for each in ARROWS if each.origin is origin}
    for goal in set(Stage) - goals:
        with pytest.raises(Refused, match="there is no step"):
            begin(at(origin), goal, ALL)


def test_phases_move_by_one() -> None:
    forward = [(each.origin, each.goal) for each in ARROWS if each.kind == "forward"]
    assert forward == list(pairwise(PHASES))


def test_the_epoch_grows_exactly_where_authority_moves_and_the_serial_with_every_change() -> None:
    for step in ARROWS:
        before = at(step.origin, epoch=5, serial=9)
        after = begin(before, step.goal, ALL)
        assert after.epoch == 5 + (STAGES[step.origin].writes != STAGES[step.goal].writes)
        assert after.serial == 10
        assert finished(after).serial == 10 + len(step.hands)
        assert finished(after).epoch == after.epoch
    assert hold(at(S.FROZEN)).serial == at(S.FROZEN).serial + 1


def test_a_new_wave_proves_that_it_is_closed_before_it_goes_on() -> None:
    with pytest.raises(Refused, match="not finished"):
        begin(start(), S.FROZEN, ALL)
    assert start().waiting == ("platform", "legacy", "bridge")
    assert finished(start()).settled


def test_a_position_in_which_two_could_write_does_not_exist() -> None:
    shown: dict[Hand, tuple[Stage, ...]] = {**at(S.SWITCHED).shown, "legacy": (S.FENCED, S.ROLLED_BACK)}
    with pytest.raises(ValueError, match="two could write"):
        Position(shown=shown)
    with pytest.raises(ValueError, match="two could write"):
        Position(shown={**at(S.SWITCHED).shown, "movers": (S.FENCED, S.SWITCHED)})
    with pytest.raises(ValueError, match="two could write"):
        Position(shown={**at(S.ROLLED_BACK).shown, "movers": (S.FALLING_BACK,)})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("azure", "azure", "reverse"), "two would write one copy"),
        (("scaleway", "scaleway", "forward"), "two would write one copy"),
        (("azure", "scaleway", "off"), "older copy"),
        (("scaleway", "azure", "off"), "older copy"),
        (("azure", "azure", "off", "", True), "deletion"),
        ((None, "azure", "off", "", True), "deletion"),
        (("scaleway", "scaleway", "reverse", "", True), "deletion"),
    ],
)
def test_a_stage_that_would_lose_data_cannot_be_written_down(row: tuple[object, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Row(*(*row, "")[:4], *row[4:])  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((S.FROZEN, S.SEEDING, "forward", (), {C.LEGAL}), "skips a phase"),
        ((S.SEEDING, S.FROZEN, "forward", (), {C.LEGAL}), "skips a phase"),
        ((S.REHEARSED, S.SWITCHED, "again", (), ALL), "two could write"),
        ((S.SWITCHED, S.SYNCING, "back", (), set()), "two could write"),
        ((S.SWITCHED, S.FENCED, "back", (), set()), "before the fence"),
        ((S.SYNCING, S.FALLING_BACK, "again", (), ALL), "before the fence"),
        ((S.FENCED, S.SWITCHED, "forward", (), ALL - {C.SOURCE_CLOSED}), "without proof"),
        ((S.FENCED, S.SWITCHED, "forward", (), ALL - {C.PARITY}), "without proof"),
        ((S.FENCED, S.SWITCHED, "forward", (), {C.SOURCE_CLOSED, C.DRAINED, C.PARITY, C.SEQUENCES}, True), "way back only"),
        ((S.FALLING_BACK, S.ROLLED_BACK, "back", (), COPIED, True), "without proof"),
        ((S.FALLING_BACK, S.ROLLED_BACK, "back", (), {C.TARGET_CLOSED}, True), "without proof"),
        ((S.FALLING_BACK, S.SWITCHED, "again", (), {C.APPROVED}), "Azure may be open"),
        ((S.SWITCHED, S.RETIRING, "again", (), ALL), "before its time"),
        ((S.STABILISED, S.RETIRED, "again", (), ALL), "before its time"),
        ((S.RETIRING, S.COMMITTED, "back", (), set()), "does not come back"),
        ((S.BRIDGED, S.SEEDING, "forward", (), set()), "without evidence"),
        ((S.SEEDING, S.BRIDGED, "back", (), {C.PARITY}), "waits for evidence"),
        ((S.SEEDING, S.BRIDGED, "back", ("legacy", "legacy"), set()), "carried out twice"),
    ],
    ids=lambda each: each if isinstance(each, str) else f"{each[0]}-{each[1]}",
)  # fmt: skip
def test_an_arrow_that_no_cut_over_may_have_cannot_be_written_down(ends: tuple[object, ...], said: str) -> None:
    *first, needs = ends[:5]
    with pytest.raises(ValueError, match=said):
        Arrow(*first, frozenset(needs), *ends[5:])  # pyright: ignore[reportArgumentType]


def test_a_wave_begins_at_its_first_epoch_and_record_without_a_loss() -> None:
    assert (start().stage, start().epoch, start().serial, start().held, start().lossy) == (
        S.INVENTORIED,
        1,
        1,
        False,
        False,
    )


def test_what_is_unfinished_names_the_one_whose_turn_it_is() -> None:
    with pytest.raises(Refused, match="deploy movers and record it, or take a step back"):
        begin(begin(at(S.FENCED), S.SWITCHED, ALL), S.STABILISED, ALL)


@pytest.mark.parametrize("value", [Position(), ARROWS[0], STAGES[S.FROZEN]], ids=lambda each: type(each).__name__)
def test_nothing_of_the_machine_changes_in_place(value: object) -> None:
    name = next(iter(vars(value)))
    with pytest.raises(AttributeError):
        setattr(value, name, None)
