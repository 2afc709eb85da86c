"""`socle preview`: what stacks would register, drawn as trees or written as JSON, or what would change. Needs no account, no CLI."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from rich.text import Text

from socle.messages import Place, Refusal
from socle.plan import plans_to_json
from socle.project import Capturing, Given, Project, capture_stacks, captured_commit
from socle.report import Where, console, near, place_of, printable, show, show_plan, tally
from socle.report.words import Language, Words

from ..clock import Clock, clock
from ..failures import said_of, show_failures
from ..options import (
    STANDARD_OUTPUT,
    AsOf,
    Lang,
    OfEstate,
    Root,
    Stacks,
    open_project,
    refuse_unwritable,
    stacks_of,
    write_whole,
)
from ..progress import watched
from .asked import Asked

if TYPE_CHECKING:
    from socle.review import Review

Base = Annotated[
    str | None,
    typer.Option("--base", metavar="REV", help="Compare with another git revision: a branch, a tag, a commit."),
]
State = Annotated[
    Path | None,
    typer.Option("--state", metavar="FILE", help="Compare one stack with what is deployed: pulumi stack export."),
]
Engine = Annotated[
    list[Path] | None,
    typer.Option("--engine", metavar="FILE", help="Report what the engine says: pulumi preview --json. Once a stack."),
]
Head = Annotated[
    str | None,
    typer.Option("--head", metavar="REV", help="Judge this revision without running it: with --captured or --engine."),
]
Captured = Annotated[
    Path | None,
    typer.Option("--captured", metavar="FILE", help="The plans of --head, as --capture wrote them where it ran."),
]
Capture = Annotated[
    Path | None,
    typer.Option("--capture", metavar="FILE", help="Write the plans, or why there is none, for a review elsewhere."),
]
MarkdownFile = Annotated[
    Path | None, typer.Option("--markdown", metavar="FILE", help="Write the review as the comment of a merge request.")
]
HtmlFile = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the review as one page.")]
JsonReport = Annotated[
    Path | None, typer.Option("--json-report", metavar="FILE", help="Write the review as JSON for other tools.")
]


References = Annotated[
    Path | None,
    typer.Option(
        "--references",
        metavar="FILE.json",
        help="Outputs of other projects' stacks, JSON by organization/project/stack and name. Default: unknown.",
    ),
]
Invokes = Annotated[
    Path | None,
    typer.Option(
        "--invokes",
        metavar="FILE.json",
        help="Results of provider functions, JSON by token and name. Default: unknown.",
    ),
]


class Mode(StrEnum):
    """Which of the engine's two runs a program sees."""

    PREVIEW = "preview"
    UP = "up"


def preview(
    stacks: Stacks = None,
    estate: OfEstate = None,
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
    capture: Capture = None,
    head: Head = None,
    captured: Captured = None,
    markdown: MarkdownFile = None,
    html: HtmlFile = None,
    json_report: JsonReport = None,
    references: References = None,
    invokes: Invokes = None,
    as_of: AsOf = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Draw every resource that stacks would register, or what would change against a baseline."""
    refuse_unwritable(json_file, "--json")
    refuse_unwritable(capture, "--capture")
    asked = Asked(base, state, tuple(engine or ()), captured, head, markdown, html, json_report, lang)
    asked.refuse_alone()
    project = open_project(root)
    wanted = stacks_of(project, stacks or [], estate)
    if prior and len(wanted) != 1:
        raise typer.BadParameter(f"a state is of one stack, and {len(wanted)} are previewed", param_hint="--prior")
    if prior and not prior.is_file():
        raise typer.BadParameter(f"there is no file {prior}", param_hint="--prior")
    if asked.anything:
        option = "--references" if references else "--invokes" if invokes else ""
        chosen = bool(stacks or estate)
        asked.refuse_with(prior=prior, json=json_file or capture, given=option, stacks=wanted, chosen=chosen)
    given = Given(_said(references, "--references"), _said(invokes, "--invokes"))
    if asked.anything:
        _review_stacks(project, wanted, asked, (as_of or datetime.now(UTC)).date(), given)
        return
    if as_of:
        raise typer.BadParameter("only a review asks the day: add --base or --state", param_hint="--as-of")
    clock.count_as_ours(project.program)
    run = capture_stacks(project, wanted, "up" if capture else mode.value, prior, watched, given)
    if json_file != STANDARD_OUTPUT:
        _show_run(run, wanted, clock, Words(lang))
    _show_silence(run, wanted)
    if json_file and not run.failures:
        plans = [run.plans[stack] for stack in wanted]
        write_whole(json_file, plans[0].to_json() if len(plans) == 1 else plans_to_json(plans))
    if capture:
        told = {stack: said_of(project)(error) for stack, error in run.failures.items()}
        write_whole(capture, plans_to_json(run.plans.values(), told, captured_commit(project)))
    show_failures(run.failures, project, json_file)
    if run.failures:
        raise typer.Exit(1)


def _said(file: Path | None, option: str) -> dict[str, dict[str, Any]]:
    """What a file says by name. A value is a mapping, or nothing could be looked up in it."""
    if file is None:
        return {}
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{file} cannot be read as JSON: {error}", param_hint=option) from None
    if not isinstance(found, dict) or not all(
        isinstance(each, dict) for each in cast("dict[str, Any]", found).values()
    ):
        raise typer.BadParameter(f"{file} is not a JSON object of objects, by name", param_hint=option)
    return cast("dict[str, dict[str, Any]]", found)


def _show_run(run: Capturing, stacks: list[str], clock: Clock, words: Words) -> None:
    """Draw the captured stacks on standard output, with one line of totals and seconds at the end."""
    output = console(sys.stdout)
    plans = [run.plans[stack] for stack in stacks if stack in run.plans]
    for plan in plans:
        show_plan(plan, output, place_of(run.project.estates), words)
    if len(plans) > 1:
        for plan in plans:
            output.print(Text(words("tally.of", name=printable(plan.stack), tally=tally([plan]).said(words))))
    if plans:
        name = printable(plans[0].stack) if len(plans) == 1 else words.count("tally.stacks", len(plans))
        said = f"{tally(plans).said(words)}, {clock.said(words)}"
        output.print(Text(words("tally.of", name=name, tally=said), style="bold"))


def _show_silence(run: Capturing, stacks: list[str]) -> None:
    """Say on standard error which programs registered nothing, and which stacks count as unknown."""
    empty = [stack for stack in stacks if stack in run.plans and len(run.plans[stack]) <= 1]
    found = [
        Refusal(
            f"the program of {printable(stack)} registered nothing",
            "the engine would deploy nothing, and delete what is deployed",
            "nothing to do where that is meant; else see that the program calls what registers",
            place=Place(near(run.project.file)),
        )
        for stack in empty
    ]
    found += [
        Refusal(
            f"nothing is known of the stack {printable(name)}",
            "its outputs count as unknown, as on a first preview; the engine stops where it is not deployed",
            "nothing to do where it is deployed elsewhere",
        )
        for name in run.assumed
    ]
    show(found, console(sys.stderr), style="bold yellow", word="warning")


def _review_stacks(project: Project, stacks: list[str], asked: Asked, today: date, given: Given) -> None:
    """Review stacks, show what came of it and write the files; ends with code 1 when the verdict is refused."""
    from socle.review import (  # noqa: PLC0415 - as below
        review_against_revision,
        review_against_state,
        review_of_engine,
        review_of_head,
    )

    said = said_of(project)
    if asked.base:
        made = review_against_revision(
            project, stacks, asked.base, as_of=today, written=asked.written, said=said, watch=watched
        )
    elif asked.captured and asked.head:
        made = review_of_head(project, asked.head, asked.captured, as_of=today, shown=near, said=said, watch=watched)
    elif asked.engine:
        made = review_of_engine(project, asked.engine, head=asked.head, as_of=today, shown=near)
    else:
        made = review_against_state(
            project, stacks, asked.state, as_of=today, shown=near, said=said, watch=watched, given=given
        )
    _show(project, made, asked)
    if made.verdict.value == "refused":
        raise typer.Exit(1)


def _show(project: Project, made: "Review", asked: Asked) -> None:
    from socle.report.review import markdown, review_json, show_review  # noqa: PLC0415 - a plain preview draws no review

    words = Words(asked.language)
    place = place_of(project.estates)
    writers: list[tuple[Path | None, Callable[[], str]]] = [
        (asked.markdown, lambda: markdown(made, words, place, project.name)),
        (asked.html, lambda: _page(made, words, place, project)),
        (asked.json_report, lambda: review_json(made, place)),
    ]
    if STANDARD_OUTPUT not in [file for file, _ in writers]:
        show_review(made, words, place, console(sys.stdout))
    for file, write in writers:
        if file:
            write_whole(file, write())


def _page(made: "Review", words: Words, place: Where, project: Project) -> str:
    from socle.report.review import page  # noqa: PLC0415 - jinja2 is for those who want a page

    return page(made, words, place, project.name)
