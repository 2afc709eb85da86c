"""ARM templates, as the portal and `az group export` write them, turned into rows with ids.

Only what such exports use of the expression language is evaluated: names, literals and a few functions. What is not, such as
`reference()`, becomes "nothing": a value that only Azure knows must not be mistaken for text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from socle.estate.legacy import AzureId

_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|(-?\d+)|([A-Za-z_]\w*)|([(),.\[\]]))")
_PLACE = re.compile(r"\{(\d+)\}")
_UNKNOWN = object()
_UNDECIDED = "socle:undecided"
_NESTED = "microsoft.resources/deployments"


Parameters = Mapping[str, Any]
"""Values of parameters by name."""


def is_template(document: Any) -> bool:
    """Whether a JSON document is a deployment template, with its resources as a list or, as Bicep writes them, by name."""
    return isinstance(_mapping(document).get("resources"), (list, dict))


def is_parameters(document: Any) -> bool:
    """Whether a JSON document is the file of parameters that the portal puts beside a template."""
    members = _mapping(document)
    return "deploymentparameters" in str(members.get("$schema", "")).lower() and "resources" not in members


def parameters_of(documents: Iterable[Any]) -> Parameters:
    """The values that files of parameters give; one that is null is none."""
    found = [each for document in documents for each in _mapping(document.get("parameters")).items()]
    values = {name: _mapping(each).get("value") for name, each in found}
    return {name: value for name, value in values.items() if value is not None}


def template_rows(document: Any, scope: AzureId, parameters: Parameters) -> list[Any]:
    """The resources of a template as rows of a resource group, children after their parents.

    A resource whose name cannot be evaluated comes without an id, which the reader of rows refuses.
    """
    values = _Values(cast("dict[str, Any]", document), scope, parameters)
    held = document["resources"]
    resources = cast("list[Any]", held if isinstance(held, list) else list(held.values()))
    return [row for resource in resources for row in _rows(resource, values, "", "")]


def _rows(resource: Any, values: "_Values", type_above: str, name_above: str) -> Iterator[Any]:
    if not isinstance(resource, dict):
        yield resource
        return
    body = cast("dict[str, Any]", values.evaluated(resource))
    type_, name = str(body.get("type", "")), body.get("name")
    if type_above and not type_.startswith(f"{type_above}/"):
        type_, name = f"{type_above}/{type_}", f"{name_above}/{name}" if isinstance(name, str) else None
    body.pop("resources", None)
    if "condition" in resource and body.get("condition") is not True:
        if body.get("condition") is not False:
            yield {_UNDECIDED: True}
        return
    yield {**body, "id": _id(type_, name, body.get("scope"), values.scope), "type": type_}
    for child in cast("list[Any]", cast("dict[str, Any]", resource).get("resources") or []):
        yield from _rows(child, values, type_, str(name))


def undecided(row: Any) -> bool:
    """Whether a row stands for a resource of a template that is made under a condition which cannot be evaluated."""
    return bool(_mapping(row).get(_UNDECIDED))


def nested(row: Any) -> bool:
    """Whether a row of a template is a deployment of another one: what that makes is in it, or behind a link, and is read by nobody."""
    return str(_mapping(row).get("type", "")).lower() == _NESTED


def _id(type_: str, name: Any, extended: Any, scope: AzureId) -> str | None:
    namespace, *types = type_.split("/")
    names = name.split("/") if isinstance(name, str) else []
    if not types or len(types) != len(names):
        return None
    head = extended if isinstance(extended, str) and extended.startswith("/") else scope.text
    if isinstance(extended, str) and not extended.startswith("/"):  # relative: "Microsoft.Storage/storageAccounts/name"
        head = f"{scope.text}/providers/{extended}"
    return "/".join((head, "providers", namespace, *(part for pair in zip(types, names, strict=True) for part in pair)))


class _Values:
    """The parameters and variables of one template, and what its functions say about the place it came from."""

    def __init__(self, template: dict[str, Any], scope: AzureId, given: Parameters) -> None:
        self.scope, self._given = scope, given
        self._parameters = _mapping(template.get("parameters"))
        self._variables = _mapping(template.get("variables"))
        self._functions: dict[str, Callable[[list[Any]], Any]] = {
            "parameters": lambda a: self._parameter(str(a[0])),
            "variables": lambda a: self._evaluated(self._variables.get(str(a[0]), _UNKNOWN)),
            "concat": lambda a: _of_bounded_length("".join(map(str, a))),
            "tolower": lambda a: str(a[0]).lower(),
            "format": lambda a: _PLACE.sub(lambda found: str(a[1 + int(found[1])]), str(a[0])),
            "resourceid": lambda a: _resource_id(scope.text, a),
            "extensionresourceid": lambda a: _resource_id(str(a[0]), a[1:]),
            "subscriptionresourceid": lambda a: _resource_id(f"/subscriptions/{scope.subscription}", a),
            "subscription": lambda _: {
                "id": f"/subscriptions/{scope.subscription}",
                "subscriptionId": scope.subscription,
            },
            "resourcegroup": lambda _: {"id": scope.text, "name": scope.resource_group},
        }

    def _parameter(self, name: str) -> Any:
        if name in self._given:
            return self._given[name]
        default = _mapping(self._parameters.get(name)).get("defaultValue")
        return _UNKNOWN if default is None else self._evaluated(default)

    def evaluated(self, value: Any) -> Any:
        """A value with its expressions resolved; one that cannot be is left out of its mapping, and a list with one is left out whole."""
        found = self._evaluated(value)
        return None if found is _UNKNOWN else found

    def _evaluated(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
            return value[1:] if value.startswith("[[") else self._expression(value[1:-1])
        if isinstance(value, dict):
            items = ((k, self._evaluated(v)) for k, v in cast("dict[str, Any]", value).items())
            return {key: item for key, item in items if item is not _UNKNOWN}
        if isinstance(value, list):
            found = [self._evaluated(item) for item in cast("list[Any]", value)]
            return _UNKNOWN if any(item is _UNKNOWN for item in found) else found
        return value

    def _expression(self, text: str) -> Any:
        try:
            value, rest = self._read(_tokens(text))
        except (LookupError, TypeError, ValueError, RecursionError):
            return _UNKNOWN
        return _UNKNOWN if rest else value

    def _read(self, tokens: list[tuple[str, str]]) -> tuple[Any, list[tuple[str, str]]]:
        """One literal or call with what follows it: `f(a, b).c`."""
        (kind, text), rest = tokens[0], tokens[1:]
        if kind != "name":
            return (int(text) if kind == "number" else text), rest
        arguments, rest = self._arguments(rest[1:])
        value: Any = _UNKNOWN if _UNKNOWN in arguments else self._functions[text.lower()](arguments)
        while rest and rest[0][1] == "." and rest[0][0] == "mark":
            value, rest = cast("dict[str, Any]", value)[rest[1][1]], rest[2:]
        return value, rest

    def _arguments(self, tokens: list[tuple[str, str]]) -> tuple[list[Any], list[tuple[str, str]]]:
        found: list[Any] = []
        while tokens[0] != ("mark", ")"):
            value, tokens = self._read(tokens)
            found.append(value)
            if tokens[0] == ("mark", ","):
                tokens = tokens[1:]
        return found, tokens[1:]


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if not match:
            raise ValueError(text)
        literal, number, name, mark = match.groups()
        kinds = (("text", literal), ("number", number), ("name", name), ("mark", mark))
        found.append(
            next(
                (kind, part.replace("''", "'") if kind == "text" else part) for kind, part in kinds if part is not None
            )
        )
        at = match.end()
    return found


def _resource_id(scope: str, arguments: list[Any]) -> str:
    """`resourceId('Microsoft.Network/virtualNetworks/subnets', 'hub', 'apps')`; other scopes before the type are not evaluated."""
    type_, *names = map(str, arguments)
    namespace, *types = type_.split("/")
    if len(types) != len(names):
        raise ValueError(type_)
    return "/".join(
        (scope, "providers", namespace, *(part for pair in zip(types, names, strict=True) for part in pair))
    )


def _of_bounded_length(text: str) -> str:
    """Variables that concatenate each other could grow without end; no id is longer than 2,048 characters."""
    if len(text) > 2 * 2_048:
        raise ValueError("an expression that grows")
    return text


def _mapping(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
