"""Where a wave stands by its ledger alone: a whole way there and back, and what no ledger can make it believe.

The records are as collectors would write them; that they saw it is not proven here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from socle.cutover import KINDS, REQUIREMENTS, Condition, Position, Reached, Stage, arrow, reached
from socle.cutover.evidence import Entry, Line, Record, Unread, entry

from .people import T0, answering, known, record, signed
from .test_gates import ASKED, FENCES, needed, values

C, S = Condition, Stage


class Book:
    """A ledger that is written an hour at a time, with what is known of it."""

    def __init__(self, lines: Sequence[Entry] = ()) -> None:
        self.lines = list(lines)
        self.hour = len(lines)
        self.read: dict[int, Position] = {}

    @property
    def reached(self) -> Reached:
        return reached(self.lines, ASKED, known(at=T0 + timedelta(hours=self.hour + 1), epoch=1))

    @property
    def position(self) -> Position:
        if len(self.lines) not in self.read:
            found = self.reached
            assert found.refusals == ()
            self.read[len(self.lines)] = found.position
        return self.read[len(self.lines)]

    def write(self, kind: str, signers: tuple[str, ...] | None = None, **changes: Any) -> str:
        last = self.lines[-1] if self.lines else None
        self.hour += 1
        place = {"serial": len(self.lines) + 1, **({"previous": last.digest} if last else {})}
        made = record(kind, **{"at": T0 + timedelta(minutes=self.hour), **place, **changes})
        self.lines.append(
            entry(made, *(signed(made.digest, who) for who in (answering(made) if signers is None else signers)))
        )
        return made.digest

    def show(self, goal: Stage, left_out: frozenset[Condition] = frozenset(), epoch: int | None = None) -> list[str]:
        """Record all that the step to a stage asks for."""
        position = self.position
        step = arrow(position.stage, goal)
        assert step
        shown: dict[Condition, str] = {}
        for condition in (each for each in needed(step) if each not in left_out):
            asked, kind = REQUIREMENTS[condition], KINDS[condition]
            said = values(condition, goal) | ({"note": f"{self.hour}"} if condition is not C.APPROVED else {})
            fence = next((shown[each] for each in FENCES if each in shown), "") if asked.after else ""
            inputs = tuple(shown.values()) if condition is C.APPROVED else ()
            shown[condition] = self.write(
                kind, level=asked.level, values=said, fence=fence, inputs=inputs, epoch=epoch or position.epoch
            )
        return list(shown.values())

    def step(self, goal: Stage, inputs: list[str], **changes: Any) -> None:
        default = {
            "values": {"goal": goal.value},
            "inputs": tuple(inputs),
            "level": "declared",
            "epoch": self.position.epoch,
        }
        self.write("transition", changes.pop("signers", ("operations",)), **{**default, **changes})

    def deploy(self, **changes: Any) -> None:
        position = self.position
        said = {"hand": position.waiting[0], "position": position.serial}
        self.write("deployment", level="deployed", epoch=position.epoch, **{"values": said, **changes})

    def finish(self) -> None:
        for _ in self.position.waiting:
            self.deploy()

    def go(self, *goals: Stage) -> "Book":
        self.finish()
        for goal in goals:
            self.step(goal, self.show(goal))
            self.finish()
        return self


@cache
def _fenced() -> tuple[Entry, ...]:
    return tuple(Book().go(S.FROZEN, S.BRIDGED, S.SEEDING, S.SYNCING, S.REHEARSED, S.FENCED).lines)


def fenced() -> Book:
    return Book(_fenced())


def refused(book: Book, said: str) -> None:
    found = book.reached
    assert any(said in each.what for each in found.refusals), found.refusals
    assert all(each.place.file == "acme/cutover/studies.jsonl" for each in found.refusals)


@pytest.mark.slow
def test_a_ledger_leads_there_and_back() -> None:
    book = fenced().go(S.SWITCHED, S.FALLING_BACK, S.ROLLED_BACK, S.SYNCING)
    assert (book.position.stage, book.position.epoch, book.position.settled) == (S.SYNCING, 5, True)
    assert not book.position.lossy


def test_an_empty_ledger_is_a_wave_that_has_proven_nothing() -> None:
    found = reached([], ASKED, known())
    assert (found.position.stage, found.position.waiting, found.refusals) == (
        S.INVENTORIED,
        ("platform", "legacy", "bridge"),
        (),
    )


def test_what_expires_between_two_stacks_tears_nothing() -> None:
    book = fenced()
    book.step(S.SWITCHED, book.show(S.SWITCHED))
    book.deploy()
    later = reached(book.lines, ASKED, known(at=T0 + timedelta(days=300), epoch=1))
    assert (later.position.stage, later.position.waiting, later.refusals) == (S.SWITCHED, ("platform", "bridge"), ())


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda book, inputs: book.step(S.SWITCHED, inputs[1:]), "does not name what its gate rested on"),
        (lambda book, inputs: book.step(S.SWITCHED, inputs, epoch=1), "does not name what its gate rested on"),
        (lambda book, inputs: book.step(S.SWITCHED, inputs, signers=()), "is unsigned (operations)"),
        (lambda book, inputs: book.step(S.SWITCHED, inputs, signers=("quality",)), "is unsigned (operations)"),
        (lambda book, inputs: book.step(S.SWITCHED, inputs, at=T0 + timedelta(hours=40)), "lacks"),
        (lambda book, inputs: book.step(S.SWITCHED, inputs, at=T0), "lacks"),
        (lambda book, inputs: book.step(S.STABILISED, inputs), "there is no step from fenced to stabilised"),
        (
            lambda book, inputs: book.step(S.SWITCHED, inputs, values={"goal": "nowhere"}),
            "there is no step from fenced to fenced",
        ),
        (lambda book, inputs: book.step(S.SWITCHED, inputs, values={}), "there is no step from fenced to fenced"),
    ],
    ids=range(9),
)
def test_a_transition_that_its_gate_does_not_bear_out_moves_nothing(
    spoil: Callable[[Book, list[str]], None], said: str
) -> None:
    book = fenced()
    inputs = book.show(S.SWITCHED)
    spoil(book, inputs)
    refused(book, said)
    assert book.reached.position.stage is S.FENCED


def test_a_transition_is_not_dated_before_what_precedes_it() -> None:
    book = fenced()
    inputs = book.show(S.SWITCHED)
    book.write("note", at=T0 + timedelta(minutes=book.hour + 9), epoch=2)
    book.step(S.SWITCHED, inputs)
    refused(book, "lacks")


def test_one_condition_that_nobody_has_shown_keeps_the_wave_where_it_is() -> None:
    book = fenced()
    book.step(S.SWITCHED, book.show(S.SWITCHED, frozenset({C.PARITY})))
    refused(book, "lacks: parity")


def test_evidence_from_before_the_fence_opens_nothing_after_it() -> None:
    book = fenced()
    inputs = book.show(S.SWITCHED, epoch=1)
    book.write(
        "transition", ("operations",), level="declared", epoch=2, values={"goal": "switched"}, inputs=tuple(inputs)
    )
    refused(book, "lacks")
    assert book.reached.position.stage is S.FENCED


@pytest.mark.parametrize(
    "changes",
    [
        {"level": "declared"},
        {"values": {"hand": "movers", "position": 1}},
        {"values": {"hand": "movers"}},
        {"values": {"hand": "everybody", "position": 20}},
        {"values": {}},
    ],
    ids=range(5),
)
def test_a_deployment_that_proves_nothing_moves_nothing(changes: dict[str, Any]) -> None:
    book = fenced()
    book.step(S.SWITCHED, book.show(S.SWITCHED))
    if changes.get("level"):
        changes = {"level": "declared", "values": {"hand": "movers", "position": book.position.serial}}
    book.write("deployment", **{"level": "deployed", "epoch": 3, **changes})
    refused(book, "proves nothing")
    assert book.reached.position.waiting[0] == "movers"


def test_a_hand_out_of_its_turn_is_not_proven() -> None:
    book = fenced()
    book.step(S.SWITCHED, book.show(S.SWITCHED))
    book.write("deployment", level="deployed", epoch=3, values={"hand": "platform", "position": book.position.serial})
    refused(book, "it is not the turn of platform")


def test_a_wave_is_held_and_let_go_on_by_its_ledger() -> None:
    book = fenced()
    book.write("hold", epoch=2, values={"held": True})
    assert book.position.held
    book.write("hold", epoch=2, values={})
    assert book.position.held
    book.step(S.SWITCHED, book.show(S.SWITCHED))
    refused(book, "held")
    book.lines.pop()
    book.write("hold", epoch=2, values={"held": False})
    assert not book.position.held


def test_the_way_back_needs_no_evidence_and_its_signature() -> None:
    book = fenced()
    book.step(S.REHEARSED, [])
    assert book.position.stage is S.REHEARSED
    book.lines.pop()
    book.step(S.REHEARSED, [], signers=())
    refused(book, "is unsigned")


def test_nothing_is_believed_after_a_line_that_cannot_be_read_or_was_altered() -> None:
    book = fenced()
    lines: list[Line] = list(book.lines)
    lines[3] = Unread("cut")
    found = reached(lines, ASKED, known(epoch=1))
    assert "cannot be read" in found.refusals[0].what
    assert found.position.stage is S.INVENTORIED
    lines = list(book.lines)
    altered: Record = replace(book.lines[4].record, version="9")
    lines[4] = Entry(altered, book.lines[4].digest)
    found = reached(lines, ASKED, known(epoch=1))
    assert found.refusals
    assert found.position.stage is S.INVENTORIED


def test_a_flaw_behind_the_last_step_is_told_with_where_the_wave_stands() -> None:
    book = fenced()
    book.write("parity", epoch=2, wave="other")
    found = book.reached
    assert found.position.stage is S.FENCED
    assert ["of another wave" in each.what for each in found.refusals] == [True]
