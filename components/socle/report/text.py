"""Words for types and text of unknown origin, so that every report says them alike."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that steer a terminal or reorder text instead of showing something."""

_PROVIDER = "pulumi:providers:"


def printable(text: str) -> str:
    """Text with everything that could steer a terminal written out, such as `\\x1b`; a name must not repaint the screen."""
    return "".join(_escaped(c) if steers(c) else c for c in text)


def steers(character: str) -> bool:
    """Whether a character steers a terminal or reorders text instead of showing something."""
    return unicodedata.category(character) in _UNSEEN


def class_of(type_: str) -> str:
    """The last word of a type token: `Bucket` for `scaleway:object/bucket:Bucket`."""
    if type_.startswith(_PROVIDER):
        return f"Provider({printable(type_.removeprefix(_PROVIDER))})"
    return printable(type_.rsplit(":", 1)[-1])


def dotted_type(type_: str) -> str:
    """A type token as Python would name it: `scaleway.object.Bucket` for `scaleway:object/bucket:Bucket`."""
    package, _, rest = type_.partition(":")
    module, _, name = rest.rpartition(":")
    inner = module.split("/", 1)[0]
    parts = (package, "" if inner in ("index", package) else inner, name)
    return printable(".".join(part for part in parts if part))


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
