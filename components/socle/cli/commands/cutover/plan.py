"""`socle cutover plan`: the runbook of a wave's next step with what it changes in each stack, and the kit that gives Azure back when
nothing else runs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from socle.cutover import Book, Runbook, kit_files, past_return, runbook, standing, step_to
from socle.messages import Place, Refusal, Refused
from socle.plan import SIGNATURE
from socle.report import console, near, place_of
from socle.report.cutover import as_json, checklist, runbook_data, show_runbook
from socle.report.words import Language, Words

from ...clock import clock
from ...failures import said_of
from ...options import Lang, Root
from ...progress import watched
from .asked import AsJson, Asked, At, OfCutover, Wave, asked, exported
from .check import Phase, stage_of

if TYPE_CHECKING:
    from socle.review import Expected


def plan(
    wave: Wave,
    phase: Phase = None,
    kit: Annotated[
        Path | None, typer.Option("--kit", metavar="DIR", help="Also write the offline kit into this new folder.")
    ] = None,
    state: Annotated[
        list[Path] | None,
        typer.Option(
            "--state",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="With --kit: exported states to keep in it, without plain secrets.",
        ),
    ] = None,
    estate: OfCutover = None,
    as_of: At = None,
    as_json_: AsJson = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Write the runbook of a wave's next step, and the kit that gives Azure back when nothing else runs."""
    found, words = asked(root, estate, as_of), Words(lang)
    book = found.book(wave)
    if book.reached.refusals:
        raise Refused(book.reached.refusals)
    goal = stage_of(phase) if phase else None
    if goal and book.position.settled:
        step_to(book, goal)
    if state and kit is None:
        raise typer.BadParameter("states are kept in a kit: add --kit", param_hint="--state")
    made = runbook(book, standing(found.estate, found.folder).positions, goal)
    if not as_json_:
        show_runbook(made, console(sys.stdout), words)
    if kit:
        _write(book, kit, state or [], words)
        typer.echo(words("cutover.kit.written", folder=near(kit)), err=as_json_)
    foreseen = _foreseen(found, made, words, as_data=as_json_)
    if any(each.unknown for each in foreseen):
        raise typer.Exit(1)


def _foreseen(found: Asked, made: Runbook, words: Words, *, as_data: bool) -> "tuple[Expected, ...]":
    """Say what the step changes in its stacks; last, since the rest is known at once and programs take seconds."""
    foreseen, place = tuple["Expected", ...](), place_of(found.project.estates)
    if made.turns:
        from socle.report.cutover import show_expected  # noqa: PLC0415 - draws as a review does
        from socle.review import expected_of  # noqa: PLC0415 - captures programs, for which it imports Pulumi

        clock.count_as_ours(found.project.program)
        foreseen = expected_of(found.project, found.folder, made, said_of(found.project), watched)
        if foreseen and not as_data:
            output = console(sys.stdout)
            show_expected(foreseen, output, words, place)
            output.print(clock.said(words), style="bold", highlight=False)
    if as_data:
        from socle.report.cutover import expected_data  # noqa: PLC0415 - as above

        typer.echo(as_json({**runbook_data(made, words), "expected": expected_data(foreseen, words, place)}))
    return foreseen


def _write(book: Book, kit: Path, states: list[Path], words: Words) -> None:
    """Write the kit into a folder that is not there yet: an older file left in it would be run."""
    if kit.exists() or kit.is_symlink():
        raise typer.BadParameter(f"{kit} is there already; a kit is written into a new folder", param_hint="--kit")
    if not kit.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {kit.parent}", param_hint="--kit")
    if past_return(book.position.stage):
        raise Refused([_past_return(book)])
    kept = {each.name: _state(each) for each in states}
    written = kit_files(book, checklist(book, words), kept)
    kit.mkdir(mode=0o700)
    for name, text in written.items():
        file = kit / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o700 if name.endswith(".sh") and name[0].isdigit() else 0o600)


def _past_return(book: Book) -> Refusal:
    return Refusal(
        f"no way back leads from {book.position.stage}",
        "the kit would open for writing what Azure had before, beside what the platform has now",
        "restore from the platform's backups; the kit was not written",
    )


def _state(file: Path) -> str:
    """An exported state as it is.

    Raises:
        Refused: it is none, or it holds secrets in plain text.
    """
    try:
        text = file.read_text("utf-8")
        state = exported(text)
    except ValueError as error:
        raise Refused([_unfit(file, str(error))]) from None
    if _plain_secrets(state):
        raise Refused([_unfit(file, "the state holds secrets in plain text")])
    return text


def _plain_secrets(value: Any) -> bool:
    """Whether anything in a state is a secret that is not encrypted: in an export one has a ciphertext, or stands in plain text."""
    if isinstance(value, dict):
        found = cast("dict[str, Any]", value)
        return (SIGNATURE in found and "ciphertext" not in found) or any(map(_plain_secrets, found.values()))
    return isinstance(value, list) and any(map(_plain_secrets, cast("list[Any]", value)))


def _unfit(file: Path, what: str) -> Refusal:
    return Refusal(
        what,
        "the kit lies in a safe and on a laptop, and must hold no credential; it was not written",
        "export it anew: pulumi stack export --file FILE, without --show-secrets",
        place=Place(near(file)),
    )
