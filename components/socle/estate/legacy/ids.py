"""Azure Resource Manager ids: the one identity that a resource of the legacy estate has, whatever tool owns it.

Azure compares ids without case and its own exports disagree on it (`resourcegroups`, `microsoft.network`), so every id is
brought to one spelling when it is read. Ids above a subscription (tenants, management groups) are left out: nothing here
adopts them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

from socle.facts import SPELLINGS
from socle.messages import Refusal, Refused

RESOURCE_GROUP = "Microsoft.Resources/resourceGroups"
"""The type that Azure Resource Graph gives to a resource group, which has no provider in its id."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SEGMENT = re.compile(r"[^/\s?#%\\][^/?#\\]*")
_MAX_LENGTH = 2048


@dataclass(frozen=True)
class AzureId:
    """One id in its parts. `text` is the canonical spelling; two ids are the same resource when their `key` is equal."""

    text: str
    subscription: str
    """Lower-case UUID."""
    resource_group: str
    """Empty for what hangs on the subscription itself."""
    type: str
    """Such as `Microsoft.Network/virtualNetworks/subnets`; a subscription's own is `Microsoft.Resources/subscriptions`."""
    names: tuple[str, ...]
    """The resource's own name last, the names of its parents of the same provider before it."""
    parent: str
    """The id of what contains it: the resource above, else the scope of an extension, else its group, else its subscription."""

    @property
    def name(self) -> str:
        """The resource's own name."""
        return self.names[-1]

    @property
    def key(self) -> str:
        """For comparison: Azure's ids do not depend on case."""
        return self.text.lower()

    @property
    def scope(self) -> str:
        """What an extension resource (a lock, a diagnostic setting, a budget) applies to."""
        return self.text.rsplit("/providers/", 1)[0]

    def child(self, *segments: str) -> str:
        """The id of something below: `child("subnets", "data")`."""
        return "/".join((self.text, *segments))


@lru_cache(maxsize=16_384)
def parse(text: str) -> AzureId:
    """Read an id in any casing.

    Raises:
        ValueError: it is not the id of a subscription or of something in one; the message says what is wrong.
    """
    if len(text) > _MAX_LENGTH or not text.startswith("/"):
        raise ValueError("it does not start with /subscriptions/")
    parts = text.rstrip("/").split("/")[1:]
    if len(parts) < 2 or parts[0].lower() != "subscriptions":
        raise ValueError("it does not start with /subscriptions/")
    if not _UUID.fullmatch(parts[1]):
        raise ValueError(f"{parts[1]!r} is not the id of a subscription")
    if any(not _SEGMENT.fullmatch(part) for part in parts):
        raise ValueError("a part of it is empty or holds a character that no name has")
    subscription = parts[1].lower()
    base = f"/subscriptions/{subscription}"
    here = AzureId(base, subscription, "", "Microsoft.Resources/subscriptions", (subscription,), "")
    rest = parts[2:]
    if len(rest) >= 2 and rest[0].lower() == "resourcegroups":
        here = AzureId(f"{base}/resourceGroups/{rest[1]}", subscription, rest[1], RESOURCE_GROUP, (rest[1],), base)
        rest = rest[2:]
    while rest:
        here, rest = _below(here, rest)
    return here


def _below(scope: AzureId, rest: list[str]) -> tuple[AzureId, list[str]]:
    """One provider's part of an id: `providers/<namespace>/<type>/<name>[/<type>/<name>...]`."""
    if rest[0].lower() != "providers" or len(rest) < 4:
        raise ValueError(f"/{'/'.join(rest)} is not /providers/<namespace>/<type>/<name>")
    end = next((i for i in range(2, len(rest), 2) if rest[i].lower() == "providers"), len(rest))
    pairs = rest[2:end]
    if len(pairs) % 2:
        raise ValueError(f"it ends with the type {pairs[-1]} and no name")
    namespace = _spelled(rest[1])
    types, names = [_spelled(part) for part in pairs[::2]], pairs[1::2]
    text = "/".join(
        (scope.text, "providers", namespace, *(part for pair in zip(types, names, strict=True) for part in pair))
    )
    parent = text.rsplit("/", 2)[0] if len(types) > 1 else scope.text
    return AzureId(
        text, scope.subscription, scope.resource_group, "/".join((namespace, *types)), tuple(names), parent
    ), rest[end:]


def _spelled(part: str) -> str:
    """What the table does not know keeps the export's spelling."""
    return SPELLINGS.get(part.lower(), part)


def same(one: str, other: str) -> bool:
    """Whether two ids name one resource."""
    return one.rstrip("/").lower() == other.rstrip("/").lower()


def _canonical(text: str) -> str:
    try:
        return parse(text).text
    except ValueError as error:
        raise Refused(
            [
                Refusal(
                    f"{text[:120]!r} is not an Azure resource id: {error}",
                    "another resource, or none, would be read or adopted",
                    "copy the id from the portal or an export: /subscriptions/<id>/resourceGroups/<group>/providers/...",
                )
            ]
        ) from None


ArmId = Annotated[str, AfterValidator(_canonical)]
"""An Azure resource id, accepted in any casing and kept in the provider's own."""
