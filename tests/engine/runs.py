"""What a command of the engine came to: its code, its words, its steps, and what the cloud was asked meanwhile."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import cloud
from .cloud import Call
from .plugins import CLI

_FRAME = re.compile(r'\s*(?:[|>]\s*)?File "[^"]*", line \d+')
_OF_FRAMES = re.compile(
    r"Traceback \(most recent call last\):|During handling of the above exception, another exception occurred:"
    r"|The above exception was the direct cause of the following exception:|KeyboardInterrupt|[\s^~]+"
)
"""Whole lines of a traceback that say nothing of what went wrong."""
_MOST_LINES = 120


@dataclass(frozen=True)
class Run:
    """One command of the engine: how it ended, what it printed, its steps (operation and URN), what the cloud was asked."""

    command: tuple[str, ...]
    code: int
    text: str
    seconds: float
    steps: tuple[tuple[str, str], ...] = ()
    calls: tuple[Call, ...] = ()

    def ok(self) -> "Run":
        """Itself, or a failure that shows the engine's diagnostics."""
        assert self.code == 0, self.told()
        return self

    def refused(self, *texts: str) -> "Run":
        """Itself where the engine refused and said all of this; a failure that shows what it said otherwise."""
        assert self.code, f"{self._line()} was not refused"
        for text in texts:
            assert text in self.text, f"{text!r} is not in:\n{self.told()}"
        return self

    def operations(self) -> dict[str, str]:
        """What is done to each resource that is not left as it is, by URN."""
        return {urn: operation for operation, urn in self.steps if operation not in ("same", "read", "refresh")}

    def told(self) -> str:
        """The engine's own diagnostics without tracebacks, and the calls that the cloud refused."""
        lines = without_frames(self.text.splitlines())
        headings = [n for n, line in enumerate(lines) if line.strip() in ("Diagnostics:", "Policies:")]
        shown = lines[headings[0] :] if headings else lines[-_MOST_LINES // 2 :]
        errors = [line for line in lines if "error" in line.lower() and line not in shown[:_MOST_LINES]]
        shown = [*shown[:_MOST_LINES], *errors[:_MOST_LINES]]
        refused = [f"  cloud: {call.status} {call.method} {call.path}" for call in cloud.refusals(self.calls)]
        return "\n".join([f"{self._line()} ended with {self.code}", *shown, *refused[-12:]])

    def _line(self) -> str:
        return " ".join((CLI, *self.command))


def without_frames(lines: Iterable[str]) -> list[str]:
    """Lines without those that only say where in a program an error passed by; what it says stays, whatever words are in it."""
    kept, after_frame, indent = list[str](), False, 0
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if frame := _FRAME.match(line):
            after_frame, indent = True, depth
        elif not (after_frame and depth > indent) and line.strip() and not _OF_FRAMES.fullmatch(line.strip()):
            kept.append(line)
        after_frame = bool(frame) or (after_frame and depth > indent)
    return kept


def steps_of(events: Path) -> tuple[tuple[str, str], ...]:
    """Operation and URN of every step in an engine's own log of events."""
    lines = events.read_text("utf-8").splitlines() if events.exists() else []
    found = (json.loads(line).get("resourcePreEvent") for line in lines)
    return tuple((each["metadata"]["op"], each["metadata"]["urn"]) for each in found if each)


def last_document(text: str) -> dict[str, Any] | None:
    """The JSON object that the engine printed, whatever warnings stand before it."""
    for start in (match.start() for match in re.finditer(r"^\{", text, re.MULTILINE)):
        try:
            return json.JSONDecoder().raw_decode(text, start)[0]
        except ValueError:
            continue
    return None
