"""Rows of clusters, logs, locks and budgets as the fields of their specs."""

from typing import Any, cast

from ..export import Row
from ..places import Places, Untyped
from .network import Fields


def cluster(row: Row, _: Places) -> Fields:
    """A cluster. Local accounts exist unless it says otherwise: Azure's default."""
    version = row.at("properties", "currentKubernetesVersion") or row.at("properties", "kubernetesVersion")
    return {
        "version": version,
        "dns_prefix": row.at("properties", "dnsPrefix"),
        "private": bool(row.at("properties", "apiServerAccessProfile", "enablePrivateCluster")),
        "local_accounts": row.at("properties", "disableLocalAccounts") is not True,
    }


def pool(row: Row, places: Places) -> Fields:
    """A pool, from a row of its own or from its cluster's."""
    at = ("properties",) if row.at("properties") is not None else ()
    return {
        "purpose": row.at(*at, "mode"),
        "size": row.at(*at, "vmSize"),
        "nodes": row.at(*at, "count"),
        "subnet": places.subnet(row.at(*at, "vnetSubnetID")),
    }


def workspace(row: Row, _: Places) -> Fields:
    """A Log Analytics workspace."""
    return {"retention_days": row.at("properties", "retentionInDays")}


def diagnostic(row: Row, places: Places) -> Fields:
    """A setting that sends to a workspace; one that sends only elsewhere has no spec."""
    to = row.at("properties", "workspaceId")
    if not to:
        raise Untyped("it sends to something else than a workspace")
    logs = cast("list[dict[str, Any]]", row.at("properties", "logs") or [])
    named = sorted(str(log["category"]) for log in logs if log.get("category") and log.get("enabled"))
    everything = any(log.get("categoryGroup") == "allLogs" and log.get("enabled") for log in logs)
    if not named and not everything:
        raise Untyped("it sends no logs, or a group of them other than allLogs")
    workspace_key = places.needed(places.entry(to, "log_workspaces"), "the workspace that it sends to")
    return {"workspace": workspace_key, "categories": None if everything else named}


def lock(row: Row, _: Places) -> Fields:
    """A lock."""
    return {"level": row.at("properties", "level"), "notes": row.at("properties", "notes")}


def budget(row: Row, _: Places) -> Fields:
    """A budget in whole units of its currency, rounded down: what it allows must not grow."""
    amount, starts = row.at("properties", "amount"), row.at("properties", "timePeriod", "startDate")
    return {
        "amount": int(amount) if isinstance(amount, (int, float)) else None,
        "period": row.at("properties", "timeGrain"),
        "starts_on": str(starts)[:10] if starts else None,
    }
