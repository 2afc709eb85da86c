"""What a failure of these tests shows: the engine's own words, a plugin's, the seed. Shown without any engine."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.edits.rows import Row

from . import plugins, processes
from .agreement import misplaced
from .plugins import PluginBroken, lacking
from .runs import Run, without_frames
from .seed import seed
from .violations import ABSENT, ACCOUNT, HELD, kind_of, refused_rows, unsaid, violations
from .workplace import Workplace

NEEDS = ()
"""No engine."""
RAISED = """\
Diagnostics:
  pulumi:pulumi:Stack (socle-demo-platform):
    error: Program failed with an unhandled exception:
    Traceback (most recent call last):
      File "/usr/lib/python3.11/asyncio/runners.py", line 190, in run
        return runner.run(main)
               ^^^^^^^^^^^^^^^^
      File "/copy/infra/__main__.py", line 4, in main
        grpc.experimental.call()
    During handling of the above exception, another exception occurred:
    grpc._channel._InactiveRpcError: error: asyncio lost the plugin
    KeyboardInterrupt
"""
PROTECTED = (
    'error: unable to replace resource "urn:pulumi:demo-platform::socle::x$scaleway:a/b:C::{}"\nas it is currently'
)


def test_lines_of_an_error_are_shown_whatever_words_are_in_them_and_frames_are_not() -> None:
    told = Run(("up",), 255, RAISED, 1).told()

    assert "grpc._channel._InactiveRpcError: error: asyncio lost the plugin" in told
    assert "Program failed with an unhandled exception" in told
    assert "runners.py" not in told
    assert "call()" not in told
    assert "KeyboardInterrupt" not in told


def test_errors_beyond_what_is_shown_are_shown_too() -> None:
    long = "\n".join(["Diagnostics:", *(f"line {n}" for n in range(400)), "error: the last"])

    assert "error: the last" in Run(("up",), 255, long, 1).told()
    assert "error: the first" in Run(("up",), 255, f"error: the first\n{long}", 1).told()


def test_text_that_is_indented_below_a_message_is_no_frame() -> None:
    lines = ["error: refused", '  File "a.py", line 3', "    code()", "  to be told", "    and this"]

    assert without_frames(lines) == ["error: refused", "  to be told", "    and this"]


def test_a_command_that_takes_too_long_is_ended_and_shows_what_it_had_said(tmp_path: Path) -> None:
    place: Any = SimpleNamespace(folder=tmp_path)
    place._log = lambda stack: Workplace._log(place, stack)
    said = "import time; print('error: still waiting for the database', flush=True); time.sleep(600)"
    with (tmp_path / "demo.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", said], stdout=log)

    with pytest.raises(AssertionError, match=r"(?s)pulumi up ended with -9.*still waiting for the database"):
        Workplace.wait(place, process, "demo", ("up",), 2)
    assert process.poll() == -signal.SIGKILL


@pytest.mark.parametrize(
    "fails", ["echo the plugin is out of order >&2; exit 3", "echo the plugin is out of order >&2"]
)
def test_a_broken_plugin_is_told_with_its_own_words_and_the_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    for name in plugins.ENGINE:
        (tmp_path / name).write_text(f"#!/bin/sh\n{fails}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with pytest.raises(PluginBroken, match=rf"(?s)the plugin is out of order.*SEED={seed()}"):
        lacking.__wrapped__()


def test_the_death_of_a_parent_reaches_who_ends_with_it_though_it_came_first() -> None:
    code = (
        "import os, signal; from tests.engine.processes import ends_with; ends_with(os.getppid() + 1, signal.SIGTERM)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=plugins.__file__.rpartition("/tests/")[0], check=False)

    assert processes._DIES_WITH_PARENT == 1
    assert ended.returncode == -signal.SIGTERM


def test_every_refusal_of_the_freeze_and_of_a_guard_is_tried_whatever_is_drawn() -> None:
    import random

    certain = {row.says for row in refused_rows() if kind_of(row) in ("freeze", "guard")}
    tried = [violations(random.Random(number), {}) for number in range(5)]

    assert len(certain) >= 16
    assert {row.says for row in refused_rows()} >= HELD.keys() | ACCOUNT.keys() | ABSENT.keys()
    assert all(certain <= {row.says for row in each} for each in tried)
    assert all(
        len(each) >= 15 and {kind_of(row) for row in each} == {"freeze", "guard", "estate", "protected"}
        for each in tried
    )


def test_a_row_is_left_out_for_the_input_of_its_own_type_alone() -> None:
    import random

    def tried(lacks: dict[str, tuple[str, ...]]) -> set[str]:
        return {row.says for number in range(40) for row in violations(random.Random(number), lacks)}

    key = "a key at another protection level is another key: what is under the old one is lost"
    assert key in tried({"scaleway:databases/serverlessDatabase:ServerlessDatabase": ("version", "protectionLevel")})
    assert key not in tried({"scaleway:keymanager/key:Key": ("protectionLevel",)})


@pytest.mark.parametrize(
    ("row", "text", "is_said"),
    [
        (Row("a guard", "demo-platform", first="d is refused by the engine: the volume would shrink"), "the volume\n would shrink", True),
        (Row("a guard", "demo-platform", first="d is refused by the engine: the volume would shrink"), "refused", False),
        (Row("an estate", "demo-platform", refused="overlaps 10.0.0.0/8"), "error: overlaps 10.0.0.0/8 of it", True),
        (Row("an estate", "demo-platform", refused="overlaps 10.0.0.0/8"), "error: another", False),
    ],
)  # fmt: skip
def test_a_refusal_must_be_the_rows_own(row: Row, text: str, is_said: bool) -> None:
    assert (unsaid(row, text) == "") is is_said


@pytest.mark.parametrize(("name", "told", "is_said"), [("net", "net", True), ("other", "net", False)])
def test_what_is_protected_must_be_what_the_table_names(name: str, told: str, is_said: bool) -> None:
    first = f"{told} is refused by the engine: it is protected and would be replaced"
    named = Row("a", "demo-platform", first=first, told=(f"replace {told} by zone refused: protected-replace []",))
    counted = Row("a", "demo-platform", first=first)
    deleted = Row("a", "demo-platform", first=first.replace("replaced", "deleted"))

    assert (unsaid(named, PROTECTED.format(name)) == "") is is_said
    assert unsaid(counted, PROTECTED.format(name)) == ""
    assert unsaid(deleted, PROTECTED.format(name)) != ""
    assert unsaid(counted, "error: protected") != ""


def test_what_goes_with_what_is_replaced_may_be_called_replaced_and_nothing_else_may() -> None:
    first = "net is refused by the engine: it is protected and would be replaced"
    lock = "delete lock refused: protected-delete []"
    beside = Row("a", "demo-platform", first=first, told=("replace net by zone refused: protected-replace []", lock))
    alone = Row("a", "demo-platform", first=first, told=(lock,))

    assert unsaid(beside, PROTECTED.format("lock")) == ""
    assert unsaid(alone, PROTECTED.format("lock")) != ""


def test_a_line_is_that_of_the_program_on_the_engines_stack() -> None:
    frames = [
        "project:///components/socle/x.py#4",
        "project:///infra/layers/platform.py#17",
        "project:///infra/__main__.py#4",
    ]
    row = {"urn": "a", "sourcePosition": frames[0], "stackTrace": [{}, *({"sourcePosition": each} for each in frames)]}

    def plan(line: str) -> Any:
        return [SimpleNamespace(urn="a", source_position=line)]

    assert misplaced(plan(frames[1]), [row]) == []
    assert misplaced(plan(frames[2]), [row]) != []
    assert misplaced(plan(frames[0]), [row]) != []
    assert misplaced(plan(""), [{**row, "stackTrace": []}]) == ["the engine names no line of the program at all"]
