"""Every command that a screen prints is one that can be typed: the command line's own parser takes it as it stands.

What the engine's commands take is not parsed: only that they are those of the pages.
"""

import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from rich.console import Console
from tools.walked_ledger import begun, begun_book, finished, shown

from socle.cli.app import commands
from socle.cutover import ARROWS, Book, Position, Stage, runbook, status
from socle.estate import Estate, load
from socle.report.cutover import checklist, show_runbook, show_status
from socle.report.words import Language, Words

from ..estate.cut_over import write_cutover
from .operator import WAVE, by_role, declared
from .people import T0

S = Stage
WAY = tuple(Stage)[1:12]
BACK = ((S.FENCED, S.REHEARSED), (S.SWITCHED, S.FALLING_BACK), (S.SEEDING, S.ABORTED), (S.FROZEN, S.INVENTORIED))
ENGINE = re.compile(r"pulumi up --stack [a-z-]+|pulumi stack export --stack [a-z-]+ --file [a-z-]+\.json")
_TYPED = re.compile(r"(?:^\s*\$ |: |`)(?P<command>(?:socle|pulumi) [^`;()\n]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    folder = tmp_path_factory.mktemp("printed")
    write_cutover(folder, declared())
    return load(folder / "acme").estate


def books(estate: Estate) -> Iterator[Book]:
    """The wave in every phase, in every step half done, with everything shown, on its ways back, and past its window."""
    book = begun_book(estate, WAVE, T0 - timedelta(hours=3))
    yield book
    book = finished(book, by_role)
    for goal in WAY:
        if goal in (S.STABILISED, S.COMMITTED, S.RETIRING, S.RETIRED):
            book = replace(book, at=book.at + timedelta(days=35))
        yield book
        ready = shown(book, goal, by_role, {})
        yield ready
        book = begun(ready, goal, by_role)
        yield book
        book = finished(book, by_role)
        for origin, back in BACK:
            if origin is goal:
                yield (away := begun(book, back, by_role))
                yield finished(away, by_role)
    yield book


def parsed(command: str, folder: Path) -> dict[str, Any]:
    """What the command line makes of a command, files that it names being there.

    Raises:
        UsageError, KeyError: it is none.
    """
    words = shlex.split(command)
    for name in (word for word in words if word.endswith(".json")):
        (folder / name).touch()
    found: Any = commands()
    assert words[0] == "socle"
    for number, word in enumerate(words[1:], 1):
        found = found.commands[word]
        if not hasattr(found, "commands"):
            return cast("dict[str, Any]", found.make_context(word, words[number + 1 :]).params)
    raise AssertionError(command)


def screens(book: Book, words: Words) -> Iterator[str]:
    console = Console(width=4_000, record=True, file=io.StringIO())
    show_status([status(book)], True, console, words)
    _runbooks(book, console, words)
    yield console.export_text()
    yield checklist(book, words)


def _runbooks(book: Book, to: Console, words: Words) -> None:
    positions = {WAVE: book.position, "studies": Position()}
    goals = [each.goal for each in ARROWS if each.origin is book.position.stage] if book.position.settled else [None]
    for goal in goals:
        show_runbook(runbook(book, positions, goal), to, words)


@pytest.mark.slow
@pytest.mark.parametrize("language", list(Language))
def test_every_printed_command_is_parsed_by_the_command_line(
    estate: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.chdir(tmp_path)
    found: set[str] = set()
    for book in books(estate):
        assert book.reached.refusals == ()
        for text in screens(book, Words(language)):
            found |= {each["command"].strip() for each in _TYPED.finditer(text)}
    own = {each for each in found if each.startswith("socle ")}
    assert {each.split()[2] for each in own} >= {"record", "approve", "advance", "rollback", "check"}
    for each in own:
        assert parsed(each, tmp_path)["estate"] == "acme", each
    assert [each for each in found - own if not ENGINE.fullmatch(each)] == []
    recorded = {each for each in own if " deployment " in each}
    assert recorded
    assert {str(parsed(each, tmp_path)["key"]) for each in recorded} == {"~/.ssh/pipeline"}


def test_a_key_is_named_of_a_collector_that_may_sign_today_and_of_nobody_else(estate: Estate) -> None:
    book = begun_book(estate, WAVE, T0)
    assert status(book).next.commands[-1].endswith("--key ~/.ssh/pipeline --estate acme")
    late = Book(estate, WAVE, (), T0 + timedelta(days=3_000))
    assert "--key" not in status(late).next.commands[-1]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["approve", "advance", "rollback", "check", "hold"])
def test_what_a_refusal_tells_to_type_is_parsed_too(estate: Estate, tmp_path: Path, command: str) -> None:
    assert parsed(f"socle cutover {command} {WAVE}", tmp_path)["wave"] == WAVE
    with pytest.raises(Exception, match="--nosuch"):
        parsed(f"socle cutover {command} {WAVE} --nosuch", tmp_path)
