"""`socle inventory`: what the legacy estate becomes, what stands in the way, and when Azure can end. Asks Azure nothing."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle.project import Project, estate_names

from .files import STANDARD_OUTPUT, refuse_unwritable
from .options import Root, complete_estate, one_estate, open_project


class Format(StrEnum):
    """How the inventory is written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


_DAY = ["%Y-%m-%d"]


def inventory(
    estate: Annotated[
        str | None,
        typer.Option(
            "--estate", metavar="NAME", help="Of this estate. Default: the only one.", autocompletion=complete_estate
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="A table, JSON for programs, or one page to pass on.")
    ] = Format.TABLE,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - is the standard output.")
    ] = STANDARD_OUTPUT,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", metavar="DATE", formats=_DAY, help="The day that is asked about: 2026-12-01. Default: today."
        ),
    ] = None,
    switch: Annotated[
        datetime | None,
        typer.Option(
            "--switch", metavar="DATE", formats=_DAY, help="The planned day of the switch. Default: the earliest."
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Sort the Azure estate for the move, and say when Azure can end at the earliest and why."""
    refuse_unwritable(output, "--output")
    project = open_project(root)
    folder = one_estate(project, estate or _only(project))
    day = as_of.date() if as_of else date.today()
    from .sorting import run  # noqa: PLC0415 - `socle --help` must not wait for it

    if not run(project, folder, form.value, output, day, switch.date() if switch else None):
        raise typer.Exit(1)


def _only(project: Project) -> str:
    """The only estate with a legacy part, so that a rehearsal beside it needs no option."""
    names = [name for name in estate_names(project) if (project.estates / name / "legacy.yaml").is_file()]
    if len(names) != 1:
        known = ", ".join(names) or "none"
        raise typer.BadParameter(f"which estate? With a legacy.yaml there are: {known}.", param_hint="--estate")
    return names[0]
