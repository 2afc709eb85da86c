"""JSON documents that a host reads: one in which a key occurs twice is not read, since readers do not agree on which of the two holds."""

import json
import math
import re
from typing import Any, cast


def document_of(text: str) -> Any:
    """What a JSON document says.

    Raises:
        ValueError: it is not JSON, which has no NaN and no infinity, or a key occurs twice in one of its objects.
    """
    return json.loads(text, object_pairs_hook=_each_key_once, parse_constant=_no_number)


_DEEPEST = 120
"""Levels of objects and lists. The deepest of our recordings has 14, and readers stop at some hundreds."""
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_NOT_A_NAME = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NAMES = ("urn", "type", "parent", "op", "id", "provider")


def strange_in(document: Any) -> str:
    """What a document holds that no engine writes, in words; empty where it holds nothing of the kind.

    Half a character, a zero byte, a control character in a name or an identity, a number that is none, or hundreds of levels: readers
    do not agree on what these mean, and some stop at them.
    """
    waiting: list[tuple[Any, int, str]] = [(document, 0, "")]
    while waiting:
        value, depth, name = waiting.pop()
        if depth > _DEEPEST:
            return f"it is nested more than {_DEEPEST} levels deep"
        if isinstance(value, str):
            if (_NOT_A_NAME if name in _NAMES else _NOT_TEXT).search(value):
                return f"{name or 'a text'} holds a character that is none, or half of one"
        elif isinstance(value, float) and not math.isfinite(value):
            return f"{name or 'a number'} is no number that JSON has"
        elif isinstance(value, dict):
            fields = cast("dict[str, Any]", value)
            if any(_NOT_A_NAME.search(key) for key in fields):
                return "a key holds a character that is none, or half of one"
            waiting += [(each, depth + 1, key) for key, each in fields.items()]
        elif isinstance(value, list):
            waiting += [(each, depth + 1, name) for each in cast("list[Any]", value)]
    return ""


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number that JSON has")


def policy_statements(document: Any) -> list[dict[str, Any]] | None:
    """The statements of a policy, JSON or an object, one alone like a list of one; nothing where it cannot be read."""
    try:
        given = document_of(document) if isinstance(document, str) else document
    except ValueError:
        return None
    rows: Any = cast("dict[str, Any]", given).get("Statement") if isinstance(given, dict) else None
    found: list[Any] = cast("list[Any]", rows) if isinstance(rows, list) else [rows]
    return found if all(isinstance(row, dict) for row in found) else None


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found
