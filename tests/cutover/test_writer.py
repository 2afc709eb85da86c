"""The writer of ledgers: whole lines or none when it is killed, one at a time, and never behind a head that has moved.

Killed processes prove nothing of a machine that loses its power; that the disk has the line is asked of the system (fsync).
"""

import os
import signal
import stat
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from socle.cutover.evidence import (
    GENESIS,
    Draft,
    Entry,
    Head,
    Moved,
    append,
    head_of,
    ledger_file,
    placed,
    read_ledger,
    record_signed,
    verify,
)
from socle.cutover.evidence import writer as module
from socle.messages import Refused

from .people import T0, answered, chained, known, record, signed


def draft(**changes: Any) -> Draft:
    first: dict[str, Any] = {
        "kind": "parity", "level": "observed", "estate": "acme", "lifetime": "permanent", "wave": "studies", "epoch": 3,
        "at": T0, "producer": "socle-collect", "version": "0.1.0",
    }  # fmt: skip
    return Draft(**{**first, **changes})


def by_collector(digest: str) -> str:
    return signed(digest, "collector")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return ledger_file(tmp_path / "acme", "studies")


def test_records_are_written_one_behind_the_other(path: Path) -> None:
    for count in range(3):
        record_signed(path, draft(values={"count": count}), by_collector)
    lines = read_ledger(path)
    assert [each.record.serial for each in lines if isinstance(each, Entry)] == [1, 2, 3]
    assert [each.flaw for each in verify(lines, known(heads=[head_of(lines)]))] == []
    assert sorted(each.name for each in path.parent.iterdir()) == [".studies.lock", "studies.jsonl"]


def test_a_record_that_is_there_is_not_written_twice(path: Path) -> None:
    added = answered(placed(draft(), Head(0, GENESIS)))
    assert append(path, added)
    assert not append(path, added)
    assert len(read_ledger(path)) == 1


def test_a_head_that_moved_is_told_and_nothing_is_written(path: Path) -> None:
    mine = answered(placed(draft(values={"mine": 1}), Head(0, GENESIS)))
    record_signed(path, draft(), by_collector)
    record_signed(path, draft(values={"second": 1}), by_collector)
    before = path.read_bytes()
    with pytest.raises(Moved) as refused:
        append(path, mine)
    (said,) = refused.value.refusals
    assert "made behind record 0, and the ledger ends with record 2" in said.what
    assert (said.place.file, said.place.line) == (str(path), 2)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "changes", [{"serial": 3}, {"serial": 1}, {"previous": "a" * 64}, {"previous": GENESIS}], ids=str
)
def test_a_record_of_another_place_is_not_written(path: Path, changes: dict[str, Any]) -> None:
    first = record_signed(path, draft(), by_collector)
    right = placed(draft(values={"count": 2}), Head(1, first.digest))
    with pytest.raises(Moved):
        append(path, answered(replace(right, **changes)))
    assert append(path, answered(right))


def test_a_collector_signs_anew_behind_what_others_wrote(path: Path) -> None:
    others = iter(range(3))

    def slow(digest: str) -> str:
        for count in others:
            record_signed(path, draft(kind="in-sync", values={"count": count}), by_collector)
            break
        return by_collector(digest)

    added = record_signed(path, draft(), slow)
    assert (added.record.serial, added.record.kind) == (4, "parity")
    assert [each.flaw for each in verify(read_ledger(path), known())] == ["no anchor"]


def test_a_collector_that_others_are_always_faster_than_gives_up(path: Path) -> None:
    counts = iter(range(1000))

    def never(digest: str) -> str:
        append(path, answered(placed(draft(values={"count": next(counts)}), head_of(read_ledger(path)))))
        return by_collector(digest)

    with pytest.raises(Moved):
        record_signed(path, draft(), never)
    assert len(read_ledger(path)) == module.TRIES


@pytest.mark.parametrize("torn", ['{"digest": "ab', "[]\n", "\x00\n"])
def test_nothing_follows_a_line_that_cannot_be_read(path: Path, torn: str) -> None:
    record_signed(path, draft(), by_collector)
    with path.open("a") as file:
        file.write(torn)
    before = path.read_bytes()
    with pytest.raises(Refused, match="cannot be read") as refused:
        record_signed(path, draft(values={"count": 2}), by_collector)
    assert refused.value.refusals[0].place.line == 2
    assert path.read_bytes() == before
    with pytest.raises(Refused) as refused:
        append(path, answered(placed(draft(), Head(2, "a" * 64))))
    assert (refused.value.refusals[0].place.file, refused.value.refusals[0].place.line) == (str(path), 2)


def test_a_last_line_without_its_end_is_a_line(path: Path) -> None:
    record_signed(path, draft(), by_collector)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    record_signed(path, draft(values={"count": 2}), by_collector)
    assert [each.flaw for each in verify(read_ledger(path), known())] == ["no anchor"]


def test_a_link_is_not_written_through(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere.jsonl"
    path.symlink_to(elsewhere)
    with pytest.raises(Refused, match="is a link"):
        record_signed(path, draft(), by_collector)
    assert not elsewhere.exists()
    path.unlink()
    path.parent.rmdir()
    (tmp_path / "other").mkdir()
    path.parent.symlink_to(tmp_path / "other")
    with pytest.raises(Refused, match="is a link"):
        record_signed(path, draft(), by_collector)
    assert list((tmp_path / "other").iterdir()) == []


@pytest.mark.parametrize("name", [".studies.lock", ".studies.partial"])
def test_what_is_written_on_the_way_is_no_link_either(path: Path, tmp_path: Path, name: str) -> None:
    path.parent.mkdir(parents=True)
    (tmp_path / "victim").write_text("kept")
    path.with_name(name).symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="link"):
        record_signed(path, draft(), by_collector)
    assert (tmp_path / "victim").read_text() == "kept"


def test_another_writer_is_waited_for_and_then_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOCK_SECONDS", 0.1)
    path.parent.mkdir(parents=True)
    with module._locked(path), pytest.raises(Refused, match="another writer") as refused:  # pyright: ignore[reportPrivateUsage]
        record_signed(path, draft(), by_collector)
    assert refused.value.refusals[0].place.file == str(path)
    assert not path.exists()
    record_signed(path, draft(), by_collector)
    assert len(read_ledger(path)) == 1


def test_many_writers_lose_nothing(path: Path) -> None:
    def write(who: int) -> None:
        for count in range(5):
            record_signed(path, draft(values={"who": who, "count": count}), by_collector)

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    lines = read_ledger(path)
    assert len(lines) == 20
    assert [each.flaw for each in verify(lines, known())] == ["no anchor"]


def test_a_disk_that_is_full_leaves_the_ledger_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record_signed(path, draft(), by_collector)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        record_signed(path, draft(values={"count": 2}), by_collector)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*partial"))


def test_the_line_is_on_the_disk_before_it_is_seen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        seen.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real_sync(handle)

    def rename(self: Path, target: Path) -> Path:
        seen.append("renamed")
        return real_replace(self, target)

    monkeypatch.setattr(module.os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", rename)
    record_signed(path, draft(), by_collector)
    assert seen == ["file", "renamed", "folder"]


def killed(path: Path, whole: list[Entry], seconds: float) -> bool:
    """Let a process write the rest of a ledger and kill it after a while; whether it had finished."""
    child = os.fork()
    if not child:
        for each in whole[len(read_ledger(path)) :]:
            append(path, each)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFEXITED(os.waitpid(child, 0)[1])


@pytest.mark.slow
def test_a_writer_that_is_killed_leaves_whole_lines_and_is_taken_up_again(path: Path) -> None:
    whole = chained(*(record(values={"count": number, "text": "x" * 100}) for number in range(150)))
    kills, finished = 0, False
    while not finished and kills < 200:
        finished = killed(path, whole, 0.02 + 0.04 * (kills % 7))
        kills += not finished
        lines = read_ledger(path)
        assert list(lines) == whole[: len(lines)]
    assert kills >= 3
    assert finished
    assert list(read_ledger(path)) == whole
