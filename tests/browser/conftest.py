"""A browser and the pages that it opens: the review of an edited demo, one of 6,000 resources, and one full of hostile text.

Run by `make test-browser` alone, which installs the driver; a browser that is not there is said and skipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from socle.report.review.html import page as drawn
from socle.report.words.catalogue import Language, Words
from tests.checkout import edit
from tests.report.review.changes import hostile, place, platform

ROOT = Path(__file__).parents[2]
EDITS = (
    ("  ingest:\n    data_class: health", "  ingest-2027:\n    data_class: health"),
    ("volume_gb: 100", "volume_gb: 200"),
    (
        "system: {node_type: POP2-2C-8G, zone: fr-par-1, nodes: 2,",
        "system: {node_type: POP2-4C-16G, zone: fr-par-1, nodes: 3,",
    ),
    (
        "  gateway:\n    zone: fr-par-1",
        "    services-to-admin: {source: services, destination: admin, ports: ['8443'], reason: it reports to the console}\n"
        "  gateway:\n    zone: fr-par-1",
    ),
    ("access: [read]\n        prefix: cardio/", "access: [read, write]\n        prefix: cardio/"),
)
"""A bucket renamed, a database grown, the machines of a pool exchanged, one more flow, one more permission."""


@dataclass
class Opened:
    """One page in a browser, and what it asked for and said since it was opened."""

    page: Any
    address: str
    requests: list[str] = field(default_factory=list[str])
    said: list[str] = field(default_factory=list[str])


Open = Callable[..., Opened]


def chromium() -> str | None:
    """The browser of this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def missing() -> str:
    """What these tests need and do not have, in one line; empty where they can run."""
    wanted = [name for name in ("playwright", "axe_playwright_python") if find_spec(name) is None]
    wanted += [] if chromium() else ["chromium"]
    return f"not installed: {', '.join(wanted)}; see make test-browser" if wanted else ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright import sync_api as api

    with api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield started
        started.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages by name. The demo's is made by the command, from two revisions."""
    folder = tmp_path_factory.mktemp("pages")
    found = {name: folder / f"{name}.html" for name in ("demo", "large", "hostile")}
    words = Words(Language.ENGLISH)
    found["large"].write_text(drawn(platform(stacks=150, each=40), words, place, "socle"), encoding="utf-8")
    found["hostile"].write_text(drawn(hostile(), words, place, "socle"), encoding="utf-8")
    review_of_the_demo(folder / "clone", found["demo"])
    return found


def review_of_the_demo(clone: Path, page: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", str(clone)], check=True)
    edit(clone / "stacks/estates/demo/estate.yaml", *EDITS)
    edit(clone / "stacks/estates/demo/cutover.yaml", ("bucket: ingest}", "bucket: ingest-2027}"))
    command = [
        sys.executable,
        "-c",
        "from socle.cli import main; main()",
        "preview",
        "--base",
        "HEAD",
        "--html",
        str(page),
    ]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, timeout=300, check=False)
    assert page.is_file(), done.stderr
    assert "annot be captured" not in page.read_text(encoding="utf-8"), "an edit of the demo is none any more"


@pytest.fixture
def open_page(browser: Any, files: dict[str, Path]) -> Iterator[Open]:
    """Open a page by name; what it asks of any network is recorded and never sent."""
    contexts: list[Any] = []

    def opened(name: str, *, width: int = 1280, **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        found = Opened(context.new_page(), files[name].as_uri())
        context.route("**/*", lambda route: route.continue_() if route.request.url == found.address else route.abort())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.said.append(message.text))
        found.page.on("pageerror", lambda error: found.said.append(str(error)))
        found.page.on("dialog", lambda dialog: (found.said.append(dialog.message), dialog.dismiss()))
        found.page.goto(found.address)
        return found

    yield opened
    for context in contexts:
        context.close()
