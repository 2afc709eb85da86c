"""What is seen of a move while it runs: a bar where a person watches, an event a line where a program does, and nothing in a pipe."""

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

import typer
from rich.progress import BarColumn, TaskID, TextColumn

from socle.move.objects import Progress as Step
from socle.report import console
from socle.report.move import step_data, step_line
from socle.report.words import Words

from ...progress import drawn


@contextmanager
def watched(words: Words, *, events: bool) -> Generator[Callable[[Step], None]]:
    """Gives what is called with each step of a stage."""
    if events:
        yield lambda step: typer.echo(json.dumps({"event": "progress", **step_data(step)}, sort_keys=True))
        return
    output = console(sys.stderr)
    if not output.is_terminal:
        yield lambda _step: None
        return
    bars = dict[str, TaskID]()
    text = TextColumn("{task.description}", markup=False)
    with drawn(output, BarColumn(bar_width=20), text) as bar:

        def draw(step: Step) -> None:
            if step.stage not in bars:
                bars[step.stage] = bar.add_task("", total=max(1, step.shards))
            line = step_line(step, words)
            bar.update(bars[step.stage], total=max(1, step.shards), completed=step.shards_done, description=line)

        yield draw
