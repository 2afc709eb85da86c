"""Findings of rules on a terminal and as JSON: what is broken, by rule with its remedy; what is exempt; what nobody could decide."""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.rules import RULES, Finding, Result, Rule

from .text import printable
from .words import Words

_RULES = {rule.id: rule for rule in RULES}
_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": ""}
_NAMED = 3
"""Resources that one line of what is not decided names; the rest is counted."""

Where = Callable[[Finding], str]
"""The `file:line` of a finding as the reader would open it."""


def findings_json(findings: Iterable[Finding], words: Words) -> str:
    """Every finding, what is kept among them."""
    return json.dumps([each.as_json(words.text) for each in findings], indent=2, ensure_ascii=False)


def show_findings(findings: Sequence[Finding], estate: str, console: Console, where: Where, words: Words) -> None:
    """Print what is broken, exempt and not decided, and the count of each; what is kept is counted alone."""
    of = {result: [each for each in findings if each.result is result] for result in Result}
    for rule, found in _by_rule(of[Result.FAIL]):
        _show_rule(rule, found, console, where, words)
    for heading, result in (("exempt", Result.EXEMPT), ("undecided", Result.UNDETERMINED)):
        if of[result]:
            console.print(Text(words(f"findings.{heading}"), style="bold"))
        for rule, found in _by_rule(of[result]):
            for message, same in _by_message(found, words):
                line = f"{words(f'severity.{found[0].severity}')} {rule}: {_names(same)}{message}"
                console.print(Padding.indent(Text(printable(line), overflow="fold"), 2))
    counted = {result: len(of[result]) for result in Result}
    said = words(
        "findings.sum",
        estate=estate or words("findings.plain"),
        broken=counted[Result.FAIL],
        exempt=counted[Result.EXEMPT],
        undecided=counted[Result.UNDETERMINED],
        kept=counted[Result.PASS],
    )
    console.print(Text(printable(said)), soft_wrap=True)


def _show_rule(id_: str, found: Sequence[Finding], console: Console, where: Where, words: Words) -> None:
    rule = _RULES.get(id_)
    severity = found[0].severity
    start = Text(f"{words(f'severity.{severity}')} {id_}", style=_STYLES[severity.value])
    console.print(start.append(f": {title_of(id_, rule, words)}", style=""), soft_wrap=True)
    for each in found:
        place = where(each)
        line = f"{f'{place}: ' if place else ''}{each.name}: " if each.name else ""
        console.print(Text(printable(f"  {line}{words.text(each.message)}")), soft_wrap=True)
    for said in dict.fromkeys(remedy_of(each, rule, words) for each in found) if rule else ():
        remedy = words("finding.remedy", remedy=said)
        console.print(Padding.indent(Text(remedy, overflow="fold", style="dim"), 2))


def remedy_of(finding: Finding, rule: Rule, words: Words) -> str:
    """What to do instead: in the estate where one of its components makes the resource, else with the provider."""
    if finding.declared and rule.declared:
        return words.remedy(rule.id, rule.declared, declared=True)
    return words.remedy(rule.id, rule.remedy)


def finding_title(finding: Finding, words: Words) -> str:
    """The title of the rule that a finding is of."""
    return title_of(finding.rule, _RULES.get(finding.rule), words)


def title_of(id_: str, rule: Rule | None, words: Words) -> str:
    """The title of a rule, or of what exemptions themselves are found to be."""
    return words.rule(id_, rule.title) if rule else words(f"notice.{id_}")


def _by_rule(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    return [(rule, list(found)) for rule, found in groupby(findings, key=lambda each: each.rule)]


def _by_message(findings: Iterable[Finding], words: Words) -> list[tuple[str, list[Finding]]]:
    found: dict[str, list[Finding]] = {}
    for each in findings:
        found.setdefault(words.text(each.message), []).append(each)
    return list(found.items())


def _names(findings: Sequence[Finding]) -> str:
    """The resources that one line is about; of many the first, and how many more there are."""
    names = [each.name for each in findings if each.name]
    more = f" (+{len(names) - _NAMED})" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}: " if names else ""
