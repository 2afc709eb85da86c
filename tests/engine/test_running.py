"""What `make test-engine` and `make mutants-engine` do before they run anything, and when they must not say that all is well."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from . import mutants, run
from .mutant_table import MUTANTS

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


def test_without_an_engine_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "missing", lambda: ["pulumi"])

    assert run.main(["tests/engine/no"]) == 0
    assert capsys.readouterr().out.count("\n") == 1
