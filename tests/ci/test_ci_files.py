"""The pipelines that users copy: pinned, least rights, no secret where a fork's code runs; and the script that comments."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
_spec = importlib.util.spec_from_file_location("comment", ROOT / "ci" / "comment.py")
assert _spec is not None
assert _spec.loader is not None
comment = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(comment)

MARKER = "<!-- socle:review:socle -->"
GITHUB = {"REVIEW_TOKEN": "t", "GITHUB_API_URL": "https://api", "GITHUB_REPOSITORY": "o/r", "REVIEW_NUMBER": "7"}
GITLAB = {
    "REVIEW_TOKEN": "t",
    "GITLAB_CI": "true",
    "CI_API_V4_URL": "https://lab/api/v4",
    "CI_MERGE_REQUEST_PROJECT_ID": "3",
    "CI_MERGE_REQUEST_IID": "9",
}


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


def test_what_runs_a_forks_code_has_no_secret_and_no_right_to_write() -> None:
    text = (ROOT / ".github/workflows/preview.yml").read_text(encoding="utf-8")

    assert "secrets." not in text
    assert "write" not in text
    assert "pull_request_target" not in text


def test_what_may_comment_runs_nothing_of_a_pull_request() -> None:
    job = workflow(ROOT / ".github/workflows/comment.yml")["jobs"]["comment"]
    checkouts = [step for step in job["steps"] if "checkout" in step.get("uses", "")]

    assert [step["with"] for step in checkouts] == [{"persist-credentials": False}]


def test_gitlab_gives_no_secret_to_the_review_of_a_fork() -> None:
    pipeline = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))

    assert not re.search(r"PLAN_|APPLY_|TOKEN", str(pipeline["review"]))
    for job in ("comment", "engine"):
        assert "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID" in pipeline[job]["rules"][0]["if"]


class Server:
    """A platform with some comments, that remembers what was asked."""

    def __init__(self, *bodies: str) -> None:
        self.comments = [{"id": number, "body": body} for number, body in enumerate(bodies)]
        self.changed: list[tuple[str, str]] = []

    def __call__(self, method: str, url: str, _body: dict[str, Any] | None) -> Any:
        if method == "GET":
            page = int(url.rpartition("=")[2])
            return self.comments[(page - 1) * 100 : page * 100]
        self.changed.append((method, url))
        return {}


@pytest.mark.parametrize(
    ("env", "created", "updated"),
    [
        (GITHUB, "https://api/repos/o/r/issues/7/comments", ("PATCH", "https://api/repos/o/r/issues/comments/120")),
        (
            GITLAB,
            "https://lab/api/v4/projects/3/merge_requests/9/notes",
            ("PUT", "https://lab/api/v4/projects/3/merge_requests/9/notes/120"),
        ),
    ],
)
def test_one_comment_is_made_once_and_then_updated(env: dict[str, str], created: str, updated: tuple[str, str]) -> None:
    where = comment.platform(env)
    first, later = Server("hello"), Server(*["other"] * 120, f"{MARKER}\nold")

    assert comment.post(f"{MARKER}\nnew", where, first) == "created"
    assert comment.post(f"{MARKER}\nnew", where, later) == "updated"
    assert first.changed == [("POST", created)]
    assert later.changed == [updated]


def test_a_comment_that_only_quotes_the_marker_is_not_taken_for_the_review() -> None:
    assert comment.post(f"{MARKER}\nnew", comment.platform(GITHUB), Server(f"> {MARKER}")) == "created"


def test_what_is_no_review_is_not_posted() -> None:
    with pytest.raises(SystemExit):
        comment.post("hello", comment.platform(GITHUB), Server())
