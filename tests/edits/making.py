"""Making an edit in a copy of this project and capturing both sides in this process, as `socle preview --base` does in two.

`make mutants` names a folder in `KEPT_PLANS`: a plan is captured once there, for all mutants of what only reads plans.
"""

import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from socle.capture.run import capture
from socle.diff.compare import Comparison, compare
from socle.plan.model import Plan
from socle.project.project import Project, find_project
from tests.checkout import copied, edited

from .rows import Row, Texts

ROOT = Path(__file__).parents[2]
_READ_PLANS = ("review", "report", "rules", "reach", "access", "cost", "diff", "facts/effects", "facts/updates")
"""Rooms that no capture asks."""
_REFERRED = {
    "foundation": ("demo-bootstrap",),
    "cluster": ("demo-platform",),
    "bridge": ("demo-platform", "demo-legacy"),
}
_HERE: dict[tuple[str, str, str], Plan] = getattr(sys, "_kept_plans", {})
sys._kept_plans = _HERE
"""The same for the mutants of one process."""
_FIRST_LINE = "def main() -> None:\n"
_OPTIONS = """    options = {options}
    def also(args):
        mine = options.get(args.name)
        if mine is None:
            return None
        merged = pulumi.ResourceOptions.merge(args.opts, mine)
        return pulumi.ResourceTransformationResult(args.props, merged)
    pulumi.runtime.register_stack_transformation(also)
"""


class Copy:
    """A copy of the project whose files are edited for one capture and then put back."""

    def __init__(self, folder: Path) -> None:
        self.project: Project = find_project(copied(folder))
        (
            self.project.root / "stacks/estates/demo/cutover.yaml"
        ).unlink()  # it refuses what a wave names and an edit takes away
        self._plans: dict[Any, Plan] = {}

    def compared(self, row: Row) -> Comparison:
        """What an edit changes: both sides captured as if deployed, so that references can be followed."""
        before = self._kept(row.stack, row.before, row.options_before)
        after = self._captured(row.stack, _both(row.before, row.edits), {**row.options_before, **row.options})
        return compare(after, before)

    def patched(self, stack: str, apply: Callable[[], None], restore: Callable[[], None]) -> Comparison:
        """What changes when somebody else changes the files of the copy."""
        before = self._kept(stack, {}, {})
        apply()
        try:
            return compare(self._captured(stack, {}, {}, fresh=True), before)
        finally:
            restore()

    def _kept(self, stack: str, edits: Mapping[str, Texts], options: Mapping[str, str]) -> Plan:
        key = (stack, repr(edits), repr(options))
        if key not in self._plans:
            self._plans[key] = self._captured(stack, edits, options)
        return self._plans[key]

    def _captured(
        self, stack: str, edits: Mapping[str, Texts], options: Mapping[str, str], *, fresh: bool = False
    ) -> Plan:
        layer = stack.removeprefix("demo-")
        key = (stack, repr(edits), repr(options))
        if not fresh and key in _HERE:
            return _HERE[key]
        project = find_project(self.project.root) if fresh else self.project
        references = {each: self._kept(each, {}, {}) for each in _REFERRED.get(layer, ())}
        program = with_options(options)
        config, secrets = project.config(stack)

        def made() -> Plan:
            return capture(
                self.project.program,
                stack=stack,
                project=self.project.name,
                config=config,
                secret_config=secrets,
                mode="up",
                references=references,
                root=self.project.root,
            )

        with edited(self.project.root, _both(edits, program)), _uncompiled():
            folder = os.environ.get("KEPT_PLANS")
            if not folder:
                return made()
            plan = _once(Path(folder), f"{stack} {_digest(self.project.root)}", made)
            if not fresh:
                _HERE[key] = plan
            return plan


def _once(folder: Path, what: str, made: Callable[[], Plan]) -> Plan:
    """A plan by the text of the program and of every module that a capture could ask."""
    file = folder / sha256(f"{what} {_code()}".encode()).hexdigest()
    if not file.is_file():
        file.write_bytes(pickle.dumps(made()))
    return pickle.loads(file.read_bytes())  # noqa: S301 - written by these lines


@cache
def _code() -> str:
    library = ROOT / "components" / "socle"
    return _digest(library, leave_out=tuple(library / room for room in _READ_PLANS))


def _digest(folder: Path, leave_out: tuple[Path, ...] = ()) -> str:
    found = sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".py", ".yaml") and not any(file.is_relative_to(each) for each in leave_out):
            found.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes())
    return found.hexdigest()


@contextmanager
def _uncompiled() -> Iterator[None]:
    """Two edits of one second and one size would otherwise share a compiled module."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def with_options(options: Mapping[str, str]) -> dict[str, Texts]:
    """The edit of the program that gives these options to resources, by logical name."""
    entries = ", ".join(f"{name!r}: pulumi.ResourceOptions({text})" for name, text in options.items())
    lines = _FIRST_LINE + _OPTIONS.replace("{options}", f"{{{entries}}}")
    return {"infra/__main__.py": ((_FIRST_LINE, lines),)} if options else {}


def _both(one: Mapping[str, Texts], two: Mapping[str, Texts]) -> dict[str, Texts]:
    return {name: (*one.get(name, ()), *two.get(name, ())) for name in {**one, **two}}
