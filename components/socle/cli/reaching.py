"""Capturing an estate for `socle reach` and `socle flows`, and showing what came of it."""

import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from socle.estate import Declared, load
from socle.plan import Plan
from socle.project import Project, declared_of, stacks_of_estate
from socle.reach import PORTS, PROTOCOLS, End, Model, UnknownEnd, ask, end_of, model_of, prove
from socle.report import console, near, place_of, printable
from socle.report.reach import answer_json, proofs_json, show_answer, show_proofs
from socle.report.words import Language, Words

from .previewing import capture_all, show_failures
from .reach import Expected


def model_of_estate(project: Project, estate: str) -> Model:
    """The network of an estate as its layers would make it.

    Raises:
        Exit: a layer cannot be captured, so no answer would be whole; what was refused has been said.
    """
    stacks = stacks_of_estate(project, estate)
    if not stacks:
        raise typer.BadParameter(f"no stack is of the estate {printable(estate)}", param_hint="--estate")
    run = capture_all(project, stacks, "up", None)
    if run.failures:
        show_failures(run, None)
        raise typer.Exit(1)
    return model_of_plans(project, estate, run.plans)


def model_of_plans(project: Project, estate: str, plans: Mapping[str, Plan], estates: Path | None = None) -> Model:
    """The network of captured plans, with what the estate declares; `estates` is another revision's folder of them."""
    loaded = load((estates or project.estates) / estate)
    return model_of(plans.values(), declared_of(loaded, lambda key: _line_of(loaded, key, project)))


def _line_of(loaded: Declared, key: str, project: Project) -> str:
    origin = loaded.origin(key)
    return f"{near(project.estates / origin.file)}:{origin.line}" if origin else ""


def answer(
    project: Project,
    estate: str,
    source: str,
    target: str,
    *,
    protocol: str,
    port: int | None,
    expect: Expected | None,
    as_json: bool,
    language: Language,
) -> int:
    """Answer one question; the exit code is 1 where it is not what was expected."""
    model = model_of_estate(project, estate)
    ends = _end(model, source, "FROM"), _end(model, target, "TO")
    found = ask(model, *ends, protocol=PROTOCOLS[protocol], ports=(port, port) if port else PORTS)
    place = place_of(project.estates)
    if as_json:
        sys.stdout.write(answer_json(found, place))
    else:
        show_answer(found, console(sys.stdout), place, Words(language))
    is_open = found.state == "open"
    return int(expect is not None and is_open != (expect is Expected.OPEN))


def report(project: Project, estate: str, *, as_json: bool, language: Language) -> int:
    """Prove everything; the exit code is 1 where something was found."""
    proofs = prove(model_of_estate(project, estate))
    place = place_of(project.estates)
    if as_json:
        sys.stdout.write(proofs_json(proofs, estate, place))
    else:
        show_proofs(proofs, printable(estate), console(sys.stdout), place, Words(language))
    return int(not proofs.holds)


def _end(model: Model, text: str, hint: str) -> End:
    try:
        return end_of(model, text)
    except UnknownEnd as error:
        meant = f" Did you mean {', '.join(map(printable, error.near))}?" if error.near else ""
        short = [name for name in error.known if ":" not in name and "-" not in name] or list(error.known)
        what = f"nothing is called {printable(text)}, and no network has that address.{meant}"
        raise typer.BadParameter(f"{what} Known: {', '.join(map(printable, short))}.", param_hint=hint) from None
