"""Making an edit in a copy of this project and capturing both sides in this process, as `socle preview --base` does in two."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from socle.capture.run import capture
from socle.diff.compare import Comparison, compare
from socle.plan.model import Plan
from socle.project.project import Project, find_project

from .rows import Row, Texts

ROOT = Path(__file__).parents[2]
_COPIED = ("infra", "stacks")
_REFERRED = {"cluster": ("demo-platform",), "bridge": ("demo-platform", "demo-legacy")}
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
        for name in _COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "Pulumi.yaml", folder)
        self.project: Project = find_project(folder)
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
        project = find_project(self.project.root) if fresh else self.project
        references = {each: self._kept(each, {}, {}) for each in _REFERRED.get(layer, ())}
        program = {"infra/__main__.py": ((_FIRST_LINE, _FIRST_LINE + _with(options)),)} if options else {}
        config, secrets = project.config(stack)
        with self._edited(_both(edits, program)), _uncompiled():
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

    @contextmanager
    def _edited(self, edits: Mapping[str, Texts]) -> Iterator[None]:
        kept = {name: (self.project.root / name).read_text("utf-8") for name in edits}
        try:
            for name, pairs in edits.items():
                text = kept[name]
                for old, new in pairs:
                    assert text.count(old) == 1, f"{name} holds {text.count(old)} times: {old}"
                    text = text.replace(old, new)
                (self.project.root / name).write_text(text, "utf-8")
            yield
        finally:
            for name, text in kept.items():
                (self.project.root / name).write_text(text, "utf-8")


@contextmanager
def _uncompiled() -> Iterator[None]:
    """Two edits of one second and one size would otherwise share a compiled module."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _with(options: Mapping[str, str]) -> str:
    entries = ", ".join(f"{name!r}: pulumi.ResourceOptions({text})" for name, text in options.items())
    return _OPTIONS.replace("{options}", f"{{{entries}}}")


def _both(one: Mapping[str, Texts], two: Mapping[str, Texts]) -> dict[str, Texts]:
    return {name: (*one.get(name, ()), *two.get(name, ())) for name in {**one, **two}}
