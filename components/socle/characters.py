"""Whether a text shows what it says: what steers a terminal, reorders text or is not seen at all, and how it is written out."""

import re
import unicodedata

_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that steer a terminal or reorder text instead of showing something."""
_LAID_OUT = "\n\t"

_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, escape sequences of terminals among them
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, direction, line breaks
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"  # fillers, blanks, variants
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # shorthand and music controls, tags
    "\ud800-\udfff\ufffe\uffff"
)
HIDDEN = re.compile(rf"[{_INVISIBLE}]|\r(?!\n)")
"""Characters that make what is shown differ from what is read. Tabs and ends of lines only lay it out."""


def steers(character: str) -> bool:
    """Whether a character steers a terminal or reorders text instead of showing something."""
    return unicodedata.category(character) in _STEERING


def deceives(text: str) -> bool:
    """Whether a text would not be shown as what it is; lines, those of Windows too, and tabs lay it out and no more."""
    steered = not text.isprintable() and any(steers(c) and c not in _LAID_OUT for c in text.replace("\r\n", "\n"))
    return steered or HIDDEN.search(text) is not None


def escaped(character: str) -> str:
    """A character written out, such as `\\x1b`."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """Lines of text in which whatever steers a terminal is written out."""
    return "".join(escaped(c) if steers(c) and c not in _LAID_OUT else c for c in text)
