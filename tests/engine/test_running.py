"""What `make test-engine` and `make mutants-engine` do before they run anything, and when they must not say that all is well."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest

from . import conftest, mutants, run
from .mutant_table import MUTANTS
from .seed import seed

NEEDS = ()
"""No engine."""
Answers = Callable[[list[str]], int]


@pytest.fixture(autouse=True)
def nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "missing", list)
    monkeypatch.setattr(run, "missing", list)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answers], list[Sequence[str]]]:
    """Let the tests of mutants end as is said, and keep which were run, with the mutant or without."""

    def ends(answers: Answers) -> list[Sequence[str]]:
        asked = list[Sequence[str]]()

        def instead(tests: list[str], copy: Path) -> tuple[int, str]:
            clean = all((copy / each.file).read_text("utf-8").count(each.text) == 1 for each in MUTANTS)
            asked.append((*tests, "clean" if clean else "mutant"))
            return answers(list(asked[-1])), "FAILED tests/x.py::test_y - E"

        monkeypatch.setattr(mutants, "_run", instead)
        return asked

    return ends


def test_words_that_no_mutant_has_are_told_and_nothing_is_run(
    tried: Callable[[Answers], list[Sequence[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tried(lambda _: 0)

    assert mutants.main(["zone", "misspelt"]) == 2
    assert "no mutant is called misspelt" in capsys.readouterr().err
    assert asked == []


def test_tests_that_fail_without_a_mutant_show_nothing(
    tried: Callable[[Answers], list[Sequence[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tried(lambda _: 1)

    assert mutants.main([]) == 2
    assert "without any mutant the tests fail" in capsys.readouterr().out
    assert [each[-1] for each in asked] == ["clean"]


def test_each_selection_passes_once_without_a_mutant_and_then_fails_with_each(
    tried: Callable[[Answers], list[Sequence[str]]],
) -> None:
    asked = tried(lambda words: int(words[-1] == "mutant"))

    assert mutants.main([]) == 0
    clean = [each[:-1] for each in asked if each[-1] == "clean"]
    assert len(clean) == len(set(clean)) == len({mutant.tests for mutant in MUTANTS})
    assert len(asked) - len(clean) == len(MUTANTS) >= 10


def test_a_mutant_that_survives_fails(tried: Callable[[Answers], list[Sequence[str]]]) -> None:
    tried(lambda _: 0)

    assert mutants.main(["zone"]) == 1


@pytest.mark.parametrize("words", [["tests/engine/test_demos.py"], ["-k", "one", "test_demo.py"], ["tests/engine/no"]])
def test_a_file_that_there_is_not_is_told_by_name(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(words) == 2
    assert f"there is no {words[-1]}" in capsys.readouterr().err


def test_tests_in_a_file_and_options_are_no_files() -> None:
    words = ["tests/engine/test_demo.py::test_one", "-k", "not a file", "-x"]

    assert run._files(words) == ["tests/engine/test_demo.py"]


@pytest.mark.parametrize("command", [run, mutants])
def test_without_an_engine_one_line_says_so(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "missing", lambda: ["pulumi"])

    assert command.main([]) == 0
    assert re.fullmatch(r"\S+-engine: pulumi not on the PATH, and nothing was run\n", capsys.readouterr().out)


@pytest.mark.parametrize("command", [run, mutants])
def test_what_is_misspelt_is_told_without_an_engine_too(command: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "missing", lambda: ["pulumi"])

    assert command.main(["tests/engine/no"]) == 2


def test_a_run_in_which_no_test_is_what_was_named_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "own_place", lambda: nullcontext(Path()))
    monkeypatch.setattr(run, "heed", lambda *_: None)
    monkeypatch.setattr(run, "ends_with", lambda *_: None)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: None)
    monkeypatch.setattr(run, "_tested", lambda _: pytest.ExitCode.NO_TESTS_COLLECTED)

    assert run.main(["tests/engine/test_running.py::misspelt"]) == 2
    assert "no test is tests/engine/test_running.py::misspelt" in capsys.readouterr().err


def test_tests_that_do_not_end_when_they_are_told_to_are_killed_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits = iter([KeyboardInterrupt, subprocess.TimeoutExpired("tests", 60)])
    sent = list[int]()

    def wait(seconds: float | None = None) -> int:
        if wrong := next(waits, None):
            raise wrong
        return -signal.SIGKILL

    process = SimpleNamespace(pid=1, poll=lambda: None, wait=wait)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: process)
    monkeypatch.setattr(os, "killpg", lambda _, number: sent.append(number))

    assert run._tested([]) == 1
    assert sent == [signal.SIGINT, signal.SIGKILL]
    assert "did not end within" in capsys.readouterr().err


@pytest.mark.parametrize(("given", "is_kept"), [("7", True), ("abc", True), ("", False), (None, False)])
def test_a_seed_is_drawn_where_none_is_said(given: str | None, is_kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEED", raising=False)
    if given is not None:
        monkeypatch.setenv("SEED", given)

    assert (seed() == given) == is_kept
    assert seed() == os.environ["SEED"] != ""


@pytest.mark.parametrize("status", [pytest.ExitCode.OK, pytest.ExitCode.INTERRUPTED])
def test_a_run_that_was_told_to_end_asks_no_plugin_any_more(
    status: pytest.ExitCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, asked = list[str](), list[str]()
    monkeypatch.setattr(conftest, "missing", list)
    monkeypatch.setattr(conftest, "_unknown_inputs", lambda: asked.append("asked") or "")
    terminal = SimpleNamespace(write_line=lambda line, **_: lines.append(line), stats={})

    conftest.pytest_terminal_summary(cast("Any", terminal), status, cast("Any", SimpleNamespace()))

    assert lines[0].startswith("SEED=")
    assert bool(asked) == (status == pytest.ExitCode.OK)
