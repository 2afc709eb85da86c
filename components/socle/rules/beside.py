"""What a state says beside its resources, and what no rule can judge: findings of their own, so that silence is not taken for kept."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from socle.facts.scaleway import facts
from socle.messages import Text, said
from socle.plan import Plan, Resource

from .catalogue import RULES
from .finding import Finding, Result, by_weight
from .rule import Severity
from .view import type_of

UNFINISHED = "state-finished"
UNJUDGED = "resource-judged"
_ENGINE = ("pulumi:",)
"""Types of the engine itself: providers, stacks and references to them."""


def beside(plans: Collection[Plan], pending: Iterable[str], unread: Iterable[str] = ()) -> list[Finding]:
    """The findings beside the rules, the gravest first.

    Args:
        pending: what a state has not finished (`pending_of`); the next deployment carries it out, whatever the program says.
        unread: what a state says that nobody here knows (`unread_of`).
    """
    unfinished = [
        Finding(UNFINISHED, Severity.HIGH, Result.FAIL, said("finding.pending", what=what)) for what in pending
    ]
    strange = [
        Finding(UNJUDGED, Severity.MEDIUM, Result.UNDETERMINED, said("finding.unread", what=what)) for what in unread
    ]
    unjudged = [found for plan in plans for resource in plan for found in _unjudged(resource)]
    return sorted([*unfinished, *strange, *unjudged, *unseen(plans)], key=by_weight)


def unseen(plans: Iterable[Plan]) -> list[Finding]:
    """What the code of another package makes, which runs beside the engine alone: a component whose inside is in no plan."""
    return [_undecided(resource, said("finding.remote")) for plan in plans for resource in plan if resource.remote]


def _unjudged(resource: Resource) -> Iterator[Finding]:
    if not resource.custom or resource.type.startswith(_ENGINE):
        return
    if not _judged(resource.type):
        yield _undecided(resource, said("finding.strange_type", type=resource.type))
    elif resource.external:
        yield _undecided(resource, said("finding.not_judged"))


def _undecided(resource: Resource, message: Text) -> Finding:
    return Finding(
        UNJUDGED, Severity.MEDIUM, Result.UNDETERMINED, message, resource.urn, resource.name, type_of(resource.type)
    )


@cache
def _judged(type_: str) -> bool:
    """Whether a rule is about a type, or its provider's schema is known."""
    return facts(type_) is not None or type_of(type_) in {each for rule in RULES for each in rule.applies_to}
