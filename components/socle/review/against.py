"""Reviewing a project: its stacks against a git revision, an exported state or an engine's own preview, with cost and reachability.

For a command, a notebook, a policy pack or a pipeline: nothing is drawn here. What fails is told in the words of the caller.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from socle.cost import Cost, CostChange, Prices, cost_of, prices
from socle.diff import Baseline, Comparison, baseline_of_state, compare, read_engine_preview, renamed_ids_of
from socle.estate import remembered
from socle.messages import Place, Refusal, Refused
from socle.plan import Plan
from socle.project import (
    Project,
    Revision,
    Usage,
    Watch,
    capture_stacks,
    capture_with_revision,
    changed_files,
    estate_of,
    read_state,
    space_of,
    unwatched,
)
from socle.reach import PathChange, compare_paths, model_of

from .broken import newly_broken
from .files import FileChange
from .model import Review, review
from .unshown import file_changes

Shown = Callable[[Path], str]
Said = Callable[[Exception], str]
"""Why a stack cannot be captured, in words."""


_RENAMED = "its project was called {old} and is now {new}: the engine would make everything anew, and leave what is deployed behind"


@dataclass
class _Found:
    comparisons: list[Comparison] = field(default_factory=list[Comparison])
    before: list[Plan] = field(default_factory=list[Plan])
    failed: dict[str, str] = field(default_factory=dict[str, str])
    unbased: dict[str, str] = field(default_factory=dict[str, str])
    gone: tuple[str, ...] = ()
    baseline: str = ""
    files: list[FileChange] = field(default_factory=list[FileChange])
    as_of: date | None = None


@dataclass(frozen=True)
class Spending:
    """What stacks cost, what they cost in another revision, and what could not be captured in either."""

    cost: Cost
    before: Cost | None = None
    failures: Mapping[str, Exception] = field(default_factory=dict[str, Exception])
    unbased: Mapping[str, str] = field(default_factory=dict[str, str])


def review_against_revision(
    project: Project,
    stacks: list[str],
    name: str,
    *,
    as_of: date | None = None,
    written: Collection[Path] = (),
    said: Said = str,
    watch: Watch = unwatched,
) -> Review:
    """What a branch changes: the working tree against a git revision.

    Args:
        as_of: the day on which exemptions and attestations count, here as below. Without one they count for nothing.
        written: files that this run writes: they are no change, unless git knows them.

    Raises:
        Refused: there is no such revision, or it cannot be run; the message says which.
    """
    with remembered():
        revision = Revision.of(project, name)
        run, before = capture_with_revision(project, stacks, revision, watch)
        found = _Found(
            as_of=as_of,
            baseline=str(revision),
            gone=before.gone,
            unbased=dict(before.failed),
            failed=_told(run.failures, said),
        )
        pairs = [(run.plans[stack], before.plans.get(stack)) for stack in stacks if stack in run.plans]
        found.unbased |= {
            plan.stack: _RENAMED.format(old=old.project, new=plan.project)
            for plan, old in pairs
            if old and old.project != plan.project
        }
        pairs = [(plan, None if plan.stack in found.unbased else old) for plan, old in pairs]
        renamed = {new: former for plan, old in pairs if old for new, former in renamed_ids_of(plan, old).items()}
        found.comparisons += [compare(plan, old, renamed=renamed) for plan, old in pairs]
        found.before += [old for _, old in pairs if old]
        moved = {estate_of(project, each.stack) for each in found.comparisons if each.changes or each.outputs}
        found.files = file_changes(changed_files(revision, written), project, moved)
        return _reviewed(project, found)


def review_against_state(
    project: Project,
    stacks: list[str],
    file: Path | None,
    *,
    as_of: date | None = None,
    shown: Shown = str,
    said: Said = str,
    watch: Watch = unwatched,
) -> Review:
    """What a deployment would change: one stack against its exported state, which answers the program as in the engine.

    Without a state everything is new, and there may be several stacks.

    Raises:
        Refused: the file is not the state of the stack.
    """
    with remembered():
        baseline = Baseline(Plan("", "", ()))
        if file:
            baseline = baseline_of_state(read_state(file, stacks[0], project.name))
        run = capture_stacks(project, stacks, "preview", file, watch)
        found = _Found(as_of=as_of, baseline=shown(file) if file else "", failed=_told(run.failures, said))
        for stack in stacks:
            if stack in run.plans:
                found.comparisons.append(compare(run.plans[stack], baseline if file else None))
        found.before += [baseline.plan] if file else []
        return _reviewed(project, found)


def review_of_engine(
    project: Project, files: Iterable[Path], *, as_of: date | None = None, shown: Shown = str
) -> Review:
    """What the engine itself says it would do: one preview a stack, from `pulumi preview --json`.

    Raises:
        Refused: a file is not such a preview.
    """
    found = _Found(as_of=as_of, baseline="")
    for file in files:
        try:
            comparison = read_engine_preview(file)
        except (ValueError, KeyError, TypeError) as error:
            raise _refused(file, str(error) or type(error).__name__, shown) from error
        found.comparisons.append(comparison)
        gone = [change.before for change in comparison.changes if change.before and change.after is None]
        same = [r for r in comparison.plan if r.urn not in {c.urn for c in comparison.changes}]
        changed = [change.before for change in comparison.changes if change.before and change.after]
        found.before.append(Plan(comparison.stack, comparison.plan.project, (*same, *changed, *gone)))
    with remembered():
        return _reviewed(project, found)


def cost_of_stacks(
    project: Project, stacks: list[str], known: Prices | None = None, base: str | None = None, watch: Watch = unwatched
) -> Spending:
    """What stacks cost a month, and what the same stacks cost in another revision.

    Args:
        known: prices in place of those of this release.

    Raises:
        Refused: there is no such revision, or it cannot be run.
    """
    with remembered():
        if base is None:
            run, before = capture_stacks(project, stacks, watch=watch), None
        else:
            run, before = capture_with_revision(project, stacks, Revision.of(project, base), watch)
        plans = [run.plans[stack] for stack in stacks if stack in run.plans]
        former = _cost(project, before.plans.values(), known) if before else None
        return Spending(_cost(project, plans, known), former, run.failures, before.failed if before else {})


def _reviewed(project: Project, found: _Found) -> Review:
    after = _cost(project, [comparison.plan for comparison in found.comparisons])
    return review(
        found.comparisons,
        baseline=found.baseline,
        failed=found.failed,
        unbased=found.unbased,
        gone=found.gone,
        cost=CostChange(after, _cost(project, found.before)) if found.comparisons else None,
        reachable=_reachable(project, found),
        files=found.files,
        broken=newly_broken(project, found.before, [c.plan for c in found.comparisons], found.as_of),
    )


def _told(failures: Mapping[str, Exception], said: Said) -> dict[str, str]:
    return {stack: said(error) for stack, error in failures.items()}


def _cost(project: Project, plans: Iterable[Plan], known: Prices | None = None) -> Cost:
    return cost_of(plans, known or prices(), Usage(project), lambda stack: space_of(project, stack))


def _reachable(project: Project, found: _Found) -> list[PathChange]:
    """End to end, for each estate of which every stack is known; one that the baseline does not have joined nothing then."""
    before = {plan.stack: plan for plan in found.before}
    after = {comparison.stack: comparison.plan for comparison in found.comparisons}
    stacks: dict[str, list[str]] = {}
    for stack in project.stacks() if before else ():
        stacks.setdefault(estate_of(project, stack), []).append(stack)
    unknown = found.unbased.keys() | found.failed.keys()
    whole = [each for name, each in stacks.items() if name and all(s in after and s not in unknown for s in each)]
    return [
        change
        for each in whole
        for change in compare_paths(model_of(before[s] for s in each if s in before), model_of(after[s] for s in each))
    ]


def _refused(file: Path, what: str, shown: Shown) -> Refused:
    remedy = f"write one with: pulumi preview --json --show-sames --show-reads --show-replacement-steps > {shown(file)}"
    return Refused([Refusal(what, "there is nothing to report", remedy, place=Place(str(file.resolve())))])
