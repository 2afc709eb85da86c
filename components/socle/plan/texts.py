"""The texts inside a plain value, however deep: what secrets and made-up ids are looked for in."""

from collections.abc import Iterator
from typing import Any, cast


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a value, a dictionary or a list of such; names of properties are left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in cast("dict[str, Any]", value).values():
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from texts_in(item)
