"""Of which commit a bundle says that it is, and whether the checkout is what the commit has."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from socle.evidence import Gathered, gather
from socle.project import find_project
from tests.checkout import copied
from tests.repository import begin, git

pytestmark = pytest.mark.slow

AT = datetime(2026, 12, 1, tzinfo=UTC)


def gathered(root: Path) -> Gathered:
    project = find_project(root)
    return gather(project, project.estates / "demo", AT, {})[0]


def test_a_file_that_git_was_told_to_leave_out_makes_a_checkout_dirty(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for stack in root.glob("stacks/Pulumi.*.yaml"):
        stack.unlink()  # what a plan says is the matter of others
    outside = gathered(root)
    assert (outside.revision, outside.dirty) == ("", False)

    begin(root)
    clean = gathered(root)
    assert (clean.revision, clean.dirty) == (git(root, "rev-parse", "HEAD"), False)

    git(root, "update-index", "--skip-worktree", "infra/__main__.py")
    (root / "infra/__main__.py").write_text("import os\n", "utf-8")
    assert not git(root, "status", "--porcelain")
    assert gathered(root).dirty
