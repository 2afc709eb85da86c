"""One answer, and the isolation report, on a terminal: hop by hop with the file and line that opens or closes it."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from socle.messages import said
from socle.reach import NO_RULE, Answer, Endpoint, Finding, Proofs, Written, connections, services

from ..places import Where
from ..text import printable
from ..words import Words

_STATES = {"open": "bold red", "waiting": "yellow", "closed": "bold green", "guarded": "green", "unknown": "yellow"}


def show_answer(answer: Answer, output: Console, place: Where, words: Words) -> None:
    """Draw one answer."""
    _line(output, f"{answer.source.text} → {answer.target.text}: {words.of('flow.state', answer.state)}", style="bold")
    to_api = any(place.kind == "api" for place in answer.target.places)
    if answer.traffic:
        _line(output, f"  {words.text(services(answer.traffic) if to_api else connections(answer.traffic))}")
    for flow in answer.flows:
        _line(output, "  " + words("reach.declared", name=flow.name, where=flow.where, reason=flow.reason))
    if answer.state == "open" and not answer.flows and not to_api and len(answer.steps) > 1:
        _line(output, "  " + words("reach.undeclared"), style="yellow")
    for number, step in enumerate(answer.steps, 1):
        mark = "✓" if step.passes else "✗"
        _line(output, f"  {number}. {mark} {words.text(step.text)}", style="" if step.passes else "bold")
        for written in step.stated_by:
            _line(output, f"       {_stated(written, place, words)}", style="dim")
        if not step.passes:
            _line(output, "       " + words("reach.closed", why=words.text(step.hop.closed or NO_RULE)))
            _line(output, "       " + words("reach.to_open", remedy=words.text(step.hop.remedy or said("remedy.hop"))))
    if answer.why and not answer.steps:
        _line(output, f"  {words.text(answer.why)}")
        _line(output, "  " + words("reach.to_open", remedy=words.text(answer.remedy)) if answer.remedy else "")


def show_proofs(proofs: Proofs, estate: str, output: Console, place: Where, words: Words) -> None:
    """Draw the isolation report."""
    _line(output, words("reach.title", estate=estate), style="bold")
    output.print()
    _findings(proofs.findings, output, place, words)
    _line(output, words("reach.flows"), style="bold")
    output.print(_flows(proofs, words))
    output.print()
    _legacy(proofs, output, words)
    _line(output, words("reach.endpoints"), style="bold")
    output.print(_endpoints(proofs.endpoints, words))
    output.print()
    for title, lines in (
        ("reach.unfiltered", proofs.unfiltered),
        ("reach.answers_only", proofs.answers_only),
        ("reach.unknown", proofs.unknown),
    ):
        if lines:
            _line(output, words(title), style="bold")
            for line in dict.fromkeys(lines):
                _line(output, f"  {words.text(line)}")
            output.print()
    found = words.count("reach.findings", len(proofs.findings)) if proofs.findings else words("reach.no_finding")
    paths = words.count("reach.paths", proofs.paths)
    _line(output, words("reach.sum", estate=estate, found=found, paths=paths), style="bold")


def _stated(written: Written, place: Where, words: Words) -> str:
    """A resource, the line of the estate that asked for it, and the line of the program."""
    where = written.where(place)
    return words("reach.at", name=written.name, where=where) if where else written.name


def _findings(findings: Iterable[Finding], output: Console, place: Where, words: Words) -> None:
    for finding in findings:
        _line(output, f"✗ {words.text(finding.title)}", style="bold red")
        _line(output, f"  {words.text(finding.explanation)}.")
        where = [_stated(written, place, words) for written in finding.by] or [finding.where]
        key = "reach.opened_by" if finding.by else "reach.declared_at"
        _line(output, "  " + words(key, where="; ".join(where)))
        _line(output, "  " + words("reach.remedy", remedy=words.text(finding.remedy)))
        output.print()


def _flows(proofs: Proofs, words: Words) -> Table:
    table = _table(words, "column.flow", "column.from", "column.to", "column.ports", "column.state")
    for result in proofs.flows:
        flow = result.flow
        ports = (
            " ".join((flow.protocol, *flow.ports)) if flow.ports or flow.protocol != "any" else words("flow.port.any")
        )
        state = words.of("flow.state", result.state)
        state = words("reach.state", state=state, why=words.text(result.why)) if result.why else state
        style = {"open": "green", "waiting": "yellow"}.get(result.state, "bold red")
        table.add_row(
            *map(_cell, (flow.name, flow.source, flow.destination, ports)), Text(printable(state), style=style)
        )
    return table


def _legacy(proofs: Proofs, output: Console, words: Words) -> None:
    _line(output, words("reach.legacy"), style="bold")
    if not proofs.legacy:
        _line(output, "  " + words("reach.legacy_nothing"))
    for each in proofs.legacy:
        _line(
            output,
            f"  {each.source} → {each.target}: {words.text(each.services)} ({words.of('flow.state', each.state)})",
        )
    output.print()


def _endpoints(endpoints: Iterable[Endpoint], words: Words) -> Table:
    table = _table(words, "column.endpoint", "column.product", "column.state", "column.guard")
    for each in endpoints:
        state = Text(words.of("flow.state", each.state), style=_STATES[each.state])
        table.add_row(_cell(each.name), _cell(words.text(each.product)), state, _cell(words.text(each.guard)))
    return table


def _table(words: Words, *columns: str) -> Table:
    table = Table(*map(words, columns), box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.columns[0].overflow = "fold"
    return table


def _cell(text: str) -> Text:
    return Text(printable(text))


def _line(output: Console, text: str, style: str = "") -> None:
    if text:
        output.print(Text(printable(text), style=style), soft_wrap=True)
