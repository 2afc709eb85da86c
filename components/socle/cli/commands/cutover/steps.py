"""`socle cutover advance`, `rollback` and `hold`: a step begins, is taken back, or a wave is stopped. Each is one signed record."""

from collections.abc import Callable
from typing import Annotated

import typer

from socle.cutover import Arrow, Book, Stage, arrow, held, leading, status, step_to, transition
from socle.cutover.evidence import Draft, Entry, Moved, head_of
from socle.messages import Refusal, Refused
from socle.report.cutover import begun, expected
from socle.report.words import Language, Words

from ...options import Lang, Root
from .asked import AsJson, Asked, At, KeyFile, OfCutover, Wave, asked, committed
from .check import Phase, stage_of
from .written import again, say_record, write

TRIES = 5
"""Times that a step is signed anew because something was recorded meanwhile: its gate is judged again each time."""


def advance(
    wave: Wave,
    phase: Phase = None,
    key: KeyFile = None,
    estate: OfCutover = None,
    as_of: At = None,
    as_json_: AsJson = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Begin a wave's next step forward: its gate is judged once, and what it said is signed."""
    found, words = asked(root, estate, as_of), Words(lang)
    book = _anchored(found, wave)
    step = _forward(book, phase)
    if step.kind == "back":
        raise Refused([_is_back(step, book.wave)])
    _begin(book, step.goal, key, words, as_data=as_json_)


def rollback(
    wave: Wave,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="PHASE", help="Where to, where more than one way back is open: aborted, for one."),
    ] = None,
    key: KeyFile = None,
    estate: OfCutover = None,
    as_of: At = None,
    as_json_: AsJson = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Begin a wave's way back: to the phase before, or, after the switch, to the fence of the platform and on to Azure."""
    found, words = asked(root, estate, as_of), Words(lang)
    book = found.book(wave)
    goal = _back(book, to)
    _begin(book, goal, key, words, as_data=as_json_)


def hold(
    wave: Wave,
    release: Annotated[bool, typer.Option("--release", help="Let it go on; operations alone may.")] = False,
    key: KeyFile = None,
    estate: OfCutover = None,
    as_of: At = None,
    as_json_: AsJson = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Stop a wave from going forward, as anybody may who is listed; the way back stays open."""
    found, words = asked(root, estate, as_of), Words(lang)
    book = found.book(wave)
    if book.position.held != release:
        raise Refused([_held_already(book, release)])
    written, missing = _written(book, lambda here: held(here, stop=not release), key)
    said = words("cutover.released" if release else "cutover.stopped", wave=wave)
    say_record(book, written, missing, said, words, as_data=as_json_)


def _written(book: Book, made: Callable[[Book], Draft], key: KeyFile) -> tuple[Entry, list[str]]:
    """Write what follows from the ledger as it is; where a collector was faster, what follows from it then."""
    for _ in range(TRIES):
        try:
            return write(book, made(book), key)
        except Moved:
            book = again(book)
    return write(book, made(book), key)


def _begin(book: Book, goal: Stage, key: KeyFile, words: Words, *, as_data: bool) -> None:
    written, missing = _written(book, lambda here: transition(here, goal), key)
    after = again(book)
    if after.reached.refusals:
        raise Refused(after.reached.refusals)
    said = begun(book, after.position, words)
    say_record(book, written, missing, said, words, as_data=as_data)
    if not as_data:
        _say_next(after, words)


def _say_next(book: Book, words: Words) -> None:
    """What to type next, so that nobody has to ask."""
    do = status(book).next
    for each in do.commands:
        typer.echo(f"  $ {each}")
    typer.echo("  " + words("cutover.expect", what=expected(book, do, words)))


def _anchored(found: Asked, wave: str) -> Book:
    """A wave whose ledger is held against the committed one: a step forward is not begun on a tail that was cut."""
    of_commit = committed(found, wave, "HEAD")
    return found.book(wave, [head_of(of_commit[1])] if of_commit and of_commit[1] else [])


def _forward(book: Book, phase: str | None) -> Arrow:
    if phase:
        return step_to(book, stage_of(phase))
    step = next((each for each in book.steps if each.kind != "back"), None)
    if step is None:
        back = leading(book)
        raise Refused([_is_back(back, book.wave) if back else _no_step_left(book)])
    return step


def _back(book: Book, to: str | None) -> Stage:
    """The way back that was named, or the nearest: the fence after a switch, else the phase before."""
    steps = [each for each in book.steps if each.kind == "back"]
    if to:
        goal = stage_of(to)
        step = arrow(book.position.stage, goal)
        if step and step.kind != "back":
            raise Refused([_is_forward(step, book.wave)])
        if step is None:
            there = ", ".join(each.goal.value for each in steps) or "none"
            what = f"no way back leads from {book.position.stage} to {goal}. There are ways back to: {there}."
            raise typer.BadParameter(what, param_hint="--to")
        return goal
    if not steps:
        raise Refused([_no_way_back(book)])
    return steps[0].goal


def _is_back(step: Arrow, wave: str) -> Refusal:
    return Refusal(
        f"the step from {step.origin} to {step.goal} is a way back",
        "it would be taken for progress",
        f"use socle cutover rollback {wave}",
    )


def _is_forward(step: Arrow, wave: str) -> Refusal:
    return Refusal(
        f"the step from {step.origin} to {step.goal} is no way back",
        "it would be taken without its gate",
        f"use socle cutover advance {wave}",
    )


def _no_step_left(book: Book) -> Refusal:
    return Refusal(
        f"no step is left from {book.position.stage}",
        "nothing was written",
        "see where the wave stands: socle cutover status",
    )


def _no_way_back(book: Book) -> Refusal:
    return Refusal(
        f"no way back leads from {book.position.stage}",
        "what is on the platform only would be lost, or what is deleted would be counted on",
        "restore from the platform's backups; nothing was written",
    )


def _held_already(book: Book, release: bool) -> Refusal:
    return Refusal(
        f"{book.wave} is not held" if release else f"{book.wave} is held already",
        "a second record would say nothing",
        "see where the wave stands: socle cutover status",
    )
