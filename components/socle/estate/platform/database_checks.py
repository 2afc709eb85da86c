"""What a database may not declare: against the host's offer, its data class, and the rest of the estate."""

import ipaddress
from collections.abc import Iterator, Mapping

from socle.facts import KEPT_AT_EITHER_END
from socle.facts.offers import ADMIN, NODE_TYPES, OWNED, PUBLISHING_ENGINE, RESERVED, SETTINGS
from socle.messages import Refusal, choose, each, nearest

from .database import DatabaseParts
from .flows import NetworkSpec


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


Databases = Mapping[str, DatabaseSpec]


def database_refusals(databases: Databases, network: NetworkSpec, lifetime: str) -> Iterator[Refusal]:
    """A free address, what it takes the place of, and whether it is made to last."""
    for name, spec in databases.items():
        yield from each(
            _address(databases, network, name, spec),
            _lasting(lifetime, name, spec),
            _succession(databases, name, spec),
        )


def _address(databases: Databases, networks: NetworkSpec, name: str, spec: DatabaseSpec) -> Iterator[Refusal]:
    network = networks.private_networks.get(spec.network)
    if spec.address is None or network is None:
        return
    at = f"databases.{name}.address"
    first, last = network.network[KEPT_AT_EITHER_END], network.network[-1 - KEPT_AT_EITHER_END]
    if not first <= ipaddress.IPv4Address(spec.address) <= last:
        yield Refusal(
            f"{spec.address} cannot be an address of the private network {spec.network}",
            "the endpoint would answer nowhere",
            f"choose one from {first} to {last}",
            at=at,
        )
    taken = {reserved.address: f"network.addresses.{key}" for key, reserved in networks.addresses.items()}
    taken |= {other.address: f"databases.{key}" for key, other in _others(databases, name) if other.address}
    if spec.address in taken:
        yield Refusal(
            f"{spec.address} belongs to {taken[spec.address]} already",
            "the host refuses to give it twice, a reservation included",
            "choose another, or remove the reservation",
            at=at,
        )


def _others(databases: Databases, name: str) -> Iterator[tuple[str, DatabaseSpec]]:
    return ((key, other) for key, other in databases.items() if key != name)


def _lasting(lifetime: str, name: str, spec: DatabaseSpec) -> Iterator[Refusal]:
    node = NODE_TYPES.get(spec.node_type)
    if node and node.tier == "development" and lifetime == "permanent" and spec.data_class.rank > 0:
        yield Refusal(
            f"{spec.node_type} in a permanent estate, with data of class {spec.data_class}",
            "its processors are shared and the host's SLA does not cover it",
            "choose a DB-PRO2 or DB-POP2 type; development types are for rehearsals and open data",
            at=f"databases.{name}.node_type",
        )


def _succession(databases: Databases, name: str, spec: DatabaseSpec) -> Iterator[Refusal]:
    if spec.succeeds is None:
        return
    at, old = f"databases.{name}.succeeds.database", databases.get(spec.succeeds.database)
    if old is None:
        return
    if old is spec:
        yield Refusal(
            f"{name} takes the place of {spec.succeeds.database}, which is no other database",
            "nobody would know where its data comes from",
            "name the entry that it takes the place of, or remove succeeds",
            at=at,
        )
        return
    if (old.data_class, old.databases.keys()) != (spec.data_class, spec.databases.keys()):
        yield Refusal(
            f"{name} takes the place of {spec.succeeds.database} with another data class or other databases",
            "data would be lost on the way, or land under weaker rules",
            f"write data_class: {old.data_class} and databases: {', '.join(sorted(old.databases))}",
            at=at,
        )
    if spec.engine < old.engine:
        yield Refusal(
            f"{name} takes the place of {spec.succeeds.database} with an older engine",
            "a dump of the newer one may not load",
            f"write engine: {old.engine} or newer",
            at=f"databases.{name}.engine",
        )
