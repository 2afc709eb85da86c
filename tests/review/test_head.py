"""A revision judged by this checkout: its files are read, its plans come from where it ran, and nothing of it runs here."""

from pathlib import Path

import pytest

from socle.messages import Refused
from socle.plan import PlanFormatError, plans_from_json, plans_to_json
from socle.project import capture_stacks, captured_commit, find_project
from socle.review import Review, Verdict, review_of_head
from tests.cli.conftest import PROGRAM, write, write_project
from tests.repository import begin, git


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A checkout of a base, with a branch `change` that has the same files so far."""
    root = tmp_path / "base"
    write_project(root, "demo-a", "demo-b")
    begin(root)
    return root


def committed(base: Path, files: dict[str, str] | None = None) -> str:
    """A commit with these files instead, which is not checked out; one without a text is gone."""
    git(base, "switch", "--quiet", "-c", "change")
    for name, text in (files or {}).items():
        if text:
            write(base / name, text)
        else:
            (base / name).unlink()
    git(base, "add", "--all")
    git(base, "commit", "--quiet", "--allow-empty", "-m", "change")
    git(base, "switch", "--quiet", "main")
    return git(base, "rev-parse", "change")


def captured(
    base: Path, program: str = PROGRAM, stacks: tuple[str, ...] = ("demo-a", "demo-b"), commit: str | None = None
) -> Path:
    """The plans that a run of the change gave, somewhere else."""
    there = base.parent / "there"
    for file in base.rglob("Pulumi*.yaml"):
        write(there / file.relative_to(base), file.read_text())
    write(there / "infra/__main__.py", program)
    run = capture_stacks(find_project(there), list(stacks))
    file = base.parent / "plans.json"
    failed = {stack: str(error.__cause__) for stack, error in run.failures.items()}
    of = git(base, "rev-parse", "change") if commit is None else commit
    write(file, plans_to_json(run.plans.values(), failed, of))
    return file


def judged(base: Path, head: str, plans: Path) -> Review:
    return review_of_head(find_project(base), head, plans)


def test_a_change_is_told_from_the_plans_of_its_own_run(base: Path) -> None:
    worse = PROGRAM.replace('"studies", protect=True', '"studies", protect=False')
    made = judged(base, committed(base, {"infra/__main__.py": worse}), captured(base, worse))

    assert made.verdict is Verdict.DANGEROUS
    assert made.baseline == git(base, "rev-parse", "main")[:10]


def test_code_that_changes_is_at_best_something_to_look_at(base: Path) -> None:
    """A program can tell a capture from a deployment: plans that change nothing do not make it harmless."""
    head = committed(base, {"infra/__main__.py": PROGRAM + "\nif 'deploy' in __file__: raise SystemExit\n"})
    made = judged(base, head, captured(base))

    assert made.verdict is Verdict.LOOK
    assert [(each.file, each.kind) for each in made.files] == [("infra/__main__.py", "code")]


def test_a_reviewer_that_the_revision_changes_is_not_the_one_that_judges(base: Path) -> None:
    made = judged(base, committed(base, {"policies/__main__.py": "raise SystemExit\n"}), captured(base))

    assert [(each.file, each.kind) for each in made.files] == [("policies/__main__.py", "next-reviewer")]


def test_a_change_of_nothing_that_counts_has_no_risk(base: Path) -> None:
    assert judged(base, committed(base, {"README.md": "words"}), captured(base)).verdict is Verdict.NO_RISK


def test_nothing_of_the_revision_runs_here(base: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    head = committed(base, {"infra/__main__.py": f"open({str(trace)!r}, 'w')\n{PROGRAM}"})
    judged(base, head, captured(base))

    assert not trace.exists()
    assert git(base, "worktree", "list").count("\n") == 0
    assert git(base, "status", "--porcelain") == ""


def test_a_stack_of_which_no_plan_is_told_is_refused(base: Path) -> None:
    made = judged(base, committed(base), captured(base, stacks=("demo-a",)))

    assert made.verdict is Verdict.REFUSED
    assert list(made.failed) == ["demo-b"]


def test_why_a_program_failed_where_it_ran_is_told(base: Path) -> None:
    made = judged(base, committed(base), captured(base, "raise RuntimeError('too small')"))

    assert made.verdict is Verdict.REFUSED
    assert "too small" in made.failed["demo-a"]


def test_a_stack_that_goes_and_one_that_comes_are_told(base: Path) -> None:
    head = committed(
        base,
        {"stacks/Pulumi.demo-b.yaml": "", "stacks/Pulumi.demo-c.yaml": "config:\n  socle:estate: demo\n"},
    )
    write(base / "stacks/Pulumi.demo-c.yaml", "config:\n  socle:estate: demo\n")
    plans = captured(base, stacks=("demo-a", "demo-c"))
    (base / "stacks/Pulumi.demo-c.yaml").unlink()
    made = judged(base, head, plans)

    assert made.gone == ("demo-b",)
    assert {stack for group in made.groups for stack in group.stacks} == {"demo-c"}


def test_a_provider_that_a_stack_file_redirects_is_refused(base: Path) -> None:
    redirected = "config:\n  socle:estate: demo\n  scaleway:apiUrl: https://elsewhere.example\n"
    head = committed(base, {"stacks/Pulumi.demo-a.yaml": redirected})

    assert judged(base, head, captured(base)).verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not valid JSON"),
        ("[]", "an object"),
        ("{" * 100_000, "not valid JSON"),
        ('{"version": 2, "plans": []}', "version 2"),
        ('{"version": 1, "plans": [], "verdict": "no-risk"}', "unknown key 'verdict'"),
        ('{"version": 1, "plans": {}}', "must be a list"),
        ('{"version": 1, "plans": [], "failed": {"demo-a": 1}}', "needs a text"),
        ('{"version": 1, "plans": [], "failed": {"demo-z": "x"}}', "demo-z, which is no stack of change"),
        ("\x00\ud800", "can't decode"),
    ],
)
def test_what_are_no_plans_of_its_stacks_is_refused(base: Path, text: str, told: str) -> None:
    committed(base)
    file = base.parent / "plans.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))

    with pytest.raises(Refused, match=told):
        judged(base, "change", file)


def test_two_plans_of_one_stack_are_refused(base: Path) -> None:
    plan = next(iter(plans_from_json(captured(base, commit="").read_text()).plans.values()))

    with pytest.raises(PlanFormatError, match="twice"):
        plans_from_json(plans_to_json([plan, plan]))
    with pytest.raises(PlanFormatError, match="twice"):
        plans_from_json(plans_to_json([plan], {plan.stack: "failed"}))


def test_why_a_stack_failed_is_told_without_a_credential() -> None:
    told = plans_from_json('{"version": 1, "plans": [], "failed": {"a": "postgres://u:hunter2hunter2@db/x"}}').failed

    assert "hunter2" not in told["a"]
    assert "hunter2" not in plans_to_json([], {"a": "postgres://u:hunter2hunter2@db/x"})


def test_files_here_that_are_not_those_of_the_commit_are_refused(base: Path) -> None:
    head, plans = committed(base), captured(base)
    write(base / "infra/__main__.py", PROGRAM + "\n")

    with pytest.raises(Refused, match="not those of its commit"):
        judged(base, head, plans)


@pytest.mark.parametrize("name", ["nowhere", "--help", "HEAD~9"])
def test_a_revision_that_is_not_there_is_refused(base: Path, name: str) -> None:
    with pytest.raises(Refused, match="there is no such revision"):
        judged(base, name, captured(base, commit=""))


def test_a_revision_without_the_project_is_refused(base: Path) -> None:
    head = committed(base, {"Pulumi.yaml": ""})

    with pytest.raises(Refused, match=r"no Pulumi\.yaml"):
        judged(base, head, captured(base))


@pytest.mark.parametrize("other", ["", "main"])
def test_plans_of_another_commit_are_refused(base: Path, other: str) -> None:
    head = committed(base)
    plans = captured(base, commit=other and git(base, "rev-parse", other))

    with pytest.raises(Refused, match="these are plans of"):
        judged(base, head, plans)


@pytest.mark.parametrize("name", ["HEAD", "main", "change"])
def test_a_revision_is_not_judged_by_itself(base: Path, name: str) -> None:
    """Whoever stands in the checkout of the change would be told that nothing changes."""
    committed(base)
    git(base, "switch", "--quiet", "change" if name != "main" else "main")

    with pytest.raises(Refused, match="it is the commit that is checked out here"):
        judged(base, name, captured(base))


def test_a_capture_says_of_which_commit_it_is(base: Path) -> None:
    project = find_project(base)
    assert captured_commit(project) == git(base, "rev-parse", "main")

    write(base / "infra/__main__.py", PROGRAM + "\n")
    assert captured_commit(project) == ""
    assert captured_commit(find_project(base)) == ""
