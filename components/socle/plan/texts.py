"""The texts inside a plain value, however deep, and whether a text shows what it says."""

import unicodedata
from collections.abc import Iterator
from typing import Any, cast

_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that steer a terminal or reorder text instead of showing something."""
_LAID_OUT = "\n\t"


def steers(character: str) -> bool:
    """Whether a character steers a terminal or reorders text instead of showing something."""
    return unicodedata.category(character) in _STEERING


def deceives(text: str) -> bool:
    """Whether a text would not be shown as what it is; lines, those of Windows too, and tabs lay it out and no more."""
    return not text.isprintable() and any(steers(c) and c not in _LAID_OUT for c in text.replace("\r\n", "\n"))


def escaped(character: str) -> str:
    """A character written out, such as `\\x1b`."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """Lines of text in which whatever steers a terminal is written out."""
    return "".join(escaped(c) if steers(c) and c not in _LAID_OUT else c for c in text)


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
