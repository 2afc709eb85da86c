"""Draw mutants, run the tests of their rooms, list what survives: `make mutants ROOMS="estate report" COUNT=300 SEED=7`.

A mutant is held against the test files of its room that reach its line. One that no test reaches is run against none: it is
reported as unreached and counts as a survivor. One that runs too long counts as killed, and is told apart.
Does not know which survivors change nothing (an equivalent mutant is listed like any other): a person reads the list.
"""

# ruff: noqa: T201

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

from coverage import CoverageData

from .copies import ROOT, copied, environment, written
from .draw import Mutant, drawn

SOCLE = ROOT / "components" / "socle"
AREAS = {
    "estate": ("specs", "estate"),
    "components": ("scaleway", "azure", "kubernetes", "bridge"),
    "plan": ("plan", "capture", "diff", "reach", "access", "cost", "project"),
    "report": ("review", "report"),
}
TESTS_OF = {
    "specs": ("estate",),
    "access": ("access", "report"),
    "review": ("review", "edits", "report"),
    "facts": ("facts", "diff"),
    "facts/effects": ("review", "edits"),
    "report": ("report", "cli/test_transcripts.py"),
    "report/review": ("report",),
}
"""Rooms, or folders of one, whose tests stand in other folders than their own, or in several."""

LONGEST = 180.0
"""Seconds that the tests of one mutant may take; all of a room's take less than half of it unmutated."""

Contexts = dict[str, dict[int, list[str]]]


def main() -> int:
    asked = _asked()
    folders = {folder for room in asked.rooms for folder in _tests_of(room)}
    files = [file for room in asked.rooms for file in (SOCLE / room).rglob("*.py")]
    mutants = drawn(files, asked.count, asked.seed)
    print(f"{len(mutants)} mutants of {', '.join(asked.rooms)}; seed {asked.seed}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copies = [_copied(Path(folder) / str(index)) for index in range(asked.jobs)]
        os.environ["KEPT_PLANS"] = folder
        contexts = _reached(copies[0], sorted(folders))
        print(f"which tests reach which line: {time.monotonic() - started:.0f} s", flush=True)
        ended = _tried(mutants, copies, contexts)
    return _told(ended, time.monotonic() - started)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument(
        "rooms", nargs="*", help="rooms of components/socle, or estate, components, plan, report for all of theirs"
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    rooms = [room for name in asked.rooms or AREAS for room in AREAS.get(name, (name,))]
    asked.rooms = [room for room in dict.fromkeys(rooms) if (SOCLE / room).is_dir()]
    missing = set(rooms) - set(asked.rooms) - {each for area in AREAS.values() for each in area}
    if missing:
        parser.error(f"there is no room {', '.join(sorted(missing))} in {SOCLE.relative_to(ROOT)}")
    return asked


def _tests_of(room: str) -> list[str]:
    return [f"tests/{name}" for name in TESTS_OF.get(room, (room,))]


def _copied(copy: Path) -> Path:
    """The repository as it lies here. Compiled modules are checked by content: two mutants may fall in one second."""
    subprocess.run(
        ("git", "clone", "-q", "--shared", "--no-checkout", ROOT, copy), check=True
    )  # tests compare revisions
    copied(copy)
    compiled = (sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "components", "tests")
    subprocess.run(compiled, cwd=copy, check=False, stdout=subprocess.DEVNULL)
    return copy


def _environment(copy: Path) -> dict[str, str]:
    return environment(copy, HYPOTHESIS_STORAGE_DIRECTORY=str(copy / ".h"))


PYTEST = ("pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "-m", "not slow or edits")


def _reached(copy: Path, folders: list[str]) -> Contexts:
    """By file and line: the test files whose tests reach it; an empty name is the import of the module."""
    trace = ("coverage", "run", "--source", "components/socle", "--data-file", ".reached", "-m")
    command = (sys.executable, "-m", *trace, *PYTEST, "-p", "tests.mutants.contexts", *folders)
    done = subprocess.run(command, cwd=copy, env=_environment(copy), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the tests fail without a mutant:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    data = CoverageData(str(copy / ".reached"))
    data.read()
    return {str(Path(file).relative_to(copy)): data.contexts_by_lineno(file) for file in data.measured_files()}


def _tests(mutant: Mutant, contexts: Contexts) -> list[str]:
    """The test files that may notice: those that reach the line; where it runs on import, all that reach the module."""
    lines = contexts.get(str(mutant.file.relative_to(ROOT)), {})
    here = set(lines.get(mutant.line, ()))
    if "" in here:
        here |= {name for names in lines.values() for name in names}
        room = _tests_of(mutant.file.relative_to(SOCLE).parts[0])
        return sorted(here - {""}) or room
    return sorted(here)


def _tried(mutants: list[Mutant], copies: list[Path], contexts: Contexts) -> list[tuple[Mutant, str]]:
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)
    running: set[int] = set()

    def one(mutant: Mutant) -> tuple[Mutant, str]:
        copy = free.get()
        try:
            return mutant, _outcome(mutant, copy, _tests(mutant, contexts), running)
        finally:
            free.put(copy)

    ended: list[tuple[Mutant, str]] = []
    with ThreadPoolExecutor(len(copies)) as pool:
        tasks = [pool.submit(one, mutant) for mutant in mutants]
        try:
            for task in as_completed(tasks):
                ended.append(task.result())
                _tell(ended, len(mutants))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            for group in list(running):
                os.killpg(group, signal.SIGKILL)
            print("interrupted: what follows is of the mutants that were tried")
    return ended


def _outcome(mutant: Mutant, copy: Path, tests: list[str], running: set[int]) -> str:
    """killed, survived, unreached or timed out: what the tests say with the mutant in and nothing else changed."""
    if not tests:
        return "unreached"
    file = copy / mutant.file.relative_to(ROOT)
    with written(file, mutant.text(file.read_text("utf-8"))):
        process = subprocess.Popen(
            (sys.executable, "-m", *PYTEST, *tests),
            cwd=copy,
            env=_environment(copy),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        running.add(process.pid)
        try:
            return "survived" if process.wait(LONGEST) in (0, 5) else "killed"  # 5: no test was left to run
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return "timed out"
        finally:
            running.discard(process.pid)


def _tell(ended: list[tuple[Mutant, str]], count: int) -> None:
    """A survivor as it is found, and every tenth mutant where the run is."""
    mutant, outcome = ended[-1]
    if outcome in ("survived", "unreached"):
        print(f"{outcome} {mutant.file.relative_to(ROOT)}:{mutant.line} {mutant.operator}")
        print(mutant.diff(mutant.file.read_text("utf-8")), flush=True)
    if not len(ended) % 10:
        print(f"[{len(ended)}/{count}]", flush=True)


def _told(ended: list[tuple[Mutant, str]], seconds: float) -> int:
    by_room: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, outcome in ended:
        by_room[mutant.file.relative_to(SOCLE).parts[0]][outcome] += 1
        by_room["all"][outcome] += 1
    tell_all(by_room, seconds)
    return bool(by_room["all"]["survived"] + by_room["all"]["unreached"])


def tell_all(by_place: Mapping[str, Counter[str]], seconds: float) -> None:
    """How many were killed of each room or folder, and of all; how the others ended."""
    for place, counts in sorted(by_place.items()):
        killed = counts["killed"] + counts["timed out"]
        print(
            f"{place:24} {killed:4} of {counts.total():4} killed, {100 * killed / counts.total():5.1f} %: {dict(counts)}"
        )
    print(f"{seconds:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
