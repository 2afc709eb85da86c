"""`socle sovereignty`: under whose law, in whose hands and behind whose keys an estate is, and when that of Azure ends. Asks no host."""

import io
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from socle.cutover import end_of, open_books
from socle.estate import load
from socle.messages import Refused
from socle.project import Project, capture_stacks, stacks_of_estate
from socle.report import console
from socle.report.sovereignty import show_sovereignty, sovereignty_json, sovereignty_page
from socle.report.words import Language, Words
from socle.sovereignty import Sovereignty, sovereignty_of

from ..failures import show_failure, show_failures
from ..options import (
    STANDARD_OUTPUT,
    AsOf,
    Lang,
    LastingEstate,
    Root,
    one_estate,
    open_project,
    refuse_unwritable,
    write_whole,
)
from ..progress import watched
from .reach import estate_asked_for


class Format(StrEnum):
    """How it is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def sovereignty(
    estate: LastingEstate = None,
    format_: Annotated[
        Format, typer.Option("--format", help="Text, JSON for programs, or one page with charts to pass on.")
    ] = Format.TEXT,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it. Default: standard output.")
    ] = STANDARD_OUTPUT,
    as_of: AsOf = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say under whose law, in whose hands and behind whose keys everything is, and when nothing is left on Azure."""
    refuse_unwritable(output, "--output")
    project = open_project(root)
    folder = one_estate(project, estate_asked_for(project, estate))
    found = _found(project, folder, (as_of or datetime.now(UTC)))
    _write(found, format_, output, Words(lang))
    if found.missing:
        raise typer.Exit(1)


def _found(project: Project, folder: Path, as_of: datetime) -> Sovereignty:
    """What is known; stacks without a plan are told on standard error, and are named in what is written."""
    try:
        declared = load(folder)
    except Refused as refused:
        show_failure(refused, project)
        raise typer.Exit(1) from None
    stacks = stacks_of_estate(project, folder.name)
    run = capture_stacks(project, stacks, watch=watched)
    show_failures(run.failures, project, None)
    plans = [run.plans[stack] for stack in stacks if stack in run.plans]
    missing = [stack for stack in stacks if stack not in run.plans]
    day = as_of.date()
    books = open_books(declared.estate, folder, end_of(day))
    return sovereignty_of(declared, plans, books, day, missing)


def _write(found: Sovereignty, format_: Format, output: Path, words: Words) -> None:
    match format_:
        case Format.JSON:
            write_whole(output, sovereignty_json(found, words))
        case Format.HTML:
            write_whole(output, sovereignty_page(found, words))
        case Format.TEXT if output == STANDARD_OUTPUT:
            show_sovereignty(found, words, console(sys.stdout))
        case Format.TEXT:
            text = io.StringIO()
            plain = Console(file=text, width=120, highlight=False, markup=False, emoji=False, color_system=None)
            show_sovereignty(found, words, plain)
            write_whole(output, text.getvalue())
