"""Exemptions: a dated, owned, reasoned permission to break one rule. What has expired counts as absent and is a finding of its own."""

import fnmatch
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from socle.estate import ExemptionSpec
from socle.messages import Refusal, choose, said
from socle.plan import Plan

from .catalogue import RULES
from .context import Context, Fact
from .finding import Finding, Result, by_weight
from .rule import Rule, Severity
from .run import run

EXPIRED = "exemption-expired"
UNUSED = "exemption-unused"
EARLY = "exemption-early"
_LAW = frozenset(rule.id for rule in RULES if rule.law)
"""Rules that no exemption is counted of."""
OF_ESTATE = frozenset({EXPIRED, UNUSED, EARLY, "attestations-valid"})
"""Findings on what an estate permits or claims: the day brings them, and no change of a plan."""


def judged(
    plans: Iterable[Plan], context: Context, rules: Sequence[Rule] = RULES, *, every: bool = False
) -> list[Finding]:
    """Every finding of the rules, the gravest first, with the exemptions of the estate counted.

    Args:
        every: the plans are those of all stacks of the estate, also where the runner is not told of its flows.
    """
    findings = run(plans, context, rules)
    exemptions = context.estate.exemptions if context.estate else {}
    counted = exempted(findings, exemptions, context.as_of, whole=every or Fact.STACKS in context.facts, sure=not every)
    return [_placed(finding, context) for finding in counted]


def unknown_rules(exemptions: Mapping[str, ExemptionSpec], rules: Sequence[Rule] = RULES) -> Iterator[Refusal]:
    """An exemption from a rule that there is not, or from a law: whoever reads it believes that something is permitted."""
    known = {rule.id for rule in rules}
    for key, exemption in exemptions.items():
        if exemption.rule not in known:
            yield Refusal(
                f"there is no rule {exemption.rule}",
                "the exemption permits nothing, and whoever reads it believes that it does",
                choose(exemption.rule, known),
                at=f"exemptions.{key}.rule",
            )
        elif exemption.rule in _LAW:
            yield Refusal(
                f"the rule {exemption.rule} is a law",
                "the exemption permits nothing: an owner cannot waive a law, and whoever reads it believes that it does",
                "remove it; where an authority has decided, record that under derogations in cutover.yaml",
                at=f"exemptions.{key}.rule",
            )


def exempted(
    findings: Iterable[Finding],
    exemptions: Mapping[str, ExemptionSpec],
    as_of: date | None,
    *,
    whole: bool = True,
    sure: bool = True,
) -> list[Finding]:
    """Findings with exemptions counted: covered failures are exempt; expired and unused exemptions are findings.

    Without a day no exemption counts: nothing says that it holds. `whole` says that every stack of the estate was judged; else
    nobody knows whether an exemption is used by another. Where the runner is not `sure`, a rule that it cannot decide may need its
    exemption all the same.
    """
    findings, counted = list(findings), list[Finding]()
    used = {key for key, each in exemptions.items() if not sure and any(_may_be_needed(each, one) for one in findings)}
    for finding in findings:
        covering = [key for key, each in exemptions.items() if _covers(each, finding)]
        used.update(covering)
        holding = [key for key in covering if as_of is not None and exemptions[key].active_on(as_of)]
        key = next(iter(holding or covering), "")
        counted.append(_with(finding, key, exemptions[key], holds=bool(holding)) if key else finding)
    notices = [each for key, spec in exemptions.items() for each in _notice(key, spec, key in used or not whole, as_of)]
    return sorted([*counted, *notices], key=by_weight)


def _may_be_needed(exemption: ExemptionSpec, finding: Finding) -> bool:
    """Whether a rule could not be decided where it is exempted: nobody knows then that nothing needs the exemption."""
    undecided = finding.result is Result.UNDETERMINED and finding.rule == exemption.rule
    return undecided and (not finding.name or fnmatch.fnmatchcase(finding.name, exemption.resource))


def _covers(exemption: ExemptionSpec, finding: Finding) -> bool:
    same_rule = finding.result is Result.FAIL and finding.rule == exemption.rule and finding.rule not in _LAW
    return same_rule and bool(finding.name) and fnmatch.fnmatchcase(finding.name, exemption.resource)


def _with(finding: Finding, key: str, exemption: ExemptionSpec, *, holds: bool) -> Finding:
    if not holds:
        return replace(finding, exemption=key)
    until = exemption.expires_on.isoformat()
    message = said(
        "finding.permitted", message=finding.message, owner=exemption.owner, until=until, reason=exemption.reason
    )
    return replace(finding, result=Result.EXEMPT, exemption=key, message=message)


def _notice(key: str, exemption: ExemptionSpec, used: bool, as_of: date | None) -> Iterator[Finding]:
    if as_of is not None and as_of > exemption.expires_on:
        message = said("finding.expired", entry=key, rule=exemption.rule, day=exemption.expires_on.isoformat())
        yield Finding(EXPIRED, Severity.HIGH, Result.FAIL, message, name=exemption.resource, exemption=key)
    elif as_of is not None and as_of < exemption.granted_on:
        message = said("finding.early", entry=key, rule=exemption.rule, day=exemption.granted_on.isoformat())
        yield Finding(EARLY, Severity.LOW, Result.FAIL, message, name=exemption.resource, exemption=key)
    elif not used:
        message = said("finding.unused", entry=key, rule=exemption.rule)
        yield Finding(UNUSED, Severity.LOW, Result.FAIL, message, name=exemption.resource, exemption=key)


def _placed(finding: Finding, context: Context) -> Finding:
    """A finding on an exemption itself stands where that is written."""
    if finding.rule not in (EXPIRED, UNUSED, EARLY) or context.where is None:
        return finding
    origin = context.where(f"exemptions.{finding.exemption}")
    return replace(finding, file=origin.file, line=origin.line, declared=True) if origin else finding
