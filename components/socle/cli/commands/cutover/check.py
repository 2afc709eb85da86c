"""`socle cutover check`: what the gates of a wave say now, and who owes what is missing."""

import sys
from typing import Annotated

import typer

from socle.cutover import STAGES, Stage, State, leading
from socle.messages import Refused, nearest
from socle.report import console, printable
from socle.report.cutover import as_json, gates_data, show_gates
from socle.report.words import Language, Words

from ...failures import show_failure
from ...options import Lang, Root
from .asked import AsJson, At, OfCutover, Wave, asked


def complete_phase(incomplete: str) -> list[str]:
    """Names of stages, for the shell."""
    return [each.value for each in STAGES if each.value.startswith(incomplete)]


Phase = Annotated[
    str | None,
    typer.Argument(
        metavar="PHASE",
        help="Only the step to this stage. Default: every step from here.",
        autocompletion=complete_phase,
    ),
]


def check(
    wave: Wave,
    phase: Phase = None,
    estate: OfCutover = None,
    as_of: At = None,
    as_json_: AsJson = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say of each step that a wave may take what its gate asks for, what is shown, and who owes the rest."""
    found, words = asked(root, estate, as_of), Words(lang)
    book = found.book(wave)
    goal = stage_of(phase) if phase else None
    steps = [each for each in book.steps if goal is None or each.goal is goal]
    if goal and not steps:
        there = ", ".join(each.goal.value for each in book.steps) or "none"
        what = f"no step leads from {book.position.stage} to {goal}. There are steps to: {there}."
        raise typer.BadParameter(what, param_hint="PHASE")
    gates = [book.gate(each) for each in steps]
    if as_json_:
        typer.echo(as_json(gates_data(book, gates, words)))
    else:
        show_gates(book, gates, console(sys.stdout), words)
    if book.reached.refusals:
        show_failure(Refused(book.reached.refusals), found.project)
    counted = [each for each in gates if goal or each.step == leading(book)]
    if book.reached.refusals or any(each.state is not State.OPEN for each in counted):
        raise typer.Exit(1)


def stage_of(name: str) -> Stage:
    """A stage by name."""
    found = next((each for each in Stage if each == name.lower()), None)
    if found is None:
        near = nearest(name.lower(), list(Stage), n=1, cutoff=0.5)
        meant = f" Did you mean {near[0]}?" if near else ""
        known = ", ".join(Stage)
        raise typer.BadParameter(f"there is no stage {printable(name)}.{meant} Known: {known}.", param_hint="PHASE")
    return found
