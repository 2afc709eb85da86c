"""What a change breaks that was not broken before: the rules over the plans of both sides, estate by estate.

Permissions and claims of an estate that are out of date are told whenever it changes: the day broke them, and nothing else says so.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from socle.plan import Plan
from socle.project import Project, estate_of, stacks_of_estate
from socle.rules import OF_ESTATE, RULES, Context, Finding, Result, Runner, judged

from .judged import declared_by, judged_estate


@dataclass(frozen=True)
class Broken:
    """New findings. `failed` break a rule, and no exemption covers them; of `undecided` nobody can say it."""

    failed: tuple[Finding, ...] = ()
    undecided: tuple[Finding, ...] = ()

    def first(self, reason: str) -> Finding:
        """The gravest of those that `broken`, `lesser` or `undecided` counts."""
        return (
            self.undecided[0]
            if reason == "undecided"
            else next(f for f in self.failed if f.blocks is (reason == "broken"))
        )


NOTHING_BROKEN = Broken()
_WHEN_NEW = {rule.id: rule.when_new for rule in RULES if rule.when_new}


def newly_broken(
    project: Project,
    before: Iterable[Plan],
    after: Iterable[Plan],
    as_of: date | None,
    moved: Collection[str] | None = None,
) -> Broken:
    """The findings on some plans that are not on those before, and what an estate permits or claims out of date where it changes.

    `moved` are the estates of which a plan changes; all where nothing is said.
    A resource is the same under the names that its aliases give it. Both sides are judged with the exemptions and attestations that
    the estate has now: a change of those is no change of a plan. What is made anew weighs more where the host makes no such thing any more.
    """
    before, after = list(before), list(after)
    formerly = {resource.urn: resource.aliases for plan in after for resource in plan if resource.aliases}
    stood = {resource.urn for plan in before for resource in plan}
    was = {(each.rule, each.urn, each.result, each.message) for _, each in _findings(project, before, as_of)}
    found = [
        _weighed(each, new=not stood & {each.urn, *formerly.get(each.urn, ())})
        for estate, each in _findings(project, after, as_of)
        if (_of_estate(each) and (moved is None or estate in moved))
        or not any(
            (each.rule, urn, each.result, each.message) in was for urn in (each.urn, *formerly.get(each.urn, ()))
        )
    ]
    return Broken(
        tuple(each for each in found if each.result is Result.FAIL),
        tuple(each for each in found if each.result is Result.UNDETERMINED),
    )


def _of_estate(finding: Finding) -> bool:
    """Whether an estate permits or claims something out of date; where there is no estate nobody can say it, before and after."""
    return finding.rule in OF_ESTATE and finding.result is Result.FAIL


def _weighed(finding: Finding, *, new: bool) -> Finding:
    """A finding with the weight that its rule has on what is made anew, where it is."""
    weight = _WHEN_NEW.get(finding.rule) if new and finding.urn and finding.result is Result.FAIL else None
    return replace(finding, severity=weight) if weight else finding


def _findings(project: Project, plans: Iterable[Plan], as_of: date | None) -> Iterator[tuple[str, Finding]]:
    """Every finding, with the estate that it is on."""
    estates: dict[str, list[Plan]] = {}
    for plan in plans:
        estates.setdefault(estate_of(project, plan.stack), []).append(plan)
    for name, each in estates.items():
        declared = declared_by(project, name)
        if declared:
            every = {plan.stack for plan in each} >= set(stacks_of_estate(project, name))
            found = judged_estate(declared, each, whole=False, as_of=as_of, runner=Runner.REVIEW, every=every)
        else:
            found = judged(each, Context(Runner.REVIEW, as_of=as_of))
        yield from ((name, finding) for finding in found)
