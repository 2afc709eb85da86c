"""The plans of another git revision: its own code, its own estate, in a process of its own and a folder that is removed.

The environment is reused when `uv.lock` is the same in both revisions, else made anew from that revision's lock file.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from threading import Event

from socle.messages import Refused
from socle.plan import Plan, PlanFormatError, plans_from_json

from .project import Project, project_file, read_project
from .shell import for_installing, without_credentials_of
from .worktree import checkout, commit_of, refused, run, tail, top_of

_LAUNCH = "import importlib, sys; module, name = sys.argv[1:3]; del sys.argv[1:3]; getattr(importlib.import_module(module), name)()"
"""What the script does that an installer writes for an entry point. A script of its own may belong to another environment."""


class GivenUp(Exception):
    """Nobody waits for the capture any more."""


@dataclass(frozen=True)
class Captured:
    """The plans of a revision by stack. `failed` says, by stack, why one that is in the revision has no plan.

    `gone` are the stacks of the revision that the project has no more.
    """

    plans: dict[str, Plan] = field(default_factory=dict[str, Plan])
    failed: dict[str, str] = field(default_factory=dict[str, str])
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Revision:
    """A revision that is there, and all that this process has to say about how to capture it.

    Taken down at once, so that `capture` can run beside a capture in this process, which changes environment and path.
    """

    project: Project
    name: str
    commit: str
    top: Path
    sources: tuple[Path, ...]
    environ: Mapping[str, str]
    given_up: Event = field(default_factory=Event, compare=False, repr=False)
    """Set once nobody waits for a capture any more: nothing further is started for it."""

    @classmethod
    def of(cls, project: Project, name: str) -> "Revision":
        """Look a revision up.

        Raises:
            Refused: there is no such revision, no checkout, or no git; the message says which.
        """
        top = top_of(project.root)
        inside = [Path(entry).resolve() for entry in sys.path if entry]
        own = [path.relative_to(top) for path in inside if path.is_relative_to(top) and not _is_installed(path)]
        return cls(project, name, commit_of(top, name), top, tuple(own), dict(os.environ))

    def __str__(self) -> str:
        return self.name if self.commit.startswith(self.name) else f"{self.name} ({self.commit[:10]})"

    def capture(self, stacks: Iterable[str]) -> Captured:
        """Capture stacks; those that the revision does not have are left out.

        Raises:
            Refused: the revision's environment cannot be made.
        """
        within = self.project.root.resolve().relative_to(self.top)
        with checkout(self.top, self.commit, self.environ) as folder, self._environment(folder / within) as python:
            return _captured(_Run(self, folder, folder / within, python), list(stacks))

    @contextmanager
    def _environment(self, other: Path) -> Generator[str]:
        """A Python with what the other revision needs: this one where both have the same lock file."""
        lock = other / "uv.lock"
        if not lock.is_file() or lock.read_bytes() == _bytes(self.project.root / "uv.lock"):
            yield sys.executable
            return
        uv = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), self.environ.get("PATH", "")]))
        if uv is None:
            raise refused(
                self.name, "its uv.lock is another one, and there is no uv to make its environment", "install uv"
            )
        with tempfile.TemporaryDirectory(prefix="socle-venv-", ignore_cleanup_errors=True) as venv:
            env = {**for_installing(self.environ), "UV_PROJECT_ENVIRONMENT": venv, "VIRTUAL_ENV": venv}
            command = [
                uv,
                "sync",
                "--frozen",
                "--quiet",
                "--no-dev",
                "--no-build",  # what is built runs code that the revision chose
                "--no-install-project",  # its own code is on the path already, and building it may need what only its developers have
                "--project",
                str(other),
                "--python",
                sys.executable,
            ]
            done = run(command, env)
            if done.returncode != 0:
                what = f"its environment cannot be made: {tail(done.stderr)}"
                raise refused(self.name, what, "check that the package index is reachable, or compare with --state")
            yield str(Path(venv) / "bin" / "python")


@dataclass(frozen=True)
class _Run:
    """One way to run the revision's own command line."""

    revision: Revision
    folder: Path
    root: Path
    python: str

    def plans(self, stacks: list[str]) -> dict[str, Plan]:
        """Raises `_Failed` when one of the stacks cannot be captured, `GivenUp` when nobody waits any more."""
        command = [
            self.python,
            "-c",
            _LAUNCH,
            *command_line(),
            "preview",
            *stacks,
            "--json",
            "-",
            "--mode",
            "up",
            "--root",
            str(self.root),
        ]
        sources = [str(self.folder / path) for path in self.revision.sources if (self.folder / path).is_dir()]
        home = self.folder.parent / "home"
        home.mkdir(exist_ok=True)
        env = {**without_credentials_of(self.revision.environ), "HOME": str(home), "NO_COLOR": "1"}
        env["PYTHONPATH"] = os.pathsep.join(sources)
        done = None if self.revision.given_up.is_set() else run(command, env, self.root)
        if done is None or self.revision.given_up.is_set():
            raise GivenUp
        if done.returncode != 0:
            raise _Failed(tail(done.stderr) or f"its program ended with code {done.returncode}")
        try:
            return dict(plans_from_json(done.stdout).plans)
        except (ValueError, PlanFormatError) as error:
            raise _Failed(f"its plan cannot be read: {error}") from error

    def stacks(self) -> list[str]:
        """The stacks of the revision, from the folder where it keeps them itself; none where it is no project yet.

        Raises:
            Refused: its Pulumi.yaml is malformed.
        """
        file = project_file(self.root)
        return read_project(file).stacks() if file else []


def command_line() -> tuple[str, str]:
    """Module and function of the `socle` command, as the distribution that this package belongs to declares it.

    Another distribution may have a command of the same name, and sources on the path may belong to none.
    """
    own, _, _ = __name__.partition(".")
    declared = [each for each in entry_points(group="console_scripts", name=own) if each.module.split(".")[0] == own]
    return (declared[0].module, declared[0].attr) if declared else (f"{own}.cli", "main")


class _Failed(Exception):
    """The other revision's own command line did not give plans; the text is what it said."""


def _captured(run_: _Run, stacks: list[str]) -> Captured:
    try:
        there = run_.stacks()
    except Refused as error:
        return Captured(failed=dict.fromkeys(stacks, str(error)))
    known = [stack for stack in stacks if stack in there]
    gone = tuple(stack for stack in there if stack not in run_.revision.project.stacks())
    if not known:
        return Captured(gone=gone)
    try:
        return Captured(run_.plans(known), gone=gone)
    except _Failed as error:
        if len(known) == 1:
            return Captured({}, {known[0]: str(error)}, gone)
    found = Captured(gone=gone)
    for stack in known:
        try:
            found.plans.update(run_.plans([stack]))
        except _Failed as error:
            found.failed[stack] = str(error)
    return found


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _is_installed(path: Path) -> bool:
    return any(part in ("site-packages", "dist-packages") or part.startswith(".venv") for part in path.parts)
