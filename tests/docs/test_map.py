"""The map and the tables of the pages for whoever changes Socle are held against the tree."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.test_architecture import GROUND, MAY_IMPORT, rooms

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PAGES = [
    *ROOT.glob("*.md"),
    *(
        page
        for folder in ("docs", "examples", "tests/engine", "policies")
        for page in sorted((ROOT / folder).rglob("*.md"))
    ),
]
_FENCED = re.compile(r"```.*?```", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)|<a href=\"([^\"]+)\"", re.MULTILINE)


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
    targets = ["".join(found) for found in _LINK.findall(_FENCED.sub("", page.read_text("utf-8")))]
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert not [target for target in local if not _leads(page, *target.partition("#")[::2])]


def _leads(page: Path, path: str, anchor: str) -> bool:
    target = page.parent / path if path else page
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in _anchors(target.read_text("utf-8"))


def _anchors(text: str) -> set[str]:
    """The anchors of a page as forges make them of its headings, and those that it writes itself."""
    seen: Counter[str] = Counter()
    found = set(re.findall(r'<a (?:id|name)="([^"]+)"', text))
    for heading in re.findall(r"^#{1,6} (.+)$", _FENCED.sub("", text), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


def test_a_make_target_that_a_page_names_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    assert named
    assert named <= targets


def test_a_file_that_a_recipe_names_is_there() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`([\w./]+\.(?:py|md))`", recipes)
    places = (ROOT, ROOT / "components" / "socle")
    assert named
    assert not [name for name in named if not any((place / name).exists() for place in places)]


def test_the_page_on_pipelines_names_every_file_to_copy_and_every_credential_that_they_take() -> None:
    said = (ROOT / "docs/operator/pipelines.md").read_text("utf-8")
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    texts = [file.read_text("utf-8") for file in (*workflows, ROOT / ".gitlab-ci.yml")]

    assert [file.name for file in (*workflows, *(ROOT / "ci").glob("*.*")) if f"{file.name}`" not in said] == []
    taken = {
        name
        for text in texts
        for name in re.findall(r"(?:secrets|vars)\.(\w+)|\$\{?((?:PLAN|APPLY)_\w+)", text)
        for name in name
        if name
    }
    assert sorted(name for name in taken if f"`{name}`" not in said) == []
