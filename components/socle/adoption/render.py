"""Plain values as the narrow YAML of an estate: blocks down to an entry's fields, one line for what is small below them."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

WIDTH = 120
"""Columns; a mapping or list that would be longer is written as a block."""
BLOCKS = 3
"""Levels that are always blocks: the map, the entry, the map of its parts."""

_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./$()@+-]*(?:[ :]?[A-Za-z0-9_./$()@+-]+)*")
_NUMERIC = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(\.\d+){3}(/\d+)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Dates, addresses, ranges and UUIDs: text without quotes, as people write them."""
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"})


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        items = ", ".join(f"{inline(key)}: {inline(item)}" for key, item in cast("dict[str, Any]", value).items())
        return f"{{{items}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(inline, cast('list[Any]', value)))}]"
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN.fullmatch(value) or _NUMERIC.fullmatch(value)
    return value if plain and value.lower() not in _WORDS else json.dumps(value, ensure_ascii=False)


def lines(key: str, value: Any, depth: int, indent: int) -> Iterator[str]:
    """One key with its value, `depth` counted from the root of the file, `indent` in columns."""
    start = f"{' ' * indent}{inline(key)}:"
    flat = f"{start} {inline(value)}"
    if isinstance(value, dict) and value and (depth < BLOCKS or len(flat) > WIDTH):
        yield start
        for name, item in cast("dict[str, Any]", value).items():
            yield from lines(name, item, depth + 1, indent + 2)
    elif isinstance(value, list) and len(flat) > WIDTH:
        yield start
        yield from (f"{' ' * (indent + 2)}- {inline(item)}" for item in cast("list[Any]", value))
    else:
        yield flat
