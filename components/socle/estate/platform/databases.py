"""What managed databases can only know together with the rest of the estate: networks, addresses, succession, the quota."""

import ipaddress
from collections.abc import Iterator, Mapping

from socle.facts import DATABASES_PER_ORGANIZATION, KEPT_AT_EITHER_END
from socle.facts.offers import NODE_TYPES
from socle.messages import Refusal, choose, each

from .database_checks import DatabaseSpec
from .flows import NetworkSpec

Databases = Mapping[str, DatabaseSpec]


def database_refusals(databases: Databases, network: NetworkSpec, lifetime: str) -> Iterator[Refusal]:
    """A network of its own purpose, a free address, what it takes the place of, and the host's quota."""
    for name, spec in databases.items():
        yield from each(
            _network(network, name, spec),
            _address(databases, network, name, spec),
            _lasting(lifetime, name, spec),
            _succession(databases, name, spec),
        )
    if len(databases) > DATABASES_PER_ORGANIZATION:
        yield Refusal(
            f"{len(databases)} database instances, and an organisation takes {DATABASES_PER_ORGANIZATION}",
            "the deployment would stop half-way, and no restore drill would have room",
            "put several databases into one instance, or ask the host for more",
            at="databases",
        )


def _network(networks: NetworkSpec, name: str, spec: DatabaseSpec) -> Iterator[Refusal]:
    network = networks.private_networks.get(spec.network)
    if network and network.purpose != "data":
        yield Refusal(
            f"the private network {spec.network} is of purpose {network.purpose}",
            "the host filters nothing in front of a database inside a private network: all that is there could reach it",
            "give it a private network of purpose data",
            at=f"databases.{name}.network",
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
    if old is None or old is spec:
        yield Refusal(
            f"{name} takes the place of {spec.succeeds.database}, which is no other database",
            "nobody would know where its data comes from",
            choose(spec.succeeds.database, databases.keys() - {name}) + ", or remove succeeds",
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
