"""Pages that are generated: what is committed is what the library says today. `make docs` writes them anew."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tools.docs import api, controls, cutover, cutover_walk, estate, outside, rules

from socle.rules import KNOWS, RULES, Runner

from ..kept import assert_as_kept
from ..rules.shown import shown

PAGES = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("controls.md", controls.reference),
        ("cutover.md", cutover.reference),
        ("estate.md", estate.reference),
        ("outside-the-program.md", outside.reference),
        ("api.md", api.reference),
        ("rules.md", lambda: rules.reference(shown())),
    ],
    ids=["controls", "cutover", "estate", "outside", "api", "rules"],
)
def test_a_reference_is_what_the_library_says(name: str, reference: Callable[[], str]) -> None:
    assert_as_kept(reference(), PAGES / name)


def test_the_walk_through_a_wave_is_of_the_tables() -> None:
    assert_as_kept(cutover_walk.page(), PAGES.parent / "operator" / "cutover-walk.md")


def test_the_api_reference_has_every_name_that_a_door_gives_out() -> None:
    text = (PAGES / "api.md").read_text("utf-8")
    for room in ("scaleway", "azure", "kubernetes", "bridge", "testing"):
        door = importlib.import_module(f"socle.{room}")
        classes = {name for name in door.__all__ if isinstance(getattr(door, name), type)}
        assert not {name for name in classes if f"### `{name}`" not in text}, room


def test_the_reference_of_rules_has_each_with_what_keeps_and_what_breaks_it() -> None:
    text = (PAGES / "rules.md").read_text("utf-8")
    for rule in RULES:
        entry = text.partition(f"#### `{rule.id}`\n")[2].partition("####")[0]
        for part in (rule.title, rule.why, rule.remedy, f"({rule.severity})", "\nkept: ", "\nbroken: "):
            assert part in entry, (rule.id, part)


def test_the_table_of_runners_says_where_a_rule_is_not_decided() -> None:
    text = (PAGES / "rules.md").read_text("utf-8")
    for rule in RULES:
        row = next(line for line in text.splitlines() if line.startswith(f"| [`{rule.id}`]"))
        cells = [each.strip() for each in row.split("|")[3 : 3 + len(Runner)]]
        assert cells == ["yes" if rule.needs <= KNOWS[runner] else "not decided" for runner in Runner], rule.id
