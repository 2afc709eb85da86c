"""JSON documents that a host reads: one in which a key occurs twice is not read, since readers do not agree on which of the two holds."""

import json
from typing import Any, cast


def document_of(text: str) -> Any:
    """What a JSON document says.

    Raises:
        ValueError: it is not JSON, or a key occurs twice in one of its objects.
    """
    return json.loads(text, object_pairs_hook=_each_key_once)


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
