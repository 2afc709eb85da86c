"""A progress bar on standard error for work that takes more than a second, where a person watches."""

import sys
import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from socle.report import console

from .language import words

PATIENCE_SECONDS = 1.0


@contextmanager
def progress(total: int, noun: str) -> Generator[Callable[[str], None]]:
    """Gives a function to call with the name of each piece of work as it begins. Draws nothing in a pipe."""
    output = console(sys.stderr)
    if not output.is_terminal:
        yield lambda _name: None
        return
    with _late(_bar(output, noun)) as bar:
        task = bar.add_task("", total=total)
        begun = 0

        def begin(name: str) -> None:
            nonlocal begun
            bar.update(task, completed=begun, description=name)
            begun += 1

        yield begin


def watched(stacks: int) -> AbstractContextManager[Callable[[str], None]]:
    """The bar over the capture of some stacks."""
    return progress(stacks, words()("progress.stacks"))


def drawn(output: Console, *columns: ProgressColumn, transient: bool = False) -> Progress:
    """Bars on standard error. What is printed meanwhile stands above them where both are one terminal; into a file it goes as it is."""
    return Progress(*columns, console=output, transient=transient, redirect_stdout=sys.stdout.isatty())


def _bar(output: Console, noun: str) -> Progress:
    name = TextColumn("{task.description}", markup=False)
    counts = (MofNCompleteColumn(), TextColumn(noun), TimeElapsedColumn())
    return drawn(output, SpinnerColumn("line"), name, BarColumn(bar_width=20), *counts, transient=True)


@contextmanager
def _late(bar: Progress) -> Generator[Progress]:
    """A bar that appears only when the work lasts."""
    timer = threading.Timer(PATIENCE_SECONDS, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        timer.join()
        if bar.live.is_started:
            bar.stop()
