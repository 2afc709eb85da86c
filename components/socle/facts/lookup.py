"""The one way to a row: by type token, under whatever name the type has had."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from . import azure_kinds, engine
from .kubernetes import ripe
from .limits import DEDICATED, DEDICATED_PER_ORGANIZATION
from .rows import Kind, Quota
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
    """The name under which a type has its facts: that of its successor, without Azure's API version or an unripe one of Kubernetes."""
    return current_type(ripe(_API_VERSION.sub("", type_token)))


def kinds() -> Iterator[Kind]:
    """Every row, sorted by type token."""
    return iter(_by_type().values())


HDS_PAGES = frozenset({"block-storage", "instances", "kapsule", "object-storage"})
"""Products for which the host has published the conditions under which its HDS certificate covers them (Scaleway documentation,
"Host healthcare data", November 2025 to May 2026)."""

KEYS_ONLY = frozenset({"key-manager", "secret-manager"})
"""Products that hold keys and passwords, and no data of people."""


def products() -> tuple[str, ...]:
    """Every product of the host that a type belongs to, in the words of its documentation, sorted."""
    return tuple(sorted({row.product for row in SCALEWAY if row.product}))


def quota(type_token: str) -> Quota | None:
    """How many of a type an organisation has, where that is known."""
    row = kind(type_token)
    return row.quota if row else None


UNPUBLISHED = ("GB of volumes", "GB in buckets", "key operations a month", "reads of secrets a month")
"""What an organisation has limits of that the documentation of quotas gives no number for."""


def quota_key(called: str) -> str:
    """How an estate names a quota: `api-keys` for API keys."""
    return called.lower().replace(" ", "-")


@cache
def first_quotas() -> Mapping[str, int | None]:
    """What every organisation has at first, by the key of the quota; None where no number is published."""
    found: dict[str, int | None] = {quota_key(row.quota.called): row.quota.most for row in kinds() if row.quota}
    return {
        **found,
        quota_key(DEDICATED): DEDICATED_PER_ORGANIZATION,
        **{quota_key(each): None for each in UNPUBLISHED},
    }


def silent_inputs(type_token: str) -> tuple[str, ...]:
    """The inputs of a type that an update does not send."""
    row = kind(type_token)
    return row.silent.inputs if row and row.silent else ()


@cache
def _by_type() -> dict[str, Kind]:
    return {row.type: row for row in sorted((*SCALEWAY, *azure_kinds.KINDS, *engine.KINDS), key=lambda row: row.type)}
