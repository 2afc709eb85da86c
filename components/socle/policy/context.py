"""What a policy pack knows beside the resources: the day, and the estate of the stack that the engine deploys."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

from socle.estate import load
from socle.messages import Refused
from socle.project import Project, estate_of, find_project
from socle.rules import Context, Runner


def context_of(folder: Path, as_of: date | None = None) -> Context:
    """The context of the stack that the engine names in `PULUMI_PROJECT` and `PULUMI_STACK`. The day is today by default.

    The estate is the one that the stack's file names, in the project in or above `folder`. Where there is none no exemption
    counts, and what needs an estate is not decided.

    Raises:
        Refused: the stack's file or its estate is refused; the program would refuse it as well.
    """
    day = as_of or datetime.now(UTC).date()
    project = _project(folder)
    name = estate_of(project, os.environ.get("PULUMI_STACK", "").rsplit("/", 1)[-1]) if project else ""
    if not (project and name):
        return Context(Runner.PACK, as_of=day)
    declared = load(project.estates / name)
    return Context(Runner.PACK, as_of=day, estate=declared.estate, where=declared.origin)


def _project(folder: Path) -> Project | None:
    """The project that the engine deploys, where it is the one of the folder."""
    try:
        project = find_project(folder)
    except Refused:
        return None
    return project if project.name == os.environ.get("PULUMI_PROJECT") else None
