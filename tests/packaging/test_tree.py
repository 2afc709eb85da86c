"""What is kept in the repository: text that a reviewer reads, and recorded states."""

from tests.checkout import ROOT
from tests.repository import git


def test_nothing_is_kept_that_a_reviewer_cannot_read() -> None:
    kept = git(ROOT, "ls-files", "--eol").splitlines()

    binary = [line.partition("\t")[2] for line in kept if line.startswith("i/-text")]

    assert len(kept) > 1000
    assert [file for file in binary if not file.startswith("tests/upgrade/states/")] == []
