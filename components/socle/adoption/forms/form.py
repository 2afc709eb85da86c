"""The forms in which an inventory comes, told apart before any row is read: what is one, what is none, and which command gives one.

A form that says less than it seems to (a table, a list of names, text that was cut at a depth) is refused by its own name: read as
it is, its silence would be taken for an answer.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

QUERY = (
    "az graph query -q 'resources | union resourcecontainers' --first 1000 --output json, and --skip-token for the rest"
)
TEMPLATE_OPTIONS = "az group export --include-parameter-default-value --skip-resource-name-params"
"""What makes the names of a template text, and gives the other parameters their values."""

_NAMING = """
id name type location tags sku kind identity plan zones zone etag managedBy extendedLocation resourceGroup subscriptionId
tenantId systemData measured properties apiVersion dependsOn comments condition scope subscription createdTime changedTime
provisioningState resourceId resourceName resourceType resourceGroupName parentResource
"""
ENVELOPE = frozenset(_NAMING.lower().split())
"""Members of a row, in lower case, that every type has: they name a resource and say nothing of how it is set."""

_CUT_TEXT = re.compile(r"^(@\{.*\}|System\.(Object|Collections|Management)\b.*)$", re.DOTALL)
_TABLE = re.compile(rb"^(\xef\xbb\xbf)?\s*\"?[A-Za-z ]{2,30}\"?\s*([,;\t]\s*\"?[A-Za-z ]{2,30}\"?\s*)+[\r\n]")
_COLUMNS = re.compile(rb"^(\xef\xbb\xbf)?[A-Z][A-Za-z]+ {2,}[A-Z][A-Za-z]+.*\r?\n-{2,}  ")
_LISTED = re.compile(rb"^(\xef\xbb\xbf)?(- )?[A-Za-z]\w*:[ \r\n]")


def member(value: Any, name: str) -> Any:
    """A member of a mapping, without regard to case, as Azure compares names; nothing when there is none."""
    if not isinstance(value, dict):
        return None
    mapping = cast("dict[str, Any]", value)
    if name in mapping:
        return mapping[name]
    return next((item for key, item in mapping.items() if key.lower() == name.lower()), None)


def speaks(body: Mapping[str, Any]) -> bool:
    """Whether a row says anything of its resource beyond its name, under `properties` or lifted to the top."""
    if isinstance(held := member(body, "properties"), dict):
        return bool(cast("dict[str, Any]", held).keys() - {"provisioningState"})
    return any(value is not None and key.lower() not in ENVELOPE for key, value in body.items())


def rows_of(document: Any) -> list[Any] | None:
    """The rows of Resource Graph's two result formats, of a list of ARM or `az`, or one resource on its own; nothing if it is none."""
    if isinstance(document, list):
        return cast("list[Any]", document)
    data: Any = member(document, "data")
    data = member(document, "value") if data is None else data
    if isinstance(data, list):
        return cast("list[Any]", data)
    columns, rows = member(data, "columns"), member(data, "rows")
    if isinstance(columns, list) and isinstance(rows, list):
        names = [str(member(column, "name")) for column in cast("list[Any]", columns)]
        if any(len(row) != len(names) for row in cast("list[list[Any]]", rows)):
            return None
        return [dict(zip(names, row, strict=False)) for row in cast("list[list[Any]]", rows)]
    one = member(document, "id")
    if isinstance(one, str) and one.lower().startswith("/subscriptions/"):
        return [document]
    return None


def flattened(body: Any) -> str:
    """The first column that is a part of `properties`, as a query that projects parts names them; empty where there is none."""
    names = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    return next((name for name in names if name.lower().startswith(("properties_", "properties."))), "")


def with_ids(body: Any) -> str:
    """The command whose rows have ids, for a row without one: stores themselves answer with names alone."""
    if member(body, "kid") is not None:
        return f"ask Azure Resource Manager, not the store itself: {QUERY}"
    if any(member(member(body, "properties"), name) is not None for name in ("lease", "hasLegalHold")):
        return "ask Azure Resource Manager, not the store itself: az storage container-rm list --storage-account NAME --output json"
    return f"keep id in the query: {QUERY}"


def other_form(document: Any) -> tuple[str, str] | None:
    """What a document is that is no inventory of Azure though it lists resources, and what it would be taken for."""
    if isinstance(document, dict):
        names = {key.lower() for key in cast("dict[str, Any]", document)}
        if "terraform_version" in names or {"planned_values", "resource_changes"} & names:
            return "this is a file of Terraform", "it says what Terraform manages, not what is there"
        if "deployment" in names and "version" in names:
            return "this is the state of a Pulumi stack", "it says what Pulumi manages, not what is there"
    return None


def table(raw: bytes) -> str:
    """What a file is that is no JSON but another output of the same tools; empty if it looks like none of them."""
    head = raw[:4096]
    if _TABLE.match(head):
        return "this is a table of separated values, as the portal's `Export to CSV` writes it: names, and nothing of how they are set"
    if _COLUMNS.match(head):
        return "this is the table that `az` prints for people, which leaves most columns out"
    if _LISTED.match(head):
        return "this is YAML, not JSON"
    return ""


def cut_at_a_depth(value: Any) -> bool:
    """Whether something in it was turned into text by PowerShell's `ConvertTo-Json`, whose depth is 2 unless it is told."""
    if isinstance(value, dict):
        return any(cut_at_a_depth(item) for item in cast("dict[str, Any]", value).values())
    if isinstance(value, list):
        return any(cut_at_a_depth(item) for item in cast("list[Any]", value))
    return isinstance(value, str) and value[:1] in "@S" and bool(_CUT_TEXT.match(value))
