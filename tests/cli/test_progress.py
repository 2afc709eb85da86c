"""The progress bar: for a person who waits, and for nobody else."""

import io
import sys
import time
from contextlib import suppress

import pytest

from socle.cli import progress


class Terminal(io.StringIO):
    """A standard error that a person reads."""

    def isatty(self) -> bool:
        return True


def watched(monkeypatch: pytest.MonkeyPatch, patience_seconds: float) -> Terminal:
    """From here on a person watches. Not a fixture: pytest sets the standard streams again after fixtures."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", patience_seconds)
    return terminal


def test_quick_work_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch, patience_seconds=5)
    with progress.progress(2, "stacks") as begin:
        begin("demo-a")
    assert terminal.getvalue() == ""


def test_slow_work_shows_what_is_done_and_what_is_going_on(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch, patience_seconds=0.05)
    with progress.progress(2, "stacks") as begin:
        begin("demo-a")
        begin("[red]demo-b")
        time.sleep(0.4)
    assert "[red]demo-b" in terminal.getvalue()
    assert "1/2" in terminal.getvalue()


def test_an_error_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch, patience_seconds=0.05)
    with suppress(KeyboardInterrupt), progress.progress(1, "stacks"):
        time.sleep(0.2)
        raise KeyboardInterrupt
    assert terminal.getvalue().endswith("\x1b[2K")


def test_a_pipe_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0)
    with progress.progress(1, "stacks") as begin:
        begin("demo-a")
        time.sleep(0.1)
    assert pipe.getvalue() == ""


def test_what_is_printed_into_a_file_meanwhile_is_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, file = watched(monkeypatch, patience_seconds=0), io.StringIO()
    monkeypatch.setattr(sys, "stdout", file)
    with progress.progress(1, "stacks") as begin:
        begin("demo-a")
        until = time.monotonic() + 30
        while "demo-a" not in terminal.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
        sys.stdout.write("the answer\n")
    assert file.getvalue() == "the answer\n"
    assert "the answer" not in terminal.getvalue()
