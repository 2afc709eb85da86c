"""`socle flows`: the flow matrix that an auditor signs, and what of it changed since another revision."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle.report.words import Language

from .files import STANDARD_OUTPUT, refuse_unwritable
from .options import Lang, Root, complete_estate, open_project
from .reach import estate_asked_for


class Format(StrEnum):
    """The two forms of the matrix."""

    CSV = "csv"
    MARKDOWN = "markdown"


def flows(
    estate: Annotated[
        str | None,
        typer.Option(
            "--estate", metavar="NAME", help="Default: the one that is no rehearsal.", autocompletion=complete_estate
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="For a spreadsheet, or for reading.")] = Format.MARKDOWN,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it. Default: standard output.")
    ] = STANDARD_OUTPUT,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="Also say which paths opened or closed since a revision."),
    ] = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Write every declared flow with its reason, owner, date, line and whether it has a way."""
    refuse_unwritable(output, "--output")
    project = open_project(root)
    name = estate_asked_for(project, estate)
    from .flow_matrix import write_matrix  # noqa: PLC0415 - `socle --help` must not wait for it

    write_matrix(project, name, csv=format_ is Format.CSV, output=output, base=base, language=lang)
