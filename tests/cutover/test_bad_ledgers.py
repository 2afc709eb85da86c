"""Ledgers and windows that somebody wrote wrongly or tampered with, as `verify` tells them: a flip in every field, and more.

Does not prove that a collector saw what it signed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from socle.cutover import Arrow, Condition, Stage, State, Why, ahead_refusals, arrow, gate, label, window_now, window_of
from socle.cutover.evidence import Entry, Flaw, Head, Known, Line, entry, lines_of, verify, written
from socle.report.words import Language, Words

from .people import T0, answered, chained, collectors, known, record, signed
from .test_gates import ASKED, NOW, values

BOTH = ("operations", "quality")
FENCE = arrow(Stage.REHEARSED, Stage.FENCED)
SWITCH = arrow(Stage.FENCED, Stage.SWITCHED)


def sound() -> list[Entry]:
    return chained(
        record("fence-closed", values={"refused": 7}),
        record("parity", values={"objects": 606}),
        record("window", values=window()),
        record("hold", values={"held": True}),
        record("transition", values={"goal": "switched"}),
        r4=("collector",),
    )


def window(**changes: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in {**values(Condition.WINDOW, Stage.FENCED), **changes}.items()
        if value is not None
    }


@dataclass(frozen=True)
class Case:
    """A ledger that is wrong in one place: what is done to its text, the flaw, and the line that has it."""

    name: str
    change: Callable[[list[dict[str, Any]]], list[Any]]
    flaw: Flaw
    line: int


def field(name: str, value: Any) -> Case:
    """A flip of one field, with the address that was there."""

    def change(rows: list[dict[str, Any]]) -> list[Any]:
        rows[1]["record"][name] = value
        return rows

    return Case(f"a flip of {name}", change, Flaw.ALTERED, 2)


def unread(name: str, value: Any) -> Case:
    """A field that may not be: the line is no record."""

    def change(rows: list[dict[str, Any]]) -> list[Any]:
        rows[1]["record"][name] = value
        return rows

    return Case(f"{name} that is none: {value!r}"[:60], change, Flaw.UNREAD, 2)


def made(name: str, flaw: Flaw, line: int = 2, **changes: Any) -> Case:
    """A record that is wrong though its address and signature are its own."""

    def change(rows: list[dict[str, Any]]) -> list[Any]:
        lines = lines_of("".join(f"{json.dumps(row)}\n" for row in rows))
        kept = [each for each in lines if isinstance(each, Entry)]
        records = [each.record for each in kept]
        records[line - 1] = replace(records[line - 1], **changes)
        return [json.loads(text) for text in written(chained(*records)).splitlines()]

    return Case(name, change, flaw, line)


def signatures(name: str, flaw: Flaw, line: int, *who: str) -> Case:
    """A record signed by others than those who answer for it."""

    def change(rows: list[dict[str, Any]]) -> list[Any]:
        rows[line - 1]["signatures"] = [signed(rows[line - 1]["digest"], each) for each in who]
        return rows

    return Case(name, change, flaw, line)


def moved(name: str, order: list[int], flaw: Flaw, line: int) -> Case:
    return Case(name, lambda rows: [rows[each] for each in order], flaw, line)


CASES = [
    field("kind", "parities"), field("level", "declared"), field("estate", "other"), field("lifetime", "rehearsal"), field("wave", "other"),
    field("epoch", 2), field("serial", 7), field("previous", "a" * 64), field("at", "2026-12-01T04:59:59Z"), field("producer", "hand"),
    field("version", "0.1.1"), field("expires", "2026-12-09T00:00:00Z"), field("fence", "b" * 64), field("inputs", ["c" * 64]),
    field("values", {"objects": 607}),
    unread("kind", "Parity"), unread("kind", ""), unread("level", "believed"), unread("estate", "Étude"), unread("lifetime", "eternal"),
    unread("wave", None), unread("epoch", 0), unread("epoch", True), unread("epoch", "3"), unread("serial", -1), unread("serial", 2.0),
    unread("previous", "abc"), unread("at", "yesterday"), unread("at", None), unread("at", 3), unread("expires", "2020-01-01T00:00:00Z"),
    unread("fence", "abc"), unread("inputs", "abc"), unread("inputs", ["abc"]), unread("values", []),
    unread("values", {"who": "jeanne@x.org"}),
    unread("values", {"rows": 1.5}), unread("values", {"rows": 2**60}), unread("values", {"Rows": 1}), unread("more", 1),
    made("of another wave", Flaw.OTHER_WAVE, wave="other"), made("of another estate", Flaw.OTHER_ENVIRONMENT, estate="other"),
    made("of a rehearsal", Flaw.OTHER_ENVIRONMENT, lifetime="rehearsal"), made("of a newer epoch", Flaw.OTHER_EPOCH, epoch=4),
    made("of an older epoch", Flaw.OTHER_EPOCH, epoch=2), made("from the future", Flaw.FUTURE, at=T0 + timedelta(days=3)),
    made("expired", Flaw.EXPIRED, expires=T0 + timedelta(hours=30)),
    made("the same again", Flaw.REPLAYED, 2, kind="fence-closed", values={"refused": 7}, at=T0 + timedelta(hours=1)),
    signatures("unsigned", Flaw.UNSIGNED, 2), signatures("signed by people", Flaw.WRONG_ROLE, 2, "operations"),
    signatures("signed by a stranger", Flaw.UNLISTED, 2, "stranger"), signatures("a window signed by one", Flaw.UNSIGNED, 3, "quality"),
    signatures("a window signed twice by one", Flaw.TWICE, 3, "quality", "quality", "operations"),
    signatures("a window signed by a collector, too", Flaw.WRONG_ROLE, 3, *BOTH, "collector"),
    signatures("a transition signed by quality", Flaw.WRONG_ROLE, 5, "quality"), signatures("a hold that nobody signed", Flaw.UNSIGNED, 4),
    Case("a signature of another record", lambda rows: [{**row, "signatures": rows[0]["signatures"]} for row in rows], Flaw.FORGED, 2),
    Case("an address of another record", lambda rows: [rows[0], {**rows[1], "digest": "a" * 64}, *rows[2:]], Flaw.ALTERED, 2),
    moved("two in another order", [0, 2, 1, 3, 4], Flaw.REORDERED, 2), moved("one left out", [0, 2, 3, 4], Flaw.LEFT_OUT, 2),
    moved("one twice", [0, 1, 1, 2, 3, 4], Flaw.REPLAYED, 3), moved("the first left out", [1, 2, 3, 4], Flaw.LEFT_OUT, 1),
    moved("the tail cut off", [0, 1, 2], Flaw.CUT_OFF, 0), moved("nothing left", [], Flaw.CUT_OFF, 0),
]  # fmt: skip


def found(case: Case) -> list[Any]:
    rows = [json.loads(text) for text in written(sound()).splitlines()]
    lines: tuple[Line, ...] = lines_of("".join(f"{json.dumps(row)}\n" for row in case.change(rows)))
    last = sound()[-1]
    return verify(lines, known(heads=[Head(last.record.serial, last.digest)]))


def test_the_ledger_that_is_changed_is_sound() -> None:
    last = sound()[-1]
    assert verify(sound(), known(heads=[Head(last.record.serial, last.digest)])) == []
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_ledger_that_is_wrong_is_told_with_its_record_consequence_and_remedy(case: Case) -> None:
    flaws = found(case)
    assert (case.flaw, case.line) in [(each.flaw, each.line) for each in flaws], flaws
    told = next(each for each in flaws if each.flaw is case.flaw).refusal("acme/cutover/studies.jsonl")
    assert told.place.file == "acme/cutover/studies.jsonl"
    assert told.place.line == case.line
    assert told.consequence
    assert told.remedy
    french = Words(Language.FRENCH).refusal(told)
    assert told.consequence != french.consequence
    assert told.remedy != french.remedy


WINDOWS: list[tuple[str, dict[str, Any], Why, str]] = [
    *((f"no {name}", {name: None}, Why.INCOMPLETE, name) for name in ("start", "last-go", "abort-by", "end", "on-call-1")),
    *((f"{name} that is no time", {name: "tonight"}, Why.INCOMPLETE, name) for name in ("start", "last-go", "abort-by", "end")),
    ("a last go before the start", {"last-go": "2026-11-30T00:00:00Z"}, Why.INCOMPLETE, "last-go"),
    ("an abort-by before the last go", {"abort-by": "2026-12-01T04:00:00Z"}, Why.INCOMPLETE, "abort-by"),
    ("an end before abort-by", {"end": "2026-12-01T05:00:00Z"}, Why.INCOMPLETE, "end"),
    ("times of another zone", {"start": "2026-12-01T03:00:00+01:00"}, Why.INCOMPLETE, "start"),
    ("a blackout without an end", {"blackout-1": "2026-12-01T03:00:00Z"}, Why.INCOMPLETE, "blackout-1"),
    ("a blackout that ends before it begins", {"blackout-1": "2026-12-02T00:00:00Z/2026-12-01T00:00:00Z"}, Why.INCOMPLETE, "blackout-1"),
    ("a blackout now", {"blackout-1": "2026-12-01T22:00:00Z/2026-12-02T00:00:00Z"}, Why.OUTSIDE, "blackout"),
    ("no notice", {"notices": 0, "notices-sent": 0}, Why.EXCEEDED, "notices"),
    ("notices that were not sent", {"notices": 3, "notices-sent": 2}, Why.EXCEEDED, "notices-sent"),
    ("notices that nobody counted", {"notices": None}, Why.INCOMPLETE, "notices"),
    ("a window that has not begun", {"start": "2026-12-01T23:00:01Z", "last-go": "2026-12-01T23:30:00Z"}, Why.OUTSIDE, "last-go"),
    ("a last go that has passed", {"last-go": "2026-12-01T22:59:59Z"}, Why.OUTSIDE, "last-go"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "why", "about"), [each[1:] for each in WINDOWS], ids=[each[0] for each in WINDOWS])
def test_a_window_that_is_wrong_opens_no_gate(changes: dict[str, Any], why: Why, about: str) -> None:
    answer = of(FENCE, [answered(record("window", values=window(**changes), at=T0))])
    assert (answer.state is State.OPEN, answer.why, answer.about) == (False, why, about)


def of(step: Arrow | None, lines: list[Entry], **changes: Any) -> Any:
    assert step
    here: Known = known(at=NOW, **changes)
    return next(each for each in gate(step, lines, ASKED, here).answers if each.condition is Condition.WINDOW)


def test_a_window_holds_for_the_switch_that_follows_its_fence_until_abort_by() -> None:
    lines = [answered(record("window", values=window(), at=T0, epoch=2))]
    assert of(SWITCH, lines).state is State.OPEN
    late = window(**{"last-go": "2026-12-01T22:00:00Z", "abort-by": "2026-12-01T23:00:00Z"})
    assert of(SWITCH, [answered(record("window", values=late, at=T0, epoch=2))]).state is State.OPEN
    past = {**late, "abort-by": "2026-12-01T22:59:59Z"}
    assert of(SWITCH, [answered(record("window", values=past, at=T0, epoch=2))]).why is Why.OUTSIDE
    assert of(FENCE, [answered(record("window", values=late, at=T0, epoch=2))]).why is Why.OUTSIDE


def test_other_evidence_of_another_epoch_still_proves_nothing() -> None:
    lines = chained(record("parity", epoch=2), record("window", values=window(), epoch=2))
    assert SWITCH
    answers = {each.condition: each.why for each in gate(SWITCH, lines, ASKED, known(at=NOW)).answers}
    assert answers[Condition.PARITY] is Why.NOT_SEEN
    assert answers[Condition.WINDOW] is None


def test_the_newest_window_counts_and_a_flawed_one_is_none() -> None:
    later = window(**{"on-call-1": "quality"})
    lines = chained(record("window", values=window()), record("window", values=later))
    assert window_now(lines, known())
    assert window_now(lines, known()).on_call == ("quality",)  # type: ignore[union-attr]
    unsigned = chained(record("window", values=window()), record("window", values=later), r2=("quality",))
    assert window_now(unsigned, known()) is None
    wrong = chained(record("window", values=window()), record("window", values={"start": "soon"}))
    assert window_now(wrong, known()) is None
    assert window_now([], known()) is None


def test_a_change_in_a_window_is_as_announced_only_where_it_is_the_announced_one() -> None:
    announced = window(**{"announced-legacy": "a" * 64})
    here = window_of(record("window", values=announced))
    inside = here.start + timedelta(minutes=1)
    assert label(here, "legacy", "a" * 64, inside) == "as-announced"
    assert label(here, "legacy", "b" * 64, inside) == "deviates"
    assert label(here, "platform", "a" * 64, inside) == "not-announced"
    assert label(None, "legacy", "a" * 64, inside) == "not-announced"
    for at, said in ((here.start, "as-announced"), (here.end, "as-announced")):
        assert label(here, "legacy", "a" * 64, at) == said
    for at in (here.start - timedelta(seconds=1), here.end + timedelta(seconds=1)):
        assert label(here, "legacy", "a" * 64, at) == "not-announced"


def transition(goal: str, **changes: Any) -> Any:
    return record("transition", values={"goal": goal}, **changes)


def test_a_step_forward_beyond_the_committed_ledger_is_within_a_committed_window() -> None:
    steps = [transition(stage.value, at=T0) for stage in tuple(Stage)[1:6]]
    opened = record("window", values=window(), at=T0 + timedelta(minutes=1))
    lines = chained(
        *steps,
        opened,
        transition("fenced", at=T0 + timedelta(hours=1)),
        transition("rehearsed", at=T0 + timedelta(days=9)),
    )
    assert list(ahead_refusals(lines[:6], lines, "studies.jsonl")) == []
    (told,) = ahead_refusals(lines[:5], lines, "studies.jsonl")
    assert "the step to fenced is in no commit" in told.what
    assert (told.place.file, told.place.line) == ("studies.jsonl", 7)
    late = chained(*steps, opened, transition("fenced", at=T0 + timedelta(days=2)))
    assert len(list(ahead_refusals(late[:6], late, ""))) == 1
    assert list(ahead_refusals(late, late, "")) == []


def test_an_adopted_wave_begins_no_step_beyond_the_committed_ledger_outside_a_window() -> None:
    lines = chained(record("adoption", level="declared", values={"goal": "bridged"}), transition("seeding"))
    (told,) = ahead_refusals(lines[:1], lines, "studies.jsonl")
    assert "the step to seeding is in no commit" in told.what
    assert list(ahead_refusals(lines, lines, "")) == []


@pytest.mark.parametrize("opened", [False, True])
def test_an_adoption_that_is_in_no_commit_is_told_whatever_window_is_open(opened: bool) -> None:
    before = chained(record("window", values=window())) if opened else []
    made = chained(*(each.record for each in before), record("adoption", level="declared", values={"goal": "frozen"}))
    (told,) = ahead_refusals(before, made, "studies.jsonl")
    assert told.what == "the adoption at frozen is in no commit"
    assert (told.place.file, told.place.line) == ("studies.jsonl", len(made))
    assert list(ahead_refusals(made, made, "")) == []


def test_a_ledger_of_another_history_is_refused() -> None:
    lines = sound()
    for other in ([entry(lines[0].record), *lines[1:]], lines[1:], lines[:2]):
        (told,) = ahead_refusals(lines, other, "studies.jsonl")
        assert "does not continue the committed one" in told.what


def test_a_collector_is_held_to_its_level_and_its_days() -> None:
    lines = chained(record("parity"))
    for changes, flaw in (
        ({"levels": ["deployed"]}, Flaw.WRONG_ROLE),
        ({"valid_until": "2026-11-30"}, Flaw.OUTSIDE_VALIDITY),
        ({"valid_from": "2026-12-02"}, Flaw.OUTSIDE_VALIDITY),
    ):
        flaws = [
            each.flaw
            for each in verify(lines, known(heads=[Head(1, lines[0].digest)], collectors=collectors(**changes)))
        ]
        assert flaws == [Flaw.UNSIGNED, flaw]
