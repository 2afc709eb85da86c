"""How one value of an estate is shown: value, line or default, purpose, floor; or the children of a part."""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from socle.estate import Declared, demanded
from socle.specs import Spec, descriptions, leads_to, parts, references

from .places import near
from .text import printable
from .words import ENGLISH, Words


def show_value(declared: Declared, key: str, console: Console, estates: Path, words: Words = ENGLISH) -> None:
    """Print what is known of a key that the estate has."""
    value = declared.value(key)
    lines = [place(declared, key, estates, words), words.sentence(purpose(declared, key))]
    if children(value):
        console.print(Text(f"{printable(key) or declared.estate.name}  ({_kind(value, words)})", style="bold"))
    else:
        console.print(Text(f"{printable(key)} = {_plain(value)}", style="bold", overflow="fold"))
        lines.append(_floor(declared, key, words))
    for line in (*lines, *bindings(declared, key, words)):
        if line:
            console.print(Padding.indent(Text(line, overflow="fold"), 2))
    if children(value):
        console.print(Padding.indent(_table(declared, key, value, words), 2))


def place(declared: Declared, key: str, estates: Path, words: Words = ENGLISH) -> str:
    """The line where a key is written, or whose default it is and where that part is written."""
    origin = declared.origin(key)
    if origin:
        return f"{near(estates / origin.file)}:{origin.line}"
    parent, _, name = key.rpartition(".")
    holder = declared.value(parent)
    if not key or not isinstance(holder, Spec):
        return ""
    written = declared.origin(parent) if parent else None
    field = f"{type(holder).__name__}.{name}"
    if not written:
        return words("explain.default_of", field=field)
    at = f"{near(estates / written.file)}:{written.line}"
    return words("explain.default_below", field=field, parent=parent, at=at)


def purpose(declared: Declared, key: str) -> str:
    """What a value is for: the description of its field, or of its spec for an entry of a map."""
    parent, _, name = key.rpartition(".")
    holder, value = declared.value(parent), declared.value(key)
    said = descriptions(type(holder)).get(name) if isinstance(holder, Spec) and key else None
    if said:
        return said
    return inspect.getdoc(type(value)) or "" if isinstance(value, Spec) else ""


def bindings(declared: Declared, key: str, words: Words = ENGLISH) -> Iterator[str]:
    """What the value names, and what names the entry in its turn."""
    found = [(each, leads_to(declared.estate, each)) for each in references(parts(declared.estate))]
    for each, target in found:
        if each.at == key and target:
            yield words("explain.refers", target=target)
    named_by = sorted(each.at for each, target in found if key and target == key)
    if named_by:
        yield words("explain.named_by", names=", ".join(named_by))


def children(value: Any) -> dict[str, Any]:
    """The parts of a spec, the entries of a map; nothing for a plain value."""
    if isinstance(value, Spec):
        return {name: getattr(value, name) for name in type(value).model_fields}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _table(declared: Declared, key: str, value: Any, words: Words) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, child in children(value).items():
        child_key = f"{key}.{name}" if key else name
        origin = declared.origin(child_key)
        where = words("explain.line", line=origin.line) if origin else words("explain.default")
        shown = f"({_kind(child, words)})" if children(child) else _plain(child)
        table.add_row(Text(printable(name), overflow="fold"), Text(shown, overflow="fold"), Text(where, style="dim"))
    return table


def _floor(declared: Declared, key: str, words: Words) -> str:
    refused = demanded(declared, key)
    return words("explain.floor", refused=words.sentence(refused)) if refused else ""


def _kind(value: Any, words: Words) -> str:
    if isinstance(value, Spec):
        return type(value).__name__
    entries = cast("dict[str, Any]", value)
    return words.count("explain.entries", len(entries))


def _plain(value: Any) -> str:
    """A value as YAML would have it on one line."""
    if isinstance(value, str):
        return printable(value)
    shown = (
        [v.recorded() if isinstance(v, Spec) else v for v in cast("tuple[Any, ...]", value)]
        if isinstance(value, tuple)
        else value
    )
    return printable(json.dumps(shown, ensure_ascii=False, default=str))
