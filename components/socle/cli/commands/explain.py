"""`socle explain`: one value of an estate, where it comes from and what it is for."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from socle.estate import Declared, load
from socle.messages import nearest
from socle.project import Project, estate_of, find_project
from socle.report import console, printable, show_value
from socle.report.words import Language, Words

from ..options import Lang, Root, complete_stack, one_stack, open_project


def complete_key(ctx: typer.Context, incomplete: str) -> list[str]:
    """Keys one level below what is typed, for the shell. Never an error."""
    try:
        declared = _declared(find_project(Path(ctx.params.get("root") or ".")), ctx.params.get("stack") or "")
    except (OSError, ValueError, typer.BadParameter):
        return []
    level = incomplete.count(".")
    return [key for key in declared.keys() if key.startswith(incomplete) and key.count(".") == level]  # noqa: SIM118


def explain(
    stack: Annotated[str, typer.Argument(metavar="STACK", help="A stack.", autocompletion=complete_stack)],
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="A dotted key of its estate. Default: all of it.",
            autocompletion=complete_key,
            show_default=False,
        ),
    ] = "",
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Show a value of a stack's estate, the line it comes from, and what it is for."""
    project = open_project(root)
    declared = _declared(project, one_stack(project, stack))
    try:
        declared.value(key)
    except KeyError:
        raise typer.BadParameter(_unknown(declared, key), param_hint="KEY") from None
    show_value(declared, key, console(sys.stdout), project.estates, Words(lang))


def _declared(project: Project, stack: str) -> Declared:
    name = estate_of(project, stack)
    if not name:
        what = f"{stack} names no estate: add socle:estate to {project.stack_file(stack)}"
        raise typer.BadParameter(what, param_hint="STACK")
    return load(project.estates / name)


def _unknown(declared: Declared, key: str) -> str:
    keys = declared.keys()
    near = nearest(key, keys, n=3, cutoff=0.6)
    known = [each for each in keys if "." not in each]
    hint = f"Nearest: {', '.join(near)}." if near else f"The estate has: {', '.join(known)}."
    return f"the estate {declared.estate.name} has no key {printable(key)}. {hint}"
