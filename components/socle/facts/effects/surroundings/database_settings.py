"""Settings of PostgreSQL and MySQL: what each guards, and in which direction it stops doing so. Any other may do anything.

Sources: the manuals of PostgreSQL 17 and MySQL 8.4, and those of pgaudit and of Azure's and the host's own parameters.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge
from ..judges import by_key, effects, quantity, truth
from ..usual import EXPOSES, INTERRUPTS, REVOKES, WEAKENS

_LOSES = effects(Effect.LOSES)
Moved = Callable[[Any, Any], Effects]


def _switch(on: Effects, off: Effects, default: bool) -> Moved:
    def moved(old: Any, new: Any) -> Effects:
        was, will = (default if value is None else truth(value) for value in (old, new))
        if was is None or will is None:
            return on | off | NOT_KNOWN
        return HARMLESS if was == will else on if will else off

    return moved


def _steps(*names: str, default: str, down: Effects = WEAKENS, up: Effects = HARMLESS) -> Moved:
    def moved(old: Any, new: Any) -> Effects:
        was, will = (str(default if value is None else value).lower().replace("-", "_") for value in (old, new))
        if was not in names or will not in names:
            return HARMLESS if was == will else down | NOT_KNOWN
        return down if names.index(will) < names.index(was) else up if will != was else HARMLESS

    return moved


def _guard(*, default: bool) -> Moved:
    """A safeguard that is on or off. One that nobody puts on any more is what the server makes of it."""
    moved = _switch(HARMLESS, WEAKENS, default)
    return lambda old, new: WEAKENS if new is None and truth(old) else moved(old, new)


def _danger(*, default: bool = False, found: Effects = WEAKENS) -> Moved:
    return _switch(found, REVOKES, default)


def _what_is_logged(old: Any, new: Any) -> Effects:
    """Classes of statements, `-` before one that is left out."""
    was, will = (
        {part.strip().lower() for part in str(value or "none").split(",")} - {"none", ""} for value in (old, new)
    )
    if "all" in will and not any(part.startswith("-") for part in will):
        return HARMLESS
    lost = {part for part in was - will if not part.startswith("-")} | {
        part for part in will - was if part.startswith("-")
    }
    return WEAKENS if lost else HARMLESS


def _slow(default: float) -> Moved:
    """How slow a statement is that is written down, in milliseconds: -1 is none of them."""

    def moved(old: Any, new: Any) -> Effects:
        sides = [
            default if value is None else -1.0 if str(value).strip() == "-1" else quantity(value)
            for value in (old, new)
        ]
        was, will = (float("inf") if each == -1 else each for each in sides)
        if was is None or will is None:
            return WEAKENS | NOT_KNOWN
        return WEAKENS if will > was else HARMLESS

    return moved


_LIBRARIES = frozenset(
    {"pgaudit", "pg_stat_statements", "auto_explain", "pg_cron", "pg_partman_bgw", "timescaledb", "pglogical", "azure"}
)
"""Libraries that the hosts themselves offer to load."""


def _loaded(old: Any, new: Any) -> Effects:
    """What the server loads into itself when it starts: what nobody offers is somebody's code."""
    was, will = ({part.strip().lower() for part in str(value or "").split(",")} - {""} for value in (old, new))
    found = INTERRUPTS | (WEAKENS if was - will else HARMLESS)
    return found | (EXPOSES if will - was - _LIBRARIES else HARMLESS)


_SEVERITIES = (
    "panic", "fatal", "log", "error", "warning", "notice", "info", "debug1", "debug2", "debug3", "debug4", "debug5",
)  # fmt: skip
"""The least grave that is written down: the later in this order, the more is."""


def _other(_old: Any, _new: Any) -> Effects:
    return WEAKENS | NOT_KNOWN


_SETTINGS: Mapping[str, Moved] = {
    **dict.fromkeys(
        (
            "connection_throttle.enable", "general_log", "innodb_doublewrite", "log_connections", "log_disconnections", "log_duration",
            "log_lock_waits", "log_replication_commands", "rdb.enable_pgaudit", "rds.force_ssl", "require_secure_transport",
            "skip_show_database", "slow_query_log", "ssl_prefer_server_ciphers", "archive_mode", "check_proxy_users", "data_checksums",
        ),
        _guard(default=False),
    ),
    **dict.fromkeys(
        (
            "autovacuum", "fsync", "full_page_writes", "log_bin", "log_checkpoints", "logging_collector", "row_security", "ssl",
            "track_counts",
        ),
        _guard(default=True),
    ),
    **dict.fromkeys(
        (
            "allow_in_place_tablespaces", "allow_system_table_mods", "ignore_checksum_failure", "ignore_invalid_pages",
            "ignore_system_indexes", "local_infile", "log_bin_trust_function_creators", "old_passwords", "skip_grant_tables",
            "zero_damaged_pages",
        ),
        _danger(),
    ),
    "allow_alter_system": _danger(default=True),
    "password_encryption": _steps("off", "on", "md5", "scram_sha_256", default="scram-sha-256", up=INTERRUPTS),
    **dict.fromkeys(
        ("ssl_min_protocol_version", "tls_version"),
        _steps("tlsv1", "tlsv1.1", "tlsv1.2", "tlsv1.2,tlsv1.3", "tlsv1.3", default="tlsv1.2", up=REVOKES),
    ),
    "log_statement": _steps("none", "ddl", "mod", "all", default="none"),
    "log_error_verbosity": _steps("terse", "default", "verbose", default="default"),
    **dict.fromkeys(("log_min_messages", "log_min_error_statement"), _steps(*_SEVERITIES, default="warning")),
    **dict.fromkeys(("pgaudit.log", "rds.log_audit", "audit_log_events"), _what_is_logged),
    **dict.fromkeys(
        ("log_min_duration_statement", "log_autovacuum_min_duration", "log_temp_files", "log_min_duration_sample"), _slow(-1.0)
    ),
    "long_query_time": _slow(10.0),
    "synchronous_commit": _steps("off", "local", "remote_write", "on", "remote_apply", default="on", down=WEAKENS | _LOSES),
    "wal_level": _steps("minimal", "replica", "logical", default="replica", up=INTERRUPTS | NOT_KNOWN),
    "innodb_flush_log_at_trx_commit": _steps("0", "2", "1", default="1", down=WEAKENS | _LOSES),
    "sync_binlog": _steps("0", "1", default="1", down=WEAKENS | _LOSES),
    "session_replication_role": _steps("replica", "local", "origin", default="origin"),
    "shared_preload_libraries": _loaded,
    **dict.fromkeys(
        (
            "archive_command", "dynamic_library_path", "init_connect", "local_preload_libraries", "restore_command",
            "session_preload_libraries",
        ),
        lambda _old, new: EXPOSES if new else WEAKENS | NOT_KNOWN,
    ),
}  # fmt: skip
_FORMS = (
    (re.compile(r"(ssl|tls|password|pgaudit|audit|row_security|log|validate_password|rds\.|krb|ldap|gss)\w*"), _other),
)
"""What the names of further settings say: of those, another value may be a safeguard less."""
_TUNING = re.compile(
    r"max_(connections|parallel_\w+|worker_processes|locks_per_transaction|wal_size|wal_senders|replication_slots|prepared_transactions)"
    r"|min_wal_size|\w*work_mem|temp_buffers|shared_buffers|effective_\w+|\w+_cost|default_statistics_target|autovacuum_\w+|vacuum_\w+|checkpoint_\w+"
    r"|\w+_timeout|track_activity_query_size|wal_buffers|huge_pages|jit\w*|enable_\w+|geqo\w*|bgwriter_\w+|innodb_buffer_pool_size|innodb_log_file_size"
    r"|maxmemory|timezone|lc_\w+|datestyle|rdb\.enable_logical_replication|hot_standby_feedback|sync_replication_slots"
)
"""Settings of speed, size and replication."""


def _of(name: str) -> Moved | None:
    name = name.lower()
    found = _SETTINGS.get(name)
    return found or next((moved for form, moved in _FORMS if form.fullmatch(name)), None)


def setting(name: str, old: Any, new: Any) -> Effects:
    """Another value of one setting; a value that is not given is the server's own."""
    judged = _of(name)
    if judged is None:
        return INTERRUPTS if _TUNING.fullmatch(name.lower()) else INTERRUPTS | NOT_KNOWN
    told = judged(old, new)
    if name.lower() not in _SETTINGS and old is None:
        told = NOT_KNOWN
    return told | INTERRUPTS


def _settings_born(value: Any) -> Effects:
    if not isinstance(value, dict):
        return NOT_KNOWN
    return by_key(setting).born(value) - INTERRUPTS - REVOKES or HARMLESS


SETTINGS = Judge(by_key(setting).change, _settings_born)


def _configuration(old: Mapping[str, Any], new: Mapping[str, Any]) -> Effects:
    """One parameter of a server of Azure, by its name; where its value comes from may be another value too."""
    values = [
        None if str(side.get("source") or "").lower().startswith("system") else side.get("value") for side in (old, new)
    ]
    return setting(str(new.get("configurationName") or ""), *values) | INTERRUPTS | NOT_KNOWN


CONFIGURATION = Judge(_configuration, lambda _value: HARMLESS, whole=True)
