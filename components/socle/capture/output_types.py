"""Nested fields of a resource's outputs, read off the SDK's own classes, so that what nobody gave is unknown.

The cloud may fill in any of them. An input that is merely echoed as an output would show them as known and empty.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast, get_args, get_origin

import pulumi
from google.protobuf.struct_pb2 import Struct, Value
from pulumi import _types as sdk_types  # pyright: ignore[reportPrivateUsage] - the SDK keeps names nowhere else

from socle.plan import SIGNATURE, UNKNOWN


def unknown_outputs(resource_class: type[pulumi.Resource] | None) -> Struct:
    """Every property of a class as unknown: what the code of another package makes of it, no capture can say."""
    names: Mapping[str, Any] = sdk_types.resource_types(resource_class) if resource_class else {}
    return Struct(fields={name: Value(string_value=UNKNOWN) for name in names})


def mark_unknown(state: Struct, resource_class: type[pulumi.Resource]) -> None:
    """Set the nested fields that a state does not give to unknown."""
    _mark_below(state, _nested_of_resource(resource_class))


def _mark_below(state: Struct, nested: Mapping[str, type]) -> None:
    for name, output_type in nested.items():
        if name in state.fields:
            _mark(state.fields[name], output_type)


def _mark(value: Value, output_type: type) -> None:
    if value.HasField("list_value"):
        for item in value.list_value.values:
            _mark(item, output_type)
    elif value.HasField("struct_value") and SIGNATURE not in value.struct_value.fields:
        names, nested = _fields(output_type)
        _mark_below(value.struct_value, nested)
        for name in names:
            if name not in value.struct_value.fields:
                value.struct_value.fields[name].string_value = UNKNOWN


@cache
def _nested_of_resource(resource_class: type[pulumi.Resource]) -> dict[str, type]:
    return _nested(cast("dict[str, Any]", sdk_types.resource_types(resource_class)))


@cache
def _fields(output_type: type) -> tuple[frozenset[str], dict[str, type]]:
    shown = cast("dict[str, Any]", sdk_types.output_type_types(output_type))
    return frozenset(shown), _nested(shown)


def _nested(annotations: Mapping[str, Any]) -> dict[str, type]:
    found = {name: _output_type(annotation) for name, annotation in annotations.items()}
    return {name: output_type for name, output_type in found.items() if output_type is not None}


def _output_type(annotation: Any) -> type | None:
    if isinstance(annotation, type) and sdk_types.is_output_type(annotation):
        return annotation
    if get_origin(annotation) in (dict, Mapping):
        return None  # a map's keys are the program's own
    return next((found for part in get_args(annotation) if (found := _output_type(part))), None)
