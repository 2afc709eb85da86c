"""Findings by control: what is kept, broken, not decided or exempt, each with its resource and line. Nothing is called fulfilled."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from socle.controls import Control, Cover, controls, rules_of
from socle.messages import Text, said
from socle.rules import RULES, Finding, Result, Rule

from .document import Cell, Document, Line, Row, Title, rows
from .gathered import Gathered

_TOLD = (Result.FAIL, Result.UNDETERMINED, Result.EXEMPT, Result.PASS)


def findings(of: Gathered) -> Document:
    """Every finding but those on what a rule is not about; those that weigh most first."""
    columns = ("id", "result", "severity", "rule", "resource", "message", "line", "exemption", "level")
    found = sorted((each for each in of.findings if each.result in _TOLD), key=lambda each: _TOLD.index(each.result))
    return Document(
        "findings", columns, tuple(_finding(number, each, of) for number, each in enumerate(found, 1)), of.level
    )


def _finding(number: int, each: Finding, of: Gathered) -> Row:
    stack = each.urn.split(":", 3)[2] if each.urn else ""
    cells: dict[str, Cell] = {
        "id": f"F{number}",
        "result": said(f"evidence.result.{each.result.name.lower()}"),
        "severity": said(f"severity.{each.severity}"),
        "rule": each.rule,
        "resource": each.name,
        "message": each.message,
        "line": each.place,
        "exemption": each.exemption,
        "level": of.levels.get(stack, "declared"),
    }
    sources = [f"plan:{stack}#{each.urn}"] if each.urn else [f"plan:{name}" for name in of.plans]
    if each.exemption:
        sources.append(f"exemption:{each.exemption}")
    return Row(cells, tuple(sources))


def judged_rules(of: Gathered) -> Document:
    """Each rule with how often it was kept, broken, not decided and exempt."""
    counted = _counted(of)
    plans = [f"plan:{stack}" for stack in of.plans]
    columns = ("id", "title", "severity", *(result.name.lower() for result in _TOLD))
    made = ((_rule(rule, counted[rule.id]), plans) for rule in RULES)
    return Document("rules", columns, rows(made), of.level)


def _rule(rule: Rule, counted: Mapping[Result, int]) -> dict[str, Cell]:
    counts: dict[str, Cell] = {result.name.lower(): counted.get(result, 0) for result in _TOLD}
    return {
        "id": rule.id,
        "title": Title(rule.id, rule.title),
        "severity": said(f"severity.{rule.severity}"),
        **counts,
    }


def _counted(of: Gathered) -> Mapping[str, Counter[Result]]:
    found: defaultdict[str, Counter[Result]] = defaultdict(Counter)
    for each in of.findings:
        found[each.rule][each.result] += 1
    return found


def judged_controls(of: Gathered) -> Document:
    """Each control with its owners and what is there for it: evidence, evidence against it, nothing decided, or its owners' alone."""
    counted = _counted(of)
    columns = ("id", "asks", "owners", "covered", "stands", *(result.name.lower() for result in _TOLD), "known")
    return Document("controls", columns, tuple(_control(each, counted, of) for each in controls()), of.level)


def _control(control: Control, counted: Mapping[str, Mapping[Result, int]], of: Gathered) -> Row:
    of_control = rules_of(control)
    sums = {
        result: sum(counted[rule.id].get(result, 0) for rule in of_control if rule.id in counted) for result in _TOLD
    }
    claims = [key for key, each in of.estate.attestations.items() if each.scheme == control.attested]
    valid = [key for key in claims if of.estate.attestations[key].valid_on(of.day)]
    cells: dict[str, Cell] = {
        "id": control.id,
        "asks": Line(control.line("en"), control.line("fr")),
        "owners": tuple(said(f"owner.{each}") for each in control.owners),
        "covered": tuple(_covers(control)),
        "stands": said(f"evidence.stands.{_stands(control, sums, bool(valid))}"),
        **{result.name.lower(): sums[result] for result in _TOLD},
        "known": said(f"confidence.{control.confidence}"),
    }
    sources = [*(f"rule:{rule.id}" for rule in of_control), *(f"attestation:{key}" for key in claims)]
    if control.shown_in:
        sources.append(f"document:{control.shown_in}")
    return Row(cells, (*sources, "table:controls"))


def _covers(control: Control) -> Iterator[Text]:
    for cover in control.covers:
        if cover is Cover.FILE:
            yield said("evidence.covered.file", name=said(f"evidence.doc.{control.shown_in}"))
        elif cover is Cover.ATTESTATION:
            yield said("evidence.covered.attestation", scheme=control.attested)
        else:
            yield said(f"evidence.covered.{cover}")


def _stands(control: Control, sums: Mapping[Result, int], attested: bool) -> str:
    if control.alone:
        return "alone"
    if sums[Result.FAIL]:
        return "against"
    if sums[Result.UNDETERMINED]:
        return "undecided"
    if control.attested and not attested:
        return "unattested"
    if sums[Result.EXEMPT]:
        return "exempt"
    return "evidence" if sums[Result.PASS] or attested else "shown" if control.shown_in else "nothing"
