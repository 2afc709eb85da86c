"""From what a person typed to a project, its stacks, its estates, a file to write: the nearest name if none matches, exit code 2."""

import errno
import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from socle.messages import Refused, nearest
from socle.project import Project, estate_names, find_project, may_be_of
from socle.report import printable
from socle.report.words import Language

from .language import VARIABLE

STANDARD_OUTPUT = Path("-")

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day that counts for dates. Default: today."),
]
Lang = Annotated[
    Language, typer.Option("--lang", envvar=VARIABLE, help="Language of what is said, errors and help included.")
]
Root = Annotated[
    Path | None, typer.Option("--root", metavar="DIR", help="The project's folder. Default: found from here upwards.")
]


def open_project(root: Path | None) -> Project:
    """The project in or above a folder, this one by default."""
    if root and not root.is_dir():
        raise typer.BadParameter(f"{root} is not a folder", param_hint="--root")
    return find_project(root, named=True) if root else find_project(Path.cwd())


def one_stack(project: Project, name: str) -> str:
    """A stack by name."""
    known = project.stacks()
    if name in known:
        return name
    of_estate = [stack for stack in known if may_be_of(project, stack, name)] if name in estate_names(project) else []
    if of_estate:
        what = f"{printable(name)} is an estate, not a stack: name one of {', '.join(map(printable, of_estate))}"
        raise typer.BadParameter(what, param_hint="STACK")
    raise typer.BadParameter(no_such("stack", name, known), param_hint="STACK")


def stacks_of(project: Project, names: list[str], estate: str | None) -> list[str]:
    """The stacks that were asked for, all by default, each once; `estate` keeps those of one estate."""
    wanted = [one_stack(project, name) for name in dict.fromkeys(names)] or project.stacks()
    if not wanted:
        folder = project.stack_folder
        raise typer.BadParameter(
            f"the project has no stack: there is no Pulumi.<stack>.yaml in {folder}", param_hint="STACK"
        )
    if estate is None:
        return wanted
    one_estate(project, estate)
    return [stack for stack in wanted if may_be_of(project, stack, estate)]


def one_estate(project: Project, name: str) -> Path:
    """The folder of an estate by name."""
    known = estate_names(project)
    if name not in known:
        raise typer.BadParameter(no_such("estate", name, known), param_hint="--estate")
    return project.estates / name


def no_such(kind: str, name: str, known: Iterable[str]) -> str:
    """That a name is not known, with the nearest one and the list."""
    names = [printable(each) for each in known]
    near = nearest(name, names, n=1, cutoff=0.5)
    meant = f" Did you mean {near[0]}?" if near else ""
    return f"there is no {kind} {printable(name)}.{meant} Known: {', '.join(names) or 'none'}."


def complete_stack(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of stacks, for the shell."""
    return _completed(ctx, incomplete, Project.stacks)


def complete_estate(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of estates, for the shell."""
    return _completed(ctx, incomplete, estate_names)


def _completed(ctx: typer.Context, incomplete: str, names: Callable[[Project], list[str]]) -> list[str]:
    """Names that begin so. Never an error: it would land in the middle of the line that a person is typing."""
    try:
        known = names(find_project(Path(ctx.params.get("root") or ".")))
    except (Refused, OSError):
        return []
    return [name for name in known if name.startswith(incomplete)]


Stacks = Annotated[
    list[str] | None, typer.Argument(metavar="STACK", help="Stacks. Default: all.", autocompletion=complete_stack)
]
OfEstate = Annotated[
    str | None,
    typer.Option("--estate", metavar="NAME", help="Only stacks of this estate.", autocompletion=complete_estate),
]
LastingEstate = Annotated[
    str | None,
    typer.Option(
        "--estate", metavar="NAME", help="Default: the one that is no rehearsal.", autocompletion=complete_estate
    ),
]


def refuse_unwritable(file: Path | None, option: str) -> None:
    """Refuse a place that cannot take a file, before the work and not after it."""
    if file is None or file == STANDARD_OUTPUT:
        return
    if _is_link(file):
        raise typer.BadParameter(
            f"{file} is a link, and whoever made it would choose what is written: name the file itself",
            param_hint=option,
        )
    if file.is_dir():
        raise typer.BadParameter(f"{file} is a folder", param_hint=option)
    if not file.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}", param_hint=option)


def _is_link(file: Path) -> bool:
    """Whether a file, or a folder on the way to it from here, is a link that a checkout may hold.

    Those of /dev, such as /dev/stdout, are the system's, and so are the folders of a path from the top.
    """
    way = (file,) if file.is_absolute() else (file, *file.parents)
    return any(each.is_symlink() for each in way) and not file.absolute().is_relative_to("/dev")


def write_whole(file: Path, text: str) -> None:
    """Write text to a file under another name and then rename it; `-` is the standard output.

    A device or a pipe, such as /dev/stdout, is written to as it is: renaming over it would remove it.

    Raises:
        OSError: it cannot be written, or it is a link.
    """
    if file == STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    if _is_link(file):
        raise OSError(errno.ELOOP, "a link is not written through", str(file))
    target = file.resolve()
    if target.exists() and not target.is_file():
        target.write_text(text, encoding="utf-8")
        return
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
