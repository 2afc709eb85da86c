"""The example of a regional observatory, as its engineers would use it: every command works on it at once, and its own tests pass.

It was written from the pages alone. That it deploys is not proved here.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Socle
from tests.repository import begin

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[2] / "examples/observatory"


@pytest.fixture
def observatory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "observatory"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(folder)
    return folder


def test_a_preview_shows_more_than_sixty_resources_in_more_than_eleven_components(
    observatory: Path, socle: Socle
) -> None:
    said = socle("preview", "prod", "--json", "plan.json")
    resources = json.loads((observatory / "plan.json").read_text())["resources"]
    components = {each["type"] for each in resources if each["type"].startswith("socle:")}

    assert said.code == 0, said.err
    assert len([each for each in resources if each.get("custom")]) >= 60
    assert len(components) >= 11


def test_no_rule_is_broken_that_blocks(observatory: Path, socle: Socle) -> None:
    said = socle("check", "--rules", "--json", "--as-of", "2026-11-30")
    failed = [each for each in json.loads(said.out) if each["result"] == "fail"]

    assert said.code == 0, said.err
    assert {(each["rule"], each["severity"]) for each in failed} == {("role-deploys-reads-secrets", "low")}


def test_it_costs_and_what_reaches_what_is_told(observatory: Path, socle: Socle) -> None:
    cost, closed, opened = (
        socle("cost"),
        socle("reach", "internet", "network-data", "--expect", "closed"),
        socle("reach", "network-portal", "network-data", "--port", "5432", "--expect", "open"),
    )

    assert (cost.code, "a month before tax" in cost.out) == (0, True)
    assert (closed.code, opened.code) == (0, 0), closed.out + opened.out


def test_a_change_is_reviewed_against_a_revision(observatory: Path, socle: Socle) -> None:
    begin(observatory)
    program = observatory / "observatory.py"
    program.write_text(program.read_text().replace("volume_gb=50", "volume_gb=100"))
    said = socle("preview", "--base", "HEAD", "--json-report", "report.json")
    report = json.loads((observatory / "report.json").read_text())

    assert said.code == 0, said.err
    assert (report["verdict"], report["counts"]) == ("look-at-this", {"update": 1})


def test_its_own_tests_pass(observatory: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=observatory,
        env={**os.environ, "PYTHONPATH": str(observatory)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout[-3000:]
