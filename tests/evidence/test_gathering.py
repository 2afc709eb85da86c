"""Of which commit a bundle says that it is, and whether the checkout is what the commit has."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from socle.evidence import Gathered, gather
from socle.project import find_project
from socle.rules import UNFINISHED, UNJUDGED
from tests.checkout import copied
from tests.repository import begin, git

pytestmark = pytest.mark.slow

AT = datetime(2026, 12, 1, tzinfo=UTC)


STACK = "demo-foundation"


def gathered(root: Path, **states: dict[str, Any]) -> Gathered:
    project = find_project(root)
    return gather(project, project.estates / "demo", AT, states)[0]


def state(**bucket: Any) -> dict[str, Any]:
    rows = [
        {"type": "pulumi:pulumi:Stack", "custom": False},
        {"type": "scaleway:object/bucket:Bucket", "custom": True, "id": "fr-par/studies", **bucket},
    ]
    urns = [f"urn:pulumi:{STACK}::socle::{row['type']}::studies" for row in rows]
    return {
        "version": 3,
        "deployment": {"resources": [{"urn": urn, **row} for urn, row in zip(urns, rows, strict=True)]},
    }


def test_a_file_that_git_was_told_to_leave_out_makes_a_checkout_dirty(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for stack in root.glob("stacks/Pulumi.*.yaml"):
        stack.unlink()  # what a plan says is the matter of others
    outside = gathered(root)
    assert (outside.revision, outside.dirty) == ("", False)

    begin(root)
    clean = gathered(root)
    assert (clean.revision, clean.dirty) == (git(root, "rev-parse", "HEAD"), False)

    (root / "notes.txt").write_text("decides nothing\n", "utf-8")
    assert not gathered(root).dirty
    (root / "notes.txt").unlink()
    for name in (
        "infra/layers/more.py",
        "stacks/estates/demo/azure-again.json",
    ):  # in no commit, and not shown by git status
        (root / ".git/info/exclude").write_text(name, "utf-8")
        (root / name).write_text("{}\n", "utf-8")
        assert gathered(root).dirty, name
        (root / name).unlink()
    assert not gathered(root).dirty

    git(root, "update-index", "--skip-worktree", "infra/__main__.py")
    (root / "infra/__main__.py").write_text("import os\n", "utf-8")
    assert not git(root, "status", "--porcelain")
    assert gathered(root).dirty


def test_what_no_rule_can_judge_of_a_state_is_found(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for stack in root.glob("stacks/Pulumi.*.yaml"):
        if STACK not in stack.name:
            stack.unlink()
    found = {
        name: {each.rule for each in gathered(root, **{STACK: made}).findings} & {UNFINISHED, UNJUDGED}
        for name, made in {
            "sound": state(),
            "waiting": state(delete=True),
            "strange": state(type="scaleway:nosuch/thing:Thing"),
        }.items()
    }
    assert found == {"sound": set(), "waiting": {UNFINISHED}, "strange": {UNJUDGED}}
