"""Exemptions: a dated, owned, reasoned permission to break one rule. What has expired counts as absent and is a finding of its own."""

import fnmatch
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from socle.estate import ExemptionSpec
from socle.messages import Refusal, choose

from .catalogue import RULES
from .finding import Finding, Result, by_weight
from .rule import Rule, Severity

EXPIRED = "exemption-expired"
UNUSED = "exemption-unused"


def unknown_rules(exemptions: Mapping[str, ExemptionSpec], rules: Sequence[Rule] = RULES) -> Iterator[Refusal]:
    """An exemption from a rule that there is not: whoever reads it believes that something is permitted."""
    known = {rule.id for rule in rules}
    for key, exemption in exemptions.items():
        if exemption.rule not in known:
            yield Refusal(
                f"there is no rule {exemption.rule}",
                "the exemption permits nothing, and whoever reads it believes that it does",
                choose(exemption.rule, known),
                at=f"exemptions.{key}.rule",
            )


def exempted(findings: Iterable[Finding], exemptions: Mapping[str, ExemptionSpec], as_of: date | None) -> list[Finding]:
    """Findings with exemptions counted: covered failures are exempt; expired and unused exemptions are findings.

    Without a day no exemption counts: nothing says that it holds.
    """
    counted: list[Finding] = []
    used: set[str] = set()
    for finding in findings:
        key = next((k for k, each in exemptions.items() if _covers(each, finding)), "")
        used.add(key)
        holds = bool(key) and as_of is not None and exemptions[key].active_on(as_of)
        counted.append(_with(finding, key, exemptions[key], holds=holds) if key else finding)
    notices = [each for key, spec in exemptions.items() for each in _notice(key, spec, key in used, as_of)]
    return sorted([*counted, *notices], key=by_weight)


def _covers(exemption: ExemptionSpec, finding: Finding) -> bool:
    same_rule = finding.result is Result.FAIL and finding.rule == exemption.rule
    return same_rule and bool(finding.name) and fnmatch.fnmatchcase(finding.name, exemption.resource)


def _with(finding: Finding, key: str, exemption: ExemptionSpec, *, holds: bool) -> Finding:
    if not holds:
        return replace(finding, exemption=key)
    message = f"{finding.message}; {exemption.owner} permits it until {exemption.expires_on}: {exemption.reason}"
    return replace(finding, result=Result.EXEMPT, exemption=key, message=message)


def _notice(key: str, exemption: ExemptionSpec, used: bool, as_of: date | None) -> Iterator[Finding]:
    if as_of is not None and as_of > exemption.expires_on:
        message = f"exemptions.{key} from {exemption.rule} ended on {exemption.expires_on}: renew it or keep the rule"
        yield Finding(EXPIRED, Severity.HIGH, Result.FAIL, message, name=exemption.resource, exemption=key)
    elif not used:
        message = f"exemptions.{key} from {exemption.rule} covers nothing that fails: take it out"
        yield Finding(UNUSED, Severity.LOW, Result.FAIL, message, name=exemption.resource, exemption=key)
