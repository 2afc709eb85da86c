"""Time to load, and to refuse, grows with the size of an estate and not with its square.

A factor is asserted and no number of seconds: machines differ, the shape of a curve does not.
"""

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from socle.estate import checks
from socle.estate.load import load
from socle.estate.platform import flows as paths
from socle.messages import Refused

from .written import SOUND, edited, write

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _no_quotas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "quota", lambda _type: None)
    monkeypatch.setattr(paths, "RULES_PER_FAMILY", 10**9)


def _buckets(count: int) -> str:
    grant = "application_id: 55555555-5555-4555-8555-5555{:08d}, reason: a study reads its extract"
    entries = "".join(
        f"  b{i}:\n    data_class: health\n    key: health\n    client_encryption: sse-c\n    grants:\n      g: {{{grant.format(i)}}}\n"
        for i in range(count)
    )
    return SOUND + entries


def _networks(count: int) -> str:
    outside = "".join(f"    o{i}: {{range: 10.{100 + i // 256}.{i % 256}.0/24, cloud: azure}}\n" for i in range(count))
    flows = "".join(
        f'    f{i}: {{source: o{i}, destination: data, ports: ["443"], reason: it reads the catalogue}}\n'
        for i in range(count)
    )
    return edited(
        ("    azure: {range: 10.100.0.0/16, cloud: azure}\n", outside),
        ("  gateway:\n    zone", flows + "  gateway:\n    zone"),
    )


def _unknown_keys(count: int) -> str:
    return SOUND + "".join(f"unknown{i}: x\n" for i in range(count))


def _wrong_values(count: int) -> str:
    return SOUND + "".join(f"  b{i}: {{data_class: helth, key: halth, versioning: yes}}\n" for i in range(count))


def _dangling(count: int) -> str:
    return SOUND + "".join(f"  b{i}: {{data_class: internal, key: k{i}}}\n" for i in range(count))


def _misspelt(count: int) -> str:
    text = _networks(count)
    for i in range(count):
        text = text.replace(f"source: o{i},", f"source: oo{i},")
    return text


def _seconds(folder: Path) -> float:
    gc.collect()
    started = time.process_time()
    try:
        load(folder)
    except Refused as refused:
        str(refused)
    return time.process_time() - started


@pytest.mark.parametrize("estate", [_buckets, _networks, _unknown_keys, _wrong_values, _dangling, _misspelt])
def test_ten_times_the_size_takes_about_ten_times_as_long(estate: Callable[[int], str], tmp_path: Path) -> None:
    small, large = write(tmp_path, estate(100)), tmp_path / "large"
    large.mkdir()
    large = write(large, estate(1_000))
    _seconds(small)

    factor = min(_seconds(large) for _ in range(2)) / min(_seconds(small) for _ in range(3))

    assert factor < 40, f"{factor:.1f} times as long for ten times the size"
