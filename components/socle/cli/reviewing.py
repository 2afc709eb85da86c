"""Comparing stacks with a baseline and showing what came of it: on the terminal, as a comment, as a page, as JSON."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from socle.cost import CostChange, cost_of
from socle.diff import Baseline, Comparison, baseline_of_state, compare, read_engine_preview
from socle.messages import Place, Refusal, Refused
from socle.plan import Plan
from socle.project import Capturing, Project, Revision, estate_of, read_state
from socle.report import Where, console, first_line, near, place_of
from socle.report.review import markdown, review_json, show_review
from socle.report.words import Words
from socle.review import Review, Verdict, review

from .failures import notices
from .files import STANDARD_OUTPUT, write_whole
from .previewing import capture_all, with_revision
from .pricing import prices_of, spaces_of, usage_of
from .review import Asked

if TYPE_CHECKING:
    from socle.reach import PathChange


@dataclass
class _Found:
    comparisons: list[Comparison] = field(default_factory=list[Comparison])
    before: list[Plan] = field(default_factory=list[Plan])
    failed: dict[str, str] = field(default_factory=dict[str, str])
    unbased: dict[str, str] = field(default_factory=dict[str, str])
    gone: tuple[str, ...] = ()
    baseline: str = ""


def run_review(project: Project, stacks: list[str], asked: Asked) -> Verdict:
    """Compare, show, write the files that were asked for, and give the verdict.

    Raises:
        Refused: the baseline cannot be used; the message says why.
    """
    if asked.base:
        found = _with_revision(project, stacks, asked.base)
    elif asked.engine:
        found = _with_engine(asked.engine)
    else:
        found = _with_state(project, stacks, asked.state)
    made = review(
        found.comparisons,
        baseline=found.baseline,
        failed=found.failed,
        unbased=found.unbased,
        gone=found.gone,
        cost=_cost(project, found),
        reachable=_reachable(project, found),
    )
    _show(project, made, asked)
    return made.verdict


def _with_revision(project: Project, stacks: list[str], name: str) -> _Found:
    revision = Revision.of(project, name)
    run, before = with_revision(revision, project, stacks)
    found = _Found(baseline=str(revision), gone=before.gone, unbased=before.failed, failed=_failures(run, project))
    for stack in stacks:
        if stack in run.plans:
            old = before.plans.get(stack)
            found.comparisons.append(compare(run.plans[stack], old))
            found.before += [old] if old else []
    return found


def _with_state(project: Project, stacks: list[str], file: Path | None) -> _Found:
    """A state answers the program, as in the engine; without one everything is new."""
    baseline = Baseline(Plan("", "", ()))
    if file:
        baseline = baseline_of_state(read_state(file, stacks[0], project.name))
    run = capture_all(project, stacks, "preview", file)
    found = _Found(baseline=near(file) if file else "", failed=_failures(run, project))
    for stack in stacks:
        if stack in run.plans:
            found.comparisons.append(compare(run.plans[stack], baseline if file else None))
    found.before += [baseline.plan] if file else []
    return found


def _with_engine(files: Iterable[Path]) -> _Found:
    found = _Found(baseline="")
    for file in files:
        try:
            comparison = read_engine_preview(file)
        except (ValueError, KeyError, TypeError) as error:
            raise _refused(file, str(error) or type(error).__name__) from error
        found.comparisons.append(comparison)
        gone = [change.before for change in comparison.changes if change.before and change.after is None]
        same = [r for r in comparison.plan if r.urn not in {c.urn for c in comparison.changes}]
        changed = [change.before for change in comparison.changes if change.before and change.after]
        found.before.append(Plan(comparison.stack, comparison.plan.project, (*same, *changed, *gone)))
    return found


def _refused(file: Path, what: str) -> Refused:
    remedy = f"write one with: pulumi preview --json --show-sames --show-reads --show-replacement-steps > {near(file)}"
    return Refused([Refusal(what, "there is nothing to report", remedy, place=Place(str(file.resolve())))])


def _failures(run: Capturing, project: Project) -> dict[str, str]:
    """Why a stack cannot be captured, in the words of its refusals."""
    return {
        stack: "\n".join(first_line(notice) for notice in notices(error, project))
        for stack, error in run.failures.items()
    }


def _reachable(project: Project, found: _Found) -> "list[PathChange]":
    """End to end, for each estate of which every stack is known; one that the baseline does not have joined nothing then."""
    from socle.reach import compare_paths, model_of  # noqa: PLC0415 - its graph library is for those who compare

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


def _cost(project: Project, found: _Found) -> CostChange:
    prices, usage, space = prices_of(None), usage_of(project), spaces_of(project)
    after = cost_of([c.plan for c in found.comparisons], prices, usage, space)
    return CostChange(after, cost_of(found.before, prices, usage, space))


def _show(project: Project, made: Review, asked: Asked) -> None:
    words = Words(asked.language)
    place = place_of(project.estates)
    writers: list[tuple[Path | None, Callable[[], str]]] = [
        (asked.markdown, lambda: markdown(made, words, place, project.name)),
        (asked.html, lambda: _page(made, words, place, project)),
        (asked.json_report, lambda: review_json(made, place)),
    ]
    if STANDARD_OUTPUT not in [file for file, _ in writers]:
        show_review(made, words, place, console(sys.stdout))
    for file, write in writers:
        if file:
            write_whole(file, write())


def _page(made: Review, words: Words, place: Where, project: Project) -> str:
    from socle.report.review import page  # noqa: PLC0415 - jinja2 is for those who want a page

    return page(made, words, place, project.name)
