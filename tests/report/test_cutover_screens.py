"""What people see of a wave in every phase, on its ways back and past its window, held whole against kept screens.

`make docs` writes them anew (`SOCLE_WRITE_DOCS=1 .venv/bin/pytest tests/report/test_cutover_screens.py` these alone).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from socle.cutover import ARROWS, Book, Position, announced, runbook, status
from socle.cutover.status import Status
from socle.estate import Estate, load
from socle.messages import Place, Refusal
from socle.report.cutover import (
    checklist,
    gates_data,
    ledgers_data,
    runbook_data,
    show_gates,
    show_ledgers,
    show_runbook,
    show_status,
    status_data,
    status_page,
)
from socle.report.words import Language, Words

from ..cutover.operator import WAVE, declared
from ..cutover.test_printed import books as walked
from ..estate.cut_over import write_cutover
from ..kept import assert_as_kept
from .screens import on, paper

pytestmark = [pytest.mark.slow, pytest.mark.edits]

KEPT = Path(__file__).parent / "screens"
_DIGEST = re.compile(r"\b[0-9a-f]{12,64}\b")
STRAY = Refusal("a ledger of no wave", "nobody knows", "remove it", place=Place("acme/cutover/stray.jsonl", 1))


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    folder = tmp_path_factory.mktemp("screens")
    write_cutover(folder, declared())
    return load(folder / "acme").estate


@pytest.fixture(scope="module")
def books(estate: Estate) -> list[Book]:
    """Every phase; the same some hours later, when times have passed; and one whose ledger is not believed."""
    found = list(walked(estate))
    late = [
        replace(each, at=each.at + timedelta(hours=hours))
        for hours, each in zip((1, 5, 50, 700), found[20:24], strict=True)
    ]
    altered = replace(found[12], lines=(*found[12].lines[:-2], found[12].lines[-1]))
    return [*found, *late, altered]


def _told(book: Book) -> Status:
    """What is known of a wave, with what its turns are beside what was announced."""
    positions = {WAVE: book.position, "studies": Position()}
    return replace(status(book), announced=announced(book, positions))


def _screens(books: list[Book], words: Words) -> Iterator[str]:
    for number, book in enumerate(books):
        to = paper(90)
        to.print(f"--- {number} {book.position.stage.value}")
        show_status([_told(book)], True, to, words)
        gates = [book.gate(each) for each in book.steps]
        show_gates(book, gates, to, words)
        _runbooks(book, words, to)
        show_ledgers([book], ["s3://acme/ends"], to, words)
        yield on(to)


def _runbooks(book: Book, words: Words, to: Console) -> None:
    positions = {WAVE: book.position, "studies": Position()}
    goals = [each.goal for each in ARROWS if each.origin is book.position.stage] if book.position.settled else [None]
    for goal in goals:
        show_runbook(runbook(book, positions, goal), to, words)


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_a_wave_is_shown_as_it_was(language: Language, books: list[Book]) -> None:
    words = Words(language)
    assert_as_kept(
        _DIGEST.sub("…", "".join(_screens([*books[:-5:3], *books[-5:]], words))), KEPT / language / "waves.txt"
    )


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_all_waves_together_are_shown_as_they_were(language: Language, books: list[Book]) -> None:
    words, found = Words(language), list(map(_told, books))
    to = paper(70, colours=True)
    show_status(found, False, to, words)
    show_ledgers([replace(books[0], lines=())], (), to, words)
    pages = [
        status_page(some, strays, words)
        for some, strays in ((found[::3], (STRAY,)), (found[9:14], ()), (found[-1:], ()))
    ]
    text = "\n".join((on(to), *map(_bare, pages), checklist(books[0], words), checklist(books[14], words)))
    assert_as_kept(_DIGEST.sub("…", text), KEPT / language / "all-waves.txt")


def test_what_programs_read_of_waves_is_as_it_was(books: list[Book]) -> None:
    words, positions = Words(), {"studies": Position()}
    found = [
        each
        for book in (*books[2:26:5], books[-1])
        for each in (
            status_data([_told(book)], book.at, words),
            gates_data(book, [book.gate(each) for each in book.steps[:1]], words),
            ledgers_data([book], ["end"], words),
            runbook_data(runbook(book, {**positions, WAVE: book.position}), words),
        )
    ]
    assert_as_kept(_DIGEST.sub("…", json.dumps(found, indent=1, ensure_ascii=False)), KEPT / "waves.json.txt")


def _bare(html: str) -> str:
    return re.sub(r">\s*<", ">\n<", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))
