"""What keeps an Azure resource from being moved or deleted: when it ends by itself, or how early work on it must begin.

Three answers, never two: blocked, free, or not measured. What nobody has looked at is said, and never counted as free.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from socle.estate.legacy import (
    ContainerSpec,
    LegacyResource,
    LegacySpec,
    LockSpec,
    PostgresDatabaseSpec,
    PostgresSpec,
    StorageAccountSpec,
    VaultSpec,
)
from socle.specs import Spec

from .counterparts import EXTENSIONS, counterpart

Stops = Literal["move", "end"]
"""`move`: the switch to the platform. `end`: only the deletion of what is left on Azure."""

REVERSIBLE = 16
"""Major version of PostgreSQL from which data can flow back to Azure after the switch (PostgreSQL documentation, `origin`)."""

LONGEST_PURGE = 90
"""Days that a deleted vault or HSM can be kept at the most (Azure documentation, soft delete and purge protection)."""

_OUTLIVE = {
    "Microsoft.KeyVault/managedHSMs",
    "Microsoft.RecoveryServices/vaults",
    "Microsoft.DataProtection/backupVaults",
}

FEATURES = {
    "large-objects": ("copy them after the fence, by a tool of their own", 21),
    "unlogged-tables": ("make them logged, or copy them after the fence", 14),
    "materialized-views": ("refresh them on the platform before it is opened", 7),
    "tables-without-replica-identity": (
        "add a primary key or a replica identity, or every update fails once published",
        30,
    ),
    "foreign-tables": ("decide what they read from, and point them there", 45),
}
"""Remedy and lead in days for what logical replication leaves behind."""


@dataclass(frozen=True)
class Blocker:
    """One reason, by the dotted key of what it concerns."""

    key: str
    stops: Stops
    what: str
    remedy: str
    lead_days: int = 0
    """Days of work before it is gone; it begins that long before the switch."""
    until: date | None = None
    """The day on which it ends by itself."""
    after_days: int = 0
    """Days that it lasts once all data is gone."""
    open: bool = False
    """That nobody knows when it ends."""
    measured: bool = True
    """Whether this is known, or only what must be assumed as long as nobody has looked."""


def blockers(legacy: LegacySpec, as_of: date) -> list[Blocker]:
    """Everything that stands in the way on a day, in the order of the file."""
    found = [blocker for resource in legacy.resources() for blocker in _of(resource, as_of)]
    return [*found, *_unlisted_locks(legacy)]


UNLISTED_LOCKS = "locks"
"""The key of what nobody has listed: it concerns the whole estate."""


def _unlisted_locks(legacy: LegacySpec) -> Iterator[Blocker]:
    """No export of Resource Graph has locks: an estate that says nothing of them has none, or nobody has looked."""
    if "locks" in legacy.model_fields_set or legacy.twin_of or not any(legacy.resources()):
        return
    remedy = "list them (az lock list), adopt the answer; write `locks: {}` if there is none"
    what = "nobody has listed the locks: what one holds cannot be deleted, nor written under ReadOnly, until its owner lifts it"
    yield Blocker(UNLISTED_LOCKS, "end", what, remedy, measured=False)


def _is_said(resource: LegacyResource, spec: Spec, field: str) -> bool:
    """Whether a field stands in the file. What we make has the default; of what is only read a default says nothing."""
    return resource.mode == "create" or field in spec.model_fields_set


def _of(resource: LegacyResource, as_of: date) -> Iterator[Blocker]:
    spec, key = resource.spec, resource.key
    if isinstance(spec, StorageAccountSpec):
        yield from _account(key, spec)
        yield from _account_unsaid(resource, spec)
    elif isinstance(spec, ContainerSpec):
        yield from _container(key, spec, as_of)
    elif isinstance(spec, PostgresSpec):
        yield from _server(key, spec)
        yield from _replication(resource, spec)
    elif isinstance(spec, PostgresDatabaseSpec):
        yield from _database(key, spec)
    elif isinstance(spec, VaultSpec):
        yield from _vault(resource, spec)
    elif isinstance(spec, LockSpec):
        yield from _lock(key, spec)
    yield from _type(resource)


def _type(resource: LegacyResource) -> Iterator[Blocker]:
    found = counterpart(resource.type)
    if found.fate == "none":
        yield Blocker(resource.key, "move", f"{resource.type} has no counterpart", found.to, found.lead_days)
    if resource.type in _OUTLIVE:
        what = f"nobody has read how long it outlives its deletion; assumed are {LONGEST_PURGE} days"
        yield Blocker(
            resource.key,
            "end",
            what,
            "look at it in the portal, and plan for what it says",
            after_days=LONGEST_PURGE,
            measured=False,
        )


def _account(key: str, account: StorageAccountSpec) -> Iterator[Blocker]:
    if account.shared_keys:
        what = "shared keys open it: who holds one cannot be fenced out one by one"
        yield Blocker(
            key, "move", what, "find who uses keys in the logs, give each an identity, then turn keys off", 30
        )
    if account.hierarchical:
        what = "hierarchical: its access lists have no twin in object storage"
        yield Blocker(key, "move", what, "translate them to grants by prefix, and have the loss signed", 30)
    if account.blobs_without_md5 is None and account.containers:
        what = "nobody has counted its blobs without MD5"
        yield Blocker(
            key,
            "move",
            what,
            "count them from a blob inventory; until then every blob is read twice",
            21,
            measured=False,
        )
    elif account.blobs_without_md5:
        what = f"{account.blobs_without_md5:,} blobs without MD5: a comparison passes them on size alone"
        yield Blocker(key, "move", what, "read both copies whole and compare digests", 21)


_READ = "adopt an export that says it (docs/operator/adopt.md), or write it into legacy.yaml"


def _account_unsaid(resource: LegacyResource, account: StorageAccountSpec) -> Iterator[Blocker]:
    """What is not in the file though it decides: no export of Resource Graph has containers, and not every form has the rest."""
    key = resource.key
    if not _is_said(resource, account, "shared_keys"):
        yield Blocker(key, "move", "nobody has read whether shared keys open it", _READ, 30, measured=False)
    if not _is_said(resource, account, "hierarchical"):
        yield Blocker(key, "move", "nobody has read whether it is hierarchical", _READ, 30, measured=False)
    if not _is_said(resource, account, "containers") and account.kind != "FileStorage":
        what = "nobody has listed its containers: a locked policy or a legal hold in one would keep the account"
        remedy = "list them (az storage container-rm list), adopt the answer; write `containers: {}` if it has none"
        yield Blocker(key, "end", what, remedy, open=True, measured=False)


def _container(key: str, container: ContainerSpec, as_of: date) -> Iterator[Blocker]:
    policy = container.immutability
    if policy and "locked" not in policy.model_fields_set and not (policy.until and policy.until <= as_of):
        what = f"immutability of {policy.days:,} days, and nobody has read whether it is locked; assumed is that it is"
        until = policy.until or as_of + timedelta(days=policy.days)
        yield Blocker(key, "end", what, _READ, until=until, measured=False)
    if policy and policy.locked and policy.until and policy.until > as_of:
        what = f"locked immutability of {policy.days:,} days: neither blobs nor account can be deleted"
        yield Blocker(
            key,
            "end",
            what,
            "nobody can shorten it; stop writing here, since each new blob starts its days anew",
            until=policy.until,
        )
    elif policy and policy.locked and not policy.until:
        what = f"locked immutability of {policy.days:,} days, and nobody has measured when the last blob is free"
        later = as_of + timedelta(days=policy.days)
        yield Blocker(key, "end", what, "measure it; assumed is a blob written today", until=later, measured=False)
    if container.legal_holds and not (container.holds_until and container.holds_until <= as_of):
        known = container.holds_until
        remedy = (
            "have them lifted in writing that day"
            if known
            else "ask who placed them for a day, and write it as holds_until"
        )
        what = f"legal holds: {', '.join(container.legal_holds)}"
        yield Blocker(key, "end", what, remedy, until=known, open=known is None)
    if container.data_class is None:
        what = "nobody has said which class of data it holds"
        yield Blocker(key, "move", what, "write its data_class: it decides where the data may go", 14, measured=False)


def _server(key: str, server: PostgresSpec) -> Iterator[Blocker]:
    if int(server.version) < REVERSIBLE:
        what = f"PostgreSQL {server.version}: data could not flow back after the switch"
        yield Blocker(
            key, "move", what, f"upgrade to {REVERSIBLE} or later on Azure first, or accept a switch without return", 45
        )
    if server.tier == "Burstable":
        yield Blocker(
            key,
            "move",
            "a burstable server does not hold a replication",
            "scale it to GeneralPurpose before the copy",
            14,
        )
    if server.subnet:
        what = "no public endpoint: the managed database of the host subscribes from public addresses only"
        yield Blocker(key, "move", what, "put a relay in the platform's network, behind the bridge", 30)
    if server.extensions is None:
        yield Blocker(
            key, "move", "nobody has listed its extensions", "list pg_extension of every database", 14, measured=False
        )
    missing = sorted(set(server.extensions or ()) - EXTENSIONS)
    if missing:
        what = f"extensions without counterpart: {', '.join(missing)}"
        yield Blocker(key, "move", what, "rewrite what uses them, or run PostgreSQL on `instances`", 60)


def _replication(resource: LegacyResource, server: PostgresSpec) -> Iterator[Blocker]:
    if not _is_said(resource, server, "tier"):
        what = "nobody has read whether it is burstable"
        yield Blocker(resource.key, "move", what, _READ, 14, measured=False)
    wal = server.settings.get("wal_level")
    if wal is None and not _is_said(resource, server, "settings"):
        what = "nobody has read its parameters, wal_level among them"
        remedy = "list them (az postgres flexible-server parameter list), adopt the answer; assumed is a change and its restart"
        yield Blocker(resource.key, "move", what, remedy, 7, measured=False)
    elif wal is None or wal.value != "logical":
        yield Blocker(
            resource.key, "move", "wal_level is not logical", "set it, and agree on the restart that it takes", 7
        )


def _database(key: str, database: PostgresDatabaseSpec) -> Iterator[Blocker]:
    if database.features is None:
        what = "nobody has looked for what does not replicate"
        yield Blocker(key, "move", what, "run the queries of docs/operator/adopt.md", 14, measured=False)
    for feature in database.features or ():
        remedy, lead = FEATURES[feature]
        yield Blocker(key, "move", f"{feature.replace('-', ' ')}: logical replication leaves them behind", remedy, lead)
    if database.data_class is None:
        what = "nobody has said which class of data it holds"
        yield Blocker(key, "move", what, "write its data_class: it decides where the data may go", 14, measured=False)


def _vault(resource: LegacyResource, vault: VaultSpec) -> Iterator[Blocker]:
    protected = vault.purge_protection if _is_said(resource, vault, "purge_protection") else None
    if protected is False:
        return
    kept = _is_said(resource, vault, "retention_days")
    days = vault.retention_days if kept else LONGEST_PURGE
    what = f"purge protection: deleted keys stay recoverable for {days} days"
    if protected is None:
        what = f"nobody has read whether it is protected from purging; assumed are {days} days"
    elif not kept:
        what = f"purge protection, and nobody has read for how long; assumed are {days} days"
    remedy = "nobody can shorten it; delete the keys once the last data is gone, and wait"
    measured = protected is not None and kept
    yield Blocker(resource.key, "end", what, remedy if measured else _READ, after_days=days, measured=measured)


def _lock(key: str, lock: LockSpec) -> Iterator[Blocker]:
    if lock.level == "ReadOnly":
        what = "a ReadOnly lock: keys cannot be listed nor roles assigned, and data still changes"
        yield Blocker(key, "move", what, "have its owner replace it with CanNotDelete", 7)
