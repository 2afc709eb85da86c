"""The texts inside a plain value, however deep."""

from collections.abc import Iterator
from typing import Any, cast


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a value, a dictionary or a list of such; names of properties are left out."""
    yield from (scalar for scalar in _scalars(value) if isinstance(scalar, str))


def said_in(value: Any) -> Iterator[str]:
    """The same with the names of properties."""
    if isinstance(value, dict):
        for name, item in cast("dict[str, Any]", value).items():
            yield str(name)
            yield from said_in(item)
    elif isinstance(value, list | tuple):
        for item in cast("list[Any]", value):
            yield from said_in(item)
    elif isinstance(value, str):
        yield value


def scalars_in(value: Any) -> Iterator[str]:
    """The same with numbers, as they are written."""
    yield from (str(scalar) for scalar in _scalars(value))


def _scalars(value: Any) -> Iterator[str | float]:
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        yield value
    elif isinstance(value, dict):
        for item in cast("dict[str, Any]", value).values():
            yield from _scalars(item)
    elif isinstance(value, list | tuple):
        for item in cast("list[Any]", value):
            yield from _scalars(item)
