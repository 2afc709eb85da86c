"""`socle access`: who may see, read, write, delete and manage what, by the plans of all layers, and whose rights grew since a revision."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle.report.access import access_csv, access_json, access_markdown, show_access
from socle.report.words import Language, Words
from socle.review import Accessible, access_of_stacks

from ..failures import show_failures
from ..options import (
    STANDARD_OUTPUT,
    Lang,
    OfEstate,
    Root,
    Stacks,
    open_project,
    refuse_unwritable,
    stacks_of,
    write_whole,
)
from ..progress import watched


class Format(StrEnum):
    """The forms of the matrix."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


def access(
    stacks: Stacks = None,
    estate: OfEstate = None,
    format_: Annotated[
        Format, typer.Option("--format", help="To look at, to review, to sign, or for other tools.")
    ] = Format.TEXT,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it. Default: standard output.")
    ] = STANDARD_OUTPUT,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="Also say whose rights grew and shrank since a revision."),
    ] = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say who may see, read, write, delete and manage what, by the plans of all layers."""
    refuse_unwritable(output, "--output")
    if format_ is Format.TEXT and output != STANDARD_OUTPUT:
        raise typer.BadParameter("a file takes markdown, csv or json: add --format", param_hint="--output")
    project = open_project(root)
    wanted = stacks_of(project, stacks or [], estate)
    found = access_of_stacks(project, wanted, base, watched)
    show_failures(found.failures, project, None)
    _write(found, format_, output, estate or project.name, Words(lang))
    if found.failures or found.unbased:
        raise typer.Exit(1)


def _write(found: Accessible, format_: Format, output: Path, name: str, words: Words) -> None:
    """Write the matrix in one form; what could not be read is not known in each of them."""
    match format_:
        case Format.TEXT:
            show_access(found, words)
        case Format.MARKDOWN:
            write_whole(output, access_markdown(found, words("access.heading", name=name), words))
        case Format.CSV:
            write_whole(output, access_csv(found, words))
        case Format.JSON:
            write_whole(output, access_json(found))
