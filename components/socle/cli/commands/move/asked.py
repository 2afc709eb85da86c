"""What every command of a move takes: its file, and whether a program reads what it says."""

from pathlib import Path
from typing import Annotated

import typer

from socle.move.objects import MoveSpec, read_job

from ...options import open_project

Job = Annotated[Path, typer.Argument(metavar="JOB", help="The file of the move, below --root where that is given.")]
Back = Annotated[bool, typer.Option("--back", help="From the platform to where the objects came from.")]
Events = Annotated[bool, typer.Option("--json", help="Progress and result as JSON, an event a line.")]


def job_of(file: Path, root: Path | None) -> MoveSpec:
    """The move of a file.

    Raises:
        Refused: it is refused.
    """
    there = open_project(root).root / file if root else file
    if not there.is_file():
        raise typer.BadParameter(f"there is no file {there}", param_hint="JOB")
    return read_job(there)
