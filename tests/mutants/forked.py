"""Mutants of code that tests only call: one pytest collects and runs its tests once, then forks for each mutant.

    PYTHONPATH=. python -m tests.mutants.forked facts/effects --count 60 --seed 7 --tests tests/facts tests/edits

A child has the mutated code in every function that exists, and runs the tests that reach the line, the quick ones first, until one
fails: a mutant costs tenths of a second. One of what runs at import is tried in a child that imports this library and the tests anew.
Draws as `make mutants` does. Only tests that one asks for are run, so that a survivor here may die there, never the other way round.
"""

# ruff: noqa: T201

import argparse
import gc
import os
import pickle
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, cast

import coverage
import pytest
from _pytest.assertion.rewrite import AssertionRewritingHook

from .copies import ROOT
from .draw import Mutant, drawn
from .mutants import SOCLE, tell_all

Reached = dict[str, dict[int, list[str]]]
LONGEST_SECONDS = 120
QUICK_SECONDS = 3.0
"""Processor time of a file of tests that is worth an import before the others."""
_OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-W", "ignore", "-m", "not slow or edits", "--tb=no")
_OUTCOMES = {0: "survived", 1: "killed", 2: "killed", -signal.SIGALRM: "timed out"}


class Forked:
    """The plugin: it stands in for pytest's own loop over what was collected."""

    def __init__(self, files: list[Path], draws: dict[int, list[Mutant]]) -> None:
        self.draws = draws
        self.failed: list[str] = []
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.coverage = coverage.Coverage(data_file=None, include=[str(file) for file in files], config_file=False)
        self.once = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        started = time.process_time()
        if self.once:
            self.coverage.switch_context(_context(item))
        result = yield
        if self.once:
            self.seconds[item.nodeid] = time.process_time() - started
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        started = time.monotonic()
        lines, left_out, self.seconds = self._once(session.items)
        self.once = False
        print(
            f"\nall tests once: {time.monotonic() - started:.0f} s; fail without a mutant: {sorted(left_out)}",
            flush=True,
        )
        items = [item for item in session.items if item.nodeid not in left_out]
        gc.collect()
        for seed, mutants in self.draws.items():
            print(f"{len(mutants)} mutants, seed {seed}", flush=True)
            self._drawn(mutants, items, lines)
        return True

    def _once(self, items: list[pytest.Item]) -> tuple[Reached, set[str], defaultdict[str, float]]:
        """Which tests reach which line, which fail and how long each takes, of a child too: a process whose tests have begun threads
        (Pulumi's do) has children that wait for these for ever.
        """
        with tempfile.NamedTemporaryFile() as file:
            pid = os.fork()
            if not pid:
                self._run(items)
                self.coverage.stop()
                data = self.coverage.get_data()
                lines = {file: data.contexts_by_lineno(file) for file in data.measured_files()}
                Path(file.name).write_bytes(pickle.dumps((lines, set(self.failed), self.seconds)))
                sys.stdout.flush()
                os._exit(0)
            os.waitpid(pid, 0)
            self.coverage.stop()
            told = pickle.loads(Path(file.name).read_bytes())  # noqa: S301 - this program's own
            return cast("tuple[Reached, set[str], defaultdict[str, float]]", told)

    def _drawn(self, mutants: list[Mutant], items: list[pytest.Item], lines: dict[str, dict[int, list[str]]]) -> None:
        started = time.monotonic()
        ended: dict[str, Counter[str]] = defaultdict(Counter)
        for number, mutant in enumerate(mutants, 1):
            outcome = self._outcome(items, mutant, lines.get(str(mutant.file), {}))
            for folder in (str(mutant.file.relative_to(SOCLE).parent), "all"):
                ended[folder][outcome] += 1
            if outcome not in ("killed", "timed out"):
                print(f"{outcome} {mutant.file.relative_to(ROOT)}:{mutant.line} {mutant.operator}")
                print(mutant.diff(mutant.file.read_text("utf-8")), flush=True)
            if not number % 10:  # one that is cut off has told a figure
                print(f"[{number}/{len(mutants)}] {dict(ended['all'])}", flush=True)
        tell_all(ended, time.monotonic() - started)

    def _run(self, items: list[pytest.Item]) -> None:
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed and not self.once:
                return

    def _outcome(self, items: list[pytest.Item], mutant: Mutant, lines: dict[int, list[str]]) -> str:
        text = mutant.file.read_text("utf-8")
        old, new = (list(_codes(compile(each, str(mutant.file), "exec"))) for each in (text, mutant.text(text)))
        nearest = max((line for line in lines if line <= mutant.line), default=0)
        reach = set(lines.get(nearest, ()))
        anew = "" in reach or len(old) != len(new)
        chosen = self._chosen(items, {_context(item) for item in items} if anew else reach, reach)
        if not chosen:
            return "unreached"
        pid = os.fork()
        if not pid:
            self._child(
                mutant, chosen, [] if anew else [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
            )
        _, status = os.waitpid(pid, 0)
        return _OUTCOMES.get(os.waitstatus_to_exitcode(status), f"odd ({status})")

    def _chosen(self, items: list[pytest.Item], names: set[str], first: set[str]) -> list[pytest.Item]:
        """The tests of every file that reaches the line: those that do it themselves first, then the quick files."""
        files = {name.partition("::")[0] for name in names}
        found = [item for item in items if item.location[0] in files]
        whole: defaultdict[str, float] = defaultdict(float)
        for item in found:
            whole[item.location[0]] += self.seconds[item.nodeid]
        return sorted(found, key=lambda item: (_context(item) not in first, whole[item.location[0]], item.location[0]))

    def _anew(self, mutant: Mutant, files: list[str]) -> int:
        """Whether a test fails after an import with the mutant in; the slow files are imported only where the quick ones pass."""
        _import_anew(mutant)
        whole: defaultdict[str, float] = defaultdict(float)
        for test, seconds in self.seconds.items():
            whole[test.partition("::")[0]] += seconds
        quick = [file for file in files if whole[file] < QUICK_SECONDS]
        slow = [file for file in files if file not in quick]
        return int(any(pytest.main([*_OPTIONS, "-x", *some]) for some in (quick, slow) if some))

    def _child(self, mutant: Mutant, items: list[pytest.Item], changed: list[tuple[CodeType, CodeType]]) -> None:
        """Ends the process: with 0 where no test noticed."""
        signal.alarm(LONGEST_SECONDS)
        null, code = os.open(os.devnull, os.O_WRONLY), 3
        os.dup2(null, 1)
        os.dup2(null, 2)
        try:
            if _exchanged(str(mutant.file), changed):
                _forget(mutant.file)
                self._run(items)
                code = bool(self.failed)
            else:
                code = self._anew(mutant, list(dict.fromkeys(item.location[0] for item in items)))
        finally:
            os._exit(code)


def _context(item: pytest.Item) -> str:
    return f"{item.location[0]}::{item.name}"


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)


def _exchanged(file: str, changed: list[tuple[CodeType, CodeType]]) -> int:
    """How many functions have got other code; what is inside a function comes with it."""
    found = [each for each in gc.get_objects() if type(each) is FunctionType and each.__code__.co_filename == file]
    done = 0
    for function in found:
        new = next((new for old, new in changed if function.__code__ == old), None)
        if new is not None and new.co_freevars == function.__code__.co_freevars:
            function.__code__ = new
            done += 1
    return done


def _forget(file: Path) -> None:
    """What functions of the room have kept of their answers: the run without a mutant would answer for this one."""
    room = f"socle.{file.relative_to(SOCLE).parts[0]}"
    kept = type(cache(_forget))
    for each in [each for each in gc.get_objects() if type(each) is kept]:
        if str(each.__module__).startswith(room):
            each.cache_clear()


def _import_anew(mutant: Mutant) -> None:
    """Forget this library and the tests: whoever imports them next gets the mutant."""
    code = compile(mutant.text(mutant.file.read_text("utf-8")), str(mutant.file), "exec")
    for loader in (
        SourceFileLoader,
        AssertionRewritingHook,
    ):  # pytest loads the library, which has a plugin, with its own
        usual = loader.exec_module

        def exec_module(self: Any, module: ModuleType, usual: Callable[[Any, ModuleType], None] = usual) -> None:
            if module.__spec__ and module.__spec__.origin == code.co_filename:
                exec(code, module.__dict__)  # noqa: S102
            else:
                usual(self, module)

        loader.exec_module = exec_module
    for name in [name for name in sys.modules if name.partition(".")[0] in ("socle", "tests") and name != __name__]:
        del sys.modules[name]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.forked")
    parser.add_argument("rooms", nargs="+", help="rooms of components/socle, folders or files of them")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument(
        "--seed", type=int, nargs="+", default=[random.SystemRandom().randrange(10_000)], help="one draw each"
    )
    parser.add_argument("--tests", nargs="+", required=True)
    asked = parser.parse_args()
    files = [
        file
        for room in asked.rooms
        for file in ([SOCLE / room] if room.endswith(".py") else (SOCLE / room).rglob("*.py"))
    ]
    draws = {seed: drawn(files, asked.count, seed) for seed in asked.seed}
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("KEPT_PLANS", folder)
        plugin = Forked(files, draws)
        plugin.coverage.start()
        return pytest.main([*_OPTIONS, "-s", *asked.tests], plugins=[plugin])


if __name__ == "__main__":
    sys.exit(main())
