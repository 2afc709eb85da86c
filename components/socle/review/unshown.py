"""Changed files that no plan shows, each with what a reviewer is told of it: a closed world, as for changes.

What a file registers is in the plans. What else it does is told by where it lies; a file that no row names is not known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from socle.project import ChangedFile, Project

from .configuration import Told, estate_changes, project_changes, stack_changes
from .files import FileChange
from .lock import lock_changes
from .verdict import Verdict

_READ = re.compile(r"(.+/)?(Pulumi(\..+)?\.ya?ml|uv\.lock)")
"""Files of which the text is read: what it says is told, also where that is nothing."""
_STACK = re.compile(r"Pulumi\..+\.ya?ml")
_PROJECT = re.compile(r"Pulumi\.ya?ml")
_PIPELINES = re.compile(
    r"(\.github|\.gitlab|\.forgejo|\.gitea|\.circleci|\.buildkite|\.woodpecker|\.azure-pipelines|ci|\.ci|tools)/.+"
    r"|(.+/)?(\.gitlab-ci.*\.yml|azure-pipelines.*\.yml|Jenkinsfile.*|Makefile|Dockerfile.*|Containerfile.*"
    r"|\.pre-commit-config\.yaml|renovate\.json|CODEOWNERS)"
)
"""What runs reviews and deployments: the files that the forges read, and what they call."""
_DEPENDENCIES = re.compile(
    r"(.+/)?(pyproject\.toml|requirements.*\.txt|setup\.(py|cfg)|.*\.lock|.*\.pth|\.python-version|uv\.toml)"
)
_PROSE = re.compile(r"([^/]+|docs/.+)\.(md|rst|txt|adoc|png|svg|jpe?g|webp|pdf)|(.+/)?LICENSE[^/]*")
"""What only people read: beside the code and the estates, and in formats that nothing runs."""
_TESTS = re.compile(r"tests/.+")
_REVIEWER = (
    "capture",
    "diff",
    "reach",
    "access",
    "cost",
    "rules",
    "project",
    "review",
    "report",
    "cli",
    "plan",
    "facts",
)
"""Rooms of this package that say what a change does; the others make resources."""


def file_changes(
    changed: Iterable[ChangedFile], project: Project, moved: Mapping[str, Told], *, elsewhere: bool = False
) -> list[FileChange]:
    """What is to be said of the files that differ from a revision; nothing of those that plans show or that only people read.

    Args:
        moved: the estates of which a plan changes, and which of their keys are told there.
        elsewhere: the files are not those of this checkout, so that a reviewer that changes is not the one that judges.
    """
    found: list[FileChange] = []
    alike: dict[str, list[str]] = {}
    for file in changed:
        told = list(_told(file, project, moved))
        found += told
        kind = "" if told else _kind(file, project)
        kind = "next-reviewer" if elsewhere and kind == "reviewer" else kind
        if kind:
            alike.setdefault(kind, []).append(file.path)
    return found + [FileChange(paths[0], kind, Verdict.LOOK, others=tuple(paths[1:])) for kind, paths in alike.items()]


def only_read(changed: Iterable[ChangedFile], project: Project) -> tuple[str, ...]:
    """The changed files that only people read: they alarm nobody, and are counted."""
    return tuple(f.path for f in changed if _PROSE.fullmatch(f.path) and not _kind(f, project))


def _told(file: ChangedFile, project: Project, moved: Mapping[str, Told]) -> Iterator[FileChange]:
    """What is to be said of a file whose text says what it does."""
    name = PurePosixPath(file.path).name
    if _STACK.fullmatch(name):
        yield from stack_changes(file, project)
    elif _PROJECT.fullmatch(name):
        yield from project_changes(file, project)
    elif name == "uv.lock":
        yield from lock_changes(file)
    elif _inside(file, project.estates):
        yield from estate_changes(file, project, moved)


def _kind(file: ChangedFile, project: Project) -> str:
    """Why any other file needs a look; empty where its text has been told, or where only people read it."""
    rows = (
        (_READ, ""),
        (_PIPELINES, "pipeline"),
        (_DEPENDENCIES, "dependencies"),
        (_PROSE, ""),
        (_TESTS, "tests"),
    )
    room = _room(file)
    if room:
        return "reviewer" if room in _REVIEWER else "code"
    if PurePosixPath(file.path).parts[0] == "policies":
        return "reviewer"
    if _inside(file, project.estates):
        return ""
    if _inside(file, project.program) or any(_inside(file, file.revision.top / path) for path in file.revision.sources):
        return "code"
    return next((kind for pattern, kind in rows if pattern.fullmatch(file.path)), "other")


def _room(file: ChangedFile) -> str:
    """The room of this package that a file is in, by where this checkout or that of a revision keeps it; empty if none."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package, *(file.revision.top / source / package.name for source in file.revision.sources)):
        if file.file.is_relative_to(folder):
            return file.file.relative_to(folder).parts[0]
    return ""


def _inside(file: ChangedFile, folder: Path) -> bool:
    return file.file.is_relative_to(folder.resolve())
