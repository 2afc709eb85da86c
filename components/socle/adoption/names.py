"""Keys of `legacy.yaml` for Azure's names: readable, within the form of a key, the same for the same export every time."""

import hashlib
import re
from collections.abc import Iterable

from socle.estate.legacy import AzureId, parse

LONGEST = 40
"""Characters that a key of an estate may have."""

_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


def key_for(id_: AzureId, taken: Iterable[str], *, part: bool = False) -> str:
    """A key for a resource that no other of its map has; a part is named by its own name only.

    A name that does not fit, or is taken, ends with six characters of the id's digest.
    """
    words = id_.name if part else _words(id_)
    wanted = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "x"
    wanted = wanted if wanted[0].isalpha() else f"n-{wanted}"
    if len(wanted) <= LONGEST and wanted not in taken:
        return wanted
    digest = hashlib.sha256(id_.key.encode()).hexdigest()[:6]
    return f"{wanted[: LONGEST - 7].rstrip('-')}-{digest}"


def _words(id_: AzureId) -> str:
    """`vnet-data-to-hub` for a child or an extension, so that thirty settings called `default` stay apart."""
    own = "-".join(_named(id_))
    if len(id_.names) > 1 or (id_.type not in _EXTENSIONS and "/providers/" not in id_.parent):
        return own
    above = parse(id_.parent)
    return f"{'-'.join(_named(above)) if above.resource_group else 'subscription'}-{own}"


def _named(id_: AzureId) -> list[str]:
    """The names in an id; a type where the name says nothing."""
    types = id_.type.split("/")[1:]
    return [
        type_ if name == "default" else f"{type_}-{name[-8:]}" if _UUID.match(name) else name
        for type_, name in zip(types, id_.names, strict=True)
    ]


_EXTENSIONS = {
    "Microsoft.Authorization/locks",
    "Microsoft.Authorization/policyAssignments",
    "Microsoft.Authorization/roleAssignments",
    "Microsoft.Consumption/budgets",
    "Microsoft.Insights/diagnosticSettings",
}
"""Types that are of what they are attached to, be it a group or a subscription."""
