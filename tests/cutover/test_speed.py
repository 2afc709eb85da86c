"""That long ledgers are read and verified in linear time, by processor time on this machine. Says nothing of a slow disk."""

from pathlib import Path

import pytest
from tools.walked_ledger import asked_values, begun_book, walked

from socle.cutover import Book, Condition, Do, observation, status, step_to
from socle.cutover.evidence import GENESIS, Entry, entry, head_of, placed, read_ledger, verify, written
from socle.estate import load

from ..estate.cut_over import write_cutover
from ..timing import processor_seconds
from .operator import FENCED, WAVE, by_role, declared
from .people import T0, known, record, signed

pytestmark = pytest.mark.slow


def ledger(length: int) -> list[Entry]:
    found: list[Entry] = []
    for number in range(1, length + 1):
        previous = found[-1].digest if found else GENESIS
        made = record(serial=number, previous=previous, values={"count": number})
        found.append(entry(made, signed(made.digest, "collector")))
    return found


def seconds(length: int, path: Path) -> float:
    path.write_text(written(ledger(length)))

    def verified() -> None:
        assert [each.flaw for each in verify(read_ledger(path), known())] == ["no anchor"]

    return processor_seconds(verified)


def test_twenty_thousand_records_are_read_and_verified_in_linear_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half, whole = seconds(10_000, tmp_path / "half"), seconds(20_000, tmp_path / "whole")
    with capsys.disabled():
        print(f"\n10,000 records {half:.2f} s, 20,000 records {whole:.2f} s")  # noqa: T201 - the figure is the point
    assert whole < 3 * half
    assert whole < 30


RECORDS = 134
"""Records a wave, so that 150 waves have 20,000."""


def long_lines(fenced: Book, number: int) -> list[Entry]:
    """The ledger of a wave that is fenced, with as many records as a long one has; most are of this wave alone."""
    found = [each for each in fenced.lines if isinstance(each, Entry)]
    said = asked_values(fenced, Condition.PARITY, step_to(fenced, fenced.steps[0].goal))
    while len(found) < RECORDS:
        one = observation(fenced, "parity", {**said, "run": number, "pass": len(found)}, fence="")
        made = placed(one, head_of(found))
        found.append(entry(made, signed(made.digest, "collector")))
    return found


def seconds_of_waves(fenced: Book, numbers: range, folder: Path) -> tuple[float, float]:
    """Processor time that status and verify take, the reading of the ledgers with it."""
    for number in numbers:
        (folder / f"{number}.jsonl").write_text(written(long_lines(fenced, number)))

    def books() -> list[Book]:
        return [Book(fenced.estate, WAVE, read_ledger(folder / f"{number}.jsonl"), fenced.at) for number in numbers]

    def told() -> None:
        assert {status(each).next.do for each in books()} == {Do.COLLECT}

    def verified() -> None:
        assert all(len(each.refusals) == 1 for each in books())

    return processor_seconds(told), processor_seconds(verified)


def test_status_and_verify_of_150_waves_and_20000_records_are_linear(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "estates").mkdir()
    estate = load(write_cutover(tmp_path / "estates", declared())).estate
    fenced = walked(begun_book(estate, WAVE, T0), FENCED, by_role)
    half = seconds_of_waves(fenced, range(75), tmp_path)
    whole = seconds_of_waves(fenced, range(75, 225), tmp_path)
    with capsys.disabled():
        for name, one, other in zip(("status", "verify"), half, whole, strict=True):
            print(f"\n{name}: 75 waves and 10,050 records {one:.2f} s, 150 waves and 20,100 records {other:.2f} s")  # noqa: T201
    for one, other in zip(half, whole, strict=True):
        assert other < 3 * one
        assert other < 120
