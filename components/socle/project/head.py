"""Another revision as files alone: what it declares is read, and nothing of it is run. This checkout is what it is compared with."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from socle.messages import Refused

from .project import Project, project_file, read_project
from .revision import Revision
from .worktree import checkout, commit_of, differs, refused, top_of


@dataclass(frozen=True)
class Head:
    """A revision's project, in a folder that is removed, its commit, and this checkout as what its files differ from."""

    project: Project
    commit: str
    base: Revision


@contextmanager
def head_of(project: Project, name: str) -> Generator[Head]:
    """The files of a revision of the repository that this project is in.

    Raises:
        Refused: there is no such revision, no checkout, or no project in it; it is the one that is checked out here; or files here
            are not those of the commit here.
    """
    base = Revision.of(project, "HEAD")
    if differs(base.top, base.commit):
        what = "files here are not those of its commit"
        raise refused(
            name, what, "commit or stash them: what another revision changes is counted from a commit", "--head"
        )
    commit = commit_of(base.top, name)
    if commit == base.commit:
        what = "it is the commit that is checked out here, so nothing would differ"
        raise refused(
            name, what, "check the base out here, or name its checkout with --root; HEAD is that of the base", "--head"
        )
    within = project.root.resolve().relative_to(base.top)
    with checkout(base.top, commit, os.environ) as folder:
        file = project_file(folder / within)
        if file is None:
            raise refused(name, "it has no Pulumi.yaml here", "name a revision of this project", "--head")
        there = read_project(file)
        yield Head(there, commit, replace(base, project=there, name=base.commit[:10], top=folder))


def captured_commit(project: Project) -> str:
    """The commit that a capture here is of; empty where this is no checkout, or where files are not those of the commit."""
    try:
        top = top_of(project.root)
        commit = commit_of(top, "HEAD")
        return "" if differs(top, commit) else commit
    except Refused:
        return ""
