"""The steps of the first day, on a terminal and as JSON: where each stands, how it is checked, and the next command."""

import json
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.readiness import Progress, Step, following

from .text import printable
from .words import Words

_STYLES = {Progress.DONE: "green", Progress.NEXT: "bold", Progress.BY_HAND: "yellow", Progress.UNKNOWN: "yellow"}


def first_day_json(steps: Sequence[Step], words: Words) -> str:
    """Every step, the command that comes next, and how many there are of each state."""
    after = following(steps)
    told: dict[str, Any] = {
        "steps": [
            {
                "step": each.name,
                "state": each.progress.value,
                "what": words.text(each.what),
                "checked": words.text(each.how),
                "command": each.command,
            }
            for each in steps
        ],
        "next": after.command or after.name if after else "",
        "count": {progress.value: _count(steps, progress) for progress in Progress},
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def show_first_day(steps: Sequence[Step], estate: str, console: Console, words: Words) -> None:
    """Print every step, then what comes next."""
    console.print(Text(words("first.title", estate=printable(estate)), style="bold"), soft_wrap=True)
    width = max(len(words(f"first.state.{progress.value}")) for progress in Progress)
    for each in steps:
        state = words(f"first.state.{each.progress.value}").ljust(width)
        start = Text(f"  {state}  ", style=_STYLES[each.progress])
        console.print(start.append(printable(words.text(each.what)), style=""), soft_wrap=True)
        if each.progress is not Progress.DONE:
            _below(words("first.how", how=words.text(each.how)), width, console)
            _below(each.command, width, console)
    done, todo, hand, unknown = (_count(steps, progress) for progress in Progress)
    console.print(Text(words("first.sum", done=done, todo=todo, hand=hand, unknown=unknown), style="bold"))
    after = following(steps)
    if after is None:
        console.print(Text(words("first.end")), soft_wrap=True)
        return
    console.print(Text(printable(words("first.next", what=words.text(after.what)))), soft_wrap=True)
    if after.command:
        console.print(Text(f"  {printable(after.command)}"), soft_wrap=True)


def _below(text: str, width: int, console: Console) -> None:
    if text:
        console.print(Padding.indent(Text(printable(text), overflow="fold"), width + 4))


def _count(steps: Sequence[Step], progress: Progress) -> int:
    return sum(each.progress is progress for each in steps)
