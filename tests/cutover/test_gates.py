"""Gates by their table: each condition met by a record that shows all that it asks, and not by one that lacks any of it.

A gate judges what collectors wrote. That they saw it is not proven here.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from socle.cutover import (
    ARROWS,
    KINDS,
    REQUIREMENTS,
    Arrow,
    Asked,
    Condition,
    Gate,
    Requirement,
    Stage,
    State,
    Why,
    arrow,
    asked_of,
    assessment_due,
    gate,
)
from socle.cutover.evidence import Entry, Head, Record
from socle.estate import ThresholdsSpec, load

from ..estate.cut_over import CUTOVER, write_cutover
from .people import T0, chained, known, record

C, S = Condition, Stage
ASKED = Asked(datasets=3, returning=1, services=2, health=True, thresholds=ThresholdsSpec())
FENCES = (C.SOURCE_CLOSED, C.TARGET_CLOSED)
BOTH = ("operations", "quality")
FORWARD = [each for each in ARROWS if each.needs]
NOW = T0 + timedelta(hours=20)


def of(origin: Stage, goal: Stage) -> Arrow:
    step = arrow(origin, goal)
    assert step
    return step


def values(condition: Condition, goal: Stage) -> dict[str, Any]:
    """What a record of a condition must at least say."""
    asked = REQUIREMENTS[condition]
    found: dict[str, Any] = {name: ASKED.bound(bound) for name, bound in (*asked.most.items(), *asked.least.items())}
    found |= {other: found[one] for one, other in asked.equal} | dict.fromkeys(asked.holds, True)
    found |= dict.fromkeys(asked.until, NOW.date().isoformat())
    if asked.goal:
        found["goal"] = goal.value
    if condition is C.WINDOW:
        times = {"start": T0, "last-go": NOW, "abort-by": NOW + timedelta(hours=1), "end": NOW + timedelta(hours=2)}
        found |= {name: f"{time:%Y-%m-%dT%H:%M:%SZ}" for name, time in times.items()} | {"on-call-1": "operations"}
    return found


def needed(step: Arrow, loss: bool = False) -> list[Condition]:
    """The conditions of a step in an order in which they can be recorded: the fence first, the approval last."""
    wanted = [each for each in Condition if each in step.needs or (loss and each is C.LOSS_SIGNED)]
    return sorted(wanted, key=lambda each: (each is C.APPROVED, each not in FENCES))


def records(step: Arrow, conditions: list[Condition], **changes: dict[str, Any]) -> list[Entry]:
    """A ledger with a sound record of each condition; `parity={...}` changes that one, `values` are merged."""
    made: list[Record] = []
    for condition in conditions:
        asked, change = REQUIREMENTS[condition], dict(changes.get(condition.name.lower(), {}))
        said = {**values(condition, step.goal), **change.pop("values", {})}
        said = {name: value for name, value in said.items() if value is not None}
        so_far = chained(*made)
        fence = next((each.digest for each in reversed(so_far) if asked.after and each.record.kind in FENCES), "")
        inputs = tuple(each.digest for each in so_far) if condition is C.APPROVED else ()
        default = {
            "level": asked.level,
            "values": said,
            "fence": fence,
            "inputs": inputs,
            "at": NOW - timedelta(hours=1),
        }
        made.append(record(KINDS[condition], **{**default, **change}))
    return chained(*made)


def ask(step: Arrow, lines: list[Entry], asked: Asked = ASKED, at: datetime = NOW, **changes: Any) -> Gate:
    return gate(
        step, lines, asked, known(at=at, heads=(Head(len(lines), lines[-1].digest),) if lines else (), **changes)
    )


def answer(found: Gate, condition: Condition) -> tuple[State, Why | None]:
    return next((each.state, each.why) for each in found.answers if each.condition is condition)


def id_of(value: object) -> str:
    return f"{value.origin}-{value.goal}" if isinstance(value, Arrow) else str(value)


@pytest.mark.parametrize("step", FORWARD, ids=id_of)
def test_a_gate_opens_when_everything_is_shown(step: Arrow) -> None:
    found = ask(step, records(step, needed(step)))
    assert [
        (each.condition, each.why, each.about)
        for each in found.answers
        if each.why and each.condition is not C.LOSS_SIGNED
    ] == []
    assert found.state is State.OPEN
    assert found.met >= step.needs


@pytest.mark.parametrize("step", FORWARD, ids=id_of)
def test_what_nobody_has_seen_opens_nothing(step: Arrow) -> None:
    found = ask(step, [])
    assert found.state is State.UNDETERMINED
    assert not found.met & step.needs
    assert {each.why for each in found.answers} == {Why.NOT_SEEN}


PAIRS = [(step, each) for step in FORWARD for each in sorted(step.needs)]


@pytest.mark.parametrize(("step", "condition"), PAIRS, ids=id_of)
def test_each_condition_alone_keeps_the_gate_shut(step: Arrow, condition: Condition) -> None:
    left = [each for each in needed(step) if each is not condition]
    found = ask(step, records(step, left)) if left else ask(step, [])
    assert answer(found, condition) == (State.UNDETERMINED, Why.NOT_SEEN)
    assert found.state is State.UNDETERMINED


ROWS = [
    (next(step for step in FORWARD if each in step.needs or (each is C.LOSS_SIGNED and step.or_loss)), each)
    for each in Condition
]


def changed(step: Arrow, condition: Condition, **change: Any) -> Gate:
    loss = condition is C.LOSS_SIGNED
    return ask(step, records(step, needed(step, loss), **{condition.name.lower(): change}))


BOUNDS = [
    (step, condition, name, delta)
    for step, condition in ROWS
    for bounds, delta in ((REQUIREMENTS[condition].most, 1), (REQUIREMENTS[condition].least, -1))
    for name in bounds
]


@pytest.mark.parametrize(("step", "condition", "name", "delta"), BOUNDS, ids=id_of)
def test_a_number_past_its_bound_shuts_the_gate_and_one_that_is_missing_leaves_it_open_to_doubt(
    step: Arrow, condition: Condition, name: str, delta: int
) -> None:
    beyond = values(condition, step.goal)[name] + delta
    assert answer(changed(step, condition, values={name: beyond}), condition) == (State.CLOSED, Why.EXCEEDED)
    for unknown in (None, True, "0", -1)[:: 1 if name in ("accepted", "datasets") else 9]:
        assert answer(changed(step, condition, values={name: unknown}), condition) == (
            State.UNDETERMINED,
            Why.INCOMPLETE,
        )


HELD = [(step, each, name) for step, each in ROWS for name in REQUIREMENTS[each].holds]


@pytest.mark.parametrize(("step", "condition", "name"), HELD, ids=id_of)
def test_what_must_hold_is_said_to_hold(step: Arrow, condition: Condition, name: str) -> None:
    assert answer(changed(step, condition, values={name: False}), condition) == (State.CLOSED, Why.EXCEEDED)
    for unknown in (None, 1, "yes"):
        assert answer(changed(step, condition, values={name: unknown}), condition) == (
            State.UNDETERMINED,
            Why.INCOMPLETE,
        )


def test_every_kind_of_credential_that_is_in_use_was_refused() -> None:
    step = of(S.FENCED, S.SWITCHED)
    assert answer(changed(step, C.SOURCE_CLOSED, values={"kinds": 5, "refused": 5}), C.SOURCE_CLOSED)[0] is State.OPEN
    found = changed(step, C.SOURCE_CLOSED, values={"kinds": 5, "refused": 4})
    assert answer(found, C.SOURCE_CLOSED) == (State.CLOSED, Why.EXCEEDED)
    assert found.state is State.CLOSED
    short = changed(step, C.SOURCE_CLOSED, values={"minutes": 14})
    assert answer(short, C.SOURCE_CLOSED) == (State.CLOSED, Why.EXCEEDED)


@pytest.mark.parametrize(("step", "condition"), ROWS, ids=id_of)
def test_a_lower_level_than_is_asked_for_is_no_evidence(step: Arrow, condition: Condition) -> None:
    lower = {"observed": "deployed", "deployed": "declared"}.get(REQUIREMENTS[condition].level)
    if lower:
        assert answer(changed(step, condition, level=lower), condition) == (State.UNDETERMINED, Why.LEVEL)
    assert answer(changed(step, condition, level="observed"), condition)[0] is State.OPEN


@pytest.mark.parametrize(("step", "condition"), ROWS, ids=id_of)
def test_evidence_ages(step: Arrow, condition: Condition) -> None:
    name = REQUIREMENTS[condition].fresh
    old = {
        "evidence_hours": timedelta(hours=24),
        "rehearsal_days": timedelta(days=30),
        "restore_days": timedelta(days=30),
    }
    if name:
        assert answer(changed(step, condition, at=NOW - old[name]), condition) == (State.UNDETERMINED, Why.TOO_OLD)
        assert answer(changed(step, condition, at=NOW - old[name] + timedelta(seconds=1)), condition)[0] is State.OPEN
    assert answer(changed(step, condition, expires=NOW), condition) == (State.UNDETERMINED, Why.TOO_OLD)
    assert answer(changed(step, condition, expires=NOW + timedelta(seconds=1)), condition)[0] is State.OPEN


@pytest.mark.parametrize(("step", "condition"), ROWS, ids=id_of)
def test_evidence_of_another_epoch_or_from_the_future_is_none(step: Arrow, condition: Condition) -> None:
    lines = records(step, needed(step, condition is C.LOSS_SIGNED))
    later = (
        (State.OPEN, None) if condition is C.WINDOW else (State.UNDETERMINED, Why.NOT_SEEN)
    )  # the fence grows the epoch
    assert answer(ask(step, lines, epoch=4), condition) == later
    late = ask(step, lines, at=T0)
    assert late.state is State.UNDETERMINED
    assert not late.met & step.needs


@pytest.mark.parametrize("item", REQUIREMENTS[C.LEGAL].until)
def test_each_legal_ground_has_a_last_day_that_has_not_passed(item: str) -> None:
    step = of(S.BRIDGED, S.SEEDING)
    yesterday = (NOW - timedelta(days=1)).date().isoformat()
    assert answer(changed(step, C.LEGAL, values={item: yesterday}), C.LEGAL) == (State.CLOSED, Why.ENDED)
    assert answer(changed(step, C.LEGAL, values={item: None}), C.LEGAL) == (State.UNDETERMINED, Why.INCOMPLETE)
    assert answer(changed(step, C.LEGAL, values={item: "for ever"}), C.LEGAL) == (State.UNDETERMINED, Why.INCOMPLETE)
    assert len(REQUIREMENTS[C.LEGAL].until) == 6


def test_the_legal_gate_is_asked_of_what_may_be_health_data_only() -> None:
    step = of(S.BRIDGED, S.SEEDING)
    lines = records(step, [each for each in needed(step) if each is not C.LEGAL])
    assert ask(step, lines, replace(ASKED, health=False)).state is State.OPEN
    assert ask(step, lines).state is State.UNDETERMINED


def test_the_way_back_for_data_is_asked_of_what_goes_back_only() -> None:
    step = of(S.FENCED, S.SWITCHED)
    lines = records(step, [each for each in needed(step) if each is not C.REVERSE_READY])
    assert ask(step, lines, replace(ASKED, returning=0)).state is State.OPEN
    assert ask(step, lines).state is State.UNDETERMINED


@pytest.mark.parametrize("condition", [C.DRAINED, C.PARITY, C.SEQUENCES])
def test_a_copy_is_measured_at_the_fence_that_was_proven_before(condition: Condition) -> None:
    step = of(S.FENCED, S.SWITCHED)
    other = changed(step, condition, fence="d" * 64)
    assert answer(other, condition) == (State.UNDETERMINED, Why.OTHER_FENCE)
    assert answer(changed(step, condition, fence=""), condition) == (State.UNDETERMINED, Why.OTHER_FENCE)


def test_a_fence_that_failed_between_makes_the_copy_count_for_nothing() -> None:
    step = of(S.FENCED, S.SWITCHED)
    lines = [each.record for each in records(step, [C.SOURCE_CLOSED, C.PARITY])]
    again = replace(lines[0], values={**lines[0].values, "note": "again"})
    failed = replace(lines[0], values={**lines[0].values, "accepted": 1})
    held = ask(step, _chain(lines, again))
    assert answer(held, C.PARITY)[0] is State.OPEN
    between = ask(step, _chain(lines, failed, again))
    assert answer(between, C.SOURCE_CLOSED)[0] is State.OPEN
    assert answer(between, C.PARITY) == (State.UNDETERMINED, Why.OTHER_FENCE)
    early = ask(step, _chain([lines[0], lines[0]], replace(lines[1], fence=_chain(lines)[0].digest)))
    assert early.state is State.UNDETERMINED


def _chain(first: list[Record], *more: Record) -> list[Entry]:
    """A fence, a copy that names it, and more."""
    fence = chained(first[0])[0]
    return chained(first[0], replace(first[1], fence=fence.digest), *more)


def test_a_copy_that_is_compared_without_a_fence_in_its_step_names_none() -> None:
    step = of(S.STABILISED, S.COMMITTED)
    assert answer(changed(step, C.PARITY, fence=""), C.PARITY)[0] is State.OPEN


@pytest.mark.parametrize("step", [each for each in FORWARD if C.APPROVED in each.needs], ids=id_of)
def test_an_approval_is_for_one_step_and_names_all_that_it_rests_on(step: Arrow) -> None:
    other = changed(step, C.APPROVED, values={"goal": "frozen"})
    assert answer(other, C.APPROVED) == (State.CLOSED, Why.OTHER_GOAL)
    assert answer(changed(step, C.APPROVED, values={"goal": None}), C.APPROVED) == (State.CLOSED, Why.OTHER_GOAL)
    lines = records(step, needed(step))
    inputs = lines[-1].record.inputs
    for left_out in range(len(inputs)):
        fewer = changed(step, C.APPROVED, inputs=inputs[:left_out] + inputs[left_out + 1 :])
        assert answer(fewer, C.APPROVED) == (State.UNDETERMINED, Why.NOT_NAMED)


def test_one_approval_opens_one_of_two_gates_of_an_epoch() -> None:
    committed, retiring = of(S.STABILISED, S.COMMITTED), of(S.COMMITTED, S.RETIRING)
    lines = records(committed, needed(committed))
    more = records(retiring, [each for each in needed(retiring) if each is not C.APPROVED])
    both = [each.record for each in (*lines, *more)]
    whole = chained(*both)
    assert answer(ask(retiring, whole), C.APPROVED) == (State.CLOSED, Why.OTHER_GOAL)


@pytest.mark.parametrize(
    ("goal", "start", "last_go", "abort_by", "end", "expected"),
    [
        (S.FENCED, -1, 1, 2, 3, None),
        (S.FENCED, 0, 0, 2, 3, None),
        (S.FENCED, 1, 2, 3, 4, Why.OUTSIDE),
        (S.FENCED, -3, -1, 2, 3, Why.OUTSIDE),
        (S.SWITCHED, -3, -1, 2, 3, None),
        (S.SWITCHED, -3, -1, 0, 3, None),
        (S.SWITCHED, -4, -3, -1, 3, Why.OUTSIDE),
        (S.SWITCHED, 1, 2, 3, 4, Why.OUTSIDE),
        (S.FENCED, -1, 2, 1, 3, Why.INCOMPLETE),
        (S.FENCED, -1, 1, 3, 2, Why.INCOMPLETE),
        (S.FENCED, -1, None, 3, 4, Why.INCOMPLETE),
    ],
)
def test_the_fence_closes_until_the_last_go_and_the_switch_begins_until_abort_by(
    goal: Stage, start: int, last_go: int | None, abort_by: int, end: int, expected: Why | None
) -> None:
    step = next(each for each in ARROWS if each.goal is goal and each.kind == "forward")
    times = {"start": start, "last-go": last_go, "abort-by": abort_by, "end": end}
    told = {
        name: None if hours is None else f"{NOW + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"
        for name, hours in times.items()
    }
    state, why = answer(changed(step, C.WINDOW, values=told), C.WINDOW)
    assert why is expected
    assert (state is State.OPEN) == (expected is None)


def test_the_newest_record_of_a_kind_counts_in_either_direction() -> None:
    step = of(S.FENCED, S.SWITCHED)
    good = records(step, [C.IMAGES_EQUAL])[0].record
    bad = replace(good, values={"missing": 1})
    assert answer(ask(step, chained(bad, good)), C.IMAGES_EQUAL)[0] is State.OPEN
    assert answer(ask(step, chained(good, bad)), C.IMAGES_EQUAL)[0] is State.CLOSED


def test_a_signed_loss_opens_the_way_back_and_no_way_forward() -> None:
    step = of(S.FALLING_BACK, S.ROLLED_BACK)
    lines = records(step, [C.TARGET_CLOSED, C.LOSS_SIGNED])
    found = ask(step, lines)
    assert found.state is State.OPEN
    assert C.PARITY not in found.met
    assert ask(step, records(step, [C.LOSS_SIGNED])).state is State.UNDETERMINED
    assert answer(changed(step, C.LOSS_SIGNED, fence="e" * 64), C.LOSS_SIGNED) == (State.UNDETERMINED, Why.OTHER_FENCE)
    assert C.LOSS_SIGNED not in {each.condition for each in ask(of(S.FENCED, S.SWITCHED), lines).answers}


def test_known_not_to_hold_comes_before_not_known() -> None:
    step = of(S.FENCED, S.SWITCHED)
    found = changed(step, C.PARITY, values={"differences": 1}, expires=NOW, fence="f" * 64)
    assert answer(found, C.PARITY) == (State.CLOSED, Why.EXCEEDED)
    assert found.state is State.CLOSED


@pytest.mark.parametrize("step", ARROWS, ids=id_of)
def test_of_a_broken_ledger_nothing_counts_and_what_asks_for_nothing_is_open(step: Arrow) -> None:
    lines = records(step, needed(step)) or chained(record(values={"first": 1}))
    lines[0] = Entry(replace(lines[0].record, values={"tampered": 1}), lines[0].digest)
    found = ask(step, lines)
    assert found.state is (State.UNDETERMINED if step.needs else State.OPEN)
    assert {each.why for each in found.answers} <= {Why.LEDGER}
    assert found.met == frozenset()


def test_every_condition_has_its_requirement_and_every_bound_is_a_number() -> None:
    assert set(REQUIREMENTS) == set(Condition) == set(KINDS)
    for each in REQUIREMENTS.values():
        assert isinstance(each, Requirement)
        assert all(ASKED.bound(bound) >= 0 for bound in (*each.most.values(), *each.least.values()))
        assert not each.fresh or each.fresh in ThresholdsSpec.model_fields


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        (C.SOURCE_CLOSED, {"accepted": 0, "connections": 0, "datasets": 3, "kinds": 1, "minutes": 15}),
        (C.PARITY, {"differences": 0, "unverified": 0, "datasets": 3, "compared": 1}),
        (C.DRAINED, {"outstanding": 0, "datasets": 3}),
        (C.OLD_END_UNUSED, {"connections": 0, "clients": 1, "days": 14}),
        (C.DARK_PERIOD, {"missed": 0, "deleted": 0, "days": 30}),
        (C.FREEZE_LAYERS, {"unfrozen": 0, "layers": 5}),
        (C.IN_SYNC, {"errors": 0, "lag-seconds": 60, "slot-gb": 64, "datasets": 3, "watched-hours": 24}),
        (C.FREE_SPACE, {"datasets": 3, "free-percent": 200}),
        (C.TTL_LOWERED, {"ttl-seconds": 60, "old-ttl-left-seconds": 0, "names": 2}),
        (C.REVERSE_READY, {"errors": 0, "datasets": 1, "probed": 1}),
        (C.DAYS_SWITCHED, {"days": 14}),
    ],
)
def test_what_is_asked_of_a_wave_by_its_thresholds(condition: Condition, shown: dict[str, int]) -> None:
    asked = REQUIREMENTS[condition]
    assert {name: ASKED.bound(bound) for name, bound in (*asked.most.items(), *asked.least.items())} == shown


def test_a_wave_asks_by_its_own_thresholds(tmp_path: Path) -> None:
    estate = load(write_cutover(tmp_path, CUTOVER)).estate
    asked = asked_of(estate, "studies")
    assert (asked.datasets, asked.returning, asked.services) == (3, 1, 0)
    assert asked.bound("unused_days") == 21
    assert asked_of(estate, "catalogue").services == 1
    with pytest.raises(KeyError):
        asked_of(estate, "nothing")
    with pytest.raises(KeyError):
        asked_of(estate.model_copy(update={"cutover": None}), "studies")


PLAIN = CUTOVER.replace(
    "      session-key: {vault: keys, secrets: [portal]}\n      images: {other: images, registry: images}\n", ""
)


@pytest.mark.parametrize(
    ("cutover", "wave", "health"),
    [(CUTOVER, "studies", True), (PLAIN, "catalogue", False), (CUTOVER, "catalogue", True)],
    ids=["health", "internal", "not classed"],
)
def test_what_nobody_has_classed_may_be_health_data(tmp_path: Path, cutover: str, wave: str, health: bool) -> None:
    estate = load(write_cutover(tmp_path, cutover)).estate
    assert asked_of(estate, wave).health is health
    assert asked_of(estate.model_copy(update={"legacy": None}), wave).health


def test_a_loss_is_told_within_three_days() -> None:
    assert assessment_due(T0) == T0 + timedelta(hours=72)


def test_a_day_that_nobody_wrote_hides_no_day_that_has_passed() -> None:
    step = of(S.BRIDGED, S.SEEDING)
    yesterday = (NOW - timedelta(days=1)).date().isoformat()
    first, *_, last = REQUIREMENTS[C.LEGAL].until
    found = changed(step, C.LEGAL, values={first: None, last: yesterday})
    assert answer(found, C.LEGAL) == (State.CLOSED, Why.ENDED)


def test_every_value_that_is_not_known_is_looked_past_for_one_that_is_known_not_to_hold() -> None:
    step = of(S.FENCED, S.SWITCHED)
    assert answer(changed(step, C.PARITY, values={"differences": None, "compared": 0}), C.PARITY) == (
        State.CLOSED,
        Why.EXCEEDED,
    )
    told = next(
        each for each in changed(step, C.PARITY, values={"compared": None}).answers if each.condition is C.PARITY
    )
    assert told.about == "compared"
    assert told.record


def test_of_what_is_wrong_not_one_is_let_through_and_of_what_must_be_seen_one_is_asked_for() -> None:
    most = {(each, name): bound for each, asked in REQUIREMENTS.items() for name, bound in asked.most.items()}
    least = {(each, name): bound for each, asked in REQUIREMENTS.items() for name, bound in asked.least.items()}
    numbers = {key: bound for key, bound in most.items() if isinstance(bound, int) and bound}
    assert numbers == {(C.TTL_LOWERED, "ttl-seconds"): 60}
    numbers = {key: bound for key, bound in least.items() if isinstance(bound, int) and bound != 1}
    assert numbers == {(C.FREEZE_LAYERS, "layers"): 5}


def test_a_collectors_clock_may_be_ahead_by_the_skew_and_no_more() -> None:
    step = of(S.COMMITTED, S.RETIRING)
    ahead = timedelta(minutes=5)
    assert answer(changed(step, C.DARK_PERIOD, at=NOW + ahead), C.DARK_PERIOD)[0] is State.OPEN
    late = changed(step, C.DARK_PERIOD, at=NOW + ahead + timedelta(seconds=1))
    assert answer(late, C.DARK_PERIOD)[0] is State.UNDETERMINED


@pytest.mark.parametrize(
    "value", [ASKED, ask(of(S.RETIRING, S.RETIRED), []), REQUIREMENTS[C.PARITY]], ids=lambda each: type(each).__name__
)
def test_nothing_of_a_gate_changes_in_place(value: object) -> None:
    with pytest.raises(AttributeError):
        setattr(value, next(iter(vars(value))), None)
