"""Values of a change as a reader sees them: cut, and of long ones the part that differs. Secrets never get here."""

import json
from dataclasses import dataclass
from typing import Any

from socle.diff import ABSENT
from socle.plan import SECRET, UNKNOWN
from socle.review import VARIES

from ..words import Draw, Words

LONGEST_VALUE = 80
"""Characters of a value in a report: enough to recognise it. The whole value is in the plan."""
LONGEST_REASON = 400
"""Characters of why a stack has no plan, or where an engine stopped: with less, the first line would not say it."""
_AROUND = LONGEST_VALUE // 4
"""Characters that are shown on both sides of a difference."""
LONGEST_OF_FIRST_LINE = 160
"""Characters of a value in the first line: there is one of it, and it must say where something goes."""


@dataclass(frozen=True)
class Value:
    """A value to be drawn. `literal` is False for words of ours, which no rendering needs to fence off."""

    text: str
    literal: bool = True


def value(raw: Any, words: Words, longest: int = LONGEST_VALUE, default: Any = None) -> Value:
    """A value, cut; where there is none, the default that stands instead, if it is known. Secrets never get here."""
    if raw is ABSENT:
        instead = words("value.absent") if default is None else words("value.default_of", value=text_of(default))
        return Value(instead, literal=False)
    if raw == UNKNOWN:
        return Value(words("value.unknown"), literal=False)
    if raw == VARIES:
        return Value(words("value.varies"), literal=False)
    if raw == SECRET:
        return Value(words("value.secret"), literal=False)
    return Value(cut(text_of(raw), longest))


def values(old: Any, new: Any, words: Words, longest: int = LONGEST_VALUE, default: Any = None) -> tuple[Value, Value]:
    """Two values, cut. Of long ones, the part where they differ and a little around it: else a reader sees the same twice."""
    before, after = value(old, words, longest, default), value(new, words, longest, default)
    if not (before.literal and after.literal) or text_of(old) == text_of(new):
        return before, after
    texts = text_of(old), text_of(new)
    if max(map(len, texts)) <= longest:
        return before, after
    start = _alike(*texts)
    end = min(_alike(*(text[start:][::-1] for text in texts)), *(len(text) - start for text in texts))
    return _around(texts[0], start, end, longest), _around(texts[1], start, end, longest)


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _around(text: str, start: int, end: int, longest: int) -> Value:
    """A text from where it differs to where it no longer does, which is so many characters before its end."""
    first, last = max(0, start - _AROUND), min(len(text), len(text) - end + _AROUND)
    shown = f"{'…' if first else ''}{text[first:last]}"
    return Value(shown[: longest - 1] + "…" if len(shown) > longest or last < len(text) else shown)


def text_of(raw: Any) -> str:
    return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, sort_keys=True)


def cut(text: str, longest: int = LONGEST_VALUE) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def drawn(said: Value, draw: Draw) -> str:
    return draw(said.text) if said.literal else said.text
