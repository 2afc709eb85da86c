"""`socle bootstrap`: from an empty organisation to pipelines, as a list of what is done and what comes next."""

import sys
from typing import Annotated

import typer

from socle.estate import load
from socle.readiness import Machine, first_day
from socle.report import console, first_day_json, show_first_day
from socle.report.words import Language, Words

from ..options import Lang, LastingEstate, Root, open_project
from .doctor import asked_estate


def bootstrap(
    estate: LastingEstate = None,
    live: Annotated[
        bool, typer.Option("--live", help="Also ask the host, with the credentials of the environment: it reads alone.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Every step as JSON.")] = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say what of an estate's first day is done, what a person must do and how it is checked, and the next command."""
    project, words = open_project(root), Words(lang)
    declared = load(project.estates / asked_estate(project, [], estate)).estate
    steps = first_day(project, declared, Machine(), live=live)
    if as_json:
        typer.echo(first_day_json(steps, words))
    else:
        show_first_day(steps, declared.name, console(sys.stdout), words)
