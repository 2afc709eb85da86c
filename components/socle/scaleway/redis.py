"""Managed Redis.

Left out on purpose: public endpoints and access lists, which the host gives only together (it filters nothing inside a private
network), clusters of three nodes and more, and settings of the engine.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pulumi
from pulumiverse_scaleway import redis

from socle.component import filled
from socle.estate import RedisSpec, SecretSpec
from socle.facts.updates import Inputs, Warned, said_of_update

from .component import Component
from .secrets import SecretEntry
from .tenancy import Tenancy
from .update_guard import guarded
from .wiring import key_refusals, network_refusals

USER = "socle"
"""The one user that the host makes; the password of it is generated."""


class RedisCluster(Component):
    """A Redis of one node or two that answers in one private network only, over TLS, with a generated password.

    Connect with the certificate (`rediss://`, with verification). No output carries the password: it is in Secret Manager.

    Args:
        cluster_name: the cloud's name.
        private_network_id: where it answers.
        key_id: the bare UUID of a symmetric key (`KeyRing.bare_id`), which encrypts the password.
    """

    id: pulumi.Output[str]
    """`<zone>/<uuid>`."""
    host: pulumi.Output[str]
    """The private address that it answers at."""
    port: pulumi.Output[int]
    """The TCP port there, 6379."""
    certificate: pulumi.Output[str]
    """The server's certificate, PEM."""
    secret_id: pulumi.Output[str]
    """The secret with the user's name and password."""

    def __init__(
        self,
        name: str,
        spec: RedisSpec,
        *,
        tenancy: Tenancy,
        cluster_name: str,
        private_network_id: pulumi.Input[str],
        key_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        wiring = (
            *key_refusals(key_id, spec.key, spec.data_class),
            *network_refusals(private_network_id, spec.network),
        )
        super().__init__(name, spec, tenancy, opts, wiring=wiring)
        password = SecretEntry(
            f"{name}-secret",
            SecretSpec(data_class=spec.data_class, key=spec.key, rotation=spec.rotation),
            tenancy=tenancy,
            secret_name=f"{cluster_name}-{USER}",
            path="/redis",
            key_id=key_id,
            username=USER,
            opts=self.nested(),
        )
        cluster = redis.Cluster(
            f"{name}-cluster",
            name=cluster_name,
            node_type=spec.node_type,
            version=spec.version,
            cluster_size=2 if spec.high_availability else 1,
            tls_enabled=True,
            user_name=USER,
            password=password.value,
            # Without one, the host opens a public endpoint.
            private_networks=[redis.ClusterPrivateNetworkArgs(id=private_network_id)],
            tags=tenancy.tag_list(**{"data-class": spec.data_class}),
            project_id=tenancy.project_id,
            zone=spec.zone,
            opts=self.child(redis.Cluster, stateful=True, hooks=guarded(name, _update), depends_on=[password]),
        )
        self.id, self.certificate, self.secret_id = cluster.id, cluster.certificate, password.id
        self.host = filled(_host, cluster.private_networks)
        self.port = filled(_port, cluster.private_networks)
        self.register_outputs(dict(self.given_out))

    @property
    def given_out(self) -> Mapping[str, pulumi.Output[Any]]:
        """What a client needs."""
        return {"host": self.host, "port": self.port, "certificate": self.certificate, "secret_id": self.secret_id}


def _update(old: Inputs, new: Inputs) -> Iterator[Warned]:
    yield from said_of_update(RedisSpec.BECOMES, old, new)


def _host(endpoints: Sequence[redis.outputs.ClusterPrivateNetwork]) -> str:
    return next((address.partition("/")[0] for each in endpoints for address in each.ips or ()), "")


def _port(endpoints: Sequence[redis.outputs.ClusterPrivateNetwork]) -> int:
    return next((each.port for each in endpoints if each.port), 6379)
