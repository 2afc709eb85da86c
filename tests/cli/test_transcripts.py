"""What a person sees of each command on the two estates of this repository, in both languages, held against kept transcripts.

A change of wording or layout is seen here as a reviewer sees it: `make docs` writes the transcripts anew, git shows the difference.
"""

import re
from pathlib import Path

import pytest

from ..kept import assert_as_kept
from .conftest import Socle

pytestmark = [pytest.mark.slow, pytest.mark.edits]

ROOT = Path(__file__).parents[2]
TRANSCRIPTS = Path(__file__).parent / "transcripts"
DAY = ("--as-of", "2026-11-30")
_SECONDS = re.compile(r"\d+[.,]\d s\b")
COMMANDS = {
    "cost-of-a-stack": ("cost", "demo-platform"),
    "cost-of-an-estate": ("cost", "--estate", "demo"),
    "check": ("check", *DAY),
    "check-rules": ("check", "--estate", "rehearsal", "--rules", *DAY),
    "check-quotas": ("check", "--estate", "demo", "--quotas", *DAY),
    "preview-of-a-platform": ("preview", "rehearsal-platform"),
    "preview-of-a-bridge": ("preview", "demo-bridge", "--mode", "up"),
    "inventory": ("inventory", "--estate", "demo", *DAY),
    "inventory-page": ("inventory", "--estate", "demo", "--format", "html", *DAY),
    "sovereignty": ("sovereignty", "--estate", "demo", *DAY),
    "sovereignty-page": ("sovereignty", "--estate", "demo", "--format", "html", *DAY),
    "flows-to-read": ("flows", "--estate", "demo"),
    "flows-to-sign": ("flows", "--estate", "demo", "--format", "csv"),
    "explain-a-collection": ("explain", "demo-platform", "buckets"),
    "explain-an-entry": ("explain", "demo-platform", "buckets.studies"),
    "explain-a-value": ("explain", "demo-platform", "databases.catalogue.volume_gb"),
    "explain-a-slip": ("explain", "demo-platform", "buckets.studyes"),
    "reach-of-an-estate": ("reach", "--estate", "demo"),
    "reach-open": ("reach", "platform", "data", "--port", "5432", "--estate", "demo"),
    "inventory-json": ("inventory", "--estate", "demo", "--format", "json", *DAY),
    "sovereignty-json": ("sovereignty", "--estate", "rehearsal", "--format", "json", *DAY),
    "cost-json": ("cost", "rehearsal-platform", "--json", "-"),
    "reach-json": ("reach", "--estate", "rehearsal", "--json"),
    "reach-open-json": ("reach", "platform", "data", "--port", "5432", "--estate", "demo", "--json"),
    "access": ("access", "--estate", "demo"),
    "access-to-review": ("access", "--estate", "rehearsal", "--format", "markdown"),
    "access-to-sign": ("access", "--estate", "rehearsal", "--format", "csv"),
    "access-json": ("access", "--estate", "rehearsal", "--format", "json"),
    "cutover": ("cutover", "status", "--as-of", "2026-12-01T03:00"),
    "cutover-of-a-wave": ("cutover", "status", "catalogue", "--as-of", "2026-12-01T03:00"),
    "cutover-json": ("cutover", "status", "--json", "--as-of", "2026-12-01T03:00"),
    "cutover-gates": ("cutover", "check", "studies", "--as-of", "2026-12-01T03:00"),
    "reach-closed": ("reach", "internet", "databases.catalogue", "--estate", "demo"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_said(name: str, language: str, socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "160")

    said = socle(*COMMANDS[name], "--lang", language)

    text = _SECONDS.sub("… s", f"$ socle {' '.join(COMMANDS[name])}\n{said.out}\n[{said.code}]\n{said.err}")
    assert_as_kept(text, TRANSCRIPTS / language / f"{name}.txt")


@pytest.mark.parametrize(
    "name",
    [
        "check-rules",
        "check-quotas",
        "cost-of-an-estate",
        "inventory",
        "sovereignty",
        "access",
        "explain-a-collection",
        "explain-a-value",
        "reach-of-an-estate",
        "reach-closed",
        "cutover",
    ],
)
def test_a_command_says_the_same_on_a_narrow_screen(name: str, socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "64")

    said = socle(*COMMANDS[name])

    assert_as_kept(said.out, TRANSCRIPTS / "narrow" / f"{name}.txt")
