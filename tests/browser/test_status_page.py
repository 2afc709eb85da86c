"""The page of where waves stand in a real browser: sound by axe-core in both languages, and readable on a telephone.

What these do not show: how a screen reader speaks it.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, missing

if missing():
    pytest.skip(missing(), allow_module_level=True)


@pytest.fixture(scope="module", params=["en", "fr"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("status") / f"{request.param}.html"
    command = "from socle.cli import main; main()"
    asked = ("cutover", "status", "--estate", "demo", "--lang", request.param, "--html", str(file))
    subprocess.run([sys.executable, "-c", command, *asked], cwd=ROOT, check=True, capture_output=True)
    return file


@pytest.fixture(params=[(1280, "light"), (420, "dark")], ids=["wide", "telephone"])
def opened(request: pytest.FixtureRequest, browser: Any, page: Path) -> Iterator[Any]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda each: asked.append(each.url))
    tab.goto(page.as_uri())
    assert asked == [page.as_uri()]
    yield tab
    context.close()


def test_axe_finds_nothing(opened: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert [each["id"] for each in Axe().run(opened).response["violations"]] == []


def test_nothing_is_wider_than_the_page(opened: Any) -> None:
    width = opened.viewport_size["width"]
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    assert opened.locator(".wave").count() == 3
    box = opened.locator(".wave dd").first.bounding_box()
    assert box["width"] > width / 2
