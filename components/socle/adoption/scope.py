"""Which rows of an export the legacy estate keeps, and for every other row the reason why not.

Kept out: what Azure makes and removes by itself, what a managed service owns, and other teams' subscriptions but for what the
estate refers to. Nothing is left out without being counted under its reason.
"""

from collections.abc import Iterable, Mapping

from socle.estate.bridge import BUILT

from .export import Row
from .places import id_key, ids_in

SUBSCRIPTION = "Microsoft.Resources/subscriptions"
ELSEWHERE = "in another subscription, and nothing refers to it"
DEFAULT_SETTING = "a default of the server"
OURS = "made by the bridge of this estate"
REMOVED = "removed from legacy.yaml by hand"

_BY_AZURE = {
    "Microsoft.Network/networkWatchers": "made by Azure in every region",
    "Microsoft.Network/privateDnsZones/SOA": "made with its zone",
    "Microsoft.Network/dnsZones/SOA": "made with its zone",
}
_SYSTEM_CONTAINERS = frozenset({"$logs", "$blobchangefeed"})
_SYSTEM_DATABASES = frozenset({"postgres", "azure_maintenance", "azure_sys"})
_OWNERS = {
    "Microsoft.ContainerService/managedClusters": ("nodeResourceGroup", "AKS"),
    "Microsoft.Databricks/workspaces": ("managedResourceGroupId", "Databricks"),
}


def left_out(
    rows: Iterable[Row], subscription: str, known: Iterable[str] = (), removed: Iterable[str] = (), estate: str = ""
) -> dict[str, str]:
    """Reasons by the id's key, for every row that is not kept.

    `known` ids are in the file, `removed` a person took out of it; `estate` is the name under which our own bridge tags what it makes.
    """
    rows, known = tuple(rows), set(known)
    gone, groups = set(removed), _managed_groups(rows)
    reasons = {row.id.key: reason for row in rows if (reason := _own_reason(row, gone, groups))}
    reasons |= {row.id.key: OURS for row in rows if _is_ours(row, estate) and row.id.key not in known}
    kept = [row for row in rows if row.id.subscription == subscription and row.id.key not in reasons]
    wanted = {*known, *(key for row in kept for key in ids_in(row.body))}
    groups_wanted = {key.partition("/providers/")[0] for key in wanted if "/providers/" in key}
    wanted |= {row.id.key for row in rows if row.id.type in BUILT and _stands_in(row, wanted, groups_wanted)}
    for row in rows:
        if row.id.subscription != subscription and row.id.key not in wanted:
            reasons.setdefault(row.id.key, ELSEWHERE)
    return {key: reason for key, reason in reasons.items() if not _holds_kept(key, rows, reasons)}


def _stands_in(row: Row, wanted: set[str], groups: set[str]) -> bool:
    """Whether a gateway, or what belongs to one, stands in another team's network or group that something of ours refers to.

    The bridge would be built there, so that it must know. A group is wanted with everything in it that is.
    """
    return _group(row) in groups or any(key in wanted for key in ids_in(row.body))


def _group(row: Row) -> str:
    """The key of its resource group."""
    return f"/subscriptions/{row.id.subscription}/resourcegroups/{row.id.resource_group}".lower()


def _is_ours(row: Row, estate: str) -> bool:
    """Whether the bridge of this very estate made it, by the tags that it gives to everything."""
    return (
        bool(estate)
        and row.id.type in BUILT
        and row.at("tags", "estate") == estate
        and row.at("tags", "layer") == "bridge"
    )


def _holds_kept(key: str, rows: Iterable[Row], reasons: Mapping[str, str]) -> bool:
    """Whether a row is that of another subscription which something is kept from: it is written by its name."""
    return key.count("/") == 2 and any(row.id.key not in reasons for row in rows if row.id.key.startswith(f"{key}/"))


def _own_reason(row: Row, removed: set[str], groups: Mapping[str, str]) -> str:
    if not row.id.subscription:
        return "above the subscriptions"
    if row.id.key in removed:
        return REMOVED
    return groups.get(_group(row), "") or _BY_AZURE.get(row.id.type, "") or _by_service(row)


def _by_service(row: Row) -> str:
    type_ = row.id.type
    if type_ == "Microsoft.Network/networkInterfaces" and row.at("properties", "privateEndpoint", "id"):
        return "made with its private endpoint"
    if type_.startswith("Microsoft.Network/privateDnsZones/") and _is_registered(row):
        return "registered by an endpoint or a machine"
    if type_ == "Microsoft.Storage/storageAccounts/blobServices/containers" and row.id.name in _SYSTEM_CONTAINERS:
        return "a container of the account itself"
    if type_ == "Microsoft.DBforPostgreSQL/flexibleServers/databases" and row.id.name in _SYSTEM_DATABASES:
        return "a database of the server itself"
    return _of_setting(row) if type_ == "Microsoft.DBforPostgreSQL/flexibleServers/configurations" else ""


def _of_setting(row: Row) -> str:
    source = str(row.at("properties", "source") or "").lower()
    if not source:
        return "a parameter of a server, and the export does not say whether somebody set it"
    return "" if source == "user-override" else DEFAULT_SETTING


def _is_registered(row: Row) -> bool:
    creator = str(row.at("properties", "metadata", "creator") or "").lower()
    return bool(row.at("properties", "isAutoRegistered")) or creator.startswith("created by private endpoint")


def _managed_groups(rows: Iterable[Row]) -> dict[str, str]:
    """Resource groups that a service made for itself: deleting the service deletes them."""
    found: dict[str, str] = {}
    for row in rows:
        if row.id.type in _OWNERS:
            name, service = _OWNERS[row.id.type]
            group = str(row.at("properties", name) or "")
            key = id_key(group) or id_key(f"/subscriptions/{row.id.subscription}/resourceGroups/{group}")
            if key and group:
                found[key] = f"in a group that {service} makes and removes"
        elif row.id.type == "Microsoft.Resources/resourceGroups" and row.at("managedBy"):
            found.setdefault(row.id.key, "in a group that another service makes and removes")
    return found
