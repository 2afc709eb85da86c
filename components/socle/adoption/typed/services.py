"""Rows of clusters, logs, locks and budgets as the fields of their specs."""

from ..export import Row
from ..places import Places, Untyped, required, said
from .network import Fields, boolean, maps


def cluster(row: Row, _: Places) -> Fields:
    """A cluster."""
    without_local = boolean(row.at("properties", "disableLocalAccounts"))
    return said(
        version=row.at("properties", "currentKubernetesVersion") or row.at("properties", "kubernetesVersion"),
        dns_prefix=row.at("properties", "dnsPrefix"),
        private=boolean(row.at("properties", "apiServerAccessProfile", "enablePrivateCluster")),
        local_accounts=None if without_local is None else not without_local,
    )


def pool(row: Row, places: Places) -> Fields:
    """A pool, from a row of its own or from its cluster's."""
    return said(
        purpose=row.at("properties", "mode"),
        size=row.at("properties", "vmSize"),
        nodes=row.at("properties", "count"),
        subnet=places.subnet(row.at("properties", "vnetSubnetID")),
    )


def workspace(row: Row, _: Places) -> Fields:
    """A Log Analytics workspace."""
    return said(retention_days=row.at("properties", "retentionInDays"))


def diagnostic(row: Row, places: Places) -> Fields:
    """A setting that sends to a workspace; one that sends only elsewhere has no spec."""
    to = row.at("properties", "workspaceId")
    if not to and any(row.at("properties", name) for name in _OTHER_TARGETS):
        raise Untyped("it sends to something else than a workspace")
    required(to, "where it sends")
    logs = [row.inner(log) for log in maps(required(row.at("properties", "logs"), "which logs it sends"))]
    sent = [log for log in logs if required(boolean(log.at("enabled")), "which logs it sends")]
    named = sorted(str(log.at("category")) for log in sent if log.at("category"))
    everything = any(log.at("categoryGroup") == "allLogs" for log in sent)
    if not named and not everything:
        raise Untyped("it sends no logs, or a group of them other than allLogs")
    key = places.needed(places.entry(to, "log_workspaces"), to, "the workspace that it sends to")
    return {"workspace": key, "categories": None if everything else named}


_OTHER_TARGETS = ("storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId")


def lock(row: Row, _: Places) -> Fields:
    """A lock."""
    return said(level=required(row.at("properties", "level"), "its level"), notes=row.at("properties", "notes"))


def budget(row: Row, _: Places) -> Fields:
    """A budget in whole units of its currency, rounded down: what it allows must not grow."""
    amount, starts = row.at("properties", "amount"), row.at("properties", "timePeriod", "startDate")
    return said(
        amount=int(amount) if isinstance(amount, (int, float)) else None,
        period=required(row.at("properties", "timeGrain"), "how often it starts anew"),
        starts_on=str(starts)[:10] if starts else None,
    )
