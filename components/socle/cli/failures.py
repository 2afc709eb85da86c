"""What a person reads when something failed: every refusal in one form, and for a bug where its traceback is.

Refusals are known by their shape (`problems` or `refusals`) and not by their class: this must not import what raised them.
"""

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from socle.plan import redacted, told_of
from socle.project import ProgramFailed, Project, chain
from socle.report import Notice, console, counted, near, show

DEBUG = "SOCLE_DEBUG"
"""Environment variable: set it to see the traceback of what failed."""


def show_failure(error: BaseException, project: Project | None = None) -> None:
    """Print on standard error what failed; no traceback. A project tells where its estates and its program are."""
    output = console(sys.stderr)
    found = list(notices(error, project))
    show(found, output, style="bold red")
    if len(found) > 1:
        output.print(counted(len(found), "problem"), soft_wrap=True)


def show_traceback(error: BaseException) -> None:
    """Print on standard error where it failed, without the secrets that the program had."""
    secrets = {secret for each in chain(error) for secret in told_of(each)}
    sys.stderr.write(redacted("".join(traceback.format_exception(error)), secrets))


def notices(error: BaseException, project: Project | None = None) -> Iterator[Notice]:
    """The messages of an error: those of the refusal that it is or that led to it, else one that says what it was."""
    for each in chain(error):
        problems: tuple[Any, ...] = tuple(getattr(each, "problems", ()))
        refusals: tuple[Any, ...] = tuple(getattr(each, "refusals", ()))
        if problems or refusals:
            yield from (_problem(problem, project) for problem in problems)
            yield from (_refusal(refusal, project) for refusal in refusals)
            return
    if isinstance(error, ProgramFailed):
        yield _program(error)
    elif isinstance(error, OSError) and error.strerror:
        place = near(str(error.filename)) if error.filename else ""
        yield Notice(
            error.strerror, "the command cannot go on", "check the path, its rights and the space left", place=place
        )
    else:
        yield _unexpected(error)


def _problem(problem: Any, project: Project | None) -> Notice:
    file = Path(str(problem.file))
    if project and not file.is_absolute():
        file = project.estates / file
    place = f"{near(file)}:{problem.line}" if problem.line else near(file)
    return Notice(problem.what, problem.consequence, problem.remedy, place=place, key=problem.key)


def _refusal(refusal: Any, project: Project | None) -> Notice:
    """One of a capture names a resource, an input and a line of code; one of a spec only a key."""
    parts = (getattr(refusal, part, "") for part in ("name", "path", "at"))
    file, _, line = getattr(refusal, "source", "").removeprefix("project:///").partition("#")
    place = f"{near(project.root / file) if project else file}:{line}" if line else file
    key = ".".join(part for part in parts if part)
    return Notice(refusal.what, refusal.consequence, refusal.remedy, place=place, key=key)


def _program(error: ProgramFailed) -> Notice:
    first, *more = _said(error.__cause__)
    return Notice(
        f"the program of {error.stack} failed: {first}",
        "there is no plan of this stack, and pulumi preview would fail in the same way",
        f"correct the program; {DEBUG}=1 shows the traceback",
        place=f"{near(error.file)}:{error.line}",
        details=tuple(more),
    )


def _said(cause: BaseException | None) -> list[str]:
    """The lines of an exception's message; a `RunError` is a message to people and needs no class before it."""
    kind = type(cause).__name__
    text = str(cause) if kind == "RunError" else f"{kind}: {cause}".removesuffix(": ")
    lines = [*(text.splitlines() or [kind]), *getattr(cause, "__notes__", ())]
    return redacted("\n".join(lines), told_of(cause)).splitlines()


def _unexpected(error: BaseException) -> Notice:
    first, *more = _said(error)
    return Notice(
        f"unexpected error: {first}",
        "this is a bug of socle, and its answer is missing",
        f"run the same command with {DEBUG}=1 and report the traceback",
        details=tuple(more),
    )
