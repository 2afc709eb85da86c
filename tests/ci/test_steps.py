"""The steps of the pipelines, run as they are written, in a clone, against a stand-in of the platforms on this machine.

Stand-ins: `make setup` puts the command there, the Pulumi CLI prints a recorded preview, `gh` answers one question. The rest is real.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import landlock
import pytest
import yaml

from tests.cli.conftest import PROGRAM, write, write_project
from tests.repository import begin, git

from .stand_in import TOKENS, Stand, github, gitlab

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PREVIEW = ROOT / "tests/data/engine-previews/iam-sets.json"
COMMAND = f'exec {sys.executable} -c "from socle.cli import main; main()" "$@"'
SETUP = f"""while [ $# -gt 0 ]; do case "$1" in -C) cd "$2"; shift;; esac; shift; done
mkdir -p .venv/bin && printf '%s\\n' '#!/bin/sh' '{COMMAND}' > .venv/bin/socle && chmod +x .venv/bin/socle"""
STAND_INS = {
    "make": SETUP,
    "pulumi": f'test -n "$SCW_SECRET_KEY" && cat {PREVIEW}',
    "gh": "echo 7",
    "python3": f'exec {sys.executable} "$@"',
}
LEAVES_A_TRACE = "import os, pathlib\npathlib.Path(os.environ['TRACE']).touch()\n"
"""What the program of the change does beside its resources: whoever runs it is found out."""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A small project whose branch takes a protection off, checked out as a pipeline does: the result of merging it."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    write_project(origin, "demo-a")
    write(origin / ".gitignore", ".venv\n")
    for script in ("api.py", "comment.py", "lines.py", "gate.py", "closed.sh", "landlock.py"):
        write(origin / "ci" / script, (ROOT / "ci" / script).read_text(encoding="utf-8"))
    begin(origin)
    git(tmp_path, "clone", "--quiet", str(origin), "clone")
    git(clone, "switch", "--quiet", "-c", "change")
    program = PROGRAM.replace('"studies", protect=True', '"studies", protect=False')
    write(clone / "infra/__main__.py", LEAVES_A_TRACE + program)
    write(clone / "ci/comment.py", "raise SystemExit('the script of the change ran')\n")
    git(clone, "commit", "--quiet", "-am", "change")
    git(clone, "push", "--quiet", "origin", "change")
    git(clone, "switch", "--quiet", "--detach", "main")
    git(clone, "merge", "--quiet", "--no-ff", "-m", "merged", "change")
    git(clone, "push", "--quiet", "origin", "HEAD:refs/pull/7/merge")
    for name, script in STAND_INS.items():
        write(tmp_path / "bin" / name, f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    return clone


def trace(clone: Path) -> Path:
    return clone.parent / "trace"


def run(folder: Path, script: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One step, in the shell and with the options of a runner."""
    top = next(each for each in (folder, *folder.parents) if (each / "bin/gh").is_file())
    path = f"{top / 'bin'}:{os.environ['PATH']}"
    whole = {"PATH": path, "HOME": str(top), "LANG": "C.UTF-8", "TRACE": str(top / "trace"), **env}
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=whole,
        capture_output=True,
        text=True,
        check=False,
    )


def ran(folder: Path, script: str, env: dict[str, str]) -> str:
    done = run(folder, script, env)
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done.stdout


class Lab:
    """The jobs of GitLab's pipeline, each as its runner would run it."""

    def __init__(self, clone: Path, stand: Stand) -> None:
        self.jobs: dict[str, Any] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
        self.clone = clone
        stand.pull["head"]["sha"] = git(clone, "rev-parse", "HEAD")
        self.env = gitlab(
            stand,
            CI_MERGE_REQUEST_PROJECT_URL=str(clone.parent / "origin"),
            CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
            CI_MERGE_REQUEST_DIFF_BASE_SHA=git(clone, "rev-parse", "main"),
            CI_COMMIT_SHA=git(clone, "rev-parse", "HEAD"),
        )

    def __call__(self, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        job = self.jobs[name]
        before = self.jobs[job["extends"]].get("before_script", []) if "extends" in job else []
        script = job.get("script") or self.jobs[job["extends"]]["script"]
        # /tmp is the runner's own there; here it is shared
        text = "\n".join([*before, *script]).replace("/tmp/", f"{self.clone.parent}/")
        env = {**self.env, "TMPDIR": str(self.clone.parent), **more}
        if "comment" not in name:
            del env["REVIEW_TOKEN"]
        return run(self.clone, text, env)

    def done(self, name: str, **more: str) -> str:
        ended = self(name, **more)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout.strip()


PLAN = {"PLAN_ACCESS_KEY": "a", "PLAN_SECRET_KEY": "b", "PLAN_PASSPHRASE": "c", "STACK": "demo-a"}


def test_gitlab_reviews_and_the_engine_adds_to_the_same_comment(clone: Path, stand: Stand) -> None:
    job = Lab(clone, stand)
    job.done("capture")
    assert trace(clone).exists()
    trace(clone).unlink()

    job.done("review")
    assert job.done(".comment", PART="intent") == "created, socle::dangerous"
    assert job.done(".comment", PART="intent") == "updated, socle::dangerous"
    job.done(".engine", **PLAN)
    job.done(".engine-review")
    job.done(".comment", PART="engine-demo-a")

    [body] = stand.bodies(TOKENS["lab"])
    assert body.count("Level: intent") == body.count("Level: engine") == 1
    assert {token for _, _, token in stand.asked} == {"lab"}
    assert not trace(clone).exists(), "code of the change ran where only the base's may"


def test_an_engine_that_fails_is_told_and_leaves_no_good_verdict(clone: Path, stand: Stand) -> None:
    write(clone.parent / "bin/pulumi", f"#!/bin/sh\ncat {PREVIEW}\nexit 255\n")
    job = Lab(clone, stand)

    assert job(".engine", **PLAN).returncode == 255
    assert job(".engine-review").returncode == 1
    assert not (clone / "review.md").exists()
    assert job(".comment", PART="engine-demo-a").returncode == 1
    assert "No verdict" in stand.bodies(TOKENS["lab"])[0]


def test_a_base_that_is_not_on_the_target_branch_is_refused(clone: Path, stand: Stand) -> None:
    job = Lab(clone, stand)
    job.done("capture")

    assert job("review", CI_MERGE_REQUEST_DIFF_BASE_SHA=git(clone, "rev-parse", "HEAD")).returncode == 1
    assert not (clone / "review.md").exists()


class Hub:
    """The jobs of GitHub's workflows, each as its runner would run it."""

    def __init__(self, clone: Path, stand: Stand) -> None:
        self.clone = clone
        self.sha = git(clone, "rev-parse", "origin/change")
        stand.pull["head"]["sha"] = self.sha
        self.runner = github(stand, REVIEW_SHA=self.sha)
        del self.runner["REVIEW_TOKEN"]
        self.values = {
            "github.event.pull_request.number": "7",
            "github.sha": git(clone, "rev-parse", "HEAD"),
            "inputs.number": "7",
            "inputs.sha": self.sha,
            "inputs.stack": "demo-a",
            "github.event.workflow_run.head_sha": self.sha,
            "github.event.workflow_run.head_branch": "change",
            "github.event.workflow_run.head_repository.owner.login": "o",
            "steps.which.outputs.number": "7",
            "needs.review.outputs.number": "7",
            "github.token": "own",
            "secrets.PLAN_SECRET_KEY": "b",
        }

    def fresh(self, *found: Path) -> Path:
        """A checkout of the default branch, with the files of another job."""
        target = self.clone.parent / f"target-{len(list(self.clone.parent.glob('target-*')))}"
        git(self.clone.parent, "clone", "--quiet", str(self.clone.parent / "origin"), target.name)
        (target / "found").mkdir()
        for file in found:
            (target / "found" / file.name).write_bytes(file.read_bytes())
        return target

    def __call__(self, workflow: str, name: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """The last step that ran: the first that failed, or the last of all."""
        text = (ROOT / ".github/workflows" / workflow).read_text(encoding="utf-8")
        done = None
        for step in (step for step in yaml.safe_load(text)["jobs"][name]["steps"] if "run" in step):
            given = step.get("env", {}).items()
            env = {k: re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda m: self.values.get(m[1], ""), v) for k, v in given}
            done = run(folder, step["run"], {**self.runner, "GITHUB_OUTPUT": str(folder.parent / "output"), **env})
            if done.returncode:
                break
        assert done is not None
        return done

    def done(self, workflow: str, name: str, folder: Path) -> None:
        ended = self(workflow, name, folder)
        assert ended.returncode == 0, ended.stdout + ended.stderr


def test_github_reviews_and_the_engine_adds_to_the_same_comment(clone: Path, stand: Stand) -> None:
    job = Hub(clone, stand)
    stand.rights = {"one": "write", "two": "write"}
    stand.review("one", sha=job.sha)
    stand.review("two", sha=job.sha)

    job.done("preview.yml", "capture", clone)
    assert trace(clone).exists()
    trace(clone).unlink()
    judged = job.fresh(clone / "plans.json", clone / "number")
    job.done("comment.yml", "review", judged)
    job.done("comment.yml", "comment", job.fresh(judged / "review.md"))
    job.done("engine.yml", "gate", job.fresh())
    job.done("engine.yml", "engine", clone)
    said = job.fresh(clone / "engine.json", clone / "engine.code")
    job.done("engine.yml", "review", said)
    job.done("engine.yml", "comment", job.fresh(said / "review.md"))

    [body] = stand.bodies()
    assert body.count("Level: intent") == body.count("Level: engine") == 1
    assert stand.methods() == ["POST", "POST", "PATCH"]  # the comment, its label, the comment
    assert stand.labels == ["socle::dangerous"]
    assert not trace(clone).exists(), "code of the change ran where only the base's may"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("the plans of another merge", "the base has moved on"),
        ("another head", "the pull request has moved on"),
        ("no plans", ""),
        ("plans of a stranger", ""),
        ("plans that are none", ""),
    ],
)
def test_what_was_captured_of_something_else_is_not_judged(clone: Path, stand: Stand, wrong: str, told: str) -> None:
    job = Hub(clone, stand)
    job.done("preview.yml", "capture", clone)
    judged = job.fresh(clone / "plans.json", clone / "number")
    plans = judged / "found/plans.json"
    match wrong:
        case "the plans of another merge":
            (judged / "found/number").write_text(f"7 {'b' * 40}")
        case "another head":
            job.values["github.event.workflow_run.head_sha"] = git(clone, "rev-parse", "main")
        case "no plans":
            plans.unlink()
        case "plans of a stranger":
            plans.write_text(plans.read_text().replace("demo-a", "prod-a"))
        case _:
            plans.write_text('{"version": 1, "plans": [{"verdict": "no-risk"}]}')

    ended = job("comment.yml", "review", judged)
    assert ended.returncode != 0
    assert told in ended.stdout
    assert not (judged / "review.md").exists()
    assert job("comment.yml", "comment", job.fresh()).returncode == 1
    said = [body.count("No verdict") for body in stand.bodies()]
    assert said == ([] if wrong == "another head" else [1]), "the newer commit has a review of its own"


@pytest.mark.parametrize("change", [('f"x-{name}"', 'f"y-{name}"'), ("import pulumi", "raise RuntimeError('no')")])
def test_a_refused_verdict_fails_the_review_and_is_there_to_read(
    clone: Path, stand: Stand, change: tuple[str, str]
) -> None:
    write(clone / "infra/__main__.py", PROGRAM.replace(*change, 1))
    git(clone, "commit", "--quiet", "--amend", "--no-edit", "-a")
    git(clone, "push", "--quiet", "--force", "origin", "HEAD:refs/pull/7/merge")
    job = Hub(clone, stand)
    job.done("preview.yml", "capture", clone)
    judged = job.fresh(clone / "plans.json", clone / "number")

    assert job("comment.yml", "review", judged).returncode == 1
    assert "Refused" in (judged / "review.md").read_text(encoding="utf-8")
    failed = json.loads((judged / "found/plans.json").read_text())["failed"]
    assert list(failed) == (["demo-a"] if "raise" in change[1] else [])


def test_one_approval_is_not_enough_for_the_engine(clone: Path, stand: Stand) -> None:
    job = Hub(clone, stand)
    stand.rights = {"one": "write"}
    stand.review("one", sha=job.sha)

    assert job("engine.yml", "gate", job.fresh()).returncode == 1


def stand_in(clone: Path, name: str, script: str) -> None:
    write(clone.parent / "bin" / name, f"#!/bin/sh\n{script}\n")
    (clone.parent / "bin" / name).chmod(0o755)


def test_a_machine_without_namespaces_and_landlock_says_that_the_job_is_the_only_boundary(clone: Path) -> None:
    stand_in(clone, "unshare", "exit 1")
    stand_in(clone, "python3", "exit 1")
    done = run(clone, "sh ci/closed.sh echo ran", {})

    assert done.stdout == "ran\n"
    assert "closed by: the job alone" in done.stderr


@pytest.mark.skipif(not landlock.version(), reason="the kernel has no Landlock")
def test_landlock_alone_lets_a_capture_write_here_and_nowhere_else(clone: Path) -> None:
    stand_in(clone, "unshare", "exit 1")
    (elsewhere := Path.home() / f".{clone.parent.name}").mkdir()
    try:
        done = run(clone, f"sh ci/closed.sh sh -c 'echo a > here; echo b > {elsewhere}/there; cat here'", {})
        assert done.stdout == "a\n"
        assert list(elsewhere.iterdir()) == []
    finally:
        shutil.rmtree(elsewhere)
    assert "closed by: Landlock (files written only here and in the temporary folder" in done.stderr


@pytest.mark.skipif(not landlock.version(), reason="the kernel has no Landlock")
def test_a_capture_runs_in_whatever_holds_and_a_line_says_what(clone: Path) -> None:
    done = run(clone, "make setup && sh ci/closed.sh .venv/bin/socle preview --capture plans.json", {})

    assert (clone / "plans.json").stat().st_size
    assert "closed by: " in done.stderr
    assert "Landlock (" in done.stderr
