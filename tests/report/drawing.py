"""Plans to draw, and consoles of a given width to draw them on."""

import io

from rich.console import Console

from socle.origin import Origin
from socle.plan.model import Plan, Resource

BUCKET = "scaleway:object/bucket:Bucket"
STORE = "test:storage:Store"


def resource(name: str, type_: str = BUCKET, parent: Resource | None = None, **more: object) -> Resource:
    """One resource; a type of `test` is a component."""
    urn = f"urn:pulumi:demo::small::{type_}::{name}"
    custom = not type_.startswith("test:")
    return Resource(urn, type_, custom, parent=parent.urn if parent else "", **more)  # type: ignore[arg-type]


def plan(*resources: Resource, stack: str = "demo") -> Plan:
    """A plan of some resources."""
    return Plan(stack, "small", resources)


def place(origin: Origin) -> str:
    """A place as the command shows it."""
    return f"stacks/estates/{origin}"


def paper(width: int = 80, encoding: str = "utf-8") -> Console:
    """A console without colour that keeps what is printed."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace", write_through=True)
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def printed(console: Console) -> list[str]:
    """The lines on a console."""
    stream = console.file
    assert isinstance(stream, io.TextIOWrapper)
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode(stream.encoding).splitlines()
