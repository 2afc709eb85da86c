"""The parts of a move of objects, each alone and in memory: encryption, roots, ranges, verdicts, hazards, pace, what a job may say."""

import hashlib
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from obstore.store import MemoryStore

from socle.messages import Refused
from socle.move.objects import shards
from socle.move.objects.compare import VERDICTS, Sides, compared, to_copy, unread
from socle.move.objects.control import Altered, Control
from socle.move.objects.hazards import hazards_of, stopping
from socle.move.objects.job import read_job
from socle.move.objects.layout import Piece
from socle.move.objects.listed import DIGESTED, LISTED, Digested, Listed, aspects_of, written
from socle.move.objects.merkle import Both, Roots, Tree, keyed, leaf
from socle.move.objects.pace import Pace, open_at
from socle.move.objects.pieces import Range, Rows, ranges
from socle.move.objects.stores.pump import pumped
from socle.move.objects.stores.sealing import HEAD, sealed, unsealed
from socle.move.objects.stores.store import PARTS, expressible, part_size

KEY = bytes(range(32))
SEGMENT = (1 << 20) + 16
A, B = hashlib.sha256(b"a").digest(), hashlib.sha256(b"b").digest()


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_what_is_sealed_comes_back(size: int) -> None:
    plain = os.urandom(size)
    closed = b"".join(sealed([plain[: size // 2], plain[size // 2 :]], KEY))
    assert len(closed) == len(HEAD) + 32 + size + 16 * max(1, -(-size // (1 << 20)))
    assert b"".join(unsealed([closed[:7], closed[7:]], KEY)) == plain


@pytest.mark.parametrize("fault", ["altered", "cut", "cut-at-a-segment", "swapped", "another-key", "plain"])
def test_what_was_altered_does_not_open(fault: str) -> None:
    closed = b"".join(sealed([os.urandom(3 << 20)], KEY))
    head = len(HEAD) + 32
    first, second = closed[head : head + SEGMENT], closed[head + SEGMENT : head + 2 * SEGMENT]
    wrong = {
        "altered": closed[:-20] + bytes([closed[-20] ^ 1]) + closed[-19:],
        "cut": closed[:-1],
        "cut-at-a-segment": closed[: head + 2 * SEGMENT],
        "swapped": closed[:head] + second + first + closed[head + 2 * SEGMENT :],
        "another-key": closed,
        "plain": b"x" * 100,
    }[fault]
    with pytest.raises(ValueError, match=r"altered, or another key|not sealed"):
        list(unsealed([wrong], KEY if fault != "another-key" else bytes(32)))


def test_two_objects_with_the_same_bytes_are_sealed_differently() -> None:
    assert b"".join(sealed([b"same"], KEY))[50:] != b"".join(sealed([b"same"], KEY))[50:]


def _root(leaves: list[bytes]) -> bytes:
    """As RFC 6962 writes it."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _root(leaves[:split]) + _root(leaves[split:])).digest()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 13, 64, 100])
def test_a_root_is_that_of_the_standard(count: int) -> None:
    leaves = [leaf(f"key-{n}", hashlib.sha256(b"%d" % n).digest(), b"a" * 32) for n in range(count)]
    tree = Tree()
    for each in leaves:
        tree.add(each)
    assert tree.root() == _root(leaves)


KINDS = ("same", "changed", "missing", "extra")


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["a/", "b/", ""]), st.sampled_from(KINDS)), max_size=30))
def test_two_sides_have_the_roots_that_each_has_alone(rows: list[tuple[str, str]]) -> None:
    both, source, target = Both(), Roots(), Roots()
    for number, (prefix, kind) in enumerate(sorted(rows)):
        key = f"{prefix}{number:03d}"
        one, other = leaf(key, A, A), leaf(key, B, A)
        if kind == "same":
            both.same(key, A, A)
        else:
            both.differ(key, None if kind == "extra" else one, None if kind == "missing" else other)
        if kind != "extra":
            source.add(key, A, A)
        if kind != "missing":
            target.add(key, A if kind == "same" else B, A)
    assert (both.source.by_prefix(), both.target.by_prefix()) == (source.by_prefix(), target.by_prefix())
    assert (both.source.whole(), both.target.whole()) == (source.whole(), target.whole())


def test_a_root_in_a_ledger_depends_on_the_key_of_the_wave() -> None:
    assert keyed(b"root", b"one") != keyed(b"root", b"two")
    assert keyed(b"root", b"one") != hashlib.sha256(b"root").hexdigest()


@settings(max_examples=25)
@given(
    st.lists(st.text("abc/é", min_size=1, max_size=4), min_size=1, max_size=40), st.integers(1, 5), st.integers(1, 9)
)
def test_every_key_is_in_exactly_one_range(keys: list[str], size: int, rows: int) -> None:
    batches = [keys[each : each + size] for each in range(0, len(keys), size)]
    pieces = [Piece(str(n), len(batch), 0, min(batch), max(batch)) for n, batch in enumerate(batches)]
    data = {
        each.name: written([Listed(key, "", "", 0, 0) for key in batches[int(each.name)]], LISTED) for each in pieces
    }
    found = [
        key for part in ranges(pieces, rows) for key in Rows(pieces, LISTED, data.get).within(part)["key"].to_pylist()
    ]
    assert sorted(found) == sorted(keys)


def test_a_record_that_is_gone_is_no_empty_one() -> None:
    rows = Rows([Piece("gone", 1, 1, "a", "b")], LISTED, lambda _: None)
    with pytest.raises(LookupError):
        rows.within(Range("", ""))


def test_folders_are_listed_without_what_lies_in_them() -> None:
    records = Control(MemoryStore(), "moves/studies/")
    for of_pass in (1, 2, 12):
        for shard in range(3):
            records.create(f"passes/{of_pass:05d}/copy/done/{shard}", b"")
    assert sorted(records.folders("passes")) == ["00001", "00002", "00012"]
    assert records.folders("tombstones") == []


def test_a_record_counts_under_its_key_and_its_name_alone() -> None:
    store = MemoryStore()
    plain = Control(store, "moves/studies/")
    records = plain.under(KEY)
    assert records.create("one", b"first")
    assert not records.create("one", b"second")
    assert records.get("one") == b"first"
    assert records.get("none") is None
    whole = plain.get("one")
    assert whole is not None
    assert whole.startswith(b"first")
    for name, data in (
        ("moved", whole),
        ("altered", b"f1rst" + whole[5:]),
        ("cut", whole[:20]),
        ("bare", b"first"),
        ("empty", b""),
    ):
        plain.create(name, data)
        with pytest.raises(Altered):
            records.get(name)
    with pytest.raises(Altered):
        plain.under(bytes(32)).get("one")
    assert Control(store, "moves/studies/").under(b"").get("one") == whole


TYPED, OTHER = aspects_of({"Content-Type": "text/csv"}), aspects_of({"Content-Type": "text/html"})


def side(*rows: Any) -> list[Any]:
    return list(rows)


def sides_of(
    source: list[Listed], target: list[Listed], read_source: list[Digested], read_target: list[Digested]
) -> Sides:
    def rows(found: list[Any], schema: Any) -> Rows:
        keys = [each.key for each in found]
        pieces = [Piece("one", len(found), 0, min(keys), max(keys))] if found else []
        return Rows(pieces, schema, {"one": written(found, schema)}.get)

    return Sides(
        rows(source, LISTED),
        rows(target, LISTED),
        rows(read_source, DIGESTED),
        rows(read_target, DIGESTED),
        rows(read_source, DIGESTED),
    )


def listed(key: str, **more: Any) -> Listed:
    return Listed(key, **{"version": "1", "etag": "e", "modified": 10, "size": 1, **more})


def digested(key: str, sha256: bytes = A, **more: Any) -> Digested:
    base = {
        "version": "1",
        "etag": "e",
        "modified": 10,
        "size": 1,
        "aspects": TYPED,
        "written_etag": "e",
        "written_version": "1",
    }
    return Digested(key, sha256=sha256, **{**base, **more})


@pytest.mark.parametrize(
    ("verdict", "source", "target", "read_source", "read_target"),
    [
        ("", [listed("k")], [listed("k")], [digested("k")], [digested("k")]),
        ("missing", [listed("k")], [], [digested("k")], []),
        ("extra", [], [listed("k")], [], [digested("k")]),
        ("different", [listed("k")], [listed("k")], [digested("k")], [digested("k", B)]),
        ("described-differently", [listed("k")], [listed("k")], [digested("k")], [digested("k", aspects=OTHER)]),
        ("unverifiable", [listed("k")], [listed("k")], [digested("k")], []),
        ("unverifiable", [listed("k")], [listed("k")], [digested("k")], [digested("k", b"", failure="refused")]),
        *(
            ("unverifiable", [listed("k")], [listed("k", **{name: value})], [digested("k")], [digested("k")])
            for name, value in (("etag", "f"), ("version", "2"), ("modified", 11), ("size", 2))
        ),
        ("unverifiable", [listed("k", modified=11)], [listed("k")], [digested("k")], [digested("k")]),
    ],
)
def test_each_verdict(
    verdict: str, source: list[Any], target: list[Any], read_source: list[Any], read_target: list[Any]
) -> None:
    """A digest counts only while version, entity tag, time and size are those of the listing."""
    found = compared(sides_of(source, target, read_source, read_target))
    assert found.verdicts == {each: int(each == verdict) for each in VERDICTS}
    assert found.equal == (not verdict)


def test_what_nobody_could_read_on_either_side_is_not_equal() -> None:
    found = compared(sides_of([listed("k")], [listed("k")], [], []))
    assert found.source.whole() == found.target.whole()
    assert not found.equal


def test_only_what_changed_is_read_again() -> None:
    listings = [listed("same"), listed("touched", modified=11)]
    found = sides_of(listings, listings, [digested("same"), digested("touched")], [digested("same")])
    assert [key for batch in unread(found, "source") for key in batch["key"]] == ["touched"]
    assert [key for batch in unread(found, "target") for key in batch["key"]] == ["touched"]


@pytest.mark.parametrize(
    ("source", "target", "copied", "again"),
    [
        (listed("k"), [listed("k")], [digested("k")], False),
        (listed("k"), [listed("k")], [digested("k", failure="refused")], True),
        (listed("k"), [listed("k", etag="altered")], [digested("k")], True),
        (listed("k", etag="newer"), [listed("k")], [digested("k")], True),
        (listed("k"), [], [digested("k")], True),
        (listed("k"), [listed("k")], [], True),
    ],
)
def test_what_is_copied_again(source: Listed, target: list[Listed], copied: list[Digested], again: bool) -> None:
    found = [key for batch in to_copy(sides_of([source], target, copied, [])) for key in batch["key"]]
    assert found == (["k"] if again else [])


def test_what_both_sides_hold_by_their_digests_is_not_copied() -> None:
    sides = [listed("same"), listed("other"), listed("named")]
    read = [digested("same"), digested("other", B), digested("named", aspects=OTHER)]
    found = replace(
        sides_of(sides, sides, [digested(each.key) for each in sides], read), copied=Rows([], DIGESTED, {}.get)
    )
    assert [key for batch in to_copy(found) for key in batch["key"]] == ["named", "other"]


@pytest.mark.parametrize(
    ("row", "name", "stops"),
    [
        (listed("k", tier="Archive"), "archived", True),
        (listed("k", tier="GLACIER"), "archived", True),
        (listed("k", size=5 * 10**12 + 1), "too-large", True),
        (listed("é" * 513), "long-key", True),
        (listed("k", kind="directory"), "directory", False),
        (listed("k", kind="snapshot"), "snapshot", False),
        (listed("k", kind="old-version"), "old-version", False),
        (listed("k", kind="AppendBlob"), "append-blob", False),
        (listed("k", kind="PageBlob"), "page-blob", False),
        (listed("k", size=65 * 10**9), "large-parts", False),
        (listed("k", md5=""), "no-md5", False),
    ],
)
def test_each_hazard(row: Listed, name: str, stops: bool) -> None:
    assert name in {each.name for each in hazards_of(row)}
    assert bool(stopping(row)) == stops


def test_a_plain_object_is_no_hazard() -> None:
    assert list(hazards_of(listed("é" * 512, md5="0" * 32))) == []
    assert {each.name for each in hazards_of(listed("é" * 512, md5="0" * 32), "prefix/")} == {"long-key"}


def test_names_of_metadata_have_no_case_and_no_type_is_none() -> None:
    assert aspects_of({"Owner": "x"}) == aspects_of({"owner": "x"})
    assert aspects_of({"Content-Type": "binary/octet-stream"}) == aspects_of({})
    assert aspects_of({}, [("a", "1")]) != aspects_of({})


@pytest.mark.parametrize("path", ["a//b", "/a", "a/", "", "a/../b", "./a"])
def test_keys_that_would_be_taken_for_others_are_not_asked_for_as_paths(path: str) -> None:
    assert not expressible(path)
    assert expressible("a/b.c/..d")


@pytest.mark.parametrize("size", [10, 8 << 30, 5 * 10**12])
def test_no_object_has_more_parts_than_the_host_takes(size: int) -> None:
    assert -(-size // part_size(size)) <= PARTS


def test_bytes_wait_for_their_turn() -> None:
    now, slept = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(100, lambda: now[0], sleep)
    for _ in range(3):
        pace.take(50)
    assert slept == [0.5, 0.5]


@pytest.mark.parametrize(
    ("hours", "time", "opens"),
    [
        ("20:00-06:00", "23:00", True),
        ("20:00-06:00", "05:59", True),
        ("20:00-06:00", "06:00", False),
        ("08:00-10:00", "09:00", True),
    ],
)
def test_hours_may_run_over_midnight(hours: str, time: str, opens: bool) -> None:
    assert open_at(hours, datetime.strptime(f"2026-11-30 {time}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)) == opens


def test_what_a_reader_meets_is_raised_where_it_is_written() -> None:
    def reading() -> Iterator[bytes]:
        yield b"one"
        raise ConnectionError("cut")

    pieces = pumped(reading())
    assert next(pieces) == b"one"
    with pytest.raises(ConnectionError, match="cut"):
        next(pieces)


JOB = """\
name: studies
dataset: studies
data_class: {data_class}
source: {{kind: azure, bucket: {source}, endpoint: "https://account.blob.core.windows.net"}}
target: {{bucket: studies, endpoint: "{target}", encryption: {encryption}}}
control: {{kind: s3, bucket: {control}, endpoint: "https://s3.fr-par.scw.cloud"}}
"""
SOUND = {
    "data_class": "health",
    "source": "studies",
    "target": "https://s3.fr-par.scw.cloud",
    "encryption": "client",
    "control": "records",
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"encryption": "none"}, "health objects without a key of the client"),
        ({"target": "http://s3.fr-par.scw.cloud"}, "is not encrypted"),
        ({"control": "studies"}, "records of the move lie among the objects"),
        ({"control": "records, encryption: client"}, "records that are encrypted before they leave the worker"),
        ({"source": "studies, encryption: customer-key"}, "objects of Azure under a key of the client"),
    ],
)
def test_what_a_job_may_not_say(tmp_path: Path, change: dict[str, str], said: str) -> None:
    file = tmp_path / "studies.yaml"
    file.write_text(JOB.format(**SOUND))
    assert read_job(file).name == "studies"
    file.write_text(JOB.format(**{**SOUND, **change}))
    with pytest.raises(Refused, match=said) as refused:
        read_job(file)
    assert refused.value.refusals[0].place.line > 0


def test_threads_that_begin_together_open_the_stores_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = list[str]()

    @lru_cache
    def slowly(_control: str, move: str) -> str:
        opened.append(move)
        time.sleep(0.05)
        return move

    monkeypatch.setattr(shards, "_opened_once", slowly)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: shards.opened_here("control", "studies"), range(8)))
    assert found == ["studies"] * 8
    assert opened == ["studies"]
    shards.opened_here("control", "studies", anew=True)
    assert opened == ["studies"] * 2
