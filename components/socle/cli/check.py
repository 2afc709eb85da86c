"""`socle check`: whether every estate is sound. Loads no cloud SDK and runs no program."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.text import Text

from socle.estate import load
from socle.messages import Refused
from socle.project import Project, estate_names
from socle.report import console, printable
from socle.specs import Spec

from .failures import show_failure
from .options import Root, complete_estate, one_estate, open_project


def check(
    estate: Annotated[
        str | None,
        typer.Option(
            "--estate", metavar="NAME", help="Only this estate. Default: all.", autocompletion=complete_estate
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Read and cross-check estates; print every problem with its line."""
    project = open_project(root)
    folders = [one_estate(project, estate)] if estate else [project.estates / name for name in estate_names(project)]
    if not folders:
        what = f"the project has no estate: there is no folder in {project.estates}"
        raise typer.BadParameter(what, param_hint="--estate")
    sound = [_is_sound(project, folder) for folder in folders]
    if not all(sound):
        raise typer.Exit(1)


def _is_sound(project: Project, folder: Path) -> bool:
    """Print `ok` on standard output, or the problems on standard error."""
    try:
        declared = load(folder)
    except Refused as refused:
        sys.stdout.flush()
        show_failure(refused, project)
        return False
    line = f"ok  {printable(folder.name)}: {', '.join(_counts(declared.estate))}"
    console(sys.stdout).print(Text(line, overflow="fold"))
    return True


def _counts(part: Spec, prefix: str = "") -> Iterator[str]:
    """`buckets 3` for every map of the estate, `network.flows 5` for those of its parts."""
    for name in type(part).model_fields:
        value: Any = getattr(part, name)
        if isinstance(value, Spec):
            yield from _counts(value, f"{prefix}{name}.")
        elif isinstance(value, dict) and value:
            yield f"{prefix}{name} {len(cast('dict[str, Any]', value))}"
