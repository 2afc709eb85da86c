"""Between the protocol's messages and plain values."""

import re
from collections.abc import Mapping
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import provider_pb2

_SECRET = "4dabf18193072939515e22adb298388d"

Values = dict[str, Any]


def read(struct: Any) -> Values:
    """A message as plain values; secrets as what they hold, since no simulation tells them apart."""
    return _tidy(json_format.MessageToDict(struct))


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        if _SECRET in value:
            return _tidy(value.get("value"))
        return {name: _tidy(each) for name, each in value.items() if name != "__defaults"}
    if isinstance(value, list):
        return [_tidy(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def written(values: Mapping[str, Any]) -> Any:
    """Plain values as a message."""
    struct = struct_pb2.Struct()
    struct.update(values)
    return struct


def token_of(request: Any) -> str:
    """The type token of the resource that a request is about."""
    return request.urn.split("::")[2].rsplit("$", maxsplit=1)[-1]


def top(path: str) -> str:
    """The input that a path begins with."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def changed_as(kind: str, replacing: bool) -> Any:
    """A change of one property as the engine is told of it."""
    name = f"{kind}_REPLACE" if replacing else kind
    return provider_pb2.PropertyDiff(kind=provider_pb2.PropertyDiff.Kind.Value(name), inputDiff=True)
