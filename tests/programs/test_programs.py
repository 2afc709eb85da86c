"""Programs of other people: each is captured, compared with itself and judged; each mistake names the user's own line.

It does not prove that real programs are as these are: they were written after the manner of public ones.
"""

import json
from pathlib import Path

import pytest

from socle.diff import compare
from socle.plan import STACK_TYPE, UNKNOWN, Plan
from socle.project import Given, capture_stacks, find_project
from socle.testing import findings
from tests.cli.conftest import Socle, write
from tests.programs.corpus import MISTAKES, PROGRAMS, Mistake, Program, program
from tests.programs.mistakes import MORE

pytestmark = pytest.mark.slow


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        write(folder / name, text)
    return folder


def plan_of(folder: Path, given: Given | None = None, mode: str = "preview") -> Plan:
    run = capture_stacks(find_project(folder), ["lab"], mode, given=given)
    assert not run.failures, run.failures
    return run.plans["lab"]


def types(plan: Plan) -> list[str]:
    kept = [r.type.removeprefix("scaleway:") for r in plan.resources if r.type != STACK_TYPE]
    return sorted(each for each in kept if each != "pulumi:pulumi:StackReference")


@pytest.mark.parametrize("mode", ["preview", "up"])
@pytest.mark.parametrize("each", PROGRAMS.values(), ids=PROGRAMS)
def test_each_program_is_captured(each: Program, mode: str, tmp_path: Path) -> None:
    run = capture_stacks(find_project(written(tmp_path, each.files)), ["lab"], mode)
    assert not run.failures
    assert types(run.plans["lab"]) == sorted(each.registers)
    assert sorted(run.assumed) == sorted(each.assumed)


@pytest.mark.parametrize("each", PROGRAMS.values(), ids=PROGRAMS)
def test_each_program_is_the_same_as_itself_and_is_judged(each: Program, tmp_path: Path) -> None:
    folder = written(tmp_path, each.files)
    one, other = plan_of(folder), plan_of(folder)
    assert not compare(other, one).changes
    assert all(finding.rule for finding in findings(one))


ALL = {**MISTAKES, **MORE}


def test_there_are_forty_mistakes_and_more() -> None:
    assert len(ALL) >= 40


@pytest.mark.parametrize("each", ALL.values(), ids=ALL)
def test_each_mistake_names_the_line_that_it_is_in(
    each: Mistake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    monkeypatch.chdir(written(tmp_path, each.files))
    result = socle("preview")
    assert result.code == 1
    assert result.err.startswith(f"{each.place}: "), result.err
    for words in each.said:
        assert words in result.err
    assert "bug of socle" not in result.err
    assert "pydantic" not in result.err
    assert result.err.count("consequence:") == 1


def test_outputs_that_are_given_are_no_longer_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    monkeypatch.chdir(written(tmp_path, PROGRAMS["a stack of another project"].files))
    (tmp_path / "refs.json").write_text(json.dumps({"acme/network/prod": {"vpc_id": "fr-par/1"}}))
    result = socle("preview", "--references", "refs.json", "--json", "plan.json")
    assert result.code == 0
    assert "nothing is known of the stack" not in result.err
    assert '"vpcId": "fr-par/1"' in (tmp_path / "plan.json").read_text()


def test_results_that_are_given_are_no_longer_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    monkeypatch.chdir(written(tmp_path, PROGRAMS["a lookup in direct form"].files))
    found = {"scaleway:account/getProject:getProject": {"id": "x", "projectId": "33333333-3333-4333-8333-333333333333"}}
    (tmp_path / "results.json").write_text(json.dumps(found))
    result = socle("preview", "--invokes", "results.json", "--json", "plan.json")
    assert result.code == 0
    assert "33333333-3333-4333-8333-333333333333" in (tmp_path / "plan.json").read_text()


@pytest.mark.parametrize("text", ["[]", '{"a": 1}', "no json", '{"a": ["b"]}'])
def test_a_file_of_outputs_that_is_none_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    monkeypatch.chdir(written(tmp_path, PROGRAMS["a loop"].files))
    (tmp_path / "refs.json").write_text(text)
    assert socle("preview", "--references", "refs.json").code == 2


def test_what_is_assumed_of_a_stack_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle) -> None:
    monkeypatch.chdir(written(tmp_path, PROGRAMS["a stack of another project"].files))
    result = socle("preview")
    assert result.code == 0
    assert "nothing is known of the stack acme/network/prod" in result.err


def test_a_program_that_registers_nothing_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    monkeypatch.chdir(written(tmp_path, program("import pulumi\n").files))
    result = socle("preview")
    assert "the program of lab registered nothing" in result.err


def test_text_around_a_lookup_is_unknown_as_a_whole(tmp_path: Path) -> None:
    plan = plan_of(written(tmp_path, PROGRAMS["a lookup in text"].files))
    (server,) = [r for r in plan.resources if r.type == "scaleway:instance/server:Server"]
    assert server.inputs["image"] == UNKNOWN


def test_an_output_around_a_lookup_is_unknown_as_a_whole(tmp_path: Path) -> None:
    source = (
        "import pulumi\nimport pulumiverse_scaleway as scw\n"
        "pulumi.export('note', f'in {scw.account.get_project().name}')\n"
    )
    assert plan_of(written(tmp_path, program(source).files)).outputs == {"note": UNKNOWN}


@pytest.mark.parametrize("command", [["reach"], ["flows"], ["reach", "internet", "own"], ["cost"]])
def test_a_program_without_an_estate_is_answered(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, socle: Socle
) -> None:
    main = "import pulumiverse_scaleway as scw\nscw.object.Bucket('own', name='own-x', region='fr-par')\n"
    monkeypatch.chdir(written(tmp_path, program(main).files))
    result = socle(*command)
    assert result.code in (0, 1)
    assert "own" in result.out
    assert not result.err.startswith("unexpected")
