"""A policy for each rule that a policy can judge, and three that say what is beside them: exemptions, and what is not decided.

Rules on one resource are resource policies: they stop a resource before it is made. Rules on the graph are stack policies, which the
engine asks at the end of a preview, and of a deployment without one only afterwards.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypedDict

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy import Severity as PolicySeverity

from socle.messages import Refused, Said
from socle.plan import redacted
from socle.report.words import Words
from socle.rules import (
    EXPIRED,
    KNOWS,
    RULES,
    Context,
    Fact,
    Finding,
    Graph,
    Result,
    Rule,
    Runner,
    Severity,
    exempted,
    judge,
    type_of,
    unknown_rules,
)

from .registered import Registered

EXEMPT = "exempt"
UNDECIDED = "not-decided"


def policies(context: Context) -> list[Policy]:
    """The policies of a pack, for one run of the engine.

    Raises:
        Refused: the estate exempts from a rule that there is not.
    """
    exemptions = context.estate.exemptions if context.estate else {}
    if refusals := list(unknown_rules(exemptions)):
        raise Refused(refusals)
    return policies_of(Judged(context))


def policies_of(judged: "Judged") -> list[Policy]:
    """The policies that keep what they find in one place."""
    rules = [rule for rule in RULES if rule.needs <= KNOWS[Runner.PACK]]
    return [
        *(_of_graph(rule, judged) if Fact.GRAPH in rule.needs else _of_resource(rule, judged) for rule in rules),
        _told(EXPIRED, "No exemption has ended", judged.ended, EnforcementLevel.MANDATORY),
        _told(EXEMPT, "What an exemption permits", judged.exempt, EnforcementLevel.ADVISORY),
        _told(UNDECIDED, "What the pack cannot decide", judged.undecided, EnforcementLevel.ADVISORY),
    ]


class Judged:
    """What the rules found in one run of the engine, by rule and resource."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.words = Words()
        self.registered = Registered()
        self.found: dict[tuple[str, str], list[Finding]] = {}

    def resource(self, rule: Rule, args: ResourceValidationArgs) -> list[Finding]:
        """What a rule finds in one resource as it is registered."""
        if rule.applies_to and type_of(args.resource_type) not in rule.applies_to:
            if args.urn not in self.registered:
                self.registered.add(args)
            return []
        plan = self.registered.add(args)
        findings = [each for each in judge(rule, Graph([plan], self.context)) if each.urn == args.urn]
        return self._keep(rule, args.urn, findings)

    def graph(self, rule: Rule, args: StackValidationArgs) -> list[Finding]:
        """What a rule finds in the whole stack."""
        return self._keep(rule, "", list(judge(rule, Graph([self.registered.whole(args)], self.context))))

    def say(self, finding: Finding, remedy: str = "") -> str:
        """A finding in words, without what looks like a credential: the engine hands secrets to policies as plain text."""
        text = (
            f"{finding.name}: {self.words.text(finding.message)}" if finding.name else self.words.text(finding.message)
        )
        return redacted(f"{text}\n{self.words('finding.remedy', remedy=remedy)}" if remedy else text)

    def ended(self, _args: StackValidationArgs) -> Iterator[str]:
        """Exemptions of the estate that have ended, whatever they were about."""
        yield from (self.say(each) for each in self._exempted([]) if each.rule == EXPIRED)

    def exempt(self, args: StackValidationArgs) -> Iterator[str]:
        """What would have been a violation, with who permits it."""
        yield from (f"{each.rule}: {self.say(each)}" for each in self._of(args, Result.EXEMPT))

    def undecided(self, args: StackValidationArgs) -> Iterator[str]:
        """What nobody knows before the deployment, by rule and reason; then the rules whose facts no policy gets."""
        reasons: dict[tuple[str, str], list[str]] = {}
        for each in self._of(args, Result.UNDETERMINED):
            reasons.setdefault((f"{each.severity} {each.rule}", self.words.text(each.message)), []).append(each.name)
        for (rule, reason), names in reasons.items():
            yield redacted(f"{rule}: {', '.join(filter(None, names))}: {reason}".replace(": : ", ": "))
        missing: dict[str, list[str]] = {}
        for rule in RULES:
            for fact in sorted(rule.needs - KNOWS[Runner.PACK]):
                missing.setdefault(fact.name.lower(), []).append(rule.id)
        for fact, rules in missing.items():
            lacks = Said("finding.lacks", (("runner", Said("runner.pack")), ("facts", Said(f"fact.{fact}"))))
            yield f"{', '.join(rules)}: {self.words.text(lacks)}"

    def _keep(self, rule: Rule, urn: str, findings: list[Finding]) -> list[Finding]:
        self.found[rule.id, urn] = counted = [each for each in self._exempted(findings) if each.rule == rule.id]
        return counted

    def _exempted(self, findings: list[Finding]) -> list[Finding]:
        exemptions = self.context.estate.exemptions if self.context.estate else {}
        return exempted(findings, exemptions, self.context.as_of, whole=False)

    def _of(self, args: StackValidationArgs, result: Result) -> Iterator[Finding]:
        """Findings with one result on what the stack ends with; a URN that the engine gave up is no more."""
        there = {each.urn for each in args.resources} | {""}
        for (_, urn), findings in self.found.items():
            if urn in there:
                yield from (each for each in findings if each.result is result)


class _Description(TypedDict):
    enforcement_level: EnforcementLevel
    display_name: str
    severity: PolicySeverity
    tags: list[str]
    remediation_steps: str


def _described(rule: Rule) -> _Description:
    """What a policy of either kind says of its rule."""
    return {
        "enforcement_level": _level(rule.severity),
        "display_name": rule.title,
        "severity": PolicySeverity[rule.severity.name],
        "tags": list(rule.controls),
        "remediation_steps": rule.remedy,
    }


def _of_resource(rule: Rule, judged: Judged) -> Policy:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        _report(rule, judged, judged.resource(rule, args), report)

    return ResourceValidationPolicy(rule.id, rule.title, validate, **_described(rule))


def _of_graph(rule: Rule, judged: Judged) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        _report(rule, judged, judged.graph(rule, args), report)

    return StackValidationPolicy(rule.id, rule.title, validate, **_described(rule))


def _told(
    name: str, title: str, tell: Callable[[StackValidationArgs], Iterable[str]], level: EnforcementLevel
) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        for message in tell(args):
            report(message, None)

    return StackValidationPolicy(name, title, validate, enforcement_level=level, display_name=title)


def _report(rule: Rule, judged: Judged, findings: Iterable[Finding], report: ReportViolation) -> None:
    for finding in findings:
        if finding.result is Result.FAIL:
            report(judged.say(finding, rule.remedy), finding.urn or None)


def _level(severity: Severity) -> EnforcementLevel:
    return EnforcementLevel.MANDATORY if severity.blocks else EnforcementLevel.ADVISORY
