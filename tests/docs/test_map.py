"""The map and the tables of the pages for whoever changes Socle are held against the tree."""

import re
from pathlib import Path

import pytest

from tests.test_architecture import GROUND, MAY_IMPORT, rooms

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_room_has_its_line() -> None:
    named = re.findall(r"^\| `(\w+)` \|", MAP, re.MULTILINE)
    assert sorted(named) == rooms()


def test_every_module_of_the_ground_is_named() -> None:
    assert not [module for module in GROUND if f"`{module}`" not in MAP]


def test_the_arrows_are_those_that_are_held() -> None:
    drawn = {
        (room, other)
        for room, others in re.findall(
            r"^  (\w+) --> ([\w &]+)$", MAP.partition("flowchart BT")[2].partition("```")[0], re.MULTILINE
        )
        for other in others.split(" & ")
    }
    assert drawn == {(room, other) for room in rooms() for other in MAY_IMPORT[room] if other in rooms()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert not [target for target in local if not (page.parent / target).exists()]


def test_a_file_that_a_recipe_names_is_there() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`([\w./]+\.(?:py|md))`", recipes)
    places = (ROOT, ROOT / "components" / "socle")
    assert named
    assert not [name for name in named if not any((place / name).exists() for place in places)]
