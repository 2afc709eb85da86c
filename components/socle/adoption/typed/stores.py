"""Rows of storage accounts, PostgreSQL servers and vaults as the fields of their specs.

What a row does not say is left out, whatever Azure's default is: lists of `az` leave out what they did not ask for.
What Azure's own exports do not know (when the last locked blob is free, blobs without a checksum, what a database holds)
comes from a member `measured` that the operator's counting scripts add to a row; see docs/operator/adopt.md.
"""

from typing import Any, cast, get_args

from socle.estate import DataClass
from socle.estate.legacy import Feature

from ..export import Row
from ..places import Places, Untyped, required, said
from .network import Fields, boolean

UNNAMED_HOLD = "unnamed"
"""A legal hold that the export says is there, and does not name."""


def storage_account(row: Row, _: Places) -> Fields:
    """An account."""
    return said(
        kind=row.at("kind"),
        sku=row.at("sku", "name"),
        hierarchical=boolean(row.at("properties", "isHnsEnabled")),
        shared_keys=boolean(row.at("properties", "allowSharedKeyAccess")),
        public_network=row.at("properties", "publicNetworkAccess"),
        **_measured(row, "blobs_without_md5"),
    )


def container(row: Row, _: Places) -> Fields:
    """A container with the retention and the holds that keep it from being deleted."""
    policy = row.at("properties", "immutabilityPolicy")
    immutable = _immutability(row.inner(cast("Fields", policy)), row) if isinstance(policy, dict) else {}
    if not immutable and row.at("properties", "hasImmutabilityPolicy") is False:
        immutable = {"immutability": None}
    class_ = row.at("properties", "metadata", "data_class")
    return {**_holds(row), **immutable, **_measured(row, "holds_until"), **_classified(class_)}


def _holds(row: Row) -> Fields:
    named, any_ = row.at("properties", "legalHold", "tags"), row.at("properties", "hasLegalHold")
    tags = [str(tag["tag"]) for tag in cast("list[Any]", named or [])]
    if tags:
        return {"legal_holds": tags}
    if any_:
        return {"legal_holds": [UNNAMED_HOLD]}
    return {} if named is None and any_ is None else {"legal_holds": None}


def immutability_policy(row: Row, _: Places) -> Fields:
    """A policy that comes as a row of its own; becomes a field of its container."""
    return _immutability(row, row)


def _immutability(policy: Row, measured: Row) -> Fields:
    days = policy.at("properties", "immutabilityPeriodSinceCreationInDays")
    if not days:
        return {}
    state = policy.at("properties", "state")
    locked = str(state).lower() == "locked" if state else None
    return {"immutability": {"days": days, **said(locked=locked), **_measured(measured, "until")}}


def postgres(row: Row, places: Places) -> Fields:
    """A server. Extensions are those that were measured; those that are merely allowed are in its settings."""
    version = row.at("properties", "version")
    return said(
        version=str(version) if version else None,
        sku=row.at("sku", "name"),
        tier=row.at("sku", "tier"),
        storage_gb=row.at("properties", "storage", "storageSizeGB"),
        administrator=row.at("properties", "administratorLogin"),
        subnet=places.subnet(row.at("properties", "network", "delegatedSubnetResourceId")),
        dns_zone=places.entry(row.at("properties", "network", "privateDnsZoneArmResourceId"), "dns_zones"),
        backup_days=row.at("properties", "backup", "backupRetentionDays"),
        high_availability=row.at("properties", "highAvailability", "mode"),
        **_measured(row, "extensions"),
    )


def database(row: Row, _: Places) -> Fields:
    """A database, with what was found in it that does not replicate."""
    measured = _measured(row, "features")
    unknown = [feature for feature in measured.get("features", ()) if feature not in get_args(Feature)]
    if unknown:
        raise Untyped(
            f"its measured features {', '.join(unknown)} are not known; known: {', '.join(get_args(Feature))}"
        )
    return said(
        charset=row.at("properties", "charset"),
        collation=row.at("properties", "collation"),
        **measured,
        **_classified(row.at("measured", "data_class")),
    )


def setting(row: Row, _: Places) -> Fields:
    """A parameter that somebody set."""
    return {"value": str(required(row.at("properties", "value"), "its value"))}


def vault(row: Row, _: Places) -> Fields:
    """A vault."""
    sku, network = row.at("properties", "sku", "name"), row.at("properties", "publicNetworkAccess")
    return said(
        sku=str(sku).lower() if sku else None,
        purge_protection=boolean(row.at("properties", "enablePurgeProtection")),
        retention_days=row.at("properties", "softDeleteRetentionInDays"),
        public_network=str(network).capitalize() if network else None,
    )


def vault_key(row: Row, _: Places) -> Fields:
    """A key's kind; exports never hold the key itself."""
    return said(
        type=row.at("properties", "kty"),
        size=row.at("properties", "keySize"),
        curve=row.at("properties", "curveName"),
    )


def _classified(value: Any) -> Fields:
    return {"data_class": value} if value in {each.value for each in DataClass} else {}


def _measured(row: Row, name: str) -> Fields:
    """A measured value, lists in order. What was not measured this time is not said, so that an older measure stays."""
    value = row.at("measured", name)
    if value is None:
        return {}
    return {name: sorted(map(str, cast("list[Any]", value))) if isinstance(value, list) else value}
