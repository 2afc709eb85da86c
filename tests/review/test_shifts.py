"""What a review says of a wave whose desired phase changes, first of all, in four drawings and two languages."""

import io
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate
from rich.console import Console

from socle.cutover import Stage, State
from socle.project import find_project
from socle.report.review import markdown, page, review_json, show_review
from socle.report.review.json import schema
from socle.report.words import Language, Words
from socle.review import Review, Shift, Verdict, review
from socle.review.cutover import shifts_of

from ..checkout import edit
from ..cutover.people import T0
from ..cutover.rehearsed import WaveBook, brought, rehearsal

S = Stage
DAY = T0.date()


@dataclass(frozen=True)
class Before:
    """A changed file as a revision has it."""

    file: Path
    old: str | None


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = rehearsal(tmp_path_factory.mktemp("shifts"), "bridged")
    edit(
        found / "cutover.yaml",
        ("    reason: the rehearsal's extracts\n", "    reason: the rehearsal's extracts\n    desired: seeding\n"),
    )
    brought(WaveBook(found, "studies"), S.FROZEN, S.BRIDGED)
    return found


def shifts(estate: Path, old: str | None, day: date = DAY) -> dict[str, Shift]:
    project = find_project(estate.parents[2])
    changed: list[Any] = [Before(estate / "cutover.yaml", old), Before(estate / "estate.yaml", "")]
    return {each.wave: each for each in shifts_of(project, changed, day)}


def was(estate: Path, *pairs: tuple[str, str]) -> str:
    text = (estate / "cutover.yaml").read_text("utf-8")
    for now, before in pairs:
        assert now in text
        text = text.replace(now, before)
    return text


def test_a_change_of_what_is_desired_is_told_with_the_way_and_the_next_gate(estate: Path) -> None:
    (found,) = shifts(estate, was(estate, ("desired: seeding", "desired: frozen"))).values()
    assert (found.wave, found.old, found.new, found.reached) == ("studies", "frozen", "seeding", S.BRIDGED)
    assert found.steps
    (step,) = found.steps
    assert (step.goal, step.state, step.final) == (S.SEEDING, State.UNDETERMINED, False)
    assert {each.condition.value for each in step.missing} == {
        "target-ready",
        "target-refuses-writes",
        "readers",
        "free-space",
    }
    assert [(each.hand, each.switch, each.on, each.entries) for each in step.turns if each.hand == "movers"] == [
        ("movers", "movers.forward", True, ("studies.raw",))
    ]
    assert step.hands == ("legacy", "movers")
    assert found.origin
    assert found.origin.key == "cutover.waves.studies.desired"


def test_what_changes_otherwise_is_no_change_of_what_is_desired(estate: Path) -> None:
    assert shifts(estate, was(estate, ("the rehearsal's extracts", "extracts"))) == {}


def test_a_wave_that_comes_or_goes_is_told(estate: Path) -> None:
    text = was(estate, ("  studies:\n", "  archive:\n"))
    found = shifts(estate, text)
    assert (found["studies"].old, found["studies"].new) == (None, "seeding")
    assert (found["archive"].old, found["archive"].new, found["archive"].final) == ("seeding", None, False)
    assert set(shifts(estate, None)) == {"catalogue", "studies"}


@pytest.mark.parametrize("text", ["waves: [", "waves: 3\n", "- a\n"])
def test_what_cannot_be_read_of_before_is_told_and_not_taken_for_nothing(estate: Path, text: str) -> None:
    assert [each.unread for each in shifts(estate, text).values()] == [True, True]


def test_a_wish_that_cannot_be_had_back_is_dangerous_and_says_where(tmp_path: Path) -> None:
    estate = rehearsal(tmp_path, "bridged")
    edit(estate / "cutover.yaml", ("desired: bridged", "desired: retiring"))
    found = shifts(estate, was(estate, ("desired: retiring", "desired: bridged")))["catalogue"]
    assert [each.goal for each in found.steps or () if each.final] == [S.COMMITTED, S.RETIRING]
    assert [each.goal for each in found.steps or () if each.deletes] == [S.RETIRING]
    assert found.final
    assert reviewed(found).verdict is Verdict.DANGEROUS
    assert reviewed(replace(found, steps=())).verdict is Verdict.LOOK
    assert reviewed(replace(found, steps=(), reached=None)).verdict is Verdict.DANGEROUS
    text = "\n".join(drawn(reviewed(found), Language.ENGLISH).values())
    assert "cannot be taken back: from <code>committed</code> on nothing leads back but a restore" in text


def reviewed(*shifts: Shift) -> Review:
    return review([], baseline="main", shifts=shifts)


def drawn(found: Review, language: Language) -> dict[str, str]:
    words = Words(language)
    console = Console(record=True, width=4_000, file=io.StringIO())
    show_review(found, words, str, console)
    return {
        "markdown": markdown(found, words, str, "socle"),
        "page": page(found, words, str, "socle"),
        "terminal": console.export_text(),
    }


@pytest.mark.parametrize(
    ("language", "said", "gate", "turn"),
    [
        (
            Language.ENGLISH,
            "to `seeding` is desired",
            "its gate is undetermined; not known:",
            "copied to the platform:",
        ),
        (
            Language.FRENCH,
            "à `seeding` est voulu",
            "sa porte est indéterminée ; inconnu :",
            "copiés vers la plateforme :",
        ),
    ],
)
def test_every_drawing_says_it_first_with_gate_and_switches(
    estate: Path, language: Language, said: str, gate: str, turn: str
) -> None:
    found = reviewed(*shifts(estate, was(estate, ("desired: seeding", "desired: frozen"))).values())
    texts = drawn(found, language)
    first = texts["markdown"].split("\n\n")[2]
    assert said in first.replace("\N{NO-BREAK SPACE}", " ")
    assert texts["markdown"].index(said.rsplit(maxsplit=1)[-1]) < texts["markdown"].index(
        "## ", texts["markdown"].index("###") + 4
    )
    assert texts["page"].index('id="shifts"') < texts["page"].index("<h1>")
    for text in texts.values():
        plain = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert gate in plain
        assert turn in plain
        assert "studies.raw" in plain


def test_the_json_has_it_in_the_form_of_its_schema(estate: Path) -> None:
    found = reviewed(*shifts(estate, was(estate, ("desired: seeding", "desired: frozen"))).values())
    data = json.loads(review_json(found, str))
    validate(data, schema())
    (shift,) = data["cutover"]
    assert (shift["from"], shift["to"], shift["steps"][0]["gate"]) == ("frozen", "seeding", "undetermined")
    assert data["reasons"] == {"shifts": 1}


@pytest.mark.slow
def test_evidence_and_who_has_signed_are_told(tmp_path: Path) -> None:
    estate = rehearsal(tmp_path, "bridged")
    edit(estate / "cutover.yaml", ("desired: bridged", "desired: fenced"))
    book = brought(WaveBook(estate, "catalogue"), S.FROZEN, S.BRIDGED, S.SEEDING, S.SYNCING, S.REHEARSED)
    before = was(estate, ("desired: fenced", "desired: rehearsed"))
    unsigned = shifts(estate, before)["catalogue"]
    assert "nobody has signed it" in drawn(reviewed(unsigned), Language.ENGLISH)["markdown"]
    book.show(S.FENCED)
    book.keep()
    found = shifts(estate, before)["catalogue"]
    assert found.steps
    step = found.steps[0]
    assert step.signed == ("operations", "quality")
    assert {each.condition.value for each in step.shown} >= {"approved"}
    assert (
        "signed by: `operations`, `quality`"
        in drawn(reviewed(shifts(estate, before)["catalogue"]), Language.ENGLISH)["markdown"]
    )


@pytest.mark.slow
def test_a_way_back_and_a_wish_without_a_way_are_told(tmp_path: Path) -> None:
    estate = rehearsal(tmp_path, "bridged")
    edit(estate / "cutover.yaml", ("desired: bridged", "desired: inventoried"))
    brought(WaveBook(estate, "catalogue"), S.FROZEN, S.BRIDGED)
    found = shifts(estate, was(estate, ("desired: inventoried", "desired: bridged")))["catalogue"]
    assert [(each.goal, each.kind) for each in found.steps or ()] == [(S.FROZEN, "back"), (S.INVENTORIED, "back")]
    assert "1. back to `frozen`" in drawn(reviewed(found), Language.ENGLISH)["markdown"]
    stuck = replace(found, reached=S.RETIRED, steps=None)
    assert "no steps lead from `retired`" in drawn(reviewed(stuck), Language.ENGLISH)["markdown"]
