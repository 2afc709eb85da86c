"""Every command that a page for operators or reviewers tells somebody to type: `socle` ones exist, `pulumi` ones are of its CLI.

Does not prove that a runbook leads out: what the engine's tests follow is named on the page, and that test is there.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from socle.cli.app import Together, Written, commands
from socle.rules import RULES

ROOT = Path(__file__).parents[2]
RUNBOOKS = sorted((ROOT / "docs/operator/runbooks").glob("*.md"))
ROOMS = ("operator", "reviewer", "components", "library", "reference", "decisions")
PAGES = [ROOT / "README.md", *(page for room in ROOMS for page in sorted((ROOT / "docs" / room).rglob("*.md")))]
"""Pages for those who deploy and review."""

_TARGETS = {"--target", "--target-dependents", "--target-replace"}
_DEPLOYS = {
    "--stack",
    "--diff",
    "--json",
    "--refresh",
    "--policy-pack",
    "--expect-no-changes",
    "--skip-preview",
    "--yes",
    *_TARGETS,
}
PULUMI: dict[str, set[str]] = {
    "cancel": {"--stack", "--yes"},
    "config set": {"--stack", "--secret", "--path"},
    "destroy": {*_DEPLOYS, "--preview-only", "--run-program", "--exclude-protected"},
    "import": {"--stack", "--file", "--protect", "--preview-only"},
    "login": set(),
    "package get-schema": set(),
    "plugin ls": {"--json"},
    "preview": {*_DEPLOYS, "--show-sames", "--show-reads", "--show-replacement-steps", "--save-plan"},
    "refresh": {*_DEPLOYS, "--preview-only", "--clear-pending-creates", "--run-program"},
    "stack": {"--stack", "--show-urns", "--show-ids"},
    "stack change-secrets-provider": {"--stack"},
    "stack export": {"--stack", "--file", "--show-secrets"},
    "stack import": {"--stack", "--file"},
    "stack init": {"--stack", "--secrets-provider"},
    "stack ls": {"--all", "--json"},
    "stack migrate": {"--stack", "--secrets-provider"},
    "stack output": {"--stack", "--json"},
    "stack rm": {"--stack", "--force"},
    "state delete": {"--stack", "--target-dependents", "--force"},
    "state protect": {"--stack", "--all"},
    "state taint": {"--stack"},
    "state unprotect": {"--stack", "--all"},
    "up": {*_DEPLOYS, "--preview-only", "--plan"},
}
"""Commands of the CLI with options of theirs, from its own reference (pulumi.com/docs/iac/cli, November 2026)."""

_CODE = re.compile(r"^```\w*\n(?P<block>.*?)^```|`(?P<span>[^`\n]+)`", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"^\s*(?:[A-Z_]+=\S+ )*(?P<command>(?:socle|pulumi) .*?)(?:\s{2,}#.*|\s# .*|\s[|&;>].*)?$")


class Typed(NamedTuple):
    """A command of a page: the page, its line, and its words."""

    page: str
    line: int
    words: tuple[str, ...]


def typed(page: Path) -> Iterator[Typed]:
    """The commands of a page, in blocks and in running text. One that ends with a backslash goes on in the next line."""
    text = page.read_text("utf-8").replace("\\\n", "  ")
    for found in _CODE.finditer(text):
        for line in (found["block"] or found["span"]).splitlines():
            command = _TYPED.match(line)
            if command and not line.strip().startswith("pulumi.") and "…" not in line:
                words = shlex.split(command["command"].replace("'", '"'), comments=True)
                yield Typed(str(page.relative_to(ROOT)), text[: found.start()].count("\n") + 1, tuple(words))


TYPED = [each for page in PAGES for each in typed(page)]


def options_of(words: tuple[str, ...]) -> list[str]:
    return [word.partition("=")[0] for word in words if word.startswith("-") and word != "-"]


@pytest.mark.parametrize(
    "each",
    [each for each in TYPED if each.words[0] == "socle"],
    ids=lambda each: f"{each.page}:{each.line} {' '.join(each.words)}",
)
def test_a_command_of_socle_is_one_and_takes_these_options(each: Typed) -> None:
    _, *rest = each.words
    group = commands()
    if rest[0].startswith("-"):
        assert set(options_of(each.words)) <= {"--help", "--version", "--install-completion", "--show-completion"}
        return
    if rest[0] == "COMMAND":
        return
    assert rest[0] in group.commands, f"there is no socle {rest[0]}"
    found = group.commands[rest[0]]
    if isinstance(found, Written) and (not rest[1:] or rest[1].startswith("-")):
        rest.insert(1, found.otherwise)
    for depth, word in enumerate(rest[1:], 1):
        if isinstance(found, Together):
            assert word in found.commands, f"there is no socle {' '.join(rest[: depth + 1])}"
            found = found.commands[word]
    assert not isinstance(found, Together), f"socle {' '.join(rest)} is a group"
    real = getattr(found, "real")  # noqa: B009 - of a command that is imported late
    known = {option for parameter in real.params for option in (*parameter.opts, *parameter.secondary_opts)} | {
        "--help"
    }
    assert set(options_of(each.words)) <= known


@pytest.mark.parametrize(
    "each",
    [each for each in TYPED if each.words[0] == "pulumi"],
    ids=lambda each: f"{each.page}:{each.line} {' '.join(each.words)}",
)
def test_a_command_of_pulumi_is_one_and_takes_these_options(each: Typed) -> None:
    name = next((name for name in (" ".join(each.words[1:3]), each.words[1]) if name in PULUMI), "")
    assert name, f"{' '.join(each.words)}: not among the commands of the CLI that pages may name"
    assert set(options_of(each.words)) <= PULUMI[name]


def test_there_are_many_and_every_runbook_has_some() -> None:
    assert len(TYPED) > 150
    assert {each.page for each in TYPED} >= {str(page.relative_to(ROOT)) for page in RUNBOOKS}


@pytest.mark.parametrize("page", RUNBOOKS, ids=lambda page: page.stem)
def test_a_runbook_is_short_and_what_it_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    assert len(text.splitlines()) <= 50
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (page.parent / link).is_file(), link
    for test in re.findall(r"`(tests/[\w/.]+)`", text):
        assert (ROOT / test).is_file(), test
    for rule in re.findall(r"find\s+`([a-z-]+)`", text):
        assert rule in {each.id for each in RULES}


def test_a_runbook_names_what_follows_it() -> None:
    """The engine's own test of interruptions follows the page; it would end otherwise than the page says if the page were wrong."""
    page = (ROOT / "docs/operator/runbooks/interrupted-up.md").read_text("utf-8")
    followed = (ROOT / "tests/engine/recovery.py").read_text("utf-8") + (
        ROOT / "tests/engine/test_interruptions.py"
    ).read_text("utf-8")
    assert "`tests/engine/test_interruptions.py`" in page
    for word in ("cancel", "--clear-pending-creates"):
        assert word in page
        assert word in followed


def test_the_trap_of_rotation_is_told_before_anybody_touches_the_key() -> None:
    page = (ROOT / "docs/operator/runbooks/key-compromised.md").read_text("utf-8")
    told, forbidden = page.index("Rotation does not re-encrypt"), page.index("Never disable or delete the key first")
    assert told < forbidden < page.index("2. In `estate.yaml`")
