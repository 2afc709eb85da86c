"""What a database may not declare against the host's offer and against its data class."""

from collections.abc import Iterator

from socle.facts.offers import ADMIN, NODE_TYPES, OWNED, PUBLISHING_ENGINE, RESERVED, SETTINGS
from socle.messages import Refusal, choose, each, nearest

from .database import DatabaseParts


def spec_refusals(spec: DatabaseParts) -> Iterator[Refusal]:
    """What one database says against itself, its class or the host's offer."""
    return each(_of_the_offer(spec), _place(spec), _below_the_floor(spec), _logs(spec), _settings(spec), _names(spec))


def _of_the_offer(spec: DatabaseParts) -> Iterator[Refusal]:
    if spec.node_type not in NODE_TYPES:
        yield Refusal(
            f"{spec.node_type} is not a node type that is offered",
            "the deployment would fail half-way, after the preview",
            _nearest_node(spec.node_type),
            at="node_type",
        )
    if spec.volume_gb % 5:
        yield Refusal(
            f"a volume of {spec.volume_gb} GB",
            "the provider takes multiples of 5 only",
            f"write {spec.volume_gb - spec.volume_gb % 5 + 5}",
            at="volume_gb",
        )
    if spec.logical_replication and spec.engine != PUBLISHING_ENGINE:
        yield Refusal(
            f"logical replication from {spec.engine}",
            f"the host lets only {PUBLISHING_ENGINE} be its source",
            f"write engine: {PUBLISHING_ENGINE}, or remove it: to be its target needs no switch",
            at="logical_replication",
        )


def _nearest_node(written: str) -> str:
    near = nearest(written.upper(), NODE_TYPES, n=1)
    return f"did you mean {near[0]}?" if near else "write one such as DB-PRO2-XXS or DB-POP2-4C-16G"


def _place(spec: DatabaseParts) -> Iterator[Refusal]:
    floor, node = spec.data_class.floor, NODE_TYPES.get(spec.node_type)
    if floor.external_key:
        yield Refusal(
            f"a managed database of class {spec.data_class}",
            "the host alone holds the key of its volume, and could read what identifies people",
            "keep identifying data in a bucket with client-side encryption, or on a machine's own encrypted volume",
            at="data_class",
        )
    if floor.eligible_machines and node and not node.hds_family:
        yield Refusal(
            f"a database of class {spec.data_class} on {spec.node_type}",
            "the host's HDS page excludes the family of machines behind it",
            "choose a DB-POP2 type",
            at="node_type",
        )


def _below_the_floor(spec: DatabaseParts) -> Iterator[Refusal]:
    floor = spec.data_class.floor
    if floor.high_availability and not spec.high_availability:
        yield Refusal(
            f"a database of class {spec.data_class} without a standby node",
            "one broken machine would stop every study",
            "write high_availability: true",
            at="high_availability",
        )
    if spec.backups.keep_days < floor.backup_days:
        yield Refusal(
            f"a database of class {spec.data_class} keeps backups for {spec.backups.keep_days} days",
            "damage that is noticed late could not be undone",
            f"write keep_days: {floor.backup_days} or more",
            at="backups.keep_days",
        )


def _logs(spec: DatabaseParts) -> Iterator[Refusal]:
    floor = spec.data_class.floor
    if floor.audit_log and not spec.audits:
        yield Refusal(
            f"a database of class {spec.data_class} without an audit log",
            "nobody could show who changed rights",
            "remove audit: 'off'",
            at="audit",
        )
    if not floor.statement_texts_in_logs and spec.slow_statement_ms >= 0:
        yield Refusal(
            f"a database of class {spec.data_class} logs the text of slow statements",
            "statements hold the values that they look for, and these would stay in the logs",
            "remove it, or write -1",
            at="log_statements_slower_than_ms",
        )


def _settings(spec: DatabaseParts) -> Iterator[Refusal]:
    for name, value in spec.settings.items():
        found = _setting(name, value)
        if found:
            what, remedy = found
            yield Refusal(what, "the host would refuse it once the instance exists", remedy, at=f"settings.{name}")


def _setting(name: str, value: float) -> tuple[str, str] | None:
    """What is wrong with a setting and what to write instead, or nothing."""
    if name in OWNED:
        return f"{name} is decided elsewhere", f"write {OWNED[name]} instead"
    setting = SETTINGS.get(name)
    if setting is None:
        return f"{name} is not a setting that the host lets its customers change", choose(name, SETTINGS)
    return None if setting.accepts(value) else (f"{name} is {value:g}", f"write {setting.wants()}")


def _names(spec: DatabaseParts) -> Iterator[Refusal]:
    for kind, names in (("databases", spec.databases), ("users", spec.users)):
        for name in names:
            if RESERVED.match(name) or name == ADMIN:
                yield Refusal(
                    f"{name} is a name that the engine, the host or Socle keeps for itself",
                    "the deployment would fail half-way, or take over something else",
                    "choose another",
                    at=f"{kind}.{name}",
                )
    for user, declared in spec.users.items():
        for database in sorted(declared.access.keys() - spec.databases.keys()):
            yield Refusal(
                f"{user} has access to {database}, which is not declared",
                "the privilege could not be granted",
                choose(database, spec.databases),
                at=f"users.{user}.access.{database}",
            )


class DatabaseSpec(DatabaseParts):
    """A PostgreSQL instance with a private endpoint only, encrypted, backed up in its own region."""

    def refusals(self) -> Iterator[Refusal]:
        yield from spec_refusals(self)
