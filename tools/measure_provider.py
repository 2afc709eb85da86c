"""The facts of the Scaleway provider, from what is installed: `make facts`, or `make facts SCHEMA=schema.json` with the provider's schema.

Three sources, in this order. The Python SDK says which resources and inputs there are, of which type, and which must be given;
which inputs are newer than the provider that was measured; and the old flat names. The provider's schema (`pulumi package get-schema
scaleway@<version>`) says what replaces, what is secret, what is deprecated, what only the cloud fills in; without it, that part stays
as it is. What no schema shows (`checks`, `plan_logic`, a `replace_source`, all of `equality.json`) was asked of the provider itself or
read in its code: it is kept, and an entry of what no longer exists is refused.
"""

import argparse
import importlib
import inspect
import json
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast, get_args, get_origin, is_typeddict

import pulumi
from pulumi import _types as sdk_types  # pyright: ignore[reportPrivateUsage] - the SDK keeps names nowhere else

FACTS = Path(__file__).resolve().parent.parent / "components" / "socle" / "facts" / "scaleway"
SDK = "pulumiverse_scaleway"

MODULES = (
    "account", "billing", "block", "databases", "datalab", "domain", "edgeservices", "iam", "instance", "interlink", "ipam",
    "keymanager", "kubernetes", "loadbalancers", "network", "object", "observability", "opensearch", "redis", "registry", "s2svpn",
    "secrets",
)  # fmt: skip
"""The modules of the SDK that are described: what a platform is made of. Another one is a word here and a row a type in `facts`."""

_TOKEN = re.compile(r"super\([^)]*\)\.__init__\(\s*'(scaleway:[^']+)'")
_ALIAS = re.compile(r'pulumi\.Alias\(type_="([^"]+)"\)')
_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number"}
Row = dict[str, Any]


class Sdk(NamedTuple):
    """What the installed SDK says: inputs by resource type, fields by nested type, and the flat names by their successor."""

    inputs: dict[str, Row]
    types: dict[str, Row]
    flat_names: dict[str, str]


def read_sdk(modules: Iterable[str] = MODULES) -> Sdk:
    """Every resource class of the modules, and every nested type that an input leads to."""
    inputs: dict[str, Row] = {}
    nested: dict[str, type] = {}
    for module in modules:
        for resource, arguments in _classes(module):
            inputs[_token(resource)] = _fields(arguments, nested)
    types: dict[str, Row] = {}
    while waiting := nested.keys() - types.keys():
        for token in sorted(waiting):
            types[token] = _fields(nested[token], nested)
    return Sdk(inputs, types, _flat_names())


def resources(recorded: Row, sdk: Sdk, schema: Row | None) -> Row:
    """`resources.json` anew: what the sources say, and what only the record knows.

    Raises:
        ValueError: the record knows more of a type, or of an input, than there is.
    """
    rows: Mapping[str, Row] = recorded["resources"]
    known = sorted(_described(schema) if schema else rows)
    made = {type_: _resource(rows.get(type_, {}), sdk.inputs.get(type_), _of(schema, type_)) for type_ in known}
    types: dict[str, Row] = {}
    waiting = _named(row["inputs"] for row in made.values())
    while waiting:
        found = {token: _nested(recorded["types"].get(token), sdk.types.get(token), schema, token) for token in waiting}
        types |= found
        waiting = _named(found.values()) - types.keys()
    return {"about": recorded["about"], "resources": made, "types": dict(sorted(types.items()))}


def stray(record: Row, measured: Row) -> list[str]:
    """What `equality.json` says of a type or of an input that there is not."""
    return [
        f"{type_}: {path}" if path else type_
        for type_, row in record["resources"].items()
        for path in ("", *row.get("inputs", {}))
        if not _exists(measured, type_, path)
    ]


def _resource(recorded: Row, newest: Row | None, described: Row | None) -> Row:
    old: Mapping[str, Row] = recorded.get("inputs", {})
    provider = {name: row for name, row in old.items() if not row.get("newer")}
    if described:
        required = described.get("requiredInputs", ())
        provider = {name: _input(p, name in required) for name, p in described["inputProperties"].items()}
    made = {name: {**row, **_measured(old.get(name, {}))} for name, row in sorted(provider.items())}
    computed, secrets = recorded.get("computed", []), recorded.get("secret_outputs", [])
    if described:
        outputs: Mapping[str, Row] = described["properties"]
        computed = sorted(outputs.keys() - described["inputProperties"].keys())
        secrets = sorted(name for name, p in outputs.items() if p.get("secret"))
    return {
        "inputs": _with_newer(made, newest or {}),
        "computed": computed,
        **({"secret_outputs": secrets} if secrets else {}),
        **{part: recorded[part] for part in ("checks", "plan_logic") if part in recorded},
    }


def _agreeing(row: Row, newest: Row) -> Row:
    """The SDK has the last word on the type of an input and on whether it must be given."""
    kept = {key: value for key, value in row.items() if key not in ("type", "required")}
    return {**newest, **kept} if newest else row


def _nested(recorded: Row | None, newest: Row | None, schema: Row | None, token: str) -> Row:
    made: Row = recorded or {}
    described: Row | None = schema["types"].get(token) if schema else None
    if described is not None:
        required = described.get("required", ())
        made = {name: _input(p, name in required) for name, p in sorted(described.get("properties", {}).items())}
    return _with_newer(made, newest or {})


def _with_newer(made: Row, newest: Row) -> Row:
    """What the SDK adds to what the provider had: an input whose type and replacement nobody measured."""
    known = {name: row for name, row in made.items() if not row.get("newer")}
    newer = {name: {"type": "unknown", "newer": True} for name in newest if name not in known}
    return {**{name: _agreeing(row, newest.get(name, {})) for name, row in known.items()}, **newer}


def _input(described: Row, required: bool) -> Row:
    replaces = described.get("replaceOnChanges") or described.get("willReplaceOnChanges")
    flags = {
        "required": required,
        "replace": replaces,
        "secret": described.get("secret"),
        "deprecated": "deprecationMessage" in described,
    }
    return {"type": _said(described), **{name: True for name, value in flags.items() if value}}


def _measured(recorded: Row) -> Row:
    """What the provider answered against its own schema."""
    return {"replace": True, "replace_source": recorded["replace_source"]} if "replace_source" in recorded else {}


def _said(described: Row) -> str:
    """A type in the words of `facts.scaleway.schema.Input`."""
    if "$ref" in described:
        return described["$ref"].removeprefix("#/types/").replace("%2F", "/")
    if described["type"] == "array":
        return f"list<{_said(described['items'])}>"
    if described["type"] == "object":
        return f"map<{_said(described['additionalProperties'])}>"
    return described["type"]


def _described(schema: Row) -> Iterator[str]:
    return (type_ for type_ in schema["resources"] if type_.split(":")[1].partition("/")[0] in MODULES)


def _of(schema: Row | None, type_: str) -> Row | None:
    return schema["resources"].get(type_) if schema else None


def _named(rows: Iterable[Row]) -> set[str]:
    """Nested types that these fields are of."""
    said = {field["type"] for row in rows for field in row.values()}
    return {name.removeprefix("list<").removeprefix("map<").rstrip(">") for name in said if ":" in name}


def _exists(measured: Row, type_: str, path: str) -> bool:
    fields: Row | None = measured["resources"].get(type_, {}).get("inputs")
    for part in path.split(".") if path else ():
        token = str((fields or {}).get(part, {}).get("type", ""))
        if not token:
            return False
        fields = measured["types"].get(token.removeprefix("list<").rstrip(">"))
    return fields is not None or bool(path)


def _classes(module: str) -> Iterator[tuple[type, type]]:
    """Resources of a module with their arguments. Its modules are read one by one: its door opens on first use."""
    package = importlib.import_module(f"{SDK}.{module}")
    for found in pkgutil.iter_modules(package.__path__):
        if found.name.startswith(("_", "get_")):
            continue
        inside = vars(importlib.import_module(f"{package.__name__}.{found.name}"))
        for name, each in list(inside.items()):
            if (
                isinstance(each, type)
                and issubclass(each, pulumi.CustomResource)
                and each.__module__ == inside["__name__"]
            ):
                yield each, inside[f"{name}Args"]


def _fields(arguments: type, nested: dict[str, type]) -> Row:
    """Inputs of a class of arguments, under the names of the wire."""
    hints = cast("dict[str, Any]", sdk_types.input_type_types(arguments))
    given = inspect.signature(arguments).parameters
    made: Row = {}
    for python_name, name in sorted(
        sdk_types.input_type_py_to_pulumi_names(arguments).items(), key=lambda pair: pair[1]
    ):
        required = given[python_name].default is inspect.Parameter.empty
        made[name] = {"type": _spoken(hints[name], nested), **({"required": True} if required else {})}
    return made


def _spoken(annotation: Any, nested: dict[str, type]) -> str:
    """A type of the SDK in the same words as the schema's."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type) and sdk_types.is_input_type(annotation):
        name = annotation.__name__.removesuffix("Args")
        token = f"scaleway:{annotation.__module__.split('.')[1]}/{name}:{name}"
        nested[token] = annotation
        return token
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"map<{_spoken(inner[1], nested)}>"
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return f"list<{_spoken(inner[0], nested)}>"
    plain = [each for each in inner if _is_value(each)]
    if not plain:
        raise ValueError(f"{annotation} is no type of an input that is known")
    return _spoken(plain[0], nested)


def _is_value(annotation: Any) -> bool:
    """Neither nothing, nor a promise of a value, nor the plain map that stands for a class of arguments."""
    promise = get_origin(annotation) or annotation
    return (
        annotation is not type(None)
        and not is_typeddict(annotation)
        and "Awaitable" not in str(promise)
        and promise is not pulumi.Output
    )


def _token(resource: type) -> str:
    return str(cast("Any", resource).pulumi_type)


def _flat_names() -> dict[str, str]:
    """Old names by their successor: the aliases that each class gives to the engine, read off its text."""
    found: dict[str, str] = {}
    for file in sorted(Path(inspect.getfile(importlib.import_module(SDK))).parent.glob("*/*.py")):
        text = file.read_text("utf-8")
        token = _TOKEN.search(text)
        if token:
            found |= dict.fromkeys((old for old in _ALIAS.findall(text) if old.startswith("scaleway:index/")), token[1])
    return dict(sorted(found.items()))


def _write(name: str, facts: Row) -> None:
    path = FACTS / name
    text = json.dumps(facts, indent=1) + "\n"
    changed = path.read_text("utf-8").rstrip() != text.rstrip()
    path.write_text(text, "utf-8")
    print(f"{name}: {'written anew' if changed else 'as it was'}")  # noqa: T201 - what the tool is for


def recorded(name: str) -> Row:
    """A file of measured facts as it is."""
    return json.loads((FACTS / name).read_text("utf-8"))


def main() -> None:
    """Write the files anew, and say of each whether it changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schema", type=Path, help="the provider's schema; without it, what only a schema says stays")
    given: Path | None = parser.parse_args().schema
    warnings.simplefilter("ignore", DeprecationWarning)
    sdk, schema = read_sdk(), json.loads(given.read_text("utf-8")) if given else None
    measured, equality, names = (recorded(f"{name}.json") for name in ("resources", "equality", "flat_names"))
    measured = resources(measured, sdk, schema)
    if left := stray(equality, measured):
        sys.exit(
            f"equality.json speaks of what there is not: {', '.join(left)}; read the provider's code again, or remove it"
        )
    _write("resources.json", measured)
    _write("flat_names.json", {**names, "types": sdk.flat_names})


if __name__ == "__main__":
    main()
