"""Reviewing a project: its stacks against a git revision, an exported state or an engine's own preview, with cost and reachability.

For a command, a notebook, a policy pack or a pipeline: nothing is drawn here. What fails is told in the words of the caller.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from socle.cost import Cost, Prices
from socle.diff import Baseline, baseline_of_state, compare, read_engine_preview, renamed_ids_of
from socle.estate import remembered
from socle.messages import Place, Refusal, Refused
from socle.plan import Plan, PlanFormatError, plans_from_json
from socle.project import (
    Given,
    Project,
    Revision,
    Watch,
    capture_stacks,
    capture_with_revision,
    changed_files,
    head_of,
    read_state,
    unwatched,
)

from .deployed import settings_beside_state
from .gathered import Gathered, Said, priced, reviewed, told
from .model import Review

Shown = Callable[[Path], str]

_RENAMED = "its project was called {old} and is now {new}: the engine would make everything anew, and leave what is deployed behind"
_UNSAID = "its run gave no plan and did not say why"


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
        found = Gathered(
            as_of=as_of,
            baseline=str(revision),
            gone=before.gone,
            unbased=dict(before.failed),
            failed=told(run.failures, said),
        )
        _compare(found, [run.plans[stack] for stack in stacks if stack in run.plans], before.plans)
        found.take(changed_files(revision, written), project)
        return reviewed(project, found)


def review_against_state(
    project: Project,
    stacks: list[str],
    file: Path | None,
    *,
    as_of: date | None = None,
    shown: Shown = str,
    said: Said = str,
    watch: Watch = unwatched,
    given: Given | None = None,
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
        run = capture_stacks(project, stacks, "preview", file, watch, given)
        found = Gathered(as_of=as_of, baseline=shown(file) if file else "", failed=told(run.failures, said))
        for stack in stacks:
            if stack in run.plans:
                found.comparisons.append(compare(run.plans[stack], baseline if file else None))
        if file:
            found.before.append(baseline.plan)
            found.files = list(settings_beside_state(project, stacks[0], baseline.plan))
        return reviewed(project, found)


def review_of_head(
    project: Project,
    name: str,
    captured: Path,
    *,
    as_of: date | None = None,
    shown: Shown = str,
    said: Said = str,
    watch: Watch = unwatched,
) -> Review:
    """What another revision changes, judged here: this checkout is the base, runs its own program, and nothing of the other's.

    Args:
        name: the revision, of which the files are read.
        captured: the plans of all its stacks, as `socle preview --capture` wrote them where its code may run. They are no more than
            what that code says of itself: where it changes, the changed files say so.

    Raises:
        Refused: there is no such revision, files here are not those of a commit, or the plans are not plans of its stacks.
    """
    try:
        theirs = plans_from_json(captured.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, PlanFormatError) as error:
        raise _no_plans(captured, str(error), shown) from error
    with remembered(), head_of(project, name) as head:
        stacks = head.project.stacks()
        stray = sorted((theirs.plans.keys() | theirs.failed.keys()) - set(stacks))
        if stray:
            raise _no_plans(captured, f"it speaks of {stray[0]}, which is no stack of {name}", shown)
        if theirs.commit != head.commit:
            of = theirs.commit[:10] or "files that were no commit's"
            raise _no_plans(captured, f"these are plans of {of}, and {name} is {head.commit[:10]}", shown)
        run = capture_stacks(project, project.stacks(), watch=watch)
        found = Gathered(
            as_of=as_of,
            baseline=str(head.base),
            gone=tuple(stack for stack in project.stacks() if stack not in stacks),
            unbased=told(run.failures, said),
            failed={stack: theirs.failed.get(stack, _UNSAID) for stack in stacks if stack not in theirs.plans},
        )
        _compare(found, [theirs.plans[stack] for stack in stacks if stack in theirs.plans], run.plans)
        found.take(changed_files(head.base), head.project, elsewhere=True)
        return reviewed(head.project, found)


def review_of_engine(
    project: Project,
    files: Iterable[Path],
    *,
    head: str | None = None,
    as_of: date | None = None,
    shown: Shown = str,
) -> Review:
    """What the engine itself says it would do: one preview a stack, from `pulumi preview --json`.

    Args:
        head: the revision that the engine ran, where it is another than that of this checkout: its changed files count, for code that
            changes can tell a preview from a deployment.

    Raises:
        Refused: a file is not such a preview, or there is no such revision.
    """
    found = Gathered(as_of=as_of, baseline="")
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
        if head is None:
            return reviewed(project, found)
        with head_of(project, head) as other:
            found.take(changed_files(other.base), other.project, elsewhere=True)
            return reviewed(other.project, found)


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
        former = priced(project, before.plans.values(), known) if before else None
        return Spending(priced(project, plans, known), former, run.failures, before.failed if before else {})


def _compare(found: Gathered, after: Iterable[Plan], before: Mapping[str, Plan]) -> None:
    """Add the comparison of stacks as they would be with what they were; ids keep their names under aliases of other stacks."""
    pairs = [(plan, before.get(plan.stack)) for plan in after]
    found.unbased |= {
        plan.stack: _RENAMED.format(old=old.project, new=plan.project)
        for plan, old in pairs
        if old and old.project != plan.project
    }
    pairs = [(plan, None if plan.stack in found.unbased else old) for plan, old in pairs]
    renamed = {new: former for plan, old in pairs if old for new, former in renamed_ids_of(plan, old).items()}
    found.comparisons += [compare(plan, old, renamed=renamed) for plan, old in pairs]
    found.before += [old for _, old in pairs if old]


def _refused(file: Path, what: str, shown: Shown) -> Refused:
    remedy = f"write one with: pulumi preview --json --show-sames --show-reads --show-replacement-steps > {shown(file)}"
    return Refused([Refusal(what, "there is nothing to report", remedy, place=Place(str(file.resolve())))])


def _no_plans(file: Path, what: str, shown: Shown) -> Refused:
    remedy = f"write one where the revision is checked out: socle preview --capture {shown(file)}"
    return Refused([Refusal(what, "there is nothing to judge", remedy, place=Place(str(file.resolve())))])
