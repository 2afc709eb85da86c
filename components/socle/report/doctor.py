"""What was asked before a deployment, on a terminal and as JSON: every line with its state, consequence and remedy."""

import json
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.messages import Said
from socle.messages import Text as Said_
from socle.readiness import Line, State

from .places import near
from .text import printable
from .words import Words

_STYLES = {State.OK: "green", State.WRONG: "bold red", State.UNKNOWN: "yellow"}


def doctor_json(lines: Sequence[Line], words: Words) -> str:
    """Every line, and how many there are of each state."""
    return json.dumps(
        {
            "lines": [
                {
                    "topic": each.topic,
                    "state": each.state.value,
                    "what": _what(each, words),
                    "consequence": say(each.consequence, words),
                    "remedy": say(each.remedy, words),
                }
                for each in lines
            ],
            "count": {state.value: _count(lines, state) for state in State},
        },
        indent=2,
        ensure_ascii=False,
    )


def show_lines(lines: Sequence[Line], title: str, console: Console, words: Words) -> None:
    """Print every line under its topic, then how many there are of each state."""
    console.print(Text(printable(title), style="bold"), soft_wrap=True)
    width = max(len(words(f"doctor.state.{state.value}")) for state in State)
    for topic, of in groupby(lines, key=lambda each: each.topic):
        console.print(Text(words(f"doctor.topic.{topic}"), style="bold"))
        for each in of:
            _show(each, width, console, words)
    counts = {name: _count(lines, state) for name, state in zip(("ok", "wrong", "unknown"), State, strict=True)}
    console.print(Text(words("doctor.sum", **counts), style="bold"))


def say(text: Said_, words: Words) -> str:
    """A sentence of ours by its key, or that of a refusal by its English."""
    return words.text(text, printable) if isinstance(text, Said) else words.sentence(text)


def _show(each: Line, width: int, console: Console, words: Words) -> None:
    state = words(f"doctor.state.{each.state.value}").ljust(width)
    start = Text(f"  {state}  ", style=_STYLES[each.state])
    console.print(start.append(printable(_what(each, words)), style=""), soft_wrap=True)
    for name, text in (("consequence", each.consequence), ("remedy", each.remedy)):
        if text:
            said = printable(words(f"finding.{name}", **{name: say(text, words)}))
            console.print(Padding.indent(Text(said, overflow="fold"), width + 4))


def _what(each: Line, words: Words) -> str:
    place = f"{near(each.place)}: " if each.place else ""
    return f"{place}{say(each.what, words)}"


def _count(lines: Sequence[Line], state: State) -> int:
    return sum(each.state is state for each in lines)
