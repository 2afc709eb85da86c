"""The page of where waves stand: the same as the screen, those that somebody waits for first, in both languages, asking nothing."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from ..cli.conftest import Socle, as_written, socle  # noqa: F401 - fixtures
from .operator import FENCED, WAVE, checkout

pytestmark = pytest.mark.slow


def test_the_page_says_what_the_screen_says(tmp_path: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    found = checkout(tmp_path, socle, FENCED)
    assert found.book.window
    found.at = found.book.window.abort_by
    page = tmp_path / "status.html"
    screen = found.type("status", WAVE, "--html", str(page)).out
    html = re.sub(r"<[^>]+>", "", page.read_text("utf-8").replace("&gt;", ">").replace("&#39;", "'"))
    for line in screen.splitlines():
        assert line.strip().partition("  ")[2].strip() in html
    text = page.read_text("utf-8")
    assert text.index("socle cutover rollback") < text.index("may write"), "past abort-by the way back comes first"
    assert not re.search(r"<script|<link|<img|src=|url\(|@import", text)
    monkeypatch.setenv("SOCLE_LANG", "fr")
    found.type("status", "--html", str(page))
    assert '<html lang="fr">' in page.read_text("utf-8")
    assert "peut écrire" in page.read_text("utf-8")


def test_the_page_names_ledgers_of_no_wave_and_what_is_not_believed(tmp_path: Path, socle: Socle) -> None:  # noqa: F811
    found = checkout(tmp_path, socle, FENCED)
    found.ledger.with_stem("forgotten").write_text("{}\n")
    found.ledger.write_text(found.ledger.read_text().replace('"epoch": 1', '"epoch": 2', 1))
    page = tmp_path / "status.html"
    found.at += timedelta(minutes=1)
    found.type("status", "--html", str(page), code=1)
    text = page.read_text("utf-8")
    assert "the ledger of forgotten, which is no wave" in text
    assert "socle cutover verify" in text
    assert "catalogue.jsonl" in text


def test_a_text_of_the_estate_is_no_markup(tmp_path: Path, socle: Socle) -> None:  # noqa: F811
    found = checkout(tmp_path, socle, FENCED)
    file = found.folder / "cutover.yaml"
    file.write_text(file.read_text().replace("call: on-call sheet, line 1", 'call: "<script>alert(1)</script>"'))
    page = tmp_path / "status.html"
    found.type("status", "--html", str(page), code=None)
    assert "<script" not in page.read_text("utf-8")
    assert "&lt;script&gt;" in page.read_text("utf-8")
