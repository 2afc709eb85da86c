"""`socle check`: whether every estate is sound. Loads no cloud SDK and runs no program."""

from typing import Annotated

import typer

from socle.project import estate_names

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
    from .checking import is_sound  # noqa: PLC0415 - `socle --help` must not wait for it

    sound = [is_sound(project, folder) for folder in folders]
    if not all(sound):
        raise typer.Exit(1)
