"""Whether a text shows what it says: what steers a terminal or reorders text, and how it is written out."""

import unicodedata

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
