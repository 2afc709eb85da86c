"""Pulumi's wire values as plain data, and back.

Plain: dicts, lists, scalars; a secret is the text `[secret]`, an unknown Pulumi's sentinel, a whole number an int. The
converse makes what the monitor answers with. Only Pulumi's protobuf types are touched here, never its runtime.
"""

from collections.abc import Mapping
from typing import Any, cast

from google.protobuf.struct_pb2 import ListValue, Struct, Value

from socle.plan import PLAIN, SECRET, SECRET_SIGNATURE, SIGNATURE, UNKNOWN

# More of the markers that `plan.state` has two of (sdk/python/lib/pulumi/runtime/rpc.py).
RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


def plain_object(struct: Struct, *, references: bool = False) -> dict[str, Any]:
    """A whole property bag. Nulls are left out, as the engine does.

    Args:
        references: keep a reference to a resource as the state writes it. Otherwise it is the resource's id (a
            component's URN), which is what the engine hands to a provider.
    """
    found: dict[str, Any] = {}
    for name, value in struct.fields.items():
        converted = plain(value, references=references)
        if converted is not None:
            found[name] = converted
    return found


def plain(value: Value, *, references: bool = False) -> Any:
    """One value."""
    match value.WhichOneof("kind"):
        case "string_value":
            return value.string_value
        case "bool_value":
            return value.bool_value
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        case "list_value":
            return [plain(item, references=references) for item in value.list_value.values]
        case "struct_value":
            return _plain_struct(value.struct_value, references)
        case _:
            return None


def _plain_struct(struct: Struct, references: bool) -> Any:
    if SIGNATURE not in struct.fields:
        return plain_object(struct, references=references)
    signature = struct.fields[SIGNATURE].string_value
    if signature == SECRET_SIGNATURE:
        return SECRET
    if signature == OUTPUT_SIGNATURE:
        return _plain_output(struct, references)
    if signature == RESOURCE_SIGNATURE and not references:
        return _plain_reference(struct)
    return plain_object(struct, references=references)


def _plain_reference(struct: Struct) -> str:
    if "id" not in struct.fields:
        return struct.fields["urn"].string_value
    return struct.fields["id"].string_value or UNKNOWN


def _plain_output(struct: Struct, references: bool) -> Any:
    if struct.fields["secret"].bool_value:
        return SECRET
    return plain(struct.fields["value"], references=references) if "value" in struct.fields else UNKNOWN


def without_references(struct: Struct) -> Struct:
    """The property bag as a provider gets it: a reference to a resource is its id (a component's URN)."""
    if RESOURCE_SIGNATURE.encode() not in struct.SerializeToString():
        return struct
    return Struct(fields={name: _dereferenced(value) for name, value in struct.fields.items()})


def _dereferenced(value: Value) -> Value:
    if value.HasField("list_value"):
        return Value(list_value=ListValue(values=[_dereferenced(item) for item in value.list_value.values]))
    if not value.HasField("struct_value"):
        return value
    struct = value.struct_value
    if SIGNATURE in struct.fields and struct.fields[SIGNATURE].string_value == RESOURCE_SIGNATURE:
        return Value(string_value=_plain_reference(struct))
    return Value(struct_value=Struct(fields={name: _dereferenced(item) for name, item in struct.fields.items()}))


def unknown_whole(held: Struct) -> None:
    """Text around something unknown is unknown: a program wrote what nobody has answered into it."""
    for value in held.fields.values():
        _unknown_in(value)


def _unknown_in(value: Value) -> None:
    kind = value.WhichOneof("kind")
    if kind == "string_value" and UNKNOWN in value.string_value:
        value.string_value = UNKNOWN
    elif kind == "struct_value":
        unknown_whole(value.struct_value)
    elif kind == "list_value":
        for item in value.list_value.values:
            _unknown_in(item)


def is_secret(value: Value) -> bool:
    """Whether a wire value is wrapped as a secret."""
    return (
        value.HasField("struct_value")
        and SIGNATURE in value.struct_value.fields
        and value.struct_value.fields[SIGNATURE].string_value == SECRET_SIGNATURE
    )


def secret(value: Value) -> Value:
    """A wire value wrapped as a secret; one that is wrapped already stays as it is."""
    if is_secret(value):
        return value
    wrapped = Struct(fields={SIGNATURE: Value(string_value=SECRET_SIGNATURE), "value": value})
    return Value(struct_value=wrapped)


def wire(value: Any) -> Value:  # noqa: PLR0911 - one line a kind of value
    """Plain data as a wire value. What was masked becomes a secret that nobody knows, for the text itself never was the value."""
    match value:
        case str() if value in (SECRET, PLAIN):
            return secret(Value(string_value=UNKNOWN))
        case bool():
            return Value(bool_value=value)
        case int() | float():
            return Value(number_value=value)
        case str():
            return Value(string_value=value)
        case Mapping():
            return Value(struct_value=wire_object(cast("Mapping[str, Any]", value)))
        case list() | tuple():
            return Value(list_value=ListValue(values=[wire(item) for item in cast("list[Any]", value)]))
        case _:
            return Value(null_value=cast("Any", 0))


def wire_object(values: Mapping[str, Any]) -> Struct:
    """A whole property bag; None is left out."""
    return Struct(fields={name: wire(value) for name, value in values.items() if value is not None})
