"""`socle preview`: what stacks would register, drawn as trees or written as JSON. Needs no account and no Pulumi CLI."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle.report.words import Language

from .files import STANDARD_OUTPUT, refuse_unwritable, write_whole
from .options import Lang, Root, complete_estate, complete_stack, open_project, stacks_of
from .review import Base, Engine, HtmlFile, JsonReport, MarkdownFile, State, asked_for, review_stacks


class Mode(StrEnum):
    """Which of the engine's two runs a program sees."""

    PREVIEW = "preview"
    UP = "up"


def preview(
    stacks: Annotated[
        list[str] | None,
        typer.Argument(metavar="STACK", help="Stacks. Default: all.", autocompletion=complete_stack),
    ] = None,
    estate: Annotated[
        str | None,
        typer.Option("--estate", metavar="NAME", help="Only stacks of this estate.", autocompletion=complete_estate),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Write the plan as JSON; - is the standard output, without trees."),
    ] = None,
    mode: Annotated[
        Mode, typer.Option(help="preview: ids that only the cloud knows are unknown. up: they are made up.")
    ] = Mode.PREVIEW,
    prior: Annotated[
        Path | None,
        typer.Option(metavar="STATE.json", help="What is deployed: the output of pulumi stack export; for one stack."),
    ] = None,
    base: Base = None,
    state: State = None,
    engine: Engine = None,
    markdown: MarkdownFile = None,
    html: HtmlFile = None,
    json_report: JsonReport = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Draw every resource that stacks would register, or what would change against a baseline."""
    refuse_unwritable(json_file, "--json")
    asked = asked_for(base, state, engine, (markdown, html, json_report), lang)
    project = open_project(root)
    wanted = stacks_of(project, stacks or [], estate)
    if prior and len(wanted) != 1:
        raise typer.BadParameter(f"a state is of one stack, and {len(wanted)} are previewed", param_hint="--prior")
    if prior and not prior.is_file():
        raise typer.BadParameter(f"there is no file {prior}", param_hint="--prior")
    if asked.anything:
        asked.refuse_with(prior=prior, json=json_file, stacks=wanted)
        review_stacks(project, wanted, asked)
        return
    from .entry import clock  # noqa: PLC0415 - `socle --help` must not wait for what follows
    from .previewing import as_json, capture_all, show_failures, show_run  # noqa: PLC0415

    clock.count_as_ours(project.program)
    run = capture_all(project, wanted, mode.value, prior)
    if json_file != STANDARD_OUTPUT:
        show_run(run, wanted, clock)
    if json_file and not run.failures:
        write_whole(json_file, as_json([run.plans[stack] for stack in wanted]))
    show_failures(run, json_file)
    if run.failures:
        raise typer.Exit(1)
