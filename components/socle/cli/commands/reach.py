"""`socle reach`: whether one thing reaches another, hop by hop; without names, everything that is proved of an estate."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle.estate import load
from socle.facts import kind
from socle.project import CaptureFailed, Project, estate_names, find_project, model_of_estate, stacks_of_estate
from socle.reach import PORTS, PROTOCOLS, End, Model, UnknownEnd, ask, end_of, prove
from socle.report import console, near, place_of, printable
from socle.report.reach import answer_json, proofs_json, show_answer, show_proofs
from socle.report.words import Language, Words
from socle.specs import Spec, parts

from ..failures import show_failures
from ..options import Lang, LastingEstate, Root, one_estate, open_project
from ..progress import watched


class Protocol(StrEnum):
    """Protocols that may be asked for."""

    TCP = "tcp"
    UDP = "udp"
    ICMP = "icmp"
    ANY = "any"


class Expected(StrEnum):
    """What a test expects. A way that waits for the bridge is closed."""

    OPEN = "open"
    CLOSED = "closed"


def complete_end(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names that the estate gives, for the shell: nothing is captured for it. Never an error."""
    try:
        return [name for name in _declared_names(ctx) if name.startswith(incomplete)]
    except (OSError, ValueError, typer.BadParameter):
        return []


def _declared_names(ctx: typer.Context) -> list[str]:
    project = find_project(Path(ctx.params.get("root") or "."))
    estate = load(project.estates / estate_asked_for(project, ctx.params.get("estate"))).estate
    services = [part.at for part in parts(estate) if part.at.count(".") == 1 and _has_a_place(part.spec)]
    return sorted(["internet", *estate.network.private_networks, *estate.network.outside, *services])


def _has_a_place(spec: Spec) -> bool:
    """Whether it becomes something that traffic can come from or go to."""
    row = kind(spec.BECOMES)
    return bool(row and row.band)


def estate_asked_for(project: Project, name: str | None) -> str:
    """The estate to answer for: the one named, else the only one that is not a rehearsal; empty in a project that has none.

    Raises:
        BadParameter: there is no such estate, or more than one could be meant.
    """
    if name:
        one_estate(project, name)
        return name
    known = estate_names(project)
    if not known:
        return ""
    lasting = [each for each in known if load(project.estates / each).estate.lasts] or known
    if len(lasting) != 1:
        raise typer.BadParameter(f"name one of {', '.join(known) or 'none'}", param_hint="--estate")
    return lasting[0]


def reach(
    source: Annotated[
        str,
        typer.Argument(metavar="FROM", help="A network, a service, a range, internet.", autocompletion=complete_end),
    ] = "",
    target: Annotated[
        str,
        typer.Argument(metavar="TO", help="The same, or an endpoint such as a bucket.", autocompletion=complete_end),
    ] = "",
    port: Annotated[int | None, typer.Option(min=1, max=65_535, help="Only this port. Default: any.")] = None,
    protocol: Annotated[
        Protocol, typer.Option(help="Only this protocol; with a port, tcp unless said.")
    ] = Protocol.ANY,
    estate: LastingEstate = None,
    expect: Annotated[
        Expected | None, typer.Option(help="Make it a test: code 1 when the answer is the other one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON on the standard output.")] = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say whether FROM reaches TO, and what opens or closes each hop; without names, prove the estate's isolation."""
    if bool(source) != bool(target):
        raise typer.BadParameter("give both ends, or none for the whole report", param_hint="FROM TO")
    if not source and (port or expect or protocol is not Protocol.ANY):
        raise typer.BadParameter("--port, --protocol and --expect are about one path: give FROM and TO")
    if port and protocol is Protocol.ICMP:
        raise typer.BadParameter("icmp has no ports", param_hint="--port")
    project = open_project(root)
    name = estate_asked_for(project, estate)
    wanted = Protocol.TCP if port and protocol is Protocol.ANY else protocol
    code = (
        _answer(
            project,
            name,
            source,
            target,
            protocol=wanted.value,
            port=port,
            expect=expect,
            as_json=as_json,
            language=lang,
        )
        if source
        else _report(project, name, as_json=as_json, language=lang)
    )
    if code:
        raise typer.Exit(code)


def network_of(project: Project, estate: str) -> Model:
    """The network of an estate, or of every stack where there is none; ends with code 1 where one cannot be captured, after saying why."""
    if not stacks_of_estate(project, estate):
        what = f"no stack is of the estate {printable(estate)}" if estate else "the project has no stack"
        raise typer.BadParameter(what, param_hint="--estate")
    try:
        return model_of_estate(project, estate, near, watched)
    except CaptureFailed as failed:
        show_failures(failed.failures, project, None)
        raise typer.Exit(1) from None


def _answer(
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
    model = network_of(project, estate)
    ends = _end(model, source, "FROM"), _end(model, target, "TO")
    found = ask(model, *ends, protocol=PROTOCOLS[protocol], ports=(port, port) if port else PORTS)
    place = place_of(project.estates)
    if as_json:
        sys.stdout.write(answer_json(found, place))
    else:
        show_answer(found, console(sys.stdout), place, Words(language))
    is_open = found.state == "open"
    return int(expect is not None and is_open != (expect is Expected.OPEN))


def _report(project: Project, estate: str, *, as_json: bool, language: Language) -> int:
    """Prove everything; the exit code is 1 where something was found."""
    proofs = prove(network_of(project, estate))
    place = place_of(project.estates)
    if as_json:
        sys.stdout.write(proofs_json(proofs, estate or project.name, place))
    else:
        show_proofs(proofs, printable(estate or project.name), console(sys.stdout), place, Words(language))
    return int(not proofs.holds)


def _end(model: Model, text: str, hint: str) -> End:
    try:
        return end_of(model, text)
    except UnknownEnd as error:
        meant = f" Did you mean {', '.join(map(printable, error.near))}?" if error.near else ""
        short = [name for name in error.known if ":" not in name and "-" not in name] or list(error.known)
        what = f"nothing is called {printable(text)}, and no network has that address.{meant}"
        raise typer.BadParameter(f"{what} Known: {', '.join(map(printable, short))}.", param_hint=hint) from None
