"""Changed files that no plan shows, each with what a reviewer is told of it: a closed world, as for changes.

What a file registers is in the plans. What else it does is told by where it lies; a file that no row names is not known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from socle.project import ChangedFile, Project

from .configuration import Told, estate_changes, project_changes, stack_changes
from .files import FileChange
from .installing import fewer_checks, lock_changes, project_settings, requirements, steering_variables
from .verdict import Verdict

_REQUIREMENTS = re.compile(r"(.*-)?(requirements|constraints|overrides)[^/]*\.(txt|in)")
_READ = re.compile(rf"(.+/)?(Pulumi(\..+)?\.ya?ml|uv\.lock|pyproject\.toml|uv\.toml|{_REQUIREMENTS.pattern})")
"""Files of which the text is read: what it says is told, also where that is nothing."""
_STACK = re.compile(r"Pulumi\..+\.ya?ml")
_PROJECT = re.compile(r"Pulumi\.ya?ml")
_PIPELINES = re.compile(
    r"(\.github|\.gitlab|\.forgejo|\.gitea|\.circleci|\.buildkite|\.woodpecker|\.azure-pipelines|ci|\.ci|tools)/.+"
    r"|\.(githooks|husky|devcontainer|vscode|idea)/.+"
    r"|(.+/)?(\.gitlab-ci.*\.ya?ml|azure-pipelines.*\.ya?ml|Jenkinsfile.*|(GNUm|m|M)akefile|.+\.mk|Dockerfile.*|Containerfile.*"
    r"|(docker-)?compose.*\.ya?ml|\.pre-commit-config\.yaml|lefthook\.ya?ml|renovate\.json|CODEOWNERS|\.env(rc|\..+)?|\.tool-versions"
    r"|\.?mise\.toml|[jJ]ustfile|Taskfile\.ya?ml|tox\.ini|noxfile\.py|\.gitattributes|\.gitmodules|.+\.sh)"
)
"""What runs reviews and deployments: the files that forges, hooks and editors read, and what they call."""
_DEPENDENCIES = re.compile(
    r"(.+/)?(setup\.(py|cfg)|.*\.lock|\.python-version|Pipfile|(poetry|pdm)\.toml|pylock.*\.toml|environment\.ya?ml)"
)
_INSTALLER = re.compile(r"pip\.(conf|ini)|\.?pydistutils\.cfg|\.pypirc|[._]netrc|\.condarc|\.npmrc")
"""Settings of installers, and their credentials, by which packages come from elsewhere."""
_STARTUP = re.compile(r"(sitecustomize|usercustomize)(\.py|\.pyc|\..*\.so|\.so|\.pyd)?|.+\.pth|pyvenv\.cfg")
"""What every Python runs or reads when it starts, before any program."""
_PROSE = re.compile(
    r"([^/]+|docs/.+)\.(md|rst|adoc|png|svg|jpe?g|webp|pdf)|(.+/)?(LICEN[CS]E|NOTICE|AUTHORS|COPYING|CHANGES|README)(\.txt)?"
)
"""What only people read: beside the code and the estates, and in formats that nothing runs. An installer reads any other text file."""
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
    changed = list(changed)
    unchecked = {
        told.file: told for told in fewer_checks([file for file in changed if _PIPELINES.fullmatch(file.path)])
    }
    for file in changed:
        told = [*_told(file, project, moved), *filter(None, [unchecked.get(file.path)])]
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
    path = PurePosixPath(file.path)
    if any(map(_STARTUP.fullmatch, path.parts)):
        yield FileChange(file.path, "startup", Verdict.DANGEROUS)
    elif _STACK.fullmatch(path.name):
        yield from stack_changes(file, project)
    elif _PROJECT.fullmatch(path.name):
        yield from project_changes(file, project)
    elif _inside(file, project.estates):
        yield from estate_changes(file, project, moved)
    else:
        yield from _of_installing(file, path.name)


def _of_installing(file: ChangedFile, name: str) -> Iterator[FileChange]:
    """What is to be said of a file that installers or pipelines read."""
    if _INSTALLER.fullmatch(name):
        yield FileChange(file.path, "install-source", Verdict.DANGEROUS, name)
    elif name == "uv.lock":
        yield from lock_changes(file)
    elif name in ("pyproject.toml", "uv.toml"):
        yield from project_settings(file, "" if name == "pyproject.toml" else "tool.uv")
    elif _REQUIREMENTS.fullmatch(name):
        yield from requirements(file)
    elif _PIPELINES.fullmatch(file.path):
        yield from steering_variables(file)


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
