"""`socle reach`: whether one thing reaches another, hop by hop; without names, everything that is proved of an estate."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle.project import Project, estate_names, find_project
from socle.report.words import Language

from .options import Lang, Root, complete_estate, open_project


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
    from socle.estate import load  # noqa: PLC0415 - only completion needs it here

    project = find_project(Path(ctx.params.get("root") or "."))
    estate = load(project.estates / estate_asked_for(project, ctx.params.get("estate"))).estate
    kinds = {"databases": estate.databases, "buckets": estate.buckets, "clusters": estate.clusters}
    kinds |= {"instances": estate.instances, "registries": estate.registries}
    services = [f"{kind}.{name}" for kind, entries in kinds.items() for name in entries]
    return sorted(["internet", *estate.network.private_networks, *estate.network.outside, *services])


def estate_asked_for(project: Project, name: str | None) -> str:
    """The estate to answer for: the one named, else the only one that is not a rehearsal.

    Raises:
        BadParameter: there is no such estate, or more than one could be meant.
    """
    from socle.estate import load  # noqa: PLC0415 - `socle --help` must not wait for it

    from .options import one_estate  # noqa: PLC0415

    if name:
        one_estate(project, name)
        return name
    known = estate_names(project)
    lasting = [each for each in known if load(project.estates / each).estate.lifetime != "rehearsal"] or known
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
    estate: Annotated[
        str | None,
        typer.Option(
            "--estate", metavar="NAME", help="Default: the one that is no rehearsal.", autocompletion=complete_estate
        ),
    ] = None,
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
    from .reaching import answer, report  # noqa: PLC0415 - `socle --help` must not wait for it

    wanted = Protocol.TCP if port and protocol is Protocol.ANY else protocol
    code = (
        answer(
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
        else report(project, name, as_json=as_json, language=lang)
    )
    if code:
        raise typer.Exit(code)
