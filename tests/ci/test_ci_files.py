"""The pipelines that users copy: pinned, least rights, and no secret where a fork's code runs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def workflow(file: Path) -> dict[Any, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_pinned_by_its_commit(file: Path) -> None:
    for use in re.findall(r"uses: (\S+)", file.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", use), use


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_workflow_writes_by_default(file: Path) -> None:
    assert set(workflow(file)["permissions"].values()) <= {"read"}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_expression_is_pasted_into_a_script(file: Path) -> None:
    for job in workflow(file)["jobs"].values():
        assert not [step["run"] for step in job["steps"] if "${{" in step.get("run", "")]


def test_the_installer_is_pinned_by_its_digests() -> None:
    pinned = (ROOT / "ci/uv.txt").read_text(encoding="utf-8")

    assert re.search(r"^uv==[\d.]+ \\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+\Z", pinned, re.MULTILINE)
    assert "--require-hashes -r ci/uv.txt" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_no_exit_code_of_the_engine_is_swallowed() -> None:
    lab = (ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8")
    for text in (lab, *(file.read_text(encoding="utf-8") for file in WORKFLOWS)):
        for command in re.findall(r"pulumi (?:preview|up)(?:.*\\\n)*.*", text):
            assert "||" not in command or command.rstrip().endswith("|| code=$?"), command


def test_the_pipeline_of_gitlab_lets_approvals_bind_to_what_they_approve() -> None:
    engine = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))[".engine"]

    assert engine["environment"] == {"name": "plan"}  # with an action it is no deployment, and nobody is asked


def test_what_runs_a_forks_code_has_no_secret_and_no_right_to_write() -> None:
    text = (ROOT / ".github/workflows/preview.yml").read_text(encoding="utf-8")

    assert "secrets." not in text
    assert "write" not in text
    assert "pull_request_target" not in text


def test_what_may_comment_runs_nothing_of_a_pull_request() -> None:
    job = workflow(ROOT / ".github/workflows/comment.yml")["jobs"]["comment"]
    checkouts = [step for step in job["steps"] if "checkout" in step.get("uses", "")]

    assert [step["with"] for step in checkouts] == [{"persist-credentials": False}]


CHECK = ".venv/bin/socle check --rules"
PACK = "--policy-pack policies"


def test_both_pipelines_judge_the_rules_without_a_credential() -> None:
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))["check"]
    github = workflow(ROOT / ".github/workflows/preview.yml")["jobs"]["check"]

    assert CHECK in gitlab["script"]
    assert CHECK in [step.get("run") for step in github["steps"]]
    assert not any("continue-on-error" in step for step in github["steps"])
    assert "allow_failure" not in gitlab
    assert not re.search(r"PLAN_|APPLY_|TOKEN|secrets", f"{gitlab} {github}")


@pytest.mark.parametrize("file", [".gitlab-ci.yml", ".github/workflows/engine.yml", ".github/workflows/apply.yml"])
def test_whatever_the_engine_does_in_a_pipeline_it_does_under_the_policy_pack(file: str) -> None:
    commands = re.findall(r"pulumi (?:up|preview) [^\n]*", (ROOT / file).read_text(encoding="utf-8"))

    assert commands
    assert all(PACK in command for command in commands)


def test_gitlab_gives_no_secret_to_the_review_of_a_fork() -> None:
    pipeline = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))

    assert not re.search(r"PLAN_|APPLY_|TOKEN", str([pipeline[job] for job in ("capture", ".judged", "review")]))
    for job in ("comment", ".comment", ".engine"):
        assert "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID" in pipeline[job]["rules"][0]["if"]
