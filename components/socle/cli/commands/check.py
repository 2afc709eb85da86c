"""`socle check`: whether estates and stack files are sound, and with `--rules` what their plans break; else no program is run."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.text import Text

from socle.estate import Declared, load
from socle.messages import Refused
from socle.project import Project, estate_names
from socle.report import console, printable
from socle.report.words import Language
from socle.specs import Spec

from ..failures import show_failure
from ..options import AsOf, Lang, Root, complete_estate, one_estate, open_project


def check(
    estate: Annotated[
        str | None,
        typer.Option(
            "--estate", metavar="NAME", help="Only this estate. Default: all.", autocompletion=complete_estate
        ),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="Also judge what every stack would deploy by the rules.")
    ] = False,
    as_of: AsOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --rules: every finding as JSON.")] = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Read and cross-check estates and stack files, and their plans by the rules; print every problem with its line."""
    if as_json and not rules:
        raise typer.BadParameter("only findings of rules are written as JSON: add --rules", param_hint="--json")
    project = open_project(root)
    folders = [one_estate(project, estate)] if estate else [project.estates / name for name in estate_names(project)]
    if not (folders or rules):
        what = f"the project has no estate: there is no folder in {project.estates}"
        raise typer.BadParameter(what, param_hint="--estate")
    sound = {folder.name: _sound(project, folder, quiet=as_json) for folder in folders}
    broken = not all([*sound.values(), *map(partial(_is_configured, project), project.stacks())])
    if rules:
        from .audit import judge_estates  # noqa: PLC0415 - a check of estates alone loads no rule and runs no program

        day = (as_of or datetime.now(UTC)).date()
        estates = {name: declared for name, declared in sound.items() if declared}
        broken |= judge_estates(project, estates, alone=bool(estate), day=day, as_json=as_json, language=lang)
    if broken:
        raise typer.Exit(1)


def _is_configured(project: Project, stack: str) -> bool:
    """Print on standard error what a stack file says and may not; what nobody can read may be of any estate."""
    try:
        project.config(stack)
    except Refused as refused:
        sys.stdout.flush()
        show_failure(refused, project)
        return False
    return True


def _sound(project: Project, folder: Path, *, quiet: bool) -> Declared | None:
    """Print `ok` on standard output, or the problems on standard error."""
    try:
        declared = load(folder)
        _refuse_unknown_rules(declared)
    except Refused as refused:
        sys.stdout.flush()
        show_failure(refused, project)
        return None
    if not quiet:
        line = f"ok  {printable(folder.name)}: {', '.join(_counts(declared.estate))}"
        console(sys.stdout).print(Text(line, overflow="fold"))
    return declared


def _refuse_unknown_rules(declared: Declared) -> None:
    """Refuse an exemption from a rule that there is not, at its line."""
    if not declared.estate.exemptions:
        return
    from socle.rules import unknown_rules  # noqa: PLC0415 - few estates have exemptions, and rules load more than a check needs

    found = [
        each.placed(declared.source.written(tuple(each.at.split("."))))
        for each in unknown_rules(declared.estate.exemptions)
    ]
    if found:
        raise Refused(found)


def _counts(part: Spec, prefix: str = "") -> Iterator[str]:
    """`buckets 3` for every map of the estate, `network.flows 5` for those of its parts."""
    for name in type(part).model_fields:
        value: Any = getattr(part, name)
        if isinstance(value, Spec):
            yield from _counts(value, f"{prefix}{name}.")
        elif isinstance(value, dict) and value:
            yield f"{prefix}{name} {len(cast('dict[str, Any]', value))}"
