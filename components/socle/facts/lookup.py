"""The one way to a row: by type token, under whatever name the type has had."""

import re
from collections.abc import Iterator
from functools import cache

from . import azure_kinds, engine
from .rows import Kind
from .scaleway import KINDS as SCALEWAY
from .scaleway import current_type

_API_VERSION = re.compile(r"/v[0-9]{8}(preview)?(?=:)")


def kind(type_token: str) -> Kind | None:
    """The row of a resource type, or None where there is none.

    A flat type of an older SDK has the row of its successor, and a type of azure-native the row of any API version.
    """
    return _by_type().get(usual(type_token))


@cache
def usual(type_token: str) -> str:
    """The name under which a type has its facts: that of its successor, without an API version."""
    return current_type(_API_VERSION.sub("", type_token))


def kinds() -> Iterator[Kind]:
    """Every row, sorted by type token."""
    return iter(_by_type().values())


def silent_inputs(type_token: str) -> tuple[str, ...]:
    """The inputs of a type that an update does not send."""
    row = kind(type_token)
    return row.silent.inputs if row and row.silent else ()


@cache
def _by_type() -> dict[str, Kind]:
    return {row.type: row for row in sorted((*SCALEWAY, *azure_kinds.KINDS, *engine.KINDS), key=lambda row: row.type)}
