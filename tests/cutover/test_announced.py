"""What a window announces of its fence and its switch, and what a turn is called that is another one. A way back is called nothing.

That what else changes in a stack is what its owner meant is the review's to tell.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tools.walked_ledger import begun, begun_book, finished, shown, walked

from socle.cutover import Book, Condition, Position, Stage, announced, runbook, start, to_announce
from socle.cutover.evidence import Entry, Value, ledger_file, written
from socle.estate import load
from socle.project import find_project
from socle.report.review import markdown, review_json
from socle.report.words import Language, Words
from socle.review import Verdict, review
from socle.review.cutover import labelled

from .operator import by_role
from .people import T0
from .rehearsed import rehearsal

S = Stage
WAVE = "studies"
OTHERS: Mapping[str, Position] = {"catalogue": start()}
OFFICES: Mapping[str, Value] = {"on-call-1": "duty office", "on-call-2": "quality office"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rehearsal(tmp_path_factory.mktemp("announced"))


@pytest.fixture(scope="module")
def rehearsed(folder: Path) -> Book:
    book = begun_book(load(folder).estate, WAVE, T0 - timedelta(hours=3))
    return walked(book, (S.FROZEN, S.BRIDGED, S.SEEDING, S.SYNCING, S.REHEARSED), by_role)


def with_others(book: Book) -> dict[str, Position]:
    return {**OTHERS, WAVE: book.position}


def fencing(book: Book, announce: Mapping[str, Value]) -> Book:
    """The wave whose fence has begun in a window that announces something."""
    return begun(shown(book, S.FENCED, by_role, {Condition.WINDOW: {**OFFICES, **announce}}), S.FENCED, by_role)


def values(book: Book) -> dict[str, Value]:
    return {f"announced-{hand}": address for hand, address in to_announce(book, with_others(book)).items()}


def labels(book: Book) -> list[tuple[str, str, str]]:
    found = announced(book, with_others(book))
    return [(each.hand, each.goal.value, each.label) for each in found]


def test_a_window_announces_the_fence_and_the_switch_beforehand(rehearsed: Book) -> None:
    assert list(values(rehearsed)) == ["announced-legacy", "announced-movers", "announced-platform"]
    made = runbook(rehearsed, with_others(rehearsed))
    assert made.announce == tuple(f"{name}={value}" for name, value in values(rehearsed).items())
    assert made.turns[0].address == values(rehearsed)["announced-legacy"]
    assert runbook(fencing(rehearsed, {}), OTHERS).announce == ()


def test_each_turn_of_fence_and_switch_is_as_announced_until_it_is_proven(rehearsed: Book) -> None:
    book = fencing(rehearsed, values(rehearsed))
    assert labels(book) == [("legacy", "fenced", "as-announced")]
    book = finished(book, by_role)
    assert labels(book) == []
    again = {Condition.WINDOW: {**OFFICES, **values(rehearsed)}}
    book = begun(shown(book, S.SWITCHED, by_role, again), S.SWITCHED, by_role)
    assert labels(book) == [("movers", "switched", "as-announced"), ("platform", "switched", "as-announced")]


@pytest.mark.parametrize(("address", "label"), [("f" * 64, "deviates"), ("", "not-announced")])
def test_what_is_otherwise_or_was_not_announced_is_called_so(rehearsed: Book, address: str, label: str) -> None:
    said = {"announced-legacy": address} if address else {}
    assert labels(fencing(rehearsed, said)) == [("legacy", "fenced", label)]


def test_another_wave_that_moves_meanwhile_deviates_where_it_turns_the_same_switches(rehearsed: Book) -> None:
    book = fencing(rehearsed, values(rehearsed))
    assert [each.label for each in announced(book, {"catalogue": Position(S.BRIDGED), WAVE: book.position})] == [
        "as-announced"
    ]


def test_a_way_back_is_called_nothing(rehearsed: Book) -> None:
    book = fencing(rehearsed, values(rehearsed))
    assert labels(begun(book, S.REHEARSED, by_role)) == []
    assert labels(begun(finished(book, by_role), S.REHEARSED, by_role)) == []


def test_outside_of_a_window_and_before_one_nothing_is_called_anything(rehearsed: Book) -> None:
    assert labels(rehearsed) == []
    frozen = begun_book(rehearsed.estate, WAVE, T0)
    assert labels(frozen) == []


def kept(folder: Path, book: Book) -> None:
    file = ledger_file(folder, WAVE)
    file.parent.mkdir(exist_ok=True)
    file.write_text(written(each for each in book.lines if isinstance(each, Entry)), "utf-8")


@pytest.mark.parametrize(
    ("address", "label", "verdict", "said"),
    [
        (
            "",
            "as-announced",
            Verdict.NO_RISK,
            "as announced: what `rehearsal-legacy` switches of `studies` to `fenced`",
        ),
        ("f" * 64, "deviates", Verdict.DANGEROUS, "DEVIATES: `rehearsal-legacy` switches"),
        ("none", "not-announced", Verdict.LOOK, "the window announced nothing of what `rehearsal-legacy`"),
    ],
)
def test_a_review_says_it_first_and_only_what_deviates_alarms(
    folder: Path, rehearsed: Book, address: str, label: str, verdict: Verdict, said: str
) -> None:
    told = values(rehearsed) if not address else {} if address == "none" else {"announced-legacy": address}
    kept(folder, fencing(rehearsed, told))
    project = find_project(folder.parents[2])
    stacks = ["rehearsal-legacy", "rehearsal-platform", "rehearsal-foundation"]
    found = labelled(project, stacks, T0.date())
    assert [(each.stack, each.turn.wave, each.turn.label) for each in found] == [("rehearsal-legacy", WAVE, label)]
    made = review([], baseline="main", announced=found)
    assert made.verdict is verdict
    text = markdown(made, Words(Language.ENGLISH), str, "socle")
    assert said in text.replace("<code>", "`").replace("</code>", "`")
    assert f'"label": "{label}"' in review_json(made, str)


def test_without_a_cut_over_or_before_its_records_nothing_is_labelled(folder: Path, rehearsed: Book) -> None:
    kept(folder, fencing(rehearsed, values(rehearsed)))
    project = find_project(folder.parents[2])
    assert labelled(project, ["demo-legacy", "rehearsal-foundation"], T0.date()) == ()
    kept(folder, replace(rehearsed))
    assert labelled(project, ["rehearsal-legacy"], T0.date()) == ()
