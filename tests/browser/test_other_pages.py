"""The pages beside a review, in a real browser at the width of a phone and of a desk: whose law and whose keys, and evidence to hand over.

What these do not show: that what they say is true, which the tests of their rooms hold.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, Open, missing

if missing():
    pytest.skip(missing(), allow_module_level=True)

NAMES = ("sovereignty", "evidence")
BOTH = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module", autouse=True)
def made(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Both pages of the demo, in French, as the commands write them."""
    folder = tmp_path_factory.mktemp("others")
    files["sovereignty"] = folder / "sovereignty.html"
    files["evidence"] = folder / "evidence/index.html"
    command = [sys.executable, "-c", "from socle.cli import main; main()"]
    for arguments in (
        ["sovereignty", "--format", "html", "-o", str(files["sovereignty"])],
        ["evidence", "write", "--estate", "demo", "--out", str(folder / "evidence")],
    ):
        done = subprocess.run(
            [*command, *arguments, "--lang", "fr"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr


def opened(open_page: Open, name: str, **options: Any) -> Any:
    found = open_page(name, **options)
    found.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    return found


@BOTH
def test_it_asks_for_nothing_says_nothing_and_is_in_its_language(open_page: Open, name: str) -> None:
    page = opened(open_page, name)
    page.page.wait_for_timeout(300)

    assert page.requests == [page.address]
    assert page.said == []
    assert page.page.evaluate("document.documentElement.lang") == "fr"
    assert page.page.get_by_role("heading", level=1).count() == 1


@BOTH
@pytest.mark.parametrize("width", [420, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page: Open, name: str, width: int, scheme: str) -> None:
    from axe_playwright_python import sync_playwright as axe

    page = opened(open_page, name, width=width, color_scheme=scheme).page
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
