"""What clusters, their baselines and instances can only know together with the rest of the estate. Pure functions of an estate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from socle.messages import Refusal, choose

from .secrets import key_refusals

if TYPE_CHECKING:
    from ..estate import Estate

CLUSTERS_PER_ORGANIZATION = 40
DEDICATED_PER_ORGANIZATION = 4
"""Scaleway documentation, organization quotas, October 2025."""

TAKEN_BY_THE_HOST = 5
"""Addresses of a private network that no machine gets: the first and last, and those of gateway, names and DHCP. An upper estimate."""


def cluster_refusals(estate: Estate) -> Iterator[Refusal]:
    """Networks, zones, machine types, room for nodes and quotas of every cluster."""
    for name, cluster in estate.clusters.items():
        yield from _network(
            estate, f"clusters.{name}.network", cluster.network, "nodes could not reach their API server"
        )
    yield from _room(estate)
    yield from _cluster_quotas(estate)


def baseline_refusals(estate: Estate) -> Iterator[Refusal]:
    """Each baseline belongs to a cluster that can be reached, knows its groups and may hold its data."""
    for name, baseline in estate.baselines.items():
        cluster = estate.clusters.get(name)
        if cluster is None:
            yield Refusal(
                f"there is no cluster {name}",
                "the cluster layer would have nowhere to deploy it",
                choose(name, estate.clusters),
                at=f"baselines.{name}",
            )
            continue
        if not cluster.admins:
            yield Refusal(
                "no source reaches the API server of this cluster",
                "the cluster layer could not deploy into it",
                "declare where the cluster layer is deployed from, as an entry of admins",
                at=f"clusters.{name}.admins",
            )
        groups = [*baseline.readers, *(g for n in baseline.namespaces.values() for g in (*n.readers, *n.operators))]
        if groups and cluster.oidc is None:
            yield Refusal(
                f"groups ({', '.join(sorted(set(groups)))}) on a cluster without an identity provider",
                "nobody could ever be a member of them",
                f"declare clusters.{name}.oidc, or remove the groups",
                at=f"baselines.{name}",
            )
        for key, namespace in baseline.namespaces.items():
            if namespace.data_class.rank > cluster.data_class.rank:
                yield Refusal(
                    f"a namespace of class {namespace.data_class} in a cluster of class {cluster.data_class}",
                    "its data would be on nodes that were not chosen for it",
                    f"write data_class: {cluster.data_class}, or raise the cluster's",
                    at=f"baselines.{name}.namespaces.{key}.data_class",
                )


def instance_refusals(estate: Estate) -> Iterator[Refusal]:
    """Networks, addresses, keys, zones, machine types and placements of every instance."""
    held: dict[str, str] = {}
    placed: dict[str, str] = {}
    for name, spec in estate.instances.items():
        at = f"instances.{name}"
        yield from _network(estate, f"{at}.network", spec.network, "the volume's key could not be fetched")
        yield from key_refusals(estate, at, spec.key, spec.data_class, "secret with the volume's key")
        if spec.address:
            yield from _address(estate, f"{at}.address", spec.address, spec.network)
            if held.setdefault(spec.address, name) != name:
                yield Refusal(
                    f"{spec.address} is already the address of {held[spec.address]}",
                    "only one of the two would answer",
                    "reserve another in network.addresses",
                    at=f"{at}.address",
                )
        if spec.placement and placed.setdefault(spec.placement, spec.zone) != spec.zone:
            yield Refusal(
                f"the placement {spec.placement} is in {placed[spec.placement]} and the machine in {spec.zone}",
                "a placement keeps machines of one zone apart, so the deployment would fail",
                "remove it: machines in two zones are apart already",
                at=f"{at}.placement",
            )


def _network(estate: Estate, at: str, name: str, consequence: str) -> Iterator[Refusal]:
    network = estate.network
    if name not in network.private_networks:
        yield Refusal(
            f"there is no private network {name}",
            "nothing could be attached to it",
            choose(name, network.private_networks),
            at=at,
        )
    elif network.gateway is None or name not in network.gateway.networks:
        yield Refusal(
            f"{name} does not go out through the gateway, and nothing here has a public address",
            consequence,
            "add it to network.gateway.networks, or use one that is there",
            at=at,
        )


def _address(estate: Estate, at: str, name: str, network: str) -> Iterator[Refusal]:
    reserved = estate.network.addresses.get(name)
    if reserved is None:
        yield Refusal(
            f"there is no reserved address {name}",
            "the machine would answer somewhere else",
            choose(name, estate.network.addresses),
            at=at,
        )
    elif reserved.network != network:
        yield Refusal(
            f"{name} is an address of {reserved.network}, and the machine is in {network}",
            "the host would refuse to attach it",
            "reserve one in the machine's own network",
            at=at,
        )


def _room(estate: Estate) -> Iterator[Refusal]:
    for name, network in estate.network.private_networks.items():
        nodes = sum(pool.most_nodes for c in estate.clusters.values() if c.network == name for pool in c.pools.values())
        others = sum(address.network == name for address in estate.network.addresses.values())
        others += sum(spec.network == name and spec.address is None for spec in estate.instances.values())
        room = network.network.num_addresses - TAKEN_BY_THE_HOST
        if nodes and nodes + others > room:
            yield Refusal(
                f"{nodes} nodes and {others} other machines in a network with room for {room}",
                "the pools could not grow to their size",
                "lower the nodes, or give the network a wider range before it is made",
                at=f"network.private_networks.{name}.range",
            )


def _cluster_quotas(estate: Estate) -> Iterator[Refusal]:
    dedicated = sum(cluster.control_plane != "kapsule" for cluster in estate.clusters.values())
    for count, quota, what in (
        (len(estate.clusters), CLUSTERS_PER_ORGANIZATION, "clusters"),
        (dedicated, DEDICATED_PER_ORGANIZATION, "dedicated control planes"),
    ):
        if count > quota:
            yield Refusal(
                f"{count} {what}, and an organisation takes {quota}",
                "the deployment would stop half-way",
                "join clusters and separate their users by namespace, or ask the host for more",
                at="clusters",
            )
