"""What ledgers say in a bundle: observed only where a signed observation stands, and nothing where a record is not believed.

Proves nothing about the ledgers themselves: `tests/cutover` does.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from socle.cutover import Stage, open_books
from socle.cutover.evidence import Entry, entry
from socle.estate import Estate, load
from socle.evidence import Document, Gathered
from socle.evidence.questions import ASKED
from socle.evidence.recorded import incidents, records
from socle.evidence.registers import copy_readers
from tests.cutover.people import T0, signed
from tests.cutover.rehearsed import WaveBook, rehearsal

pytestmark = pytest.mark.slow

WAVE = "studies"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> WaveBook:
    """A wave that is bridged, and whose backup was restored."""
    book = WaveBook(rehearsal(tmp_path_factory.mktemp("estate")), WAVE)
    book.go(Stage.FROZEN, Stage.BRIDGED)
    book.write("readers", level="deployed", epoch=book.position.epoch, values={"readers": 1, "excess": 0})
    book.write("backup-restored", epoch=book.position.epoch, values={"differences": 0, "datasets": 1})
    return book


def of(book: WaveBook, change: Callable[[list[Entry]], list[Entry]] = list) -> Gathered:
    """A ledger, perhaps after somebody has changed it."""
    kept, book.lines = book.lines, change(list(book.lines))
    book.keep()
    book.lines = kept
    estate: Estate = book.estate
    day = (T0 + timedelta(days=1)).date()
    books = open_books(estate, book.folder, T0 + timedelta(days=1))
    made = SimpleNamespace(estate=estate, books=books, day=day, line_of=lambda key: f"estate:{key}")  # pyright: ignore[reportUnknownLambdaType]
    return cast("Gathered", made)


def levels(doc: Document) -> dict[str, Any]:
    return {str(row.cells["kind"]): row.cells["level"] for row in doc.rows if row.cells["wave"] == WAVE}


def answer(made: Gathered, number: int) -> Any:
    """The answer to one of the twenty questions, by what the ledgers alone say."""
    return tuple(ASKED[number - 1][2](made, {"incidents": incidents(made)}))


def test_each_record_has_its_own_level_its_signer_and_its_address(begun: WaveBook) -> None:
    doc = records(of(begun))
    found = levels(doc)
    assert found["tunnels-rekeyed"] == "observed"
    assert found["readers"] == "deployed"
    assert found["transition"] == "declared"
    assert doc.level == "declared", "the weakest counts for the whole"
    assert [row.sources for row in doc.rows] == [(f"record:{each.digest}",) for each in begun.lines]
    assert {str(row.cells["signers"]) for row in doc.rows} >= {"('collector',)"}
    assert "unbelieved" not in doc.gaps


def forged(lines: list[Entry]) -> list[Entry]:
    """The restore as somebody else signed it."""
    return [*lines[:-1], entry(lines[-1].record, signed("0" * 64, "collector"))]


def raised(lines: list[Entry]) -> list[Entry]:
    """The first sight of the tunnels with another count in it."""
    at = next(number for number, each in enumerate(lines) if each.record.kind == "tunnels-rekeyed")
    record = replace(lines[at].record, values={"tunnels": 9, "rekeyed": 9})
    return [*lines[:at], replace(lines[at], record=record), *lines[at + 1 :]]


def test_the_last_restore_is_that_of_a_signed_observation_alone(begun: WaveBook) -> None:
    said = answer(of(begun), 18)
    assert "differences: 0" in said
    assert "2026-12-01" in repr(said[0])
    assert answer(of(begun, forged), 18) == ()


def test_what_is_not_believed_has_no_level_nor_has_anything_after_it(begun: WaveBook) -> None:
    doc = records(of(begun, raised))
    rows = [row for row in doc.rows if row.cells["wave"] == WAVE]
    at = next(number for number, row in enumerate(rows) if row.cells["kind"] == "tunnels-rekeyed")
    assert {row.cells["level"] for row in rows[at:]} == {None}
    assert None not in {row.cells["level"] for row in rows[:at]}
    assert "unbelieved" in doc.gaps


def test_the_rights_of_the_movers_are_told_by_the_record_that_saw_them(begun: WaveBook) -> None:
    (row,) = [row for row in copy_readers(of(begun)).rows if row.cells["wave"] == WAVE]
    assert "excess: 0" in cast("tuple[Any, ...]", row.cells["rights"])
    assert [each for each in row.sources if each.startswith("record:")]


def test_a_step_back_is_in_the_register_and_the_question_stays_open(begun: WaveBook) -> None:
    before = answer(of(begun), 19)
    turned = WaveBook(begun.folder, WAVE, tuple(begun.lines))
    turned.step(Stage.FROZEN, [])
    said = answer(of(turned), 19)
    assert before == ()
    assert len(said) == 2, "that nothing else is known stands before it"
    assert "evidence.answer.open" in repr(said[0])
    of(begun)


def test_an_exercise_stands_in_the_register_and_no_longer_among_the_gaps(begun: WaveBook) -> None:
    demo = load(Path(__file__).parents[2] / "stacks/estates/demo").estate
    made = of(begun)
    with_drill = cast("Any", made)
    with_drill.estate, with_drill.books = demo, ()
    doc = incidents(made)
    assert any("DRILL-2026-1" in repr(row.cells["about"]) for row in doc.rows)
    assert "drills_unknown" not in doc.gaps
    with_drill.day = demo.foundation.break_glass.drill.held_on - timedelta(days=1)  # pyright: ignore[reportOptionalMemberAccess]
    assert "drills_unknown" in incidents(made).gaps
