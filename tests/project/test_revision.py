"""Plans of another git revision: its own code, and nothing left behind. The small project has no component and no cloud SDK."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from socle.messages import Refused
from socle.project import revision
from socle.project.project import find_project
from socle.project.revision import Revision
from socle.project.shell import for_installing, without_credentials_of
from socle.project.worktree import checkout
from tests.repository import begin, git

pytestmark = pytest.mark.slow

BEFORE_THE_MOVE = "d69d3b9"

PROGRAM = """\
import pulumi

pulumi.CustomResource("scaleway:object/bucket:Bucket", "studies", {"name": "NAME"})
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits of a project below the top: the bucket is called `old`, then `new`; the stack `later` is new."""
    root = tmp_path / "repository" / "project"
    (root / "infra").mkdir(parents=True)
    (root / "stacks").mkdir()
    (root / "Pulumi.yaml").write_text("name: small\nruntime: python\nmain: infra\nstackConfigDir: stacks\n")
    (root / "stacks/Pulumi.demo.yaml").write_text("config: {}\n")
    (root / "stacks/Pulumi.former.yaml").write_text("config: {}\n")
    (root / "infra/__main__.py").write_text(PROGRAM.replace("NAME", "old"))
    begin(root.parent, "old")
    (root / "infra/__main__.py").write_text(PROGRAM.replace("NAME", "new"))
    (root / "stacks/Pulumi.later.yaml").write_text("config: {}\n")
    (root / "stacks/Pulumi.former.yaml").unlink()
    return root


def nothing_is_left(root: Path) -> bool:
    trees = git(root, "worktree", "list", "--porcelain").count("worktree ")
    return trees == 1 and not list(Path(tempfile.gettempdir()).glob("socle-base-*"))


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def test_a_revision_is_captured_with_its_own_code(repository: Path) -> None:
    found = Revision.of(find_project(repository), "main").capture(["demo"])

    assert found.plans["demo"].named("studies").inputs == {"name": "old"}
    assert "new" in (repository / "infra/__main__.py").read_text()
    assert nothing_is_left(repository)


def test_stacks_that_came_and_went_are_told_apart(repository: Path) -> None:
    found = Revision.of(find_project(repository), "HEAD").capture(["demo", "later"])

    assert found.plans.keys() == {"demo"}
    assert found.gone == ("former",)
    assert found.failed == {}


def test_stacks_are_found_in_the_folder_where_the_revision_kept_them(repository: Path) -> None:
    shutil.move(repository / "stacks", repository / "config")
    file = repository / "Pulumi.yaml"
    file.write_text(file.read_text().replace("stackConfigDir: stacks", "stackConfigDir: config"))

    found = Revision.of(find_project(repository), "HEAD").capture(["demo", "later"])

    assert found.plans.keys() == {"demo"}
    assert found.gone == ("former",)


def test_a_revision_whose_project_cannot_be_read_fails_for_every_stack(repository: Path) -> None:
    file = repository / "Pulumi.yaml"
    right = file.read_text()
    file.write_text("name: [\n")
    git(repository, "commit", "--quiet", "-am", "broken")
    file.write_text(right)

    found = Revision.of(find_project(repository), "HEAD").capture(["demo", "later"])

    assert found.plans == {}
    assert found.failed.keys() == {"demo", "later"}


def test_a_revision_that_is_no_project_yet_has_no_stacks(repository: Path) -> None:
    git(repository, "rm", "--quiet", "--cached", "Pulumi.yaml")
    git(repository, "commit", "--quiet", "-m", "none")

    found = Revision.of(find_project(repository), "HEAD").capture(["demo"])

    assert (found.plans, found.failed, found.gone) == ({}, {}, ())


def test_a_revision_whose_program_fails_says_so_and_leaves_nothing(repository: Path) -> None:
    (repository / "infra/__main__.py").write_text("raise RuntimeError('the old program is broken')\n")
    git(repository, "commit", "--quiet", "-am", "broken")

    found = Revision.of(find_project(repository), "HEAD").capture(["demo"])

    assert found.plans == {}
    assert "the old program is broken" in found.failed["demo"]
    assert nothing_is_left(repository)


@pytest.mark.parametrize("name", ["nowhere", "--help", "HEAD:Pulumi.yaml", ""])
def test_what_is_no_revision_is_refused(repository: Path, name: str) -> None:
    with pytest.raises(Refused, match="there is no such revision"):
        Revision.of(find_project(repository), name)


def test_a_folder_without_git_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\n")

    with pytest.raises(Refused, match="no git checkout"):
        Revision.of(find_project(tmp_path), "main")


def use(repository: Path) -> None:
    with checkout(repository.parent, git(repository, "rev-parse", "HEAD"), os.environ) as folder:
        assert (folder / "project/Pulumi.yaml").is_file()
        raise LookupError


def test_a_worktree_goes_even_when_its_user_raises(repository: Path) -> None:
    with pytest.raises(LookupError):
        use(repository)

    assert nothing_is_left(repository)


def test_a_worktree_goes_when_the_process_is_asked_to_end(repository: Path, tmp_path: Path) -> None:
    script = (
        "import os, sys, time\nfrom pathlib import Path\nfrom socle.project.worktree import checkout\n"
        "with checkout(Path(sys.argv[1]), sys.argv[2], os.environ):\n    print('ready', flush=True)\n    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(repository.parent), git(repository, "rev-parse", "HEAD")]
    env = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 128 + signal.SIGTERM

    assert nothing_is_left(repository)


def test_another_lock_makes_an_environment_that_builds_nothing_of_the_revision(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own code is on the path; building it may need what only its developers have. A stand-in takes the place of uv."""
    (repository / "uv.lock").write_text("version = 1\n")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "locked")
    (repository / "uv.lock").write_text("version = 2\n")
    uv = tmp_path / "uv"
    uv.write_text(
        f'#!/bin/sh\necho "$@" >"{tmp_path}/asked"\nmkdir -p "$UV_PROJECT_ENVIRONMENT/bin"\n'
        f'ln -s "{sys.executable}" "$UV_PROJECT_ENVIRONMENT/bin/python"\n'
    )
    uv.chmod(0o755)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name, **more: str(uv) if name == "uv" else which(name, **more))

    revision = Revision.of(find_project(repository), "HEAD")
    made = replace(revision, sources=tuple(Path(path) for path in sys.path if path)).capture(["demo"])

    assert not made.failed
    assert made.plans["demo"].named("studies").inputs == {"name": "new"}
    assert {"--frozen", "--no-dev", "--no-build", "--no-install-project"} <= set(
        (tmp_path / "asked").read_text().split()
    )


def test_no_program_is_started_with_the_environment_that_a_capture_changes(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A capture runs beside it in this process: a program that starts while the environment changes fails with EFAULT."""
    given: list[object] = []
    start = subprocess.Popen

    def noted(*arguments: object, **more: object) -> object:
        given.append(more.get("env"))
        return start(*arguments, **more)  # type: ignore[call-overload]

    revision = Revision.of(find_project(repository), "HEAD")
    monkeypatch.setattr(subprocess, "Popen", noted)
    revision.capture(["demo"])

    assert len(given) >= 4
    assert all(isinstance(env, dict) and env is not os.environ for env in given)


def test_the_command_is_the_one_that_the_own_distribution_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the distribution is called, and although a stranger's has a command of the same name."""
    stranger = EntryPoint("socle", "stranger.cli:run", "console_scripts")
    own = EntryPoint("socle", "socle.elsewhere:begin", "console_scripts")
    monkeypatch.setattr(revision, "entry_points", lambda **_: EntryPoints([stranger, own]))

    assert revision.command_line() == ("socle.elsewhere", "begin")


def test_sources_that_no_distribution_declares_have_the_usual_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revision, "entry_points", lambda **_: EntryPoints())

    assert revision.command_line() == ("socle.cli", "main")


def test_a_revision_from_before_the_files_moved_can_be_compared_with(request: pytest.FixtureRequest) -> None:
    """Its own program, its own library and its own lock file, by the same command and the same options."""
    root = request.config.rootpath
    try:
        found = Revision.of(find_project(root), BEFORE_THE_MOVE).capture(["demo-cluster"])
    except Refused as refused:
        if "no such revision" in str(refused) or "environment cannot be made" in str(refused):
            pytest.skip(f"needs the whole history and a package index: {refused}")
        raise

    assert found.failed == {}
    assert found.plans["demo-cluster"].all("kubernetes:core/v1:Namespace")


CREDENTIALS = (
    *("SCW_SECRET_KEY", "ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY", "PULUMI_ACCESS_TOKEN"),
    *("PULUMI_CONFIG_PASSPHRASE", "GITHUB_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "CI_JOB_TOKEN", "VAULT_TOKEN"),
    *(
        "KUBECONFIG",
        "SSH_AUTH_SOCK",
        "UV_INDEX_INTERNAL_PASSWORD",
        "HTTPS_PROXY",
        "NETRC",
        "XDG_CONFIG_HOME",
        "OF_NO_LIST",
    ),
)


def test_code_of_another_revision_gets_no_credential_of_the_shell(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a variable nor the home folder, where the tools of the clouds keep theirs."""
    program = f"{PROGRAM}import os\nfrom pathlib import Path\npulumi.export('seen', sorted(os.environ))\n"
    program += "pulumi.export('home', [p.name for p in Path.home().iterdir()])\npulumi.export('values', list(os.environ.values()))\n"
    (repository / "infra/__main__.py").write_text(program)
    git(repository, "commit", "--quiet", "-am", "curious")
    for name in CREDENTIALS:
        monkeypatch.setenv(name, "hidden-value")
    monkeypatch.setenv("LC_TIME", "fr_FR.UTF-8")

    outputs = Revision.of(find_project(repository), "HEAD").capture(["demo"]).plans["demo"].outputs

    assert {"PATH", "HOME", "LC_TIME"} <= set(outputs["seen"])
    assert not set(CREDENTIALS) & set(outputs["seen"])
    assert "hidden-value" not in outputs["values"]
    assert outputs["home"] == []


def test_a_hook_inside_another_revision_does_not_run(repository: Path) -> None:
    """`core.hooksPath` of the checkout may name a folder that the revision fills."""
    hook = repository.parent / "hooks/post-checkout"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\nenv >{repository.parent}/ran\n")
    hook.chmod(0o755)
    git(repository, "add", "--all", str(repository.parent))
    git(repository, "commit", "--quiet", "-m", "hook")
    git(repository, "config", "core.hooksPath", "hooks")

    Revision.of(find_project(repository), "HEAD").capture(["demo"])

    assert not (repository.parent / "ran").exists()


def test_what_installs_reaches_its_index_and_builds_nothing() -> None:
    environ = {"UV_INDEX_INTERNAL_PASSWORD": "x", "https_proxy": "y", "HOME": "/h", "GITHUB_TOKEN": "z", "PATH": "/bin"}

    assert for_installing(environ) == {name: environ[name] for name in environ if name != "GITHUB_TOKEN"}
    assert without_credentials_of(environ) == {"PATH": "/bin"}
