"""Whole drawings of a review with a bit of everything, held against kept ones: `make docs` writes them anew, git shows the difference."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from socle.report.review.html import page
from socle.report.review.json import review_json
from socle.report.review.markdown import BUDGET, markdown
from socle.report.words.catalogue import Language, Words
from socle.review.model import Review

from ...kept import assert_as_kept
from ..edits_made import before, plan_of, with_values
from .changes import hostile, on_terminal, place, plan, platform, reviewed, secrets

STORIES = ("edited", "first", "hostile", "alike", "secrets", "nothing")
KEPT = Path(__file__).parent / "drawings"
_NEW: dict[str, Any] = {
    "network.private_networks.new": {"purpose": "services", "range": "10.20.44.0/22"},
    "network.flows.apps-to-data.ports": ["5432", "6432"],
    "network.flows.batch-to-data": {
        "source": "apps",
        "destination": "data",
        "ports": ["8000-8999"],
        "reason": "nightly jobs read the catalogue",
    },
    "buckets.results.expire_after_days": 30,
    "buckets.evidence.lock": {"mode": "governance", "days": 400},
    "databases.catalogue.settings": {"max_connections": 400},
    "databases.catalogue.backups": {"keep_days": 7},
    "databases.catalogue.volume_gb": 100,
    "registries.images.description": "what the platform runs",
    "secrets.session.keep": 3,
    "observability.sources.audit.retention_days": 180,
    "observability.contacts.on-call.email": "ops@example.org",
    "clusters.main.pools.apps.node_type": "POP2-8C-32G",
}
_GONE = ("keys.other", "databases.catalogue.read_replicas.reports", "network.addresses.relay")


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Review]:
    folder = tmp_path_factory.mktemp("estates")
    was, now = plan_of(before(), folder), plan_of(with_values({**_NEW, **dict.fromkeys(_GONE)}), folder)
    return {
        "edited": reviewed(now, was),
        "first": reviewed(was),
        "hostile": hostile(),
        "alike": platform(stacks=3, each=3),
        "secrets": secrets(),
        "nothing": reviewed(plan(), plan()),
    }


Draw = Callable[[Review, Words], str]
DRAWINGS: dict[str, Draw] = {
    "terminal.txt": lambda review, words: on_terminal(review, words, width=110),
    "narrow.txt": lambda review, words: on_terminal(review, words, width=50, colours=True).replace("\x1b", "␛"),
    "comment.md": lambda review, words: markdown(review, words, place, "socle", BUDGET),
    "short.md": lambda review, words: markdown(review, words, place, "socle", 2500),
    "page.html": lambda review, words: _bare(page(review, words, place, "socle")),
}


def _without_lines(text: str) -> str:
    """A text without the lines of code in it: whoever moves a line of a component changes no drawing."""
    return re.sub(r"\.py:\d+", ".py:…", text)


def _bare(html: str) -> str:
    """A page without its style and scripts, which are files of their own, a line for each element."""
    return re.sub(r">\s*<", ">\n<", re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL))


@pytest.mark.parametrize("language", list(Language), ids=str)
@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_review_is_drawn_as_it_was(drawing: str, story: str, language: Language, reviews: dict[str, Review]) -> None:
    text = DRAWINGS[drawing](reviews[story], Words(language))
    assert_as_kept(_without_lines(text), KEPT / language / f"{story}.{drawing}")


@pytest.mark.parametrize("story", ["edited", "hostile"])
def test_what_programs_read_of_a_review_is_as_it_was(story: str, reviews: dict[str, Review]) -> None:
    assert_as_kept(_without_lines(review_json(reviews[story], place)), KEPT / f"{story}.json")
