"""Property paths as the engine writes and reads them: `rules[0].source`, `settings["a.b"]`, and patterns with `*`."""

import re
from collections.abc import Sequence

Segment = str | int
Path = tuple[Segment, ...]

_PART = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.\[\]]+)')
_BARE = re.compile(r"[A-Za-z_$][\w$]*$")


def parse(text: str) -> Path:
    """The segments of a path; `*` stays a segment of its own."""
    found: list[Segment] = []
    for quoted, index, bare in _PART.findall(text):
        if index and index != "*":
            found.append(int(index))
        else:
            found.append(quoted.replace('\\"', '"') or index or bare)
    return tuple(found)


def render(path: Sequence[Segment]) -> str:
    """A path as text."""
    text = ""
    for segment in path:
        if isinstance(segment, int):
            text += f"[{segment}]"
        elif _BARE.match(segment):
            text += f".{segment}" if text else segment
        else:
            quoted = segment.replace('"', '\\"')
            text += f'["{quoted}"]'
    return text


def contains(pattern: Path, path: Path) -> bool:
    """Whether a path lies at or below a pattern; `*` stands for any one segment. Source: `PropertyPath.Contains` of the engine."""
    if len(pattern) > len(path):
        return False
    return all(wanted in ("*", segment) for wanted, segment in zip(pattern, path, strict=False))


def dotted(path: Sequence[Segment]) -> str:
    """The path without list positions, as tables of provider facts name it: `rules.action`."""
    return ".".join(segment for segment in path if isinstance(segment, str))
