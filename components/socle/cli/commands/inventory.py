"""`socle inventory`: what the legacy estate becomes, what stands in the way, and when Azure can end. Asks Azure nothing."""

import io
import json
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from socle.estate import load
from socle.inventory import Inventory
from socle.inventory import inventory as sorted_estate
from socle.messages import Place, Refusal, Refused
from socle.project import Project, estate_names
from socle.report import console, near, show
from socle.report.inventory import as_data, headline, page, show_table
from socle.report.words import Language, Words

from ..failures import show_failure
from ..options import (
    STANDARD_OUTPUT,
    Lang,
    Root,
    complete_estate,
    one_estate,
    open_project,
    refuse_unwritable,
    write_whole,
)


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
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Sort the Azure estate for the move, and say when Azure can end at the earliest and why."""
    refuse_unwritable(output, "--output")
    day = as_of.date() if as_of else date.today()
    if switch and switch.date() < day:
        what = f"the switch is planned for {switch.date()}, before the day that is asked about, {day}"
        raise typer.BadParameter(what, param_hint="--switch")
    project = open_project(root)
    folder = one_estate(project, estate or _only(project))
    if not _run(project, folder, form.value, output, day, switch.date() if switch else None, Words(lang)):
        raise typer.Exit(1)


def _only(project: Project) -> str:
    """The only estate with a legacy part, so that a rehearsal beside it needs no option."""
    names = [name for name in estate_names(project) if (project.estates / name / "legacy.yaml").is_file()]
    if len(names) != 1:
        known = ", ".join(names) or "none"
        raise typer.BadParameter(f"which estate? With a legacy.yaml there are: {known}.", param_hint="--estate")
    return names[0]


def _run(
    project: Project, folder: Path, form: str, output: Path, as_of: date, switch: date | None, words: Words
) -> bool:
    """Write the inventory of an estate; False when there is none to write."""
    try:
        declared = load(folder)
    except Refused as refused:
        show_failure(refused, project)
        return False
    legacy = declared.estate.legacy
    if legacy is None:
        _show_absence(folder, words)
        return False
    found = sorted_estate(declared.estate.name, legacy, as_of, switch)
    if form == "table" and output == STANDARD_OUTPUT:
        show_table(found, console(sys.stdout), words)
        return True
    write_whole(output, _text(found, form, words))
    if output != STANDARD_OUTPUT:
        said = words("inventory.written", file=near(output), headline=headline(found, words))
        console(sys.stderr).print(Text(said), soft_wrap=True)
    return True


def _show_absence(folder: Path, words: Words) -> None:
    absence = Refusal(
        words("inventory.absent", estate=folder.name),
        words("inventory.absent.consequence"),
        words("inventory.absent.remedy", estate=folder.name),
        place=Place(near(folder)),
    )
    show([absence], console(sys.stderr), style="bold red", words=words)


def _text(found: Inventory, form: str, words: Words) -> str:
    if form == "json":
        return json.dumps(as_data(found, words), indent=2, ensure_ascii=False) + "\n"
    if form == "html":
        return page(found, words)
    text = io.StringIO()
    show_table(
        found, Console(file=text, width=120, highlight=False, markup=False, emoji=False, color_system=None), words
    )
    return text.getvalue()
