"""Objects of Kubernetes under one name each: without an alpha or beta version, out of the list they stand in, and what a patch is of.

Source: the Kubernetes documentation of API versions, and the tokens of pulumi-kubernetes 4.34.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

_UNRIPE = re.compile(r"(?<=/)v\d+(?:alpha|beta)\d+(?=:\w+$)")
_PACKAGE = "kubernetes:"
_LIST, _PATCH = "List", "Patch"


def ripe(token: str) -> str:
    """A token of Kubernetes under version 1, whatever alpha or beta version it was written for; any other as it is."""
    return _UNRIPE.sub("v1", token) if token.startswith(_PACKAGE) else token


def is_patch(token: str) -> bool:
    """Whether a type changes some fields of an object that something else made: what it does not name stays as it is."""
    return token.startswith(_PACKAGE) and token.endswith(_PATCH)


def patched(token: str) -> str:
    """What a patch is of; any other type as it is."""
    return token.removesuffix(_PATCH) if is_patch(token) else token


def is_list(token: str) -> bool:
    """Whether a type is a list of objects, each of which is made like one by itself."""
    return token.startswith(_PACKAGE) and token.endswith(_LIST)


def listed(token: str, inputs: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with its own token; nothing where the list is not known."""
    rows = inputs.get("items")
    for row in cast("list[Any]", rows) if isinstance(rows, list) else []:
        if isinstance(row, dict):
            item = cast("dict[str, Any]", row)
            yield _token(token, item), item


def _token(token: str, item: Mapping[str, Any]) -> str:
    """An object says itself what it is; one that does not is what its list is of."""
    version, kind = item.get("apiVersion"), item.get("kind")
    group, _, of_list = token.rpartition(":")
    if isinstance(version, str) and isinstance(kind, str):
        return ripe(f"{_PACKAGE}{version if '/' in version else f'core/{version}'}:{kind}")
    return f"{group}:{kind if isinstance(kind, str) else of_list.removesuffix(_LIST)}"
