"""How long the process has run, and how much of that went to importing what is not ours.

Only other people's modules count as imports: a module of socle or of the project is ours even while it is imported, so
that no work can hide in an import. The interpreter's own start counts as an import.
"""

import functools
import os
import time
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socle.report.words import Words

_SOCLE = f"{Path(__file__).resolve().parent.parent}{os.sep}"
_LOAD = SourceFileLoader.exec_module


def _process_age() -> float:
    """Seconds since the process started, to 0.01 s, from Linux's /proc; 0 where the system does not tell."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")  # proc(5): field 22, in clock ticks since boot
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - started
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0
    return age if 0 <= age < 60 else 0.0  # a clock that cannot be right is not used


_STARTED = time.perf_counter() - _process_age()


class Clock:
    """Seconds since the process started, and seconds of them spent on imports from `start` to `stop`."""

    def __init__(self) -> None:
        self.imports = time.perf_counter() - _STARTED
        self._ours = [_SOCLE]
        self._importing = False

    def start(self) -> None:
        """Listen to imports from now on."""
        clock = self

        @functools.wraps(_LOAD)
        def timed(self: SourceFileLoader, module: ModuleType) -> None:
            clock.load(self, module)

        SourceFileLoader.exec_module = timed

    def stop(self) -> None:
        """Stop listening."""
        SourceFileLoader.exec_module = _LOAD

    def count_as_ours(self, folder: Path) -> None:
        """Modules below a folder are not other people's."""
        self._ours.append(f"{folder.resolve()}{os.sep}")

    @property
    def total(self) -> float:
        """Seconds since the process started."""
        return time.perf_counter() - _STARTED

    def said(self, words: "Words") -> str:
        """The seconds in a language."""
        total = self.total
        seconds = {"total": total, "imports": self.imports, "ours": total - self.imports}
        return words("run.seconds", **{name: words.number(value, 1) for name, value in seconds.items()})

    def load(self, loader: SourceFileLoader, module: ModuleType) -> None:
        """Run a module as its loader does, on the clock if it is the outermost one of other people's."""
        if self._importing or loader.path.startswith(tuple(self._ours)):
            _LOAD(loader, module)
            return
        self._importing, begun = True, time.perf_counter()
        try:
            _LOAD(loader, module)
        finally:
            self._importing = False
            self.imports += time.perf_counter() - begun


clock = Clock()
"""Of this process, from the first import on."""
