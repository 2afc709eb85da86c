"""Catalogues drawn at random in which nothing is wrong, and one way to break each rule of the pre-flight check."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from socle.move.postgres import Catalogue, Column, Role, Sequence, Slot, Table

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
TYPES = ("bigint", "text", "date", "numeric(10,2)", "jsonb", "timestamp with time zone", "uuid", "boolean")
SETTINGS = {
    "wal_level": "logical", "max_replication_slots": "20", "max_wal_senders": "20", "max_worker_processes": "16",
    "max_logical_replication_workers": "4", "max_slot_wal_keep_size": "65536", "sync_replication_slots": "on",
    "hot_standby_feedback": "on", "default_transaction_read_only": "off",
}  # fmt: skip
MOVER = Role("mover", replication=True, bypasses_security=True)
ROLES = {"mover": MOVER, "owner": Role("owner", login=False), "app": Role("app")}

Pair = tuple[Catalogue, Catalogue]


@st.composite
def tables(draw: Any) -> Table:
    """A table whose rows follow."""
    key = Column("id", draw(st.sampled_from(("bigint", "uuid", "text"))), not_null=True)
    names = draw(st.lists(NAMES.filter(lambda name: name not in ("id", "label")), max_size=4, unique=True))
    more = tuple(Column(each, draw(st.sampled_from(TYPES))) for each in names)
    name = f"{draw(st.sampled_from(('care', 'public')))}.{draw(NAMES)}"
    return Table(
        name,
        "owner",
        key=("id",),
        identity_columns=("id",),
        columns=(key, *more, Column("label", "text")),
        rows=draw(st.integers(-1, 10**9)),
    )


@st.composite
def sound(draw: Any) -> Pair:
    """Both sides before a move in which nothing is wrong: the source has rows, the target the same schema without them."""
    found = {each.name: each for each in draw(st.lists(tables(), min_size=1, max_size=6))}
    sequences = {
        f"{name}_id_seq": Sequence(f"{name}_id_seq", draw(st.none() | st.integers(1, 2**40))) for name in found
    }
    version = draw(st.sampled_from((170_004, 170_010, 180_001)))
    shared: dict[str, Any] = {
        "version": version, "user": MOVER, "settings": SETTINGS, "roles": ROLES, "named_roles": ("owner", "app"),
        "extensions": {"pgcrypto": "1.3"}, "available": {"pgcrypto": "1.3", "hstore": "1.8"}, "sequences": sequences,
        "definitions": {f"table {name}": "r" for name in found}, "views": tuple(draw(st.lists(NAMES, max_size=2, unique=True))),
        "large_objects": draw(st.integers(0, 5)),
    }  # fmt: skip
    full = {name: replace(each, empty=False) for name, each in found.items()}
    return Catalogue(**shared, tables=full), Catalogue(**shared, tables=found)


def _first(side: Catalogue, **changes: Any) -> Catalogue:
    """The same with its first table changed."""
    table = side.tables[min(side.tables)]
    return replace(side, tables={**side.tables, table.name: replace(table, **changes)})


def _column(side: Catalogue, **changes: Any) -> Catalogue:
    """The same with the last column of its first table changed."""
    columns = side.tables[min(side.tables)].columns
    return _first(side, columns=(*columns[:-1], replace(columns[-1], **changes)))


def _settings(side: Catalogue, **changes: str) -> Catalogue:
    return replace(side, settings={**side.settings, **changes})


def _sequence(side: Catalogue, **changes: Any) -> Catalogue:
    name = min(side.sequences)
    return replace(side, sequences={**side.sequences, name: replace(side.sequences[name], **changes)})


def _added(side: Catalogue, **changes: Any) -> Catalogue:
    table = Table(**{"name": "care.zz", "owner": "owner", "key": ("id",), "identity_columns": ("id",), **changes})
    return replace(side, tables={**side.tables, table.name: table})


def _both(change: Callable[[Catalogue], Catalogue]) -> Callable[[Catalogue, Catalogue], Pair]:
    return lambda source, target: (change(source), change(target))


def _source(change: Callable[[Catalogue], Catalogue]) -> Callable[[Catalogue, Catalogue], Pair]:
    return lambda source, target: (change(source), target)


def _target(change: Callable[[Catalogue], Catalogue]) -> Callable[[Catalogue, Catalogue], Pair]:
    return lambda source, target: (source, change(target))


def _slot(**values: Any) -> Callable[[Catalogue], Catalogue]:
    return lambda side: replace(side, slots={"other": Slot("other", **values)})


def _user(**values: Any) -> Callable[[Catalogue], Catalogue]:
    return lambda side: replace(side, user=replace(side.user, **values))


def _definition(name: str, text: str) -> Callable[[Catalogue], Catalogue]:
    return lambda side: replace(side, definitions={**side.definitions, name: text})


BROKEN: dict[str, Callable[[Catalogue, Catalogue], Pair]] = {
    "source-too-old": _both(lambda side: replace(side, version=120_000)),
    "source-standby": _source(lambda side: replace(side, in_recovery=True)),
    "source-wal-level": _source(lambda side: _settings(side, wal_level="replica")),
    "slots-used-up": _source(lambda side: _settings(side, max_replication_slots="2")),
    "senders-used-up": _source(lambda side: _settings(side, max_wal_senders="2")),
    "slot-lost": _source(_slot(status="lost")),
    "slot-inactive": _source(_slot()),
    "slot-unbounded": _source(lambda side: _settings(side, max_slot_wal_keep_size="-1")),
    "slot-times-out": _source(lambda side: _settings(side, idle_replication_slot_timeout="60")),
    "slot-not-failed-over": _source(lambda side: _settings(side, sync_replication_slots="off")),
    "writes-by-itself": _both(lambda side: replace(side, extensions={**side.extensions, "pg_cron": "1.6"})),
    "other-subscription": _source(lambda side: replace(side, subscriptions=("feed",))),
    "event-trigger": _source(lambda side: replace(side, event_triggers=("audit",))),
    "prepared-transaction": _source(lambda side: replace(side, prepared=1)),
    "long-transaction": _source(lambda side: replace(side, long_transactions=1)),
    "no-replication-right": _source(_user(replication=False)),
    "no-create-right": _source(lambda side: replace(side, may_create=False)),
    "no-way-back": _source(lambda side: replace(side, version=150_000)),
    "target-cannot-publish": _both(lambda side: replace(side, version=160_004)),
    "target-older": _source(lambda side: replace(side, version=190_000)),
    "target-wal-level": _target(lambda side: _settings(side, wal_level="replica")),
    "target-read-only": _target(lambda side: _settings(side, default_transaction_read_only="on")),
    "no-subscribe-right": _target(lambda side: replace(side, may_subscribe=False)),
    "no-target-create-right": _target(lambda side: replace(side, may_create=False)),
    "no-target-replication-right": _target(_user(replication=False)),
    "no-fence-right": _source(lambda side: replace(side, may_close=False)),
    "encoding-differs": _target(lambda side: replace(side, encoding="LATIN1")),
    "collation-differs": _target(lambda side: replace(side, collation="fr_FR.UTF-8")),
    "collation-outdated": _source(lambda side: replace(side, collation_version=("2.31", "2.36"))),
    "collation-version-differs": lambda source, target: (
        replace(source, collation_version=("2.31", "2.31")), replace(target, collation_version=("2.36", "2.36")),
    ),
    "collation-missing": _source(lambda side: replace(side, collations=("care.french",))),
    "extension-unavailable": _source(lambda side: replace(side, extensions={**side.extensions, "postgis": "3.5"})),
    "extension-missing": _source(lambda side: replace(side, extensions={**side.extensions, "hstore": "1.8"})),
    "extension-of-azure": _both(lambda side: replace(side, extensions={**side.extensions, "azure_storage": "1"})),
    "extension-version-differs": _target(lambda side: replace(side, extensions={"pgcrypto": "1.4"})),
    "role-missing": _target(lambda side: replace(side, roles={"mover": MOVER, "owner": ROLES["owner"]})),
    "superuser-outside-fence": _source(
        lambda side: replace(side, roles={**side.roles, "azuresu": Role("azuresu", superuser=True)})
    ),
    "security-definer": _source(lambda side: replace(side, definers=("care.grant",))),
    "workers-too-few": _target(lambda side: _settings(side, max_logical_replication_workers="1")),
    "origins-none": _target(lambda side: _settings(side, max_active_replication_origins="0")),
    "no-replica-identity": _source(lambda side: _first(side, key=(), identity_columns=())),
    "full-replica-identity": _source(lambda side: _first(side, identity="full")),
    "no-primary-key": _source(lambda side: _first(side, key=(), identity="index")),
    "unlogged-table": _source(lambda side: _first(side, logged=False)),
    "foreign-table": _both(lambda side: _added(side, kind="foreign")),
    "table-of-extension": _both(lambda side: _added(side, of_extension="postgis", empty=False)),
    "generated-column": _both(lambda side: _column(side, generated="stored")),
    "generated-identity": _both(
        lambda side: _first(side, columns=(Column("id", "bigint", generated="stored"), *side.tables[min(side.tables)].columns[1:]))
    ),
    "foreign-partition": _both(lambda side: _added(side, kind="foreign", partition_of="care.parts")),
    "partitioned-table": _both(lambda side: _added(side, kind="partitioned")),
    "invalid-index": _source(lambda side: replace(side, invalid_indexes=("care.people_name",))),
    "unreadable-table": _source(lambda side: _first(side, readable=False)),
    "not-owner": _source(lambda side: _first(side, owned=False)),
    "target-table-missing": _source(_added),
    "target-table-extra": _target(_added),
    "target-column-missing": _source(
        lambda side: _first(side, columns=(*side.tables[min(side.tables)].columns, Column("later", "text")))
    ),
    "column-type-differs": _target(lambda side: _column(side, type="integer")),
    "column-collation-differs": _target(lambda side: _column(side, collation="care.french")),
    "target-column-strict": _target(
        lambda side: _first(side, columns=(*side.tables[min(side.tables)].columns, Column("must", "text", not_null=True)))
    ),
    "trigger-fires": _target(lambda side: _first(side, always_triggers=("audit",))),
    "owner-not-applicable": _target(lambda side: _first(side, applicable=False)),
    "row-security-forced": lambda source, target: (
        source, _user(bypasses_security=False)(_first(target, row_security=True, forced_security=True)),
    ),
    "row-security": lambda source, target: (
        _user(bypasses_security=False)(_first(source, row_security=True, forced_security=True)), target,
    ),
    "no-index-on-target": lambda source, target: (
        _first(source, identity="full", key=()), _first(target, key=()),
    ),
    "target-not-empty": _target(lambda side: _first(side, empty=False)),
    "sequence": _both(lambda side: side),
    "sequence-ends": _source(lambda side: _sequence(side, most=1_000, last=900)),
    "sequence-nearly-used-up": _source(lambda side: _sequence(side, most=100_000, last=95_000)),
    "materialised-view": _source(lambda side: replace(side, views=("care.counts",))),
    "large-objects": _source(lambda side: replace(side, large_objects=7)),
    "large-object-unreadable": _source(lambda side: replace(side, unreadable_objects=2)),
    "column-names-object": _both(lambda side: _column(side, type="regclass")),
    "schema-differs": lambda source, target: (
        _definition("view care.v", "SELECT 1")(source), _definition("view care.v", "SELECT 2")(target),
    ),
    "schema-missing": _source(_definition("function care.f()", "...")),
    "schema-extra": _target(_definition("constraint care.people.c", "CHECK (true)")),
}  # fmt: skip
"""By the rule's id: what breaks it."""
