"""Capturing stacks and showing what came of it. One stack that fails does not hide the others."""

import json
import os
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.text import Text

from socle.plan import Plan
from socle.project import Captured, Capturing, Project, Revision, ends_by_exception, read_state
from socle.report import console, counted, place_of, printable, show_plan, tally

from .clock import Clock
from .failures import DEBUG, show_failure
from .progress import progress


def capture_all(project: Project, stacks: list[str], mode: str, prior: Path | None) -> Capturing:
    """Capture stacks behind a progress bar.

    Raises:
        Refused: `prior` is not the exported state of the only stack.
    """
    # A program that fails leaves coroutines of Pulumi behind: its failure is told, they are not.
    warnings.filterwarnings("ignore", r"coroutine .* was never awaited", RuntimeWarning)
    state = read_state(prior, stacks[0], project.name) if prior else None
    with progress(len(stacks), "stacks") as begin:
        from socle.capture import capture  # noqa: PLC0415 - imports Pulumi: behind the bar, and after what can be refused

        run = Capturing(project, mode, state, capture, begin)
        run.all(stacks)
    return run


def with_revision(revision: Revision, project: Project, stacks: list[str]) -> tuple[Capturing, Captured]:
    """Both revisions captured at the same time, as if each had been deployed: so references can be followed."""
    with ends_by_exception(), ThreadPoolExecutor(1) as beside:
        base = beside.submit(revision.capture, stacks)
        return capture_all(project, stacks, "up", None), base.result()


def show_run(run: Capturing, stacks: list[str], clock: Clock) -> None:
    """Draw the captured stacks on standard output, with one line of totals and seconds at the end."""
    output = console(sys.stdout)
    plans = [run.plans[stack] for stack in stacks if stack in run.plans]
    for plan in plans:
        show_plan(plan, output, place_of(run.project.estates))
    if len(plans) > 1:
        for plan in plans:
            output.print(Text(f"{printable(plan.stack)}: {tally([plan])}"))
    if plans:
        name = printable(plans[0].stack) if len(plans) == 1 else counted(len(plans), "stack")
        output.print(Text(f"{name}: {tally(plans)}, {clock}", style="bold"))


def show_failures(run: Capturing, json_file: Path | None) -> None:
    """Say on standard error what was refused, and that no file was written."""
    sys.stdout.flush()
    for error in run.failures.values():
        if os.environ.get(DEBUG):
            raise error
        show_failure(error, run.project)
    if json_file and run.failures:
        console(sys.stderr).print(Text(f"{json_file}: not written, since a plan is missing"), soft_wrap=True)


def as_json(plans: list[Plan]) -> str:
    """One plan as it is, several in one versioned object."""
    if len(plans) == 1:
        return plans[0].to_json()
    form = {"version": 1, "plans": [json.loads(plan.to_json()) for plan in plans]}
    return json.dumps(form, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
