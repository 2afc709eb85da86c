"""From a checkout to what a bundle is made of: plans captured, states read, judged and proven, each with its digest."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from socle.access import matrix_of
from socle.cutover import open_books
from socle.cutover.evidence import Level
from socle.estate import Declared, load
from socle.extras import DISTRIBUTION
from socle.messages import Refused
from socle.plan import Plan, pending_of, read_deployed, unread_of
from socle.project import (
    Project,
    Watch,
    capture_stacks,
    commit_of,
    differs,
    files_of,
    model_of_plans,
    stacks_of_estate,
    top_of,
    unwatched,
)
from socle.reach import FlowResult, prove
from socle.review import judged_estate
from socle.rules import Finding, beside, by_weight, unseen
from socle.sovereignty import sovereignty_of

from .chain import digest_of
from .gathered import Gathered

_TOOLS = ("pulumi", "pulumiverse-scaleway", "pulumi-azure-native", "compliance-trestle")


def gather(
    project: Project, folder: Path, at: datetime, states: Mapping[str, dict[str, Any]], watch: Watch = unwatched
) -> tuple[Gathered, Mapping[str, Exception]]:
    """What a bundle of the estate in a folder is made of, and why stacks have no plan.

    Args:
        at: UTC, whole seconds.
        states: exported states by stack; what is in one is `deployed`, all else `declared`.

    Raises:
        Refused: the estate is refused.
    """
    declared = load(folder)
    stacks = stacks_of_estate(project, folder.name)
    run = capture_stacks(project, [each for each in stacks if each not in states], watch=watch)
    plans: dict[str, Plan] = {}
    for stack in stacks:
        if stack in states:
            plans[stack] = read_deployed(states[stack])
        elif stack in run.plans:
            plans[stack] = run.plans[stack]
    levels: dict[str, Level] = {stack: "deployed" if stack in states else "declared" for stack in plans}
    whole = len(plans) == len(stacks)
    missing = tuple(stack for stack in stacks if stack not in plans)
    files, program = _files(folder), _program(project, stacks)
    deciding = [
        *(folder.parent.resolve() / each for each in files),
        *(project.root.resolve() / each for each in program),
    ]
    revision, dirty = _revision(project.root, deciding)
    books = open_books(declared.estate, folder, at)
    found = Gathered(
        declared,
        at,
        revision,
        dirty,
        plans,
        levels,
        _findings(declared, plans, states, whole=whole, day=at.date()),
        matrix_of(plans.values()),
        _flows(project, folder.name, plans) if whole else (),
        sovereignty_of(declared, plans.values(), books, at.date(), missing),
        books,
        files,
        _tools(),
        missing,
        program,
    )
    return found, run.failures


def _findings(
    declared: Declared, plans: Mapping[str, Plan], states: Mapping[str, dict[str, Any]], *, whole: bool, day: date
) -> tuple[Finding, ...]:
    """What rules find, and what no rule can judge: of a state what it has not finished, too, and what nobody here knows of it."""
    found = judged_estate(declared, plans.values(), whole=whole, as_of=day)
    for stack, plan in plans.items():
        state = states.get(stack)
        found += unseen([plan]) if state is None else beside([plan], pending_of(state), unread_of(state))
    return tuple(sorted(found, key=by_weight))


def _flows(project: Project, estate: str, plans: Mapping[str, Plan]) -> tuple[FlowResult, ...]:
    model = model_of_plans(project, estate, plans, shown=lambda path: path.relative_to(project.estates).as_posix())
    return tuple(prove(model).flows)


def _files(folder: Path) -> dict[str, str]:
    """Digests of the estate's files, ledgers and exports among them, by their name below the estates' folder."""
    return _digests(folder.parent, _below(folder))


def _program(project: Project, stacks: Iterable[str]) -> dict[str, str]:
    """Digests of what decides beside the estate: Pulumi's own files, the lock, the program, its policies."""
    named = [project.file, project.root / "uv.lock", project.root / "pyproject.toml", *map(project.stack_file, stacks)]
    policies = _below(project.root / "policies")
    program = _below(project.program) if project.program.is_dir() else [project.program]
    return _digests(project.root, (*named, *policies, *program))


_BROUGHT = frozenset({"__pycache__", "node_modules", "venv"})
"""Folders that are written by running, or brought by others: they decide nothing."""


def _below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, hidden ones and those of `_BROUGHT` left out."""
    for path, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".") and each not in _BROUGHT]
        yield from (Path(path, name) for name in names if not name.startswith("."))


def _digests(root: Path, files: Iterable[Path]) -> dict[str, str]:
    """Digests of files that are there, by their path below a folder."""
    return {
        each.relative_to(root).as_posix(): digest_of(each.read_bytes()) for each in sorted(set(files)) if each.is_file()
    }


def _tools() -> dict[str, str]:
    """Versions of what planned and judged, and one digest of all modules of the library, wherever it is installed."""
    found = {"socle": version(DISTRIBUTION), "socle, all modules": _library()}
    for name in _TOOLS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def _library() -> str:
    folder = Path(str(resources.files("socle")))
    lines = [f"{digest}  {path}" for path, digest in _digests(folder, _below(folder)).items()]
    return digest_of("\n".join(lines).encode())


def _revision(root: Path, deciding: Iterable[Path]) -> tuple[str, bool]:
    """The commit of a checkout, and whether it differs: in what git knows, or by a file that decides and is in no commit, ignored
    or not. Nothing where git knows neither.
    """
    try:
        top = top_of(root)
        commit = commit_of(top, "HEAD")
        known = files_of(top, commit)
        return commit, differs(top, commit) or any(each not in known for each in deciding)
    except Refused:
        return "", False
