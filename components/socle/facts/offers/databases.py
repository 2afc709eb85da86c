"""The managed PostgreSQL offer of the host: node types, engines and the settings that it lets its customers change.

Dated data. First-generation nodes (DB-GP) and local volumes are left out on purpose: automatic backups of a local volume
are logical ones, which the host does not encrypt (Scaleway documentation, encryption at rest, June 2025).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Tier = Literal["development", "general", "production"]


@dataclass(frozen=True)
class NodeType:
    """A size of database node.

    `tier`: `development` and `general` share their processors, and the host's SLA covers `production` only (Scaleway
    documentation, security and reliability of managed databases). `hds_family`: whether the Instance family behind it is
    among those that the host's HDS page accepts; DEV1, PLAY2 and PRO2 are not (shared responsibility model, January 2026).
    """

    processors: int
    memory_gb: int
    tier: Tier
    hds_family: bool = False


def _production(kind: str, sizes: Iterator[tuple[int, int]]) -> dict[str, NodeType]:
    return {f"DB-POP2-{kind}{cpu}C-{gb}G": NodeType(cpu, gb, "production", hds_family=True) for cpu, gb in sizes}


_CORES = (2, 4, 8, 16, 32, 64)

NODE_TYPES: dict[str, NodeType] = {
    "DB-DEV-S": NodeType(2, 2, "development"),
    "DB-DEV-M": NodeType(3, 4, "development"),
    "DB-DEV-L": NodeType(4, 8, "development"),
    "DB-DEV-XL": NodeType(4, 12, "development"),
    "DB-PLAY2-PICO": NodeType(1, 2, "development"),
    "DB-PLAY2-NANO": NodeType(2, 4, "development"),
    "DB-PLAY2-MICRO": NodeType(4, 8, "development"),
    "DB-PRO2-XXS": NodeType(2, 8, "general"),
    "DB-PRO2-XS": NodeType(4, 16, "general"),
    "DB-PRO2-S": NodeType(8, 32, "general"),
    "DB-PRO2-M": NodeType(16, 64, "general"),
    "DB-PRO2-L": NodeType(32, 128, "general"),
    **_production("", ((cores, 4 * cores) for cores in _CORES)),
    **_production("HC-", ((cores, 2 * cores) for cores in _CORES)),
    **_production("HM-", ((cores, 8 * cores) for cores in _CORES)),
}
"""By name, as the host's price list of October 2026 has them."""

ENGINES = ("PostgreSQL-16", "PostgreSQL-17")
"""Offered and able to take part in the cut-over: 16 can subscribe, 17 can publish too (Scaleway documentation, PostgreSQL
version updates, September 2025). From 16 on passwords are kept with SCRAM-SHA-256."""

PUBLISHING_ENGINE = "PostgreSQL-17"
"""The first that can be the source of a logical replication."""

BLOCK_VOLUME_GB = (10, 10_000)
"""The smallest and the largest block volume, in GB (Scaleway documentation, manage volumes, August 2025: up to 10 TB)."""


@dataclass(frozen=True)
class Setting:
    """One setting that the host lets its customers change. Bounds are inclusive; `restarts` when the engine must."""

    low: float
    high: float
    whole: bool = True
    restarts: bool = False

    def wants(self) -> str:
        """What may be written, for people."""
        return f"a {'whole ' if self.whole else ''}number between {self.low:,.0f} and {self.high:,.0f}"

    def accepts(self, value: float) -> bool:
        """Whether the host would take the value."""
        return self.low <= value <= self.high and (float(value).is_integer() or not self.whole)


_MAX = 2_147_483_647

SETTINGS: dict[str, Setting] = {
    "autovacuum_vacuum_insert_scale_factor": Setting(0, 100, whole=False),
    "autovacuum_vacuum_insert_threshold": Setting(-1, 1_147_483_647),
    "autovacuum_vacuum_scale_factor": Setting(0, 100, whole=False),
    "autovacuum_vacuum_threshold": Setting(50, _MAX),
    "checkpoint_timeout": Setting(30, 21_600),
    "deadlock_timeout": Setting(100, 60_000),
    "default_statistics_target": Setting(1, 10_000),
    "effective_cache_size": Setting(64, 1_048_576),
    "effective_io_concurrency": Setting(1, 32),
    "idle_in_transaction_session_timeout": Setting(0, _MAX),
    "lock_timeout": Setting(0, _MAX, restarts=True),
    "log_autovacuum_min_duration": Setting(-1, _MAX),
    "log_temp_files": Setting(-1, _MAX),
    "maintenance_work_mem": Setting(1, 2_097_151),
    "max_connections": Setting(50, 10_000, restarts=True),
    "max_locks_per_transaction": Setting(10, _MAX, restarts=True),
    "max_parallel_workers": Setting(0, 1_024),
    "max_parallel_workers_per_gather": Setting(0, 1_024),
    "max_wal_size": Setting(256, 10_240),
    "random_page_cost": Setting(0, 1_000, whole=False),
    "seq_page_cost": Setting(0, 1_000, whole=False),
    "statement_timeout": Setting(30_000, _MAX),
    "temp_buffers": Setting(800, 1_073_741_824),
    "track_activity_query_size": Setting(100, 8_192, restarts=True),
    "work_mem": Setting(1, 2_097_151),
}
"""What the owner may tune, of the settings that the host's API listed for PostgreSQL 17 (recorded in the tests of its
Terraform provider). Units are the engine's: memory in MB, times in ms. Left out: switches of the log, which the host has on.
Neither TLS nor `log_connections` is among what can be changed: the host decides both."""

OWNED: dict[str, str] = {
    "rdb.enable_logical_replication": "logical_replication",
    "hot_standby_feedback": "logical_replication",
    "sync_replication_slots": "logical_replication",
    "rdb.enable_pgaudit": "audit",
    "pgaudit.log": "audit",
    "pgaudit.role": "audit",
    "log_min_duration_statement": "log_statements_slower_than_ms",
}
"""Settings that fields of the spec decide, by the field that does."""

SQL_NAME = r"^[a-z][a-z0-9_]{0,62}$"
"""Names that need no quotes in SQL and that the host takes: a letter first, 63 characters at most."""

RESERVED = re.compile(r"^(pg_.*|rdb.*|postgres|template[01]|public|none)$")
"""Names that the engine or the host keeps for itself; `rdb` is the database that every instance is born with."""


ADMIN = "socle_admin"
"""The administrator's name. It is identity: another one replaces the instance, so it never changes."""


def tuned(node: NodeType) -> dict[str, str]:
    """Settings that follow from the size of a node. Memory in MB.

    The host writes these six when it makes an instance, and setting anything else removes them, so they are written again.
    Equal to the host's on the two sizes that were recorded (2 GB with 2 processors, 4 GB with 3); the rest is the same line
    drawn further, with ceilings.
    """
    gb = node.memory_gb
    return {
        "effective_cache_size": str(700 * gb - 100),
        "maintenance_work_mem": str(min(75 * gb, 2_000)),
        "max_connections": str(min(50 + 25 * gb, 1_000)),
        "max_parallel_workers": str(max(0, node.processors - 2)),
        "max_parallel_workers_per_gather": str(node.processors // 4),
        "work_mem": str(min(2 * gb, 64)),
    }
