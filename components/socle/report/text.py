"""Words for types and text of unknown origin, so that every report says them alike."""

from socle.characters import escaped, steers

_PROVIDER = "pulumi:providers:"


def printable(text: str) -> str:
    """Text with everything that could steer a terminal written out, such as `\\x1b`; a name must not repaint the screen."""
    return "".join(escaped(c) if steers(c) else c for c in text)


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
