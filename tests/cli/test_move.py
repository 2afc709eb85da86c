"""`socle move plan`, and what is refused before any store is asked. Not here: moves, which need a store (`tests/move/objects`)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Socle

JOB = {
    "name": "base",
    "dataset": "base",
    "data_class": "health",
    "source": {"kind": "azure", "bucket": "base", "endpoint": "https://account.blob.core.windows.net"},
    "target": {"bucket": "acme-base", "endpoint": "https://s3.fr-par.scw.cloud", "encryption": "client"},
    "control": {"kind": "s3", "bucket": "acme-moves", "endpoint": "https://s3.fr-par.scw.cloud"},
}
WHOLE = ("--objects", "300000000", "--gigabytes", "450000")


@pytest.fixture
def job(tmp_path: Path) -> str:
    file = tmp_path / "base.yaml"
    file.write_text(json.dumps(JOB), "utf-8")
    return str(file)


def test_a_plan_says_days_workers_and_that_the_price_is_not_known(socle: Socle, job: str) -> None:
    small = socle("move", "plan", job, "--objects", "1000", "--gigabytes", "1").out
    assert "0.00 days with 1 worker process" in small
    whole = socle("move", "plan", job, *WHOLE, "--days", "10").out
    assert "worker processes" in whole
    assert "what that costs is not known (--price)" in whole
    assert "by rates that were not measured here" in whole
    assert "€22,500.00" in socle("move", "plan", job, *WHOLE, "--price", "0.05").out


def test_a_fence_longer_than_the_window_is_refused(socle: Socle, job: str) -> None:
    fits = ("move", "plan", job, "--objects", "1000", "--gigabytes", "1", "--window", "240")
    assert socle(*fits).code == 0
    refused = socle("move", "plan", job, *WHOLE, "--window", "240")
    assert refused.code == 1
    assert "REFUSED: the window that is signed has 240 minutes" in refused.out
    assert json.loads(socle("move", "plan", job, *WHOLE, "--window", "240", "--json").out)["window_held"] is False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"data_class": "secret"}, "data_class"),
        ({"target": {**JOB["target"], "encryption": "none"}}, "without a key of the client"),  # type: ignore[dict-item]
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_job_that_is_refused_says_where(socle: Socle, tmp_path: Path, change: dict[str, object], said: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(json.dumps({**JOB, **change}), "utf-8")
    found = socle("move", "plan", str(file), "--objects", "1", "--gigabytes", "1")
    assert found.code == 1
    assert said in found.err
    assert "bad.yaml:1" in found.err


def test_a_scheduler_that_others_may_reach_is_refused_before_anything_is_asked(socle: Socle, job: str) -> None:
    found = socle("move", "copy", job, "--scheduler", "tcp://10.0.0.5:8786")
    assert found.code == 1
    assert "run code with the mover's rights" in found.err


def test_a_move_is_planned_and_exports_are_counted_without_what_moves_data(job: str, tmp_path: Path) -> None:
    """Resolvers alone are asked by a package of the extra."""
    moves = "('dask', 'distributed', 'dns', 'duckdb', 'obstore', 'psycopg', 'pyarrow')"
    script = f"import sys; sys.modules.update(dict.fromkeys({moves})); import socle.cli.entry as entry; sys.exit(entry.run())"
    asked = {"names": ["n"], "resolvers": ["127.0.0.9"], "changed": "2027-01-01T00:00:00Z", "old_ttl_seconds": 1}
    (tmp_path / "names.json").write_text(json.dumps(asked), "utf-8")
    (tmp_path / "images.json").write_text("{}", "utf-8")

    def typed(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, "move", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    planned, counted = typed("plan", job, *WHOLE), typed("collect", "images", *["images.json"] * 2)
    assert (planned.returncode, planned.stderr, counted.returncode, counted.stderr) == (0, "", 0, "")
    missing = typed("collect", "names", "names.json")
    assert missing.returncode == 1
    assert "pip install 'socle-landing-zone[move]'" in missing.stderr


@pytest.mark.parametrize("command", ["drain", "fence", "turn", "verify", "watch"])
def test_a_sight_that_cannot_be_written_is_refused_before_a_server_is_asked(
    socle: Socle, tmp_path: Path, command: str
) -> None:
    where = f"host={tmp_path} dbname=studies user=mover"
    more = {"fence": ("--side", "source"), "turn": ("--direction", "forward")}.get(command, ())
    sides = ("--source", where, "--target", where)
    found = socle("move", "database", command, *sides, *more, "--sight", str(tmp_path / "nowhere" / "sight.json"))
    assert found.code == 2
    assert "there is no folder" in found.err
