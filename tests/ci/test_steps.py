"""The steps of the pipelines, run as they are written, in a clone, against a forge on this machine that keeps comments.

Stand-ins: `make setup` does nothing, the Pulumi CLI prints a recorded preview, `gh` answers two questions. The rest is real.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import PROGRAM, PROJECT, write

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PREVIEW = ROOT / "tests/data/engine-previews/iam-sets.json"
STAND_INS = {
    "make": "exit 0",
    "pulumi": f'test -n "$SCW_SECRET_KEY" && cat {PREVIEW}',
    "gh": 'case "$*" in *reviews*) echo one; echo two;; *) echo "$HEAD_SHA";; esac',
    "python3": f'exec {sys.executable} "$@"',
}


class Forge(BaseHTTPRequestHandler):
    """Comments of one merge request, as both platforms keep them."""

    comments: list[dict[str, Any]]
    asked: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        self._answer(self.comments if self.path.endswith("page=1") else [])

    def do_POST(self) -> None:
        self.comments.append({"id": len(self.comments) + 1, "body": self._body()})
        self._answer({})

    def do_PUT(self) -> None:
        self.comments[int(self.path.rpartition("/")[2]) - 1]["body"] = self._body()
        self._answer({})

    do_PATCH = do_PUT  # noqa: N815 - the base class looks for this name

    def _body(self) -> str:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

    def _answer(self, value: Any) -> None:
        self.asked.append((self.command, self.headers.get("PRIVATE-TOKEN") or self.headers.get("Authorization")))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: the test reads `asked`."""


@pytest.fixture
def forge() -> Iterator[tuple[str, type[Forge]]]:
    handler = type("One", (Forge,), {"comments": [], "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", handler
    server.shutdown()
    server.server_close()


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, check=True, text=True
    ).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A small project whose branch takes a protection off, checked out as a pipeline does."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    write(origin / "Pulumi.yaml", PROJECT)
    write(origin / "infra/__main__.py", PROGRAM)
    write(origin / "stacks/Pulumi.demo-a.yaml", "config:\n  socle:estate: demo\n")
    write(origin / "stacks/estates/demo/estate.yaml", "name: demo\n")
    write(origin / "ci/comment.py", (ROOT / "ci/comment.py").read_text(encoding="utf-8"))
    git(origin, "init", "--quiet", "--initial-branch", "main")
    git(origin, "add", ".")
    git(origin, "commit", "--quiet", "-m", "base")
    git(tmp_path, "clone", "--quiet", str(origin), "clone")
    git(clone, "switch", "--quiet", "-c", "change")
    write(clone / "infra/__main__.py", PROGRAM.replace('"studies", protect=True', '"studies", protect=False'))
    write(clone / "ci/comment.py", "raise SystemExit('the script of the change ran')\n")
    git(clone, "commit", "--quiet", "-am", "change")
    for name, script in STAND_INS.items():
        write(tmp_path / "bin" / name, f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    write(clone / ".venv/bin/socle", f'#!/bin/sh\nexec {sys.executable} -c "from socle.cli import main; main()" "$@"\n')
    (clone / ".venv/bin/socle").chmod(0o755)
    return clone


def run(folder: Path, script: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One step, in the shell and with the options of a runner."""
    path = f"{folder.parent / 'bin'}:{os.environ['PATH']}"
    whole = {"PATH": path, "HOME": str(folder.parent), "LANG": "C.UTF-8", **env}
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


def test_gitlab_reviews_and_the_engine_adds_to_the_same_comment(clone: Path, forge: tuple[str, type[Forge]]) -> None:
    pipeline = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    # /tmp is the runner's own there; here it is shared
    script = {
        name: "\n".join(job["script"]).replace("/tmp/", f"{clone.parent}/")
        for name, job in pipeline.items()
        if "script" in job
    }
    address, server = forge
    env = {
        "CI_MERGE_REQUEST_PROJECT_URL": str(clone.parent / "origin"),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(clone, "rev-parse", "main"),
        "GITLAB_CI": "true",
        "CI_API_V4_URL": f"{address}/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "9",
        "CI_COMMIT_SHA": git(clone, "rev-parse", "HEAD"),
    }
    ran(clone, script["review"], env)
    first = env | {"REVIEW_TOKEN": "comment-only", "PART": "intent"}
    assert ran(clone, script[".comment"], first).strip() == "created"
    assert ran(clone, script[".comment"], first).strip() == "updated"
    plan = {"PLAN_ACCESS_KEY": "a", "PLAN_SECRET_KEY": "b", "PLAN_PASSPHRASE": "c", "STACK": "demo-a"}
    ran(clone, script[".engine"], env | plan)
    ran(clone, script[".comment"], first | {"PART": "engine-demo-a"})

    [body] = [one["body"] for one in server.comments]
    assert body.count("Level: intent") == body.count("Level: engine") == 1
    assert {token for _, token in server.asked} == {"comment-only"}


def test_github_reviews_and_the_engine_adds_to_the_same_comment(clone: Path, forge: tuple[str, type[Forge]]) -> None:
    address, server = forge
    sha = git(clone, "rev-parse", "HEAD")
    values = {
        "github.event.pull_request.base.sha": git(clone, "rev-parse", "main"),
        "github.event.pull_request.number": "7",
        "inputs.number": "7",
        "github.event.workflow_run.head_sha": sha,
        "inputs.sha": sha,
        "inputs.stack": "demo-a",
        "github.token": "comment-only",
        "secrets.PLAN_SECRET_KEY": "b",
    }
    runner = {"GITHUB_API_URL": address, "GITHUB_REPOSITORY": "o/r", "HEAD_SHA": sha}

    def job(workflow: str, name: str, folder: Path) -> None:
        steps = yaml.safe_load((ROOT / ".github/workflows" / workflow).read_text(encoding="utf-8"))["jobs"][name][
            "steps"
        ]
        for step in (step for step in steps if "run" in step):
            env = {
                k: re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda m: values.get(m[1], ""), v)
                for k, v in step.get("env", {}).items()
            }
            ran(folder, step["run"], runner | env)

    def comments(workflow: str, files: str) -> None:
        target = clone.parent / f"target-{workflow}"
        git(clone.parent, "clone", "--quiet", str(clone.parent / "origin"), target.name)
        (target / "found").mkdir()
        for name in files.split():
            (target / "found" / name).write_bytes((clone / name).read_bytes())
        job(workflow, "comment", target)

    job("preview.yml", "review", clone)
    comments("comment.yml", "review.md number")
    job("engine.yml", "engine", clone)
    comments("engine.yml", "review.md")

    [body] = [one["body"] for one in server.comments]
    assert body.count("Level: intent") == body.count("Level: engine") == 1
    assert [method for method, _ in server.asked if method != "GET"] == ["POST", "PATCH"]


def test_a_refused_verdict_fails_the_review(clone: Path) -> None:
    write(clone / "infra/__main__.py", PROGRAM.replace('f"x-{name}"', 'f"y-{name}"'))
    steps = yaml.safe_load((ROOT / ".github/workflows/preview.yml").read_text(encoding="utf-8"))["jobs"]["review"][
        "steps"
    ]
    step = next(step["run"] for step in steps if "--base" in step.get("run", ""))
    done = run(clone, step, {"BASE": git(clone, "rev-parse", "main")})

    assert done.returncode == 1, done.stderr
    assert "Refused" in (clone / "review.md").read_text(encoding="utf-8")


def test_one_approval_is_not_enough_for_the_engine(clone: Path) -> None:
    write(clone.parent / "bin/gh", '#!/bin/sh\ncase "$*" in *reviews*) echo one; echo one;; *) echo "$SHA";; esac\n')
    job = yaml.safe_load((ROOT / ".github/workflows/engine.yml").read_text(encoding="utf-8"))["jobs"]["engine"]

    assert run(clone, job["steps"][0]["run"], {"SHA": "a", "NUMBER": "7", "GITHUB_REPOSITORY": "o/r"}).returncode == 1
