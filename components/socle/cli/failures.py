"""What a person reads when something failed: every refusal in one form, and for a bug where its traceback is."""

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, cast

import typer
from rich.text import Text

from socle.messages import Place, Refusal, Refused
from socle.plan import redacted, told_of
from socle.project import ProgramFailed, Project, chain
from socle.report import below, console, first_line, near, printable, show

from .language import words

DEBUG = "SOCLE_DEBUG"
"""Environment variable: set it to see the traceback of what failed."""


def show_failure(error: BaseException, project: Project | None = None) -> None:
    """Print on standard error what failed; no traceback. A project tells where its estates and its program are."""
    output = console(sys.stderr)
    found = list(notices(error, project))
    show(map(words().refusal, found), output, style="bold red", words=words())
    if len(found) > 1:
        output.print(words().count("count.problems", len(found)), soft_wrap=True)


def show_failures(failures: Mapping[str, Exception], project: Project, json_file: Path | None) -> None:
    """Say on standard error what was refused of some stacks, and that no file was written."""
    sys.stdout.flush()
    said: dict[tuple[Refusal, ...], list[str]] = {}
    for stack, error in failures.items():
        if os.environ.get(DEBUG):
            raise error
        said.setdefault(tuple(notices(error, project)), []).append(stack)
    for stacks in said.values():
        show_failure(failures[stacks[0]], project)
        if len(stacks) > 1:
            told = words()("failed.stacks", stacks=", ".join(map(printable, stacks)))
            console(sys.stderr).print(Text(told), soft_wrap=True)
    if json_file and failures:
        console(sys.stderr).print(Text(words()("preview.not-written", file=json_file)), soft_wrap=True)


def refuse_file(file: Path, error: ValueError, consequence: str, remedy: str) -> NoReturn:
    """Say on standard error why the content of a file that is there cannot be used; ends with code 1, as all refused input does."""
    show_failure(Refused([Refusal(str(error), consequence, remedy, place=Place(near(str(file))))]))
    raise typer.Exit(1)


def said_of(project: Project) -> Callable[[Exception], str]:
    """Why a stack cannot be captured: what is refused, what it would lead to and what to write instead."""

    def said(error: Exception) -> str:
        refusals = [words().refusal(notice) for notice in notices(error, project)]
        return "\n".join(line for each in refusals for line in (first_line(each), *below(each, words())))

    return said


def show_traceback(error: BaseException) -> None:
    """Print on standard error where it failed, without the secrets that the program had."""
    secrets = {secret for each in chain(error) for secret in told_of(each)}
    sys.stderr.write(redacted("".join(traceback.format_exception(error)), secrets))


def notices(error: BaseException, project: Project | None = None) -> Iterator[Refusal]:
    """The messages of an error: those of the refusal that it is or that led to it, else one that says what it was."""
    for each in chain(error):
        if isinstance(each, Refused) and each.refusals:
            yield from (refusal.placed(near_place(refusal.place, project)) for refusal in each.refusals)
            return
    if isinstance(error, ProgramFailed):
        yield _program(error)
    elif isinstance(error, OSError) and error.strerror:
        place = Place(near(str(error.filename)) if error.filename else "")
        yield Refusal(
            error.strerror, "the command cannot go on", "check the path, its rights and the space left", place=place
        )
    else:
        yield _unexpected(error)


def near_place(place: Place, project: Project | None) -> Place:
    """A place as a person in this folder would open it: estates and programs name their files from folders of the project."""
    if not place.file:
        return place
    file = Path(place.file)
    if project and not file.is_absolute():
        file = (project.root if place.resource else project.estates) / file
    return replace(place, file=near(file))


def _program(error: ProgramFailed) -> Refusal:
    first, *more = _said(error.__cause__)
    consequence = "there is no plan of this stack, and pulumi preview would fail in the same way"
    remedy = f"correct the program; {DEBUG}=1 shows the traceback"
    if error.sealed:
        keys = ", ".join(error.sealed)
        consequence = (
            f"there is no plan of this stack; it read {keys}, which only pulumi can decrypt, and had a stand-in: "
            "pulumi preview may fare better"
        )
        remedy = "take it apart in an apply, where what a stand-in does not allow counts as unknown; a test gives it as secret_config"
    return Refusal(
        f"the program of {error.stack} failed: {first}",
        consequence,
        remedy,
        place=Place(near(error.file), error.line),
        details=more,
    )


def _said(cause: BaseException | None) -> list[str]:
    """The lines of an exception's message; a `RunError` is a message to people and needs no class before it."""
    kind = type(cause).__name__
    text = str(cause) if kind == "RunError" else f"{kind}: {cause}".removesuffix(": ")
    lines = [*(text.replace("\t", "  ").splitlines() or [kind]), *getattr(cause, "__notes__", ())]
    if isinstance(cause, BaseExceptionGroup):
        several = cast("tuple[BaseException, ...]", cause.exceptions)
        lines += [line for each in several for line in _said(each)]
    return redacted("\n".join(lines), told_of(cast("BaseException | None", cause))).splitlines()


def _unexpected(error: BaseException) -> Refusal:
    first, *more = _said(error)
    return Refusal(
        f"unexpected error: {first}",
        "this is a bug of socle, and its answer is missing",
        f"run the same command with {DEBUG}=1 and report the traceback",
        details=more,
    )
