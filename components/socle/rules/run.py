"""Running rules over plans. An unknown on one resource, or in one part of it, never hides what is wrong with another."""

from collections.abc import Iterable, Iterator, Sequence

from socle.facts import UNREADABLE
from socle.messages import Said, Text, all_of, said
from socle.plan import Plan

from .catalogue import RULES
from .context import Context
from .finding import Finding, Result, by_weight
from .graph import Graph
from .rule import Rule
from .view import Unknown, View

_REFERENCE = "pulumi:pulumi:StackReference"


def run(plans: Iterable[Plan], context: Context | None = None, rules: Sequence[Rule] = RULES) -> list[Finding]:
    """Every finding of the rules, the gravest first, exemptions not yet counted."""
    graph = Graph(plans, context)
    findings = [finding for rule in rules for finding in judge(rule, graph)]
    return sorted(findings, key=by_weight)


def judge(rule: Rule, graph: Graph) -> Iterator[Finding]:
    """What one rule says of everything that it is about."""
    missing = rule.needs - graph.context.facts
    if rule.stack_check:
        yield from _judge_all(rule, graph) if not missing else [_undetermined(rule, None, _lacks(rule, graph))]
        return
    judged = list(_about(rule, graph))
    if not judged:
        yield Finding(rule.id, rule.severity, Result.NOT_APPLICABLE)
    for view in judged:
        if missing and not _is_not_about(rule, view):
            yield _undetermined(rule, view, _lacks(rule, graph))
        else:
            yield from judge_one(rule, view)


def _about(rule: Rule, graph: Graph) -> Iterator[View]:
    """The resources that a rule is about. A reference to another stack is of no cloud; what is only read has no inputs."""
    for view in graph.all(*rule.applies_to) if rule.applies_to else graph:
        if not view.resource.custom or view.resource.type == _REFERENCE or (rule.about and not rule.about(view.type)):
            continue
        if not (rule.written and view.resource.external):
            yield view


def _is_not_about(rule: Rule, view: View) -> bool:
    """Whether a rule is not about a resource, whatever the runner lacks. What is only read is never ruled out."""
    try:
        return rule.when is not None and not view.resource.external and not rule.when(view)
    except (Unknown, *UNREADABLE):
        return False


def judge_one(rule: Rule, view: View) -> Iterator[Finding]:
    """What a rule says of one resource: all that is wrong, else that something is not known, else that it passes."""
    if view.resource.external:
        yield _undetermined(rule, view, said("finding.read_only"))
        return
    found: list[Text] = []
    unknown: Text = ""
    try:
        if rule.when and not rule.when(view):
            yield _finding(rule, Result.NOT_APPLICABLE, view)
            return
        for message in rule.check(view) if rule.check else ():
            found.append(message)  # noqa: PERF402 - what was found before an unknown counts
    except Unknown as error:
        unknown = _unknown(error)
    except UNREADABLE as error:
        unknown = said("finding.unreadable", kind=type(error).__name__)
    if found:
        yield from (_finding(rule, Result.FAIL, view, message) for message in dict.fromkeys(found))
    elif unknown:
        yield _undetermined(rule, view, unknown)
    else:
        yield _finding(rule, Result.PASS, view)


def _judge_all(rule: Rule, graph: Graph) -> Iterator[Finding]:
    failed = False
    try:
        for view, message in rule.stack_check(graph) if rule.stack_check else ():
            failed = True
            yield _finding(rule, Result.FAIL, view, message)
    except Unknown as error:
        if not failed:
            yield _undetermined(rule, None, _unknown(error))
        return
    except UNREADABLE as error:
        yield _undetermined(rule, None, said("finding.unreadable", kind=type(error).__name__))
        return
    if not failed:
        yield Finding(rule.id, rule.severity, Result.PASS)


def _unknown(error: Unknown) -> Text:
    """Why nothing can be said: a sentence as it is, or the input that is not known."""
    return error.what if isinstance(error.what, Said) else said("finding.unknown", what=error.what)


def _lacks(rule: Rule, graph: Graph) -> Text:
    missing = all_of(said(f"fact.{fact.name.lower()}") for fact in sorted(rule.needs - graph.context.facts))
    return said("finding.lacks", runner=said(f"runner.{graph.context.runner.name.lower()}"), facts=missing)


def _undetermined(rule: Rule, view: View | None, why: Text) -> Finding:
    return _finding(rule, Result.UNDETERMINED, view, why)


def _finding(rule: Rule, result: Result, view: View | None, message: Text = "") -> Finding:
    if view is None:
        return Finding(rule.id, rule.severity, result, message)
    resource = view.resource
    file, line, declared = _place(view)
    return Finding(
        rule.id, rule.severity, result, message, resource.urn, resource.name, view.type, file, line, declared
    )


def _place(view: View) -> tuple[str, int, bool]:
    """Where the estate asks for the resource, else the line of the program that constructs it."""
    origin = view.graph.plan_of(view.resource).origin_of(view.resource)
    if origin:
        return origin.file, origin.line, True
    file, _, line = view.resource.source_position.removeprefix("project:///").partition("#")
    number = line.partition(",")[0]
    return file, int(number) if number.isdigit() else 0, False
