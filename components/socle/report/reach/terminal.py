"""One answer, and the isolation report, on a terminal: hop by hop with the file and line that opens or closes it."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from socle.reach import Answer, Endpoint, Finding, Proofs, Written, connections, services

from ..places import Where
from ..text import counted, printable

_STATES = {"open": "bold red", "waiting": "yellow", "closed": "bold green", "guarded": "green", "unknown": "yellow"}


def show_answer(answer: Answer, output: Console, place: Where) -> None:
    """Draw one answer."""
    _line(output, f"{answer.source.text} → {answer.target.text}: {answer.state}", style="bold")
    to_api = any(place.kind == "api" for place in answer.target.places)
    if answer.traffic:
        _line(output, f"  {services(answer.traffic) if to_api else connections(answer.traffic)}")
    for flow in answer.flows:
        _line(output, f"  declared by {flow.name} ({flow.where}): {flow.reason}")
    if answer.state == "open" and not answer.flows and not to_api and len(answer.steps) > 1:
        _line(output, "  no flow of the estate declares it", style="yellow")
    for number, step in enumerate(answer.steps, 1):
        mark = "✓" if step.passes else "✗"
        _line(output, f"  {number}. {mark} {step.text}", style="" if step.passes else "bold")
        for written in step.stated_by:
            _line(output, f"       {said(written, place)}", style="dim")
        if not step.passes:
            _line(output, f"       closed: {step.hop.closed or 'no rule lets it pass'}")
            _line(output, f"       to open it: {step.hop.remedy or 'change this hop'}")
    if answer.why and not answer.steps:
        _line(output, f"  {answer.why}")
        _line(output, f"  to open it: {answer.remedy}" if answer.remedy else "")


def show_proofs(proofs: Proofs, estate: str, output: Console, place: Where) -> None:
    """Draw the isolation report."""
    _line(output, f"{estate}: what can reach what", style="bold")
    output.print()
    _findings(proofs.findings, output, place)
    _line(output, "Declared flows", style="bold")
    output.print(_flows(proofs))
    output.print()
    _legacy(proofs, output)
    _line(output, "On the Internet, each with the guard that closes it", style="bold")
    output.print(_endpoints(proofs.endpoints))
    output.print()
    for title, lines in (
        ("No filter acts on", proofs.unfiltered),
        ("Cannot be told from answers: the VPC's filter keeps no state", proofs.answers_only),
        ("Not known", proofs.unknown),
    ):
        if lines:
            _line(output, title, style="bold")
            for line in dict.fromkeys(lines):
                _line(output, f"  {line}")
            output.print()
    found = counted(len(proofs.findings), "finding") if proofs.findings else "no finding"
    _line(output, f"{estate}: {found}; {counted(proofs.paths, 'path')} looked at", style="bold")


def said(written: Written, place: Where) -> str:
    """A resource, the line of the estate that asked for it, and the line of the program."""
    where = written.where(place)
    return f"{written.name} at {where}" if where else written.name


def _findings(findings: Iterable[Finding], output: Console, place: Where) -> None:
    for finding in findings:
        _line(output, f"✗ {finding.title}", style="bold red")
        _line(output, f"  {finding.explanation}.")
        where = [said(written, place) for written in finding.by] or [finding.where]
        _line(output, f"  opened by: {'; '.join(where)}" if finding.by else f"  declared at {finding.where}")
        _line(output, f"  remedy: {finding.remedy}")
        output.print()


def _flows(proofs: Proofs) -> Table:
    table = _table("flow", "from", "to", "ports", "state")
    for result in proofs.flows:
        flow = result.flow
        ports = " ".join((flow.protocol, *flow.ports)) if flow.ports or flow.protocol != "any" else "any"
        state = f"{result.state}: {result.why}" if result.why else result.state
        style = {"open": "green", "waiting": "yellow"}.get(result.state, "bold red")
        table.add_row(
            *map(_cell, (flow.name, flow.source, flow.destination, ports)), Text(printable(state), style=style)
        )
    return table


def _legacy(proofs: Proofs, output: Console) -> None:
    _line(output, "What the legacy estate reaches of ours", style="bold")
    if not proofs.legacy:
        _line(output, "  nothing: no tunnel joins it to a network of ours")
    for each in proofs.legacy:
        _line(output, f"  {each.source} → {each.target}: {each.services} ({each.state})")
    output.print()


def _endpoints(endpoints: Iterable[Endpoint]) -> Table:
    table = _table("endpoint", "product", "state", "guard")
    for each in endpoints:
        state = Text(each.state, style=_STATES[each.state])
        table.add_row(_cell(each.name), _cell(each.product), state, _cell(each.guard))
    return table


def _table(*columns: str) -> Table:
    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.columns[0].overflow = "fold"
    return table


def _cell(text: str) -> Text:
    return Text(printable(text))


def _line(output: Console, text: str, style: str = "") -> None:
    if text:
        output.print(Text(printable(text), style=style), soft_wrap=True)
