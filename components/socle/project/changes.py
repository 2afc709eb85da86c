"""The files that a working tree has otherwise than a git revision: what a plan of either revision may not show."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from .revision import Revision
from .worktree import changed_paths, text_of

_CODE = ("py", "pth", "so", "pyd")
"""Ends of the names of files that Python runs or loads. What it compiled itself lies beside each and says no more."""
_INSTALLED = re.compile(r"(^|/)(site-packages|\.venv[^/]*|node_modules|__pycache__)/")
"""What an installer or Python itself wrote, of which the lock file says more."""
_STEERING = ("uv.toml", ".python-version")
"""Files beside the project's own of which installers read what to install, and from where."""


@dataclass(frozen=True)
class ChangedFile:
    """One file, by its path from the top of the checkout with `/` between folders; `None` where a side does not have it."""

    path: str
    revision: Revision

    @property
    def file(self) -> Path:
        """Where it is in the working tree, also when it is there no more."""
        return self.revision.top / self.path

    @property
    def old(self) -> str | None:
        """Its text in the revision; what is not UTF-8 is replaced."""
        return text_of(self.revision.top, self.revision.commit, self.path)

    @property
    def new(self) -> str | None:
        """Its text in the working tree; of a link where it leads, as git keeps it, and never what is there."""
        try:
            if self.file.is_symlink():
                return str(self.file.readlink())
            return self.file.read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return None


def changed_files(revision: Revision, written: Collection[Path] = ()) -> list[ChangedFile]:
    """Every file that differs between a revision and the working tree, untracked ones included and ignored ones left out.

    So are those that this run has `written` itself, where the revision does not have them. Stack files, and code that can be imported,
    count even where git ignores them: the engine and Python read them all the same.
    """
    always = [*_read_by_the_engine(revision), *_imported(revision)]
    paths = [path for path in changed_paths(revision.top, revision.commit, always) if not _INSTALLED.search(path)]
    ours = {file.resolve() for file in written}
    files = [ChangedFile(path, revision) for path in paths]
    return [each for each in files if each.file not in ours or each.old is not None]


def _read_by_the_engine(revision: Revision) -> Iterator[str]:
    project = revision.project
    for file in (project.file, *map(project.stack_file, project.stacks())):
        path = file.parent.resolve() / file.name
        if path.is_relative_to(revision.top):
            yield path.relative_to(revision.top).as_posix()


def _imported(revision: Revision) -> Iterator[str]:
    """What Python imports from, as path specifications."""
    root, program = revision.project.root.resolve(), revision.project.program.resolve()
    folders = {program, *(revision.top / each for each in revision.sources)}
    for folder in sorted(each for each in folders if each.is_relative_to(revision.top)):
        below = folder.relative_to(revision.top).as_posix()
        yield from (f":(glob){'' if below == '.' else f'{below}/'}**/*.{end}" for end in _CODE)
    if root.is_relative_to(revision.top):
        yield from ((root / name).relative_to(revision.top).as_posix() for name in _STEERING)
