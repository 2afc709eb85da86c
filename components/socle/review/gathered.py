"""What every review of a project is made of: comparisons, plans of before, what failed, changed files, rules, cost, paths."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from socle.cost import Cost, CostChange, Prices, cost_of, prices
from socle.diff import Change, Comparison
from socle.estate import ScalewaySpec
from socle.origin import Origin
from socle.plan import Plan, Resource
from socle.project import ChangedFile, Project, Usage, declared_of, estate_of, space_of
from socle.reach import PathChange, compare_paths, model_of

from .broken import newly_broken
from .configuration import Told
from .cutover import Shift, labelled, shifts_of
from .files import FileChange
from .freeze import freeze_of
from .judged import declared_by
from .model import Review, review
from .unshown import file_changes, only_read

Said = Callable[[Exception], str]
"""Why a stack cannot be captured, in words."""


@dataclass
class Gathered:
    """What has been found of a change so far. `before` are the plans of the baseline, `gone` its stacks that are there no more."""

    comparisons: list[Comparison] = field(default_factory=list[Comparison])
    before: list[Plan] = field(default_factory=list[Plan])
    failed: dict[str, str] = field(default_factory=dict[str, str])
    unbased: dict[str, str] = field(default_factory=dict[str, str])
    gone: tuple[str, ...] = ()
    baseline: str = ""
    files: list[FileChange] = field(default_factory=list[FileChange])
    prose: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    as_of: date | None = None

    def take(self, changed: Sequence[ChangedFile], project: Project, *, elsewhere: bool = False) -> None:
        """Say of changed files what no plan shows, and count those that only people read."""
        changes: dict[str, list[Change]] = {}
        for each in self.comparisons:
            changes.setdefault(estate_of(project, each.stack), []).extend(each.changes)
        told = {estate: Told.by(found) for estate, found in changes.items()}
        self.files = file_changes(changed, project, told, elsewhere=elsewhere)
        self.prose = only_read(changed, project)
        self.shifts = tuple(shifts_of(project, changed, self.as_of))

    def moved(self, project: Project) -> set[str]:
        """The estates of which a plan changes."""
        return {estate_of(project, each.stack) for each in self.comparisons if each.changes or each.outputs}


def reviewed(project: Project, found: Gathered) -> Review:
    """What has been found, judged: with rules, cost and paths."""
    after = priced(project, [comparison.plan for comparison in found.comparisons])
    return review(
        found.comparisons,
        baseline=found.baseline,
        failed=found.failed,
        unbased=found.unbased,
        gone=found.gone,
        cost=CostChange(after, priced(project, found.before)) if found.comparisons else None,
        reachable=_reachable(project, found),
        files=found.files,
        prose=found.prose,
        written=partial(_written, project),
        owners={each.stack: owner for each in found.comparisons if (owner := _owner(project, each.stack))},
        known_as=known_as(project, (each.stack for each in found.comparisons)),
        frozen=freeze_of(project, found.comparisons),
        shifts=found.shifts,
        announced=labelled(project, (each.stack for each in found.comparisons), found.as_of),
        broken=newly_broken(
            project, found.before, [c.plan for c in found.comparisons], found.as_of, found.moved(project)
        ),
    )


def _written(project: Project, stack: str, key: str) -> Origin | None:
    declared = declared_by(project, estate_of(project, stack))
    return declared.origin(key) if declared else None


def _owner(project: Project, stack: str) -> str:
    declared = declared_by(project, estate_of(project, stack))
    return declared.estate.owner if declared else ""


def known_as(project: Project, stacks: Iterable[str]) -> dict[str, str]:
    """Whom an account's ids stand for, in each estate that some stacks are of."""
    estates = {estate_of(project, stack) for stack in stacks}
    known = [declared.estate.scaleway for name in sorted(estates) if (declared := declared_by(project, name))]
    words: dict[str, str] = {}
    for account in known:
        words |= {id_: key for key, id_ in account.projects.items()}
        words |= {id_: f"{word} ({id_})" for id_, word in _of_account(account)}
    return words


def _of_account(account: ScalewaySpec) -> Iterator[tuple[str, str]]:
    """Who deploys, and who enters when all else fails, each beside its id: that it is somebody else now must be seen."""
    for id_, word in ((account.deployer_application_id, "deployer"), (account.break_glass_user_id, "break-glass")):
        if id_:
            yield id_, word


def told(failures: Mapping[str, Exception], said: Said) -> dict[str, str]:
    """Why each stack cannot be captured, in the words of the caller."""
    return {stack: said(error) for stack, error in failures.items()}


def priced(project: Project, plans: Iterable[Plan], known: Prices | None = None) -> Cost:
    """What stacks cost a month, with the quantities that their estates declare."""
    return cost_of(plans, known or prices(), Usage(project), lambda stack: space_of(project, stack))


def _reachable(project: Project, found: Gathered) -> list[PathChange]:
    """End to end, for each estate of which every stack is known; one that the baseline does not have joined nothing then."""
    compared = {comparison.stack: comparison for comparison in found.comparisons}
    before = {plan.stack: as_now(plan, compared.get(plan.stack)) for plan in found.before}
    before |= {stack: Plan(stack, project.name, _in_view(compared[stack])) for stack in compared.keys() - before.keys()}
    after = {stack: comparison.plan for stack, comparison in compared.items()}
    stacks: dict[str, list[str]] = {}
    for stack in project.stacks() if found.before else ():
        stacks.setdefault(estate_of(project, stack), []).append(stack)
    unknown = found.unbased.keys() | found.failed.keys()
    whole = {name: each for name, each in stacks.items() if name and all(s in after and s not in unknown for s in each)}
    return [
        change
        for name, each in whole.items()
        for change in _paths(project, name, [before[s] for s in each if s in before], [after[s] for s in each])
    ]


def _paths(project: Project, estate: str, before: list[Plan], after: list[Plan]) -> list[PathChange]:
    """The paths of one estate that open or close, between networks under the names that it gives them now."""
    loaded = declared_by(project, estate)
    declared = declared_of(loaded, lambda key: key) if loaded else None
    return compare_paths(model_of(before, declared), model_of(after, declared))


def as_now(plan: Plan, comparison: Comparison | None) -> Plan:
    """A plan of before under the names of now, with what is only read or imported now, without what is read no more."""
    if comparison is None:
        return plan
    unseen = {c.before.urn for c in comparison.changes if c.before and c.after is None and c.looks}
    resources = (_renamed(resource, comparison.renamed) for resource in plan if resource.urn not in unseen)
    return replace(plan, resources=(*resources, *_in_view(comparison)))


def _in_view(comparison: Comparison) -> tuple[Resource, ...]:
    """What exists already, and is looked at from now on."""
    return tuple(c.after for c in comparison.changes if c.after and c.before is None and c.looks)


def _renamed(resource: Resource, urns: Mapping[str, str]) -> Resource:
    """A resource whose name, and the names that it depends on, are those of now."""
    needed = {key: tuple(urns.get(urn, urn) for urn in found) for key, found in resource.property_dependencies.items()}
    return replace(
        resource,
        urn=urns.get(resource.urn, resource.urn),
        parent=urns.get(resource.parent, resource.parent),
        property_dependencies=needed,
    )
