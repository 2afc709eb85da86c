"""What clusters, their baselines and instances can only know together with the rest of the estate."""

import ipaddress
from collections.abc import Iterator, Mapping

from socle.facts import DEDICATED_PER_ORGANIZATION, PODS_OF_A_NODE, SERVICES_AT_LEAST, SERVICES_AT_MOST
from socle.messages import Refusal

from .baseline import BaselineSpec
from .flows import NetworkSpec
from .instances import InstanceSpec
from .kubernetes import KubernetesSpec

Clusters = Mapping[str, KubernetesSpec]
Instances = Mapping[str, InstanceSpec]


def cluster_refusals(clusters: Clusters, network: NetworkSpec) -> Iterator[Refusal]:
    """A way out, addresses for pods and services, and quotas of every cluster."""
    for name, cluster in clusters.items():
        yield from _network(
            network, f"clusters.{name}.network", cluster.network, "nodes could not reach their API server"
        )
    yield from _pods(clusters, network)
    yield from _dedicated(clusters)


def baseline_refusals(baselines: Mapping[str, BaselineSpec], clusters: Clusters) -> Iterator[Refusal]:
    """The cluster of each baseline can be reached, knows its groups and may hold its data."""
    for name, baseline in baselines.items():
        cluster = clusters.get(name)
        if cluster is None:
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


def instance_refusals(instances: Instances, network: NetworkSpec) -> Iterator[Refusal]:
    """A way out, addresses and placements of every instance."""
    held: dict[str, str] = {}
    placed: dict[str, str] = {}
    for name, spec in instances.items():
        at = f"instances.{name}"
        yield from _network(network, f"{at}.network", spec.network, "the volume's key could not be fetched")
        if spec.address:
            yield from _address(network, f"{at}.address", spec.address, spec.network)
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


def _network(network: NetworkSpec, at: str, name: str, consequence: str) -> Iterator[Refusal]:
    if name in network.private_networks and (network.gateway is None or name not in network.gateway.networks):
        yield Refusal(
            f"{name} does not go out through the gateway, and nothing here has a public address",
            consequence,
            "add it to network.gateway.networks, or use one that is there",
            at=at,
        )


def _address(network: NetworkSpec, at: str, name: str, own: str) -> Iterator[Refusal]:
    reserved = network.addresses.get(name)
    if reserved and reserved.network != own:
        yield Refusal(
            f"{name} is an address of {reserved.network}, and the machine is in {own}",
            "the host would refuse to attach it",
            "reserve one in the machine's own network",
            at=at,
        )


def _pods(clusters: Clusters, spec: NetworkSpec) -> Iterator[Refusal]:
    """Every cluster has the whole pod range to itself, and each node takes a part of it at once."""
    pods, services = ipaddress.IPv4Network(spec.pod_range), ipaddress.IPv4Network(spec.service_range)
    room = 2 ** max(0, PODS_OF_A_NODE - pods.prefixlen) if pods.prefixlen <= PODS_OF_A_NODE else 0
    for name, cluster in clusters.items():
        if cluster.address_count > room:
            yield Refusal(
                f"{cluster.address_count} nodes in {name}, and {pods} has pod addresses for {room}",
                f"each node takes a /{PODS_OF_A_NODE} of it, so the pools could not grow to their size",
                "lower the nodes, or write a wider network.pod_range before the cluster is made",
                at="network.pod_range" if "pod_range" in spec.model_fields_set else f"clusters.{name}.pools",
            )
    if clusters and not SERVICES_AT_MOST <= services.prefixlen <= SERVICES_AT_LEAST:
        yield Refusal(
            f"a service range of /{services.prefixlen}",
            "names inside a cluster are answered at the tenth address of the range, and Kubernetes takes a /12 at the most",
            f"choose one from /{SERVICES_AT_MOST} to /{SERVICES_AT_LEAST}; a /20 has room for 4,000 services",
            at="network.service_range",
        )


def _dedicated(clusters: Clusters) -> Iterator[Refusal]:
    dedicated = sum(cluster.control_plane != "kapsule" for cluster in clusters.values())
    if dedicated > DEDICATED_PER_ORGANIZATION:
        yield Refusal(
            f"{dedicated} dedicated control planes, and an organisation takes {DEDICATED_PER_ORGANIZATION}",
            "the deployment would stop half-way",
            "join clusters and separate their users by namespace, or ask the host for more",
            at="clusters",
        )
