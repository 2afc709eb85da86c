"""How many modules one passes through on the way from a git revision to the comment of a review.

A module is passed through when one of its functions waits for another at one of the stations: the revision is found, an estate's
file is read, a program is captured, two plans are compared, the comment is written. Before the use cases left the command line
there were 29. Does not count what each station does by itself.
"""

import sys
import threading
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from socle.capture.run import capture
from socle.cli.app import commands
from socle.diff.compare import compare
from socle.project.worktree import commit_of
from socle.report.review.markdown import markdown
from socle.specs.yaml import read

ROOT = Path(__file__).parents[2]
STATIONS = (commit_of, read, capture, compare, markdown)
MOST = 29 // 2

pytestmark = pytest.mark.slow


def test_the_way_from_a_revision_to_the_comment_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    ways = passed(["preview", "demo-cluster", "--base", "HEAD", "--markdown", "-", "--root", str(ROOT)])
    assert "socle:review" in capsys.readouterr().out
    assert len(ways) == len(STATIONS), "a station was not reached"
    through = set().union(*ways.values())
    assert len(through) <= MOST, sorted(through)


def passed(command: list[str]) -> dict[CodeType, set[str]]:
    """The modules that wait where each station is first reached."""
    codes = {code(station) for station in STATIONS}
    found: dict[CodeType, set[str]] = {}

    def called(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code in codes and frame.f_code not in found:
            found[frame.f_code] = set(waiting(frame))

    threading.setprofile(called)
    sys.setprofile(called)
    try:
        commands().main(command, prog_name="socle", standalone_mode=False)
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # pyright: ignore[reportArgumentType] - nothing is what ends it
    return found


def code(function: Any) -> CodeType:
    return getattr(function, "__wrapped__", function).__code__


def waiting(frame: FrameType | None) -> list[str]:
    names: list[str] = []
    while frame is not None:
        names.append(str(frame.f_globals.get("__name__", "")))
        frame = frame.f_back
    return [name for name in names if name.startswith("socle.")]
