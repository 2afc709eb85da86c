"""Rows of storage accounts, PostgreSQL servers and vaults as the fields of their specs.

A field that is None is one that Azure does not have; one that is left out is one that the row does not speak of.
What Azure's own exports do not know (when the last locked blob is free, blobs without a checksum, what a database holds)
comes from a member `measured` that the operator's counting scripts add to a row; see docs/operator/adopt.md.
"""

from typing import Any, cast, get_args

from socle.estate import DataClass
from socle.estate.legacy import Feature

from ..export import Row
from ..places import Places, Untyped
from .network import Fields


def storage_account(row: Row, _: Places) -> Fields:
    """An account. Shared keys are allowed unless it says otherwise, and so is the Internet: Azure's defaults."""
    keys, network = row.at("properties", "allowSharedKeyAccess"), row.at("properties", "publicNetworkAccess")
    return {
        "kind": row.at("kind"),
        "sku": row.at("sku", "name"),
        "hierarchical": bool(row.at("properties", "isHnsEnabled")),
        "shared_keys": keys is not False,
        "public_network": network or "Enabled",
        **_measured(row, "blobs_without_md5"),
    }


def container(row: Row, _: Places) -> Fields:
    """A container with the retention and the holds that keep it from being deleted."""
    held = cast("list[Any]", row.at("properties", "legalHold", "tags") or [])
    tags = [str(tag["tag"]) for tag in held] or (["unnamed"] if row.at("properties", "hasLegalHold") else None)
    said = _immutability(row, "properties", "immutabilityPolicy", "properties")
    if not said and row.at("properties", "hasImmutabilityPolicy") is False:
        said = {"immutability": None}
    class_ = row.at("properties", "metadata", "data_class")
    return {"legal_holds": tags, **said, **_measured(row, "holds_until"), **_classified(class_)}


def immutability_policy(row: Row, _: Places) -> Fields:
    """A policy that comes as a row of its own; becomes a field of its container."""
    return _immutability(row, "properties")


def _immutability(row: Row, *path: str) -> Fields:
    days = row.at(*path, "immutabilityPeriodSinceCreationInDays")
    if not days:
        return {}
    locked = str(row.at(*path, "state")).lower() == "locked"
    return {"immutability": {"days": days, "locked": locked, **_measured(row, "until")}}


def postgres(row: Row, places: Places) -> Fields:
    """A server. Extensions are those that were measured; those that are merely allowed are in its settings."""
    return {
        "version": str(row.at("properties", "version")),
        "sku": row.at("sku", "name"),
        "tier": row.at("sku", "tier"),
        "storage_gb": row.at("properties", "storage", "storageSizeGB"),
        "administrator": row.at("properties", "administratorLogin"),
        "subnet": places.subnet(row.at("properties", "network", "delegatedSubnetResourceId")),
        "dns_zone": places.entry(row.at("properties", "network", "privateDnsZoneArmResourceId"), "dns_zones"),
        "backup_days": row.at("properties", "backup", "backupRetentionDays"),
        "high_availability": row.at("properties", "highAvailability", "mode"),
        **_measured(row, "extensions"),
    }


def database(row: Row, _: Places) -> Fields:
    """A database, with what was found in it that does not replicate."""
    measured = _measured(row, "features")
    unknown = [feature for feature in measured.get("features", ()) if feature not in get_args(Feature)]
    if unknown:
        raise Untyped(
            f"its measured features {', '.join(unknown)} are not known; known: {', '.join(get_args(Feature))}"
        )
    return {
        "charset": row.at("properties", "charset"),
        "collation": row.at("properties", "collation"),
        **measured,
        **_classified(row.at("measured", "data_class")),
    }


def setting(row: Row, _: Places) -> Fields:
    """A parameter that somebody set."""
    value = row.at("properties", "value")
    if value is None:
        raise Untyped("it has no value")
    return {"value": str(value)}


def vault(row: Row, _: Places) -> Fields:
    """A vault. Protection from purging is off unless it says so; soft delete keeps 90 days: Azure's defaults."""
    return {
        "sku": str(row.at("properties", "sku", "name") or "").lower() or None,
        "purge_protection": bool(row.at("properties", "enablePurgeProtection")),
        "retention_days": row.at("properties", "softDeleteRetentionInDays") or 90,
        "public_network": str(row.at("properties", "publicNetworkAccess") or "Enabled").capitalize(),
    }


def vault_key(row: Row, _: Places) -> Fields:
    """A key's kind; exports never hold the key itself."""
    return {
        "type": row.at("properties", "kty"),
        "size": row.at("properties", "keySize"),
        "curve": row.at("properties", "curveName"),
    }


def _classified(value: Any) -> Fields:
    return {"data_class": value} if value in {each.value for each in DataClass} else {}


def _measured(row: Row, name: str) -> Fields:
    """A measured value, lists in order. What was not measured this time is not said, so that an older measure stays."""
    value = row.at("measured", name)
    if value is None:
        return {}
    return {name: sorted(map(str, cast("list[Any]", value))) if isinstance(value, list) else value}
