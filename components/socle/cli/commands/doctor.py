"""`socle doctor`: what a deployment from this machine would stop at, or be led astray by, before anyone loses an hour."""

import sys
from typing import Annotated

import typer

from socle.estate import load
from socle.messages import Refused
from socle.project import Project, estate_names, estate_of
from socle.readiness import Machine, State, examined
from socle.report import console, doctor_json, printable, show_lines
from socle.report.words import Language, Words

from ..options import Lang, LastingEstate, Root, Stacks, one_estate, open_project, stacks_of


def doctor(
    stacks: Stacks = None,
    estate: LastingEstate = None,
    live: Annotated[
        bool,
        typer.Option("--live", help="Also ask the hosts, with the credentials of the environment: it reads alone."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Every line as JSON.")] = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say what a deployment from this machine would stop at, or be led astray by: tools, backend, credentials, quotas."""
    project, words = open_project(root), Words(lang)
    name = asked_estate(project, stacks or [], estate)
    asked = stacks_of(project, stacks or [], name)
    lines = list(examined(project, asked, name, Machine(), live=live))
    if as_json:
        typer.echo(doctor_json(lines, words))
    else:
        show_lines(lines, words("doctor.title", stacks=", ".join(map(printable, asked))), console(sys.stdout), words)
    if any(each.state is State.WRONG for each in lines):
        raise typer.Exit(1)


def asked_estate(project: Project, stacks: list[str], named: str | None) -> str:
    """The estate that is asked about: a machine has the credentials of one."""
    if named:
        return one_estate(project, named).name
    found = {estate_of(project, stack) for stack in stacks if stack in project.stacks()}
    known = sorted(found) or [each for each in estate_names(project) if _lasts(project, each)] or estate_names(project)
    if len(known) != 1:
        raise typer.BadParameter(
            f"which estate? There are: {', '.join(map(printable, known)) or 'none'}.", param_hint="--estate"
        )
    return known[0]


def _lasts(project: Project, name: str) -> bool:
    """Whether an estate is no rehearsal; one that is refused may be anything."""
    try:
        return load(project.estates / name).estate.lasts
    except Refused:
        return True
