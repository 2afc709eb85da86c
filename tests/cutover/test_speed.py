"""That long ledgers are read and verified in linear time, by processor time on this machine. Says nothing of a slow disk."""

import time
from pathlib import Path

import pytest

from socle.cutover.evidence import GENESIS, Entry, entry, read_ledger, verify, written

from .people import known, record, signed

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
    started = time.process_time()
    assert [each.flaw for each in verify(read_ledger(path), known())] == ["no anchor"]
    return time.process_time() - started


def test_twenty_thousand_records_are_read_and_verified_in_linear_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half, whole = seconds(10_000, tmp_path / "half"), seconds(20_000, tmp_path / "whole")
    with capsys.disabled():
        print(f"\n10,000 records {half:.2f} s, 20,000 records {whole:.2f} s")  # noqa: T201 - the figure is the point
    assert whole < 3 * half
    assert whole < 30
