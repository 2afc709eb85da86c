"""Changing what a program registers without touching it: at the last moment, in the message to the engine.

Two alterations: inputs that the plugin at hand does not know are left out, and inputs are given other values, as an edit of
the program would. Both sides of a comparison run with the same ones, the engine's and the capture's.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

Lacking = Mapping[str, Sequence[str]]
"""Inputs to leave out, by type token."""

Edits = Mapping[str, Sequence[Any]]
"""By `<type token> <logical name>`: a path of names and indices, and the new value; no value leaves the input out."""


@contextmanager
def altering(lacking: Lacking, edits: Edits) -> Generator[None]:
    """Alter every registration of this process meanwhile."""
    from pulumi.runtime import resource

    plain = resource.resource_pb2
    alter(lacking, edits)
    try:
        yield
    finally:
        resource.resource_pb2 = plain


def alter(lacking: Lacking, edits: Edits) -> None:
    """Alter every registration of this process from now on."""
    from pulumi.runtime import resource

    resource.resource_pb2 = _Messages(resource.resource_pb2, lacking, edits)  # type: ignore[assignment]


class _Messages:
    """The module of the protocol's messages, but for one of them."""

    def __init__(self, plain: Any, lacking: Lacking, edits: Edits) -> None:
        self._plain = plain
        self.RegisterResourceRequest = _Requests(plain.RegisterResourceRequest, lacking, edits)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)


class _Requests:
    """The class of registrations: what it makes is altered, its inner classes are its own."""

    def __init__(self, plain: Any, lacking: Lacking, edits: Edits) -> None:
        self._plain, self._lacking, self._edits = plain, lacking, edits

    def __call__(self, **fields: Any) -> Any:
        token, name = fields["type"], fields["name"]
        gone = self._lacking.get(token, ())
        edit = self._edits.get(f"{token} {name}")
        if gone or edit:
            fields["object"] = _altered(fields["object"], gone, edit)
        return self._plain(**fields)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)


def _altered(struct: Any, gone: Sequence[str], edit: Sequence[Any] | None) -> Any:
    from google.protobuf import json_format, struct_pb2

    inputs = json_format.MessageToDict(struct)
    for name in gone:
        inputs.pop(name, None)
    if edit:
        path, *value = edit
        inner: Any = inputs
        for step in path[:-1]:
            inner = inner[step]
        if value:
            inner[path[-1]] = value[0]
        else:
            del inner[path[-1]]
    return json_format.ParseDict(inputs, struct_pb2.Struct())
