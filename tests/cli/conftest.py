"""A small project on disk, and the command run on it: in this process for its words, in its own for its end."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from socle.cli import entry

PROJECT = """\
name: small
runtime: python
main: infra
stackConfigDir: stacks
config:
  small:greeting:
    type: string
    default: hello
  small:size:
    type: integer
    default: 3
"""

PROGRAM = """\
import pulumi

from socle.origin import Origin

config = pulumi.Config()
print("a program may print")


def bucket(name, opts=None):
    # without the provider's SDK, whose import would take most of the time of every test
    return pulumi.CustomResource("scaleway:object/bucket:Bucket", name, {"name": f"x-{name}"}, opts)


class Store(pulumi.ComponentResource):
    def __init__(self, name, protect):
        super().__init__("test:storage:Store", name)
        self.origin = Origin("demo/estate.yaml", 7, "buckets.studies")
        bucket(f"{name}-bucket", pulumi.ResourceOptions(parent=self, protect=protect))
        self.register_outputs({})


Store("studies", protect=True)
Store("scratch", protect=config.get_bool("careful") or False)
pulumi.export("greeting", config.require("greeting"))
"""


@dataclass(frozen=True)
class Said:
    """What one run of the command came to."""

    code: int
    out: str
    err: str


Socle = Callable[..., Said]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A program that fails leaves coroutines of Pulumi behind, which warn whenever they are collected."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"))


@pytest.fixture
def failing() -> Iterator[None]:
    """For a test whose program fails: what it leaves behind is collected here, and not in another test."""
    yield
    gc.collect()


@pytest.fixture
def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in whoever runs the tests alters how the command writes."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "SOCLE_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_written: None) -> Path:
    """A project with the stacks `demo-a` and `demo-b` of the estate `demo`, and `test-a` of `test`; we are in its root."""
    write_project(tmp_path, "demo-a", "demo-b", "test-a")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_project(root: Path, *stacks: str) -> None:
    """Write the small project with these stacks, each of the estate that its name begins with."""
    write(root / "Pulumi.yaml", PROJECT)
    write(root / "infra/__main__.py", PROGRAM)
    for stack in stacks:
        estate = stack.partition("-")[0]
        write(root / f"stacks/Pulumi.{stack}.yaml", f"config:\n  socle:estate: {estate}\n")
        write(root / f"stacks/estates/{estate}/estate.yaml", f"name: {estate}\n")


def write(file: Path, text: str) -> None:
    """Write a file, and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def socle(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], as_written: None) -> Socle:
    """Run the command in this process."""

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["socle", *arguments])
        code = entry.run()
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as its users do, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from socle.cli import main; main()", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
