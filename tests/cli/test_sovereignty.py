"""`socle sovereignty` in its three forms on the demo, and where something cannot be read.

What it says is the matter of tests/sovereignty.
"""

import json
import re
from pathlib import Path

import pytest

from socle.cutover import Stage
from tests.cutover.rehearsed import WaveBook, brought, rehearsal

from .conftest import Socle, write

ROOT = Path(__file__).parents[2]
DAY = ("--as-of", "2026-12-01")
ENDED = ("--as-of", "2027-02-01")
"""Of the demo's two derogations one has ended the day before."""


@pytest.mark.slow
def test_the_three_forms_say_the_same_and_nothing_asks_for_anything_else(socle: Socle, tmp_path: Path) -> None:
    asked = ("sovereignty", "--root", str(ROOT), "--estate", "demo", *ENDED)
    text = socle(*asked)
    data = json.loads(socle(*asked, "--format", "json").out)
    page = socle(*asked, "--format", "html", "--lang", "fr", "--output", str(tmp_path / "page.html"))

    assert (text.code, page.code) == (0, 0)
    assert {each["standing"] for each in data["health_under_foreign_law"]} == {"derogation", "ended"}
    assert data["burn_down"]["zero"] is None
    assert len(data["objectives"]) == 8
    assert all(each["operator"] for each in data["resources"])
    assert "The day on which nothing is left on Azure is not known." in text.out
    written = (tmp_path / "page.html").read_text("utf-8")
    assert "non-conformité connue" in written
    assert not re.search(r"<script|<link|<img|src=|url\(|https?://", written)
    for said in (text.out, written):
        assert not re.search(r"complian|certified|conformes? (à|au)", said, re.IGNORECASE)


def test_an_estate_that_is_refused_is_told_with_its_line(socle: Socle, project: Path) -> None:
    write(project / "stacks/estates/demo/estate.yaml", "name: other\n")
    said = socle("sovereignty", "--root", str(project), "--estate", "demo")
    assert said.code == 1
    assert "demo/estate.yaml" in said.err
    assert said.out == ""


def test_an_estate_that_is_not_there_is_wrong_use(socle: Socle, project: Path) -> None:
    assert socle("sovereignty", "--root", str(project), "--estate", "nosuch").code == 2


def test_a_place_that_takes_no_file_is_refused_before_the_work(socle: Socle, project: Path, tmp_path: Path) -> None:
    said = socle("sovereignty", "--root", str(project), "--estate", "demo", "--output", str(tmp_path))
    assert said.code == 2


def test_what_was_signed_on_a_day_counts_on_that_day(socle: Socle, tmp_path: Path) -> None:
    estate = rehearsal(tmp_path)
    for stack in tmp_path.glob("stacks/Pulumi.*rehearsal*.yaml"):
        stack.unlink()
    brought(WaveBook(estate, "studies"), Stage.FROZEN)
    asked = ("sovereignty", "--root", str(tmp_path), "--estate", "rehearsal", *DAY, "--format", "json")
    waves = {each["wave"]: each for each in json.loads(socle(*asked).out)["waves"]}
    assert (waves["studies"]["stage"], waves["studies"]["refused"]) == ("frozen", False)
