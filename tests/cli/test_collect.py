"""`socle move collect`: every kind of export from a file, what is unlike refused, and sights of several tools as one."""

import json
from pathlib import Path
from typing import Any

import pytest

from socle.move.collect import Sight, merged, sight_from

from .conftest import Said, Socle

TUNNELS = (
    {"tunnels": ["one"], "prefixes": ["10.0.0.0/8"], "forced_at": "2027-02-08T03:00:00Z"},
    {"tunnels": [{"name": "one", "up": True, "rekeyed_at": "2027-02-08T03:01:00Z"}], "learned": ["10.0.0.0/8"]},
)
SIGHT = Sight("parity", {"datasets": 1, "differences": 0}).as_json()


def collected(socle: Socle, folder: Path, kind: str, *files: Any) -> Said:
    paths = [folder / f"{number}.json" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_text(json.dumps(data), encoding="utf-8")
    return socle("move", "collect", kind, *map(str, paths))


@pytest.mark.parametrize(
    ("kind", "files", "said"),
    [
        ("images", ({"r:1": "sha256:a"}, {"r:1": "sha256:a"}), "images-equal: images=1 missing=0 unseen=0"),
        ("freeze", ({"steps": [{"op": "same"}]},), "legacy-unchanged: changes=0 resources=1 unseen=0"),
        ("tunnels", TUNNELS, "tunnels-rekeyed: rekeyed=1 tunnels=1 unseen=0"),
        ("merge", (SIGHT, [SIGHT]), "parity: datasets=2 differences=0 unseen=0"),
    ],
)
def test_an_export_becomes_what_a_record_takes(
    socle: Socle, tmp_path: Path, kind: str, files: tuple[Any, ...], said: str
) -> None:
    run = collected(socle, tmp_path, kind, *files)
    assert run.code == 0, run.err
    assert said in run.out


def test_secrets_are_compared_and_never_shown(socle: Socle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLD", "value-of-old")
    monkeypatch.setenv("NEW", "value-of-new")
    rows = {
        "a": {"way": "rotate", "source": "OLD", "target": "NEW"},
        "b": {"way": "carry", "source": "OLD", "target": "OLD"},
    }
    run = collected(socle, tmp_path, "secrets", rows)
    assert "missing=0" in run.out
    assert "value-of" not in run.out + run.err


@pytest.mark.parametrize(
    ("kind", "files"),
    [("images", ({"r": 1}, {})), ("tunnels", ({}, {})), ("merge", ({"kind": "parity"},)), ("secrets", ([],))],
)
def test_a_file_of_another_kind_is_refused(socle: Socle, tmp_path: Path, kind: str, files: tuple[Any, ...]) -> None:
    run = collected(socle, tmp_path, kind, *files)
    assert run.code == 1
    assert f"this is no export of {kind}" in run.err


def test_a_count_that_one_does_not_know_is_known_to_nobody() -> None:
    one, other = Sight("in-sync", {"datasets": 1, "lag-seconds": 3}), Sight("in-sync", {"datasets": 1}, unseen=("lag",))
    (found,) = merged([one, other])
    assert found.values == {"datasets": 2}
    assert found.unseen == ("lag", "lag-seconds is not known of all")
    (longest,) = merged([one, Sight("in-sync", {"datasets": 1, "lag-seconds": 9})])
    assert longest.values == {"datasets": 2, "lag-seconds": 9}
    (lowest,) = merged([Sight("images-equal", {}, "declared"), Sight("images-equal", {}, "observed")])
    assert lowest.level == "declared"
    assert sight_from(one.as_json()) == one
