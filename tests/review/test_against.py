"""Use cases without a terminal: as a notebook, a policy pack or a pipeline calls them, and how often they read a file."""

import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from socle.estate import load as load_estate
from socle.estate import remembered
from socle.project import capture_stacks, find_project, model_of_estate
from socle.reach import prove
from socle.review import Verdict, cost_of_stacks, review_against_revision, review_against_state

ROOT = Path(__file__).parents[2]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each YAML file of the working tree is read, by its path below the root."""
    found: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def read(path: Path, *more: Any) -> Any:
            if path.resolve().is_relative_to(ROOT):
                found[path.resolve().relative_to(ROOT).as_posix()] += 1
            return real(path, *more)

        monkeypatch.setattr(module, name, read)

    counted(import_module("socle.specs.yaml"), "read_text")
    counted(import_module("socle.project.yaml"), "_read")
    return found


@pytest.mark.slow
def test_a_review_reads_each_file_of_the_working_tree_once(read: Counter[str]) -> None:
    """From a revision to all that is said of it: the program that is captured, the cost and the paths included."""
    project = find_project(ROOT)
    made = review_against_revision(project, project.stacks(), "HEAD")

    files = {file.relative_to(ROOT).as_posix() for file in (ROOT / "stacks").rglob("*.yaml")}
    assert made.failed == made.unbased == {}
    assert len(made.stacks) == len(project.stacks())
    assert read == Counter(dict.fromkeys([*files, "Pulumi.yaml"], 1))


def test_without_a_baseline_everything_is_new() -> None:
    made = review_against_state(find_project(ROOT), ["demo-cluster"], None)

    assert made.verdict is not Verdict.REFUSED
    assert made.cost
    assert made.cost.after.total == pytest.approx(cost_of_stacks(find_project(ROOT), ["demo-cluster"]).cost.total)


def test_the_network_of_an_estate_can_be_asked_about() -> None:
    assert prove(model_of_estate(find_project(ROOT), "demo")).holds


@pytest.mark.slow
def test_no_use_case_needs_a_terminal() -> None:
    script = """if True:
        import sys
        from pathlib import Path
        from socle.project import capture_stacks, find_project
        from socle.review import cost_of_stacks, review_against_state
        project = find_project(Path.cwd())
        assert capture_stacks(project, ["demo-cluster"]).plans
        review_against_state(project, ["demo-cluster"], None)
        cost_of_stacks(project, ["demo-cluster"])
        print(sorted({"typer", "rich", "click"} & set(sys.modules)))"""
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout == "[]\n"


def test_what_is_remembered_ends_with_the_run(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    for file in (ROOT / "stacks/estates/demo").glob("*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    with remembered():
        first = load_estate(folder)
        with remembered():
            assert load_estate(folder) is first
        assert load_estate(folder) is first

    assert load_estate(folder) is not first


def test_a_stack_that_fails_hides_no_other() -> None:
    run = capture_stacks(find_project(ROOT), ["demo-cluster", "demo-nowhere"])

    assert "demo-cluster" in run.plans
    assert run.failures.keys() == {"demo-nowhere"}
