"""Pages that are generated: what is committed is what the library says today. `make docs` writes them anew."""

import importlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tools.docs import api, estate

PAGES = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize(("name", "reference"), [("estate.md", estate.reference), ("api.md", api.reference)])
def test_a_reference_is_what_the_library_says(name: str, reference: Callable[[], str]) -> None:
    text, page = reference(), PAGES / name
    if os.environ.get("SOCLE_WRITE_DOCS"):
        page.write_text(text, "utf-8")
    assert page.read_text("utf-8") == text, "write it anew: make docs"


def test_the_api_reference_has_every_name_that_a_door_gives_out() -> None:
    text = (PAGES / "api.md").read_text("utf-8")
    for room in ("scaleway", "azure", "kubernetes", "bridge", "testing"):
        door = importlib.import_module(f"socle.{room}")
        classes = {name for name in door.__all__ if isinstance(getattr(door, name), type)}
        assert not {name for name in classes if f"### `{name}`" not in text}, room
