"""`socle flows`: the flow matrix that an auditor signs, and what of it changed since another revision."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle.project import Project, model_of_revision
from socle.reach import PathChange, compare_paths, prove
from socle.report import near
from socle.report.reach import as_csv, as_markdown, matrix
from socle.report.review import code
from socle.report.words import Language, Words

from ..options import STANDARD_OUTPUT, Lang, LastingEstate, Root, open_project, refuse_unwritable, write_whole
from .reach import estate_asked_for, network_of


class Format(StrEnum):
    """The two forms of the matrix."""

    CSV = "csv"
    MARKDOWN = "markdown"


def flows(
    estate: LastingEstate = None,
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
    _write_matrix(project, name, csv=format_ is Format.CSV, output=output, base=base, language=lang)


def _write_matrix(
    project: Project, estate: str, *, csv: bool, output: Path, base: str | None, language: Language
) -> None:
    """Write the matrix of an estate; with a revision, also what opened and closed since."""
    words = Words(language)
    old = model_of_revision(project, estate, base, near) if base else None
    model = network_of(project, estate)
    rows = matrix(prove(model).flows, prove(old).flows if old else None, words=words)
    if csv:
        write_whole(output, as_csv(rows, change=old is not None, words=words))
        return
    text = as_markdown(
        rows, title=words("flow.title", estate=estate or project.name), change=old is not None, words=words
    )
    write_whole(output, text + (_changes(compare_paths(old, model), base or "", words) if old else ""))


def _changes(changes: list[PathChange], base: str, words: Words) -> str:
    lines = ["", f"## {words('flow.paths_since', base=code(base))}", ""]
    for each in changes:
        by = ", ".join(code(str(written)) for written in each.by)
        change, services = words(f"flow.change.{each.change}"), code(words.text(each.services))
        said = words(
            "flow.path", change=change, source=code(each.source), target=code(each.target), services=services, by=by
        )
        lines.append(f"- {said}")
    return "\n".join(lines if changes else [*lines, words("flow.no_path")]) + "\n"
